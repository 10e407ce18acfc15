"""Regions made so that exactly one choice of method moves their ranks."""

from __future__ import annotations

import numpy as np
import pytest

from assess.scoring.means import arithmetic
from assess.scoring.ratings import Ratings
from assess.scoring.robustness import (
    MEANS,
    Robustness,
    index_of,
    leaves_kept,
    rank_robustness,
    weight_draws,
)
from assess.scoring.scheme import Scheme
from assess.scoring.tree import Node, Tree, roll_up
from tests.scoring.reading import a_survey, chance

CHOICES = {
    "mean_arithmetic",
    "mean_geometric",
    "mean_penalised",
    "balance_groups",
    "balance_people",
    "unsure_excluded",
    "unsure_lowest",
    "nothing_left_out",
    "subpillar_left_out",
}


def a_scheme(*dimensions: tuple[float, int], questions: int = 2) -> Scheme:
    """Dimensions of (weight, number of sub-pillars), with so many questions in each sub-pillar."""
    nodes = []
    for d, (weight, subpillars) in enumerate(dimensions):
        below = tuple(
            Node(f"s{d}.{s}", 1, tuple(Node(f"q{d}.{s}.{q}") for q in range(questions)))
            for s in range(subpillars)
        )
        nodes.append(Node(f"d{d}", weight, below))
    return Scheme(index=Tree(Node("index", 1, tuple(nodes))))


def constant(scheme: Scheme, **people: int) -> Ratings:
    """Everybody gives one level throughout; the first letter of a name is the group."""
    n = len(scheme.questions)
    return a_survey(scheme, [(name[0], [level] * n) for name, level in people.items()])


def by_balance(scheme: Scheme) -> list[Ratings]:
    """3 balanced and 3.8 by heads, beside 3.4 either way."""
    crowd = {f"a{n}": 4 for n in range(9)}
    even = {
        "a1": 3,
        "a2": 3,
        "a3": 3,
        "a4": 4,
        "a5": 4,
        "b1": 3,
        "b2": 3,
        "b3": 3,
        "b4": 4,
        "b5": 4,
    }
    return [constant(scheme, **crowd, b=2), constant(scheme, **even)]


ONE = a_scheme((1, 1))


def moved(found: Robustness, *names: str) -> list[float]:
    return [found.shift_by_choice[name] for name in names]


def test_only_counting_heads_moves_the_ranks() -> None:
    found = rank_robustness(by_balance(ONE), ONE, chance(1), runs=200, top=1)

    assert found.nominal.tolist() == [2, 1]
    assert moved(found, "balance_groups", "balance_people") == [0.0, 1.0]
    assert set(found.shift_by_choice) == CHOICES - {"subpillar_left_out"}
    assert 0.4 < found.mean_shift < 0.6
    assert found.mean_shift == pytest.approx(found.in_top[0])
    assert found.in_top.sum() == 1
    assert (found.index_low[0], found.index_high[0]) == pytest.approx((3.0, 3.8))
    assert (found.index_low[1], found.index_high[1]) == pytest.approx((3.4, 3.4))


def test_a_shift_is_the_mean_over_all_regions() -> None:
    """The first two change places, the last stays: (1 + 1 + 0) / 3."""
    found = rank_robustness([*by_balance(ONE), constant(ONE, a1=1)], ONE, chance(1), runs=100)

    assert found.nominal.tolist() == [2, 1, 3]
    assert moved(found, "balance_groups", "balance_people") == pytest.approx([0.0, 2 / 3])


def test_only_the_meaning_of_do_not_know_moves_the_ranks() -> None:
    regions = [constant(ONE, a1=4, a2=-1), constant(ONE, a1=3, a2=3)]

    found = rank_robustness(regions, ONE, chance(2), runs=200)

    assert found.nominal.tolist() == [1, 2]
    assert moved(found, "unsure_excluded", "unsure_lowest") == [0.0, 1.0]
    assert (found.index_low[0], found.index_high[0]) == (2.5, 4.0)
    assert 0.4 < found.mean_shift < 0.6


def test_only_leaving_out_its_worst_sub_pillar_lifts_a_region() -> None:
    scheme = a_scheme((1, 2))
    uneven = a_survey(scheme, [("a", [1, 1, 5, 5])])
    even = a_survey(scheme, [("a", [3, 4, 3, 4])])

    found = rank_robustness([uneven, even], scheme, chance(3), runs=1000)

    assert found.nominal.tolist() == [2, 1]
    assert moved(found, "nothing_left_out") == [0.0]
    assert moved(found, "subpillar_left_out") == pytest.approx([0.5], abs=0.06)
    assert found.mean_shift == pytest.approx(1 / 3, abs=0.045)
    assert (found.index_low[0], found.index_high[0]) == (1.0, 5.0)


def test_only_another_mean_pulls_the_uneven_region_down() -> None:
    scheme = a_scheme((1, 9), (1, 9), questions=1)
    uneven = a_survey(scheme, [("a", [5] * 9 + [1] * 9)])
    even = constant(scheme, a1=2, a2=3, a3=3)

    found = rank_robustness([uneven, even], scheme, chance(4), runs=400)

    assert found.nominal.tolist() == [1, 2]
    assert moved(found, "mean_arithmetic")[0] < 0.2
    assert min(moved(found, "mean_geometric", "mean_penalised")) > 0.8


def test_weights_are_drawn_around_those_declared_and_nothing_stays_nothing() -> None:
    """Shares s of a Dirichlet of concentration 40 have the variance s (1 - s) / 41."""
    tree = a_scheme((5, 1), (3, 1), (0, 1), (2, 1), questions=1).index

    draws = weight_draws(tree, chance(7), 20_000)

    shares = np.array([0.5, 0.3, 0.0, 0.2])
    assert draws.sum(1) == pytest.approx(np.ones(20_000))
    assert draws.mean(0) == pytest.approx(shares, abs=0.002)
    assert draws.var(0) == pytest.approx(shares * (1 - shares) / 41, rel=0.05)


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_dimension_weights_vary_by_a_dirichlet_of_concentration_forty(share: float) -> None:
    """Of two dimensions, the weight of one is Beta(40 share, 40 (1 - share))."""
    scheme = a_scheme((2 * share, 9), (2 * (1 - share), 9), questions=1)
    region = a_survey(scheme, [("a", [2] * 9 + [4] * 9)])

    found = rank_robustness([region], scheme, chance(5), runs=3000)

    weight = chance(6).beta(40 * share, 40 * (1 - share), 100_000)
    mean = 2 * weight + 4 * (1 - weight)
    means = [mean, np.exp(weight * np.log(2) + (1 - weight) * np.log(4))]
    means.append(mean - 4 * weight * (1 - weight) / mean)
    expected = np.percentile(np.concatenate(means), [5, 95])
    assert [found.index_low[0], found.index_high[0]] == pytest.approx(expected.tolist(), abs=0.025)


def test_a_dimension_without_weight_never_counts() -> None:
    """Without its only sub-pillar the first dimension, and so the region, has no score."""
    scheme = a_scheme((1, 1), (0, 1))
    regions = by_balance(scheme)
    levels = [each.levels.copy() for each in regions]
    levels[0][:, 2:], levels[1][:, 2:] = 5, 1

    found = rank_robustness(
        [
            a_survey(scheme, list(zip(r.groups, x.tolist(), strict=True)))
            for r, x in zip(regions, levels, strict=True)
        ],
        scheme,
        chance(8),
        runs=300,
    )

    assert found.nominal.tolist() == [2, 1]
    assert moved(found, "balance_groups", "balance_people") == [0.0, 1.0]
    assert (found.index_low[1], found.index_high[1]) == pytest.approx((3.4, 3.4))
    assert found.in_top.tolist() == [1.0, 1.0]


def test_a_region_that_only_one_choice_can_rank_shifts_nobody() -> None:
    regions = [*by_balance(ONE), constant(ONE, a1=-1)]

    found = rank_robustness(regions, ONE, chance(9), runs=200)

    assert found.nominal.tolist() == [2, 1, 0]
    assert moved(found, "balance_groups", "balance_people") == [0.0, 1.0]
    assert found.in_top[2] == 1.0
    assert (found.low[2], found.high[2]) == (3.0, 3.0)


def test_where_no_region_has_an_index_nothing_shifts() -> None:
    found = rank_robustness([constant(ONE, a1=0)], ONE, chance(1), runs=20)

    assert (found.nominal.tolist(), found.mean_shift, found.shift_by_choice) == ([0], 0.0, {})
    assert np.isnan([found.low[0], found.median[0], found.index_high[0], found.in_top[0]]).all()


def test_a_thousand_runs_and_ten_leading_ranks_unless_asked_otherwise() -> None:
    """Nine share the first rank, and two the tenth and eleventh by turns."""
    scheme = a_scheme((1, 2))
    regions = [*[constant(scheme, a1=5)] * 9, *by_balance(scheme)]

    found = rank_robustness(regions, scheme, chance(1))

    assert found.nominal.tolist() == [1] * 9 + [11, 10]
    assert found.in_top[:9].tolist() == [1.0] * 9
    assert found.in_top[9:].sum() == pytest.approx(1)
    thousandths = 1000 * found.in_top[9]
    assert thousandths == pytest.approx(round(thousandths))
    assert 400 < thousandths < 600


@pytest.mark.parametrize("seed", range(12))
def test_ranges_of_ranks_are_the_fifth_and_the_ninety_fifth_percentile(seed: int) -> None:
    """One region leads where one of nineteen sub-pillars is left out: in a twentieth of the runs."""
    scheme = a_scheme((1, 19), questions=1)
    leads = a_survey(scheme, [("a", [1] + [4] * 18)])
    other = constant(scheme, **{f"a{n}": 4 if n else 3 for n in range(10)})

    found = rank_robustness([leads, other], scheme, chance(seed), runs=250, top=1)

    first = found.in_top[0]
    assert found.nominal.tolist() == [2, 1]
    assert found.low.tolist() == [1 if first >= 0.05 else 2, 1]
    assert found.high.tolist() == [2, 1 if 1 - first >= 0.95 else 2]


@pytest.mark.parametrize("seed", range(8))
def test_the_median_rank_is_the_first_where_half_of_the_runs_say_so(seed: int) -> None:
    found = rank_robustness(by_balance(ONE), ONE, chance(seed), runs=100, top=1)

    assert found.median.tolist() == [1 if share >= 0.5 else 2 for share in found.in_top]


def index(levels: list[float], weights: list[float], applies: list[bool] | None = None) -> float:
    """Index of one region whose dimensions have one question each."""
    below = tuple(
        Node(f"d{n}", 1, (Node(f"s{n}", 1, (Node(f"q{n}"),)),)) for n in range(len(levels))
    )
    tree = Tree(Node("index", 1, below))
    nodes = roll_up(
        tree,
        np.array([levels]),
        minimum_coverage=2 / 3,
        applicable=None if applies is None else np.array([applies]),
    )
    return float(index_of(tree, nodes, np.array(weights), MEANS.index(arithmetic), 2 / 3)[0])


def test_the_index_needs_two_thirds_of_the_weight_that_was_drawn() -> None:
    missing = np.nan

    assert index([2.0, 4.0, missing], [1 / 3, 1 / 3, 1 / 3]) == pytest.approx(3.0)
    assert index([2.0, 4.0, missing], [0.5, 0.25, 0.25]) == pytest.approx(8 / 3)
    assert np.isnan(index([2.0, 4.0, missing], [0.3, 0.3, 0.4]))
    assert np.isnan(index([missing, missing, missing], [0.3, 0.3, 0.4]))
    assert np.isfinite(index([2.0, missing], [2 / 3 - 5e-10, 1 / 3 + 5e-10]))
    assert np.isnan(index([2.0, missing], [2 / 3 - 2e-9, 1 / 3 + 2e-9]))


def test_what_does_not_apply_does_not_count_against_it() -> None:
    applies = [True, False, True]

    assert index([2.0, np.nan, 4.0], [0.2, 0.6, 0.2], applies) == pytest.approx(3.0)
    assert np.isnan(index([2.0, np.nan, np.nan], [0.2, 0.6, 0.2], applies))
    assert np.isnan(index([np.nan, np.nan, np.nan], [0.2, 0.6, 0.2], [False] * 3))


def test_a_sub_pillar_left_out_takes_all_its_questions_with_it() -> None:
    tree = a_scheme((1, 2), (1, 1)).index

    assert leaves_kept(tree, -1).tolist() == [True] * 6
    assert leaves_kept(tree, 0).tolist() == [False, False, True, True, True, True]
    assert leaves_kept(tree, 2).tolist() == [True, True, True, True, False, False]
