"""One seat for each ticket, whoever tries how often at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.actions.focus_groups import close_focus_group
from assess.actions.seat_tickets import (
    NoTickets,
    TicketUsed,
    TooManyTickets,
    change_entry,
    make_tickets,
    phone_seed,
    seat_of_ticket,
    take_ticketed_seat,
    ticket_code,
    ticket_token,
    token_of_code,
)
from assess.actions.seating import SeatsAreFrozen
from assess.actions.seats import TakenSeat, hashed, resume_seat
from assess.store.room_tables import SeatTicket
from assess.store.seating import seat_by_number, seat_listings, ticket_by_token_hash, tickets_of
from assess.store.seats import seat_by_token_hash
from assess.store.tables import FocusGroupEvent, Participant, SeatEntry
from tests.room.conftest import Hall
from tests.world import NOW, a_participant

SECRET = "kunci-untuk-uji-yang-cukup-panjang-0123456789"
PHONE, OTHER_PHONE = "ponsel-a", "ponsel-b"


def tickets(hall: Hall, number: int = 3, **bound: str) -> list[str]:
    """Make tickets; return their tokens."""
    with hall.database.writing() as db:
        meeting = hall.meeting(db)
        first, last = make_tickets(db, meeting, SECRET, number, NOW, **bound)
        return [ticket_token(SECRET, meeting.public_id, n) for n in range(first, last + 1)]


def take(hall: Hall, token: str, phone: str = PHONE, group: str = "kadin") -> TakenSeat:
    with hall.database.writing() as db:
        ticket = _ticket(db, token, lock=True)
        return take_ticketed_seat(
            db,
            hall.meeting(db),
            ticket,
            phone_seed(SECRET, ticket, phone),
            group_key=group,
            table_key=None,
            institution="",
            notice_version="1",
            consents={},
            now=NOW,
        )


def _ticket(db: Session, token: str, *, lock: bool = False) -> SeatTicket:
    ticket = ticket_by_token_hash(db, hashed(token), lock=lock)
    assert ticket is not None
    return ticket


def people(hall: Hall) -> int:
    with hall.database.reading() as db:
        return db.scalar(select(func.count()).select_from(Participant)) or 0


def test_chairs_are_numbered_on_and_the_log_says_which_were_made(hall: Hall) -> None:
    tickets(hall, 3)
    tickets(hall, 2, group="kadin")

    with hall.database.reading() as db:
        made = tickets_of(db, hall.focus_group_id)
        query = select(FocusGroupEvent.content).where(FocusGroupEvent.verb == "tickets_made")
        told = list(db.scalars(query.order_by(FocusGroupEvent.seq)))
    assert [ticket.number for ticket in made] == [5, 6, 7, 8, 9]  # four people sit already
    assert [ticket.group_key for ticket in made] == [None, None, None, "kadin", "kadin"]
    assert told == [
        {"first": 5, "last": 7, "group": None, "table": None},
        {"first": 8, "last": 9, "group": "kadin", "table": None},
    ]


@pytest.mark.parametrize("number", [0, -1, 301])
def test_no_hall_needs_so_many_tickets(hall: Hall, number: int) -> None:
    with pytest.raises(TooManyTickets):
        tickets(hall, number)


def test_a_ticket_takes_one_seat_and_fixes_what_is_printed_on_it(hall: Hall) -> None:
    (token,) = tickets(hall, 1, group="umkm", table="meja-1")

    take(hall, token, group="kadin")

    with hall.database.reading() as db:
        seat = seat_by_number(db, hall.focus_group_id, 5)
        assert seat is not None
        ticket = _ticket(db, token)
        assert (seat.group_key, seat.table_key) == ("umkm", "meja-1")
        assert (ticket.participant_id, ticket.used_at) == (seat.id, NOW)


def test_the_same_phone_goes_on_with_its_seat_even_if_the_answer_was_lost(hall: Hall) -> None:
    (token,) = tickets(hall, 1)
    first = take(hall, token)

    again = take(hall, token)

    assert again == first
    assert people(hall) == 5
    with hall.database.writing() as db:
        ticket = _ticket(db, token)
        assert seat_of_ticket(db, ticket, phone_seed(SECRET, ticket, PHONE)) == first
        assert seat_by_token_hash(db, hashed(again.token), writes=False) is not None


def test_another_phone_takes_no_second_seat_and_goes_on_with_the_code(hall: Hall) -> None:
    (token,) = tickets(hall, 1)
    first = take(hall, token)

    with pytest.raises(TicketUsed):
        take(hall, token, OTHER_PHONE)

    assert people(hall) == 5
    with hall.database.writing() as db:
        resumed = resume_seat(db, hall.meeting(db), first.resume_code, NOW)
        assert resumed is not None
        seats = [
            seat_by_token_hash(db, hashed(taken.token), writes=False) for taken in (first, resumed)
        ]
        assert seats[0] is not None
        assert seats[1] is not None
        assert seats[0].participant_id == seats[1].participant_id


def test_fifty_phones_at_once_take_one_seat(hall: Hall) -> None:
    (token,) = tickets(hall, 1)
    start = Barrier(50)

    def try_it(number: int) -> bool:
        start.wait()
        try:
            take(hall, token, f"ponsel-{number}")
        except TicketUsed:
            return False
        return True

    with ThreadPoolExecutor(50) as pool:
        seated = list(pool.map(try_it, range(50)))

    assert seated.count(True) == 1
    assert people(hall) == 5


def test_one_phone_that_sends_fifty_times_at_once_has_one_seat(hall: Hall) -> None:
    (token,) = tickets(hall, 1)
    start = Barrier(50)

    def try_it(_: int) -> TakenSeat:
        start.wait()
        return take(hall, token)

    with ThreadPoolExecutor(50) as pool:
        taken = set(pool.map(try_it, range(50)))

    assert len(taken) == 1
    assert people(hall) == 5


def test_many_people_at_once_get_numbers_without_gap_or_double(hall: Hall) -> None:
    tokens = tickets(hall, 30)
    start = Barrier(30)

    def sit(token: str) -> None:
        start.wait()
        take(hall, token)

    with ThreadPoolExecutor(30) as pool:
        list(pool.map(sit, tokens))

    with hall.database.reading() as db:
        numbers = list(db.scalars(select(Participant.seat_number)))
    assert sorted(numbers) == list(range(1, 35))


def test_a_chair_keeps_its_number_and_who_comes_without_a_ticket_sits_behind(hall: Hall) -> None:
    tokens = tickets(hall, 3)
    take(hall, tokens[2])
    with hall.database.writing() as db:
        a_participant(db, hall.meeting(db), "kadin", {})
    take(hall, tokens[0])
    tickets(hall, 1)

    with hall.database.reading() as db:
        listed = seat_listings(db, hall.focus_group_id)
        assert [(seat.number, seat.chair) for seat in listed][4:] == [(5, 5), (7, 7), (8, None)]
        assert tickets_of(db, hall.focus_group_id)[-1].number == 9


def test_the_printed_code_finds_its_ticket_however_it_is_typed(hall: Hall) -> None:
    tokens = tickets(hall, 8)
    with hall.database.writing() as db:
        code = ticket_code(SECRET, hall.meeting(db).public_id, 12)
        number, letters = code.split("-")
        typed = [code, code.lower(), f" 0{number} {letters[:4]} {letters[4:]} ", number + letters]

        assert [token_of_code(db, SECRET, each) for each in typed] == [tokens[7]] * 4
        assert token_of_code(db, SECRET, f"11-{letters}") is None
        assert token_of_code(db, SECRET, letters) is None
        assert token_of_code(db, SECRET, "") is None
        assert token_of_code(db, "kunci lain", code) is None


def test_the_code_of_a_closed_meeting_finds_nothing(hall: Hall) -> None:
    tickets(hall, 1)
    with hall.database.writing() as db:
        meeting = hall.meeting(db)
        code = ticket_code(SECRET, meeting.public_id, 5)
        assert token_of_code(db, SECRET, code) is not None
        close_focus_group(db, meeting, NOW)

        assert token_of_code(db, SECRET, code) is None


def test_only_the_hash_of_a_ticket_is_kept(hall: Hall) -> None:
    (token,) = tickets(hall, 1)

    with hall.database.reading() as db:
        ticket = _ticket(db, token)
        assert token not in repr(vars(ticket))


def test_the_door_is_not_locked_before_there_are_keys(hall: Hall) -> None:
    with pytest.raises(NoTickets), hall.database.writing() as db:
        change_entry(db, hall.meeting(db), SeatEntry.TICKETS, NOW)

    tickets(hall, 1)
    with hall.database.writing() as db:
        change_entry(db, hall.meeting(db), SeatEntry.TICKETS, NOW)
        assert hall.meeting(db).entry == SeatEntry.TICKETS


def test_a_closed_meeting_gets_no_tickets(hall: Hall) -> None:
    with hall.database.writing() as db:
        close_focus_group(db, hall.meeting(db), NOW)

    with pytest.raises(SeatsAreFrozen):
        tickets(hall, 1)
