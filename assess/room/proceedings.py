"""What happened in a meeting and how it stands, read from its log and from nothing else.

Content of an entry, by verb (what is not listed has none):

    round_closed        number, edition, people, answers, answers_sha256, questions (or null)
    round_opened        number, questions
    score_round_chosen  number
    revealed            question            shown to the hall from now on; COMPARISON: both rounds
    hidden              (nothing)           the hall sees no result now
    agenda_set          questions, left_out, minutes, by_machine
    discussion_started  question
    discussion_ended    question
    consensus           question, level (or null: none reached), note
    dissent             question, text, group (or null)
    decision            text, question (or null)
    action_point        text, owner, due (ISO date)
    heads_counted       heads
    attended            attendee, group
    attendance_removed  attendee
    seat_voided         seat                reason in the entry
    seat_restored       seat
    seats_merged        kept, voided, carried, conflicts (questions), operation
    group_corrected     seat, before, after
    table_corrected     seat, before, after
    tables_set          tables: [{key, name, sections, assistant}]
    table_late          table, late, ready, by_assistant
    handover_offered    to, account         accepted by this account within some minutes
    handed_over         from, to            without an offer: taken over, reason in the entry
    tickets_made        first, last, group, table (or null: chosen when joining)
    entry_changed       entry
    reopened            minutes, where it is for some minutes
    late_answers_admitted  code, operations
    paper_entered       number, group, differences, one_person (keyed both times)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from assess.room.chain import FIRST, Entry
from assess.room.verbs import FocusGroupVerb as Verb

COMPARISON = "*"  # stands for a question where the hall is shown both rounds beside each other


class Phase(StrEnum):
    """What the meeting is doing. Results may be seen by nobody while a round is answered."""

    ANSWERING = "answering"
    TALK = "talk"  # a round is closed: results are revealed and discussed
    CLOSED = "closed"


@dataclass(frozen=True)
class RoundRecord:
    number: int
    edition: int
    questions: tuple[str, ...] | None
    people: int
    answers: int
    answers_sha256: str
    closed_at: datetime


@dataclass(frozen=True)
class Agenda:
    """Which questions are talked about, in order, and which the minutes do not reach."""

    questions: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    minutes: float | None = None  # left when it was set
    by_machine: bool = True
    at: datetime | None = None  # when it was set


@dataclass(frozen=True)
class Consensus:
    question: str
    level: int | None  # None: the room talked and did not agree
    note: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Dissent:
    """A minority statement. It is never taken back, only followed by another."""

    number: int
    question: str
    text: str
    group: str | None
    at: datetime
    by: str


@dataclass(frozen=True)
class Decision:
    number: int
    text: str
    question: str | None
    at: datetime


@dataclass(frozen=True)
class ActionPoint:
    number: int
    text: str
    owner: str
    due: date
    at: datetime


@dataclass(frozen=True)
class SeatChange:
    """A seat that was voided, restored or merged, or whose group was corrected."""

    verb: Verb
    content: dict[str, Any]
    reason: str
    at: datetime
    by: str


@dataclass
class Proceedings:
    """State of a meeting after the last entry of its log. Read it, never write it."""

    phase: Phase = Phase.ANSWERING
    round: int = 1
    rounds: list[RoundRecord] = field(default_factory=list)
    asked: tuple[str, ...] | None = None
    score_round: int | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    reopened: list[tuple[datetime, str, str]] = field(default_factory=list)  # at, by, why
    withdrawn: int = 0
    agenda: Agenda = field(default_factory=Agenda)
    revealed: list[str] = field(default_factory=list)  # in the order of revealing
    on_screen: str | None = None
    discussing: str | None = None
    discussing_since: datetime | None = None
    minutes_on: dict[str, float] = field(default_factory=dict)  # question -> minutes of talk
    consensus: dict[str, Consensus] = field(default_factory=dict)  # the newest of each question
    dissents: list[Dissent] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    action_points: list[ActionPoint] = field(default_factory=list)
    heads: int | None = None
    attended: dict[str, str] = field(default_factory=dict)  # attendee -> group
    attendance_removed: dict[str, str] = field(default_factory=dict)
    seat_changes: list[SeatChange] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    late_tables: list[str] = field(default_factory=list)
    ready_tables: list[str] = field(default_factory=list)
    leaders: list[str] = field(default_factory=list)  # names, in the order of leading
    entries: int = 0
    head: str = FIRST  # hash of the last entry: names this log and all that is in it

    @property
    def closed(self) -> bool:
        return self.phase is Phase.CLOSED

    def closed_round(self, number: int) -> RoundRecord | None:
        """The newest edition of a round, or None while it was never closed."""
        return next((each for each in reversed(self.rounds) if each.number == number), None)


def proceedings(entries: Iterable[Entry]) -> Proceedings:
    """Fold a log into the state of its meeting.

    The log is trusted: `chain.first_broken` says whether it may be. Entries of verbs that this
    version does not know change nothing but the head, so that a newer log can still be read.
    """
    state = Proceedings()
    for entry in entries:
        _round(state, entry)
        _talk(state, entry)
        _settled(state, entry)
        _people(state, entry)
        state.entries += 1
        state.head = entry.hash
    return state


def _round(state: Proceedings, entry: Entry) -> None:
    content = entry.content
    match entry.verb:
        case Verb.OPENED:
            state.opened_at = entry.at
            state.leaders.append(entry.by)
        case Verb.CLOSED:
            state.phase, state.closed_at = Phase.CLOSED, entry.at
            _stop_talk(state, entry.at)
            state.on_screen = None
        case Verb.REOPENED:
            state.phase, state.closed_at = Phase.ANSWERING, None
            state.on_screen = None
            state.reopened.append((entry.at, entry.by, entry.reason))
        case Verb.WITHDRAWN:
            state.withdrawn += 1
        case Verb.ROUND_CLOSED:
            state.phase = Phase.TALK
            questions = content["questions"]
            state.rounds.append(
                RoundRecord(
                    number=content["number"],
                    edition=content["edition"],
                    questions=None if questions is None else tuple(questions),
                    people=content["people"],
                    answers=content["answers"],
                    answers_sha256=content["answers_sha256"],
                    closed_at=entry.at,
                )
            )
        case Verb.ROUND_OPENED:
            state.phase, state.round = Phase.ANSWERING, content["number"]
            state.asked = tuple(content["questions"])
            state.on_screen = None
            _stop_talk(state, entry.at)
        case Verb.SCORE_ROUND_CHOSEN:
            state.score_round = content["number"]


def _talk(state: Proceedings, entry: Entry) -> None:
    content = entry.content
    match entry.verb:
        case Verb.REVEALED:
            state.on_screen = shown = content["question"]
            if shown not in (*state.revealed, COMPARISON):
                state.revealed.append(shown)
        case Verb.HIDDEN:
            state.on_screen = None
        case Verb.AGENDA_SET:
            state.agenda = Agenda(
                questions=tuple(content["questions"]),
                left_out=tuple(content["left_out"]),
                minutes=content["minutes"],
                by_machine=content["by_machine"],
                at=entry.at,
            )
        case Verb.DISCUSSION_STARTED:
            _stop_talk(state, entry.at)
            state.discussing, state.discussing_since = content["question"], entry.at
        case Verb.DISCUSSION_ENDED:
            _stop_talk(state, entry.at)


def _settled(state: Proceedings, entry: Entry) -> None:
    content = entry.content
    match entry.verb:
        case Verb.CONSENSUS:
            state.consensus[content["question"]] = Consensus(
                content["question"], content["level"], content["note"], entry.at, entry.by
            )
        case Verb.DISSENT:
            state.dissents.append(
                Dissent(
                    number=len(state.dissents) + 1,
                    question=content["question"],
                    text=content["text"],
                    group=content["group"],
                    at=entry.at,
                    by=entry.by,
                )
            )
        case Verb.DECISION:
            state.decisions.append(
                Decision(len(state.decisions) + 1, content["text"], content["question"], entry.at)
            )
        case Verb.ACTION_POINT:
            state.action_points.append(
                ActionPoint(
                    number=len(state.action_points) + 1,
                    text=content["text"],
                    owner=content["owner"],
                    due=date.fromisoformat(content["due"]),
                    at=entry.at,
                )
            )


def _people(state: Proceedings, entry: Entry) -> None:
    content = entry.content
    match entry.verb:
        case Verb.HEADS_COUNTED:
            state.heads = content["heads"]
        case Verb.ATTENDED:
            state.attended[content["attendee"]] = content["group"]
        case Verb.ATTENDANCE_REMOVED:
            group = state.attended.pop(content["attendee"], "")
            state.attendance_removed[content["attendee"]] = group
        case (
            Verb.SEAT_VOIDED
            | Verb.SEAT_RESTORED
            | Verb.SEATS_MERGED
            | Verb.GROUP_CORRECTED
            | Verb.TABLE_CORRECTED
        ):
            state.seat_changes.append(
                SeatChange(Verb(entry.verb), dict(content), entry.reason, entry.at, entry.by)
            )
        case Verb.TABLES_SET:
            state.tables = list(content["tables"])
            keys = {each["key"] for each in state.tables}
            state.late_tables = [key for key in state.late_tables if key in keys]
            state.ready_tables = [key for key in state.ready_tables if key in keys]
        case Verb.TABLE_LATE:
            table = content["table"]
            _mark(state.late_tables, table, marked=content["late"])
            _mark(state.ready_tables, table, marked=content.get("ready", False))
        case Verb.HANDED_OVER:
            state.leaders.append(content["to"])


def _mark(tables: list[str], table: str, *, marked: bool) -> None:
    if table in tables:
        tables.remove(table)
    if marked:
        tables.append(table)


def _stop_talk(state: Proceedings, at: datetime) -> None:
    """A question may be talked about several times: its minutes add up."""
    question, since = state.discussing, state.discussing_since
    if question is not None and since is not None:
        minutes = max((at - since).total_seconds(), 0.0) / 60
        state.minutes_on[question] = state.minutes_on.get(question, 0.0) + minutes
    state.discussing = state.discussing_since = None
