"""run.sh and test.sh: what a person sees who types them."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def sh(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", *command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("script", ["run.sh", "test.sh"])
def test_help_is_given_without_installing_anything(script: str) -> None:
    run = sh(ROOT / script, "--help")

    assert run.returncode == 0
    assert run.stdout.startswith(f"Usage: ./{script}")


@pytest.mark.parametrize(
    ("script", "option"), [("run.sh", "--bnid"), ("run.sh", "--bind"), ("test.sh", "lnit")]
)
def test_a_mistyped_option_is_refused_with_the_usage(script: str, option: str) -> None:
    run = sh(ROOT / script, option)

    assert run.returncode == 2
    assert option in run.stderr
    assert "Usage:" in run.stderr


def test_the_names_of_test_sh_are_the_names_it_lists() -> None:
    listed = sh(ROOT / "test.sh", "--list").stdout.split("\n\n")[0]
    names = [line.split()[0] for line in listed.splitlines()]

    source = (ROOT / "test.sh").read_text(encoding="utf-8")

    assert f"{' | '.join(names)})" in source
    assert all(re.search(rf"\n        {name}\)\s", source) for name in names)


def test_a_script_lacking_rights_prints_the_exact_command(tmp_path: Path) -> None:
    """The tools are stand-ins: a system without sudo, run by somebody other than root."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, words in {
        "dpkg-query": "case $4 in python3) printf installed ;; *) exit 1 ;; esac",
        "apt-get": "echo must not run >&2; exit 1",
        "id": "echo 1000",
    }.items():
        (tools / name).write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    shell = shutil.which("sh") or "/bin/sh"
    words = f'. "{ROOT}/scripts/install.sh"; install_packages python3 libpango-1.0-0'

    run = subprocess.run(
        [shell, "-c", words],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(tools)},
    )

    assert run.returncode == 1
    assert "must not run" not in run.stderr
    command = "apt-get install --yes --no-install-recommends libpango-1.0-0"
    assert f"apt-get update && {command}\n" in run.stderr


def test_a_lock_is_installed_again_only_when_it_changed(tmp_path: Path) -> None:
    project = tmp_path / "takar"
    environment = project / ".venv" / "bin"
    environment.mkdir(parents=True)
    (environment / "python").write_text(
        '#!/bin/sh\necho called >>"$(dirname "$0")/calls"\n', encoding="utf-8"
    )
    (environment / "python").chmod(0o755)
    lock = project / "requirements.txt"
    lock.write_text("flask==3.1.3 --hash=sha256:00\n", encoding="utf-8")
    words = f'root="{project}"; . "{ROOT}/scripts/install.sh"; install_lock requirements.txt'

    first, second = sh("-c", words), sh("-c", words)
    lock.write_text("flask==3.1.4 --hash=sha256:00\n", encoding="utf-8")
    third = sh("-c", words)

    assert [first.returncode, second.returncode, third.returncode] == [0, 0, 0]
    assert "unchanged" in second.stdout
    assert "unchanged" not in third.stdout
    assert (environment / "calls").read_text().count("called") == 2


def test_a_failed_installation_is_not_taken_for_a_good_one(tmp_path: Path) -> None:
    environment = tmp_path / ".venv" / "bin"
    environment.mkdir(parents=True)
    (environment / "python").write_text("#!/bin/sh\necho no such hash\nexit 1\n", encoding="utf-8")
    (environment / "python").chmod(0o755)
    (tmp_path / "requirements.txt").write_text("flask==3.1.3\n", encoding="utf-8")
    words = (
        f'set -eu; root="{tmp_path}"; . "{ROOT}/scripts/install.sh"; install_lock requirements.txt'
    )

    first, second = sh("-c", words), sh("-c", words)

    assert [first.returncode, second.returncode] == [1, 1]
    assert "no such hash" in second.stderr


def a_bare_project(folder: Path) -> Path:
    """The scripts alone, where nothing has been installed."""
    (folder / "scripts").mkdir(parents=True)
    for name in ("run.sh", "requirements.txt", "scripts/install.sh"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def test_a_hall_without_installation_and_without_internet_is_told_so_at_once(
    tmp_path: Path,
) -> None:
    project = a_bare_project(tmp_path / "takar")

    run = sh(project / "run.sh", "--hall", routes="/dev/null")

    assert run.returncode == 1
    assert "Sambungkan laptop ke internet sekali saja" in run.stderr
    assert not (project / ".venv").exists()


def test_an_installed_laptop_starts_a_hall_without_asking_any_network(tmp_path: Path) -> None:
    project = a_bare_project(tmp_path / "takar")
    environment = project / ".venv" / "bin"
    environment.mkdir(parents=True)
    for name, words in {
        "python": 'case "$*" in *sysconfig*) dirname "$0" ;; esac',
        "assess": 'printf "%s\\n" "$*"',
    }.items():
        (environment / name).write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
        (environment / name).chmod(0o755)
    stamp = project / ".venv" / "installed-requirements.txt.sha256"
    lock = hashlib.sha256((project / "requirements.txt").read_bytes()).hexdigest()
    stamp.write_text(f"{lock}  -\n", encoding="ascii")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, words in {
        "dpkg-query": "printf installed",
        "apt-get": "echo must not run >&2; exit 1",
    }.items():
        (tools / name).write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
        (tools / name).chmod(0o755)

    run = sh(
        *(project / "run.sh", "--hall", "--address", "192.168.1.7", "--data", "/tmp/hall"),
        routes="/dev/null",
        PATH=f"{tools}:{os.environ['PATH']}",
    )

    assert run.returncode == 0, run.stderr
    assert "must not run" not in run.stderr
    assert "unchanged" in run.stdout
