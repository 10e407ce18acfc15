from __future__ import annotations

from collections.abc import Callable

import pytest

from assess.actions.facts import Statement, state_fact
from assess.store.account_tables import Role
from assess.store.database import Database
from assess.store.tables import Assessment, Fact
from tests.page import Visitor
from tests.web.staff.places import Place, a_place, an_account
from tests.world import NOW

LogIn = Callable[..., Visitor]
TOWERS = {
    "value": "1.400",
    "as_of": "2026-06-30",
    "source": "Surat Diskominfo 555/2026",
    "stated_by": "Kepala Diskominfo",
}


def test_an_official_states_a_fact_with_date_and_source(database: Database, log_in: LogIn) -> None:
    sari, place = _official(database, log_in)

    page = sari.follow(sari.submit(f"/fakta/{place.assessment}/FAK-MNR-1", **TOWERS))

    assert "1.400 menara" in page.text
    assert "Surat Diskominfo 555/2026, 30 Juni 2026. Dinyatakan oleh Kepala Diskominfo" in page.text


def test_what_was_stated_before_stays_visible(database: Database, log_in: LogIn) -> None:
    sari, place = _official(database, log_in)
    address = f"/fakta/{place.assessment}/FAK-MNR-1"

    sari.submit(address, **TOWERS)
    sari.submit(address, **{**TOWERS, "value": "1.512,", "approximate": "y"})
    sari.submit(address, **{**TOWERS, "value": "1.512", "approximate": "y"})
    page = sari.get(address)

    assert "± 1.512 menara kira-kira" in page.text
    assert "1.400 menara" in page.text
    assert "diganti" in page.text
    with database.reading() as db:
        assert [fact.replaced_at is None for fact in db.query(Fact).order_by(Fact.id)] == [
            False,
            True,
        ]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"value": ""}, "Isi dahulu."),
        ({"value": "banyak"}, "Tulis angka dengan titik ribuan dan koma desimal"),
        ({"value": "-3"}, "Angka paling kecil 0."),
        ({"source": "  "}, "Tulis sumbernya: dokumen, nomor, atau tautan."),
        ({"as_of": ""}, "Tulis tanggal keadaan ini, misalnya 2026-06-30."),
        ({"as_of": "31-12-2025"}, "Tulis tanggal, misalnya 2026-11-21."),
        ({"as_of": "2199-01-01"}, "Tanggal ini belum tiba."),
    ],
)
def test_a_fact_that_cannot_be_checked_is_refused(
    database: Database, log_in: LogIn, wrong: dict[str, str], message: str
) -> None:
    sari, place = _official(database, log_in)

    page = sari.submit(f"/fakta/{place.assessment}/FAK-MNR-1", **{**TOWERS, **wrong})

    assert page.status == 422
    assert page.title.startswith("Galat:")
    assert message in " ".join(page.errors)
    with database.reading() as db:
        assert db.query(Fact).count() == 0


def test_a_part_cannot_exceed_its_whole_whichever_comes_later(
    database: Database, log_in: LogIn
) -> None:
    sari, place = _official(database, log_in)
    whole, part = (f"/fakta/{place.assessment}/FAK-OPD-{number}" for number in (1, 2))

    sari.submit(whole, **{**TOWERS, "value": "30"})
    too_many = sari.submit(part, **{**TOWERS, "value": "31"})
    sari.submit(part, **{**TOWERS, "value": "28"})
    too_few = sari.submit(whole, **{**TOWERS, "value": "27"})

    assert "lebih besar dari FAK-OPD-1 (30)" in too_many.errors[0]
    assert "lebih kecil dari FAK-OPD-2 (28)" in too_few.errors[0]


def test_yes_or_no_takes_its_further_date(database: Database, log_in: LogIn) -> None:
    sari, place = _official(database, log_in)

    page = sari.follow(
        sari.submit(
            f"/fakta/{place.assessment}/FAK-BWD-2",
            **{**TOWERS, "value": "no", "follow_up": "2026-12-31"},
        )
    )

    assert "Tidak." in page.text
    assert "31 Desember 2026" in page.text


def test_a_table_is_shown_and_cannot_be_posted(database: Database, log_in: LogIn) -> None:
    sari, place = _official(database, log_in)
    with database.writing() as db:
        assessment = db.query(Assessment).one()
        rows = {"rows": [{"indeks": "EV-DCI", "tahun": 2020, "nilai": 48.5}]}
        state_fact(db, assessment, Statement("FAK-IDX-1", rows, None, "East Ventures"), NOW)

    page = sari.get(f"/fakta/{place.assessment}/FAK-IDX-1")
    token = sari.get("/beranda").soup.find("input", {"name": "csrf_token"})["value"]
    posted = sari.post(f"/fakta/{place.assessment}/FAK-IDX-1", {"csrf_token": token})

    assert "EV-DCI" in page.text
    assert "48,5" in page.text
    assert posted.status == 404


def test_a_reviewer_reads_facts_and_states_none(database: Database, log_in: LogIn) -> None:
    place = a_place(database)
    an_account(database, place, Role.REVIEWER)
    sari = log_in()

    page = sari.get(f"/fakta/{place.assessment}/FAK-MNR-1")
    token = sari.get("/beranda").soup.find("input", {"name": "csrf_token"})["value"]
    posted = sari.post(f"/fakta/{place.assessment}/FAK-MNR-1", {**TOWERS, "csrf_token": token})

    assert "Catat fakta" not in page.text
    assert posted.status == 403


def test_what_is_typed_is_made_plain_at_the_door(database: Database, log_in: LogIn) -> None:
    sari, place = _official(database, log_in)

    source = "<script>alert(1)</script>\u202e{{ 7*7 }}"
    page = sari.follow(
        sari.submit(f"/fakta/{place.assessment}/FAK-MNR-1", **{**TOWERS, "source": source})
    )

    assert "<script>alert(1)</script>{{ 7*7 }}" in page.text
    assert "\u202e" not in page.html


def _official(database: Database, log_in: LogIn) -> tuple[Visitor, Place]:
    place = a_place(database)
    an_account(database, place, Role.OFFICIAL)
    return log_in(), place
