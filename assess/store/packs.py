"""Reading a meeting whole, to carry it to another server, and what was carried before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assess.room.history import Event
from assess.store.late_tables import LateOperation
from assess.store.pack_tables import MergedPack, TrustedKey, WithdrawnSeat
from assess.store.paper_tables import PaperSheet
from assess.store.room_tables import Attendee, ClosedRound, RoundAnswer, SeatTicket
from assess.store.tables import (
    Answer,
    AnswerEvent,
    Assessment,
    FocusGroup,
    FocusGroupEvent,
    Participant,
)


def meeting_to_carry(db: Session, public_id: str) -> FocusGroup | None:
    query = (
        select(FocusGroup)
        .options(
            joinedload(FocusGroup.region),
            joinedload(FocusGroup.assessment).joinedload(Assessment.questionnaire_version),
        )
        .where(FocusGroup.public_id == public_id)
    )
    return db.scalar(query)


def seats_of(db: Session, focus_group_id: int) -> Sequence[Participant]:
    """Every seat, voided ones too, in the order of joining."""
    query = (
        select(Participant)
        .where(Participant.focus_group_id == focus_group_id)
        .order_by(Participant.seat_number)
    )
    return db.scalars(query).all()


def events_by_seat(db: Session, focus_group_id: int) -> dict[int, list[Event]]:
    query = (
        select(
            *(AnswerEvent.participant_id, AnswerEvent.operation_id),
            *(AnswerEvent.received_at, AnswerEvent.changes),
        )
        .join(Participant, Participant.id == AnswerEvent.participant_id)
        .where(Participant.focus_group_id == focus_group_id)
        .order_by(AnswerEvent.id)
    )
    events: dict[int, list[Event]] = {}
    for person, operation, at, changes in db.execute(query):
        events.setdefault(person, []).append(Event(operation, at, tuple(changes)))
    return events


def answers_by_seat(db: Session, focus_group_id: int) -> dict[int, list[Answer]]:
    query = (
        select(Answer)
        .join(Participant, Participant.id == Answer.participant_id)
        .where(Participant.focus_group_id == focus_group_id)
        .order_by(Answer.participant_id, Answer.question_id)
    )
    answers: dict[int, list[Answer]] = {}
    for answer in db.scalars(query):
        answers.setdefault(answer.participant_id, []).append(answer)
    return answers


def late_by_seat(db: Session, focus_group_id: int) -> dict[int, list[LateOperation]]:
    query = (
        select(LateOperation)
        .where(LateOperation.focus_group_id == focus_group_id)
        .order_by(LateOperation.participant_id, LateOperation.code)
    )
    late: dict[int, list[LateOperation]] = {}
    for held in db.scalars(query):
        late.setdefault(held.participant_id, []).append(held)
    return late


def rounds_of(db: Session, focus_group_id: int) -> Sequence[ClosedRound]:
    query = (
        select(ClosedRound)
        .where(ClosedRound.focus_group_id == focus_group_id)
        .order_by(ClosedRound.number, ClosedRound.edition)
    )
    return db.scalars(query).all()


def rows_of_round(
    db: Session, closed_round_id: int
) -> list[tuple[str, str, int, int | None, int | None]]:
    """(name of the seat, question, revision, level, target)"""
    query = (
        select(
            Participant.public_id,
            RoundAnswer.question_id,
            RoundAnswer.revision,
            RoundAnswer.level,
            RoundAnswer.target,
        )
        .join(Participant, Participant.id == RoundAnswer.participant_id)
        .where(RoundAnswer.closed_round_id == closed_round_id)
        .order_by(Participant.public_id, RoundAnswer.question_id)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in db.execute(query)]


def entries_of(db: Session, focus_group_id: int) -> Sequence[FocusGroupEvent]:
    query = (
        select(FocusGroupEvent)
        .where(FocusGroupEvent.focus_group_id == focus_group_id)
        .order_by(FocusGroupEvent.seq)
    )
    return db.scalars(query).all()


def tickets_of(db: Session, focus_group_id: int) -> Sequence[SeatTicket]:
    query = (
        select(SeatTicket)
        .where(SeatTicket.focus_group_id == focus_group_id)
        .order_by(SeatTicket.number)
    )
    return db.scalars(query).all()


def attendees_of(db: Session, focus_group_id: int) -> Sequence[Attendee]:
    query = (
        select(Attendee)
        .where(Attendee.focus_group_id == focus_group_id)
        .order_by(Attendee.public_id)
    )
    return db.scalars(query).all()


def withdrawn_of(db: Session, focus_group_id: int) -> set[str]:
    query = select(WithdrawnSeat.public_id).where(WithdrawnSeat.focus_group_id == focus_group_id)
    return set(db.scalars(query))


def sheets_not_counted(db: Session, focus_group_id: int) -> int:
    """Paper forms that are keyed and no seat yet: they stay where they are."""
    query = select(PaperSheet.id).where(
        PaperSheet.focus_group_id == focus_group_id, PaperSheet.participant_id.is_(None)
    )
    return len(db.scalars(query).all())


def seats_by_name(db: Session, names: Iterable[str]) -> dict[str, Participant]:
    """Wherever they are: a name that belongs to another meeting must be noticed."""
    wanted = sorted(names)
    found: dict[str, Participant] = {}
    for start in range(0, len(wanted), 500):
        query = select(Participant).where(Participant.public_id.in_(wanted[start : start + 500]))
        found.update((seat.public_id, seat) for seat in db.scalars(query))
    return found


def merged_pack(db: Session, focus_group_id: int, sha256: str) -> MergedPack | None:
    query = select(MergedPack).where(
        MergedPack.focus_group_id == focus_group_id, MergedPack.sha256 == sha256
    )
    return db.scalar(query)


def merged_packs_of(db: Session, focus_group: FocusGroup) -> Sequence[MergedPack]:
    query = (
        select(MergedPack)
        .where(MergedPack.focus_group_id == focus_group.id)
        .order_by(MergedPack.id.desc())
    )
    return db.scalars(query).all()


def trusted_key(db: Session, fingerprint: str) -> TrustedKey | None:
    """The key if it is trusted now."""
    key = db.get(TrustedKey, fingerprint)
    return None if key is None or key.revoked_at is not None else key


def trusted_keys(db: Session) -> Sequence[TrustedKey]:
    return db.scalars(select(TrustedKey).order_by(TrustedKey.added_at)).all()


def trust_key(
    db: Session, fingerprint: str, name: str, regions: list[str] | None, now: datetime
) -> TrustedKey:
    """Trust a key, anew where it was trusted before."""
    key = db.get(TrustedKey, fingerprint) or TrustedKey(fingerprint=fingerprint, added_at=now)
    key.name, key.regions, key.revoked_at = name, regions, None
    db.add(key)
    db.flush()
    return key


def attendees_elsewhere(db: Session, names: Sequence[str]) -> bool:
    query = select(Attendee.id).where(Attendee.public_id.in_(names)).limit(1)
    return db.scalar(query) is not None
