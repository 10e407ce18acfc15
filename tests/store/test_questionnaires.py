"""Versions that were used are never edited."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.questionnaire.questions import Text
from assess.store.database import open_database
from assess.store.questionnaires import VersionEdited, keep_version, questionnaire_by_sha256
from assess.store.schema import migrate
from tests.world import NOW, the_questionnaire


def test_a_version_with_other_content_is_refused(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    migrate(database)
    edited = the_questionnaire().model_copy(update={"title": Text(id="Lain", en="Other")})

    with database.writing() as db:
        first = keep_version(db, the_questionnaire(), NOW)
        assert keep_version(db, the_questionnaire(), NOW).id == first.id
        with pytest.raises(VersionEdited, match="other content"):
            keep_version(db, edited, NOW)
        raised = edited.model_copy(update={"version": "raised"})
        assert keep_version(db, raised, NOW).id != first.id
    database.dispose()


def test_a_used_version_is_read_without_its_file(sqlite_url: str, tmp_path: Path) -> None:
    database = open_database(sqlite_url)
    migrate(database)
    own = the_questionnaire().model_copy(update={"version": "file-less"})

    with database.writing() as db:
        sha256 = keep_version(db, own, NOW).sha256
        read = questionnaire_by_sha256(db, sha256)

    assert read == own
    database.dispose()
