"""A printed ticket for each chair: made, switched on for the meeting, and used once.

Address and code of a ticket follow from the installation's secret, so that the sheet can be
printed again; the database keeps only the hash of the address.
"""

from __future__ import annotations

import base64
import hmac
import logging
import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.actions.identifiers import JOIN_CODE_LENGTH, JOIN_CODE_LETTERS
from assess.actions.proceedings import write_down
from assess.actions.seating import lock_open_meeting
from assess.actions.seats import TakenSeat, hashed, seat_of_seed, take_seat
from assess.store.account_tables import Account
from assess.store.room_tables import SeatTicket
from assess.store.seating import meetings_with_ticket
from assess.store.seats import last_number
from assess.store.tables import FocusGroup, FocusGroupVerb, SeatEntry, SeatToken

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 300
MOST_OF_A_MEETING = 2000
CODE = re.compile(rf"([0-9]{{1,4}})[^A-Z0-9]*([{JOIN_CODE_LETTERS}]{{{JOIN_CODE_LENGTH}}})")


class TicketUsed(RuntimeError):
    """Somebody sits on this chair already: a ticket takes one seat, once."""


class TooManyTickets(ValueError):
    """More than a hall can hold."""


class NoTickets(RuntimeError):
    """Nobody could come in: there are no tickets to come in with."""


def make_tickets(
    db: Session,
    focus_group: FocusGroup,
    secret: str,
    number: int,
    now: datetime,
    by: Account | None = None,
    *,
    group: str | None = None,
    table: str | None = None,
) -> tuple[int, int]:
    """Make tickets for further chairs; return the first and the last chair's number."""
    lock_open_meeting(db, focus_group)
    before = last_number(db, focus_group.id)
    if not 1 <= number <= MOST_AT_ONCE or before + number > MOST_OF_A_MEETING:
        raise TooManyTickets(number)
    first, last = before + 1, before + number
    db.add_all(
        SeatTicket(
            focus_group_id=focus_group.id,
            region_id=focus_group.region_id,
            number=chair,
            token_hash=hashed(ticket_token(secret, focus_group.public_id, chair)),
            group_key=group,
            table_key=table,
            made_at=now,
        )
        for chair in range(first, last + 1)
    )
    write_down(
        *(db, focus_group, FocusGroupVerb.TICKETS_MADE, now, by),
        first=first,
        last=last,
        group=group,
        table=table,
    )
    return first, last


def change_entry(
    db: Session,
    focus_group: FocusGroup,
    entry: SeatEntry,
    now: datetime,
    by: Account | None = None,
) -> None:
    """One code for the hall, or tickets only. Who sits already stays seated."""
    lock_open_meeting(db, focus_group)
    if focus_group.entry == entry:
        return
    if entry == SeatEntry.TICKETS:
        query = select(SeatTicket.id).where(SeatTicket.focus_group_id == focus_group.id).limit(1)
        if db.scalar(query) is None:
            raise NoTickets(focus_group.public_id)
    focus_group.entry = entry
    write_down(db, focus_group, FocusGroupVerb.ENTRY_CHANGED, now, by, entry=entry.value)


def take_ticketed_seat(
    db: Session,
    focus_group: FocusGroup,
    ticket: SeatTicket,
    seed: bytes,
    *,
    group_key: str,
    table_key: str | None,
    institution: str,
    notice_version: str,
    consents: Mapping[str, bool],
    now: datetime,
) -> TakenSeat:
    """Take the one seat of a ticket, whose row the caller has locked.

    The phone that took it gets the same seat again, so that an answer that was lost on the way
    costs nobody a chair. Any other phone is refused.
    """
    again = seat_of_ticket(db, ticket, seed)
    if again is not None:
        return again
    if ticket.used_at is not None:
        raise TicketUsed(ticket.number)
    taken = take_seat(
        db,
        focus_group,
        group_key=ticket.group_key or group_key,
        table_key=ticket.table_key or table_key,
        institution=institution,
        notice_version=notice_version,
        consents=consents,
        now=now,
        chair=ticket.number,
        seed=seed,
    )
    query = select(SeatToken.participant_id).where(SeatToken.token_hash == hashed(taken.token))
    ticket.participant_id = db.scalars(query).one()
    ticket.used_at = now
    db.flush()
    logger.info("ticket %s of focus group %s used", ticket.number, focus_group.id)
    return taken


def seat_of_ticket(db: Session, ticket: SeatTicket, seed: bytes) -> TakenSeat | None:
    """The seat of a used ticket for the phone that took it, or None for any other phone."""
    if ticket.participant_id is None:
        return None
    return seat_of_seed(db, seed, ticket.participant_id)


def ticket_token(secret: str, meeting: str, number: int) -> str:
    """What stands in the ticket's QR: 128 bits that nobody guesses without the secret."""
    drawn = _drawn(secret, f"ticket:{meeting}:{number}")
    return base64.urlsafe_b64encode(drawn[:16]).decode().rstrip("=")


def ticket_code(secret: str, meeting: str, number: int) -> str:
    """The chair's number and eight letters, for those who cannot scan: 17-KRTWBNHA."""
    drawn = int.from_bytes(_drawn(secret, f"ticket code:{meeting}:{number}"))
    letters = []
    for _ in range(JOIN_CODE_LENGTH):
        drawn, at = divmod(drawn, len(JOIN_CODE_LETTERS))
        letters.append(JOIN_CODE_LETTERS[at])
    return f"{number}-{''.join(letters)}"


def phone_seed(secret: str, ticket: SeatTicket, phone: str) -> bytes:
    """What token and code of the seat follow from: this ticket on this phone, and the secret."""
    return _drawn(secret, f"ticket seat:{ticket.token_hash}:{phone}")


def token_of_code(db: Session, secret: str, typed: str) -> str | None:
    """The token of the ticket whose code was typed, in an open meeting; None where there is none."""
    read = CODE.fullmatch(typed.upper().replace(" ", ""))
    if read is None:
        return None
    number, code = int(read[1]), f"{int(read[1])}-{read[2]}"
    for meeting, token_hash in meetings_with_ticket(db, number):
        token = ticket_token(secret, meeting, number)
        right = hmac.compare_digest(ticket_code(secret, meeting, number), code)
        if right and hashed(token) == token_hash:
            return token
    return None


def _drawn(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), purpose.encode(), "sha256")
