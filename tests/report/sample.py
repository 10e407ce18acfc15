"""A made-up assessment for the tests of documents: seeded answers to the real questionnaire."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import numpy as np

from assess.masterplan.catalogue import Catalogue, read_catalogue
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import LikertQuestion
from assess.questionnaire.reader import fingerprint, read_questionnaire
from assess.report.inputs import (
    OpenAnswer,
    PerceptionMean,
    ReportFocusGroup,
    ReportInputs,
    ReportRegion,
    StatedFact,
)
from assess.scoring.ratings import BLANK, DO_NOT_KNOW, Ratings
from assess.scoring.scorecard import Scorecard, score

ROOT = Path(__file__).resolve().parents[2]
ATTENDANCE = {
    "pimpinan": 3,
    "bappeda": 4,
    "diskominfo": 5,
    "keuangan": 2,
    "opd_layanan": 6,
    "opd_ekonomi": 4,
    "opd_sosial": 5,
    "opd_wilayah": 4,
    "operator": 3,
    "kadin": 3,
    "akademisi": 3,
    "perbankan": 1,
    "komunitas": 6,
}


@cache
def the_questionnaire() -> Questionnaire:
    return read_questionnaire(ROOT / "questionnaires" / "kematangan-kota-cerdas")


@cache
def the_catalogue() -> Catalogue:
    found = sorted((ROOT / "questionnaires").glob("*/*/katalog.yaml"))
    return read_catalogue(found[0], the_questionnaire())


def some_ratings(attendance: dict[str, int] | None = None, seed: int = 7) -> Ratings:
    """Answers around a level of each sub-pillar; operators see blank spots that offices do not."""
    rng = np.random.default_rng(seed)  # noqa: TID251 - tests hold their own seed
    questionnaire = the_questionnaire()
    questions = questionnaire.maturity_questions
    groups = [
        g for g, n in (ATTENDANCE if attendance is None else attendance).items() for _ in range(n)
    ]
    middle = {key: rng.uniform(1.4, 3.6) for key in questionnaire.subpillar_by_key}
    levels = np.full((len(groups), len(questions)), BLANK, dtype=np.int8)
    targets = np.zeros_like(levels)
    for row, group in enumerate(groups):
        lean = -0.9 if group in {"operator", "komunitas"} else 0.2
        for column, question in enumerate(questions):
            if group not in question.respondents:
                continue
            if rng.random() < 0.08:
                levels[row, column] = DO_NOT_KNOW
                continue
            level = int(np.clip(round(rng.normal(middle[question.subpillar] + lean, 0.6)), 1, 5))
            levels[row, column] = level
            targets[row, column] = min(5, level + rng.integers(1, 3))
    people = tuple(f"p{row}" for row in range(len(groups)))
    return Ratings(levels, tuple(groups), people, tuple(q.id for q in questions), targets)


def some_scorecard(attendance: dict[str, int] | None = None) -> Scorecard:
    return score(some_ratings(attendance), the_questionnaire())


def some_inputs(language: str = "id", **changes: object) -> ReportInputs:
    questionnaire = the_questionnaire()
    inputs = ReportInputs(
        region=ReportRegion("Kota Balikpapan", "64.71", "6471", "Kalimantan Timur", 2019, "WITA"),
        assessment_title="Asesmen kematangan kota cerdas",
        year=2026,
        questionnaire=questionnaire,
        questionnaire_sha256=fingerprint(questionnaire),
        catalogue=the_catalogue(),
        scorecard=some_scorecard(),
        focus_groups=(some_focus_group(),),
        data_cut=datetime(2026, 11, 18, 8, 5, tzinfo=UTC),
        created_on=date(2026, 11, 22),
        language=language,
        is_sample=True,
        facts=some_facts(),
        open_answers=some_open_answers(),
        perception=some_perception(),
        ratings_sha256="5f" * 32,
    )
    return replace(inputs, **changes)  # type: ignore[arg-type]


def some_focus_group(**changes: object) -> ReportFocusGroup:
    meeting = ReportFocusGroup(
        title="FGD penyusunan masterplan smart city",
        place="Aula Balai Kota",
        starts_at=datetime(2026, 11, 18, 1, 0, tzinfo=UTC),
        time_zone="WITA",
        attendance=dict(ATTENDANCE),
        expected={group: n + 1 for group, n in ATTENDANCE.items()},
        institutions=31,
    )
    return replace(meeting, **changes)  # type: ignore[arg-type]


def some_facts() -> tuple[StatedFact, ...]:
    source = "Wali Kota, dikutip kanal berita daerah"
    return (
        StatedFact("FAK-PRO-1", {"number": 13}, date(2020, 10, 1), source, "Wali Kota"),
        StatedFact(
            "FAK-MNR-1", {"number": 400}, date(2020, 10, 1), source, "Wali Kota", approximate=True
        ),
        StatedFact("FAK-FO-1", {"number": 31}, date(2020, 10, 1), source, "Wali Kota"),
        StatedFact(
            "FAK-BLK-1",
            {"number": 0, "target": 0},
            None,
            source,
            "Wali Kota",
            disputed="operator menyebut tiga kelurahan",
        ),
    )


def some_open_answers() -> tuple[OpenAnswer, ...]:
    return (
        OpenAnswer(
            "FAK-HMB-1", "komunitas", "Sinyal hilang di tepi kota; operator perlu menambah menara."
        ),
        OpenAnswer(
            "FAK-HMB-1", "komunitas", "Aplikasi terlalu banyak; Diskominfo dapat menyatukannya."
        ),
        OpenAnswer("FAK-HMB-1", "diskominfo", "Anggaran jaringan tersebar di banyak OPD."),
        OpenAnswer("FAK-HMB-1", "perbankan", "Ini tidak boleh tampil karena hanya satu orang."),
    )


def some_perception() -> tuple[PerceptionMean, ...]:
    statements = [q for q in the_questionnaire().questions if isinstance(q, LikertQuestion)]
    return tuple(
        PerceptionMean(statement.id, 2.6 + 0.2 * place, 9)
        for place, statement in enumerate(statements)
    )
