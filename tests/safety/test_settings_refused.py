"""The application does not start on settings that would make it unsafe, and says why."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from assess.cli import main
from assess.cli.ground import shelf_of
from assess.settings import ROOT, SettingsError, secret_in, settings_from

GOOD = "pX7cN0vQ2mR9sT4wY6zB1dF3gH5jK8lA"
BAD_ENVIRONMENTS = {
    "an empty secret": ({"ASSESS_SECRET_KEY": ""}, "ASSESS_SECRET_KEY"),
    "a short secret": ({"ASSESS_SECRET_KEY": GOOD[:-1]}, "shorter than 32"),
    "a secret of blanks": ({"ASSESS_SECRET_KEY": " " * 40}, "can be guessed"),
    "one letter": ({"ASSESS_SECRET_KEY": "a" * 64}, "can be guessed"),
    "few letters": ({"ASSESS_SECRET_KEY": "abcabcabd" * 5}, "can be guessed"),
    "a word again and again": ({"ASSESS_SECRET_KEY": "0123456789abcdef" * 2}, "can be guessed"),
    "a sample": ({"ASSESS_SECRET_KEY": "changeme" * 4}, "can be guessed"),
    "a sample with a number": (
        {"ASSESS_SECRET_KEY": "Change-Me-1234567890-abcdefgh-xyz"},
        "guessed",
    ),
    "the word itself": ({"ASSESS_SECRET_KEY": "my-very-long-SECRET-key-of-takar-2026"}, "guessed"),
    "rahasia": ({"ASSESS_SECRET_KEY": "kunci-rahasia-aplikasi-kota-cerdas"}, "can be guessed"),
    "from a manual": ({"ASSESS_SECRET_KEY": "example-key-0123456789-abcdefghij"}, "can be guessed"),
    "no address": ({"ASSESS_BASE_URL": "takar"}, "ASSESS_BASE_URL"),
    "a script as address": (
        {"ASSESS_BASE_URL": "javascript://takar/%0aalert(1)"},
        "ASSESS_BASE_URL",
    ),
    "a broken address": ({"ASSESS_BASE_URL": "http://["}, "ASSESS_BASE_URL"),
    "an address with a query": (
        {"ASSESS_BASE_URL": "https://takar.example/?a=b"},
        "ASSESS_BASE_URL",
    ),
    "an address with a line end": (
        {"ASSESS_BASE_URL": "https://takar.example\n"},
        "ASSESS_BASE_URL",
    ),
    "an address with a name": ({"ASSESS_BASE_URL": "https://a:b@takar.example"}, "ASSESS_BASE_URL"),
    "too many proxies": ({"ASSESS_PROXY_HOPS": "10"}, "ASSESS_PROXY_HOPS"),
    "minus one proxy": ({"ASSESS_PROXY_HOPS": "-1"}, "ASSESS_PROXY_HOPS"),
    "proxies in words": ({"ASSESS_PROXY_HOPS": "satu"}, "ASSESS_PROXY_HOPS"),
    "proxies in other digits": ({"ASSESS_PROXY_HOPS": "١"}, "ASSESS_PROXY_HOPS"),
    "no database": ({"ASSESS_DATABASE_URL": "bukan alamat"}, "ASSESS_DATABASE_URL"),
    "another database": ({"ASSESS_DATABASE_URL": "mysql://u:kunci9@h/d"}, "sqlite or postgresql"),
    "a database in memory": ({"ASSESS_DATABASE_URL": "sqlite://"}, "needs a file"),
    "a database that is away": (
        {"ASSESS_DATABASE_URL": "postgresql://u:kunci9@127.0.0.1:9/d"},
        "ASSESS_DATABASE_URL",
    ),
}


def _start(folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    """The first thing that every start does; what it exits with and says."""
    own = {name: None for name in os.environ if name.startswith("ASSESS_")}
    arguments = ["migrate", "--data", str(folder)]
    result = CliRunner().invoke(main, arguments, env={**own, **environment})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("environment", "words"), BAD_ENVIRONMENTS.values(), ids=BAD_ENVIRONMENTS.keys()
)
def test_a_bad_setting_ends_the_start_with_a_sentence(
    tmp_path: Path, environment: dict[str, str], words: str
) -> None:
    code, said = _start(tmp_path, environment)

    assert code != 0
    assert words in said
    assert "Traceback" not in said
    assert "kunci9" not in said
    assert not any(value in said for value in environment.values() if len(value) > 20)


def test_a_folder_without_questionnaires_is_refused(tmp_path: Path) -> None:
    settings = settings_from({"ASSESS_QUESTIONNAIRES": str(tmp_path / "kosong")}, tmp_path)

    with pytest.raises(click.ClickException, match="ASSESS_QUESTIONNAIRES"):
        shelf_of(settings)


def test_good_settings_start(tmp_path: Path) -> None:
    environment = {
        "ASSESS_SECRET_KEY": GOOD,
        "ASSESS_BASE_URL": "https://takar.balikpapan.go.id/penilaian/",
        "ASSESS_PROXY_HOPS": "1",
        "ASSESS_TRUSTED_HOSTS": "takar.balikpapan.go.id, localhost",
    }

    assert _start(tmp_path, environment)[0] == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"pendek\n", b"\xff\xfe" * 40, b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"],
    ids=["empty", "blank", "short", "no text", "one letter"],
)
def test_a_bad_file_of_the_secret_ends_the_start_with_a_sentence(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "secret_key").write_bytes(content)

    code, said = _start(tmp_path, {})

    assert code != 0
    assert "secret_key" in said
    assert "delete" in said


def test_a_folder_in_place_of_the_secret_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "secret_key").mkdir()

    code, said = _start(tmp_path, {})

    assert code != 0
    assert "secret_key" in said


def test_a_file_in_place_of_the_data_folder_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")

    with pytest.raises(SettingsError, match="data folder"):
        settings_from({}, tmp_path / "data")


def test_the_secret_is_made_once_at_random_and_for_its_owner_alone(tmp_path: Path) -> None:
    one, other = tmp_path / "satu", tmp_path / "dua"

    first = secret_in(one)

    assert secret_in(one) == first != secret_in(other)
    assert len(first) >= 64
    assert (one / "secret_key").stat().st_mode & 0o777 == 0o600
    assert one.stat().st_mode & 0o777 == 0o700


def test_the_database_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    assert _start(tmp_path / "data", {})[0] == 0

    for path in (tmp_path / "data").iterdir():
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_the_entry_for_other_servers_refuses_a_bad_secret_too(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "ASSESS_DATA": str(tmp_path),
        "ASSESS_SECRET_KEY": "dev",
    }

    ended = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode != 0
    assert "shorter than 32" in ended.stderr
    assert "SECRET_KEY: dev" not in ended.stderr


def test_whoever_develops_may_use_a_short_secret(tmp_path: Path) -> None:
    settings = settings_from({"ASSESS_SECRET_KEY": "dev", "ASSESS_DEVELOPMENT": "1"}, tmp_path)

    assert settings.development
