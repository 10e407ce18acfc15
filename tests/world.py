"""Builders of a small world: a region, an assessment, a meeting, people who answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.actions.accounts import create_account
from assess.actions.answers import Operation, record
from assess.actions.seats import hashed, take_seat
from assess.questionnaire.answers import GivenAnswer
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.reader import read_questionnaire
from assess.store.account_tables import Account, Role
from assess.store.questionnaires import keep_version
from assess.store.seats import seat_by_token_hash
from assess.store.tables import (
    Answer,
    Assessment,
    FocusGroup,
    FocusGroupState,
    Participant,
    Region,
    RegionKind,
    SeatToken,
)

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)  # 14.05 WITA
PASSWORD = "gajah-berenang-di-laut-9"

_SHIPPED: dict[str, Questionnaire] = {}


def the_questionnaire() -> Questionnaire:
    """The shipped instrument, read once."""
    if "q" not in _SHIPPED:
        _SHIPPED["q"] = read_questionnaire(ROOT / "questionnaires" / "kematangan-kota-cerdas")
    return _SHIPPED["q"]


def a_region(
    db: Session, code: str = "64.71", name: str = "Balikpapan", *, is_sample: bool = False
) -> Region:
    region = Region(
        kemendagri_code=code,
        bps_code=code.replace(".", ""),
        kind=RegionKind.CITY,
        name=name,
        province="Kalimantan Timur",
        time_zone="WITA",
        cohort=2019,
        is_sample=is_sample,
        created_at=NOW,
    )
    db.add(region)
    db.flush()
    return region


def an_assessment(
    db: Session,
    region: Region,
    questionnaire: Questionnaire | None = None,
    *,
    title: str = "Asesmen 2026",
) -> Assessment:
    version = keep_version(db, questionnaire or the_questionnaire(), NOW)
    number = db.query(Assessment).count()
    assessment = Assessment(
        public_id=f"a{number:021d}",
        region=region,
        questionnaire_version=version,
        title=title,
        year=2026,
        is_sample=region.is_sample,
        created_at=NOW,
    )
    db.add(assessment)
    db.flush()
    return assessment


def a_focus_group(db: Session, assessment: Assessment, *, title: str = "FGD pertama") -> FocusGroup:
    number = db.query(FocusGroup).count()
    letters = "ABCDEFGHJKMNPQRSTUVWXYZ"
    focus_group = FocusGroup(
        public_id=f"f{number:021d}",
        assessment=assessment,
        region_id=assessment.region_id,
        title=title,
        place="Aula Balai Kota",
        starts_at=NOW - timedelta(hours=1),
        time_zone="WITA",
        agenda="Penilaian kematangan",
        expected_heads={"diskominfo": 4, "operator": 2},
        join_code="KRTWBNH" + letters[number % len(letters)],
        join_token=f"t{number:021d}",
        state=FocusGroupState.OPEN,
        created_at=NOW,
    )
    db.add(focus_group)
    db.flush()
    return focus_group


def an_account(
    db: Session, username: str = "sari", role: Role = Role.FACILITATOR, *regions: Region
) -> Account:
    return create_account(db, username, username.title(), role, PASSWORD, NOW, list(regions))


def a_participant(
    db: Session, focus_group: FocusGroup, group: str, answers: Mapping[str, GivenAnswer | int]
) -> str:
    """A person of the group who gave these answers (a number is a level); returns the token."""
    taken = take_seat(
        db,
        focus_group,
        group_key=group,
        institution="",
        notice_version="1",
        consents={"setuju": True},
        now=NOW,
    )
    seat = seat_by_token_hash(db, hashed(taken.token), writes=True)
    assert seat is not None
    operations = [
        Operation(
            f"op-{question}",
            question,
            0,
            given if isinstance(given, GivenAnswer) else GivenAnswer(level=given),
        )
        for question, given in answers.items()
    ]
    record(db, seat, operations, NOW)
    return taken.token


def everybody_answers_again(
    db: Session, focus_group: FocusGroup, question: str, given: GivenAnswer
) -> None:
    """Everybody who answered the question gives this answer instead, in the round that is open."""
    answered = (
        select(SeatToken.token_hash, Answer.revision)
        .join(Answer, Answer.participant_id == SeatToken.participant_id)
        .join(Participant, Participant.id == SeatToken.participant_id)
        .where(Participant.focus_group_id == focus_group.id, Answer.question_id == question)
    )
    for token_hash, revision in db.execute(answered).all():
        seat = seat_by_token_hash(db, token_hash, writes=True)
        assert seat is not None
        record(db, seat, [Operation(f"op-again-{question}", question, revision, given)], NOW)
