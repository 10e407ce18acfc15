"""A data folder with one open meeting on a questionnaire of 97 questions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assess.questionnaire.questions import OpenQuestion
from assess.questionnaire.reader import read_questionnaire
from assess.questionnaire.routing import sections_for
from assess.store.database import open_database
from assess.store.schema import migrate
from tests.world import ROOT, a_focus_group, a_region, an_assessment

QUESTIONNAIRES = ROOT / "benchmarks" / "questionnaires"
GROUP = "warga"


@dataclass(frozen=True)
class Meeting:
    """What everybody in the hall is shown."""

    join_path: str
    rated: tuple[str, ...]  # questions answered with a level
    written: tuple[str, ...]  # questions answered in words

    @property
    def questions(self) -> tuple[str, ...]:
        return (*self.rated, *self.written)


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'takar.sqlite3'}"


def prepare_meeting(database_url: str) -> Meeting:
    """Make the schema and the meeting in an empty database."""
    questionnaire = read_questionnaire(QUESTIONNAIRES / "ninety-seven.yaml")
    database = open_database(database_url)
    migrate(database)
    with database.writing() as db:
        assessment = an_assessment(db, a_region(db), questionnaire)
        token = a_focus_group(db, assessment).join_token
    database.dispose()
    asked = [each for part in sections_for(questionnaire, GROUP) for each in part.questions]
    return Meeting(
        join_path=f"/j/{token}",
        rated=tuple(each.id for each in asked if not isinstance(each, OpenQuestion)),
        written=tuple(each.id for each in asked if isinstance(each, OpenQuestion)),
    )
