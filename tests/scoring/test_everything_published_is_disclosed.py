"""Whatever page or document touches a whole scorecard, or the answers, withholds before it shows.

Two places get a whole result and show none of it: they are named here with their reason. The
file of `assess score` is outside, since it goes to the owner of the answers.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ASSESS = Path(__file__).parents[2] / "assess"
WHOLE = {
    "current_scorecard",
    "frozen_ratings_of",
    "frozen_ratings_by_region",
    "from_bytes",
    "from_json",
    "score_scheme",
}
SHOWS_NONE = {
    "web/drafts.py": "asks whether there is a result; the draft is made of inputs, see gap_report",
}
PUBLISHING = [*ASSESS.glob("web/**/*.py"), *ASSESS.glob("report/**/*.py")]


def imported(source: Path, package: str) -> set[str]:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    return {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(package)
        for alias in node.names
    }


def called(source: Path) -> set[str]:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {func.id for func in calls if isinstance(func, ast.Name)}


@pytest.mark.parametrize("source", PUBLISHING, ids=lambda path: str(path.relative_to(ASSESS)))
def test_who_reads_a_whole_result_withholds(source: Path) -> None:
    whole = imported(source, "assess.") & WHOLE
    if not whole or str(source.relative_to(ASSESS)) in SHOWS_NONE:
        return

    assert "disclosed" in called(source), f"{sorted(whole)} without disclosed()"


@pytest.mark.parametrize("source", PUBLISHING, ids=lambda path: str(path.relative_to(ASSESS)))
def test_what_stands_beside_a_result_is_read_through_one_module(source: Path) -> None:
    """Counts of high answers, verified scores and scores without flagged people."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    told = called(source) & {"evidence_told", "verified_told", "without_flagged"}

    assert told or not read & {"claims", "verified", "without"}
    assert not (read & {"without"} and "without_flagged" not in told)


@pytest.mark.parametrize(
    "name",
    [
        "web/result.py",
        "web/side_by_side.py",
        "report/gap_report.py",
        "report/verification/bundle.py",
    ],
)
def test_the_doors_are_where_the_page_on_method_names_them(name: str) -> None:
    page = (ASSESS.parent / "docs" / "methodology.md").read_text(encoding="utf-8")

    assert "disclosed" in called(ASSESS / name)
    assert f"`assess/{name}`" in page
