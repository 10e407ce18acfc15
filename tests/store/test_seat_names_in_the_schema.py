"""The revision that names the seats gives every person of before a name of their own."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from assess.store.database import open_database
from assess.store.schema import migrate
from tests.store.test_seat_numbers_in_the_schema import AT, ROWS

BEFORE = "0005"
MERGED = (
    "INSERT INTO merged_pack (focus_group_id, region_id, sha256, fingerprint, packed_at, "
    f"merged_at, log, added, conflicts, branch) VALUES (1, 1, 's', 'f', '{AT}', '{AT}', 'same', "
    "'{}', '[]', '[]')"
)


def rows_with_seat_numbers() -> list[str]:
    """As `ROWS`, for a schema that numbers the seats."""
    rows = []
    for number, row in enumerate(ROWS):
        numbered = row.replace("received, created_at)", "received, created_at, seat_number)")
        rows.append(numbered if numbered == row else f"{numbered[:-1]}, {number})")
    return rows


def test_people_of_before_get_names_of_their_own(database_url: str) -> None:
    database = open_database(database_url)
    migrate(database, BEFORE)
    with database.writing() as db:
        for row in rows_with_seat_numbers():
            db.connection().exec_driver_sql(row)

    migrate(database)

    with database.reading() as db:
        names = db.execute(text("SELECT public_id FROM participant")).scalars().all()
    assert len(set(names)) == 4
    assert {len(name) for name in names} == {22}
    database.dispose()


@pytest.mark.parametrize(
    "change", ["UPDATE merged_pack SET sha256 = 'x'", "DELETE FROM merged_pack"]
)
def test_what_was_merged_is_never_changed(database_url: str, change: str) -> None:
    database = open_database(database_url)
    migrate(database)
    with database.writing() as db:
        for row in rows_with_seat_numbers():
            if "participant" not in row:
                db.connection().exec_driver_sql(row)
        db.connection().exec_driver_sql(MERGED)

    with pytest.raises(DBAPIError, match="never changed"), database.writing() as db:
        db.execute(text(change))
    database.dispose()
