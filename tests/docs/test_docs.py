"""What the documents say is there: settings, commands, words, tests, links."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from assess.cli import main
from assess.questionnaire import instrument, questions
from assess.store.columns import Base

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("benchmarks/*.md")])
SETTING = re.compile(r"\bASSESS_[A-Z_]+\b")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
NAMED_TEST = re.compile(r"`(test_\w+)`")
DECISION = re.compile(r"^# (\d+)\. \S", re.MULTILINE)
PROVEN = [DOCS / "reliability.md", DOCS / "security.md"]


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def first_cells(text: str) -> list[str]:
    """Give the first cell of every row of every table."""
    return [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("|")]


def test_every_setting_is_documented_and_no_other() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "assess").rglob("*.py")]
    known = {name for source in sources for name in SETTING.findall(source)}

    documented = set(SETTING.findall(" ".join(first_cells(text_of("architecture.md")))))

    assert documented == known


@pytest.mark.parametrize("command", main.commands.values(), ids=main.commands.keys())
def test_every_command_and_option_is_documented(command: click.Command) -> None:
    rows = [
        line
        for line in text_of("commands.md").splitlines()
        if line.startswith(f"| `assess {command.name}")
    ]
    parts = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
    options = {
        option
        for part in parts
        for parameter in part.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }

    assert len(rows) == 1, "a command has one row"
    assert set(re.findall(r"(?<!\w)--[a-z-]+", rows[0])) == options


def test_no_command_is_documented_that_does_not_exist() -> None:
    documented = re.findall(r"`assess (\w+)", " ".join(first_cells(text_of("commands.md"))))

    assert documented == list(dict.fromkeys(documented))
    assert set(documented) == set(main.commands)


@pytest.mark.parametrize(
    "name",
    sorted(
        [  # in one order, or the processes of a parallel run disagree on what there is
            *(mapper.class_.__name__ for mapper in Base.registry.mappers),
            *(
                name
                for module in (instrument, questions)
                for name, thing in vars(module).items()
                if isinstance(thing, type)
                and issubclass(thing, questions.Frozen)
                and thing.__module__ == module.__name__
                and not name.startswith(("_", "Frozen"))
            ),
        ]
    ),
)
def test_every_noun_has_its_word(name: str) -> None:
    assert f"`{name}`" in text_of("glossary.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_something(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))

    dead = [link for link in links if not (page.parent / link).exists()]

    assert dead == []


@pytest.mark.parametrize("page", PROVEN, ids=lambda page: page.name)
def test_what_is_promised_names_tests_that_exist(page: Path) -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    existing = set(re.findall(r"^def (test_\w+)", sources, re.MULTILINE))

    named = NAMED_TEST.findall(page.read_text(encoding="utf-8"))

    assert named
    assert [name for name in named if name not in existing] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    files = sorted((DOCS / "decisions").glob("0*.md"))

    numbers = [int(DECISION.findall(path.read_text(encoding="utf-8"))[0]) for path in files]

    assert numbers == list(range(1, len(files) + 1))
    assert [int(path.name[:4]) for path in files] == numbers
    contents = text_of("decisions/README.md")
    assert [path.name for path in files if path.name not in contents] == []
