"""Seats as they are kept: who sits in a meeting, by which phone. Core statements, prepared once,
for these too are asked for by a full hall.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Integer,
    Row,
    bindparam,
    func,
    insert,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assess.store.room_tables import SeatTicket
from assess.store.statements import Statement, connection_of
from assess.store.tables import (
    Assessment,
    FocusGroup,
    FocusGroupState,
    Participant,
    QuestionnaireVersion,
    SeatToken,
)


@dataclass(frozen=True, slots=True)
class Seat:
    """One phone of one person, with what is needed to serve it."""

    participant_id: int
    region_id: int
    focus_group_id: int
    group_key: str
    token_hash: str
    sent_at: datetime | None
    received: int
    open: bool  # answers are taken now
    meeting_open: bool  # the meeting goes on, though its round may be over
    voided: bool  # by the facilitator: kept, and not counted
    round: int
    form_revision: int  # changes with what is asked and with the tables
    table_key: str | None
    questionnaire_sha256: str
    is_sample: bool
    open_until: datetime | None = None  # of a meeting that was reopened for some minutes
    number: int = 0  # of the seat in its meeting, told to the person and to the facilitator

    def at(self, now: datetime) -> Seat:
        """The seat as it stands at this moment: after the deadline the meeting is closed, though
        nobody has closed it yet."""
        if self.open_until is None or now < self.open_until:
            return self
        return replace(self, open=False, meeting_open=False)

    @property
    def waiting(self) -> bool:
        """Whether the round is over and another may follow."""
        return self.meeting_open and not self.open and not self.voided


class MeetingOfSeat(NamedTuple):
    title: str
    time_zone: str
    join_token: str
    closed_at: datetime | None


_SEAT = (
    select(
        Participant.id,
        Participant.region_id,
        Participant.focus_group_id,
        Participant.group_key,
        SeatToken.token_hash,
        Participant.sent_at,
        Participant.received,
        FocusGroup.state,
        FocusGroup.answering,
        FocusGroup.round,
        FocusGroup.form_revision,
        Participant.table_key,
        QuestionnaireVersion.sha256,
        Assessment.is_sample,
        Participant.voided_at,
        FocusGroup.open_until,
        Participant.seat_number,
    )
    .join(SeatToken, SeatToken.participant_id == Participant.id)
    .join(FocusGroup, FocusGroup.id == Participant.focus_group_id)
    .join(Assessment, Assessment.id == FocusGroup.assessment_id)
    .join(QuestionnaireVersion, QuestionnaireVersion.id == Assessment.questionnaire_version_id)
    .where(SeatToken.token_hash == bindparam("token_hash"))
)
# The lock makes closing a barrier on PostgreSQL: a save that began before it is inside the
# frozen ratings, one that comes later is refused. SQLite has one writer at a time anyway.
_SEAT_FOR_WRITING = Statement(_SEAT.with_for_update(read=True, of=FocusGroup))
_SEAT_FOR_READING = Statement(_SEAT)
_MARK_SENT = Statement(
    update(Participant)
    .where(Participant.id == bindparam("participant"))
    .values(sent_at=bindparam("at"), received=bindparam("count"))
)
# Chairs with a ticket have a number already: who comes without one sits behind them.
_NUMBERS = union_all(
    select(Participant.seat_number.label("number")).where(
        Participant.focus_group_id == bindparam("meeting")
    ),
    select(SeatTicket.number).where(SeatTicket.focus_group_id == bindparam("meeting")),
).subquery()
LAST_NUMBER = select(func.coalesce(func.max(_NUMBERS.c.number), 0))
_INSERT_PARTICIPANT = {
    name: statement.values(
        seat_number=func.coalesce(
            bindparam("chair", type_=Integer), (LAST_NUMBER.scalar_subquery() + 1)
        )
    )
    .on_conflict_do_nothing()
    .returning(Participant.id)
    for name, statement in (
        ("sqlite", sqlite.insert(Participant)),
        ("postgresql", postgresql.insert(Participant)),
    )
}
_INSERT_TOKEN = Statement(
    insert(SeatToken), *("token_hash", "participant_id", "region_id", "created_at")
)
_MEETING_OF_SEAT = Statement(
    select(
        FocusGroup.title, FocusGroup.time_zone, FocusGroup.join_token, FocusGroup.closed_at
    ).where(FocusGroup.id == bindparam("focus_group_id"))
)
_LOCK_PARTICIPANT = (
    select(Participant.id).where(Participant.id == bindparam("participant")).with_for_update()
)


def queue_for_participant(session: Session, participant_id: int) -> None:
    """One writer at a time for one person, so that a resend meets its first effect, not a race.

    SQLite has one writer at a time for everything and needs no statement for it.
    """
    connection = connection_of(session)
    if connection.dialect.name != "sqlite":
        connection.execute(_LOCK_PARTICIPANT, {"participant": participant_id})


def seat_by_token_hash(session: Session, token_hash: str, *, writes: bool) -> Seat | None:
    statement = _SEAT_FOR_WRITING if writes else _SEAT_FOR_READING
    row = statement.first(connection_of(session), {"token_hash": token_hash})
    if row is None:
        return None
    return Seat(
        participant_id=row[0],
        region_id=row[1],
        focus_group_id=row[2],
        group_key=row[3],
        token_hash=row[4],
        sent_at=row[5],
        received=row[6],
        open=row[7] == FocusGroupState.OPEN and bool(row[8]) and row[14] is None,
        meeting_open=row[7] == FocusGroupState.OPEN,
        voided=row[14] is not None,
        round=row[9],
        form_revision=row[10],
        table_key=row[11],
        questionnaire_sha256=row[12],
        is_sample=row[13],
        open_until=row[15],
        number=row[16],
    )


def add_participant(
    session: Session, participant: Mapping[str, Any], chair: int | None = None
) -> int | None:
    """The new participant's id; the seat gets the number of its chair, or the next one.

    None where the resume code is taken there, or somebody else took the number meanwhile.
    """
    connection = connection_of(session)
    statement = _INSERT_PARTICIPANT[connection.dialect.name]
    given = {**participant, "meeting": participant["focus_group_id"], "chair": chair}
    new: int | None = connection.execute(statement, given).scalar_one_or_none()
    return new


def add_seat_token(session: Session, token: Mapping[str, Any]) -> None:
    _INSERT_TOKEN.run(connection_of(session), [token])


def last_number(session: Session, focus_group_id: int) -> int:
    """The highest number of a seat or of a chair with a ticket in a meeting."""
    found = connection_of(session).execute(LAST_NUMBER, {"meeting": focus_group_id})
    number: int = found.scalar_one()
    return number


def mark_sent(session: Session, participant_id: int, count: int, at: datetime) -> None:
    given = {"participant": participant_id, "at": at, "count": count}
    _MARK_SENT.run(connection_of(session), [given])


def participants_of_focus_group(
    session: Session, focus_group_id: int
) -> Sequence[Row[int, str, str, str | None]]:
    """(participant id, group key, name of the seat, table key) of every seat of the meeting that counts, in
    an order that is the same on every server that holds the meeting."""
    statement = (
        select(Participant.id, Participant.group_key, Participant.public_id, Participant.table_key)
        .where(Participant.focus_group_id == focus_group_id, Participant.voided_at.is_(None))
        .order_by(Participant.created_at, Participant.seat_number, Participant.public_id)
    )
    return session.execute(statement).all()


def meeting_of_seat(session: Session, focus_group_id: int) -> MeetingOfSeat:
    found = _MEETING_OF_SEAT.first(connection_of(session), {"focus_group_id": focus_group_id})
    assert found is not None, "a seat has its meeting"
    return MeetingOfSeat._make(found)


def form_of_meeting(
    session: Session, focus_group_id: int
) -> tuple[list[str] | None, list[dict[str, Any]]]:
    """(questions asked in this round or None for all, tables of the meeting)."""
    row = (
        connection_of(session)
        .execute(select(FocusGroup.asked, FocusGroup.tables).where(FocusGroup.id == focus_group_id))
        .one()
    )
    return row[0], row[1]
