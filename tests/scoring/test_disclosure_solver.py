"""Somebody who may see everything that is shown tries every survey that could lie behind it.

The reader knows the method, the weights and how many people of each group answered. What a
withheld group said may never be the only possibility. Full agreement of k people or more is
published, as it is for any group that is large enough.
"""

from __future__ import annotations

import itertools
import json
import os
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pytest

from assess.scoring.disclosure import disclosed
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import Scorecard, score_scheme, to_json
from assess.scoring.tree import Node, Tree
from tests.scoring.reading import a_survey, chance

LEVELS = range(1, 6)
RANDOM_ROOMS = int(os.environ.get("ASSESS_DISCLOSURE_ROOMS", "150"))
Said = tuple[tuple[int, ...], ...]  # by group: the levels of its people, in rising order


def one_question(questions: int = 1) -> Scheme:
    leaves = tuple(Node(f"q{number}") for number in range(questions))
    return Scheme(index=Tree(Node("index", 1, (Node("d", 1, (Node("s", 1, leaves),)),))))


def card_of(said: Said, unsure: int = 0) -> Scorecard:
    people = [(f"g{at}", [level]) for at, levels in enumerate(said) for level in levels]
    people += [("g0", [-1])] * unsure
    return score_scheme(a_survey(one_question(), people), one_question())


def rooms(sizes: tuple[int, ...]) -> Iterator[Said]:
    each = [list(itertools.combinations_with_replacement(LEVELS, n)) for n in sizes]
    return itertools.product(*each)


def as_seen(card: Scorecard) -> str:
    """Everything that is left, float noise apart."""

    def rounded(value: object) -> object:
        if isinstance(value, float):
            return round(value, 9) + 0.0  # no negative zero
        if isinstance(value, dict):
            return {key: rounded(each) for key, each in value.items()}
        return [rounded(each) for each in value] if isinstance(value, list | tuple) else value

    return json.dumps(rounded(to_json(card)), sort_keys=True)


@pytest.mark.parametrize(
    ("sizes", "k"),
    [
        ((1, 2), 3),
        ((1, 3), 3),
        ((2, 2), 3),
        ((1, 1, 1), 3),
        ((1, 1, 2), 3),
        ((1, 2, 2), 3),
        ((1, 1, 3), 3),
        ((1, 3), 5),
        ((1, 1, 2), 5),
        ((2, 3), 5),
    ],
)
def test_no_answer_of_a_withheld_group_is_the_only_one_possible(
    sizes: tuple[int, ...], k: int
) -> None:
    """Every survey of this size, also what the withholding itself tells."""
    behind: dict[str, list[Said]] = defaultdict(list)
    for said in rooms(sizes):
        behind[as_seen(disclosed(card_of(said), {}, 1.5, k))].append(said)

    for possible in behind.values():
        for group, n in enumerate(sizes):
            if n < k:
                assert len({said[group] for said in possible}) > 1, possible[0]


def weights_of(sizes: tuple[int, ...]) -> list[np.ndarray]:
    """By group: every histogram of its people, (possibilities, 5)."""
    return [
        np.array([np.bincount(each, minlength=6)[1:] for each in group])
        for group in ([*itertools.combinations_with_replacement(LEVELS, n)] for n in sizes)
    ]


def possible_rooms(card: Scorecard, sizes: tuple[int, ...]) -> list[np.ndarray]:
    """Histograms of each group in every room that fits what is shown: (rooms, 5) by group."""
    question = card.questions["q0"]
    options = weights_of(sizes)
    grid = np.indices([len(each) for each in options]).reshape(len(sizes), -1)
    found = [each[rows] for each, rows in zip(options, grid, strict=True)]
    shares = [each / n for each, n in zip(found, sizes, strict=True)]
    means = [share @ np.arange(1, 6) for share in shares]
    together = sum(shares) / len(sizes)
    fits = np.ones(grid.shape[1], dtype=bool)

    def keep(values: np.ndarray, shown: float | tuple[float, ...] | None) -> None:
        if shown is not None:
            close = np.abs(values - np.array(shown)) < 1e-9
            fits[:] &= close if close.ndim == 1 else close.all(1)

    keep(sum(means) / len(sizes), question.score)
    keep(together, question.histogram)
    level = (np.cumsum(together[:, ::-1], 1) > 0.5 + 1e-9).sum(1)
    keep(level, question.level)
    for group, mean in {**question.group_means, **card.index.group_means}.items():
        keep(means[int(group[1:])], mean)
    heads = sum(mean * n for mean, n in zip(means, sizes, strict=True)) / sum(sizes)
    keep(heads, card.methods["head_count"].get("index") if "head_count" in card.methods else None)
    return [each[fits] for each in found]


def small_rooms(number: int) -> Iterator[tuple[Said, int]]:
    rng = chance(39)
    for _ in range(number):
        sizes = rng.integers(1, 7, size=int(rng.integers(2, 4)))
        if rng.random() < 0.2:  # many groups, of which each weighs little
            sizes = np.array([1, 3, 1, 2, 1])
        while sizes.sum() > 12:
            sizes[int(np.argmax(sizes))] -= 1
        lenient = rng.choice([1, 2, 4, 5])
        pool = [lenient, lenient, lenient, 3] if rng.random() < 0.5 else [1, 2, 3, 4, 5]
        yield (
            tuple(tuple(sorted(rng.choice(pool, n).tolist())) for n in sizes),
            int(rng.choice([3, 5])),
        )


def test_rooms_of_up_to_twelve_people_keep_their_secrets() -> None:
    for said, k in small_rooms(RANDOM_ROOMS):
        sizes = tuple(len(levels) for levels in said)
        card = disclosed(card_of(said), {}, 1.5, k)
        if not any(n < k for n in sizes):
            continue
        possible = possible_rooms(card, sizes)
        assert len(possible[0]), said
        for group, n in enumerate(sizes):
            if n < k:
                assert len(np.unique(possible[group], axis=0)) > 1, (said, k)


def test_a_small_group_that_a_score_of_five_gives_away_is_withheld_with_it() -> None:
    card = disclosed(card_of(((5, 5), (5, 5, 5, 5))), {}, 1.5)

    assert (card.questions["q0"].score, card.index.score, card.subpillars["s"].score) == (None,) * 3
    assert card.methods["mean"] == {}


def test_a_large_group_that_agrees_fully_is_shown() -> None:
    card = disclosed(card_of(((5,) * 6, (5,) * 6)), {}, 1.5)

    assert card.questions["q0"].score == 5.0
    assert card.questions["q0"].group_means == {"g0": 5.0, "g1": 5.0}


def test_the_withheld_question_is_not_told_by_its_sibling_and_their_parent() -> None:
    scheme = one_question(3)
    people = [("a", [5, 2, 3])] * 2 + [("b", [5, 4, 3]), *[("b", [5, 3, 2])] * 4]
    card = disclosed(score_scheme(a_survey(scheme, people), scheme), {}, 1.5)

    shown = [key for key, question in card.questions.items() if question.score is not None]
    assert card.subpillars["s"].score is not None
    assert len(shown) == 1
    assert "q0" not in shown


def test_the_shares_of_a_small_group_do_not_stand_in_the_histogram() -> None:
    """One of five groups is a single banker: only where a fifth stands can the answer be."""
    card = disclosed(card_of(((4,), (1, 2, 2), (2, 2, 3), (1, 3, 3), (3, 2, 2))), {}, 1.5)
    question = card.questions["q0"]

    assert question.score is not None
    assert (question.histogram, question.agreement, question.interpolated_median) == (None,) * 3


def test_where_all_people_weigh_the_same_the_histogram_is_of_everybody_and_stays() -> None:
    card = disclosed(card_of(((4, 2), (1, 3), (2, 5))), {}, 1.5)

    assert card.questions["q0"].histogram is not None
    assert card.questions["q0"].group_means == {}


def test_what_withheld_questions_add_up_to_does_not_solve_for_one_of_them() -> None:
    """Two questions that are withheld because all said 5 would add up to 10 together."""
    scheme = one_question(4)
    people = [("a", [5, 5, 2, 4]), *[("b", [5, 5, 3, level]) for level in (2, 3, 4)]]
    card = disclosed(score_scheme(a_survey(scheme, people), scheme), {}, 1.5)

    shown = [key for key, question in card.questions.items() if question.score is not None]
    assert card.subpillars["s"].score is not None
    assert len(shown) == 1


def test_a_sum_over_few_questions_leaves_every_small_group_two_possibilities() -> None:
    rng = chance(40)
    withheld_once = 0
    for _ in range(150):
        sizes = ((1, 3), (1, 1, 3), (2, 4))[int(rng.integers(3))]
        pool = ([1, 2, 3, 4, 5], [4, 5], [5, 5, 5, 4], [1, 1, 1, 2])[int(rng.integers(4))]
        said = [[rng.choice(pool, n).tolist() for n in sizes] for _ in range(3)]
        people = [
            (f"g{group}", [levels[group][at] for levels in said])
            for group, n in enumerate(sizes)
            for at in range(n)
        ]
        scheme = one_question(3)
        card = disclosed(score_scheme(a_survey(scheme, people), scheme), {}, 1.5)
        reached = [fitting_means(card, f"q{q}", sizes) for q in range(3)]
        withheld_once += len({len(each) for each in reached}) > 1
        whole = card.subpillars["s"].score
        fitting: list[set[float]] = [set(), set(), set()]
        for scores in itertools.product(*reached):
            if whole is None or abs(sum(scores) / 3 - whole) < 1e-7:
                for q, score in enumerate(scores):
                    fitting[q].add(score)

        for q, scores in enumerate(fitting):
            for group, n in enumerate(sizes):
                possible = {means[group] for score in scores for means in reached[q][score]}
                assert len(possible) > 1 or n >= 3, (said, q)

    assert withheld_once > 10


def fitting_means(
    card: Scorecard, key: str, sizes: tuple[int, ...]
) -> dict[float, list[tuple[float, ...]]]:
    """Every score that a question can have by what is shown of it, with the means that give it."""
    question = card.questions[key]
    found: dict[float, list[tuple[float, ...]]] = defaultdict(list)
    for means in itertools.product(*([total / n for total in range(n, 5 * n + 1)] for n in sizes)):
        score = sum(means) / len(means)
        shown = [abs(means[int(g[1:])] - mean) for g, mean in question.group_means.items()]
        if question.score is not None:
            shown.append(abs(score - question.score))
        if all(difference < 1e-7 for difference in shown):
            found[round(score, 9)].append(means)
    return found
