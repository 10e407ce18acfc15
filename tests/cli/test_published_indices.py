"""Published results of other indices come out of `assess score`, digit by digit."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from assess.cli.score import score as score_command
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.reader import read_questionnaire
from assess.scoring.ratings import Ratings
from assess.scoring.rounding import display
from assess.scoring.scheme import TABLE_COLUMNS
from assess.scoring.scorecard import score

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
SPBE, PEMDI = (ROOT / "questionnaires" / f"{name}.yaml" for name in ("spbe-2020", "pemdi-2026"))
SPBE_WEIGHTS = [1.3] * 10 + [2.5] * 10 + [1.5] * 11 + [2.75] * 10 + [3] * 6


def golden(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return found


def ask(instrument: Path, people: list[list[int]], ids: list[str], folder: Path) -> Any:
    """What `assess score --json` says of one region, whose people gave these levels."""
    answers = folder / "answers.csv"
    with answers.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["respondent", "region", "group", *ids])
        for number, levels in enumerate(people):
            table.writerow([f"p{number}", "here", "penilai", *levels])
    result = CliRunner().invoke(score_command, [str(instrument), str(answers), "--json"])
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["here"]


def ids_of(questionnaire: Questionnaire) -> list[str]:
    return [question.id for question in questionnaire.maturity_questions]


def test_every_spbe_indicator_weighs_what_the_regulation_prints() -> None:
    spbe = read_questionnaire(SPBE)
    levels = np.full((1, 47), 3, dtype=np.int8)
    card = score(Ratings(levels, ("penilai",), ("a",), tuple(ids_of(spbe))), spbe)

    weights = [100 * card.questions[key].path_weight for key in ids_of(spbe)]

    assert weights == pytest.approx(SPBE_WEIGHTS, abs=1e-12)
    assert sum(weights) == pytest.approx(100, abs=1e-9)


def test_domain_scores_of_magelang_give_its_published_spbe_index(tmp_path: Path) -> None:
    """The domain scores were published, not the indicators: a hundred people per indicator share
    two levels so that each domain comes out as printed."""
    case = golden("spbe_published_cities")["cases"][0]
    spbe = read_questionnaire(SPBE)
    wanted = dict(zip(spbe.dimension_by_key, case["input"]["domains"].values(), strict=True))
    owner = [
        spbe.dimension_of_subpillar[question.subpillar].key for question in spbe.maturity_questions
    ]
    people = [
        [int(wanted[key]) + (person < round(100 * (wanted[key] % 1))) for key in owner]
        for person in range(100)
    ]

    found = ask(SPBE, people, ids_of(spbe), tmp_path)

    assert found["dimensions"] == pytest.approx(wanted, abs=1e-12)
    assert found["index"] == pytest.approx(case["expected"]["index"], abs=1e-12)
    assert display(found["index"]) == display(case["published"]["index"])


@pytest.mark.parametrize(
    ("index", "name"),
    [(1, "Kurang"), (1.8, "Cukup"), (2.6, "Baik"), (3.5, "Sangat Baik"), (4.2, "Memuaskan")],
)
def test_spbe_predicates_begin_at_their_bound_and_end_at_five(index: float, name: str) -> None:
    spbe = read_questionnaire(SPBE)

    at, below = spbe.predicate_of(index), spbe.predicate_of(np.nextafter(index, 0))

    assert at is not None
    assert at.name.id == name
    assert below is None or below.name.id != name
    assert spbe.predicate_of(5.0).name.id == "Memuaskan"  # type: ignore[union-attr]


def test_denpasar_2018_comes_out_of_a_plain_tree_table(tmp_path: Path) -> None:
    case = golden("spbe_denpasar_2018")
    rows, levels = [], []
    domains: dict[str, float] = {}
    for aspect in case["input"]["aspects"]:
        domain = aspect["domain"]
        domains[domain] = domains.get(domain, 0) + aspect["weight_percent"]
    for aspect in case["input"]["aspects"]:
        for number, level in enumerate(aspect["indicator_levels"]):
            place = (f"i{aspect['no']}.{number}", f"{aspect['no']}", aspect["domain"])
            rows.append((*place, 1, aspect["weight_percent"], domains[aspect["domain"]]))
            levels.append(level)
    tree = tmp_path / "tree.csv"
    with tree.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([TABLE_COLUMNS, *rows])

    found = ask(tree, [levels], [str(row[0]) for row in rows], tmp_path)

    assert found["subpillars"] == pytest.approx(case["expected"]["aspects"], abs=1e-12)
    assert found["dimensions"] == pytest.approx(case["expected"]["domains"], abs=1e-12)
    assert found["index"] == pytest.approx(case["expected"]["index"], abs=1e-12)
    assert display(found["index"]) == display(case["published"]["index"])


def test_the_pemdi_template_comes_out_with_two_assessors(tmp_path: Path) -> None:
    case = golden("pemdi_2026_template")
    pemdi = read_questionnaire(PEMDI)
    values = [Fraction(value) for value in case["input"]["values"]]
    low, high = [int(v) for v in values], [int(v) + (v.denominator == 2) for v in values]

    found = ask(PEMDI, [low, high], ids_of(pemdi), tmp_path)

    names = {d.key: d.name.id for d in pemdi.dimensions}
    by_name = {names[key]: value for key, value in found["dimensions"].items()}
    assert by_name == pytest.approx(case["expected"]["aspects"], abs=1e-12)
    assert found["index"] == pytest.approx(case["expected"]["index"], abs=1e-12)
    assert pemdi.predicate_of(found["index"]).name.id == case["expected"]["predicate"]  # type: ignore[union-attr]


def test_the_weights_of_pemdi_are_those_printed() -> None:
    pemdi = read_questionnaire(PEMDI)
    aspects = golden("pemdi_2026_template")["input"]["aspects"]

    assert [d.weight for d in pemdi.dimensions] == [aspect["weight"] for aspect in aspects]
    assert [q.weight for q in pemdi.maturity_questions] == [
        weight for aspect in aspects for weight in aspect["indicator_weights"]
    ]
