"""Every address, every method, every kind of person, two regions: who gets what, and in what
headers. What is expected stands in `rules.py`, written by hand; nothing is left out silently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import pytest
from flask import Blueprint, Flask
from werkzeug.test import TestResponse

from assess.web import application
from assess.web.access import PolicyMissing
from assess.web.application import create_app
from assess.web.state import takar
from tests.page import text_in
from tests.safety.conftest import Snapshot
from tests.safety.people import EVERYBODY, People, Person
from tests.safety.rules import DEVELOPMENT_RULES, RULES, SEATED, Row, addresses, expected
from tests.safety.two_regions import REGIONS, Place, TwoRegions
from tests.web.conftest import settings_for

SAFE = ("GET", "HEAD", "OPTIONS")
ODD_METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")
ONE_OF_EACH_KIND = (
    "nobody",
    "participant a",
    "administrator",
    "facilitator a",
    "facilitator b",
    "reviewer a",
)


@dataclass(frozen=True)
class Asked:
    rule: str
    row: Row
    person: Person
    place: Place
    method: str
    address: str


@dataclass(frozen=True)
class Visit(Asked):
    """One request and what came back."""

    status: int
    headers: dict[str, str]
    cookies: tuple[str, ...]
    body: str
    changed: bool  # whether anything was committed

    @classmethod
    def of(cls, asked: Asked, response: TestResponse, changed: bool) -> Visit:
        return cls(
            **vars(asked),
            status=response.status_code,
            headers={name: value for name, value in response.headers if name != "Set-Cookie"},
            cookies=tuple(response.headers.getlist("Set-Cookie")),
            body=text_in(response),
            changed=changed,
        )

    def __str__(self) -> str:
        return f"{self.person.name}: {self.method} {self.address} -> {self.status}"

    @property
    def told(self) -> str:
        """Everything the person received."""
        return "\n".join([self.body, *self.headers.values(), *self.cookies])


@dataclass
class Round:
    """All visits, those that only read first; and what the reading left of the database."""

    visits: list[Visit]
    before: str = ""
    after_reading: str = ""


@pytest.fixture(scope="module")
def walked(
    safe_app: Flask, regions: TwoRegions, people: People, module_snapshot: Snapshot
) -> Round:
    walked = Round([], before=module_snapshot.digest())
    for person in EVERYBODY:
        people.token(person.name, of_seat=True)
    for method in ("GET", "POST"):
        for visit in _visits(method, safe_app, regions, people, module_snapshot):
            walked.visits.append(visit)
            if visit.changed:
                module_snapshot.put_back()
        walked.after_reading = walked.after_reading or module_snapshot.digest()
    return walked


@pytest.fixture(scope="module")
def visits(walked: Round) -> list[Visit]:
    return walked.visits


def _visits(
    method: str, app: Flask, regions: TwoRegions, people: People, snapshot: Snapshot
) -> Iterator[Visit]:
    rows = {rule: row for (rule, each), row in RULES.items() if each == method}
    for rule, row in rows.items():
        for person, place in product(EVERYBODY, regions.places.values()):
            for address in addresses(rule, place, _an_asset(app)):
                for each in _methods(method, person):
                    response = _ask(people, person, each, address, row)
                    asked = Asked(rule, row, person, place, each, address)
                    yield Visit.of(asked, response, snapshot.changed())


def _methods(method: str, person: Person) -> tuple[str, ...]:
    return SAFE if method == "GET" and person.name in ONE_OF_EACH_KIND else (method,)


def _ask(people: People, person: Person, method: str, address: str, row: Row) -> TestResponse:
    if method in SAFE:
        return people.client(person.name).open(address, method=method)
    token = people.token(person.name, of_seat=row.who == SEATED)
    client = people.copy(person.name)  # a log-out or a seat must not outlive the request
    if row.json is not None:
        return client.post(address, json=row.json, headers={"X-CSRFToken": token})
    return client.post(address, data={**row.fields, "csrf_token": token})


def _an_asset(app: Flask) -> str:
    return takar(app).assets.address("takar.css").removeprefix("/aset/")


def test_every_rule_of_the_application_has_a_row(safe_app: Flask) -> None:
    served = {
        (rule.rule, method)
        for rule in safe_app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }

    assert served == set(RULES)


def test_the_pages_for_developers_are_the_only_further_rules(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path}/takar.sqlite3")
    app = create_app(replace(settings, development=True))

    served = {rule.rule for rule in app.url_map.iter_rules()}

    assert served - {rule for rule, _ in RULES} == DEVELOPMENT_RULES
    takar(app).database.dispose()


def test_everybody_gets_what_the_table_says(visits: list[Visit]) -> None:
    surprises = [
        f"{visit}, expected {sorted(wanted)}"
        for visit in visits
        if visit.status
        not in (wanted := expected(visit.row, visit.person, visit.place, visit.method))
    ]

    assert not surprises, "\n".join(surprises)
    assert len(visits) > 3000


def test_whoever_must_log_in_is_led_there_and_back(visits: list[Visit]) -> None:
    led = [v for v in visits if v.row.who == "staff" and v.person.role is None and v.status == 303]

    assert led
    for visit in led:
        assert visit.headers["Location"].startswith("/masuk?lanjut=/"), str(visit)


def test_nobody_reads_of_a_region_that_is_none_of_theirs(visits: list[Visit]) -> None:
    leaks = [
        f"{visit} tells {text!r}"
        for visit in visits
        for place in _foreign_places(visit)
        for text in (*place.telling, *place.identifiers)
        if text in visit.told and text not in visit.address
    ]

    assert not leaks, "\n".join(leaks)


def test_the_marks_are_on_the_pages_of_those_who_may_read_them(visits: list[Visit]) -> None:
    """Else the test above would prove nothing."""
    silent = {
        visit.rule
        for visit in visits
        if visit.method == "GET" and visit.status == 200 and visit.row.of_region
    } - {visit.rule for visit in visits if visit.status == 200 and visit.place.mark in visit.body}

    assert silent == {"/fgd/<public_id>/papan.json"}


def _foreign_places(visit: Visit) -> Iterator[Place]:
    for mark in REGIONS:
        known = mark in visit.person.regions
        held = visit.row.reveals and visit.place.mark == mark
        if not known and not held:
            yield ALL_PLACES[mark]


ALL_PLACES: dict[str, Place] = {}


@pytest.fixture(autouse=True, scope="module")
def _all_places(regions: TwoRegions) -> None:
    ALL_PLACES.update(regions.places)


def test_methods_that_no_page_knows_are_refused(
    safe_app: Flask, regions: TwoRegions, people: People, snapshot: Snapshot
) -> None:
    surprises = []
    for rule in sorted({rule for rule, _ in RULES}):
        address = addresses(rule, regions.alpha, _an_asset(safe_app))[0]
        for name in ("nobody", "participant a", "administrator"):
            for method in ODD_METHODS:
                response = people.client(name).open(
                    address, method=method, data={"csrf_token": people.token(name)}
                )
                if response.status_code != 405:
                    surprises.append(f"{name}: {method} {address} -> {response.status_code}")

    assert not surprises, "\n".join(surprises)
    assert not snapshot.changed()


def test_reading_changes_nothing(walked: Round) -> None:
    writers = [str(visit) for visit in walked.visits if visit.method in SAFE and visit.changed]

    assert not writers, "\n".join(writers)
    assert walked.after_reading == walked.before


def test_only_those_who_may_change_anything_do(visits: list[Visit]) -> None:
    """The other side of the statuses: what was refused had no effect, what was not had one."""
    writers = {(visit.rule, visit.person.name) for visit in visits if visit.changed}
    refused = {401, 403, 404}

    assert not [str(visit) for visit in visits if visit.changed and visit.status in refused]
    assert {rule for rule, _ in writers} == {rule for rule, method in RULES if method == "POST"} - {
        "/fgd/<public_id>/kertas/<int:number>/hitung",  # the form was keyed once only
        "/fgd/<public_id>/kertas/<int:number>/ulang",
        "/fgd/<public_id>/serah-terima/terima",  # nobody offers
        "/fgd/<public_id>/titipan",  # no phone has handed anything over
        "/fgd/<public_id>/wifi",  # prints a sheet and keeps nothing
        "/isi/tinggalkan",
        "/kata-sandi",
        "/masuk",
    }


def test_the_application_does_not_start_with_a_view_that_has_no_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = Blueprint("planted", __name__)

    @planted.get("/terlupa")
    def forgotten() -> str:
        return "tidak dijaga"

    monkeypatch.setattr(application, "BLUEPRINTS", (*application.BLUEPRINTS, planted))

    with pytest.raises(PolicyMissing, match=r"planted\.forgotten"):
        create_app(settings_for(tmp_path, f"sqlite:///{tmp_path}/takar.sqlite3"))


def test_a_rule_that_is_added_later_is_closed_to_everybody(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path}/takar.sqlite3"))
    app.testing = False
    app.add_url_rule("/tambahan", view_func=lambda: "tidak dijaga", endpoint="late")

    response = app.test_client().get("/tambahan")

    assert response.status_code == 500
    assert "tidak dijaga" not in response.text
    takar(app).database.dispose()


def test_a_code_of_a_foreign_region_is_refused_without_its_name(
    regions: TwoRegions, people: People, snapshot: Snapshot
) -> None:
    form = {
        "kind": "kota",
        "name": "Baru",
        "province": "Kalimantan Timur",
        "kemendagri_code": regions.bravo.code,
        "bps_code": regions.bravo.code.replace(".", ""),
        "time_zone": "WITA",
        "csrf_token": people.token("facilitator a"),
    }

    answer = people.client("facilitator a").post("/daerah/baru/lain", data=form)

    assert answer.status_code == 422
    assert "sudah dipakai" in answer.text
    assert regions.bravo.mark not in answer.text


# What every answer carries, whatever it says and to whom.

POLICY_NEEDS = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
)


def test_every_answer_carries_the_headers_that_keep_it_safe(visits: list[Visit]) -> None:
    faults = [f"{visit}: {fault}" for visit in visits for fault in _header_faults(visit)]

    assert not faults, "\n".join(faults[:40])


def _header_faults(visit: Visit) -> Iterator[str]:
    policy = visit.headers.get("Content-Security-Policy", "")
    if any(need not in policy for need in POLICY_NEEDS):
        yield f"policy {policy!r}"
    if "unsafe" in policy or "*" in policy or "http" in policy:
        yield f"policy {policy!r}"
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    for name, value in wanted.items():
        if visit.headers.get(name) != value:
            yield f"{name} is {visit.headers.get(name)!r}"
    if "Permissions-Policy" not in visit.headers:
        yield "no Permissions-Policy"
    if visit.headers.get("Server") or visit.headers.get("X-Powered-By"):
        yield "tells what serves it"


def test_only_our_own_files_may_be_kept(visits: list[Visit]) -> None:
    for visit in visits:
        kept = visit.headers["Cache-Control"]
        if visit.rule.startswith("/aset/") and visit.method != "OPTIONS":
            assert kept == "public, max-age=31536000, immutable"
            assert not visit.cookies
        else:
            assert kept == "no-store", str(visit)
            assert "Cookie" in visit.headers["Vary"], str(visit)


def test_no_script_can_read_a_cookie_and_no_site_can_send_it(visits: list[Visit]) -> None:
    given = [cookie for visit in visits for cookie in visit.cookies]

    assert given
    for cookie in given:
        assert "HttpOnly" in cookie, cookie
        assert "SameSite=Lax" in cookie, cookie
        assert "Domain" not in cookie, cookie
