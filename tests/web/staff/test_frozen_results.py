"""A result is frozen with everything that it takes to make it again, and says so."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from assess.actions import scorecards
from assess.scoring.scorecard import METHOD_VERSION
from assess.store.database import Database
from assess.store.tables import FocusGroup, StoredScorecard
from tests.page import Visitor
from tests.web.staff.places import (
    Place,
    a_place,
    an_account,
    another_meeting,
    people_answer,
)

LogIn = Callable[..., Visitor]


def stored(database: Database) -> list[StoredScorecard]:
    with database.reading() as db:
        rows = list(db.execute(select(StoredScorecard).order_by(StoredScorecard.id)).scalars())
        db.expunge_all()
        return rows


def closed(database: Database, log_in: LogIn) -> tuple[Visitor, Place]:
    place = a_place(database)
    an_account(database, place)
    people_answer(database, place, "diskominfo", 4, 3, 4)
    sari = log_in()
    sari.submit(f"/fgd/{place.focus_group}/tutup")
    return sari, place


def test_seed_version_and_data_cut_are_stored_with_the_scorecard(
    database: Database, log_in: LogIn
) -> None:
    closed(database, log_in)
    (row,) = stored(database)
    with database.reading() as db:
        closed_at = db.execute(select(FocusGroup.closed_at)).scalar_one()

    assert row.method_version == METHOD_VERSION == row.scorecard["method_version"]
    assert row.data_cut == closed_at
    assert row.computed_at >= row.data_cut
    assert row.scorecard["beside"]["seed"] == int(row.ratings_sha256[:8], 16)
    assert len(row.questionnaire_sha256) == len(row.ratings_sha256) == 64


def test_seed_version_and_data_cut_stand_on_every_result_page(
    database: Database, log_in: LogIn
) -> None:
    sari, place = closed(database, log_in)
    (row,) = stored(database)
    seed = row.scorecard["beside"]["seed"]

    for path in ("", "/dimensi/governance", "/pertanyaan/GOV-SVC-1", "/mutu"):
        page = sari.get(f"/hasil/{place.assessment}{path}")

        assert f"metode versi {METHOD_VERSION}" in page.text
        assert f"Benih acak {seed}" in page.text
        assert "Data sampai" in page.text
        assert row.ratings_sha256[:12] in page.text


def test_they_stand_in_the_draft_too(database: Database, log_in: LogIn) -> None:
    sari, place = closed(database, log_in)
    (row,) = stored(database)
    sari.submit(f"/draf/{place.assessment}", bahasa="id")

    page = sari.get(f"/draf/{place.assessment}/baca")

    assert str(row.scorecard["beside"]["seed"]) in page.text
    assert row.ratings_sha256 in page.text
    assert "Batas data" in page.text


def test_a_later_method_makes_a_new_result_beside_the_old(
    database: Database, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sari, place = closed(database, log_in)
    before = json.dumps(stored(database)[0].scorecard, sort_keys=True)
    monkeypatch.setattr(scorecards, "METHOD_VERSION", "99")
    second = another_meeting(database, place)
    people_answer(database, second, "komunitas", 5, 1, 5)

    sari.submit(f"/fgd/{second.focus_group}/tutup")
    old, new = stored(database)

    assert json.dumps(old.scorecard, sort_keys=True) == before
    assert (old.method_version, new.method_version) == (METHOD_VERSION, "99")
    assert new.data_cut > old.data_cut or new.computed_at >= old.computed_at
    assert new.ratings_sha256 != old.ratings_sha256
    assert "metode versi 99" in sari.get(f"/hasil/{place.assessment}").text
