"""Reading the seats of a meeting: who sits where and how far they are, never what they chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from assess.store.room_tables import SeatTicket
from assess.store.rounds import log_of
from assess.store.seats import Seat
from assess.store.tables import (
    Answer,
    Assessment,
    FocusGroup,
    FocusGroupState,
    FocusGroupVerb,
    Participant,
    QuestionnaireVersion,
)

ANSWERED = or_(Answer.level.is_not(None), func.coalesce(Answer.note, "") != "")


@dataclass(frozen=True)
class SeatListing:
    """One seat. `answered` : ids of the questions it answered, for counting; `chair` : number of
    its ticket."""

    number: int
    group_key: str
    institution: str
    table_key: str | None
    joined_at: datetime
    sent_at: datetime | None
    voided_at: datetime | None
    chair: int | None
    answered: frozenset[str]


@dataclass(frozen=True)
class TableCount:
    """People who sit at a table, by group; the key is None for people at no table."""

    table_key: str | None
    group_key: str
    joined: int
    sent: int


def seat_listings(db: Session, focus_group_id: int) -> list[SeatListing]:
    """Every seat of the meeting in the order of joining, voided ones too."""
    answered: dict[int, set[str]] = {}
    pairs = (
        select(Answer.participant_id, Answer.question_id)
        .join(Participant, Participant.id == Answer.participant_id)
        .where(Participant.focus_group_id == focus_group_id, ANSWERED)
    )
    for person, question in db.execute(pairs):
        answered.setdefault(person, set()).add(question)
    people = (
        select(Participant, SeatTicket.number)
        .outerjoin(SeatTicket, SeatTicket.participant_id == Participant.id)
        .where(Participant.focus_group_id == focus_group_id)
        .order_by(Participant.seat_number)
    )
    return [
        SeatListing(
            *(seat.seat_number, seat.group_key, seat.institution, seat.table_key),
            *(seat.created_at, seat.sent_at, seat.voided_at, chair),
            frozenset(answered.get(seat.id, ())),
        )
        for seat, chair in db.execute(people)
    ]


def seat_by_number(db: Session, focus_group_id: int, number: int) -> Participant | None:
    query = select(Participant).where(
        Participant.focus_group_id == focus_group_id, Participant.seat_number == number
    )
    return db.scalars(query.execution_options(populate_existing=True)).one_or_none()


def seats_that_count(db: Session, focus_group_id: int) -> int:
    query = select(func.count()).where(
        Participant.focus_group_id == focus_group_id, Participant.voided_at.is_(None)
    )
    return db.scalar(query) or 0


def table_counts(db: Session, focus_group_id: int) -> list[TableCount]:
    """People whose seat counts, by table and group."""
    query = (
        select(
            *(Participant.table_key, Participant.group_key),
            *(func.count(), func.count(Participant.sent_at)),
        )
        .where(Participant.focus_group_id == focus_group_id, Participant.voided_at.is_(None))
        .group_by(Participant.table_key, Participant.group_key)
    )
    return [TableCount(*row) for row in db.execute(query)]


def answered_by_table(db: Session, focus_group_id: int) -> dict[tuple[str | None, str, str], int]:
    """(table, group, question) -> people who gave any answer. What they chose is not read."""
    query = (
        select(Participant.table_key, Participant.group_key, Answer.question_id, func.count())
        .join(Answer, Answer.participant_id == Participant.id)
        .where(
            Participant.focus_group_id == focus_group_id,
            Participant.voided_at.is_(None),
            ANSWERED,
        )
        .group_by(Participant.table_key, Participant.group_key, Answer.question_id)
    )
    return {(table, group, question): n for table, group, question, n in db.execute(query)}


def merge_of_voided(db: Session, focus_group_id: int, number: int) -> Mapping[str, Any] | None:
    """The merge that voided this seat and was not undone; None where it was not merged."""
    found: Mapping[str, Any] | None = None
    for entry in log_of(db, focus_group_id):
        if entry.verb == FocusGroupVerb.SEATS_MERGED and entry.content["voided"] == number:
            found = entry.content
        elif entry.verb == FocusGroupVerb.SEAT_RESTORED and entry.content["seat"] == number:
            found = None
    return found


def seat_for_recording(db: Session, participant_id: int) -> Seat:
    """A seat without a phone: the server itself records for it. The meeting is locked."""
    query = (
        select(Participant, FocusGroup, QuestionnaireVersion.sha256, Assessment.is_sample)
        .join(FocusGroup, FocusGroup.id == Participant.focus_group_id)
        .join(Assessment, Assessment.id == FocusGroup.assessment_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Assessment.questionnaire_version_id)
        .where(Participant.id == participant_id)
    )
    person, meeting, sha256, is_sample = db.execute(query).one()
    meeting_open = meeting.state == FocusGroupState.OPEN
    return Seat(
        participant_id=person.id,
        region_id=person.region_id,
        focus_group_id=meeting.id,
        group_key=person.group_key,
        token_hash="",
        sent_at=person.sent_at,
        received=person.received,
        open=meeting_open and meeting.answering and person.voided_at is None,
        meeting_open=meeting_open,
        voided=person.voided_at is not None,
        round=meeting.round,
        form_revision=meeting.form_revision,
        table_key=person.table_key,
        questionnaire_sha256=sha256,
        is_sample=is_sample,
        open_until=meeting.open_until,
        number=person.seat_number,
    )


def tickets_of(db: Session, focus_group_id: int) -> Sequence[SeatTicket]:
    query = (
        select(SeatTicket)
        .where(SeatTicket.focus_group_id == focus_group_id)
        .order_by(SeatTicket.number)
    )
    return db.scalars(query).all()


def ticket_by_token_hash(db: Session, token_hash: str, *, lock: bool) -> SeatTicket | None:
    query = select(SeatTicket).where(SeatTicket.token_hash == token_hash)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.scalars(query).one_or_none()


def meetings_with_ticket(db: Session, number: int) -> Sequence[tuple[str, str]]:
    """(public id of an open meeting that has a ticket of this number, hash of its token)."""
    query = (
        select(FocusGroup.public_id, SeatTicket.token_hash)
        .join(SeatTicket, SeatTicket.focus_group_id == FocusGroup.id)
        .where(SeatTicket.number == number, FocusGroup.state == FocusGroupState.OPEN)
    )
    return [(public_id, token_hash) for public_id, token_hash in db.execute(query)]
