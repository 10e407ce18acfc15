"""The room as its console shows it: where the meeting stands, the agenda, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from assess.actions.room_results import RoundResult, compared_rounds, result_of_round
from assess.actions.talk import minutes_left, pace, talked_about
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import MaturityQuestion
from assess.report.figures import WORDS, Figure, slope
from assess.room.agenda import ranking
from assess.room.chain import Entry
from assess.room.pace import Forecast, forecast
from assess.room.proceedings import Phase, Proceedings, proceedings
from assess.room.shift import Shift
from assess.scoring.scores import QuestionScore
from assess.store.questionnaires import questionnaire_of
from assess.store.rounds import log_of
from assess.store.tables import FocusGroup, FocusGroupState
from assess.web.formatting import in_language, number, score
from assess.web.language import language
from assess.web.result_lines import Namer
from assess.web.room_words import apart_in_words, consensus_in_words, spread_in_words


@dataclass(frozen=True)
class ItemRow:
    """One question in a list of the console."""

    question: str
    text: str
    why: str
    href: str


@dataclass(frozen=True)
class DoneRow:
    question: str
    text: str
    href: str
    minutes: str
    consensus: str
    dissents: int
    running: bool


@dataclass(frozen=True)
class Room:
    """A meeting read from its log. Figures are read only when they are asked for, and refuse to
    be read while a round is answered."""

    db: Session
    focus_group: FocusGroup
    questionnaire: Questionnaire
    log: list[Entry]
    now: datetime

    @cached_property
    def state(self) -> Proceedings:
        return proceedings(self.log)

    @property
    def silent(self) -> bool:
        """A round is answered: there is no result for anybody."""
        return self.focus_group.state == FocusGroupState.OPEN and self.focus_group.answering

    @property
    def phase(self) -> Phase:
        if self.focus_group.state == FocusGroupState.CLOSED:
            return Phase.CLOSED
        return Phase.ANSWERING if self.focus_group.answering else Phase.TALK

    @cached_property
    def namer(self) -> Namer:
        return Namer(self.focus_group.assessment, self.questionnaire)

    @cached_property
    def items(self) -> dict[str, MaturityQuestion]:
        return {each.id: each for each in self.questionnaire.maturity_questions}

    @cached_property
    def result(self) -> RoundResult | None:
        number_ = self.focus_group.round
        return result_of_round(self.db, self.focus_group, self.questionnaire, number_)

    @cached_property
    def shifts(self) -> list[Shift]:
        return compared_rounds(self.db, self.focus_group, self.questionnaire)

    def shift_of(self, question: str) -> Shift | None:
        return next((each for each in self.shifts if each.question == question), None)

    def score_of(self, question: str) -> QuestionScore | None:
        return None if self.result is None else self.result.scorecard.questions[question]

    @cached_property
    def waiting(self) -> list[str]:
        """On the agenda and not talked about yet."""
        done = talked_about(self.state)
        return [key for key in self.state.agenda.questions if key not in done]

    @cached_property
    def forecast(self) -> Forecast | None:
        """Of everything that waits, on the agenda or beside it; None before there is an agenda."""
        left = minutes_left(self.state, self.now)
        if left is None:
            return None
        per_item = pace(self.db, self.log)
        running = None
        if self.state.discussing_since is not None:
            running = (self.now - self.state.discussing_since).total_seconds() / 60
        return forecast(per_item, left, len(self.waiting) + len(self.left_out()), running)

    def rows(self, questions: list[str]) -> list[ItemRow]:
        return [self._row(key) for key in questions if key in self.items]

    def done(self) -> list[DoneRow]:
        return [self._done(key) for key in talked_about(self.state) if key in self.items]

    def left_out(self) -> list[str]:
        return [key for key in self.state.agenda.left_out if key not in talked_about(self.state)]

    def not_ordered(self) -> tuple[int, int]:
        """How many questions are agreed on, and how many have no figure that may be shown."""
        if self.result is None:
            return 0, 0
        found = ranking(self.result.scorecard)
        return len(found.agreed), len(found.unknown)

    def elsewhere(self) -> list[tuple[str, str]]:
        """(id, text) of every question that stands in no list, to be taken in by hand."""
        listed = {*self.state.agenda.questions, *self.left_out(), *talked_about(self.state)}
        return [
            (key, in_language(each.text)) for key, each in self.items.items() if key not in listed
        ]

    def text(self, question: str) -> str:
        return in_language(self.items[question].text)

    def item_address(self, question: str) -> str:
        public_id = self.focus_group.public_id
        return url_for("room_items.item", public_id=public_id, question_id=question)

    def _row(self, key: str) -> ItemRow:
        found = self.score_of(key)
        why = "" if found is None else apart_in_words(found, self.namer)
        return ItemRow(key, self.text(key), why, self.item_address(key))

    def _done(self, key: str) -> DoneRow:
        minutes = self.state.minutes_on.get(key)
        return DoneRow(
            question=key,
            text=self.text(key),
            href=self.item_address(key),
            minutes="" if minutes is None else score(minutes, 1),
            consensus=consensus_in_words(self.state.consensus.get(key)),
            dissents=sum(each.question == key for each in self.state.dissents),
            running=key == self.state.discussing,
        )


def room_of(db: Session, focus_group: FocusGroup, now: datetime) -> Room:
    questionnaire = questionnaire_of(db, focus_group.assessment)
    return Room(db, focus_group, questionnaire, log_of(db, focus_group.id), now)


def reach_in_words(room: Room) -> list[str]:
    """What the minutes will not hold, of everything that there is to talk about."""
    told = room.forecast
    if told is None:
        return []
    every = len(talked_about(room.state)) + told.items
    said = [
        _(
            "%(n)s dari %(all)s butir tidak sempat dibahas.",
            n=number(told.not_reached),
            all=number(every),
        )
    ]
    more = told.reached - len(room.waiting)
    if more > 0:
        said.append(_("Waktunya cukup untuk %(n)s butir lagi dari luar agenda.", n=number(more)))
    return said


def slope_of(shift: Shift, namer: Namer, width: int) -> Figure | None:
    """Means of the groups in both rounds, with their spread; None where no group may be shown."""
    shown = [
        (namer.briefly(each.group), each.before, each.after)
        for each in shift.groups
        if each.before is not None
    ]
    if not shown:
        return None
    title = _("Rata-rata kelompok, putaran 1 ke putaran 2.")
    return slope(
        f"{title} {spread_in_words(shift)}",
        shown,
        (_("Putaran 1"), _("Putaran 2")),
        score,
        WORDS[language()],
        width,
    )
