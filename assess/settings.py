"""Every setting, its default, and what it is for. Read once, passed down.

Nothing else in the package looks into the environment.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32
_BASE_URL = re.compile(
    r"https?://[A-Za-z0-9._-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?|"
    r"https?://\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?"
)
# A secret that holds one of these was copied from an example, not drawn at random.
SAMPLE_WORDS = frozenset(
    {"secret", "changeme", "change-me", "change_me", "rahasia", "password", "example", "contoh"}
)


class SettingsError(ValueError):
    """A setting that must not be used; the sentence says which and what to do."""


@dataclass(frozen=True)
class Settings:
    data: Path  # ASSESS_DATA: database, files and secrets
    database_url: str  # ASSESS_DATABASE_URL: default SQLite in the data folder
    secret_key: str  # ASSESS_SECRET_KEY: default made at random into the data folder
    questionnaires: Path  # ASSESS_QUESTIONNAIRES: folder of the shipped questionnaires
    base_url: str  # ASSESS_BASE_URL: address in QR codes; default the address being served
    trusted_hosts: tuple[str, ...]  # ASSESS_TRUSTED_HOSTS: comma list; empty: any host is served
    proxy_hops: int  # ASSESS_PROXY_HOPS: reverse proxies in front, whose headers are believed
    development: bool  # ASSESS_DEVELOPMENT=1: pattern page, sources re-read
    testing: bool = False  # errors show themselves instead of becoming pages; set by tests only

    @property
    def files(self) -> Path:
        """Where finished documents lie."""
        return self.data / "documents"


def settings_from(
    environment: Mapping[str, str], data: Path | None = None, *, testing: bool = False
) -> Settings:
    """Settings from the environment; the folder given wins over ASSESS_DATA."""
    folder = (data or Path(environment.get("ASSESS_DATA", "data"))).resolve()
    development = environment.get("ASSESS_DEVELOPMENT") == "1"
    secret = environment.get("ASSESS_SECRET_KEY")
    if secret is None:
        secret = secret_in(folder)
    check_secret(secret, development=development)
    return Settings(
        data=folder,
        database_url=environment.get("ASSESS_DATABASE_URL")
        or f"sqlite:///{folder / 'takar.sqlite3'}",
        secret_key=secret,
        questionnaires=Path(environment.get("ASSESS_QUESTIONNAIRES", ROOT / "questionnaires")),
        base_url=_base_url(environment.get("ASSESS_BASE_URL", "http://127.0.0.1:8000")),
        trusted_hosts=_comma_list(environment.get("ASSESS_TRUSTED_HOSTS", "")),
        proxy_hops=_hops(environment.get("ASSESS_PROXY_HOPS", "0")),
        development=development,
        testing=testing,
    )


def secret_in(folder: Path) -> str:
    """The secret of this data folder, made at random when it is not there yet."""
    path = folder / "secret_key"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsError(f"the data folder {folder} cannot be made: {error.strerror}") from None
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_secret(path)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret + "\n")
        file.flush()
        os.fsync(file.fileno())
    return secret


def _read_secret(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            f"{path} cannot be read as text; delete it and Takar makes a new one (everybody logs "
            "in again)"
        ) from None


def check_secret(secret: str, *, development: bool) -> None:
    if development:
        return
    where = "ASSESS_SECRET_KEY (or secret_key in the data folder)"
    remedy = "unset it, or delete the file, and Takar makes one at random"
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(f"{where} is shorter than {SHORTEST_SECRET} characters; {remedy}")
    from_sample = any(word in secret.lower() for word in SAMPLE_WORDS)
    repeats = secret in (secret + secret)[1:-1]
    if from_sample or repeats or len(set(secret)) < 10:
        raise SettingsError(f"{where} can be guessed; {remedy}")


def _base_url(value: str) -> str:
    if not _BASE_URL.fullmatch(value):
        raise SettingsError("ASSESS_BASE_URL must look like https://takar.example.go.id")
    return value.rstrip("/")


def _hops(value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) > 9:
        raise SettingsError("ASSESS_PROXY_HOPS must be a number from 0 to 9")
    return int(value)


def _comma_list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())
