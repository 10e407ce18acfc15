"""The server as most would set it up: SQLite without waiting for the disk at each commit.

The control of the power cuts: whoever cannot show that this loses answers shows nothing.
"""

from __future__ import annotations

import sys

from assess.store import database
from assess.web import server

CAREFUL = "PRAGMA synchronous=FULL"

if __name__ == "__main__":
    assert CAREFUL in database.PRAGMAS
    careless = tuple(each.replace("FULL", "NORMAL") for each in database.PRAGMAS)
    database.PRAGMAS = careless  # type: ignore[assignment]
    server.main(*sys.argv[1:])
