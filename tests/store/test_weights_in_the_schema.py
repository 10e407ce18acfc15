"""The revision that adds weights finds assessments with results, and leaves them as they were."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from assess.store.database import Database, open_database
from assess.store.schema import migrate

MOMENT = "2026-11-21 06:05:00+00:00"
BEFORE, WITH_WEIGHTS = "0002", "0003"
TABLES = {"weight_expert", "weight_entry", "adopted_weights"}
ROWS = (
    (
        "INSERT INTO region (id, kemendagri_code, bps_code, kind, name, province, time_zone, "
        "is_sample, created_at) VALUES (1, '64.71', '6471', 'kota', 'Balikpapan', "
        "'Kalimantan Timur', 'WITA', false, '{at}')"
    ),
    (
        "INSERT INTO questionnaire_version (id, key, version, sha256, canonical, stored_at) "
        "VALUES (1, 'q', '1', 'abc', '{{}}', '{at}')"
    ),
    (
        "INSERT INTO assessment (id, public_id, region_id, questionnaire_version_id, title, year, "
        "is_sample, legal_basis, recipients, contact, created_at) "
        "VALUES (1, 'a', 1, 1, 'Asesmen', 2026, false, '', '', '', '{at}')"
    ),
    (
        "INSERT INTO scorecard (id, assessment_id, region_id, method_version, questionnaire_sha256, "
        "ratings_sha256, data_cut, computed_at, scorecard) "
        "VALUES (1, 1, 1, '1', 'abc', 'def', '{at}', '{at}', '{{\"index\": 3}}')"
    ),
)
ADOPTED = (
    "INSERT INTO adopted_weights (id, assessment_id, region_id, set_key, method, weights, experts, "
    "note, after_result, adopted_at) "
    "VALUES (1, 1, 1, 'index', '{method}', '{{}}', 3, 'Rapat', true, '{at}')"
)


def an_earlier_database(database_url: str) -> Database:
    database = open_database(database_url)
    migrate(database, BEFORE)
    with database.writing() as db:
        for row in ROWS:
            db.execute(text(row.format(at=MOMENT)))
    return database


def test_results_of_before_stay_and_weights_can_be_kept(database_url: str) -> None:
    database = an_earlier_database(database_url)

    migrate(database)

    with database.writing() as db:
        db.execute(text(ADOPTED.format(method="pairwise", at=MOMENT)))
        kept = db.execute(text("SELECT assessment_id, ratings_sha256 FROM scorecard")).all()
        method = db.execute(text("SELECT method FROM adopted_weights")).scalar_one()
    assert set(inspect(database.engine).get_table_names()) >= TABLES
    assert kept == [(1, "def")]
    assert method == "pairwise"
    database.dispose()


def test_weights_by_entropy_cannot_be_kept(database_url: str) -> None:
    database = an_earlier_database(database_url)
    migrate(database)

    with pytest.raises(IntegrityError), database.writing() as db:
        db.execute(text(ADOPTED.format(method="entropy", at=MOMENT)))
    database.dispose()
