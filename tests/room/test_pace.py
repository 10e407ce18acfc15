"""The clock of a meeting: what it learns, and what it leaves out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.room.chain import FIRST, Entry
from assess.room.pace import (
    DEFAULT_MINUTES,
    LONGEST,
    Talk,
    forecast,
    mean_minutes,
    minutes_by_item,
    minutes_per_item,
    prior,
    talks,
)
from assess.room.verbs import FocusGroupVerb as Verb
from tests.world import NOW


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def entry(verb: Verb, minutes: float, **content: object) -> Entry:
    return Entry(1, verb.value, at(minutes), "Sari", "", content, FIRST, FIRST)


def test_the_log_tells_each_stretch_of_talk() -> None:
    log = [
        entry(Verb.DISCUSSION_STARTED, 0, question="a"),
        entry(Verb.CONSENSUS, 4, question="a", level=3, note=""),
        entry(Verb.DISCUSSION_STARTED, 5, question="b"),
        entry(Verb.DISCUSSION_ENDED, 12, question="b"),
        entry(Verb.DISCUSSION_STARTED, 40, question="c"),
        entry(Verb.ROUND_OPENED, 44, number=2, questions=["a"]),
        entry(Verb.DISCUSSION_STARTED, 60, question="d"),
    ]

    found = talks(log)

    assert found == [
        Talk("a", at(0), at(5)),
        Talk("b", at(5), at(12)),
        Talk("c", at(40), at(44)),
    ]
    assert minutes_by_item(found) == {"a": 5.0, "b": 7.0, "c": 4.0}, "the break is nobody's"


def test_a_short_pause_belongs_to_the_item_before() -> None:
    found = [Talk("a", at(0), at(5)), Talk("b", at(8), at(10))]

    assert minutes_by_item(found) == {"a": 8.0, "b": 2.0}
    assert mean_minutes(found) == 5.0


def test_an_item_that_is_taken_up_again_is_still_one_item() -> None:
    found = [Talk("a", at(0), at(5)), Talk("b", at(5), at(9)), Talk("a", at(9), at(12))]

    assert minutes_by_item(found) == {"a": 8.0, "b": 4.0}


def test_a_clock_left_running_over_lunch_counts_as_a_long_item() -> None:
    assert minutes_by_item([Talk("a", at(0), at(180))]) == {"a": LONGEST}


def test_without_earlier_rooms_an_item_takes_six_minutes() -> None:
    assert prior([]) == DEFAULT_MINUTES
    assert prior([4.0, 5.0, 30.0]) == 5.0
    assert mean_minutes([]) is None


@given(st.lists(st.floats(0.1, 30), max_size=30), st.floats(1, 20))
def test_the_pace_lies_between_what_was_known_and_what_was_seen(
    taken: list[float], before: float
) -> None:
    pace = minutes_per_item(taken, before)

    seen = sum(taken) / len(taken) if taken else before
    assert min(seen, before) - 1e-9 <= pace <= max(seen, before) + 1e-9


@given(st.floats(1, 20), st.floats(0, 300), st.integers(0, 60), st.floats(0, 60))
def test_more_time_never_reaches_less(
    per_item: float, minutes: float, items: int, running: float
) -> None:
    now = forecast(per_item, minutes, items, running)
    later = forecast(per_item, minutes + 10, items, running)

    assert 0 <= now.reached <= later.reached <= items
    assert now.reached + now.not_reached == items


@pytest.mark.parametrize(
    ("running", "reached"), [(None, 5), (0.0, 4), (3.0, 4), (6.0, 5), (20.0, 5)]
)
def test_the_item_on_the_table_takes_what_is_left_of_it(
    running: float | None, reached: int
) -> None:
    assert forecast(6.0, 30.0, 10, running).reached == reached
