"""Finished documents on disk: kept under their hash, given out under a name for people."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import date
from pathlib import Path


def document_path(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / f"{sha256}.pdf"


def document_name(kemendagri_code: str, day: date, language: str) -> str:
    """takar_64-71_draf-masterplan_2026-11-22.pdf"""
    code = re.sub(r"[^0-9]+", "-", kemendagri_code).strip("-")
    title = "draft-masterplan" if language == "en" else "draf-masterplan"
    return f"takar_{code}_{title}_{day.isoformat()}.pdf"


def minutes_name(kemendagri_code: str, day: date, language: str) -> str:
    """takar_64-71_berita-acara_2026-11-22.pdf"""
    code = re.sub(r"[^0-9]+", "-", kemendagri_code).strip("-")
    title = "minutes" if language == "en" else "berita-acara"
    return f"takar_{code}_{title}_{day.isoformat()}.pdf"


def keep_document(folder: Path, pdf: bytes) -> str:
    """Write a document and give its hash. It is whole or not there, even after a power cut."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    path = document_path(folder, sha256)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    with unfinished.open("wb") as file:
        file.write(pdf)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return sha256
