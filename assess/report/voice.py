"""One language, spoken: phrases filled in, numbers and dates in that language's form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from assess.questionnaire.questions import Text
from assess.report import numbers, plan_phrases

NO_FIGURE = "–"
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Voice:
    language: str

    def __call__(self, phrase: Text, **values: object) -> str:
        text = phrase.in_language(self.language)
        return text.format(**values) if values else text

    def score(self, value: float | None, decimals: int = 2) -> str:
        return NO_FIGURE if value is None else numbers.fixed(value, self.language, decimals)

    def plain(self, value: float) -> str:
        return numbers.plain(value, self.language)

    def percent(self, share: float | None, decimals: int = 0) -> str:
        return NO_FIGURE if share is None else numbers.percent(share, self.language, decimals)

    def weight(self, value: float) -> str:
        """As declared: 17, or of an adopted one two decimals at most."""
        return numbers.plain(float(numbers.half_up(value, 2)), self.language)

    def count(self, value: int) -> str:
        return numbers.fixed(value, self.language, 0)

    def rupiah(self, value: float) -> str:
        return numbers.rupiah(value, self.language)

    def date(self, day: date) -> str:
        return numbers.long_date(day, self.language)

    def weekday(self, moment: datetime, zone: str) -> str:
        return numbers.weekday_date(numbers.local_date(moment, zone), self.language)

    def moment(self, moment: datetime, zone: str) -> str:
        day = numbers.long_date(numbers.local_date(moment, zone), self.language)
        return f"{day}, {numbers.local_time(moment, zone, self.language)}"

    def clock(self, moment: datetime, zone: str) -> str:
        return numbers.local_time(moment, zone, self.language)

    def term(self, months: int) -> str:
        """12 bulan, 5 tahun."""
        if months <= MONTHS_A_YEAR:
            return self(plan_phrases.TERM_MONTHS, n=self.count(months))
        return self(plan_phrases.TERM_YEARS, n=self.plain(months / MONTHS_A_YEAR))

    def series(self, items: list[str]) -> str:
        """a, b, dan c."""
        word = "and" if self.language == "en" else "dan"
        if len(items) < 3:
            return f" {word} ".join(items)
        return f"{', '.join(items[:-1])}, {word} {items[-1]}"
