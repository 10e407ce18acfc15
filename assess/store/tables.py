"""Tables. Rows are records, not the domain: rules live in actions and in the pure packages.

`region_id` stands on every table that belongs to a region, so that one predicate scopes all
queries and a database can be sharded by it. Times are UTC.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assess.room.verbs import FocusGroupVerb as FocusGroupVerb
from assess.store.columns import Base, one_of


def new_seat_id() -> str:
    """128 random bits in 22 characters; also drawn as a salt."""
    return secrets.token_urlsafe(16)


class RegionKind(StrEnum):
    REGENCY = "kabupaten"
    CITY = "kota"


class FocusGroupState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class SeatEntry(StrEnum):
    OPEN_CODE = "open_code"  # one code and QR for the hall
    TICKETS = "tickets"  # one single-use QR for each chair


class DraftKind(StrEnum):
    MASTERPLAN = "masterplan"
    MINUTES = "minutes"


class DraftState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


class Region(Base):
    """A kabupaten or kota. The two official codes differ for some regions: both are kept."""

    __tablename__ = "region"
    __table_args__ = (one_of("kind", RegionKind, "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kemendagri_code: Mapped[str] = mapped_column(String(5), unique=True)
    bps_code: Mapped[str] = mapped_column(String(4), unique=True)
    kind: Mapped[RegionKind] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(100))  # without "Kabupaten" or "Kota"
    province: Mapped[str] = mapped_column(String(100))
    cohort: Mapped[int | None] = mapped_column(SmallInteger)  # year of joining the movement
    time_zone: Mapped[str] = mapped_column(String(4))  # WIB, WITA, WIT
    is_sample: Mapped[bool] = mapped_column(default=False)  # "data contoh"
    created_at: Mapped[datetime]

    @property
    def full_name(self) -> str:
        return f"{'Kabupaten' if self.kind == RegionKind.REGENCY else 'Kota'} {self.name}"


class QuestionnaireVersion(Base):
    """The canonical form of a version that was used. Never changed once an assessment pins it."""

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("key", "version", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    canonical: Mapped[str] = mapped_column(Text)
    stored_at: Mapped[datetime]


class Assessment(Base):
    """One region, one questionnaire version, one period."""

    __tablename__ = "assessment"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    questionnaire_version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    title: Mapped[str] = mapped_column(String(200))
    year: Mapped[int] = mapped_column(SmallInteger)
    is_sample: Mapped[bool] = mapped_column(default=False)
    # What the privacy notice must say (UU 27/2022); the facilitator states it.
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    recipients: Mapped[str] = mapped_column(String(300), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    keep_until: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    region: Mapped[Region] = relationship(lazy="raise")
    questionnaire_version: Mapped[QuestionnaireVersion] = relationship(lazy="raise")
    focus_groups: Mapped[list[FocusGroup]] = relationship(
        lazy="raise", order_by="FocusGroup.starts_at", back_populates="assessment"
    )


class FocusGroup(Base):
    """A meeting (FGD). Closing freezes its ratings as one packed blob."""

    __tablename__ = "focus_group"
    __table_args__ = (
        one_of("state", FocusGroupState, "state"),
        one_of("entry", SeatEntry, "entry"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    time_zone: Mapped[str] = mapped_column(String(4))
    agenda: Mapped[str] = mapped_column(Text, default="")
    expected_heads: Mapped[dict[str, Any]]  # group key -> number
    join_code: Mapped[str] = mapped_column(String(8), unique=True)
    join_token: Mapped[str] = mapped_column(String(32), unique=True)  # in the QR
    # Of resume codes: they are good wherever the meeting is carried to.
    code_salt: Mapped[str] = mapped_column(String(22), default=new_seat_id, server_default="")
    entry: Mapped[SeatEntry] = mapped_column(
        String(10), default=SeatEntry.OPEN_CODE, server_default=SeatEntry.OPEN_CODE.value
    )
    state: Mapped[FocusGroupState] = mapped_column(String(10))
    closed_at: Mapped[datetime | None]
    open_until: Mapped[datetime | None]  # reopened for some minutes: no answer is taken after it
    # The round that is answered or was answered last, and whether answers are taken now.
    round: Mapped[int] = mapped_column(SmallInteger, default=1, server_default="1")
    answering: Mapped[bool] = mapped_column(default=True, server_default=true())
    asked: Mapped[list[str] | None]  # question ids of this round; null: all
    tables: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default="[]")
    form_revision: Mapped[int] = mapped_column(default=0, server_default="0")  # names the two above
    score_round: Mapped[int | None] = mapped_column(SmallInteger)  # null: the last round
    frozen_ratings: Mapped[bytes | None]
    created_at: Mapped[datetime]

    assessment: Mapped[Assessment] = relationship(lazy="raise", back_populates="focus_groups")
    region: Mapped[Region] = relationship(lazy="raise")

    def is_open(self, now: datetime) -> bool:
        """Whether somebody may join and answer now: a deadline counts before anybody closes."""
        in_time = self.open_until is None or now < self.open_until
        return self.state == FocusGroupState.OPEN and in_time


class FocusGroupEvent(Base):
    """What happened in a meeting: by whom, when, why. The database refuses to change a row, and
    each carries the hash of the one before (room/chain.py)."""

    __tablename__ = "focus_group_event"
    __table_args__ = (UniqueConstraint("focus_group_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    focus_group_id: Mapped[int] = mapped_column(ForeignKey("focus_group.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    seq: Mapped[int]  # 1, 2, 3 in each meeting
    verb: Mapped[FocusGroupVerb] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(String(500), default="")
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[str] = mapped_column(String(100), default="")  # as it was at the time
    at: Mapped[datetime]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Participant(Base):
    """A seat: one person in a meeting. No name is asked; codes are kept as hashes only."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("focus_group_id", "resume_code_hash"),
        Index(
            "ix_participant_focus_group_id_seat_number",
            *("focus_group_id", "seat_number"),
            unique=True,
        ),
        Index("ix_participant_public_id", "public_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # The same on every server that the meeting is carried to; told to nobody.
    public_id: Mapped[str] = mapped_column(String(22), default=new_seat_id, server_default="")
    focus_group_id: Mapped[int] = mapped_column(ForeignKey("focus_group.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    seat_number: Mapped[int] = mapped_column(server_default="0")  # 1, 2, 3 in each meeting
    resume_code_hash: Mapped[str] = mapped_column(String(64))
    group_key: Mapped[str] = mapped_column(String(60))
    institution: Mapped[str] = mapped_column(String(120), default="")
    notice_version: Mapped[str] = mapped_column(String(40))
    consents: Mapped[dict[str, Any]]  # consent option key -> bool
    consented_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    received: Mapped[int] = mapped_column(default=0)  # answers on the server when sent
    table_key: Mapped[str | None] = mapped_column(String(40))
    voided_at: Mapped[datetime | None]  # kept, and not counted
    erased_at: Mapped[datetime | None]  # consent taken back: the rows of this person may go
    created_at: Mapped[datetime]


class SeatToken(Base):
    """A phone of a participant: the first one, and each that went on with the resume code."""

    __tablename__ = "seat_token"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    created_at: Mapped[datetime]


class AnswerEvent(Base):
    """Every operation ever received that said something new: append-only history and audit.

    One row is what a phone sent at once: a tap, or a section's page. `answer` can be rebuilt
    from the changes, and an operation that is sent again gets the reply of the first time.
    """

    __tablename__ = "answer_event"
    __table_args__ = (UniqueConstraint("participant_id", "operation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    operation_id: Mapped[str] = mapped_column(String(40))
    # question, base_revision, outcome (saved, stale), revision after it, and what was given:
    # level, target, horizon, note, evidence
    changes: Mapped[list[dict[str, Any]]]
    received_at: Mapped[datetime]


class Answer(Base):
    """The current answer of one participant to one question: projection of the events.

    level: 1..5, -1 do not know, -2 not applicable, null not chosen (scoring/ratings.py).
    For an open question the text stands in `note`.
    """

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint("level BETWEEN -2 AND 5 AND level <> 0", name="level"),
        CheckConstraint("target BETWEEN 1 AND 5", name="target"),
        {"sqlite_with_rowid": False},  # one tree instead of two: fewer pages written per save
    )

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    revision: Mapped[int] = mapped_column(Integer)
    operation_id: Mapped[str] = mapped_column(String(40))  # that made this revision
    level: Mapped[int | None] = mapped_column(SmallInteger)
    target: Mapped[int | None] = mapped_column(SmallInteger)
    horizon: Mapped[str | None] = mapped_column(String(60))
    note: Mapped[str | None] = mapped_column(Text)
    evidence: Mapped[str | None] = mapped_column(Text)


class Fact(Base):
    """A fact about a region, as an official stated it: value, date, source. Latest per question;
    earlier statements stay as rows with `replaced_at`."""

    __tablename__ = "fact"
    __table_args__ = (Index("ix_fact_assessment_question", "assessment_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    question_id: Mapped[str] = mapped_column(String(40))
    value: Mapped[dict[str, Any]]  # by question kind: see inventory/facts.py
    as_of: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(500), default="")
    stated_by: Mapped[str] = mapped_column(String(200), default="")
    approximate: Mapped[bool] = mapped_column(default=False)
    disputed: Mapped[str] = mapped_column(String(500), default="")  # why, where it is
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    replaced_at: Mapped[datetime | None]


class StoredScorecard(Base):
    """A frozen result. Never recomputed silently: a new computation is a new row."""

    __tablename__ = "scorecard"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    method_version: Mapped[str] = mapped_column(String(20))
    questionnaire_sha256: Mapped[str] = mapped_column(String(64))
    ratings_sha256: Mapped[str] = mapped_column(String(64))
    data_cut: Mapped[datetime]  # last closing among the focus groups that it counts
    computed_at: Mapped[datetime]
    scorecard: Mapped[dict[str, Any]]


class Draft(Base):
    """A draft masterplan, or the minutes of a meeting, asked for as PDF; the file lies in the
    data folder under its hash."""

    __tablename__ = "draft"
    __table_args__ = (one_of("state", DraftState, "state"), one_of("kind", DraftKind, "kind"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    kind: Mapped[DraftKind] = mapped_column(
        String(10), default=DraftKind.MASTERPLAN, server_default=DraftKind.MASTERPLAN.value
    )
    focus_group_id: Mapped[int | None] = mapped_column(ForeignKey("focus_group.id"), index=True)
    log_seq: Mapped[int | None]  # minutes tell the log up to this entry
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[DraftState] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(500), default="")
    pages: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    scorecard_id: Mapped[int | None] = mapped_column(ForeignKey("scorecard.id"))
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    requested_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
