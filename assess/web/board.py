"""The live board: who joined and how far they are. Never what anybody chose."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from weakref import WeakKeyDictionary

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from assess.questionnaire.instrument import Questionnaire, RespondentGroup
from assess.questionnaire.questions import Text
from assess.questionnaire.routing import section_key, sections_for
from assess.store.focus_groups import GroupAttendance, answered_by_question, attendance_by_group
from assess.store.seating import answered_by_table, table_counts
from assess.store.tables import FocusGroup, FocusGroupState
from assess.web.formatting import in_language
from assess.web.table_progress import Forms

NOBODY = GroupAttendance(joined=0, sent=0)
LARGE_HALL = 5_000  # answers
COUNTED_A_SECOND = 20_000  # at most, however many screens ask

# By database and meeting: until when a count is kept, and the count.
_COUNTED: WeakKeyDictionary[Any, dict[int, tuple[float, Mapping[str, int]]]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Meter:
    """One line of the board: a name, how many of how many, and both in words."""

    key: str
    name: str
    done: int
    total: int
    words: str


@dataclass(frozen=True)
class Board:
    joined: int
    expected: int
    sent: int
    open: bool
    round: int
    answering: bool
    groups: tuple[Meter, ...]
    sections: tuple[Meter, ...]

    @property
    def not_sent(self) -> int:
        return self.joined - self.sent

    @property
    def shape(self) -> str:
        """Which lines the board has; a page with other lines must be loaded anew."""
        lines = [meter.key for meter in (*self.groups, *self.sections)]
        # Sections show from the first person on.
        seen = (self.open, self.round, self.answering, self.joined > 0, lines)
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:12]

    def as_json(self) -> dict[str, Any]:
        meters = {
            meter.key: {"done": meter.done, "total": meter.total, "words": meter.words}
            for meter in (*self.groups, *self.sections)
        }
        return {"shape": self.shape, "joined": self.joined, "sent": self.sent, "meters": meters}

    @property
    def etag(self) -> str:
        text = json.dumps(self.as_json(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def board_of(db: Session, focus_group: FocusGroup, questionnaire: Questionnaire) -> Board:
    attendance = attendance_by_group(db, focus_group)
    expected = focus_group.expected_heads
    return Board(
        joined=sum(group.joined for group in attendance.values()),
        expected=sum(expected.values()),
        sent=sum(group.sent for group in attendance.values()),
        open=focus_group.state == FocusGroupState.OPEN,
        round=focus_group.round,
        answering=focus_group.answering,
        groups=_group_meters(questionnaire, attendance, expected)
        if focus_group.round == 1
        else _sent_meters(questionnaire, attendance),
        # From the second round on everybody begins with answers: who sent is all there is to count.
        sections=_section_meters(
            questionnaire,
            _asked_by_section(db, focus_group, questionnaire, attendance),
            answered_lately(db, focus_group, questionnaire),
        )
        if focus_group.round == 1
        else (),
    )


def answered_lately(
    db: Session, focus_group: FocusGroup, questionnaire: Questionnaire
) -> Mapping[str, int]:
    """How many people answered each question. The count of a large hall takes long, so it is kept
    for a while: some tenths of a second with ten thousand answers, four with ninety thousand."""
    kept = _COUNTED.setdefault(db.get_bind(), {})
    begun = perf_counter()
    until, counted = kept.get(focus_group.id, (0.0, {}))
    if begun < until:
        return counted
    counted = (
        _answered_at_tables(db, focus_group, questionnaire)
        if focus_group.tables
        else answered_by_question(db, focus_group)
    )
    answers = sum(counted.values())
    if answers > LARGE_HALL:
        kept[focus_group.id] = (begun + answers / COUNTED_A_SECOND, counted)
    return counted


def _answered_at_tables(
    db: Session, focus_group: FocusGroup, questionnaire: Questionnaire
) -> dict[str, int]:
    """Who moved to another table leaves answers behind that are asked of nobody there."""
    forms = Forms(questionnaire, focus_group)
    counted: dict[str, int] = {}
    for (table, group, question), n in answered_by_table(db, focus_group.id).items():
        if question in forms.of(group, table):
            counted[question] = counted.get(question, 0) + n
    return counted


def _group_meters(
    questionnaire: Questionnaire,
    attendance: Mapping[str, GroupAttendance],
    expected: Mapping[str, int],
) -> tuple[Meter, ...]:
    """Groups that are expected or came, in the order of the questionnaire."""
    meters = []
    for group in questionnaire.groups:
        joined, hoped = attendance.get(group.key, NOBODY).joined, expected.get(group.key, 0)
        if not joined and not hoped:
            continue
        words = _("%(n)s dari %(m)s", n=joined, m=hoped) if hoped else _("%(n)s hadir", n=joined)
        name = _briefly(group)
        meters.append(Meter(f"group-{group.key}", name, joined, max(joined, hoped), words))
    return tuple(meters)


def _briefly(group: RespondentGroup) -> str:
    """Without what stands in brackets: a line is read from the back row."""
    return in_language(group.name).split(" (")[0]


def _sent_meters(
    questionnaire: Questionnaire, attendance: Mapping[str, GroupAttendance]
) -> tuple[Meter, ...]:
    """Groups that came: how many of their people have sent."""
    meters = []
    for group in questionnaire.groups:
        came = attendance.get(group.key, NOBODY)
        if came.joined:
            words = _("%(n)s dari %(m)s", n=came.sent, m=came.joined)
            name = _briefly(group)
            meters.append(Meter(f"group-{group.key}", name, came.sent, came.joined, words))
    return tuple(meters)


def _asked_by_section(
    db: Session,
    focus_group: FocusGroup,
    questionnaire: Questionnaire,
    attendance: Mapping[str, GroupAttendance],
) -> dict[str, int]:
    """How many answers are asked for: of everybody, or at each table what the table answers."""
    parts: dict[str | None, list[str]] = {t["key"]: t["sections"] for t in focus_group.tables}
    people = (
        [(each.group_key, each.table_key, each.joined) for each in table_counts(db, focus_group.id)]
        if parts
        else [(group, None, each.joined) for group, each in attendance.items()]
    )
    asked: dict[str, int] = {}
    for group, table, joined in people:
        for section in sections_for(questionnaire, group, None, parts.get(table)):
            asked[section.key] = asked.get(section.key, 0) + joined * len(section.questions)
    return asked


def _section_meters(
    questionnaire: Questionnaire, asked: Mapping[str, int], answered: Mapping[str, int]
) -> tuple[Meter, ...]:
    """Answers given of answers asked for, by section, over everybody who joined."""
    names: dict[str, Text] = {}
    for group in questionnaire.groups:
        for section in sections_for(questionnaire, group.key):
            names.setdefault(section.key, section.name)
    given = dict.fromkeys(names, 0)
    for question in questionnaire.focus_group_questions:
        key = section_key(questionnaire, question)
        given[key] = given.get(key, 0) + answered.get(question.id, 0)
    return tuple(
        Meter(
            key=f"section-{key}",
            name=in_language(names[key]),
            done=given[key],
            total=asked.get(key, 0),
            words=_("%(n)s dari %(m)s", n=given[key], m=asked.get(key, 0)),
        )
        for key in _in_form_order(questionnaire, names)
    )


def _in_form_order(questionnaire: Questionnaire, names: Mapping[str, Text]) -> list[str]:
    """Dimensions and readiness as the form has them, perceptions last."""
    parts = [part.key for part in (*questionnaire.dimensions, *questionnaire.readiness)]
    return [*(key for key in parts if key in names), *(key for key in names if key not in parts)]
