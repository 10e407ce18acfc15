"""The engine agrees with exact fractions on random surveys of every awkward kind."""

from __future__ import annotations

import os
from fractions import Fraction

import numpy as np

from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import Scorecard, score_scheme
from assess.scoring.tree import Node, Tree
from tests.scoring import exact
from tests.scoring.reading import a_survey, chance

# ASSESS_ORACLE_SURVEYS=100000 for the long run; the default keeps the suite quick.
SURVEYS = int(os.environ.get("ASSESS_ORACLE_SURVEYS", "300"))
SEED = int(os.environ.get("ASSESS_ORACLE_SEED", "20261"))
GROUPS = ("bank", "kadin", "opd", "umkm")


def a_random_table(rng: np.random.Generator) -> exact.Table:
    def weight() -> Fraction:
        return Fraction(int(rng.integers(1, 7)), int(rng.integers(1, 7)))

    table: exact.Table = []
    for d in range(int(rng.integers(1, 4))):
        w_d = weight()
        for s in range(int(rng.integers(1, 4))):
            w_s = weight()
            for q in range(int(rng.integers(1, 4))):
                table.append(
                    {
                        "question": f"q{d}.{s}.{q}",
                        "subpillar": f"s{d}.{s}",
                        "dimension": f"d{d}",
                        "w_q": Fraction(1) if rng.uniform() < 0.6 else weight(),
                        "w_s": w_s,
                        "w_d": w_d,
                    }
                )
    return table


def scheme_from(table: exact.Table, weights: dict[str, Fraction], *, leaves: bool) -> Scheme:
    def nodes(kind: str, weight: str, rows: exact.Table) -> dict[str, float]:
        return {row[kind]: float(row[weight]) for row in rows}

    dimensions = []
    for dimension, w_d in nodes("dimension", "w_d", table).items():
        own = [row for row in table if row["dimension"] == dimension]
        below = []
        for subpillar, w_s in nodes("subpillar", "w_s", own).items():
            rows = [row for row in own if row["subpillar"] == subpillar]
            leaf = tuple(Node(k, w) for k, w in nodes("question", "w_q", rows).items())
            below.append(Node(subpillar, w_s, leaf))
        dimensions.append(Node(dimension, w_d, tuple(below)))
    return Scheme(
        index=Tree(Node("index", 1, tuple(dimensions))),
        group_weights={group: float(weight) for group, weight in weights.items()},
        inapplicable_leaves=leaves,
    )


def random_people(rng: np.random.Generator, questions: int) -> exact.People:
    """Small panels, where ties, groups of one, silence and inapplicable questions are common."""
    n = int(rng.integers(0, 9))
    levels = rng.choice([-2, -1, 0, 1, 2, 3, 4, 5], size=(n, questions))
    for column in range(questions):
        fate = rng.uniform()
        if fate < 0.08:
            levels[:, column] = rng.choice([-2, -1, 0])
        elif fate < 0.2:
            levels[:, column] = np.where(levels[:, column] > 0, -2, levels[:, column])
        elif fate < 0.3:
            levels[:, column] = rng.choice([1, 5], size=n)
    return [(str(rng.choice(GROUPS)), row.tolist()) for row in levels]


def entries(card: Scorecard) -> dict[str, tuple[float | None, float | None]]:
    nodes = {"index": card.index, **card.dimensions, **card.subpillars}
    questions = {key: (each.score, None) for key, each in card.questions.items()}
    return {key: (each.score, each.coverage) for key, each in nodes.items()} | questions


def test_random_surveys_agree_with_exact_fractions() -> None:
    rng = chance(SEED)
    for number in range(SURVEYS):
        table, leaves = a_random_table(rng), bool(rng.integers(0, 2))
        people = random_people(rng, len(table))
        weights = {g: Fraction(int(rng.integers(1, 4))) for g in GROUPS}
        scheme = scheme_from(table, weights, leaves=leaves)

        card = score_scheme(a_survey(scheme, people), scheme)

        expected = exact.scores(table, people, weights, leaves=leaves)
        for key, (score, coverage) in entries(card).items():
            want, want_coverage, applies = expected[key]
            place = f"survey {number}, {key}"
            assert (score is None) == (want is None), place
            assert want is None or abs(score - float(want)) < 1e-12, place
            assert coverage is None or abs(coverage - float(want_coverage)) < 1e-12, place
            assert applies or score is None, place
        for column, row in enumerate(table):
            assert (
                card.questions[row["question"]].level == exact.question(people, column, weights)[1]
            ), f"survey {number}, level of {row['question']}"
