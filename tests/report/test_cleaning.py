from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from assess.report.cleaning import CUT_MARK, clean, clean_all

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=400)


@dataclass(frozen=True)
class _Note:
    text: str
    parts: tuple[str, ...]


def test_a_long_text_is_cut_with_a_mark() -> None:
    assert clean("a" * 3000) == "a" * (2000 - len(CUT_MARK)) + CUT_MARK
    assert clean("a" * 2000) == "a" * 2000


def test_invisible_and_reversing_characters_are_gone() -> None:
    assert clean("a\u200bb\u202ec\u2066d\x00e\x0bf\ufffeg\ud800h\u00adi") == "abcdefghi"


def test_a_tower_of_combining_marks_is_lowered() -> None:
    tower = "a" + "\u0301" * 500

    assert len(clean(tower)) <= 4


def test_line_ends_stay_and_are_one_kind() -> None:
    assert clean("satu\r\ndua\rtiga") == "satu\ndua\ntiga"


def test_everything_inside_a_value_is_cleaned() -> None:
    assert clean_all(_Note("a\x00", ("b\u202e",))) == _Note("a", ("b",))


@given(ANY_TEXT)
def test_clean_text_can_always_be_stored_and_stays_clean(text: str) -> None:
    cleaned = clean(text)

    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned
    assert not {unicodedata.category(c) for c in cleaned if c != "\n"} & {"Cc", "Cs", "Cf", "Cn"}


@given(ANY_TEXT, st.integers(20, 200))
def test_no_text_is_longer_than_the_limit(text: str, limit: int) -> None:
    assert len(clean(text, limit)) <= limit
