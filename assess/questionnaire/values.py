"""Numbers and yes/no written as text in YAML.

YAML 1.1 turns `no` into false, `012` into 10, `12:30` into 750 and `64.10` into 64.1. So scalars
reach the models as the text the author wrote, and only the forms below become numbers.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,10})?")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_FRACTION = re.compile(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})")
_TRUTH = {"true": True, "false": False}


def decimal_in(text: str) -> Decimal | None:
    """The number that `text` writes, exactly; None where it writes none."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def exact_in(text: str) -> Fraction | None:
    """The number or fraction such as 800/11 that `text` writes, exactly; None where none."""
    if fraction := _FRACTION.fullmatch(text):
        return Fraction(int(fraction[1]), int(fraction[2]))
    number = decimal_in(text)
    return None if number is None else Fraction(number)


def _number(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not _NUMBER.fullmatch(value):
        raise PydanticCustomError("not_a_number", "not a number such as 3 or 2.5")
    return float(value)


def _whole(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not _WHOLE.fullmatch(value):
        raise PydanticCustomError("not_a_number", "not a whole number such as 3")
    return int(value)


def _share(value: object) -> object:
    if isinstance(value, str) and (fraction := _FRACTION.fullmatch(value)):
        return int(fraction[1]) / int(fraction[2])
    return _number(value)


def _truth(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value not in _TRUTH:
        raise PydanticCustomError("not_true_or_false", "neither true nor false")
    return _TRUTH[value]


KEY_PATTERN = r"^[a-z][a-z0-9_-]{0,59}$"
ID_PATTERN = r"^[A-Za-z][A-Za-z0-9._-]{0,39}$"
VERSION_PATTERN = r"^[0-9A-Za-z][0-9A-Za-z._-]{0,19}$"
# The patterns in words, for the person who broke one.
NAME_FORMS = {
    KEY_PATTERN: "a small letter, then up to 59 small letters, digits, _ and -",
    ID_PATTERN: "a letter, then up to 39 letters, digits, . _ and -",
    VERSION_PATTERN: "up to 20 letters, digits, . _ and -",
}

Number = Annotated[float, BeforeValidator(_number)]
Whole = Annotated[int, BeforeValidator(_whole)]
Share = Annotated[float, BeforeValidator(_share, json_schema_input_type=float | str)]
Weight = Annotated[  # percent of the parent; a fraction such as 800/11 where decimals fall short
    float,
    Field(gt=0, le=100),
    BeforeValidator(_share, json_schema_input_type=Annotated[float, Field(gt=0, le=100)] | str),
]
Truth = Annotated[bool, BeforeValidator(_truth)]
