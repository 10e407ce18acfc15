"""The application as it is really started, on a free port and a folder of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from assess.actions.assessments import NewAssessment, create_assessment
from assess.actions.focus_groups import NewFocusGroup, close_focus_group, create_focus_group
from assess.actions.weights import ask_expert
from assess.questionnaire.routing import sections_for
from assess.store.answers import StoredAnswer, answers_of
from assess.store.database import Database, open_database
from assess.store.tables import (
    Assessment,
    FocusGroup,
    Participant,
    QuestionnaireVersion,
    Region,
    SeatToken,
)
from tests.world import ROOT, the_questionnaire

START_SECONDS = 120
NOW = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)  # 14.05 WITA
SAMPLE_REGION = "64.71"  # Balikpapan, of the sample data


@dataclass(frozen=True)
class Meeting:
    """An open meeting of its own for one test."""

    id: int
    public_id: str
    assessment_id: str
    join_code: str
    join_token: str


@dataclass(frozen=True)
class Site:
    url: str
    username: str
    password: str
    database: Database

    def hold_meeting(self, title: str = "FGD ekonomi dan layanan") -> Meeting:
        """A new assessment in a sample region, with one open meeting."""
        with self.database.writing() as db:
            region = db.scalars(select(Region).where(Region.kemendagri_code == SAMPLE_REGION)).one()
            version = db.scalars(select(QuestionnaireVersion)).first()
            assert version is not None
            assessment = create_assessment(
                db, region, version, NewAssessment(f"Asesmen {title}", 2026), NOW, is_sample=True
            )
            new = NewFocusGroup(
                title=title,
                place="Aula Balai Kota",
                starts_at=NOW - timedelta(hours=1),
                time_zone="WITA",
                agenda="Pembukaan\nPengisian kuesioner",
                expected_heads={"operator": 2, "umkm": 3},
            )
            held = create_focus_group(db, assessment, new, NOW)
            return Meeting(
                held.id, held.public_id, assessment.public_id, held.join_code, held.join_token
            )

    def ask_expert(self, assessment: str) -> str:
        """The token of one more expert of an assessment."""
        with self.database.writing() as db:
            query = select(Assessment).where(Assessment.public_id == assessment)
            return ask_expert(db, db.scalars(query).one(), "Bappeda", NOW).token

    def join_token(self, public_id: str) -> str:
        with self.database.reading() as db:
            query = select(FocusGroup.join_token).where(FocusGroup.public_id == public_id)
            return db.scalars(query).one()

    def close(self, meeting: Meeting) -> None:
        with self.database.writing() as db:
            close_focus_group(db, db.get_one(FocusGroup, meeting.id), NOW + timedelta(hours=2))

    def participants(self, meeting: Meeting) -> list[Participant]:
        with self.database.reading() as db:
            query = select(Participant).where(Participant.focus_group_id == meeting.id)
            return list(db.scalars(query.order_by(Participant.id)))

    def phones(self, participant: Participant) -> int:
        with self.database.reading() as db:
            query = select(SeatToken).where(SeatToken.participant_id == participant.id)
            return len(db.scalars(query).all())

    def answers(self, meeting: Meeting) -> dict[str, StoredAnswer]:
        """What the server holds of the meeting's only participant."""
        (participant,) = self.participants(meeting)
        with self.database.reading() as db:
            return answers_of(db, participant.id)

    def sample_assessments(self) -> dict[str, str]:
        """Region name -> public id of its sample assessment."""
        with self.database.reading() as db:
            query = (
                select(Region.name, Assessment.public_id)
                .join(Assessment, Assessment.region_id == Region.id)
                .where(Assessment.title.contains("(data contoh)"))
            )
            return {row[0]: row[1] for row in db.execute(query)}

    def sample_meeting(self) -> FocusGroup:
        """The meeting of the sample data that is still open."""
        with self.database.reading() as db:
            query = select(FocusGroup).where(
                FocusGroup.state == "open", FocusGroup.title.contains("(data contoh)")
            )
            return db.scalars(query).one()


def number_asked(group: str) -> int:
    """How many questions the group answers in a meeting."""
    sections = sections_for(the_questionnaire(), group)
    return sum(len(section.questions) for section in sections)


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """`assess serve` with sample data; the server and its worker end with the block."""
    port = _free_port()
    data, log = folder / "data", folder / "log"
    command = [sys.executable, "-m", "assess.cli", "serve", "--data", str(data)]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for name in ("ASSESS_DATABASE_URL", "ASSESS_BASE_URL", "ASSESS_SECRET_KEY"):
        environment.pop(name, None)
    with log.open("w") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        greeting = _greeting(server, log, port)
        database = open_database(f"sqlite:///{data / 'takar.sqlite3'}")
        yield Site(
            url=f"http://127.0.0.1:{port}",
            username=_told(greeting, r"nama akun\s*: (\S+)"),
            password=_told(greeting, r"kata sandi\s*: (\S+)"),
            database=database,
        )
        database.dispose()
    finally:
        server.terminate()
        server.wait(timeout=30)


def _greeting(server: subprocess.Popen[bytes], log: Path, port: int) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        greeting = log.read_text(encoding="utf-8")
        assert server.poll() is None, f"the server ended: {greeting}"
        if "Ctrl+C" in greeting and _answers(port):
            return greeting
        time.sleep(0.1)
    raise AssertionError(f"no greeting within {START_SECONDS} s: {log.read_text()}")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _told(greeting: str, pattern: str) -> str:
    match = re.search(pattern, greeting)
    assert match is not None, f"the greeting does not tell {pattern}: {greeting}"
    return match[1]
