"""The compiled catalogue is there when it is needed, and nobody keeps it by hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assess.web.translations import compile_translations


def test_the_catalogue_is_compiled_where_it_is_missing_or_older(tmp_path: Path) -> None:
    source, compiled = _a_catalogue(tmp_path)

    compile_translations(tmp_path)
    first = compiled.read_bytes()
    source.write_text(source.read_text().replace("Save", "Keep"))
    os.utime(compiled, (1, 1))
    compile_translations(tmp_path)

    assert b"Save" in first
    assert b"Keep" in compiled.read_bytes()
    assert sorted(path.name for path in compiled.parent.iterdir()) == ["messages.mo", "messages.po"]


def test_a_current_catalogue_is_left_alone(tmp_path: Path) -> None:
    _source, compiled = _a_catalogue(tmp_path)
    compiled.write_bytes(b"current")

    compile_translations(tmp_path)

    assert compiled.read_bytes() == b"current"


def test_a_folder_that_cannot_be_written_is_told_and_lived_with(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _source, compiled = _a_catalogue(tmp_path)
    compiled.with_name(f"messages.mo.{os.getpid()}").mkdir()  # refuses every writer, root as well

    compile_translations(tmp_path)

    assert not compiled.exists()
    assert "cannot write" in caplog.text
    assert "'en' show Indonesian instead" in caplog.text


def _a_catalogue(folder: Path) -> tuple[Path, Path]:
    source = folder / "en" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr ""\n\nmsgid "Simpan"\nmsgstr "Save"\n')
    return source, source.with_suffix(".mo")
