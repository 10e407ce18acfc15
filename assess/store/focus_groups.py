"""Reading focus groups: the meeting, who joined it, how far they are. Never what they chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from assess.store.scope import RegionScope
from assess.store.tables import (
    Answer,
    Assessment,
    FocusGroup,
    FocusGroupEvent,
    FocusGroupState,
    Participant,
    QuestionnaireVersion,
)

COUNTS = Participant.voided_at.is_(None)  # a voided seat is kept, and not counted


@dataclass(frozen=True)
class GroupAttendance:
    """People of one respondent group in one focus group."""

    joined: int
    sent: int


@dataclass(frozen=True)
class FocusGroupListing:
    focus_group: FocusGroup
    joined: int
    sent: int


@dataclass(frozen=True)
class EventListing:
    event: FocusGroupEvent
    by: str | None


def focus_group_by_public_id(db: Session, scope: RegionScope, public_id: str) -> FocusGroup | None:
    query = (
        select(FocusGroup)
        .options(
            joinedload(FocusGroup.region),
            joinedload(FocusGroup.assessment)
            .joinedload(Assessment.questionnaire_version)
            .defer(QuestionnaireVersion.canonical),  # long, and screens ask every few seconds
            joinedload(FocusGroup.assessment).joinedload(Assessment.region),
        )
        .where(FocusGroup.public_id == public_id, scope.where(FocusGroup.region_id))
    )
    return db.scalar(query)


def focus_group_listings_of(db: Session, assessment: Assessment) -> list[FocusGroupListing]:
    query = (
        select(FocusGroup)
        .where(FocusGroup.assessment_id == assessment.id)
        .order_by(FocusGroup.starts_at, FocusGroup.id)
    )
    return _listings(db, list(db.scalars(query)))


def open_focus_groups_in(db: Session, scope: RegionScope) -> list[FocusGroupListing]:
    """What is going on now, first come first: the facilitator's first look."""
    query = (
        select(FocusGroup)
        .options(joinedload(FocusGroup.region), joinedload(FocusGroup.assessment))
        .where(FocusGroup.state == FocusGroupState.OPEN, scope.where(FocusGroup.region_id))
        .order_by(FocusGroup.starts_at, FocusGroup.id)
    )
    return _listings(db, list(db.scalars(query)))


def number_of_closed_focus_groups(db: Session, assessment: Assessment) -> int:
    query = select(func.count()).where(
        FocusGroup.assessment_id == assessment.id, FocusGroup.state == FocusGroupState.CLOSED
    )
    return db.scalar(query) or 0


def attendance_by_group(db: Session, focus_group: FocusGroup) -> dict[str, GroupAttendance]:
    query = (
        select(Participant.group_key, func.count(), func.count(Participant.sent_at))
        .where(Participant.focus_group_id == focus_group.id, COUNTS)
        .group_by(Participant.group_key)
    )
    return {
        group: GroupAttendance(joined=joined, sent=sent)
        for group, joined, sent in db.execute(query)
    }


def answered_by_question(db: Session, focus_group: FocusGroup) -> dict[str, int]:
    """How many people gave any answer to each question. What they chose is not read."""
    query = (
        select(Answer.question_id, func.count())
        .join(Participant, Participant.id == Answer.participant_id)
        .where(
            Participant.focus_group_id == focus_group.id,
            COUNTS,
            or_(Answer.level.is_not(None), func.coalesce(Answer.note, "") != ""),
        )
        .group_by(Answer.question_id)
    )
    return dict(db.execute(query).all())


def events_of(db: Session, focus_group: FocusGroup) -> list[EventListing]:
    query = (
        select(FocusGroupEvent)
        .where(FocusGroupEvent.focus_group_id == focus_group.id)
        .order_by(FocusGroupEvent.seq.desc())
    )
    return [EventListing(event=event, by=event.by_name or None) for event in db.scalars(query)]


def attendance_of_closed(db: Session, assessment: Assessment) -> dict[str, int]:
    """People by respondent group over the closed focus groups of an assessment."""
    query = (
        select(Participant.group_key, func.count())
        .join(FocusGroup, FocusGroup.id == Participant.focus_group_id)
        .where(
            FocusGroup.assessment_id == assessment.id,
            COUNTS,
            FocusGroup.state == FocusGroupState.CLOSED,
        )
        .group_by(Participant.group_key)
    )
    return dict(db.execute(query).all())


def invited_to_closed(db: Session, assessment: Assessment) -> dict[str, int]:
    """People who were expected, by respondent group, over the closed focus groups."""
    query = select(FocusGroup.expected_heads).where(
        FocusGroup.assessment_id == assessment.id, FocusGroup.state == FocusGroupState.CLOSED
    )
    invited: Counter[str] = Counter()
    for heads in db.scalars(query):
        invited.update(heads)
    return dict(invited)


def frozen_ratings_by_region(db: Session, *, year: int) -> dict[int, list[bytes]]:
    """Packed ratings of the closed meetings of a year, sample data apart, by region's id."""
    query = (
        select(FocusGroup.region_id, FocusGroup.frozen_ratings)
        .join(Assessment, Assessment.id == FocusGroup.assessment_id)
        .where(
            Assessment.year == year,
            Assessment.is_sample.is_(False),
            FocusGroup.state == FocusGroupState.CLOSED,
        )
        .order_by(FocusGroup.region_id, FocusGroup.id)
    )
    packed: dict[int, list[bytes]] = {}
    for region, blob in db.execute(query):
        if blob is not None:
            packed.setdefault(region, []).append(blob)
    return packed


def number_of_answers(
    db: Session, assessment: Assessment, questions: Collection[str]
) -> dict[tuple[str, str, int], int]:
    """Over closed focus groups: (question, group, level) -> number of people."""
    query = (
        select(Answer.question_id, Participant.group_key, Answer.level, func.count())
        .join(Participant, Participant.id == Answer.participant_id)
        .join(FocusGroup, FocusGroup.id == Participant.focus_group_id)
        .where(
            FocusGroup.assessment_id == assessment.id,
            COUNTS,
            FocusGroup.state == FocusGroupState.CLOSED,
            Answer.question_id.in_(list(questions)),
            Answer.level.is_not(None),
        )
        .group_by(Answer.question_id, Participant.group_key, Answer.level)
    )
    return {
        (question, group, level): number
        for question, group, level, number in db.execute(query)
        if level is not None
    }


def open_answers(
    db: Session, assessment: Assessment, questions: Collection[str], groups: Collection[str]
) -> dict[str, list[str]]:
    """Texts by question, over closed focus groups, of people of `groups`.

    In alphabetical order, without group and time, so that the order tells nothing of the author.
    """
    query = (
        select(Answer.question_id, Answer.note)
        .join(Participant, Participant.id == Answer.participant_id)
        .join(FocusGroup, FocusGroup.id == Participant.focus_group_id)
        .where(
            FocusGroup.assessment_id == assessment.id,
            COUNTS,
            FocusGroup.state == FocusGroupState.CLOSED,
            Answer.question_id.in_(list(questions)),
            Participant.group_key.in_(list(groups)),
        )
        .order_by(Answer.note)
    )
    texts: dict[str, list[str]] = {}
    for question, text in db.execute(query):
        if text:
            texts.setdefault(question, []).append(text)
    return texts


def _listings(db: Session, focus_groups: list[FocusGroup]) -> list[FocusGroupListing]:
    query = (
        select(Participant.focus_group_id, func.count(), func.count(Participant.sent_at))
        .where(Participant.focus_group_id.in_([group.id for group in focus_groups]), COUNTS)
        .group_by(Participant.focus_group_id)
    )
    people = {key: (joined, sent) for key, joined, sent in db.execute(query)}
    return [FocusGroupListing(group, *people.get(group.id, (0, 0))) for group in focus_groups]
