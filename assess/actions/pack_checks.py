"""Whether a packed meeting agrees with itself, before anything is asked of the database.

A signature says who packed it. That its answers are those of its history, its rounds those of its
log, and its questionnaire the one it names, is checked here as if nobody had signed it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from assess.actions.pack_content import EntryPart, Pack, RoundPart, SeatPart
from assess.actions.pack_file import PackFault, PackRefused, SignedPack, unpack
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import MaturityQuestion, OpenQuestion
from assess.questionnaire.reader import canonical, fingerprint, from_canonical
from assess.room.chain import Entry, first_broken
from assess.room.history import GIVEN, Event, standing
from assess.room.proceedings import proceedings
from assess.room.verbs import FocusGroupVerb
from assess.store.rounds import answers_digest


@dataclass(frozen=True)
class CheckedPack:
    """A packed meeting that agrees with itself. Only `checked` makes one."""

    signed: SignedPack
    pack: Pack
    questionnaire: Questionnaire


def checked(signed: SignedPack) -> CheckedPack:
    """The meeting inside of a signed file, or PackRefused with the place that is wrong. It takes
    seconds for a large hall, so it is done before the database is asked for."""
    pack = unpack(signed)
    questionnaire = _questionnaire(pack)
    _check_log(pack)
    _check_names(pack)
    groups = questionnaire.group_by_key
    for seat in pack.seats:
        place = f"seat {seat.number}"
        _demand(seat.group_key in groups, f"{place}: group")
        _check_answers(questionnaire, seat, place)
    _demand(all(each.group_key in groups for each in pack.attendees), "attendees: group")
    _demand(all(t.group_key is None or t.group_key in groups for t in pack.tickets), "tickets")
    for closed in pack.rounds:
        _check_round(pack, questionnaire, closed)
    asked = pack.meeting.asked or ()
    _demand(all(key in questionnaire.question_by_id for key in asked), "meeting: asked")
    return CheckedPack(signed, pack, questionnaire)


def entries_of(parts: Iterable[EntryPart]) -> list[Entry]:
    return [
        Entry(
            *(part.seq, part.verb, part.at, part.by, part.reason, part.content),
            *(part.previous_hash, part.hash),
        )
        for part in parts
    ]


def events_of(seat: SeatPart) -> list[Event]:
    return [
        Event(each.operation_id, each.received_at, tuple(change.row() for change in each.changes))
        for each in seat.events
    ]


def _questionnaire(pack: Pack) -> Questionnaire:
    given = pack.questionnaire
    try:
        questionnaire = from_canonical(given.canonical)
    except ValidationError as error:
        raise PackRefused(PackFault.CONTENT, "questionnaire") from error
    same = canonical(questionnaire) == given.canonical
    named = (questionnaire.key, questionnaire.version) == (given.key, given.version)
    _demand(same and named and fingerprint(questionnaire) == given.sha256, "questionnaire: hash")
    return questionnaire


def _check_log(pack: Pack) -> None:
    entries = entries_of(pack.log)
    broken = first_broken(pack.meeting.public_id, entries)
    _demand(broken is None, f"log: entry {broken}")
    try:
        proceedings(entries)
    except (KeyError, TypeError, ValueError) as error:
        raise PackRefused(PackFault.CONTENT, "log: content of an entry") from error


def _check_names(pack: Pack) -> None:
    """Nobody stands twice, and nobody is there who is named as withdrawn."""
    names = [seat.public_id for seat in pack.seats]
    for values, place in (
        (names, "seats: name"),
        ([seat.number for seat in pack.seats], "seats: number"),
        ([seat.resume_code_hash for seat in pack.seats], "seats: code"),
        ([ticket.number for ticket in pack.tickets], "tickets: number"),
        ([ticket.token_hash for ticket in pack.tickets], "tickets: token"),
        ([t.seat for t in pack.tickets if t.seat is not None], "tickets: seat"),
        ([each.public_id for each in pack.attendees], "attendees"),
        ([(closed.number, closed.edition) for closed in pack.rounds], "rounds: number"),
        (pack.withdrawn, "withdrawn"),
    ):
        _demand(len(set(values)) == len(values), place)
    _demand(not set(names) & set(pack.withdrawn), "withdrawn: seat")
    seated = {ticket.seat for ticket in pack.tickets} - {None}
    _demand(seated <= set(names), "tickets: seat")


def _check_answers(questionnaire: Questionnaire, seat: SeatPart, place: str) -> None:
    operations = [event.operation_id for event in seat.events]
    _demand(len(set(operations)) == len(operations), f"{place}: operation")
    horizons = {horizon.key for horizon in questionnaire.horizons}
    asked = {question.id for question in questionnaire.focus_group_questions}
    for event in seat.events:
        for change in event.changes:
            where = f"{place}: {event.operation_id}"
            question = questionnaire.question_by_id.get(change.question)
            _demand(change.question in asked and change.level != 0, where)
            _demand(change.horizon is None or change.horizon in horizons, where)
            scored = isinstance(question, MaturityQuestion)
            _demand(scored or (change.target, change.horizon) == (None, None), where)
            _demand(not isinstance(question, OpenQuestion) or change.level is None, where)
    stand, _ = standing(events_of(seat))
    told = {
        answer.question: (
            answer.revision,
            answer.operation_id,
            tuple(getattr(answer, name) for name in GIVEN),
        )
        for answer in seat.answers
    }
    proper = {key: (each.revision, each.operation_id, each.given) for key, each in stand.items()}
    _demand(told == proper and len(told) == len(seat.answers), f"{place}: answers")


def _check_round(pack: Pack, questionnaire: Questionnaire, closed: RoundPart) -> None:
    """The rows of a round are those that the log names. Rows of people who took back consent are
    gone, and the hash can be formed no more: then there are fewer of them, never more."""
    place = f"round {closed.number}.{closed.edition}"
    content = {
        "number": closed.number,
        "edition": closed.edition,
        "people": closed.people,
        "answers": closed.answers,
        "answers_sha256": closed.answers_sha256,
        "questions": closed.questions,
    }
    written = [entry.content for entry in pack.log if entry.verb == FocusGroupVerb.ROUND_CLOSED]
    _demand(any(content.items() <= entry.items() for entry in written), place)
    names = {seat.public_id for seat in pack.seats}
    _demand(all(row[0] in names and row[3] != 0 for row in closed.rows), f"{place}: rows")
    _demand(all(row[1] in questionnaire.question_by_id for row in closed.rows), f"{place}: rows")
    if len(closed.rows) == closed.answers:
        _demand(answers_digest(closed.rows) == closed.answers_sha256, f"{place}: hash")
    else:
        _demand(bool(pack.withdrawn) and len(closed.rows) < closed.answers, f"{place}: rows")


def _demand(right: bool, place: str) -> None:
    if not right:
        raise PackRefused(PackFault.CONTENT, place)
