"""Blanks of what a person was never asked are no silence: scores of a meeting with tables."""

from __future__ import annotations

import numpy as np
import pytest

from assess.actions.hall_tables import NewTable, set_tables
from assess.actions.scorecards import ratings_of
from assess.actions.seating import correct_table
from assess.questionnaire.answers import NOT_APPLICABLE
from assess.scoring.companions import long_runs
from assess.scoring.ratings import NOT_ASKED, Ratings, from_bytes, to_bytes
from assess.scoring.scorecard import score
from tests.room.conftest import FIRST, SECOND, Hall
from tests.world import NOW, the_questionnaire


@pytest.fixture
def seated(hall: Hall) -> Hall:
    """Seats 1 and 2 answer governance; 3 and 4, who answered it too, the economy."""
    with hall.database.writing() as db:
        tables = [NewTable("", "Satu", ["governance"]), NewTable("", "Dua", ["economy"])]
        set_tables(db, hall.meeting(db), ["governance", "economy"], tables, NOW)
        for number, table in ((1, "meja-1"), (2, "meja-1"), (3, "meja-2"), (4, "meja-2")):
            correct_table(db, hall.meeting(db), number, table, NOW)
    return hall


def ratings(hall: Hall) -> Ratings:
    with hall.database.reading() as db:
        return ratings_of(db, hall.meeting(db), the_questionnaire())


def levels(hall: Hall, question: str) -> list[int]:
    made = ratings(hall)
    return [int(level) for level in made.levels[:, made.questions.index(question)]]


def test_what_only_other_tables_are_asked_is_not_asked(seated: Hall) -> None:
    economy = [q.id for q in the_questionnaire().maturity_questions if q.id.startswith("ECO-")]

    assert levels(seated, economy[0])[:2] == [NOT_ASKED, NOT_ASKED]
    assert levels(seated, economy[0])[2:] == [0, 0]


def test_what_was_answered_before_moving_to_another_table_counts(seated: Hall) -> None:
    assert levels(seated, FIRST) == [1, 2, 2, 5]


def test_the_number_of_silent_people_is_that_of_the_table(seated: Hall) -> None:
    third = "GOV-BUR-3"
    card = score(ratings(seated), the_questionnaire())

    assert card.questions["GOV-SVC-1"].blank == 2  # of three people of the office
    assert card.questions[FIRST].blank == 0
    assert card.questions[third].blank == 0  # its group's only person sits at the other table


def test_a_table_that_says_not_applicable_is_a_majority_of_those_asked(seated: Hall) -> None:
    """Two people at the table say so; two others of the same hall were never asked."""
    for person in (0, 1):
        seated.answer(person, f"op-{person}", "GOV-SVC-1", NOT_APPLICABLE, base=0)

    assert score(ratings(seated), the_questionnaire()).questions["GOV-SVC-1"].reason == (
        "not_applicable"
    )


def test_frozen_answers_keep_who_was_asked(seated: Hall) -> None:
    made = ratings(seated)

    again = from_bytes(to_bytes(made))

    assert np.array_equal(again.levels, made.levels)
    assert (again.levels == NOT_ASKED).any()


def test_one_level_throughout_is_seen_over_the_own_part_of_the_form() -> None:
    """Four of five of the table's questions in a row, with another table's part in between."""
    answers = np.int8([[3, 3, NOT_ASKED, NOT_ASKED, 3, 3, 2], [3, 3, 0, 0, 3, 3, 2]])
    questions = tuple(f"Q{number}" for number in range(7))
    made = Ratings(answers, ("umkm", "umkm"), ("a", "b"), questions)

    assert long_runs(made, {"umkm": questions}).tolist() == [True, False]


def test_second_answers_stay_where_everybody_is_asked(hall: Hall) -> None:
    assert NOT_ASKED not in levels(hall, SECOND)
