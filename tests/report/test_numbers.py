from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from assess.report import numbers
from assess.report.blocks import Table
from assess.report.gap_report import gap_report
from assess.report.inputs import StatedFact
from assess.report.voice import Voice
from tests.report.sample import some_inputs


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (3.315, "3,32", "3.32"),
        (2.675, "2,68", "2.68"),
        (5.0, "5,00", "5.00"),
        (-0.5, "−0,50", "−0.50"),
    ],
)
def test_scores_round_half_up_with_the_mark_of_the_language(
    value: float, indonesian: str, english: str
) -> None:
    assert numbers.fixed(value, "id") == indonesian
    assert numbers.fixed(value, "en") == english


def test_a_stated_value_is_not_rounded() -> None:
    assert numbers.plain(1234567.9, "id") == "1.234.567,9"
    assert numbers.plain(13, "id") == "13"
    assert numbers.plain(26912.065, "en") == "26,912.065"


def test_shares_and_money_look_as_officials_write_them() -> None:
    assert numbers.percent(0.856, "id", 1) == "85,6%"
    assert numbers.percent(0.665, "id") == "67%"
    assert numbers.rupiah(18_500_000_000, "id") == "Rp18.500.000.000"


def test_dates_and_times_are_those_of_the_region() -> None:
    moment = datetime(2026, 11, 21, 17, 5, tzinfo=UTC)

    assert numbers.long_date(date(2026, 11, 21), "id") == "21 November 2026"
    assert numbers.weekday_date(date(2026, 11, 21), "id") == "Sabtu, 21 November 2026"
    assert numbers.local_time(moment, "WITA", "id") == "01.05 WITA"
    assert numbers.local_time(moment, "WIB", "en") == "00:05 WIB"
    assert numbers.local_date(moment, "WITA") == date(2026, 11, 22)


def test_a_series_reads_as_a_sentence() -> None:
    assert Voice("id").series(["a", "b", "c"]) == "a, b, dan c"
    assert Voice("id").series(["a", "b"]) == "a dan b"
    assert Voice("en").series(["a"]) == "a"


def test_a_year_is_not_grouped_like_a_number() -> None:
    assert numbers.plain(2019, "id") == "2.019"  # why facts in years take another way
    rows = facts_of(StatedFact("FAK-KOH-1", {"number": 2019}, None, "SK", "Sekda"))

    assert rows["FAK-KOH-1"] == "2019"


def facts_of(fact: StatedFact) -> dict[str, str]:
    report = gap_report(some_inputs(facts=(fact,)))
    chapter = next(chapter for chapter in report.chapters if chapter.anchor == "fakta")
    table = next(b for b in chapter.sections[0].blocks if isinstance(b, Table))
    return {row[0].text: row[2].text for row in table.rows}


def test_terms_are_told_in_months_up_to_a_year_and_in_years_after_it() -> None:
    assert Voice("id").term(12) == "12\N{NO-BREAK SPACE}bulan"
    assert Voice("id").term(60) == "5\N{NO-BREAK SPACE}tahun"
