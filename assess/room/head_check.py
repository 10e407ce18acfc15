"""Whether more seats answer than there are heads in the hall."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HeadCheck:
    """seats : that count; heads : counted last in the hall, None where nobody counted."""

    seats: int
    heads: int | None

    @property
    def too_many(self) -> int:
        """Seats beyond the heads: somebody answers twice, or answers from outside."""
        return 0 if self.heads is None else max(self.seats - self.heads, 0)
