"""Putting together what hangs on the seats: closed rounds, tickets, and the attendance list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from assess.actions.pack_content import Pack, RoundPart, TicketPart
from assess.actions.pack_file import PackFault, PackRefused
from assess.room.chain import Entry
from assess.room.logs import LogRelation
from assess.room.proceedings import proceedings
from assess.store import packs as store
from assess.store.room_tables import Attendee, ClosedRound, RoundAnswer, SeatTicket
from assess.store.tables import FocusGroup

AT_ONCE = 500


def merge_rounds(
    db: Session,
    focus_group: FocusGroup,
    pack: Pack,
    stands: LogRelation,
    added: dict[str, int],
    conflicts: list[dict[str, Any]],
) -> None:
    """A closed round never changes: it is there, it is new, or it is another log's."""
    ours = {
        (closed.number, closed.edition): closed for closed in store.rounds_of(db, focus_group.id)
    }
    seats = {seat.public_id: seat.id for seat in store.seats_of(db, focus_group.id)}
    added["rounds"] = 0
    for part in pack.rounds:
        known = ours.get((part.number, part.edition))
        if known is not None and known.answers_sha256 == part.answers_sha256:
            continue
        if known is not None or stands is LogRelation.PARTED:
            conflicts.append({"kind": "round", "number": part.number, "edition": part.edition})
            continue
        _add_round(db, focus_group, part, seats)
        added["rounds"] += 1


def _add_round(
    db: Session, focus_group: FocusGroup, part: RoundPart, seats: dict[str, int]
) -> None:
    closed = ClosedRound(
        focus_group_id=focus_group.id,
        region_id=focus_group.region_id,
        number=part.number,
        edition=part.edition,
        questions=part.questions,
        people=part.people,
        answers=part.answers,
        answers_sha256=part.answers_sha256,
        closed_at=part.closed_at,
    )
    db.add(closed)
    db.flush()
    rows = [
        {
            "closed_round_id": closed.id,
            "participant_id": seats[name],
            "question_id": question,
            "region_id": focus_group.region_id,
            "revision": revision,
            "level": level,
            "target": target,
        }
        for name, question, revision, level, target in part.rows
        if name in seats
    ]
    for start in range(0, len(rows), AT_ONCE):
        db.execute(insert(RoundAnswer), rows[start : start + AT_ONCE])


def merge_tickets(
    db: Session,
    focus_group: FocusGroup,
    pack: Pack,
    added: dict[str, int],
    conflicts: list[dict[str, Any]],
) -> None:
    ours = {ticket.token_hash: ticket for ticket in store.tickets_of(db, focus_group.id)}
    numbers = {ticket.number for ticket in ours.values()}
    seats = {seat.public_id: seat.id for seat in store.seats_of(db, focus_group.id)}
    added["tickets"] = 0
    for part in pack.tickets:
        known = ours.get(part.token_hash)
        if known is not None:
            _use_ticket(known, part, seats, conflicts)
        elif part.number in numbers:
            conflicts.append({"kind": "ticket", "number": part.number})
        else:
            db.add(
                SeatTicket(
                    focus_group_id=focus_group.id,
                    region_id=focus_group.region_id,
                    number=part.number,
                    token_hash=part.token_hash,
                    group_key=part.group_key,
                    table_key=part.table_key,
                    participant_id=seats.get(part.seat or ""),
                    used_at=part.used_at,
                    made_at=part.made_at,
                )
            )
            added["tickets"] += 1


def _use_ticket(
    known: SeatTicket, part: TicketPart, seats: dict[str, int], conflicts: list[dict[str, Any]]
) -> None:
    """A ticket that was used on both servers stays with who used it first."""
    if part.used_at is None:
        return
    seat = seats.get(part.seat or "")
    if known.used_at is None:
        known.used_at, known.participant_id = part.used_at, seat
        return
    if seat == known.participant_id or seat is None:
        return
    conflicts.append({"kind": "ticket", "number": part.number})
    if part.used_at < known.used_at:
        known.used_at, known.participant_id = part.used_at, seat


def merge_attendees(
    db: Session,
    focus_group: FocusGroup,
    pack: Pack,
    log: Sequence[Entry],
    added: dict[str, int],
) -> None:
    """Names of the attendance list; a name that the log says was removed goes, and stays away."""
    removed = proceedings(log).attendance_removed
    ours = {each.public_id: each for each in store.attendees_of(db, focus_group.id)}
    for name in set(ours) & set(removed):
        db.delete(ours.pop(name))
    new = [each for each in pack.attendees if each.public_id not in {*ours, *removed}]
    if store.attendees_elsewhere(db, [each.public_id for each in new]):
        raise PackRefused(PackFault.CONTENT, "attendee of another meeting")
    for each in new:
        db.add(
            Attendee(
                **each.model_dump(), focus_group_id=focus_group.id, region_id=focus_group.region_id
            )
        )
    added["attendees"] = len(new)
