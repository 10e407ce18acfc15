"""Processor seconds for a gap report as PDF, beside WeasyPrint alone on the same HTML, in turn.

    .venv/bin/python -m benchmarks.pdf [--rounds 3]

Ours is the whole way of a draft: child process, limits, fetcher, tags for screen readers, check of
the output. Processor time of all processes is counted, because the machine may be busy. Bare is a fresh Python that calls `HTML(...).write_pdf()` with the same style sheet and
fonts and nothing else. Goal: ratio at most 1.3.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assess.report.assets import FONTS, document_assets
from assess.report.gap_report import gap_report
from assess.report.pdf import fonts_configuration, render
from assess.report.render import document_html
from tests.report.sample import some_inputs

GOAL = 1.3
BARE = """
import sys
from weasyprint import HTML
HTML(filename=sys.argv[1]).write_pdf(sys.argv[2])
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    started = time.perf_counter()
    html = document_html(gap_report(some_inputs()))
    print(f"values to HTML {time.perf_counter() - started:.2f} s, {len(html) // 1000} kB")
    with tempfile.TemporaryDirectory() as folder:
        page = _page_on_disk(Path(folder), html)
        pairs = [(_ours(html), _bare(page)) for _ in range(rounds)]
    print(f"{'round':>5} {'ours':>7} {'bare':>7} {'ratio':>6}")
    for number, (ours, bare) in enumerate(pairs, start=1):
        print(f"{number:5} {ours:7.2f} {bare:7.2f} {ours / bare:6.2f}")
    ratio = statistics.median(ours / bare for ours, bare in pairs)
    print(f"{_pages(html)} pages; median ratio {ratio:.2f}, goal at most {GOAL}")


def _page_on_disk(folder: Path, html: str) -> Path:
    """The same document with its assets as files, as WeasyPrint alone would read them."""
    for name, asset in document_assets().items():
        text = asset.text.replace("asset:", "")
        (folder / name.removeprefix("asset:")).write_text(text, "utf-8")
    page = folder / "document.html"
    page.write_text(html.replace("asset:", ""), "utf-8")
    (folder / "fonts.conf").write_text(fonts_configuration(folder), "utf-8")
    return page


def _ours(html: str) -> float:
    started = _processor_seconds()
    render(html)
    return _processor_seconds() - started


def _bare(page: Path) -> float:
    environment = {**os.environ, "FONTCONFIG_FILE": str(page.with_name("fonts.conf"))}
    command = [sys.executable, "-c", BARE, str(page), str(page.with_suffix(".pdf"))]
    started = _processor_seconds()
    subprocess.run(command, check=True, env=environment, cwd=FONTS, capture_output=True)
    return _processor_seconds() - started


def _processor_seconds() -> float:
    """Of this process and of the children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _pages(html: str) -> int:
    return render(html).pages


if __name__ == "__main__":
    main()
