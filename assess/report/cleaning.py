"""Text made safe to set: nothing invisible, nothing that reverses reading order, no flood.

Markup is not this module's business: the templates escape everything. What escaping cannot mend
is text that hides itself, breaks a font, or is so long that laying it out takes minutes.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from typing import Any, TypeVar

Value = TypeVar("Value")

NOTE_LIMIT = 2000
NAME_LIMIT = 200
CUT_MARK = " […]"

_MAX_COMBINING_MARKS = 3
_KEPT_CONTROLS = {"\n"}
# Cc controls, Cf invisible formats (zero width, direction overrides, tags), Cs lone surrogates,
# Co private use, Cn unassigned and non-characters; Zl and Zp break lines behind the layout's back.
_REFUSED_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean(text: str, limit: int = NOTE_LIMIT) -> str:
    """`text` in normal form without invisible characters, cut with a mark after `limit`."""
    shortened = text[: limit * 4]  # bounds the work before the exact cut below
    composed = unicodedata.normalize("NFC", "".join(_visible(shortened)))
    visible = composed.strip()
    if len(visible) <= limit and len(text) <= limit * 4:
        return visible
    return visible[: limit - len(CUT_MARK)].rstrip() + CUT_MARK


def clean_all(value: Value, limit: int = NOTE_LIMIT) -> Value:
    """Every string inside dataclasses, tuples and dicts of `value`, cleaned."""
    cleaned: Value = _cleaned(value, limit)
    return cleaned


def _cleaned(value: Any, limit: int) -> Any:
    if isinstance(value, str):
        return clean(value, limit) if type(value) is str else value
    if isinstance(value, tuple):
        return tuple(_cleaned(item, limit) for item in value)
    if isinstance(value, dict):
        return {key: _cleaned(item, limit) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {
            field.name: _cleaned(getattr(value, field.name), limit)
            for field in dataclasses.fields(value)
            if field.init
        }
        return dataclasses.replace(value, **changes)
    return value


def _visible(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for character in text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "):
        category = unicodedata.category(character)
        if category in _REFUSED_CATEGORIES and character not in _KEPT_CONTROLS:
            continue
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= _MAX_COMBINING_MARKS:
            kept.append(character)
    return kept
