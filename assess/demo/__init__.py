"""Sample data: five real regions, real facts with their sources, and made-up answers.

Everything made up is labelled "data contoh" wherever it is shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from importlib import resources

from sqlalchemy.orm import Session

from assess.actions.answers import Operation, record, send
from assess.actions.assessments import NewAssessment, create_assessment
from assess.actions.facts import Statement, state_fact
from assess.actions.focus_groups import NewFocusGroup, close_focus_group, create_focus_group
from assess.actions.regions import create_region, new_region_of
from assess.actions.seats import hashed, take_seat
from assess.demo.experts import let_experts_enter
from assess.demo.people import MadeUpPeople, MadeUpRegion
from assess.questionnaire.instrument import Questionnaire
from assess.store.questionnaires import keep_version
from assess.store.regions import shipped_region
from assess.store.seats import seat_by_token_hash
from assess.store.tables import Assessment, FocusGroup, Region

QUESTIONNAIRE = "kematangan-kota-cerdas"
SEED = 20261121
MEETING = timedelta(hours=2)

REGIONS = (
    MadeUpRegion(
        "64.72",
        2.9,
        {
            "pimpinan": 3,
            "bappeda": 4,
            "diskominfo": 5,
            "keuangan": 3,
            "opd_layanan": 6,
            "opd_ekonomi": 4,
            "opd_sosial": 5,
            "opd_wilayah": 4,
            "operator": 4,
            "kadin": 4,
            "akademisi": 5,
            "perbankan": 3,
            "umkm": 4,
            "komunitas": 5,
        },
    ),
    MadeUpRegion(
        "64.02",
        2.3,
        {
            "pimpinan": 2,
            "bappeda": 3,
            "diskominfo": 4,
            "keuangan": 2,
            "opd_layanan": 5,
            "opd_ekonomi": 3,
            "opd_sosial": 4,
            "opd_wilayah": 4,
            "operator": 3,
            "kadin": 2,
            "akademisi": 3,
            "umkm": 3,
            "komunitas": 5,
        },
    ),
    MadeUpRegion(
        "64.08",
        2.5,
        {
            "pimpinan": 1,
            "bappeda": 3,
            "diskominfo": 3,
            "opd_layanan": 4,
            "opd_ekonomi": 3,
            "opd_sosial": 3,
            "opd_wilayah": 3,
            "operator": 2,
            "kadin": 2,
            "komunitas": 3,
        },
    ),
    MadeUpRegion(
        "64.71",
        3.1,
        {
            "pimpinan": 3,
            "bappeda": 3,
            "diskominfo": 4,
            "keuangan": 3,
            "opd_layanan": 5,
            "opd_ekonomi": 3,
            "opd_sosial": 4,
            "opd_wilayah": 4,
            "instansi_vertikal": 3,
            "operator": 3,
            "kadin": 3,
            "akademisi": 3,
            "perbankan": 3,
            "umkm": 3,
            "komunitas": 3,
        },
    ),
    MadeUpRegion(
        "64.74",
        2.8,
        {
            "pimpinan": 2,
            "bappeda": 3,
            "diskominfo": 4,
            "keuangan": 2,
            "opd_layanan": 4,
            "opd_ekonomi": 3,
            "opd_sosial": 3,
            "opd_wilayah": 3,
            "operator": 3,
            "akademisi": 3,
            "perbankan": 3,
            "umkm": 3,
            "komunitas": 4,
        },
    ),
)
WEIGHED = "64.72"  # in Samarinda experts have entered weights, and nothing is decided yet
OPEN_NOW = "64.71"  # Balikpapan has a second meeting that is still open
JOINED_NOW = {"diskominfo": 3, "operator": 2, "akademisi": 1, "umkm": 2, "komunitas": 2}


def load_demo(db: Session, shelf: Mapping[str, Questionnaire], now: datetime) -> list[Region]:
    """Load everything; returns the regions, so that the first account can work in them."""
    questionnaire = shelf[QUESTIONNAIRE]
    version = keep_version(db, questionnaire, now)
    regions = []
    for number, made_up in enumerate(REGIONS):
        shipped = shipped_region(made_up.code)
        assert shipped is not None, made_up.code
        region = create_region(db, new_region_of(shipped), now, is_sample=True)
        assessment = create_assessment(
            db, region, version, _assessment_of(region), now, is_sample=True
        )
        people = MadeUpPeople(questionnaire, made_up, SEED)
        held = _held(db, assessment, now - timedelta(days=20 - 3 * number), made_up.people)
        _let_answer(db, held, people, made_up.people, questionnaire, held.starts_at)
        close_focus_group(db, held, held.starts_at + MEETING)
        if made_up.code == OPEN_NOW:
            _hold_open_meeting(db, assessment, people, questionnaire, now)
        if made_up.code == WEIGHED:
            let_experts_enter(db, assessment, questionnaire, now)
        _state_facts(db, assessment, region, now)
        regions.append(region)
    return regions


def _assessment_of(region: Region) -> NewAssessment:
    return NewAssessment(
        title=f"Kematangan kota cerdas {region.name} 2026 (data contoh)",
        year=2026,
        legal_basis="Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi, "
        "atas dasar persetujuan Anda",
        recipients="fasilitator dan tim penyusun masterplan",
        contact="fasilitator di ruangan (contoh)",
        keep_until=date(2028, 12, 31),
    )


def _held(
    db: Session, assessment: Assessment, day: datetime, people: Mapping[str, int]
) -> FocusGroup:
    starts = day.replace(hour=1, minute=0, second=0, microsecond=0)  # 09.00 WITA
    new = NewFocusGroup(
        title="FGD penilaian kematangan kota cerdas (data contoh)",
        place=f"Aula kantor pemerintah, {assessment.region.full_name} (contoh)",
        starts_at=starts,
        time_zone=assessment.region.time_zone,
        agenda="Pembukaan\nPengisian kuesioner\nPembahasan kesenjangan\nKesepakatan tindak lanjut",
        expected_heads={group: number + 1 for group, number in people.items()},
    )
    return create_focus_group(db, assessment, new, starts - timedelta(hours=1))


def _hold_open_meeting(
    db: Session,
    assessment: Assessment,
    people: MadeUpPeople,
    questionnaire: Questionnaire,
    now: datetime,
) -> None:
    new = NewFocusGroup(
        title="FGD lanjutan yang masih berlangsung (data contoh)",
        place="Aula Balai Kota Balikpapan (contoh)",
        starts_at=now - timedelta(minutes=40),
        time_zone=assessment.region.time_zone,
        agenda="Pengisian kuesioner oleh peserta yang belum hadir pada FGD pertama",
        expected_heads={group: number + 2 for group, number in JOINED_NOW.items()},
    )
    open_group = create_focus_group(db, assessment, new, now - timedelta(hours=1))
    _let_answer(
        db, open_group, people, JOINED_NOW, questionnaire, now - timedelta(minutes=30), 0.55
    )


def _let_answer(
    db: Session,
    focus_group: FocusGroup,
    people: MadeUpPeople,
    number_of_people: Mapping[str, int],
    questionnaire: Questionnaire,
    at: datetime,
    completeness: float = 1.0,
) -> None:
    """Each made-up person goes the way of a real one: the same actions, the same checks."""
    for group, number in number_of_people.items():
        for _person in range(number):
            taken = take_seat(
                db,
                focus_group,
                group_key=group,
                institution="",
                notice_version=questionnaire.privacy_notice.version,
                consents={o.key: o.required for o in questionnaire.privacy_notice.consent},
                now=at,
            )
            seat = seat_by_token_hash(db, hashed(taken.token), writes=True)
            assert seat is not None
            given = people.answers_of_one(group, completeness)
            operations = [
                Operation(f"demo-{key}"[:40], key, 0, answer) for key, answer in given.items()
            ]
            record(db, seat, operations, at)
            if completeness == 1.0:
                send(db, seat, at)


def _state_facts(db: Session, assessment: Assessment, region: Region, now: datetime) -> None:
    text = resources.files("assess.demo").joinpath("facts.json").read_text(encoding="utf-8")
    for entry in json.loads(text):
        if entry["region"] != region.kemendagri_code:
            continue
        state_fact(
            db,
            assessment,
            Statement(
                question_id=entry["question"],
                value=entry["value"],
                as_of=date.fromisoformat(entry["as_of"]),
                source=entry["source"],
                stated_by=entry.get("stated_by", ""),
                approximate=entry.get("approximate", False),
                disputed=entry.get("disputed", ""),
            ),
            now.astimezone(UTC),
        )
