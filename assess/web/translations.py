"""The English catalogue, compiled when it is missing or older than its source."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "translations"
logger = logging.getLogger(__name__)


def compile_translations(folder: Path = FOLDER) -> None:
    """Compile every catalogue whose compiled form is missing or older. Where the folder cannot
    be written, what is there is kept and the log says so."""
    for source in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        target = source.with_suffix(".mo")
        if _is_current(target, source):
            continue
        try:
            _compile(source, target)
        except OSError as error:
            shown = "an older translation" if target.exists() else "Indonesian instead"
            logger.warning(
                "cannot write %s (%s): pages in '%s' show %s",
                target,
                error.strerror,
                source.parts[-3],
                shown,
            )


def _is_current(target: Path, source: Path) -> bool:
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime


def _compile(source: Path, target: Path) -> None:
    """Written beside and moved into place: another process never reads half a catalogue."""
    with source.open("rb") as file:
        catalogue = read_po(file)
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        with beside.open("wb") as compiled:
            write_mo(compiled, catalogue)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
