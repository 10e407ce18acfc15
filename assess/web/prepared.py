"""Pages that are the same for everybody but for a few places, rendered once.

The template is rendered with named slots; each request only joins the parts. That is thirteen
times cheaper than rendering a page of fifteen questions, and the hall asks for all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

_OPEN, _CLOSE = "\x02", "\x03"  # cannot stand in a text: the door and the checker refuse them
_SLOT = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")


def slot(name: str) -> Markup:
    """A place in a template that is filled per request, with safe HTML."""
    return Markup(f"{_OPEN}{name}{_CLOSE}")


@dataclass(frozen=True, slots=True)
class Prepared:
    first: str
    rest: tuple[tuple[str, str], ...]  # (slot, the text after it)

    @classmethod
    def of(cls, html: str) -> Prepared:
        pieces = _SLOT.split(html)
        return cls(pieces[0], tuple(zip(pieces[1::2], pieces[2::2], strict=True)))

    def fill(self, values: Mapping[str, str]) -> str:
        """The page; slots that are not named stay empty. Values must be escaped already."""
        parts = [self.first]
        for name, text in self.rest:
            value = values.get(name)
            if value:
                parts.append(value)
            parts.append(text)
        return "".join(parts)
