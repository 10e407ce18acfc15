"""Numbers, dates and times as Indonesian and English readers write them.

Rounding happens here and nowhere before, by the one rule of `assess.scoring.rounding`.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent

from assess.scoring.rounding import display

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
_LOCALES = {"id": "id_ID", "en": "en"}
MINUS = "\N{MINUS SIGN}"


def fixed(value: float, language: str, decimals: int = 2) -> str:
    """3.315 as "3,32": always `decimals` places."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = format_decimal(half_up(value, decimals), pattern, locale=_LOCALES[language])
    return text.replace("-", MINUS)


def plain(value: float, language: str) -> str:
    """A stated value as it was given: 31.5 as "31,5", 26912.065 as "26.912,065"."""
    number = Decimal(repr(value))
    text = format_decimal(number, "#,##0.######", locale=_LOCALES[language])
    return text.replace("-", MINUS)


def percent(share: float, language: str, decimals: int = 0) -> str:
    rounded = half_up(share * 100, decimals) / 100
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + "%"
    return format_percent(rounded, pattern, locale=_LOCALES[language])


def rupiah(amount: int | float, language: str) -> str:
    return "Rp" + fixed(amount, language, 0)


def long_date(day: date, language: str) -> str:
    """21 November 2026, in both languages."""
    return format_date(day, "d MMMM y", locale=_LOCALES[language])


def weekday_date(day: date, language: str) -> str:
    """Sabtu, 21 November 2026."""
    return format_date(day, "EEEE, d MMMM y", locale=_LOCALES[language])


def local_time(moment: datetime, zone: str, language: str) -> str:
    """14.05 WITA: the clock on the wall of the region."""
    separator = "." if language == "id" else ":"
    local = moment.astimezone(ZoneInfo(ZONES[zone]))
    return format_time(local, f"HH'{separator}'mm", locale=_LOCALES[language]) + f" {zone}"


def local_date(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(ZONES[zone])).date()


def half_up(value: float, decimals: int) -> Decimal:
    return Decimal(display(value, decimals))
