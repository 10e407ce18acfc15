"""Adopted weights reach the report and the bundle, and the stranger's script computes with them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from assess.report.gap_report import gap_report
from assess.report.render import document_html
from assess.report.verification.bundle import BundleInputs
from assess.scoring.expert_panel import WeightMethod
from assess.scoring.scheme import scheme_of
from assess.scoring.scorecard import Scorecard, score_scheme
from assess.scoring.sibling_sets import UsedWeights, scheme_with
from tests.report.sample import some_inputs, some_ratings, the_questionnaire
from tests.report.test_verification import LARGE, inputs, sign_again, unpacked, verify

DIMENSIONS = [dimension.key for dimension in the_questionnaire().dimensions]
WEIGHTS = dict(zip(DIMENSIONS, (40.0, 20.0, 10.0, 10.0, 10.0, 10.0), strict=True))
USED = UsedWeights(
    key="index",
    method=WeightMethod.PAIRWISE,
    weights=WEIGHTS,
    experts=5,
    ratio=0.0421,
    note="Berita acara 7/2026",
    adopted_at=datetime(2026, 11, 19, 2, 0, tzinfo=UTC),
    after_result=True,
)


def weighed() -> Scorecard:
    scheme = scheme_with(scheme_of(the_questionnaire()), {"index": WEIGHTS})
    return score_scheme(some_ratings(LARGE), scheme)


def weighed_inputs(k: int = 3) -> BundleInputs:
    given = inputs(some_ratings(LARGE), the_questionnaire(), k)
    return replace(given, scorecard=weighed(), weights=(USED,))


def report_text(**changes: object) -> str:
    return document_html(gap_report(some_inputs(**changes)))


def test_the_report_says_which_weights_were_used_and_why() -> None:
    told = report_text(scorecard=weighed(), weights=(USED,))

    assert (
        "Dimensi pada indeks: bobot dari perbandingan berpasangan oleh 5 pakar, rasio "
        "konsistensi 0,042, ditetapkan 19 November 2026. Dasar: Berita acara 7/2026." in told
    )
    assert "Bobot ini ditetapkan sesudah ada hasil sebelumnya" in told
    assert "40,0%" in told
    assert "Bobot lainnya adalah bagian dari kuesioner" in told


def test_without_a_decision_the_weights_are_the_questionnaires() -> None:
    told = report_text()

    assert "Semua bobot adalah bagian dari kuesioner" in told
    assert "Bobot lainnya" not in told
    assert "6,8%" in told  # 40 % of 17 %


def test_the_table_of_dimensions_prints_the_weight_that_was_used() -> None:
    thirds = dict.fromkeys(DIMENSIONS, 100 / 6)
    scheme = scheme_with(scheme_of(the_questionnaire()), {"index": thirds})

    told = report_text(scorecard=score_scheme(some_ratings(LARGE), scheme))

    assert "16,67" in told


def test_the_script_computes_with_adopted_weights(tmp_path: Path) -> None:
    folder = unpacked(weighed_inputs(), tmp_path)

    result = verify(folder)
    told = json.loads((folder / "bobot.json").read_text(encoding="utf-8"))

    assert (result.returncode, result.stderr) == (0, "")
    assert told["bobot"] == {"index": WEIGHTS}
    assert told["asal"][0]["dasar"] == "Berita acara 7/2026"


def test_other_weights_than_those_used_are_found(tmp_path: Path) -> None:
    folder = unpacked(weighed_inputs(), tmp_path)
    path = folder / "bobot.json"
    path.write_text(json.dumps({"bobot": {}, "asal": []}), encoding="utf-8")
    sign_again(folder, "bobot.json")

    result = verify(folder)

    assert result.returncode == 1
    assert "TIDAK COCOK: index.score tidak cocok" in result.stdout
    assert "TIDAK COCOK: dimensions.governance.path_weight tidak cocok" in result.stdout
