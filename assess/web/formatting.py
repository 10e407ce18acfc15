"""How numbers, dates and texts look. Rounding happens here and nowhere else."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask

from assess.questionnaire.questions import Text
from assess.scoring.rounding import display
from assess.web.language import language

ZONES = {
    "WIB": ZoneInfo("Asia/Jakarta"),
    "WITA": ZoneInfo("Asia/Makassar"),
    "WIT": ZoneInfo("Asia/Jayapura"),
}
NOTHING = "–"


def score(value: float | None, decimals: int = 2) -> str:
    """A score or a gap, half up, with the language's decimal mark; a dash where undefined."""
    if value is None:
        return NOTHING
    text = display(value, decimals)
    return text.replace(".", ",") if language() == "id" else text


def number(value: float | int | None) -> str:
    if value is None:
        return NOTHING
    return str(format_decimal(value, locale=_locale()))


def percent(value: float | None, decimals: int = 0) -> str:
    """A share 0..1 as percent: 85,6%."""
    return NOTHING if value is None else f"{score(value * 100, decimals)}%"


def day(value: date | None) -> str:
    return NOTHING if value is None else str(format_date(value, "d MMMM y", locale=_locale()))


def moment(value: datetime | None, zone: str = "WIB") -> str:
    """21 November 2026 14.05 WITA"""
    if value is None:
        return NOTHING
    local = value.astimezone(ZONES[zone])
    return f"{format_date(local, 'd MMMM y', locale=_locale())} {_clock(local)} {zone}"


def clock_time(value: datetime | None, zone: str = "WIB") -> str:
    """14.05 WITA"""
    return NOTHING if value is None else f"{_clock(value.astimezone(ZONES[zone]))} {zone}"


def in_language(text: Text | None) -> str:
    """The questionnaire's own text in the language of the page."""
    return "" if text is None else text.in_language(language())


def install(app: Flask) -> None:
    app.jinja_env.filters.update(
        score=score,
        number=number,
        percent=percent,
        day=day,
        moment=moment,
        clock_time=clock_time,
        in_language=in_language,
    )


def _clock(local: datetime) -> str:
    pattern = "HH.mm" if language() == "id" else "HH:mm"
    return str(format_datetime(local, pattern, locale=_locale()))


def _locale() -> str:
    return "en_GB" if language() == "en" else "id_ID"
