"""Errors as the log may tell them."""

from __future__ import annotations

import traceback


def kinds_and_places(error: BaseException) -> str:
    """What kind of error, caused by what, and where; never a message, for it may hold what somebody
    wrote: a value that was refused, a row that broke a rule."""
    kinds = []
    cause: BaseException | None = error
    while cause is not None:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    places = "".join(traceback.format_tb(error.__traceback__))
    return f"{' < '.join(kinds)}\n{places}"
