"""Rounds of answering: closing one silently, and opening the next on chosen questions."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from assess.actions.identifiers import new_form_revision
from assess.actions.proceedings import lock_meeting, write_down
from assess.questionnaire.instrument import Questionnaire
from assess.store.account_tables import Account
from assess.store.room_tables import ClosedRound
from assess.store.rounds import keep_round, newest_closed_round
from assess.store.tables import FocusGroup, FocusGroupState, FocusGroupVerb, Participant

logger = logging.getLogger(__name__)

LAST_ROUND = 2


class NoRoundOpen(RuntimeError):
    """No answers are taken now: there is no round to close."""


class RoundStillOpen(RuntimeError):
    """A round is being answered: results stay hidden, and no other round can begin."""


class NoFurtherRound(RuntimeError):
    """The second round is the last one."""


class NothingToAsk(ValueError):
    """The next round needs at least one question, and only questions of the questionnaire."""


def close_round(
    db: Session, focus_group: FocusGroup, now: datetime, by: Account | None = None
) -> ClosedRound:
    """End the silent answering of this round. What was acknowledged is in it, what comes later is
    refused; from here on results may be shown. The lock is the one that closing takes."""
    lock_meeting(db, focus_group)
    if focus_group.state != FocusGroupState.OPEN or not focus_group.answering:
        raise NoRoundOpen(focus_group.public_id)
    closed = end_answering(db, focus_group, now, by)
    logger.info("round %s of focus group %s closed", closed.number, focus_group.id)
    return closed


def end_answering(
    db: Session, focus_group: FocusGroup, now: datetime, by: Account | None
) -> ClosedRound:
    """Keep the round and take no more answers. The caller holds the meeting's lock."""
    closed = keep_round(db, focus_group, now)
    focus_group.answering = False
    write_down(
        *(db, focus_group, FocusGroupVerb.ROUND_CLOSED, now, by),
        number=closed.number,
        edition=closed.edition,
        people=closed.people,
        answers=closed.answers,
        answers_sha256=closed.answers_sha256,
        questions=closed.questions,
    )
    return closed


def open_next_round(
    db: Session,
    focus_group: FocusGroup,
    questionnaire: Questionnaire,
    questions: Collection[str],
    now: datetime,
    by: Account | None = None,
) -> None:
    """Take answers again, to these questions only. Everybody begins from the own earlier answer,
    which stays what it was in the round before."""
    lock_meeting(db, focus_group)
    if focus_group.state != FocusGroupState.OPEN or focus_group.answering:
        raise RoundStillOpen(focus_group.public_id)
    if focus_group.round >= LAST_ROUND:
        raise NoFurtherRound(focus_group.public_id)
    asked = [each.id for each in questionnaire.maturity_questions if each.id in questions]
    if not asked or len(asked) != len(set(questions)):
        raise NothingToAsk(focus_group.public_id)
    focus_group.round += 1
    focus_group.answering = True
    focus_group.asked = asked
    focus_group.form_revision = new_form_revision()
    db.execute(
        update(Participant)
        .where(Participant.focus_group_id == focus_group.id)
        .values(sent_at=None, received=0)
    )
    write_down(
        *(db, focus_group, FocusGroupVerb.ROUND_OPENED, now, by),
        number=focus_group.round,
        questions=asked,
    )
    logger.info("round %s of focus group %s opened", focus_group.round, focus_group.id)


def choose_score_round(
    db: Session,
    focus_group: FocusGroup,
    number: int,
    now: datetime,
    by: Account | None = None,
    reason: str = "",
) -> None:
    """Say which round the official score uses, before the meeting is closed. Without this it is
    the last one."""
    lock_meeting(db, focus_group)
    if newest_closed_round(db, focus_group.id, number) is None:
        raise NoRoundOpen(focus_group.public_id)
    if focus_group.state != FocusGroupState.OPEN or focus_group.answering:
        raise RoundStillOpen(focus_group.public_id)
    focus_group.score_round = number
    write_down(
        *(db, focus_group, FocusGroupVerb.SCORE_ROUND_CHOSEN, now, by, reason.strip()),
        number=number,
    )
