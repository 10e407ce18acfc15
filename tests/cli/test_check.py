"""`assess check`: one line a fault, an exit status, and JSON for machines."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from assess.cli.check import check

ROOT = Path(__file__).parents[2]
SHIPPED = str(ROOT / "questionnaires" / "kematangan-kota-cerdas")
TINY = str(ROOT / "tests" / "questionnaire" / "tiny.yaml")
FAULTY = str(ROOT / "tests" / "questionnaire" / "faulty" / "three-faults-at-once.yaml")


def test_good_files_are_summed_up_and_exit_with_0() -> None:
    result = CliRunner().invoke(check, [SHIPPED, TINY])

    assert result.exit_code == 0
    assert "107 questions, 118 initiatives, no fault" in result.output
    assert "kecil 1.0, 2 questions, no fault" in result.output


def test_every_fault_of_every_file_is_printed_and_exits_with_1() -> None:
    result = CliRunner().invoke(check, [TINY, FAULTY])

    assert result.exit_code == 1
    lines = [line for line in result.stdout.splitlines() if line.startswith(f"{FAULTY}:")]
    assert [line.split(" ")[1] for line in lines] == ["unknown-key", "weight-sum", "unknown-group"]


def test_a_file_that_is_not_there_is_a_fault_not_a_crash() -> None:
    result = CliRunner().invoke(check, ["tidak-ada.yaml"])

    assert result.exit_code == 1
    assert result.stdout.startswith("tidak-ada.yaml:1:1: file-not-found")


def test_machines_read_the_same_as_json() -> None:
    result = CliRunner().invoke(check, [TINY, FAULTY, "--json"])

    content = json.loads(result.stdout)
    assert result.exit_code == 1
    assert content["ok"] is False
    assert content["files"][0]["key"] == "kecil"
    assert len(content["files"][0]["fingerprint"]) == 64
    first = content["problems"][0]
    assert (first["line"], first["code"]) == (17, "unknown-key")
    assert first["hint"] == "did you mean `en`?"
