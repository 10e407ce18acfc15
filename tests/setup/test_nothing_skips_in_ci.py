"""A green CI run means that everything ran."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPS_ONE = 'import pytest\ndef test_one(): pytest.skip("no browser here")\n'
SKIPS_ITSELF = 'import pytest\npytest.skip("no server here", allow_module_level=True)\n'
EXPECTED_TO_FAIL = "import pytest\n@pytest.mark.xfail\ndef test_one(): assert False\n"


def run_pytest(folder: Path, source: str, ci: str) -> subprocess.CompletedProcess[str]:
    file = folder / "test_specimen.py"
    file.write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    command += ["-c", os.devnull, "--rootdir", str(folder), str(file)]
    environment = {**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder, env=environment
    )


@pytest.mark.parametrize("source", [SKIPS_ONE, SKIPS_ITSELF], ids=["a test", "a module"])
def test_what_skips_fails_in_ci(tmp_path: Path, source: str) -> None:
    run = run_pytest(tmp_path, source, ci="true")

    assert run.returncode != 0
    assert "here" in run.stdout


def test_a_test_may_skip_elsewhere(tmp_path: Path) -> None:
    run = run_pytest(tmp_path, SKIPS_ONE, ci="")

    assert run.returncode == 0, run.stdout


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    run = run_pytest(tmp_path, EXPECTED_TO_FAIL, ci="true")

    assert run.returncode == 0, run.stdout
