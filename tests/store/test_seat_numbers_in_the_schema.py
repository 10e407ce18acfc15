"""The revision that numbers the seats finds people in meetings, and numbers them as they came."""

from __future__ import annotations

from sqlalchemy import text

from assess.store.database import open_database
from assess.store.schema import migrate

BEFORE = "0004"
AT = "2026-11-21 06:05:00+00:00"
ROWS = (
    (
        "INSERT INTO region (id, kemendagri_code, bps_code, kind, name, province, time_zone, "
        "is_sample, created_at) VALUES (1, '64.71', '6471', 'kota', 'Balikpapan', "
        f"'Kalimantan Timur', 'WITA', false, '{AT}')"
    ),
    (
        "INSERT INTO questionnaire_version (id, key, version, sha256, canonical, stored_at) "
        f"VALUES (1, 'q', '1', 'abc', '{{}}', '{AT}')"
    ),
    (
        "INSERT INTO assessment (id, public_id, region_id, questionnaire_version_id, title, year, "
        "is_sample, legal_basis, recipients, contact, created_at) "
        f"VALUES (1, 'a', 1, 1, 'Asesmen', 2026, false, '', '', '', '{AT}')"
    ),
    *(
        "INSERT INTO focus_group (id, public_id, assessment_id, region_id, title, place, "
        "starts_at, time_zone, agenda, expected_heads, join_code, join_token, state, created_at) "
        f"VALUES ({n}, 'f{n}', 1, 1, 'FGD', 'Aula', '{AT}', 'WITA', '', '{{}}', 'C{n}', 'T{n}', "
        f"'open', '{AT}')"
        for n in (1, 2)
    ),
    *(
        "INSERT INTO participant (id, focus_group_id, region_id, resume_code_hash, group_key, "
        "institution, notice_version, consents, consented_at, received, created_at) "
        f"VALUES ({n}, {meeting}, 1, 'h{n}', 'kadin', '', '1', '{{}}', '{AT}', 0, '{AT}')"
        for n, meeting in ((3, 1), (5, 2), (7, 1), (8, 1))
    ),
)


def test_people_of_before_are_numbered_in_each_meeting_as_they_came(database_url: str) -> None:
    database = open_database(database_url)
    migrate(database, BEFORE)
    with database.writing() as db:
        for row in ROWS:
            db.connection().exec_driver_sql(row)

    migrate(database)

    with database.reading() as db:
        numbers = db.execute(text("SELECT id, seat_number FROM participant ORDER BY id")).all()
    assert numbers == [(3, 1), (5, 1), (7, 2), (8, 3)]
    database.dispose()
