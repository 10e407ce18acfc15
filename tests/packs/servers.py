"""Servers that hold the same meeting and cannot see each other: a centre, and laptops in halls."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.actions.answers import Operation, Outcome, record, send
from assess.actions.focus_groups import close_focus_group, reopen_focus_group
from assess.actions.merging import Merge, merge
from assess.actions.pack_checks import checked
from assess.actions.pack_file import open_pack, signing_key
from assess.actions.packing import pack_of, packed
from assess.actions.rounds import close_round, open_next_round
from assess.actions.seats import TakenSeat, take_seat
from assess.actions.withdrawal import withdraw
from assess.questionnaire.answers import GivenAnswer
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.reader import read_questionnaire
from assess.store.database import Database, open_database
from assess.store.packs import meeting_to_carry
from assess.store.schema import migrate
from assess.store.seating import seat_for_recording
from assess.store.tables import FocusGroup, Participant, StoredScorecard
from tests.world import NOW, a_focus_group, a_region, an_assessment

TINY = read_questionnaire(Path(__file__).parents[1] / "questionnaire" / "tiny.yaml")
QUESTIONS = ("LOK-1", "DAR-1")


@dataclass
class Clock:
    """Moments that differ, on every server: no two people tap in the same microsecond."""

    passed: int = 0

    def __call__(self) -> datetime:
        self.passed += 1
        return NOW + timedelta(seconds=self.passed)


@dataclass
class Server:
    database: Database
    folder: Path
    clock: Clock = field(default_factory=Clock)
    meeting_id: str = f"f{0:021d}"

    def begin(self, questionnaire: Questionnaire = TINY) -> None:
        with self.database.writing() as db:
            a_focus_group(db, an_assessment(db, a_region(db), questionnaire))

    def meeting(self, db: Session) -> FocusGroup:
        found = meeting_to_carry(db, self.meeting_id)
        assert found is not None
        return found

    def join(self, group: str = "warga") -> str:
        """Take a seat; returns its name."""
        with self.database.writing() as db:
            self._seat(db, group)
            newest = select(Participant.public_id).order_by(Participant.id.desc()).limit(1)
            return db.scalars(newest).one()

    def _seat(self, db: Session, group: str) -> TakenSeat:
        return take_seat(
            *(db, self.meeting(db)),
            group_key=group,
            institution="",
            notice_version="1",
            consents={"setuju": True},
            now=self.clock(),
        )

    def seats(self) -> list[str]:
        with self.database.reading() as db:
            return sorted(db.scalars(select(Participant.public_id)))

    def say(
        self, name: str, question: str, level: int, operation: str, base: int | None = None
    ) -> Outcome:
        """One tap of a person on a phone of this server; the phone knows what stands here."""
        with self.database.writing() as db:
            seat = seat_for_recording(db, self._id(db, name))
            if base is None:
                base = self.standing().get((name, question), (0, None))[0]
            wish = Operation(operation, question, base, GivenAnswer(level=level))
            return record(db, seat, [wish], self.clock())[0][0].outcome

    def send(self, name: str) -> None:
        with self.database.writing() as db:
            seat = seat_for_recording(db, self._id(db, name))
            send(db, seat, self.clock())

    def withdraw(self, name: str) -> None:
        with self.database.writing() as db:
            withdraw(db, self._id(db, name), self.clock())

    def close_round(self) -> None:
        with self.database.writing() as db:
            close_round(db, self.meeting(db), self.clock())

    def open_next_round(self, questions: Sequence[str] = ("LOK-1",)) -> None:
        with self.database.writing() as db:
            open_next_round(db, self.meeting(db), TINY, questions, self.clock())

    def close(self) -> None:
        with self.database.writing() as db:
            close_focus_group(db, self.meeting(db), self.clock())

    def reopen(self) -> None:
        with self.database.writing() as db:
            reopen_focus_group(db, self.meeting(db), "terlambat", self.clock())

    def pack(self) -> bytes:
        with self.database.reading() as db:
            return packed(db, self.meeting(db), signing_key(self.folder), self.clock())

    def take(self, raw: bytes, *, keep_both: bool = False) -> Merge:
        given = checked(open_pack(raw))
        with self.database.writing() as db:
            return merge(db, given, self.clock(), keep_both=keep_both)

    def standing(self) -> dict[tuple[str, str], tuple[int, int | None]]:
        """(seat, question) -> (revision, level) as this server shows it."""
        return {
            (seat["public_id"], answer["question"]): (answer["revision"], answer.get("level"))
            for seat in self.dump()["seats"]
            for answer in seat["answers"]
        }

    def dump(self) -> dict[str, Any]:
        """Everything about the meeting but ids that are this server's own."""
        with self.database.reading() as db:
            return pack_of(db, self.meeting(db)).model_dump(mode="json")

    def result(self) -> dict[str, Any] | None:
        """The newest result as it is stored, with the hash of what it was computed from."""
        with self.database.reading() as db:
            newest = select(StoredScorecard).order_by(StoredScorecard.id.desc()).limit(1)
            stored = db.scalars(newest).one_or_none()
            if stored is None:
                return None
            told = (stored.ratings_sha256, stored.data_cut.isoformat(), stored.scorecard)
            return dict(zip(("ratings", "cut", "scorecard"), told, strict=True))

    def _id(self, db: Session, name: str) -> int:
        return db.scalars(select(Participant.id).where(Participant.public_id == name)).one()

    def end(self) -> None:
        self.database.dispose()


def a_server(url: str, folder: Path, clock: Clock | None = None) -> Server:
    database = open_database(url)
    migrate(database)
    folder.mkdir(parents=True, exist_ok=True)
    return Server(database, folder, clock or Clock())


def an_sqlite_server(folder: Path, clock: Clock | None = None) -> Server:
    folder.mkdir(parents=True, exist_ok=True)
    return a_server(f"sqlite:///{folder}/takar.sqlite3", folder, clock)


def a_copy(server: Server, folder: Path) -> Server:
    """Another server with the same content, as if time had forked."""
    folder.mkdir(parents=True, exist_ok=True)
    source = str(server.folder / "takar.sqlite3")
    target = str(folder / "takar.sqlite3")
    with closing(pysqlite3.connect(source)) as here, closing(pysqlite3.connect(target)) as there:
        here.backup(there)
    key = server.folder / "pack_key"
    if key.exists():
        shutil.copy(key, folder / "pack_key")
    return Server(open_database(f"sqlite:///{target}"), folder, server.clock)
