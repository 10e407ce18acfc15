"""Putting the seats of two servers together: people, their operations, and what stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from assess.actions.pack_checks import events_of
from assess.actions.pack_content import LatePart, Pack, SeatPart
from assess.actions.pack_file import PackFault, PackRefused
from assess.actions.withdrawal import delete_people
from assess.room.chain import Entry
from assess.room.history import GIVEN, Event, standing, union
from assess.room.logs import LogRelation
from assess.room.seat_numbers import Claim, seat_numbers
from assess.room.verbs import FocusGroupVerb
from assess.store import packs as store
from assess.store.answers import keep_answers
from assess.store.late_tables import LateOperation
from assess.store.pack_tables import WithdrawnSeat
from assess.store.tables import Answer, AnswerEvent, FocusGroup, Participant

AT_ONCE = 500  # rows of one statement
PLACED = ("group_key", "table_key", "voided_at")  # what the one who leads decides of a seat


def withdraw_named(
    db: Session, focus_group: FocusGroup, names: Collection[str], now: datetime
) -> int:
    """Delete the people who took back consent elsewhere, and remember the seats' bare names."""
    new = set(names) - store.withdrawn_of(db, focus_group.id)
    here = store.seats_by_name(db, new)
    _refuse_foreign(focus_group, here.values())
    if here:
        delete_people(db, [seat.id for seat in here.values()], now)
        for seat in here.values():
            db.expunge(seat)
    for name in sorted(new - set(here)):
        known = db.get(WithdrawnSeat, name)
        if known is not None:
            raise PackRefused(PackFault.CONTENT, "withdrawn: seat of another meeting")
        db.add(
            WithdrawnSeat(
                public_id=name, focus_group_id=focus_group.id, region_id=focus_group.region_id
            )
        )
    db.flush()
    return len(new)


def merge_seats(
    db: Session,
    focus_group: FocusGroup,
    pack: Pack,
    stands: LogRelation,
    log: Sequence[Entry],
    added: dict[str, int],
    conflicts: list[dict[str, Any]],
) -> None:
    gone = store.withdrawn_of(db, focus_group.id)
    parts = [part for part in pack.seats if part.public_id not in gone]
    ours = {seat.public_id: seat for seat in store.seats_of(db, focus_group.id)}
    _refuse_foreign(focus_group, store.seats_by_name(db, {p.public_id for p in parts}).values())
    new = [part for part in parts if part.public_id not in ours]
    numbers = seat_numbers(_claims(ours.values()), _claims_of(parts), stands)
    _number(db, ours.values(), numbers)
    for part in new:
        ours[part.public_id] = _seat(focus_group, part, numbers[part.public_id])
    db.add_all(ours[part.public_id] for part in new)
    db.flush()
    reset = _last_opening(log)
    events = store.events_by_seat(db, focus_group.id)
    late = store.late_by_seat(db, focus_group.id)
    for seat in ours.values():
        _send(seat, (None, 0), reset)
    answers = store.answers_by_seat(db, focus_group.id)
    added |= {"seats": len(new), "events": 0, "late": 0}
    for part in parts:
        seat = ours[part.public_id]
        _place(seat, part, stands)
        _send(seat, (part.sent_at, part.received), reset)
        added["events"] += _events(db, seat, events.get(seat.id, []), part)
        stand, disagreements = standing(union(events.get(seat.id, []), events_of(part)).values())
        _project(db, seat, stand, answers.get(seat.id, []))
        conflicts.extend(
            {
                "kind": "answer",
                "seat": seat.seat_number,
                "question": each.question,
                "kept": each.kept,
                "others": list(each.others),
            }
            for each in disagreements
        )
        held = {each.code: each for each in late.get(seat.id, [])}
        added["late"] += sum(_late(db, seat, held, each) for each in part.late)
    db.flush()


def _number(db: Session, seats: Collection[Participant], numbers: Mapping[str, int]) -> None:
    """Give our seats the numbers that they have from now on. No number may be given out twice on
    the way, so those who move stand aside first."""
    moving = [seat for seat in seats if numbers[seat.public_id] != seat.seat_number]
    for seat in moving:
        seat.seat_number = -seat.id
    db.flush()
    for seat in moving:
        seat.seat_number = numbers[seat.public_id]
    db.flush()


def _claims(seats: Collection[Participant]) -> list[Claim]:
    return [Claim(seat.public_id, seat.seat_number, seat.created_at) for seat in seats]


def _claims_of(parts: Sequence[SeatPart]) -> list[Claim]:
    return [Claim(part.public_id, part.number, part.created_at) for part in parts]


def _refuse_foreign(focus_group: FocusGroup, seats: Collection[Participant]) -> None:
    if any(seat.focus_group_id != focus_group.id for seat in seats):
        raise PackRefused(PackFault.CONTENT, "seat of another meeting")


def _seat(focus_group: FocusGroup, part: SeatPart, number: int) -> Participant:
    return Participant(
        public_id=part.public_id,
        focus_group_id=focus_group.id,
        region_id=focus_group.region_id,
        seat_number=number,
        resume_code_hash=part.resume_code_hash,
        group_key=part.group_key,
        institution=part.institution,
        notice_version=part.notice_version,
        consents=part.consents,
        consented_at=part.consented_at,
        received=0,
        table_key=part.table_key,
        voided_at=part.voided_at,
        created_at=part.created_at,
    )


def _place(seat: Participant, part: SeatPart, stands: LogRelation) -> None:
    """Group, table and whether a seat counts are told by the log that goes further."""
    if (seat.resume_code_hash, seat.created_at) != (part.resume_code_hash, part.created_at):
        raise PackRefused(PackFault.CONTENT, f"seat {part.number}: not the person known here")
    if stands is LogRelation.NEWER:
        for name in PLACED:
            setattr(seat, name, getattr(part, name))
    elif stands is LogRelation.SAME and seat.table_key is None:
        seat.table_key = part.table_key


def _send(seat: Participant, theirs: tuple[datetime | None, int], reset: datetime | None) -> None:
    """The later sending stands; one from before the round that is answered now does not."""
    told = [
        (at, number)
        for at, number in ((seat.sent_at, seat.received), theirs)
        if at is not None and (reset is None or at >= reset)
    ]
    seat.sent_at, seat.received = max(told, default=(None, 0))


def _last_opening(log: Sequence[Entry]) -> datetime | None:
    opened = [entry.at for entry in log if entry.verb == FocusGroupVerb.ROUND_OPENED]
    return opened[-1] if opened else None


def _events(db: Session, seat: Participant, ours: Sequence[Event], part: SeatPart) -> int:
    """Add what we lack. An operation that both servers received is one row, made alike."""
    known = {event.operation_id: event for event in ours}
    new = []
    for operation, event in union(ours, events_of(part)).items():
        row = {"changes": list(event.changes), "received_at": event.received_at}
        if operation not in known:
            keys = {"participant_id": seat.id, "region_id": seat.region_id}
            new.append({**keys, "operation_id": operation, **row})
        elif event != known[operation]:
            db.execute(
                update(AnswerEvent)
                .where(AnswerEvent.participant_id == seat.id, AnswerEvent.operation_id == operation)
                .values(**row)
            )
    new.sort(key=lambda each: (each["received_at"], each["operation_id"]))
    for start in range(0, len(new), AT_ONCE):
        db.execute(insert(AnswerEvent), new[start : start + AT_ONCE])
    return len(new)


def _project(
    db: Session, seat: Participant, stand: Mapping[str, Any], kept: Sequence[Answer]
) -> None:
    """The answers are those of the events; what stands so already is not written again."""
    present = {answer.question_id: (answer.revision, answer.operation_id) for answer in kept}
    rows = [
        {
            "participant_id": seat.id,
            "question_id": question,
            "region_id": seat.region_id,
            "revision": each.revision,
            "operation_id": each.operation_id,
            **dict(zip(GIVEN, each.given, strict=True)),
        }
        for question, each in stand.items()
        if present.get(question) != (each.revision, each.operation_id)
    ]
    for start in range(0, len(rows), AT_ONCE):
        keep_answers(db, rows[start : start + AT_ONCE])
    vanished = sorted(set(present) - set(stand))
    if vanished:
        db.execute(
            delete(Answer).where(Answer.participant_id == seat.id, Answer.question_id.in_(vanished))
        )


def _late(db: Session, seat: Participant, held: Mapping[str, LateOperation], part: LatePart) -> int:
    operations = [each.model_dump(exclude_none=True) for each in part.operations]
    known = held.get(part.code)
    if known is None:
        db.add(
            LateOperation(
                participant_id=seat.id,
                focus_group_id=seat.focus_group_id,
                region_id=seat.region_id,
                code=part.code,
                operations=operations,
                outcomes=dict(part.outcomes),
                received_at=part.received_at,
                admitted_at=part.admitted_at,
            )
        )
        return 1
    there = {each["operation_id"] for each in known.operations}
    missing = [each for each in operations if each["operation_id"] not in there]
    known.operations = [*known.operations, *missing]
    known.outcomes = {**part.outcomes, **known.outcomes}
    moments = [at for at in (known.admitted_at, part.admitted_at) if at is not None]
    known.admitted_at = min(moments, default=None)
    return 0
