"""A region's pages answer 404 to those who do not work in it, and lists leave it out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from assess.store.account_tables import Role
from assess.store.database import Database
from tests.page import Visitor
from tests.web.staff.places import Place, a_place, an_account, counted_queries, people_answer

LogIn = Callable[..., Visitor]
STAFF = ("facilitation", "results", "comparison", "inventory")


def addresses_of(app: Flask, place: Place) -> list[tuple[str, str]]:
    """(method, address) of every staff page that belongs to the place."""
    values = {
        "code": place.code,
        "key": "governance",
        "question_id": "FAK-MNR-1",
    }
    found = []
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.split(".")[0]
        if blueprint not in STAFF or not rule.arguments:
            continue
        public_id = place.focus_group if rule.rule.startswith("/fgd/") else place.assessment
        with app.test_request_context():
            address = app.url_for(
                rule.endpoint,
                **{n: {**values, "public_id": public_id}[n] for n in rule.arguments},
            )
        found += [(method, address) for method in (rule.methods or set()) & {"GET", "POST"}]
    return sorted(found)


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.OFFICIAL, Role.REVIEWER])
def test_pages_of_another_region_are_not_found(
    app: Flask, database: Database, log_in: LogIn, role: Role
) -> None:
    own, other = a_place(database), a_place(database, "64.72", "Samarinda")
    an_account(database, own, role)
    sari = log_in()
    token = sari.get("/beranda").soup.find("input", {"name": "csrf_token"})["value"]
    addresses = addresses_of(app, other)

    for method, address in addresses:
        answer = sari.client.open(address, method=method, data={"csrf_token": token})
        assert answer.status_code in (403, 404), f"{role} {method} {address}"
        assert "Samarinda" not in answer.get_data(as_text=True)

    assert len(addresses) > 15
    assert "Samarinda" not in sari.get("/beranda").html
    assert "Samarinda" not in sari.get("/banding").html


def test_who_is_not_logged_in_is_sent_to_the_log_in(
    app: Flask, database: Database, visitor: Visitor
) -> None:
    place = a_place(database)

    for method, address in addresses_of(app, place):
        if method == "GET":
            assert visitor.client.get(address).headers["Location"].startswith("/masuk")


def test_nothing_changes_without_the_token(app: Flask, database: Database, log_in: LogIn) -> None:
    place = a_place(database)
    an_account(database, place)
    sari = log_in()

    for method, address in addresses_of(app, place):
        if method == "POST":
            assert sari.client.post(address, data={"reason": "x"}).status_code == 400
    assert "Terbuka" in sari.get(f"/fgd/{place.focus_group}").text


@pytest.mark.parametrize("address", ["/beranda", "/banding"])
def test_lists_ask_as_much_for_five_regions_as_for_one(
    database: Database, log_in: LogIn, address: str
) -> None:
    an_account(database, None, Role.ADMINISTRATOR)
    sari = log_in()
    a_place(database)

    with counted_queries(database.engine) as for_one:
        sari.get(address)
    for number in range(72, 76):
        place = a_place(database, f"64.{number}", f"Kota {number}")
        people_answer(database, place, "diskominfo", 1, 2, only={"GOV-SVC-1": 2})
    with counted_queries(database.engine) as for_five:
        page = sari.get(address)

    assert "Kota 75" in page.text
    assert len(for_five) == len(for_one) <= 8


def test_a_region_page_asks_as_much_for_five_assessments_as_for_one(
    database: Database, log_in: LogIn
) -> None:
    an_account(database, a_place(database))
    sari = log_in()

    with counted_queries(database.engine) as for_one:
        sari.get("/daerah/64.71")
    for number in range(4):
        sari.submit("/daerah/64.71/asesmen-baru", title=f"Ulangan {number}", year="2027")
    with counted_queries(database.engine) as for_five:
        page = sari.get("/daerah/64.71")

    assert "Ulangan 3" in page.text
    assert len(for_five) == len(for_one)


def test_a_comparison_asks_as_much_for_five_regions_as_for_two(
    database: Database, log_in: LogIn
) -> None:
    an_account(database, None, Role.ADMINISTRATOR)
    sari = log_in()
    places = [a_place(database, f"64.{number}", f"Kota {number}") for number in range(71, 76)]
    for place in places:
        people_answer(database, place, "diskominfo", 3, 2)
        sari.submit(f"/fgd/{place.focus_group}/tutup")

    asked = []
    for number in (2, 5):
        chosen = "&".join(f"a={place.assessment}" for place in places[:number])
        with counted_queries(database.engine) as queries:
            assert sari.get(f"/banding/tabel?{chosen}").status == 200
        asked.append(len(queries))

    assert asked[0] == asked[1]
