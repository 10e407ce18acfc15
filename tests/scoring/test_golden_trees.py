"""Real indices come out of the same tree engine: ASEM, HDI, TAI, SPBE, Pemdi."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from assess.scoring import normalisation as norm
from assess.scoring.comparison import ranks
from assess.scoring.means import arithmetic, geometric, harmonic
from assess.scoring.rounding import display
from assess.scoring.tree import Mean, Node, RollUp, Tree, roll_up
from tests.scoring.reading import golden, golden_rows

Rows = list[dict[str, str]]


def number(text: str) -> float:
    return float(text) if text not in ("", "NA") else float("nan")


def tree_of(rows: Rows) -> Tree:
    def below(parent: str) -> tuple[Node, ...]:
        return tuple(
            Node(row["code"], number(row["weight"]), below(row["code"]))
            for row in rows
            if row["parent"] == parent
        )

    (root,) = (row["code"] for row in rows if row["parent"] in ("", "NA"))
    return Tree(Node(root, 1.0, below(root)))


def columns(rows: Rows, names: Sequence[str]) -> np.ndarray:
    return np.array([[number(row[name]) for name in names] for row in rows])


def assert_nodes(tree: Tree, found: RollUp, expected: Rows, tolerance: float) -> None:
    for place, node in enumerate(tree.nodes):
        if node.children:
            want = columns(expected, [node.key])[:, 0]
            np.testing.assert_allclose(
                found.values[:, place], want, rtol=0, atol=tolerance, err_msg=node.key
            )
    want_ranks = [number(row["Index_rank"]) for row in expected]
    assert (
        np.where(np.isnan(want_ranks), 0, want_ranks).tolist()
        == ranks(found.values[:, -1]).tolist()
    )


def test_asem_through_four_levels() -> None:
    tree = tree_of(golden_rows("asem_tree"))
    leaves = columns(golden_rows("asem_normalised"), tree.leaves)

    found = roll_up(tree, leaves, minimum_coverage=0)

    assert_nodes(tree, found, golden_rows("asem_expected_arithmetic"), 1e-9)


VARIANTS: dict[str, tuple[Callable[[np.ndarray], np.ndarray], tuple[Mean, ...], float]] = {
    "minmax_arith": (lambda x: norm.min_max(x, 0, 100), (arithmetic,), 0),
    "minmax1_geo": (lambda x: norm.min_max(x, 1, 100), (geometric,), 0),
    "minmax1_harm": (lambda x: norm.min_max(x, 1, 100), (harmonic,), 0),
    "zscore_arith": (norm.z_scores, (arithmetic,), 0),
    "rank_arith": (norm.rank_from_lowest, (arithmetic,), 0),
    "borda_arith": (norm.borda, (arithmetic,), 0),
    "prank_arith": (norm.percentile_rank, (arithmetic,), 0),
    "dist2max_arith": (norm.closeness_to_best, (arithmetic,), 0),
    "mixed_arith_geo_harm": (
        lambda x: norm.min_max(x, 1, 100),
        (harmonic, geometric, arithmetic),
        0,
    ),
    "arith_threshold_0.9": (lambda x: norm.min_max(x, 1, 100), (arithmetic,), 0.9),
}


@pytest.mark.parametrize("case", VARIANTS)
def test_asem_in_ten_variants(case: str) -> None:
    normalise, means, coverage = VARIANTS[case]
    rows = golden_rows("asem_tree_raw")
    tree = tree_of(rows)
    direction = {row["code"]: float(row["direction"]) for row in rows}
    signs = np.array([direction[code] for code in tree.leaves])
    leaves = columns(golden_rows("asem_raw"), tree.leaves) * signs

    found = roll_up(tree, normalise(leaves), minimum_coverage=coverage, means=means)

    expected = [row for row in golden_rows("asem_expected_variants") if row["case"] == case]
    assert_nodes(tree, found, expected, 1e-8)


def hdi(rows: Rows, year: str) -> np.ndarray:
    life, expected, schooling, income = columns(
        rows, [f"{name}_{year}" for name in ("le", "eys", "mys", "gnipc")]
    ).T
    leaves = np.column_stack(
        [
            norm.goalposts(life, 20, 85),
            norm.goalposts(expected, 0, 18),
            norm.goalposts(schooling, 0, 15),
            norm.goalposts(income, 100, 75000, logarithmic=True),
        ]
    )
    education = Node("education", 1, (Node("expected"), Node("mean")))
    tree = Tree(Node("hdi", 1, (Node("life"), education, Node("income"))))
    order = [("life", "expected", "mean", "income").index(leaf) for leaf in tree.leaves]
    found = roll_up(tree, leaves[:, order], minimum_coverage=1, means=(geometric, arithmetic))
    return found.values[:, -1]


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("hdi_2021_20_countries", "2021"),
        ("hdi_2021_191_countries", "2021"),
        ("hdi_2010_series", "2010"),
    ],
)
def test_every_published_human_development_index(name: str, year: str) -> None:
    rows = golden_rows(name)

    found = hdi(rows, year)

    np.testing.assert_allclose(found, columns(rows, ["hdi_exact"])[:, 0], rtol=0, atol=1e-9)
    assert [display(value, 3) for value in found] == [
        display(float(row[f"hdi_{year}"]), 3) for row in rows
    ]


def test_every_published_rank_of_the_human_development_index() -> None:
    rows = golden_rows("hdi_2021_191_countries")

    shown = np.array([float(display(value, 3)) for value in hdi(rows, "2021")])

    assert ranks(shown).tolist() == [int(row["hdi_rank_2021"]) for row in rows]


def test_technology_achievement_index_with_its_published_ranks() -> None:
    case = golden("tai_equal_weights")
    rows, expected = golden_rows("tai23"), golden_rows("tai23_expected_equal_weights")
    dimensions = case["dimensions"]
    tree = Tree(
        Node(
            "TAI",
            1,
            tuple(Node(key, 1, tuple(map(Node, below))) for key, below in dimensions.items()),
        )
    )
    leaves = np.column_stack(
        [
            norm.goalposts(columns(rows, [code])[:, 0], *case["goalposts"][code])
            for code in tree.leaves
        ]
    )

    found = roll_up(tree, leaves, minimum_coverage=1)

    for place, node in enumerate(tree.nodes):
        name = node.key if node.children else f"norm_{node.key}"
        want = columns(expected, [name])[:, 0]
        np.testing.assert_allclose(found.values[:, place], want, rtol=0, atol=1e-9)
    published = [int(row["published_rank_handbook_table_23_EW"]) for row in expected]
    assert ranks(found.values[:, -1]).tolist() == [int(row["rank"]) for row in expected]
    assert ranks(found.values[:, -1]).tolist() == published


def test_ten_normalisations_of_one_indicator() -> None:
    rows = golden_rows("normalisation_schooling")
    x = columns(rows, ["x"])[:, 0]
    found = {
        "rank_low_to_high": norm.rank_from_lowest(x),
        "z_score": norm.z_scores(x),
        "min_max": norm.min_max(x),
        "ratio_to_mean": norm.ratio_to_mean(x),
        "ratio_to_best": norm.ratio_to_best(x),
        "ratio_to_worst": norm.ratio_to_worst(x),
        "difference_to_mean": norm.ratio_to_mean(x) - 1,
        "difference_to_worst_relative": norm.ratio_to_worst(x) - 1,
        "above_below_mean_p20": norm.above_or_below_mean(x),
        "percentile_rank_of_23": norm.rank_from_lowest(x) / len(x) * 100,
    }

    for name, values in found.items():
        np.testing.assert_allclose(
            values, columns(rows, [name])[:, 0], rtol=0, atol=1e-9, err_msg=name
        )


def spbe_tree(aspects: list[dict[str, Any]], leaves: bool) -> Tree:
    domains = list(dict.fromkeys(aspect["domain"] for aspect in aspects))

    def node(aspect: dict[str, Any]) -> Node:
        below = range(len(aspect["indicator_levels"])) if leaves else ()
        return Node(
            str(aspect["no"]),
            aspect["weight_percent"],
            tuple(Node(f"{aspect['no']}.{n}") for n in below),
        )

    below = {d: tuple(node(a) for a in aspects if a["domain"] == d) for d in domains}
    return Tree(
        Node("spbe", 1, tuple(Node(d, sum(c.weight for c in cs), cs) for d, cs in below.items()))
    )


def values_by_key(tree: Tree, found: RollUp) -> dict[str, float]:
    return {node.key: float(found.values[place]) for place, node in enumerate(tree.nodes)}


def test_the_published_spbe_result_of_denpasar() -> None:
    case = golden("spbe_denpasar_2018")
    aspects = case["input"]["aspects"]
    tree = spbe_tree(aspects, leaves=True)
    levels = np.array([level for a in aspects for level in a["indicator_levels"]], dtype=float)

    found = values_by_key(tree, roll_up(tree, levels, minimum_coverage=2 / 3))

    expected = case["expected"]
    for key, value in {**expected["aspects"], **expected["domains"]}.items():
        assert found[key] == pytest.approx(value, abs=1e-12)
    assert found["spbe"] == pytest.approx(expected["index"], abs=1e-12)
    assert display(found["spbe"]) == display(case["published"]["index"])
    for key, value in {**case["published"]["aspects"], **case["published"]["domains"]}.items():
        assert display(found[key]) == display(value)


def test_published_spbe_results_of_two_regions() -> None:
    cases = {case["name"]: case for case in golden("spbe_published_cities")["cases"]}
    weights = golden("spbe_published_cities")["weights_percent"]["permen_59_2020"]
    magelang = cases["kabupaten_magelang_2022"]
    flat = Tree(Node("spbe", 1, tuple(Node(key, weight) for key, weight in weights.items())))
    domains = np.array([magelang["input"]["domains"][key] for key in flat.leaves])
    denpasar = cases["kota_denpasar_2019"]
    tree = spbe_tree(denpasar["input"]["aspects"], leaves=False)
    values = [float(Fraction(a["value_fraction"])) for a in denpasar["input"]["aspects"]]

    first = roll_up(flat, domains, minimum_coverage=1).values[-1]
    second = values_by_key(tree, roll_up(tree, np.array(values), minimum_coverage=1))

    assert first == pytest.approx(magelang["expected"]["index"], abs=1e-12)
    assert display(first) == display(magelang["published"]["index"])
    for key, value in denpasar["expected"]["domains"].items():
        assert second[key] == pytest.approx(value, abs=1e-12)
    assert second["spbe"] == pytest.approx(denpasar["expected"]["index"], abs=1e-12)


def test_the_weights_of_pemdi() -> None:
    case = golden("pemdi_2026_template")
    tree = Tree(
        Node(
            "pemdi",
            1,
            tuple(
                Node(
                    aspect["name"],
                    aspect["weight"],
                    tuple(
                        Node(f"{aspect['name']} {n}", weight)
                        for n, weight in enumerate(aspect["indicator_weights"])
                    ),
                )
                for aspect in case["input"]["aspects"]
            ),
        )
    )

    found = values_by_key(
        tree, roll_up(tree, np.array(case["input"]["values"]), minimum_coverage=2 / 3)
    )

    for key, value in case["expected"]["aspects"].items():
        assert found[key] == pytest.approx(value, abs=1e-12)
    assert found["pemdi"] == pytest.approx(case["expected"]["index"], abs=1e-12)
