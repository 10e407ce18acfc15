"""Templates hold nothing that nobody uses, and nothing that the security policy would refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

TEMPLATES = Path(__file__).parents[2] / "templates"
FILES = sorted(TEMPLATES.rglob("*.html"))
PAGES = [file for file in FILES if "report" not in file.relative_to(TEMPLATES).parts]
SYNTAX = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"])
INLINE = re.compile(
    r"""<style\b | <script(?![^>]*(\bsrc=|type="application/json")) | \sstyle\s*= | \son[a-z]+\s*=\s*["'] | javascript:""",
    re.IGNORECASE | re.VERBOSE,
)


def imported(tree: nodes.Template) -> Iterator[str]:
    for each in tree.find_all(nodes.FromImport):
        for name in each.names:
            yield name[1] if isinstance(name, tuple) else name
    for each in tree.find_all(nodes.Import):
        yield each.target


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(TEMPLATES)))
def test_a_template_uses_what_it_imports(file: Path) -> None:
    tree = SYNTAX.parse(file.read_text(encoding="utf-8"))

    used = {each.name for each in tree.find_all(nodes.Name) if each.ctx == "load"}

    assert [name for name in imported(tree) if name not in used] == []


@pytest.mark.parametrize("file", PAGES, ids=lambda f: str(f.relative_to(TEMPLATES)))
def test_a_page_has_nothing_inline(file: Path) -> None:
    """The content security policy refuses inline style, script and handlers."""
    lines = file.read_text(encoding="utf-8").splitlines()

    found = [
        f"{number}: {line.strip()}" for number, line in enumerate(lines, 1) if INLINE.search(line)
    ]

    assert found == []
