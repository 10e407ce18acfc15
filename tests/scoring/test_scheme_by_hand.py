"""What scoring takes from a questionnaire, and what it refuses in a plain table of weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.reader import questionnaire_from_yaml
from assess.scoring.scheme import (
    TABLE_COLUMNS,
    Scheme,
    TreeTableError,
    scheme_of,
    scheme_of_table,
)
from assess.scoring.scorecard import score_scheme
from assess.scoring.tree import Node, Tree
from tests.scoring.reading import a_survey, small_scheme

TINY = (Path(__file__).parents[1] / "questionnaire" / "tiny.yaml").read_text(encoding="utf-8")


def tiny(more: str = "") -> Questionnaire:
    return questionnaire_from_yaml((TINY + more).encode(), "tiny.yaml")


def without_questions_of(*subpillars: str) -> Questionnaire:
    whole = tiny()
    gone = [q.id for q in tiny().maturity_questions if q.subpillar in subpillars]
    kept = tuple(q for q in whole.questions if q.id not in gone)
    return whole.model_copy(update={"questions": kept})


def test_a_questionnaire_says_whether_people_or_offices_answer() -> None:
    assert not scheme_of(tiny()).of_offices
    assert scheme_of(tiny("answers_speak_for: office\n")).of_offices


def test_weights_and_groups_are_those_of_the_questionnaire() -> None:
    scheme = scheme_of(tiny())

    (dimension,) = scheme.index.root.children
    assert [(node.key, node.weight) for node in dimension.children] == [
        ("loket", 60),
        ("daring", 40),
    ]
    assert scheme.asked == {"LOK-1": ("warga", "dinas"), "DAR-1": ("warga",)}
    assert scheme.group_weights == {"warga": 1.0, "dinas": 1.0}


def test_the_first_part_without_questions_is_named() -> None:
    with pytest.raises(ValueError, match=r"nothing is scored under loket$"):
        scheme_of(without_questions_of("loket", "daring"))
    with pytest.raises(ValueError, match=r"nothing is scored under daring$"):
        scheme_of(without_questions_of("daring"))


def test_unless_a_scheme_says_otherwise_an_inapplicable_question_leaves_the_tree() -> None:
    scheme = Scheme(index=small_scheme().index)

    card = score_scheme(a_survey(scheme, [("a", [-2, 3, 5, 1])]), scheme)

    assert (card.subpillars["s1"].score, card.subpillars["s1"].coverage) == (4.0, 1.0)


def test_the_rules_of_the_method_hold_unless_an_instrument_sets_its_own() -> None:
    plain = Scheme(index=Tree(Node("index", 1, (Node("q"),))))

    assert (plain.minimum_coverage, plain.disagreement_range) == (2 / 3, 1.5)
    assert (plain.inapplicable_leaves, plain.of_offices) == (True, False)
    assert (plain.questions, plain.readiness) == (("q",), None)


ROWS = (
    ("q1", "s1", "d1", "1", "0.5", "0.5"),
    ("q2", "s2", "d1", "1", "0.5", "0.5"),
    ("q3", "s3", "d2", "1", "1", "0.5"),
)


def table(*rows: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    named = (dict(zip(TABLE_COLUMNS, row, strict=True)) for row in rows)
    return list(enumerate(named, start=2))


def test_a_plain_table_lets_no_question_leave_the_tree() -> None:
    scheme = scheme_of_table(table(*ROWS))

    assert not scheme.inapplicable_leaves
    assert scheme.questions == ("q1", "q2", "q3")


def faults(*rows: tuple[str, ...]) -> list[str]:
    with pytest.raises(TreeTableError) as refusal:
        scheme_of_table(table(*rows))
    return refusal.value.problems


@pytest.mark.parametrize("empty", [0, 1, 2])
def test_every_row_needs_its_question_sub_pillar_and_dimension(empty: int) -> None:
    row = tuple("" if at == empty else cell for at, cell in enumerate(ROWS[2]))

    assert faults(*ROWS[:2], row) == ["row 4: question, subpillar or dimension is empty"]


@pytest.mark.parametrize("weight", ["-0.5", "-1", "nan", "inf", "", "one"])
def test_a_weight_is_a_number_of_at_least_zero(weight: str) -> None:
    row = ("q3", "s3", "d2", weight, "1", "0.5")

    assert faults(*ROWS[:2], row) == [
        f"row 4: weight_in_subpillar {weight!r} is not a number of at least 0"
    ]


def test_a_part_that_changes_its_weight_or_its_parent_is_named() -> None:
    assert faults(*ROWS, ("q4", "s3", "d1", "1", "1", "0.5")) == [
        "row 5: subpillar s3 has another weight or parent than before"
    ]
    assert faults(*ROWS, ("q4", "s3", "d2", "1", "1", "0.6")) == [
        "row 5: dimension d2 has another weight or parent than before"
    ]


def test_a_question_that_stands_twice_is_named_once() -> None:
    assert faults(*ROWS, ("q3", "s3", "d2", "2", "1", "0.5")) == [
        "row 5: question q3 stands in the table twice"
    ]
