"""Hostile words and hostile documents: nothing is fetched, nothing hangs, nothing gets out."""

from __future__ import annotations

import dataclasses
import io
import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from bs4 import BeautifulSoup
from pydantic import BaseModel

from assess.questionnaire.questions import Text
from assess.report.gap_report import gap_report
from assess.report.inputs import ReportInputs
from assess.report.pdf import (
    MEBIBYTE,
    RenderFailed,
    Rendering,
    RenderLimits,
    RenderReason,
    render,
    render_pdf,
)
from assess.report.render import document_html
from tests.report.sample import some_inputs

SECRET = "rahasia-yang-tidak-boleh-keluar-7f3a"
SMALL = RenderLimits(
    memory_bytes=512 * MEBIBYTE, cpu_seconds=2, wall_seconds=12, output_bytes=8 * MEBIBYTE
)


@dataclass
class Canary:
    """A server on this machine that must never be asked for anything."""

    address: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def canary() -> Iterator[Canary]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"body{color:red}")

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Canary(f"http://127.0.0.1:{server.server_address[1]}", asked)
    server.shutdown()
    server.server_close()


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


def vectors(address: str) -> list[str]:
    """Every way of asking for a resource that a layout engine was ever seen to follow."""
    return [
        f'<img src="{address}/img">',
        f'<link rel="attachment" href="{address}/link">',
        f'<a rel="attachment" href="{address}/a">x</a>',
        f'<link rel="stylesheet" href="{address}/css">',
        f'<style>@import url("{address}/import");</style>',
        f'<p style="background: url({address}/background)">x</p>',
        f"<style>@font-face {{ font-family: Jahat; src: url({address}/font) }} p {{ font-family: Jahat }}</style>",
        f'<object data="{address}/object"></object>',
        f'<embed src="{address}/embed">',
        f'<svg width="9" height="9"><image href="{address}/svg" width="9" height="9"/></svg>',
        f'<svg width="9" height="9"><use href="{address}/use#x"/></svg>',
        f'<base href="{address}/"><img src="base">',
        f"<style>p::before {{ content: url({address}/content) }}</style>",
        f'<ul style="list-style-image: url({address}/list)"><li>x</ul>',
        f'<p style="border-image: url({address}/border) 1; border: 1px solid">x</p>',
        f'<p style="mask-image: image-set(url({address}/set) 1x)">x</p>',
        f'<iframe src="{address}/iframe"></iframe>',
        f'<meta http-equiv="refresh" content="0; url={address}/refresh">',
        f'<video poster="{address}/poster" src="{address}/video"></video>',
        f'<input type="image" src="{address}/input">',
        f'<?xml-stylesheet href="{address}/xml"?>',
        f'<img srcset="{address}/srcset 1x">',
        f"<svg><style>@import url({address}/svgstyle);</style></svg>",
    ]


def a_document(body: str) -> str:
    return f"<!doctype html><html lang=id><title>x</title><body><p>x</p>{body}</body></html>"


def outcome(html: str) -> Rendering | RenderFailed:
    try:
        return render(html, SMALL, variant=None)
    except RenderFailed as failed:
        return failed


# Hostile words in a report


def with_words(inputs: ReportInputs, words: Iterator[str]) -> ReportInputs:
    """Every text of the inputs replaced: names, notes, sources, questionnaire, catalogue."""
    foreign = ("region", "assessment_title", "focus_groups", "facts", "open_answers")
    return dataclasses.replace(
        inputs,
        questionnaire=_replaced(inputs.questionnaire, words),
        catalogue=_replaced(inputs.catalogue, words),
        **{name: _replaced(getattr(inputs, name), words) for name in foreign},
    )


KEPT = {"kemendagri_code", "bps_code", "time_zone", "question_id", "group"}


def _replaced(value: Any, words: Iterator[str]) -> Any:
    if isinstance(value, Text):
        return Text.model_construct(id=next(words), en=next(words))
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        changes = {
            name: _replaced(getattr(value, name), words)
            for name in fields
            if not isinstance(getattr(value, name), str)
        }
        return value.model_copy(update=changes)
    if isinstance(value, tuple):
        return tuple(_replaced(item, words) for item in value)
    if isinstance(value, dict):
        return {key: _replaced(item, words) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {
            f.name: _replaced(getattr(value, f.name), words)
            for f in dataclasses.fields(value)
            if f.name not in KEPT
        }
        return dataclasses.replace(value, **changes)
    return next(words) if isinstance(value, str) else value


def test_hostile_words_in_every_field_stay_words(canary: Canary, secret_file: Path) -> None:
    hostile = [
        *vectors(canary.address),
        *vectors(f"file://{secret_file}"),
        "<script>alert(1)</script>",
        '"><a href="javascript:alert(1)">x</a>',
        "]]></p></td></tr></table></section>",
        "{{ 7 * 7 }}{% include 'x' %}{region}",
        "\u202e\u200b\x00\ufffe" + "Z\u0301\u0301\u0301\u0301\u0301" * 30,
    ]
    inputs = with_words(some_inputs(), itertools.cycle(hostile))

    html = document_html(gap_report(inputs))

    soup = BeautifulSoup(html, "html.parser")
    assert not soup.find_all(
        ["img", "script", "style", "object", "embed", "iframe", "base", "video"]
    )
    assert not soup.find_all(style=True)
    assert all(link["href"].startswith("#") for link in soup.find_all("a"))
    assert {link["href"] for link in soup.find_all("link")} == {
        "asset:document.css",
        "asset:draf.css",
    }
    rendering = render(html)
    assert rendering.refused == ()
    assert canary.asked == []
    assert SECRET.encode() not in uncompressed(rendering.pdf)


def test_a_very_long_note_and_a_word_without_spaces_do_not_break_the_document() -> None:
    facts = tuple(
        dataclasses.replace(fact, source="W" * 40_000, disputed="kata " * 20_000)
        for fact in some_inputs().facts
    )

    html = document_html(gap_report(some_inputs(facts=facts)))

    assert "W" * 2001 not in html
    assert "[…]" in html


# Hostile documents


def test_no_address_of_a_document_is_followed(canary: Canary, secret_file: Path) -> None:
    wanted = [*vectors(canary.address), *vectors(f"file://{secret_file}")]
    outcomes = [outcome(a_document(vector)) for vector in _packs(wanted)]
    pdfs = [made.pdf for made in outcomes if isinstance(made, Rendering)]
    refused = {url for made in outcomes if isinstance(made, Rendering) for url in made.refused}

    assert canary.asked == []
    assert all(SECRET.encode() not in uncompressed(pdf) for pdf in pdfs)
    # The trap did see the attempts: without it, the test would prove nothing.
    assert any(address.startswith(canary.address) for address in refused)
    assert any(address.startswith("file:") for address in refused)


def _packs(wanted: list[str]) -> list[str]:
    """Several vectors a document, and those that change the whole document alone."""
    alone = [v for v in wanted if v.startswith(("<base", "<meta", "<?xml"))]
    return ["".join(v for v in wanted if v not in alone), *alone]


def test_data_addresses_are_refused_too() -> None:
    picture = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>"

    assert render(a_document(f'<img src="{picture}">'), SMALL, variant=None).refused != ()


@pytest.mark.parametrize(
    "address", ["javascript:app.alert(1)", "file:///etc/passwd", "http://x.id/"]
)
def test_a_link_that_leaves_the_document_is_held_back(address: str) -> None:
    with pytest.raises(RenderFailed) as failed:
        render_pdf(a_document(f'<a href="{address}">x</a>'), SMALL)

    assert failed.value.reason is RenderReason.UNSAFE_OUTPUT


def test_an_attachment_of_our_own_file_is_held_back_too() -> None:
    with pytest.raises(RenderFailed) as failed:
        render(a_document('<link rel="attachment" href="asset:document.css">'), SMALL, variant=None)

    assert failed.value.reason is RenderReason.UNSAFE_OUTPUT


BOMBS = {
    "nested flex": '<div style="display:flex">' * 12 + "x" + "</div>" * 12,
    "tiny page": "<style>@page{size:2mm;margin:0}</style>" + "kata " * 12_000,
    "huge colspan": "<table><tr><td colspan=1000000>x</table>",
    "repeating gradient": (
        '<div style="width:9999px;height:9999px;background:'
        'repeating-linear-gradient(red 0 .001px, blue .001px .002px)">x</div>'
    ),
    "a megabyte of text": "kata " * 200_000,
    "five thousand rows": "<table>" + "<tr><td>x<td>y" * 5000 + "</table>",
    "a thousand columns": "<table><tr>" + "<td>x" * 1000 + "</table>",
    "deep nesting": "<div>" * 900 + "x",
    "giant type": '<p style="font-size:1e9px">x</p>',
    "nested grid": '<div style="display:grid">' * 12 + "x" + "</div>" * 12,
    "marks and directions": ("\u202e" + "a" + "\u0301" * 40) * 4000,
}
MUST_FAIL = {"nested flex", "tiny page", "huge colspan", "a megabyte of text", "deep nesting"}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_within_the_limits_with_a_reason(name: str) -> None:
    made = outcome(a_document(BOMBS[name]))

    if isinstance(made, RenderFailed):
        assert made.reason is not RenderReason.UNSAFE_OUTPUT
    else:
        assert name not in MUST_FAIL
        assert len(made.pdf) <= SMALL.output_bytes


def test_after_a_bomb_an_honest_document_is_made() -> None:
    with pytest.raises(RenderFailed) as failed:
        render_pdf(a_document(BOMBS["huge colspan"]), SMALL)

    assert failed.value.reason in {RenderReason.PROCESSOR_TIME, RenderReason.MEMORY}
    assert render_pdf(a_document("Baik."), SMALL).startswith(b"%PDF-")


def test_the_wall_clock_ends_a_child_that_sleeps() -> None:
    hurry = dataclasses.replace(SMALL, cpu_seconds=30, wall_seconds=1)

    with pytest.raises(RenderFailed) as failed:
        render_pdf(a_document(BOMBS["huge colspan"]), hurry)

    assert failed.value.reason is RenderReason.WALL_TIME


def test_too_little_memory_is_told_as_such() -> None:
    poor = dataclasses.replace(SMALL, memory_bytes=256 * MEBIBYTE, cpu_seconds=20)

    with pytest.raises(RenderFailed) as failed:
        render_pdf(a_document("<i>x</i>" * 700_000), poor)

    assert failed.value.reason in {RenderReason.MEMORY, RenderReason.CRASHED}


def test_too_large_a_document_is_not_even_tried() -> None:
    with pytest.raises(RenderFailed) as failed:
        render_pdf("x" * (9 * MEBIBYTE))

    assert failed.value.reason is RenderReason.INPUT_TOO_LARGE


def test_too_large_an_output_is_refused() -> None:
    tight = dataclasses.replace(SMALL, output_bytes=6000)

    with pytest.raises(RenderFailed) as failed:
        render_pdf(a_document("kata " * 3000), tight)

    assert failed.value.reason is RenderReason.OUTPUT_TOO_LARGE


def uncompressed(pdf: bytes) -> bytes:
    """The file with all streams unpacked, as one who looks for secrets would read it."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(
            target,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return target.getvalue()
