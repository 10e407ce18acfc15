"""What is declared, what is locked and what is explained are the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUN_TIME = [Requirement(line) for line in PROJECT["dependencies"]]
TOOLS = [Requirement(line) for line in PROJECT["optional-dependencies"]["dev"]]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def locked(name: str) -> dict[str, set[Version]]:
    pins: dict[str, set[Version]] = {}
    for package, version in PIN.findall((ROOT / name).read_text(encoding="utf-8")):
        pins.setdefault(canonicalize_name(package), set()).add(Version(version))
    return pins


def test_every_direct_dependency_has_its_reason_and_no_other_has_one() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| ")]
    cells = [cell for cell in rows if cell.strip() not in ("Package", "---")]

    explained = {canonicalize_name(name.strip()) for cell in cells for name in cell.split(",")}

    assert explained == {canonicalize_name(each.name) for each in [*RUN_TIME, *TOOLS]}


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [("requirements.txt", RUN_TIME), ("requirements-dev.txt", [*RUN_TIME, *TOOLS])],
)
def test_the_lock_holds_what_the_project_declares(
    lock: str, requirements: list[Requirement]
) -> None:
    pins = locked(lock)

    unmet = [
        str(each)
        for each in requirements
        if not any(v in each.specifier for v in pins.get(canonicalize_name(each.name), ()))
    ]

    assert unmet == []


def test_tests_run_on_the_versions_that_are_served() -> None:
    served, tested = locked("requirements.txt"), locked("requirements-dev.txt")

    assert {name: tested.get(name) for name in served} == served


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_a_hash_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)

    without_hash = [e.split()[0] for e in entries if PIN.match(e) and "--hash=sha256:" not in e]

    assert without_hash == []
    assert "://" not in text
