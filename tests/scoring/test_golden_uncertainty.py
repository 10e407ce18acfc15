"""Standard errors equal R survey; the bootstrap agrees with the whole enumerated distribution."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assess.scoring.aggregation import (
    Balance,
    balanced_mean,
    count_answers,
    group_means,
    respondent_weights,
)
from assess.scoring.resampling import draw_counts, resampled_questions
from assess.scoring.uncertainty import (
    effective_respondents,
    linearised_spread,
    panel,
    t_intervals,
    t_quantile,
)
from tests.scoring.reading import chance, golden

STRATIFIED = golden("stratified_mean_se")["cases"]
BOOTSTRAP = golden("bootstrap_exact")["cases"]


@pytest.mark.parametrize("case", STRATIFIED, ids=lambda case: case["name"])
def test_the_standard_error_of_a_question_is_the_design_based_one(case: dict[str, Any]) -> None:
    given, expected = case["input"], case["expected"]
    names = list(given["group_weights"])
    declared = np.array(list(given["group_weights"].values()), dtype=float)
    levels = np.array([[each or 0] for each in given["answers"]], dtype=np.int8)
    rows = np.array([names.index(group) for group in given["group"]])
    counts = count_answers(levels, rows, len(names))
    weights = respondent_weights(counts, declared, Balance.GROUPS)
    score = balanced_mean(group_means(counts), weights)

    spread = linearised_spread(panel(levels, rows, group_means(counts), weights), np.ones((1, 1)))

    assert score[0] == pytest.approx(expected["mean"], abs=1e-9)
    assert spread.standard_error[0] == pytest.approx(expected["se"], abs=1e-9)
    assert spread.degrees_of_freedom[0] == pytest.approx(expected["satterthwaite_df"], abs=1e-9)
    reach = t_quantile(np.array(float(expected["df_design"]))) * spread.standard_error[0]
    assert [score[0] - reach, score[0] + reach] == pytest.approx(expected["ci95_t"], abs=1e-9)
    sizes = counts[:, 0, 3:].sum(-1).astype(float)
    assert effective_respondents(declared, sizes) == pytest.approx(
        expected["effective_n_kish"], abs=1e-9
    )
    interval = t_intervals(score, spread)
    assert interval.low[0] < expected["ci95_t"][0] < expected["ci95_t"][1] < interval.high[0]


@pytest.mark.parametrize("case", BOOTSTRAP, ids=lambda case: case["name"])
def test_resampling_agrees_with_the_enumerated_distribution(case: dict[str, Any]) -> None:
    groups = [np.array(group, dtype=float) for group in case["input"]["groups"]]
    weights = np.atleast_1d(np.array(case["input"]["weights"], dtype=float))
    expected, replicates = case["expected"], 40_000
    rng = chance(1)
    fewer = case["input"]["draws"] == "n-1"

    means = sum(
        weight
        * (draw_counts(len(group), len(group) - fewer, replicates, rng) @ group)
        / (len(group) - fewer)
        for weight, group in zip(weights, groups, strict=True)
    )

    step = min(weight / (len(g) - fewer) for weight, g in zip(weights, groups, strict=True))
    tolerance = 4 * expected["se"] / np.sqrt(2 * replicates)
    assert abs(means.std() - expected["se"]) <= tolerance
    low, high = np.quantile(means, [0.025, 0.975], method="inverted_cdf")
    assert abs(low - expected["q025"]) <= step + 1e-9
    assert abs(high - expected["q975"]) <= step + 1e-9


@pytest.mark.parametrize(
    "case", [case for case in BOOTSTRAP if case["input"]["draws"] == "n-1"], ids=lambda c: c["name"]
)
def test_replicated_questions_have_the_unbiased_standard_error(case: dict[str, Any]) -> None:
    groups, replicates = case["input"]["groups"], 40_000
    levels = np.array([[x] for group in groups for x in group], dtype=np.int8)
    rows = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    weights = np.atleast_1d(np.array(case["input"]["weights"], dtype=float))[:, None]

    found = resampled_questions(levels, rows, weights, replicates, chance(2))[:, 0]

    expected = case["expected"]["unbiased_se_formula"]
    assert abs(found.std() - expected) <= 4 * expected / np.sqrt(2 * replicates)
    assert found.mean() == pytest.approx(case["expected"]["mean"], abs=0.02)
