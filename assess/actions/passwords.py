"""Which passwords are fit: long, not well known, not made of names that anybody would try."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache
from importlib import resources

SHORTEST = 12
LONGEST = 128
# Words of this field and place; alone, or with digits and signs around, they are no password.
CONTEXT_WORDS = frozenset(
    {
        "admin", "administrator", "asesmen", "assessment", "balikpapan", "berau", "bontang",
        "diskominfo", "fasilitator", "indonesia", "kabupaten", "kalimantan", "kalimantantimur",
        "kaltim", "katasandi", "kominfo", "kota", "kotacerdas", "kutaibarat", "kutaikartanegara",
        "kutaitimur", "mahakamulu", "masterplan", "nusantara", "paser", "password", "pemda",
        "pemerintah", "pemkab", "pemkot", "penajampaserutara", "rahasia", "samarinda", "smartcity",
        "spbe", "takar",
    }
)  # fmt: skip


class Unfitness(StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    WELL_KNOWN = "well_known"
    OBVIOUS = "obvious"  # a word of the place or of the account, with digits around
    MONOTONOUS = "monotonous"  # hardly any different characters


class UnfitPassword(ValueError):
    def __init__(self, reason: Unfitness) -> None:
        super().__init__(reason)
        self.reason = reason


def check_password_is_fit(password: str, username: str, display_name: str) -> None:
    reason = _unfitness(password, username, display_name)
    if reason is not None:
        raise UnfitPassword(reason)


def _unfitness(password: str, username: str, display_name: str) -> Unfitness | None:
    if len(password) < SHORTEST:
        return Unfitness.TOO_SHORT
    if len(password) > LONGEST:
        return Unfitness.TOO_LONG
    if len(set(password)) < 5:
        return Unfitness.MONOTONOUS
    if password.casefold() in _well_known():
        return Unfitness.WELL_KNOWN
    words = CONTEXT_WORDS | {_letters(username), _letters(display_name)}
    if _is_made_of(_letters(password), words - {""}):
        return Unfitness.OBVIOUS
    return None


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[^a-z]", "", plain)


def _is_made_of(letters: str, words: frozenset[str] | set[str]) -> bool:
    """Whether words of the list, one after another, spell all the letters (digits count not)."""
    reached = {0}
    for end in range(1, len(letters) + 1):
        if any(end - len(word) in reached and letters.endswith(word, 0, end) for word in words):
            reached.add(end)
    return len(letters) in reached


@cache
def _well_known() -> frozenset[str]:
    source = resources.files("assess.actions").joinpath("well_known_passwords.txt")
    return frozenset(source.read_text(encoding="utf-8").split())
