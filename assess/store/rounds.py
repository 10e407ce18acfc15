"""Closed rounds: keeping what was answered when one closes, and reading it back. Core statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, insert, literal, or_, select
from sqlalchemy.orm import Session

from assess.room.chain import Entry, digest
from assess.store.room_tables import ClosedRound, RoundAnswer
from assess.store.tables import Answer, FocusGroup, FocusGroupEvent, Participant


def log_of(db: Session, focus_group_id: int) -> list[Entry]:
    """The log of a meeting, first entry first."""
    query = (
        select(FocusGroupEvent)
        .where(FocusGroupEvent.focus_group_id == focus_group_id)
        .order_by(FocusGroupEvent.seq)
    )
    return [
        Entry(
            *(event.seq, event.verb, event.at, event.by_name, event.reason, event.content),
            *(event.previous_hash, event.hash),
        )
        for event in db.scalars(query)
    ]


def keep_round(db: Session, focus_group: FocusGroup, now: datetime) -> ClosedRound:
    """Store the current answers to the questions of this round as its next edition.

    Voided seats are kept too: whether they count is asked when the round is read.
    """
    answered = _answered(focus_group)
    query = select(
        *(Participant.public_id, Answer.question_id, Answer.revision, Answer.level, Answer.target)
    )
    rows = db.execute(query.join_from(Answer, Participant).where(answered)).all()
    people = db.scalar(
        select(func.count()).where(
            Participant.focus_group_id == focus_group.id, Participant.voided_at.is_(None)
        )
    )
    closed = ClosedRound(
        focus_group_id=focus_group.id,
        region_id=focus_group.region_id,
        number=focus_group.round,
        edition=_editions(db, focus_group.id, focus_group.round) + 1,
        questions=focus_group.asked,
        people=people or 0,
        answers=len(rows),
        answers_sha256=answers_digest(tuple(row) for row in rows),
        closed_at=now,
    )
    db.add(closed)
    db.flush()
    _copy_answers(db, closed, answered)
    return closed


def _answered(focus_group: FocusGroup) -> ColumnElement[bool]:
    """Which answers are of this round: to its questions, with a level or a target."""
    said = or_(Answer.level.is_not(None), Answer.target.is_not(None))
    in_meeting = and_(Participant.focus_group_id == focus_group.id, said)
    if focus_group.asked is None:
        return in_meeting
    return and_(in_meeting, Answer.question_id.in_(focus_group.asked))


def _copy_answers(db: Session, closed: ClosedRound, answered: ColumnElement[bool]) -> None:
    copied = (
        *(Answer.participant_id, Answer.question_id, Answer.region_id),
        *(Answer.revision, Answer.level, Answer.target),
    )
    query = select(literal(closed.id), *copied).join_from(Answer, Participant).where(answered)
    names = ["closed_round_id", *(column.key for column in copied)]
    db.execute(insert(RoundAnswer).from_select(names, query))


def answers_digest(rows: Iterable[tuple[Any, ...]]) -> str:
    """SHA-256 of a round's answers (seat, question, revision, level, target), where `seat` is its
    name: the same on every server, in whatever order the rows come."""
    return digest(sorted(list(row) for row in rows))


def newest_closed_round(db: Session, focus_group_id: int, number: int) -> ClosedRound | None:
    query = (
        select(ClosedRound)
        .where(ClosedRound.focus_group_id == focus_group_id, ClosedRound.number == number)
        .order_by(ClosedRound.edition.desc())
        .limit(1)
    )
    return db.scalars(query).one_or_none()


def answer_rows_of_round(
    db: Session, closed_round_id: int
) -> Sequence[Row[int, str, str, int | None, int | None]]:
    """(participant id, group key, question id, level, target) of every seat that counts."""
    query = (
        select(
            *(Participant.id, Participant.group_key, RoundAnswer.question_id),
            *(RoundAnswer.level, RoundAnswer.target),
        )
        .join(RoundAnswer, RoundAnswer.participant_id == Participant.id)
        .where(RoundAnswer.closed_round_id == closed_round_id, Participant.voided_at.is_(None))
        .order_by(Participant.id)
    )
    return db.execute(query).all()


def own_answers_in_round(
    db: Session, focus_group_id: int, participant_id: int, number: int
) -> dict[str, tuple[int | None, int | None]]:
    """question -> (level, target) as this person had answered when the round closed."""
    closed = newest_closed_round(db, focus_group_id, number)
    if closed is None:
        return {}
    query = select(RoundAnswer.question_id, RoundAnswer.level, RoundAnswer.target).where(
        RoundAnswer.closed_round_id == closed.id, RoundAnswer.participant_id == participant_id
    )
    return {question: (level, target) for question, level, target in db.execute(query)}


def _editions(db: Session, focus_group_id: int, number: int) -> int:
    query = select(func.count()).where(
        ClosedRound.focus_group_id == focus_group_id, ClosedRound.number == number
    )
    return db.scalar(query) or 0
