from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from assess.actions.identifiers import JOIN_CODE_LETTERS
from assess.store.account_tables import Role
from assess.store.database import Database
from assess.store.regions import shipped_regions
from assess.store.tables import FocusGroup, FocusGroupEvent, Region, StoredScorecard
from tests.page import Page, Visitor
from tests.web.staff.places import Place, a_place, an_account, people_answer
from tests.world import the_questionnaire

LogIn = Callable[..., Visitor]
BY_HAND = {
    "kind": "kota",
    "name": "Banjarmasin",
    "province": "Kalimantan Selatan",
    "kemendagri_code": "63.71",
    "bps_code": "6371",
    "time_zone": "WITA",
}
MEETING = {
    "title": "FGD II",
    "place": "Hotel Grand Senyiur",
    "day": "2026-11-21",
    "time": "00:30",
    "time_zone": "WITA",
    "agenda": "Pembukaan\nPengisian",
    "heads_diskominfo": "4",
    "heads_kadin": "",
}


def test_the_shipped_list_knows_that_the_two_official_codes_differ() -> None:
    codes = {region.name: (region.kemendagri_code, region.bps_code) for region in shipped_regions()}

    assert len(codes) == 10
    assert codes["Kutai Kartanegara"] == ("64.02", "6403")
    assert codes["Kutai Barat"] == ("64.07", "6402")
    assert codes["Balikpapan"] == ("64.71", "6471")


def test_a_region_of_the_list_is_created_with_its_codes(database: Database, log_in: LogIn) -> None:
    an_account(database, None)
    sari = log_in()

    page = sari.follow(sari.submit("/daerah/baru", code="64.02"))

    assert page.heading == "Kabupaten Kutai Kartanegara"
    assert "6403" in page.text
    assert "2017" in page.text
    assert "Kabupaten Kutai Kartanegara" not in sari.get("/daerah/baru").text


def test_who_creates_a_region_works_in_it(database: Database, log_in: LogIn) -> None:
    an_account(database, None)
    sari = log_in()

    sari.submit("/daerah/baru/lain", **BY_HAND)

    assert "Kota Banjarmasin" in sari.get("/beranda").text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kemendagri_code": "6371"}, "Kode Kemendagri terdiri atas empat angka dengan titik"),
        ({"kemendagri_code": "63.71x"}, "Kode Kemendagri terdiri atas empat angka dengan titik"),
        ({"bps_code": "637"}, "Kode BPS terdiri atas empat angka"),
        ({"bps_code": "6471"}, "kode provinsi"),
        ({"kind": "kabupaten"}, "Kode tidak cocok dengan jenisnya"),
        ({"kemendagri_code": "64.71", "bps_code": "6471"}, "sudah dipakai oleh Kota Balikpapan"),
        ({"name": ""}, "Tulis nama kabupaten atau kota."),
        ({"time_zone": "WIT 2"}, ""),
    ],
)
def test_a_region_by_hand_is_checked(
    database: Database, log_in: LogIn, wrong: dict[str, str], message: str
) -> None:
    an_account(database, a_place(database))

    page = log_in().submit("/daerah/baru/lain", **{**BY_HAND, **wrong})

    assert page.status == 422
    assert page.title.startswith("Galat:")
    assert message in " ".join(page.errors)
    with database.reading() as db:
        assert db.query(Region).count() == 1


def test_an_assessment_pins_the_questionnaire(database: Database, log_in: LogIn) -> None:
    an_account(database, a_place(database))
    sari = log_in()

    sent = sari.submit("/daerah/64.71/asesmen-baru", title="Asesmen ulang", year="2027")
    page = sari.follow(sent)

    assert page.heading == "Kota Balikpapan Asesmen ulang"
    assert f"Versi yang dikunci {the_questionnaire().version}" in page.text


def test_a_meeting_is_stored_in_utc_and_shown_in_its_own_zone(
    database: Database, log_in: LogIn
) -> None:
    place = a_place(database)
    an_account(database, place)
    sari = log_in()

    page = sari.follow(sari.submit(f"/asesmen/{place.assessment}/fgd-baru", **MEETING))

    assert "21 November 2026 00.30 WITA" in page.text
    with database.reading() as db:
        stored = db.query(FocusGroup).filter_by(title="FGD II").one()
        assert stored.starts_at == datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
        assert stored.expected_heads == {"diskominfo": 4}


def test_a_join_code_has_eight_letters_that_cannot_be_misread(
    database: Database, log_in: LogIn
) -> None:
    place = a_place(database)
    an_account(database, place)
    sari = log_in()

    for number in range(5):
        sari.submit(f"/asesmen/{place.assessment}/fgd-baru", **{**MEETING, "title": f"F{number}"})

    with database.reading() as db:
        codes = [
            row.join_code for row in db.query(FocusGroup).filter(FocusGroup.title != "FGD pertama")
        ]
        tokens = {row.join_token for row in db.query(FocusGroup)}
    assert len(codes) == len(set(codes)) == 5
    assert all(re.fullmatch(f"[{JOIN_CODE_LETTERS}]{{8}}", code) for code in codes)
    assert not set("ILO") & set(JOIN_CODE_LETTERS)
    assert len(tokens) == 6


def test_every_error_of_a_meeting_stands_beside_its_input(
    database: Database, log_in: LogIn
) -> None:
    place = a_place(database)
    an_account(database, place)

    page = log_in().submit(
        f"/asesmen/{place.assessment}/fgd-baru",
        **{**MEETING, "title": "", "day": "besok", "heads_diskominfo": "1000"},
    )

    assert page.status == 422
    assert "Tulis judul FGD." in page.errors
    assert "Tulis jumlah orang antara 0 dan 999." in page.errors
    for link in page.soup.select(".error-summary a"):
        assert page.soup.find(id=str(link["href"])[1:]) is not None
    assert len(page.soup.select("p.error")) == len(
        {e["href"] for e in page.soup.select(".error-summary a")}
    )


def test_the_poster_shows_code_address_and_qr(database: Database, log_in: LogIn) -> None:
    place = a_place(database)
    an_account(database, place)

    page = log_in().get(f"/fgd/{place.focus_group}/poster")

    assert "KRTW BNHA" in page.text
    assert "localhost" in page.text
    assert page.soup.select_one(".poster-qr svg path") is not None


def test_before_closing_the_page_says_how_many_have_not_sent(
    database: Database, log_in: LogIn
) -> None:
    place = a_place(database)
    an_account(database, place)
    people_answer(database, place, "diskominfo", 3, level=2)

    page = log_in().get(f"/fgd/{place.focus_group}/tutup")

    assert "3 dari 3 peserta belum mengirim jawaban" in page.text


def test_looking_at_the_closing_page_closes_nothing(database: Database, log_in: LogIn) -> None:
    place = a_place(database)
    an_account(database, place)
    sari = log_in()

    sari.get(f"/fgd/{place.focus_group}/tutup")

    assert "Terbuka" in sari.get(f"/fgd/{place.focus_group}").text


def test_closing_makes_the_result_and_reopening_takes_it_back(
    database: Database, log_in: LogIn
) -> None:
    place = a_place(database)
    an_account(database, place)
    people_answer(database, place, "diskominfo", 3, level=2)
    sari = log_in()

    closed = _close(sari, place)
    result = sari.get(f"/hasil/{place.assessment}")
    reopened = sari.follow(
        sari.submit(f"/fgd/{place.focus_group}/buka-lagi", reason="KADIN datang terlambat")
    )

    assert "FGD ditutup" in closed.text
    assert result.heading.endswith("Hasil")
    assert "KADIN datang terlambat" in reopened.text
    assert "Belum ada hasil" in sari.get(f"/hasil/{place.assessment}").heading


def test_reopening_needs_a_reason(database: Database, log_in: LogIn) -> None:
    place = a_place(database)
    an_account(database, place)
    sari = log_in()
    _close(sari, place)

    page = sari.submit(f"/fgd/{place.focus_group}/buka-lagi", reason="  ")

    assert page.errors == ["Tulis alasan. Alasan ini tercatat bersama nama Anda."]


def test_results_of_the_other_meetings_stay_when_one_is_reopened(
    database: Database, log_in: LogIn
) -> None:
    place = a_place(database)
    an_account(database, place)
    sari = log_in()
    sari.submit(f"/asesmen/{place.assessment}/fgd-baru", **MEETING)
    with database.reading() as db:
        second = db.query(FocusGroup).filter_by(title="FGD II").one().public_id
    other = Place(place.code, place.assessment, second)
    people_answer(database, place, "diskominfo", 4, level=2)
    people_answer(database, other, "diskominfo", 5, level=4)
    _close(sari, place)
    _close(sari, other)
    assert "9" in _answered(sari, place)

    sari.submit(f"/fgd/{second}/buka-lagi", reason="Ada yang terlambat")

    assert "4" in _answered(sari, place)
    assert "1 FGD masih terbuka" in sari.get(f"/hasil/{place.assessment}").text


def test_closing_twice_changes_nothing(database: Database, log_in: LogIn) -> None:
    place = a_place(database)
    an_account(database, place)
    sari = log_in()
    confirm = sari.get(f"/fgd/{place.focus_group}/tutup")
    _close(sari, place)

    again = sari.follow(sari.send(confirm, f"/fgd/{place.focus_group}/tutup"))

    assert "sudah ditutup sebelumnya" in again.text
    with database.reading() as db:
        assert db.query(StoredScorecard).count() == 1
        assert db.query(FocusGroupEvent).filter_by(verb="closed").count() == 1


def test_officials_and_reviewers_read_without_buttons(database: Database, log_in: LogIn) -> None:
    place = a_place(database)
    for role in (Role.OFFICIAL, Role.REVIEWER):
        an_account(database, place, role, username=role.value)
        reader = log_in(role.value)

        assert "Tutup FGD" not in reader.get(f"/fgd/{place.focus_group}").text
        assert "Daerah baru" not in reader.get("/beranda").text
        assert reader.get(f"/fgd/{place.focus_group}/tutup").status == 403
        assert reader.get("/daerah/baru").status == 403


def _close(visitor: Visitor, place: Place) -> Page:
    return visitor.follow(visitor.submit(f"/fgd/{place.focus_group}/tutup"))


def _answered(visitor: Visitor, place: Place) -> str:
    """What the result page says of the number of people who answered."""
    page = visitor.get(f"/hasil/{place.assessment}")
    match = re.search(r"(\S+) orang dari \S+ kelompok", page.text)
    assert match is not None
    return match.group(1)
