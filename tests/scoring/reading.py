"""Golden cases and small surveys, read for the tests."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np

from assess.scoring.ratings import Ratings
from assess.scoring.scheme import Scheme, scheme_of_table

GOLDEN = Path(__file__).parents[1] / "golden"
CODES = {"NA": -2, "DK": -1, "": 0, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}


def chance(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def golden(name: str) -> dict[str, Any]:
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def golden_rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def survey_scheme() -> Scheme:
    return scheme_of_table(enumerate(golden_rows("survey_questions"), start=2))


def survey_ratings() -> dict[str, Ratings]:
    scheme = survey_scheme()
    rows = golden_rows("survey_answers")
    return {
        city: a_survey(
            scheme,
            [
                (row["group"], [CODES[row[question]] for question in scheme.questions])
                for row in rows
                if row["city"] == city
            ],
        )
        for city in ("alpha", "beta", "gamma")
    }


def a_survey(scheme: Scheme, answers: list[tuple[str, list[int]]]) -> Ratings:
    """Ratings of people given as (group, levels in the order of the scheme)."""
    return Ratings(
        levels=np.array([levels for _, levels in answers], dtype=np.int8).reshape(
            len(answers), len(scheme.questions)
        ),
        groups=tuple(group for group, _ in answers),
        respondents=tuple(f"p{number}" for number in range(len(answers))),
        questions=scheme.questions,
    )


def small_scheme(
    weights: tuple[float, ...] = (1, 1, 1), *, inapplicable_leaves: bool = True
) -> Scheme:
    """One dimension with one sub-pillar of three questions, and a second with one question."""
    rows = [
        {
            "question": f"q{number}",
            "subpillar": "s1",
            "dimension": "d1",
            "weight_in_subpillar": str(weight),
            "subpillar_weight_in_dimension": "1",
            "dimension_weight": "1",
        }
        for number, weight in enumerate(weights, start=1)
    ]
    rows.append(
        {
            "question": "q9",
            "subpillar": "s2",
            "dimension": "d2",
            "weight_in_subpillar": "1",
            "subpillar_weight_in_dimension": "1",
            "dimension_weight": "1",
        }
    )
    plain = scheme_of_table(enumerate(rows, start=2))
    return Scheme(index=plain.index, inapplicable_leaves=inapplicable_leaves)
