"""Frozen answers of all regions, read in one question."""

from __future__ import annotations

from assess.store.database import open_database
from assess.store.focus_groups import frozen_ratings_by_region
from assess.store.schema import migrate
from assess.store.tables import FocusGroupState
from tests import world


def test_only_closed_meetings_of_real_regions_and_that_year_count(database_url: str) -> None:
    database = open_database(database_url)
    migrate(database)
    with database.writing() as db:
        region = world.a_region(db)
        sample = world.a_region(db, "64.72", "Samarinda", is_sample=True)
        real, invented = world.an_assessment(db, region), world.an_assessment(db, sample)
        last_year = world.an_assessment(db, region, title="Asesmen 2025")
        last_year.year = 2025
        for assessment, blob in ((real, b"1"), (real, b"2"), (invented, b"3"), (last_year, b"4")):
            meeting = world.a_focus_group(db, assessment)
            meeting.state, meeting.closed_at = FocusGroupState.CLOSED, world.NOW
            meeting.frozen_ratings = blob
        world.a_focus_group(db, real)  # still open
        region_id = region.id

    with database.reading() as db:
        found = frozen_ratings_by_region(db, year=2026)
    database.dispose()

    assert {key: [bytes(blob) for blob in each] for key, each in found.items()} == {
        region_id: [b"1", b"2"]
    }
