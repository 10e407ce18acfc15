"""What a gap report is made of, gathered from the database into values."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from assess.actions.room_records import room_records
from assess.actions.scorecards import CurrentScorecard
from assess.masterplan.catalogue import Catalogue
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import LikertQuestion, OpenQuestion
from assess.report.inputs import (
    OpenAnswer,
    PerceptionMean,
    ReportFocusGroup,
    ReportInputs,
    ReportRegion,
    StatedFact,
)
from assess.scoring.perception import perception
from assess.store.drafts import (
    attendance_and_institutions,
    closed_focus_groups_of,
    number_of_open_focus_groups,
    open_answers_by_group,
)
from assess.store.facts import current_facts
from assess.store.focus_groups import number_of_answers
from assess.store.tables import Assessment, FocusGroup, Region


def report_inputs(
    db: Session,
    assessment: Assessment,
    questionnaire: Questionnaire,
    catalogue: Catalogue | None,
    current: CurrentScorecard,
    *,
    language: str,
    created_on: date,
) -> ReportInputs:
    """The region must be loaded with the assessment."""
    return ReportInputs(
        region=_region(assessment.region),
        assessment_title=assessment.title,
        year=assessment.year,
        questionnaire=questionnaire,
        questionnaire_sha256=current.stored.questionnaire_sha256,
        catalogue=catalogue,
        scorecard=current.scorecard,
        companions=current.companions,
        rooms=room_records(db, assessment, questionnaire, current.rounds),
        weights=current.weights,
        focus_groups=tuple(
            _focus_group(db, meeting) for meeting in closed_focus_groups_of(db, assessment)
        ),
        open_focus_groups=number_of_open_focus_groups(db, assessment),
        data_cut=current.stored.data_cut,
        created_on=created_on,
        language=language,
        is_sample=assessment.is_sample,
        facts=_facts(db, assessment),
        open_answers=_open_answers(db, assessment, questionnaire),
        perception=_perception(db, assessment, questionnaire),
        ratings_sha256=current.stored.ratings_sha256,
    )


def _region(region: Region) -> ReportRegion:
    return ReportRegion(
        full_name=region.full_name,
        kemendagri_code=region.kemendagri_code,
        bps_code=region.bps_code,
        province=region.province,
        cohort=region.cohort,
        time_zone=region.time_zone,
    )


def _focus_group(db: Session, meeting: FocusGroup) -> ReportFocusGroup:
    attendance, institutions = attendance_and_institutions(db, meeting)
    return ReportFocusGroup(
        title=meeting.title,
        place=meeting.place,
        starts_at=meeting.starts_at,
        time_zone=meeting.time_zone,
        attendance=attendance,
        expected=dict(meeting.expected_heads),
        institutions=institutions,
    )


def _facts(db: Session, assessment: Assessment) -> tuple[StatedFact, ...]:
    return tuple(
        StatedFact(
            question_id=fact.question_id,
            value=fact.value,
            as_of=fact.as_of,
            source=fact.source,
            stated_by=fact.stated_by,
            approximate=fact.approximate,
            disputed=fact.disputed,
        )
        for fact in current_facts(db, assessment).values()
    )


def _open_answers(
    db: Session, assessment: Assessment, questionnaire: Questionnaire
) -> tuple[OpenAnswer, ...]:
    asked = [q.id for q in questionnaire.questions if isinstance(q, OpenQuestion)]
    return tuple(OpenAnswer(*row) for row in open_answers_by_group(db, assessment, asked))


def _perception(
    db: Session, assessment: Assessment, questionnaire: Questionnaire
) -> tuple[PerceptionMean, ...]:
    asked = [q for q in questionnaire.questions if isinstance(q, LikertQuestion)]
    weights = {group.key: group.weight for group in questionnaire.groups}
    numbers = number_of_answers(db, assessment, [each.id for each in asked])
    means = []
    for likert in asked:
        own = {
            (group, level): n
            for (key, group, level), n in numbers.items()
            if key == likert.id and group in likert.respondents  # a corrected group may not be
        }
        found = perception(own, weights)
        means.append(PerceptionMean(likert.id, found.mean, found.n))
    return tuple(means)
