"""What nobody sends by accident: odd values for addresses, fields and bodies."""

from __future__ import annotations

import unicodedata

# Percent-encoded where bytes matter; each stands once for one argument of an address.
IN_ADDRESS = (
    "%00",
    "a%00b",
    "%0d%0aSet-Cookie:%20x=y",
    "%1b%5b31m",
    "%c2%80",
    "%ed%a0%80",
    "%c0%af",
    "%e2%80%ae",
    "%ef%bf%be",
    "%",
    "%zz",
    "..",
    "%2e%2e",
    "..%2f..%2fetc%2fpasswd",
    "%5c..%5c",
    "-1",
    "1",
    "9" * 4000,
    str(2**63),
    str(2**64),
    "NaN",
    "__class__",
    "'%20OR%20'1'='1",
    "%22;DROP%20TABLE%20region;--",
    "%25s%25n",
    "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "a" * 9000,
    "%cc%81" * 50,
    "%20",
)

# As texts, for fields of forms and of queries.
IN_FIELD = (
    "",
    "\x00",
    "a\x00b",
    "\x0b\x1f\x7f\x85",
    "satu\r\ndua\rtiga",
    "\u202egnirts",
    "\u2066a\u2069\u200b\ufeff",
    "\ufffe\uffff",
    "\U0001ffff\U000e0041",
    "\u0301" * 300,
    "9" * 4000,
    str(2**63),
    str(2**64),
    "-1",
    "1e999",
    "NaN",
    "１２３",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "None",
    "{{7*7}}",
    "%(x)s %s {0.__class__}",
    "'; DROP TABLE region; --",
    "=HYPERLINK(1)",
    "x" * 30_000,
)


# For PostgreSQL, which is stricter than SQLite about zero bytes, lengths and ranges.
STRICTER = ("%00", "a%00b", "%c2%80", "%ed%a0%80", "%ef%bf%be", "9" * 4000, str(2**64), "a" * 9000)
STRICTER_FIELDS = (
    "\x00",
    "a\x00b",
    "\ufffe\uffff",
    "\u0301" * 300,
    str(2**64),
    "0001-01-01",
    "9999-12-31",
    "１２３",
    "x" * 30_000,
)
_VISIBLE_FORMATS = ("ARABIC ", "SYRIAC ", "KAITHI ", "EGYPTIAN ", "SHORTHAND ", "MUSICAL ")
_UNASSIGNED_FORMATS = {0x2065, *range(0xFFF0, 0xFFF9), 0xE0000, *range(0xE0002, 0xE0020)}
_JOINERS = "\u00ad\u200c\u200d"  # soft hyphen, and what scripts and emoji are joined with


def is_plain(text: str) -> bool:
    """Whether a text holds nothing invisible that breaks exports or misleads: a second
    definition, by category, of what the door lets through."""
    return unicodedata.is_normalized("NFC", text) and all(map(_is_plain, text))


def _is_plain(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf" and character not in _JOINERS:
        name = unicodedata.name(character, "")
        return name.startswith(_VISIBLE_FORMATS) and name != "ARABIC LETTER MARK"
    if category == "Cn":
        return not (
            ord(character) & 0xFFFE == 0xFFFE
            or 0xFDD0 <= ord(character) <= 0xFDEF
            or ord(character) in _UNASSIGNED_FORMATS
        )
    return category not in ("Cc", "Cs", "Zl", "Zp") or character in "\n\t"
