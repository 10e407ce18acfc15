"""What the facilitator does between the rounds: agenda, reveal, talk, consensus, dissent.

Every act is one entry of the meeting's log, and an act that changes nothing is none: buttons are
pressed twice.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assess.actions.proceedings import lock_meeting, write_down
from assess.actions.room_results import result_of_round
from assess.actions.rounds import RoundStillOpen
from assess.questionnaire.instrument import Questionnaire
from assess.room.agenda import Move, fitted, moved, ranking
from assess.room.chain import Entry
from assess.room.pace import mean_minutes, minutes_by_item, minutes_per_item, prior, talks
from assess.room.proceedings import COMPARISON, Agenda, Proceedings, proceedings
from assess.store.account_tables import Account
from assess.store.rounds import log_of, newest_closed_round
from assess.store.tables import FocusGroup, FocusGroupState, FocusGroupVerb
from assess.store.talks import clock_entries_of_closed


class UnknownItem(ValueError):
    """Not a scored question of this questionnaire, or a group or level that it does not have."""


def make_agenda(
    db: Session,
    focus_group: FocusGroup,
    questionnaire: Questionnaire,
    minutes: float,
    now: datetime,
    by: Account | None = None,
) -> Agenda:
    """Order what is not talked about yet by disagreement x weight, and fit it to the minutes."""
    state = _in_talk(db, focus_group)
    result = result_of_round(db, focus_group, questionnaire, state.round)
    open_items = [] if result is None else ranking(result.scorecard).questions
    waiting = [key for key in open_items if key not in talked_about(state)]
    agenda = fitted(waiting, minutes, pace(db, log_of(db, focus_group.id)))
    _set_agenda(db, focus_group, agenda, now, by)
    return agenda


def move_item(
    db: Session,
    focus_group: FocusGroup,
    questionnaire: Questionnaire,
    question: str,
    move: Move,
    place: int,
    now: datetime,
    by: Account | None = None,
) -> None:
    state = _in_talk(db, focus_group)
    _known(questionnaire, question)
    agenda = moved(state.agenda, question, move, place)
    if agenda is not state.agenda:
        agenda = dataclasses.replace(agenda, minutes=minutes_left(state, now))
        _set_agenda(db, focus_group, agenda, now, by)


def reveal(
    db: Session,
    focus_group: FocusGroup,
    questionnaire: Questionnaire,
    question: str,
    now: datetime,
    by: Account | None = None,
) -> None:
    """Show the hall one question, or with COMPARISON both rounds."""
    state = _in_talk(db, focus_group)
    if question == COMPARISON:
        if newest_closed_round(db, focus_group.id, 2) is None:
            raise UnknownItem(question)
    else:
        _known(questionnaire, question)
    if state.on_screen != question:
        write_down(db, focus_group, FocusGroupVerb.REVEALED, now, by, question=question)


def hide(db: Session, focus_group: FocusGroup, now: datetime, by: Account | None = None) -> None:
    if _in_talk(db, focus_group).on_screen is not None:
        write_down(db, focus_group, FocusGroupVerb.HIDDEN, now, by)


def start_discussion(
    db: Session,
    focus_group: FocusGroup,
    questionnaire: Questionnaire,
    question: str,
    now: datetime,
    by: Account | None = None,
) -> None:
    """The clock of this item runs; that of another one ends."""
    state = _in_talk(db, focus_group)
    _known(questionnaire, question)
    if state.discussing != question:
        write_down(db, focus_group, FocusGroupVerb.DISCUSSION_STARTED, now, by, question=question)


def end_discussion(
    db: Session, focus_group: FocusGroup, now: datetime, by: Account | None = None
) -> None:
    state = _in_talk(db, focus_group)
    if state.discussing is not None:
        entry = FocusGroupVerb.DISCUSSION_ENDED
        write_down(db, focus_group, entry, now, by, question=state.discussing)


def settle(
    db: Session,
    focus_group: FocusGroup,
    questionnaire: Questionnaire,
    question: str,
    level: int | None,
    note: str,
    now: datetime,
    by: Account | None = None,
) -> None:
    """Write down what the room agreed on, or (level None) that it did not. Answers stay."""
    state = _in_talk(db, focus_group)
    _known(questionnaire, question)
    if level is not None and level not in questionnaire.scale.levels:
        raise UnknownItem(str(level))
    before = state.consensus.get(question)
    if before is None or (before.level, before.note) != (level, note.strip()):
        content: dict[str, Any] = {"question": question, "level": level, "note": note.strip()}
        write_down(db, focus_group, FocusGroupVerb.CONSENSUS, now, by, **content)


def dissent(
    db: Session,
    focus_group: FocusGroup,
    questionnaire: Questionnaire,
    question: str,
    text: str,
    group: str | None,
    now: datetime,
    by: Account | None = None,
) -> None:
    """Attach a minority statement to a question. It is never taken back."""
    state = _in_talk(db, focus_group)
    _known(questionnaire, question)
    if group is not None and group not in questionnaire.group_by_key:
        raise UnknownItem(group)
    said = {(each.question, each.text, each.group) for each in state.dissents}
    if (question, text.strip(), group) not in said:
        content: dict[str, Any] = {"question": question, "text": text.strip(), "group": group}
        write_down(db, focus_group, FocusGroupVerb.DISSENT, now, by, **content)


def talked_about(state: Proceedings) -> list[str]:
    """Questions whose talk has begun, in that order."""
    now = (
        [state.discussing] if state.discussing and state.discussing not in state.minutes_on else []
    )
    return [*state.minutes_on, *now]


def minutes_left(state: Proceedings, now: datetime) -> float | None:
    """Of those that stood when the agenda was set; None before the first agenda."""
    if state.agenda.minutes is None or state.agenda.at is None:
        return None
    gone = (now - state.agenda.at).total_seconds() / 60
    return round(max(state.agenda.minutes - gone, 0.0), 2)


def pace(db: Session, log: Iterable[Entry]) -> float:
    """Minutes per item in this meeting, by what it showed so far and by earlier rooms."""
    earlier = [mean_minutes(talks(entries)) for entries in clock_entries_of_closed(db)]
    before = prior(minutes for minutes in earlier if minutes is not None)
    return minutes_per_item(list(minutes_by_item(talks(log)).values()), before)


def _in_talk(db: Session, focus_group: FocusGroup) -> Proceedings:
    """The state of the meeting, locked; refused unless a round was closed and none is open."""
    lock_meeting(db, focus_group)
    if focus_group.state != FocusGroupState.OPEN or focus_group.answering:
        raise RoundStillOpen(focus_group.public_id)
    return proceedings(log_of(db, focus_group.id))


def _known(questionnaire: Questionnaire, question: str) -> None:
    if question not in {each.id for each in questionnaire.maturity_questions}:
        raise UnknownItem(question)


def _set_agenda(
    db: Session, focus_group: FocusGroup, agenda: Agenda, now: datetime, by: Account | None
) -> None:
    write_down(
        *(db, focus_group, FocusGroupVerb.AGENDA_SET, now, by),
        questions=list(agenda.questions),
        left_out=list(agenda.left_out),
        minutes=agenda.minutes,
        by_machine=agenda.by_machine,
    )
