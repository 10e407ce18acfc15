"""A gap report, or minutes, as HTML for paper. The page in the browser uses the same body template."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assess.report.blocks import GapReport
from assess.report.minutes import Minutes

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def document_html(report: GapReport) -> str:
    return _environment().get_template("report/document.html").render(report=report)


def minutes_html(minutes: Minutes) -> str:
    return _environment().get_template("report/minutes.html").render(minutes=minutes)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
