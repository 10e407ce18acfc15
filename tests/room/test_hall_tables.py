"""Several tables in one meeting: each its parts of the form, each its assistant."""

from __future__ import annotations

import pytest

from assess.actions.hall_tables import (
    NewTable,
    NoSuchTable,
    TableInUse,
    TableState,
    TableUnfit,
    assistant_key,
    mark_table,
    renew_assistant_link,
    sections_without_table,
    set_tables,
)
from assess.actions.seating import NothingChanged, correct_table
from assess.store.seating import seat_by_number
from tests.room.conftest import Hall
from tests.world import NOW

SECTIONS = ("governance", "branding", "economy", "persepsi")
SECRET = "kunci-untuk-uji"
FIRST_TABLE = NewTable("", "Meja 1, tata kelola", ["governance", "persepsi"])
SECOND_TABLE = NewTable("", "Meja 2, ekonomi", ["economy"])


def set_up(hall: Hall, *tables: NewTable) -> None:
    with hall.database.writing() as db:
        set_tables(db, hall.meeting(db), SECTIONS, tables, NOW)


def test_tables_get_keys_that_stay_and_the_form_is_made_anew(hall: Hall) -> None:
    set_up(hall, FIRST_TABLE, SECOND_TABLE)
    with hall.database.reading() as db:
        before = hall.meeting(db).form_revision

    set_up(hall, NewTable("meja-2", "Meja ekonomi", ["branding", "economy"]), FIRST_TABLE)

    with hall.database.reading() as db:
        meeting = hall.meeting(db)
        assert [(t["key"], t["name"], t["sections"]) for t in meeting.tables] == [
            ("meja-2", "Meja ekonomi", ["branding", "economy"]),
            ("meja-3", "Meja 1, tata kelola", ["governance", "persepsi"]),
        ]
        assert meeting.form_revision not in (0, before)
    assert hall.state().tables[0]["name"] == "Meja ekonomi"


@pytest.mark.parametrize(
    "unfit",
    [
        [NewTable("", " ", ["economy"])],
        [NewTable("", "Meja", [])],
        [NewTable("", "Meja", ["dimensi-lain"])],
        [FIRST_TABLE, NewTable("", "MEJA 1, tata kelola ", ["economy"])],
    ],
    ids=["no name", "nothing to answer", "unknown part", "same name"],
)
def test_a_table_that_nobody_could_sit_at_is_refused(hall: Hall, unfit: list[NewTable]) -> None:
    with pytest.raises(TableUnfit):
        set_up(hall, *unfit)


def test_parts_that_no_table_answers_are_named() -> None:
    tables = [{"sections": ["governance"]}, {"sections": ["economy", "persepsi"]}]

    assert sections_without_table(tables, SECTIONS) == ("branding",)
    assert sections_without_table([], SECTIONS) == ()


def test_people_can_be_put_at_their_table_which_then_cannot_go(hall: Hall) -> None:
    set_up(hall, FIRST_TABLE, SECOND_TABLE)
    with hall.database.writing() as db:
        correct_table(db, hall.meeting(db), 1, "meja-2", NOW)

    with pytest.raises(TableInUse):
        set_up(hall, NewTable("meja-1", "Meja 1", ["governance"]))

    with hall.database.reading() as db:
        seat = seat_by_number(db, hall.focus_group_id, 1)
        assert seat is not None
        assert seat.table_key == "meja-2"
    assert hall.state().seat_changes[0].content == {"seat": 1, "before": None, "after": "meja-2"}


def test_nobody_is_put_at_a_table_that_is_not_there(hall: Hall) -> None:
    set_up(hall, FIRST_TABLE)

    with pytest.raises(NothingChanged), hall.database.writing() as db:
        correct_table(db, hall.meeting(db), 1, "meja-9", NOW)


def test_a_table_is_late_until_it_is_ready_or_at_work_again(hall: Hall) -> None:
    set_up(hall, FIRST_TABLE, SECOND_TABLE)
    seen = []
    for state in (TableState.LATE, TableState.READY, TableState.WORKING):
        with hall.database.writing() as db:
            mark_table(db, hall.meeting(db), "meja-2", state, NOW, by_assistant=True)
        seen.append((hall.state().late_tables, hall.state().ready_tables))

    assert seen == [(["meja-2"], []), ([], ["meja-2"]), ([], [])]
    with pytest.raises(NoSuchTable), hall.database.writing() as db:
        mark_table(db, hall.meeting(db), "meja-7", TableState.LATE, NOW)


def test_renewing_ends_the_link_of_one_table_only(hall: Hall) -> None:
    set_up(hall, FIRST_TABLE, SECOND_TABLE)

    def keys() -> list[str]:
        with hall.database.reading() as db:
            meeting = hall.meeting(db)
            return [assistant_key(SECRET, meeting.public_id, table) for table in meeting.tables]

    before = keys()
    with hall.database.writing() as db:
        renew_assistant_link(db, hall.meeting(db), "meja-1", NOW)

    after = keys()
    assert after[0] != before[0]
    assert after[1] == before[1]
    assert before[0] != before[1]
