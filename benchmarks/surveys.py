"""The two surveys of a run: the application and its anchor. Each can be served and checked."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pysqlite3
from sqlalchemy import select

from assess.actions.accounts import create_account
from assess.actions.assessments import NewAssessment, create_assessment
from assess.actions.focus_groups import NewFocusGroup, create_focus_group
from assess.actions.regions import create_region, new_region_of
from assess.questionnaire.reader import read_questionnaire
from assess.settings import settings_from
from assess.store.account_tables import Role
from assess.store.database import open_database
from assess.store.questionnaires import keep_version
from assess.store.regions import shipped_region
from assess.store.schema import migrate
from assess.store.tables import Answer, Participant
from benchmarks.serving import PORT, WORKERS, granian
from benchmarks.survey_questions import QUESTIONNAIRES, QUESTIONS_IN_ALL

SAMARINDA = "64.72"


@dataclass(frozen=True)
class Kept:
    """What the database holds after a run."""

    sent: int  # participants who sent their answers
    incomplete: int  # of these, how many have other than 97 answers


class Survey(Protocol):
    name: str
    command: Sequence[str]  # serves the survey at PORT
    start: str  # path of the first page
    success: str  # words that stand on the last page only

    @property
    def environment(self) -> dict[str, str]: ...

    def kept(self) -> Kept: ...


class Miniature:
    name = "miniature"
    command: Sequence[str] = granian("benchmarks.mini_survey:app")
    start = "/"
    success = "Terima kasih"

    def __init__(self, folder: Path) -> None:
        self._file = folder / "miniature.sqlite3"
        self._secret = "s" + folder.name * 8

    @property
    def environment(self) -> dict[str, str]:
        return {"MINI_SURVEY_DATABASE": str(self._file), "MINI_SURVEY_SECRET": self._secret}

    def kept(self) -> Kept:
        answered: dict[str, int] = {}
        connection = pysqlite3.connect(self._file)
        query = "SELECT p.id, a.answers FROM participant p JOIN page a ON a.participant = p.id"
        for participant, answers in connection.execute(f"{query} WHERE p.sent = 1"):
            given = sum(1 for value in json.loads(answers).values() if value)
            answered[participant] = answered.get(participant, 0) + given
        connection.close()
        wrong = [number for number in answered.values() if number != QUESTIONS_IN_ALL]
        return Kept(sent=len(answered), incomplete=len(wrong))


class Takar:
    """The application as `assess serve` serves it, with one open meeting on the 97 questions."""

    name = "Takar"
    success = "Terima kasih"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "takar"
        serve = [
            sys.executable,
            "-m",
            "assess.cli",
            "serve",
            "--empty",
            "--data",
            str(self._folder),
        ]
        self.command: Sequence[str] = [
            *serve,
            "--bind",
            f"127.0.0.1:{PORT}",
            "--workers",
            str(WORKERS),
        ]
        self.account, self.password = "penguji", "papan-tulis-hijau-7"
        join_token, self.meeting = self._open_focus_group()
        self.start = f"/j/{join_token}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "ASSESS_DATA": str(self._folder),
            "ASSESS_QUESTIONNAIRES": str(QUESTIONNAIRES),
        }

    def kept(self) -> Kept:
        database = open_database(settings_from(self.environment).database_url)
        with database.reading() as session:
            sent = set(
                session.scalars(select(Participant.id).where(Participant.sent_at.is_not(None)))
            )
            answered = dict.fromkeys(sent, 0)
            for answer in session.execute(select(Answer.participant_id, Answer.level, Answer.note)):
                if answer.participant_id in sent and (answer.level or answer.note):
                    answered[answer.participant_id] += 1
        database.dispose()
        wrong = [number for number in answered.values() if number != QUESTIONS_IN_ALL]
        return Kept(sent=len(sent), incomplete=len(wrong))

    def _open_focus_group(self) -> tuple[str, str]:
        settings = settings_from(self.environment)
        database = open_database(settings.database_url)
        migrate(database)
        now = datetime.now(UTC)
        shipped = shipped_region(SAMARINDA)
        assert shipped is not None
        with database.writing() as session:
            region = create_region(session, new_region_of(shipped), now)
            questionnaire = read_questionnaire(QUESTIONNAIRES / "ninety-seven.yaml")
            version = keep_version(session, questionnaire, now)
            new = NewAssessment(title="Uji kinerja", year=now.year)
            assessment = create_assessment(session, region, version, new, now)
            meeting = NewFocusGroup("Uji kinerja", "Aula", now, shipped.time_zone)
            opened = create_focus_group(session, assessment, meeting, now)
            create_account(
                *(session, self.account, "Penguji", Role.FACILITATOR, self.password, now),
                [region],
            )
            keys = opened.join_token, opened.public_id
        database.dispose()
        return keys
