"""How a figure is shown. Nothing is rounded before it gets here."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def display(value: float, decimals: int = 2) -> str:
    """Round half up on the shortest decimal form of the number, as a person would.

    Python's own `round` and `format` round the binary value, half to even: 2.675 becomes 2.67
    and 0.125 becomes 0.12. Halves go away from zero, and there is no "-0.00".

    >>> display(2.675), display(0.125), display(3.5), display(-0.001)
    ('2.68', '0.13', '3.50', '0.00')
    """
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{abs(rounded) if rounded == 0 else rounded:f}"
