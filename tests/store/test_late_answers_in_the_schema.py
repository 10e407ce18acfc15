"""The revision that holds late answers finds meetings and people: they stay, without a deadline."""

from __future__ import annotations

from sqlalchemy import text

from assess.store.database import open_database
from assess.store.schema import migrate
from tests.store.test_seat_numbers_in_the_schema import AT, ROWS

BEFORE, ITSELF = "0003", "0004"
HELD = (
    "INSERT INTO late_operation (id, participant_id, focus_group_id, region_id, code, operations, "
    f"outcomes, received_at) VALUES (1, 3, 1, 1, 'K7T-4QM', '[]', '{{}}', '{AT}')"
)


def test_meetings_of_before_have_no_deadline_and_late_answers_can_be_held(
    database_url: str,
) -> None:
    database = open_database(database_url)
    migrate(database, BEFORE)
    with database.writing() as db:
        for row in ROWS:
            db.connection().exec_driver_sql(row)

    migrate(database, ITSELF)

    with database.writing() as db:
        db.connection().exec_driver_sql(HELD)
        deadlines = db.execute(text("SELECT open_until FROM focus_group")).scalars().all()
        people = db.execute(text("SELECT id FROM participant ORDER BY id")).scalars().all()
    assert deadlines == [None, None]
    assert people == [3, 5, 7, 8]
    migrate(database)
    with database.reading() as db:
        assert db.execute(text("SELECT code FROM late_operation")).scalar_one() == "K7T-4QM"
    database.dispose()
