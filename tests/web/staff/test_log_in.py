from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from argon2 import extract_parameters

from assess.actions.accounts import (
    HASHER,
    NOBODY,
    LogInRefusal,
    LogInRefused,
    UsernameTaken,
    check_password,
    conclude_log_in,
    create_account,
)
from assess.actions.passwords import Unfitness, UnfitPassword, check_password_is_fit
from assess.store.account_tables import FailedAttempt, Role
from assess.store.database import Database
from assess.web.accounts import own_path
from tests.page import Visitor
from tests.web.staff.places import a_place, an_account
from tests.world import NOW, PASSWORD


def test_the_right_password_leads_to_the_page_that_was_asked_for(
    database: Database, visitor: Visitor
) -> None:
    an_account(database, a_place(database))

    asked = visitor.get("/daerah/64.71")
    sent = visitor.submit(asked.response.headers["Location"], username="Sari", password=PASSWORD)
    arrived = visitor.follow(sent)

    assert arrived.heading == "Kota Balikpapan"


def test_an_unknown_name_and_a_wrong_password_are_told_the_same(
    database: Database, visitor: Visitor
) -> None:
    an_account(database, None)

    unknown = visitor.submit("/masuk", username="budi", password=PASSWORD)
    wrong = visitor.submit("/masuk", username="sari", password="bukan-kata-sandinya")

    assert unknown.status == wrong.status == 422
    assert unknown.errors == wrong.errors != []
    assert unknown.title.startswith("Galat:")


def test_an_unknown_name_costs_as_much_work_as_a_known_one() -> None:
    nobody = extract_parameters(NOBODY)
    known = extract_parameters(HASHER.hash("apa saja boleh"))

    assert nobody == known
    assert (nobody.memory_cost, nobody.time_cost, nobody.type.name) == (65536, 3, "ID")


def test_a_password_is_never_in_the_page_or_in_the_failures(
    database: Database, visitor: Visitor
) -> None:
    an_account(database, None)

    page = visitor.submit("/masuk", username="sari", password="rahasia-sekali-99")

    assert "rahasia-sekali-99" not in page.html
    with database.reading() as db:
        kept = " ".join(attempt.subject for attempt in db.query(FailedAttempt))
    assert "sari" not in kept


def _try(database: Database, after: float, password: str, address: str = "10.0.0.1") -> str:
    """What a log-in of sari so many seconds after the beginning comes to."""
    moment = NOW + timedelta(seconds=after)
    with database.writing() as db:
        try:
            checked = check_password(db, "sari", password, address, moment)
            conclude_log_in(db, checked, moment)
        except LogInRefused as refused:
            wait = refused.refusal is LogInRefusal.WAIT
            return f"wait {refused.seconds}" if wait else "wrong"
    return "in"


def test_each_failure_doubles_the_wait_and_a_success_ends_it(database: Database) -> None:
    an_account(database, None)

    story = [
        _try(database, 0, "salah"),
        _try(database, 0.5, PASSWORD),
        _try(database, 1, "salah"),
        _try(database, 2, PASSWORD),
        _try(database, 3, "salah"),
        _try(database, 4, "salah"),
        _try(database, 7, PASSWORD),
        _try(database, 8, "salah"),
    ]

    assert story == ["wrong", "wait 1", "wrong", "wait 1", "wrong", "wait 3", "in", "wrong"]


def test_the_wait_never_grows_beyond_fifteen_minutes(database: Database) -> None:
    an_account(database, None)

    at = 0.0
    for _ in range(14):
        assert _try(database, at, "salah") == "wrong"
        at += 900

    assert _try(database, at - 899, PASSWORD) == "wait 899"
    assert _try(database, at, PASSWORD) == "in"


def test_a_stranger_elsewhere_does_not_lock_the_owner_out(database: Database) -> None:
    an_account(database, None)

    for second in (0, 1, 3, 7, 15):
        assert _try(database, second, "salah", address="203.0.113.9") == "wrong"

    assert _try(database, 16, PASSWORD, address="10.0.0.1") == "in"


def test_an_account_tried_from_many_places_is_slowed_down(database: Database) -> None:
    an_account(database, None)

    for number in range(12):
        _try(database, 0, "salah", address=f"203.0.113.{number}")

    assert _try(database, 0, PASSWORD, address="198.51.100.1").startswith("wait")


def test_logging_out_ends_the_log_in(database: Database, log_in: Callable[..., Visitor]) -> None:
    an_account(database, None)
    sari = log_in()
    cookie = sari.client.get_cookie("takar_masuk")
    page = sari.get("/beranda")

    token = page.soup.find("input", {"name": "csrf_token"})["value"]
    sari.post("/keluar", {"csrf_token": token})
    assert cookie is not None
    sari.client.set_cookie("takar_masuk", cookie.value)

    assert sari.get("/beranda").status == 303


def test_a_new_password_logs_other_browsers_out_and_keeps_this_one(
    database: Database, log_in: Callable[..., Visitor]
) -> None:
    an_account(database, None)
    here, elsewhere = log_in(), log_in()
    wanted = "kuda-laut-menari-7"

    sent = here.submit("/kata-sandi", present=PASSWORD, wanted=wanted, again=wanted)

    assert "Kata sandi sudah diganti" in here.follow(sent).text
    assert elsewhere.get("/beranda").status == 303


def test_a_new_password_needs_the_present_one(
    database: Database, log_in: Callable[..., Visitor]
) -> None:
    an_account(database, None)

    page = log_in().submit(
        "/kata-sandi", present="salah", wanted="kuda-laut-menari-7", again="kuda-laut-menari-7"
    )

    assert page.errors == ["Kata sandi sekarang salah."]


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("pendek", Unfitness.TOO_SHORT),
        ("a" * 129, Unfitness.TOO_LONG),
        ("ababababababab", Unfitness.MONOTONOUS),
        ("qwertyuiop12", Unfitness.WELL_KNOWN),
        ("Samarinda-2026!", Unfitness.OBVIOUS),
        ("SmartCity-Kota-1", Unfitness.OBVIOUS),
        ("Sari.Dewi.2026", Unfitness.OBVIOUS),
    ],
)
def test_a_password_that_anybody_would_try_is_unfit(password: str, reason: Unfitness) -> None:
    with pytest.raises(UnfitPassword) as unfit:
        check_password_is_fit(password, "sari", "Sari Dewi")

    assert unfit.value.reason is reason


def test_four_unrelated_words_are_fit() -> None:
    check_password_is_fit("lampu tenggelam di pasar", "sari", "Sari Dewi")


def test_two_accounts_cannot_share_a_name(database: Database) -> None:
    an_account(database, None)

    with database.writing() as db, pytest.raises(UsernameTaken):
        create_account(db, " SARI ", "Sari lain", Role.REVIEWER, PASSWORD, NOW)


@pytest.mark.parametrize(
    "wanted",
    [
        "//jahat.example",
        "/\\jahat.example",
        "/\t/jahat.example",
        "\\/jahat.example",
        "https://jahat.example",
        "https:jahat.example",
        "javascript:alert(1)",
        "jahat.example",
        " /beranda",
        "/beranda\n",
        "",
    ],
)
def test_logging_in_never_leads_to_another_site(wanted: str) -> None:
    assert own_path(wanted) == ""


def test_logging_in_leads_to_own_pages() -> None:
    assert own_path("/hasil/abc?urut=index") == "/hasil/abc?urut=index"
