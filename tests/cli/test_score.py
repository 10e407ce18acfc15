"""`assess score` gives the figures of the engine, or every fault and exit 1."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assess.cli.score import score
from assess.questionnaire.reader import read_questionnaire

GOLDEN = Path(__file__).parents[1] / "golden"
TREE, ANSWERS = GOLDEN / "survey_questions.csv", GOLDEN / "survey_answers.csv"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(score, [str(each) for each in arguments])


def test_the_golden_survey_comes_out_as_json() -> None:
    expected = json.loads((GOLDEN / "survey_pipeline.json").read_text(encoding="utf-8"))

    found = json.loads(run(TREE, ANSWERS, "--json").stdout)

    assert list(found) == ["alpha", "beta", "gamma"]
    for city, figures in expected["expected"]["default"].items():
        assert found[city]["index"] == pytest.approx(figures["index"], abs=1e-12)
        assert found[city]["dimensions"] == pytest.approx(figures["dimension"], abs=1e-12)
        assert found[city]["levels"] == figures["level"]
        assert found[city]["counts"] == figures["counts"]
    assert (found["beta"]["n"], found["beta"]["coverage"]["dimensions"]["living"]) == (
        16,
        pytest.approx(2 / 3),
    )


def test_what_is_undefined_is_null_and_has_its_reason() -> None:
    beta = json.loads(run(TREE, ANSWERS, "--json").stdout)["beta"]

    assert beta["subpillars"]["environment.3"] is None
    assert beta["reasons"] == {
        "index": None,
        "dimensions": {},
        "subpillars": {
            "living.2": "coverage_below_minimum",
            "environment.3": "no_valid_answer",
        },
        "questions": {
            "living.2.1": "not_applicable",
            **{f"environment.3.{n}": "no_valid_answer" for n in range(1, 6)},
        },
    }


def test_without_json_a_readable_table_is_printed() -> None:
    shown = run(TREE, ANSWERS).stdout

    assert "beta: 16 respondents, 6 groups" in shown
    assert "    environment.3      –      –       0 %  no valid answer" in shown
    assert "index               2.95" in shown


def test_bad_cells_are_all_listed_and_nothing_is_scored(tmp_path: Path) -> None:
    text = ANSWERS.read_text(encoding="utf-8").replace(
        "alpha-government-1,alpha,government,1,1", "alpha-government-1,alpha,government,7,x"
    )
    path = tmp_path / "answers.csv"
    path.write_text(text, encoding="utf-8")

    result = run(TREE, path, "--json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        f'{path}: row 2, column 4 (governance.1.1): "7" is not 1 to 5, DK, NA or empty',
        f'{path}: row 2, column 5 (governance.1.2): "x" is not 1 to 5, DK, NA or empty',
    ]


def test_a_faulty_tree_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tree.csv"
    path.write_text(TREE.read_text(encoding="utf-8").replace("0.25", "-1"), encoding="utf-8")

    result = run(path, ANSWERS)

    assert result.exit_code == 1
    assert "dimension_weight '-1' is not a number of at least 0" in result.stderr


def test_a_tree_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tree.csv"
    path.write_text("question,subpillar\nq,s\n", encoding="utf-8")

    assert "row 1: the column dimension is missing" in run(path, ANSWERS).stderr


def test_a_tree_with_semicolons_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "tree.csv"
    path.write_text("\ufeff" + TREE.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")

    assert run(path, ANSWERS).stdout == run(TREE, ANSWERS).stdout


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(b"respondent,region\xff\xfe")

    assert "not UTF-8" in run(TREE, path).stderr


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    shutil.copy(ANSWERS, path)
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *reversed(rows)]), encoding="utf-8")

    turned = json.loads(run(TREE, path, "--json").stdout)

    for city, figures in json.loads(run(TREE, ANSWERS, "--json").stdout).items():
        assert turned[city] == figures


def test_a_seed_adds_the_regions_beside_each_other_and_makes_them_repeatable() -> None:
    found = json.loads(run(TREE, ANSWERS, "--json", "--seed", 7).stdout)
    again = json.loads(run(TREE, ANSWERS, "--json", "--seed", 7).stdout)

    over = found["over_regions"]
    assert found == again
    assert over["ranks"] is None, "three regions say nothing about reliability"
    assert over["rank_intervals"]["gamma"] == [1, 2]
    assert over["probability_above"]["gamma"]["alpha"] > 0.95
    assert over["tiers"]["gamma"] == 1
    assert over["robustness"]["median_rank"] == {"alpha": 3, "beta": 2, "gamma": 1}
    assert set(over["robustness"]["drivers"]) in (
        set(),
        {"balance", "unsure", "left_out", "weights", "mean"},
    )


def test_intervals_and_agreement_are_carried_along() -> None:
    alpha = json.loads(run(TREE, ANSWERS, "--json").stdout)["alpha"]

    low, high = alpha["intervals"]["index"]
    assert low < alpha["index"] < high
    assert -1 <= alpha["agreement"]["governance.1.1"]["a"] <= 1
    assert alpha["methods"]["head_count"]["index"] == pytest.approx(2.370044724017752, abs=1e-12)


QUESTIONNAIRE = Path(__file__).parents[2] / "questionnaires" / "kematangan-kota-cerdas"


def answers_to_the_questionnaire(tmp_path: Path, level: int, group: str) -> Path:
    questions = [q.id for q in read_questionnaire(QUESTIONNAIRE).maturity_questions]
    path = tmp_path / "answers.csv"
    lines = [
        ",".join(["respondent", "region", "group", *questions]),
        *(
            ",".join([f"p{n}", "Kota Bontang", group, *[str(level)] * len(questions)])
            for n in (1, 2)
        ),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_shipped_questionnaire_scores_with_readiness_beside(tmp_path: Path) -> None:
    path = answers_to_the_questionnaire(tmp_path, 3, "bappeda")

    found = json.loads(run(QUESTIONNAIRE, path, "--json").stdout)["Kota Bontang"]

    assert (found["index"], found["n"]) == (3.0, 2)
    assert set(found["dimensions"].values()) == {3.0}
    assert found["readiness"]["index"] == 3.0
    assert found["readiness"]["elements"].keys().isdisjoint(found["dimensions"])
    assert "one_group" in found["cautions"]


def test_a_group_that_the_questionnaire_does_not_know_is_refused(tmp_path: Path) -> None:
    result = run(QUESTIONNAIRE, answers_to_the_questionnaire(tmp_path, 3, "walikota"))

    assert result.exit_code == 1
    assert result.stderr.count('the group "walikota" is unknown') == 2


def test_a_faulty_questionnaire_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "salah.yaml"
    path.write_text("key: x\nversoin: 1\n", encoding="utf-8")

    result = run(path, ANSWERS)

    assert result.exit_code == 1
    assert f"{path}:2:" in result.stderr
