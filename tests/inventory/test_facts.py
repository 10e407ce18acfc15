from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.inventory.facts import FactRefused, Refusal, TypedFact, parse_fact, parse_number
from assess.questionnaire.questions import (
    ChoiceFact,
    FollowUp,
    MultiFact,
    NumberFact,
    Option,
    Text,
    TextFact,
    YesNoFact,
)

WORDS = Text(id="apa", en="what")
BASE = {"id": "F-1", "respondents": ("diskominfo",), "text": WORDS}
OPTIONS = tuple(Option(key=key, label=WORDS) for key in ("a", "b", "c"))
BY_DATE = FollowUp(when="no", kind="date", text=WORDS)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13", 13),
        ("1.234", 1234),
        ("1.234,5", 1234.5),
        ("0,25", 0.25),
        (" 262.000.000.000 ", 262e9),
    ],
)
def test_numbers_are_read_as_officials_write_them(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text", ["12.5", "1,234.5", "1.23", "1..234", "", "1e3", "nan", "٣", "--1"]
)
def test_a_number_that_could_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse_number(text)


@given(st.integers(min_value=0, max_value=10**12))
def test_grouped_and_plain_digits_are_the_same_number(number: int) -> None:
    assert parse_number(f"{number:,}".replace(",", ".")) == parse_number(str(number)) == number


@pytest.mark.parametrize(
    ("typed", "refusal", "part"),
    [
        (TypedFact(value=""), Refusal.EMPTY, "value"),
        (TypedFact(value="1,5"), Refusal.NOT_WHOLE, "value"),
        (TypedFact(value="-1"), Refusal.TOO_SMALL, "value"),
        (TypedFact(value="101"), Refusal.TOO_LARGE, "value"),
        (TypedFact(value="5", target="x"), Refusal.NOT_A_NUMBER, "target"),
    ],
)
def test_a_number_keeps_its_bounds(typed: TypedFact, refusal: Refusal, part: str) -> None:
    question = NumberFact(
        type="number", unit=WORDS, min=0, max=100, whole=True, has_target=True, **BASE
    )

    with pytest.raises(FactRefused) as refused:
        parse_fact(question, typed)

    assert (refused.value.refusal, refused.value.part) == (refusal, part)


def test_a_further_field_counts_only_for_the_answer_that_opens_it() -> None:
    question = YesNoFact(type="yes_no", follow_up=BY_DATE, **BASE)

    no = parse_fact(question, TypedFact(value="no", follow_up="2026-12-31"))
    yes = parse_fact(question, TypedFact(value="yes", follow_up="2026-12-31"))

    assert no == {"yes": False, "follow_up": "2026-12-31"}
    assert yes == {"yes": True}


def test_a_date_that_does_not_exist_is_refused() -> None:
    question = YesNoFact(type="yes_no", follow_up=BY_DATE, **BASE)

    with pytest.raises(FactRefused) as refused:
        parse_fact(question, TypedFact(value="no", follow_up="2026-02-30"))

    assert refused.value.refusal is Refusal.NOT_A_DATE


def test_only_options_of_the_question_are_taken() -> None:
    choice = ChoiceFact(type="choice", options=OPTIONS, **BASE)
    several = MultiFact(type="multi", options=OPTIONS, **BASE)

    assert parse_fact(choice, TypedFact(value="b")) == {"option": "b"}
    assert parse_fact(several, TypedFact(chosen=["c", "a", "c"])) == {"options": ["a", "c"]}
    for question, typed in (
        (choice, TypedFact(value="d")),
        (several, TypedFact(chosen=["a", "d"])),
    ):
        with pytest.raises(FactRefused) as refused:
            parse_fact(question, typed)
        assert refused.value.refusal is Refusal.NOT_AN_OPTION


def test_a_text_keeps_its_length() -> None:
    question = TextFact(type="text", max_length=5, **BASE)

    assert parse_fact(question, TypedFact(value=" enam ")) == {"text": "enam"}
    with pytest.raises(FactRefused) as refused:
        parse_fact(question, TypedFact(value="enam belas"))
    assert refused.value.limit == 5
