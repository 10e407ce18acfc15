"""What may be said of two regions, and of several: chances in words, tiers, no bare rank."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from flask import Flask

from assess.scoring.scores import NodeScore
from assess.scoring.standing import standing
from assess.web.standing_words import StandingWords, standing_in_words
from tests.report.sample import some_scorecard

SAME = frozenset({"diskominfo"})


def words(
    app: Flask, *regions: tuple[str, float, float], groups: list[frozenset[str]] | None = None
) -> StandingWords:
    """regions : name, score, standard error; an error of 0 means that nobody differed."""
    nodes = [_node(score, error) for _, score, error in regions]
    names = [name for name, _, _ in regions]
    found = standing(nodes, np.random.default_rng(1))  # noqa: TID251 - tests hold their own seed
    with app.test_request_context():
        return standing_in_words(found, names, nodes, nodes, groups or [SAME] * len(names))


def _node(score: float, error: float) -> NodeScore:
    return dataclasses.replace(
        some_scorecard().index,
        score=score,
        standard_error=error,
        interval=(score - 2 * error, score + 2 * error),
        degrees_of_freedom=20.0,
        no_variation=error == 0,
    )


def test_two_regions_far_apart_are_said_to_be_so_with_the_chance(app: Flask) -> None:
    found = words(app, ("Balikpapan", 2.0, 0.1), ("Samarinda", 4.0, 0.1))

    assert found.pairs == (
        ("Samarinda dan Balikpapan", "Samarinda di atas Balikpapan (peluang lebih dari 99%)."),
    )
    assert [row.name for row in found.places] == ["Samarinda", "Balikpapan"]
    assert [row.tier for row in found.places] == ["1", "2"]


def test_a_small_difference_is_not_put_in_order(app: Flask) -> None:
    found = words(app, ("Balikpapan", 3.0, 0.3), ("Samarinda", 3.1, 0.3))

    (pair,) = found.pairs
    assert pair[1].startswith("Tidak ada perbedaan yang dapat dipastikan")
    assert {row.tier for row in found.places} == {"1"}


def test_under_five_regions_there_is_no_rank(app: Flask) -> None:
    found = words(app, *[(f"R{n}", 1.0 + n, 0.05) for n in range(4)])

    assert not found.ranked
    assert {row.rank for row in found.places} == {"–"}
    assert "Hanya jenjang, bukan peringkat" in found.rule


def test_a_rank_never_stands_without_its_interval(app: Flask) -> None:
    found = words(app, *[(f"R{n}", 1.0 + n / 2, 0.05) for n in range(6)])

    assert found.ranked
    assert all("antara" in row.rank for row in found.places)


def test_unreliable_scores_are_not_ranked(app: Flask) -> None:
    found = words(app, *[(f"R{n}", 3.0 + n / 50, 0.4) for n in range(6)])

    assert not found.ranked
    assert "di bawah 0,70" in found.rule


def test_a_region_where_nobody_differed_stands_nowhere(app: Flask) -> None:
    found = words(app, ("Balikpapan", 3.0, 0.2), ("Samarinda", 5.0, 0.0))

    assert {row.name: row.tier for row in found.places} == {"Balikpapan": "1", "Samarinda": "–"}
    assert found.pairs[0][1].startswith("Tidak dapat dibandingkan")
    assert any("Tanpa jenjang" in caveat and "Samarinda" in caveat for caveat in found.caveats)


@pytest.mark.parametrize("same", [True, False])
def test_different_panels_are_named(app: Flask, *, same: bool) -> None:
    groups = [SAME, SAME if same else SAME | {"kadin"}]

    found = words(app, ("A", 3.0, 0.2), ("B", 3.0, 0.2), groups=groups)

    assert any("Kelompok yang menjawab tidak sama" in c for c in found.caveats) is not same


def test_the_same_regions_give_the_same_words(app: Flask) -> None:
    regions = [("A", 3.0, 0.2), ("B", 3.2, 0.2)]

    assert words(app, *regions) == words(app, *regions)
    assert any("benih acak" in caveat for caveat in words(app, *regions).caveats)
