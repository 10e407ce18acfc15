"""Agreement and reliability equal the figures of R and of exact arithmetic."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from assess.scoring import agreement as ag
from assess.scoring import medians, reliability
from assess.scoring.concordance import Metric, kendall_w, krippendorff_alpha
from tests.scoring.reading import golden, golden_rows

WITHIN = golden("within_question_agreement")["cases"]
ALPHA = golden("krippendorff_alpha_basic")["cases"]
BASIC = {case["name"]: case for case in golden("reliability_basic")["cases"]}
HARD = {case["name"]: case for case in golden("reliability_hard")["cases"]}


def near(value: Any, tolerance: float = 1e-9) -> Any:
    return pytest.approx(value, abs=tolerance)


def same(found: float, expected: float | None) -> bool:
    return math.isnan(found) if expected is None else abs(found - expected) <= 1e-9


@pytest.mark.parametrize("case", WITHIN, ids=lambda case: case["name"])
def test_every_measure_of_one_question(case: dict[str, Any]) -> None:
    counts = np.array(case["input"]["histogram"])
    n = counts.sum()
    variance = ag.variance(counts)
    found = {
        "n": n,
        "mean": ag.mean_level(counts),
        "median": medians.median(counts),
        "interpolated_median": medians.interpolated_median(counts),
        "lower_median": medians.lower_median(counts),
        "var_unbiased": variance,
        "sd_unbiased": np.sqrt(variance),
        "vdEijk_A": ag.van_der_eijk(counts),
        "rwg_uniform": ag.rwg(counts),
        "rwg_null_variance": (len(counts) ** 2 - 1) / 12,
        "rwg_max_dissensus": ag.rwg_against_split(counts),
        "AD_mean": ag.undefined_below_two(ag.average_deviation(counts), n),
        "AD_median": ag.undefined_below_two(
            ag.average_deviation(counts, medians.median(counts)), n
        ),
        "tastle_wierman_consensus": ag.consensus(counts),
        "leik_D": ag.leik_dispersion(counts),
        "leik_consensus": 1 - ag.leik_dispersion(counts),
        "blair_lacy_lsq": ag.blair_lacy(counts),
        "IQR_type7": medians.quantile(counts, 0.75) - medians.quantile(counts, 0.25),
        "IQR_type6": medians.quantile(counts, 0.75, "weibull")
        - medians.quantile(counts, 0.25, "weibull"),
    }

    assert set(found) == set(case["expected"])
    wrong = {
        name: (float(found[name]), value)
        for name, value in case["expected"].items()
        if not same(float(found[name]), value)
    }
    assert not wrong


def test_measures_work_on_many_histograms_at_once() -> None:
    counts = np.array(
        [c["input"]["histogram"] for c in WITHIN if len(c["input"]["histogram"]) == 5]
    )
    expected = [c["expected"]["vdEijk_A"] for c in WITHIN if len(c["input"]["histogram"]) == 5]

    assert ag.van_der_eijk(counts).tolist() == near(expected)


@pytest.mark.parametrize("metric", list(Metric))
@pytest.mark.parametrize("case", ALPHA, ids=lambda case: case["name"])
def test_krippendorffs_alpha(case: dict[str, Any], metric: Metric) -> None:
    values = np.array(case["input"]["raters_by_units"], dtype=float)

    assert same(krippendorff_alpha(values, metric), case["expected"][metric])


@pytest.mark.parametrize(
    ("name", "corrected"),
    [
        ("anxiety_kendall_ties", True),
        ("anxiety_kendall_ties", False),
        ("kendall_random_heavy_ties", True),
        ("kendall_random_heavy_ties", False),
        ("kendall_agreeing_heavy_ties", True),
        ("kendall_agreeing_heavy_ties", False),
    ],
)
def test_kendalls_w_with_ties(name: str, corrected: bool) -> None:
    expected = HARD[name]["expected"]["corrected" if corrected else "uncorrected"]

    found = kendall_w(np.array(HARD[name]["input"]["raters_by_objects"]), corrected=corrected)

    assert found is not None
    assert (found.w, found.chi_square, found.p) == near(
        (expected["W"], expected["chisq"], expected["p"])
    )


def test_kendalls_w_without_ties() -> None:
    case = BASIC["kendall_w_no_ties"]

    found = kendall_w(np.array(case["input"]["raters_by_objects"]))

    assert found is not None
    assert (found.w, found.chi_square, found.p) == near(tuple(case["expected"].values()))


def test_kendalls_w_is_undefined_where_nobody_tells_objects_apart() -> None:
    assert kendall_w(np.full((4, 3), 2.0)) is None
    assert kendall_w(np.array([[1.0, 2.0, 3.0]])) is None


@pytest.mark.parametrize(
    "case",
    [
        BASIC["attitude_alpha_omega"],
        HARD["bfi_extraversion_300"],
        HARD["five_level_seven_items_n40"],
    ],
    ids=lambda case: case["name"],
)
def test_cronbachs_alpha_and_omega(case: dict[str, Any]) -> None:
    items, expected = np.array(case["input"]["rows_by_items"], dtype=float), case["expected"]
    people, k = items.shape
    alpha = reliability.cronbach_alpha(items)

    assert alpha == near(expected["alpha_raw"])
    assert reliability.standardised_alpha(items) == near(expected["alpha_std"])
    assert reliability.average_correlation(items) == near(expected["average_r"])
    assert reliability.alpha_if_dropped(items).tolist() == near(expected["alpha_if_dropped_raw"])
    assert reliability.item_rest_correlations(items).tolist() == near(expected["item_rest_r"])
    assert reliability.feldt_interval(alpha, people, k) == near(tuple(expected["feldt_ci95"]), 1e-6)
    assert reliability.omega(items) == near(expected["omega_standardised_factanal_ML"], 2e-4)
    assert reliability.is_worth_showing(items)


def test_standardised_alpha_of_published_data() -> None:
    rows = golden_rows("tai23")
    expected = BASIC["tai23_standardised_alpha"]["expected"]
    names = list(expected["alpha_std_if_dropped"])
    items = np.array([[float(row[name]) for name in names] for row in rows])
    z = (items - items.mean(0)) / items.std(0, ddof=1)

    assert reliability.standardised_alpha(items) == near(expected["alpha_std"])
    assert reliability.alpha_if_dropped(z).tolist() == near(
        list(expected["alpha_std_if_dropped"].values())
    )
    assert reliability.item_rest_correlations(z).tolist() == near(
        list(expected["item_rest_r_of_zscores"].values())
    )


@pytest.mark.parametrize(
    "case", [BASIC["shrout_fleiss_icc"], HARD["anxiety_icc"]], ids=lambda case: case["name"]
)
def test_six_intraclass_correlations(case: dict[str, Any]) -> None:
    found = reliability.intraclass_correlations(
        np.array(case["input"]["targets_by_judges"], dtype=float)
    )

    for name, expected in case["expected"].items():
        form = found[name]
        assert (form.icc, form.f, form.df1, form.df2) == near(
            (expected["icc"], expected["F"], expected["df1"], expected["df2"])
        )
        assert form.interval == near((expected["lower95"], expected["upper95"]), 1e-6)


def test_agreement_of_several_items_by_company() -> None:
    case = HARD["rwg_j_and_AD_j_by_company"]
    groups = np.array([str(each) for each in case["input"]["group"]])
    items, expected = np.array(case["input"]["rows_by_items"], dtype=float), case["expected"]
    for place, group in enumerate(expected["group"]):
        rows = items[groups == group]  # some answers lie between the levels
        variances = rows.var(axis=0, ddof=1)
        distances = np.abs(rows - rows.mean(0)), np.abs(rows - np.median(rows, axis=0))
        assert len(rows) == expected["n"][place]
        assert ag.rwg_of_items(variances, 5) == near(expected["rwg_j"][place])
        assert ag.rwg_of_variance(variances, 5)[0] == near(expected["rwg_first_item"][place])
        assert distances[0].mean() == near(expected["AD_mean_j"][place])
        assert distances[1].mean() == near(expected["AD_median_j"][place])
    one, two = reliability.reliability_of_groups(items[:, 0], groups)
    assert (one, two) == near((expected["ICC1_first_item"], expected["ICC2_first_item"]))
