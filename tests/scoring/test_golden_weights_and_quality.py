"""Weights and signs of careless answers equal the figures of R."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assess.scoring import data_quality, weights
from tests.scoring.reading import golden

AHP = golden("ahp_basic")["cases"]
OTHER = {case["name"]: case for case in golden("other_weights")["cases"]}


@pytest.mark.parametrize("case", AHP, ids=lambda case: case["name"])
def test_pairwise_weights_and_their_consistency(case: dict[str, Any]) -> None:
    matrix, expected = np.array(case["input"]["matrix"]), case["expected"]

    found = weights.pairwise(matrix)

    assert found.weights.tolist() == pytest.approx(expected["weights_eigenvector"], abs=1e-9)
    assert found.lambda_max == pytest.approx(expected["lambda_max"], abs=1e-9)
    assert (found.index, found.ratio) == pytest.approx((expected["CI"], expected["CR"]), abs=1e-9)
    assert found.consistent == (expected["CR"] <= 0.10)
    assert weights.geometric_rows(matrix).tolist() == pytest.approx(
        expected["weights_geometric_mean"], abs=1e-9
    )


def test_group_judgement_is_reciprocal_again() -> None:
    one, other = np.array([[1, 4], [0.25, 1]]), np.array([[1, 1], [1, 1]])

    both = weights.group_judgement(np.array([one, other]))

    assert both.tolist() == [[1, 2], [0.5, 1]]


@pytest.mark.parametrize(
    "matrix",
    [
        np.array([[1, 2], [2, 1]]),
        np.array([[1, -1], [-1, 1]]),
        np.ones((2, 3)),
        np.array([[1, np.nan], [np.nan, 1]]),
    ],
)
def test_a_matrix_that_is_no_comparison_is_refused(matrix: np.ndarray) -> None:
    with pytest.raises(ValueError):
        weights.pairwise(matrix)


def test_beyond_ten_items_there_is_no_consistency_ratio() -> None:
    found = weights.pairwise(np.ones((11, 11)))

    assert found.ratio is None
    assert not found.consistent


def test_budget_allocation_is_the_mean_share() -> None:
    case = OTHER["budget_allocation"]

    found = weights.budget_allocation(np.array(case["input"]["experts_by_items"], dtype=float))

    assert found.tolist() == pytest.approx(case["expected"]["weights"], abs=1e-12)


def test_negative_points_are_refused() -> None:
    with pytest.raises(ValueError):
        weights.budget_allocation(np.array([[110.0, -10.0]]))


def test_entropy_weights() -> None:
    case = OTHER["entropy"]

    entropies, found = weights.entropy(np.array(case["input"]["units_by_indicators"]))

    assert entropies.tolist() == pytest.approx(case["expected"]["entropy"], abs=1e-12)
    assert found.tolist() == pytest.approx(case["expected"]["weights"], abs=1e-12)


def test_runs_and_variability_of_answers() -> None:
    case = golden("careless_small")
    rows = np.array(case["input"]["rows_by_items"], dtype=np.int8)
    expected = case["expected"]

    assert data_quality.longest_runs(rows).tolist() == expected["longstring"]
    assert data_quality.average_runs(rows).tolist() == pytest.approx(
        expected["average_string"], abs=1e-9
    )
    assert data_quality.variability(rows).tolist() == pytest.approx(expected["irv"], abs=1e-9)
    for third, part in enumerate((slice(0, 7), slice(7, 13), slice(13, 20))):
        assert data_quality.variability(rows[:, part]).tolist() == pytest.approx(
            [row[third] for row in expected["irv_thirds"]], abs=1e-9
        )


def test_blanks_end_a_run() -> None:
    row = np.array([[4, 4, 0, 4, -1, 4, 4, 4]], dtype=np.int8)

    assert data_quality.longest_runs(row).tolist() == [3]


def test_a_straight_liner_is_flagged_and_an_honest_varied_person_is_not() -> None:
    rows = np.array([[1] * 10, [1, 2, 1, 3, 2, 2, 1, 2, 3, 1]], dtype=np.int8)

    assert data_quality.careless_signs(rows).flagged.tolist() == [True, False]


def test_without_answers_there_are_no_signs() -> None:
    signs = data_quality.careless_signs(np.zeros((1, 4), dtype=np.int8))

    assert not signs.flagged[0]
    assert np.isnan([signs.average_run[0], signs.variability[0], signs.modal_share[0]]).all()
