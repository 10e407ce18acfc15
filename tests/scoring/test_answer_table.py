"""Answers from elsewhere: read whole, or refused with every fault named."""

from __future__ import annotations

import pytest

from assess.scoring.answer_table import AnswerTableError, read_answers

TABLE = "respondent,region,group,q1,q2\na,Bontang,umkm,3,DK\nb,Bontang,opd,NA,\n"


def faults(text: str, **options: object) -> list[str]:
    with pytest.raises(AnswerTableError) as refusal:
        read_answers(text, ["q1", "q2"], **options)
    return refusal.value.problems


def test_cells_become_codes() -> None:
    ratings = read_answers(TABLE, ["q1", "q2"])["Bontang"]

    assert ratings.levels.tolist() == [[3, -1], [-2, 0]]
    assert (ratings.groups, ratings.respondents) == (("umkm", "opd"), ("a", "b"))


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + TABLE,
        TABLE.replace("\n", "\r\n"),
        TABLE.replace("\n", "\r"),
        TABLE.replace(",", ";"),
        TABLE.replace(",", "\t"),
        TABLE.replace("region", "city"),
        TABLE.replace(",3,", ", 3 ,"),
        TABLE + "\n,,,,\n",
    ],
    ids=["bom", "crlf", "cr", "semicolon", "tab", "city", "blanks", "empty rows"],
)
def test_what_spreadsheets_write_is_understood(text: str) -> None:
    assert read_answers(text, ["q1", "q2"])["Bontang"].levels.tolist() == [[3, -1], [-2, 0]]


def test_the_order_of_columns_is_free() -> None:
    text = "q2,group,respondent,q1,region\n5,umkm,a,1,Bontang\n"

    assert read_answers(text, ["q1", "q2"])["Bontang"].levels.tolist() == [[1, 5]]


def test_regions_are_kept_apart_and_may_use_the_same_labels() -> None:
    text = TABLE + "a,Samarinda,opd,1,1\n"

    ratings = read_answers(text, ["q1", "q2"])

    assert list(ratings) == ["Bontang", "Samarinda"]
    assert ratings["Samarinda"].levels.tolist() == [[1, 1]]


def test_every_bad_cell_is_listed_with_row_and_column() -> None:
    text = TABLE + "c,Bontang,opd,6,x\nd,Bontang,opd,1.5,0\n"

    assert faults(text) == [
        'row 4, column 4 (q1): "6" is not 1 to 5, DK, NA or empty',
        'row 4, column 5 (q2): "x" is not 1 to 5, DK, NA or empty',
        'row 5, column 4 (q1): "1.5" is not 1 to 5, DK, NA or empty',
        'row 5, column 5 (q2): "0" is not 1 to 5, DK, NA or empty',
    ]


def test_a_misspelt_question_is_named_with_the_one_that_is_missing() -> None:
    assert faults(TABLE.replace("q2", "q3")) == [
        'row 1: the column "q2" is missing',
        'row 1, column 5: "q3" is no question of this questionnaire',
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", 'row 1: the column "respondent" is missing'),
        ("respondent,region,group,q1,q2\n", "there is no row of answers"),
        (TABLE.replace("q2", "q1"), 'row 1: the column "q1" stands there twice'),
        (TABLE + "a,Bontang,opd,1,1\n", "row 4: the respondent"),
        (TABLE + "c,Bontang,opd,1\n", "row 4: 4 cells, but the header has 5"),
        (TABLE + ",Bontang,opd,1,1\n", "row 4: respondent is empty"),
        (TABLE + "c,,opd,1,1\n", "row 4: region is empty"),
        (TABLE + "c,Bontang,,1,1\n", "row 4: group is empty"),
        (TABLE + 'c,Bontang,opd,1,"1\n', "line 4: unexpected end of data"),
        (
            "respondent,region,city,group,q1,q2\n",
            'row 1: "region" and "city" both stand there; keep one of them',
        ),
    ],
)
def test_a_faulty_table_is_refused(text: str, fault: str) -> None:
    assert faults(text)[0].startswith(fault)


def test_an_unknown_group_is_refused_where_groups_are_declared() -> None:
    assert faults(TABLE, groups=["opd"]) == ['row 2: the group "umkm" is unknown; known are opd']


def test_questions_that_are_not_scored_are_passed_over() -> None:
    text = "respondent,region,group,q1,open,q2\na,Bontang,umkm,3,halo,2\n"

    ratings = read_answers(text, ["q1", "q2"], unscored=["open"])

    assert ratings["Bontang"].levels.tolist() == [[3, 2]]


def test_the_header_alone_says_what_separates() -> None:
    text = TABLE.replace("a,Bontang", "a;;;;;;;;;;,Bontang")

    ratings = read_answers(text, ["q1", "q2"])["Bontang"]

    assert ratings.respondents == ("a;;;;;;;;;;", "b")
    assert ratings.levels.tolist() == [[3, -1], [-2, 0]]


@pytest.mark.parametrize(
    ("cell", "shown"), [("9" * 40, "9" * 40), ("9" * 41, "9" * 40 + "…"), ("9" * 39, "9" * 39)]
)
def test_a_text_of_forty_characters_is_shown_whole(cell: str, shown: str) -> None:
    assert faults(TABLE.replace(",3,", f",{cell},")) == [
        f'row 2, column 4 (q1): "{shown}" is not 1 to 5, DK, NA or empty'
    ]


def test_a_hostile_cell_is_shown_harmlessly() -> None:
    (fault,) = faults(TABLE.replace(",3,", ",\x1b[2J" + "9" * 200 + ","))

    assert "\x1b" not in fault
    assert len(fault) < 150
