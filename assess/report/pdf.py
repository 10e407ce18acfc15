"""HTML to PDF, in a child process that can be killed.

A document holds words of people we do not know. A few hundred bytes of HTML can keep a layout
engine busy for minutes or eat all memory, so it never runs inside a web worker, and it ends
either with a PDF or with a `RenderFailed` that says why.
"""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
import zlib
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from assess.report.assets import FONTS, Asset, document_assets

logger = logging.getLogger(__name__)

MEBIBYTE = 1024 * 1024
_CHILD = Path(__file__).with_name("render_child.py")
_LONGEST_HTML = 8 * MEBIBYTE


class RenderReason(StrEnum):
    """Why there is no PDF."""

    INPUT_TOO_LARGE = "input_too_large"
    OUTPUT_TOO_LARGE = "output_too_large"
    PROCESSOR_TIME = "processor_time"
    WALL_TIME = "wall_time"
    MEMORY = "memory"
    UNSAFE_OUTPUT = "unsafe_output"
    LAYOUT = "layout"  # the engine gave up on this document
    CRASHED = "crashed"


class RenderFailed(Exception):
    """No document came out; `reason` is for people, `detail` for the log."""

    def __init__(self, reason: RenderReason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class RenderLimits:
    """Limits of one rendering. A report of 40 pages needs about 10 s and 300 MiB."""

    memory_bytes: int = 768 * MEBIBYTE
    cpu_seconds: int = 60
    wall_seconds: int = 90
    output_bytes: int = 30 * MEBIBYTE


@dataclass(frozen=True)
class Rendering:
    """A PDF with what the child noticed while making it."""

    pdf: bytes
    pages: int
    refused: tuple[str, ...]  # addresses the document asked for and did not get
    isolated: bool  # whether the child had a network namespace of its own


def render_pdf(html: str, limits: RenderLimits | None = None) -> bytes:
    """The PDF of `html`, or RenderFailed."""
    return render(html, limits).pdf


def render(
    html: str, limits: RenderLimits | None = None, variant: str | None = "pdf/ua-1"
) -> Rendering:
    """Sets `html` in a child process and checks what comes out."""
    limits = limits or RenderLimits()
    if len(html) > _LONGEST_HTML:
        raise RenderFailed(RenderReason.INPUT_TOO_LARGE, f"{len(html)} characters")
    with tempfile.TemporaryDirectory(prefix="takar-draft-") as folder:
        workplace = Path(folder)
        _run_child(workplace, _request(html, document_assets(), limits, variant), limits)
        outcome = json.loads((workplace / "outcome.json").read_text())
        pdf = (workplace / "document.pdf").read_bytes()
    _refuse_active_content(pdf)
    if not outcome["isolated"]:
        logger.warning("document set without a network namespace; the fetcher alone kept it off")
    return Rendering(pdf, outcome["pages"], tuple(outcome["refused"]), outcome["isolated"])


def _request(
    html: str, assets: dict[str, Asset], limits: RenderLimits, variant: str | None
) -> bytes:
    request = {
        "html": html.encode("utf-8", "replace").decode(),
        "assets": {name: asdict(asset) for name, asset in assets.items()},
        "limits": asdict(limits),
        "variant": variant,
    }
    return json.dumps(request).encode()


def _run_child(workplace: Path, request: bytes, limits: RenderLimits) -> None:
    (workplace / "fonts.conf").write_text(fonts_configuration(workplace))
    child = subprocess.Popen(
        [sys.executable, "-I", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=workplace,
        env=_environment(workplace),
        start_new_session=True,
        close_fds=True,
    )
    try:
        _, complaint = child.communicate(request, timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired:
        raise RenderFailed(RenderReason.WALL_TIME, f"{limits.wall_seconds} s") from None
    finally:
        if child.poll() is None:  # also when this process itself is told to stop
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
    if child.returncode != 0:
        raise _failure(child.returncode, complaint[-4000:].decode("utf-8", "replace"))


def _environment(workplace: Path) -> dict[str, str]:
    """Nothing of ours: no settings, no secrets, no proxies."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(workplace),
        "TMPDIR": str(workplace),
        "FONTCONFIG_FILE": str(workplace / "fonts.conf"),
    }


def fonts_configuration(workplace: Path) -> str:
    """Only our own fonts exist for the child, so no other can be embedded.

    The semi-bold file calls its family "Inter SemiBold"; the rule files it under Inter, where
    `font-weight: 600` looks for it.
    """
    return f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{FONTS}</dir>
  <cachedir>{workplace}</cachedir>
  <match target="scan">
    <test name="family"><string>Inter SemiBold</string></test>
    <edit name="family" mode="prepend"><string>Inter</string></edit>
  </match>
</fontconfig>
"""


_SIGNALLED = {
    -signal.SIGXCPU: RenderReason.PROCESSOR_TIME,
    -signal.SIGKILL: RenderReason.PROCESSOR_TIME,  # the hard limit, one second later
    -signal.SIGXFSZ: RenderReason.OUTPUT_TOO_LARGE,
}


def _failure(returncode: int, complaint: str) -> RenderFailed:
    last_line = complaint.strip().rsplit("\n", 1)[-1][:300]
    if returncode < 0:
        reason = _SIGNALLED.get(returncode, RenderReason.CRASHED)
        # GLib ends the process itself when an allocation fails.
        if "allocate" in complaint:
            reason = RenderReason.MEMORY
        return RenderFailed(reason, f"signal {-returncode}")
    if last_line.startswith("MemoryError") or "Cannot allocate memory" in last_line:
        return RenderFailed(RenderReason.MEMORY, _kind(last_line))
    if "File too large" in last_line:
        return RenderFailed(RenderReason.OUTPUT_TOO_LARGE, _kind(last_line))
    return RenderFailed(RenderReason.LAYOUT, _kind(last_line))


def _kind(last_line: str) -> str:
    """The name of the error; what follows may quote the document, and the log must not."""
    return last_line.partition(":")[0][:80]


_STREAM = re.compile(
    rb"<<(?P<head>[^>]*(?:>(?!>)[^>]*)*)>>\s*stream\r?\n(?P<body>.*?)endstream", re.S
)
_ACTIVE = re.compile(
    rb"/(?:EmbeddedFiles?|JavaScript|JS|Launch|SubmitForm|ImportData|GoToR|RichMedia)\b"
    rb"|/URI\s*(?:\(\s*(?!https:)|<(?!68747470733a))",
    re.I,
)


def _refuse_active_content(pdf: bytes) -> None:
    """A report holds no attachment, no script and no link but https."""
    if not pdf.startswith(b"%PDF-"):
        raise RenderFailed(RenderReason.UNSAFE_OUTPUT, "not a PDF")
    found = _ACTIVE.search(_objects(pdf))
    if found:
        raise RenderFailed(RenderReason.UNSAFE_OUTPUT, found.group().decode("latin-1")[:60])


def _objects(pdf: bytes) -> bytes:
    """All object dictionaries: those in the open and those in compressed object streams.

    Page content and fonts are left out: three letters in compressed data prove nothing.
    """
    packed = [
        _inflated(stream["body"])
        for stream in _STREAM.finditer(pdf)
        if b"/ObjStm" in stream["head"]
    ]
    return b"\n".join([re.sub(rb"stream\r?\n.*?endstream", b"", pdf, flags=re.S), *packed])


def _inflated(body: bytes) -> bytes:
    decompressor = zlib.decompressobj()
    return decompressor.decompress(body, 64 * MEBIBYTE)
