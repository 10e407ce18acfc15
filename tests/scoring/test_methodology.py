"""The examples of the methodology are what the engine gives."""

from __future__ import annotations

import doctest
from pathlib import Path

METHODOLOGY = Path(__file__).parents[2] / "docs" / "methodology.md"


def test_the_examples_on_the_page_run() -> None:
    results = doctest.testfile(str(METHODOLOGY), module_relative=False)

    assert results.attempted >= 5
    assert results.failed == 0
