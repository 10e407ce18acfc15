"""The finished report as a file: what a reader, a printer and a screen reader get."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pytest

from assess.report.gap_report import gap_report
from assess.report.pdf import render
from assess.report.render import document_html
from tests.report.sample import some_inputs


@pytest.fixture(scope="module")
def pdf() -> Iterator[pikepdf.Pdf]:
    rendering = render(document_html(gap_report(some_inputs())))
    assert rendering.refused == ()
    with pikepdf.open(io.BytesIO(rendering.pdf)) as document:
        yield document


def test_only_our_own_typeface_is_embedded(pdf: pikepdf.Pdf) -> None:
    names = {
        str(item.BaseFont).split("+")[-1]
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
    }

    assert names
    assert all(name.startswith("Inter") for name in names)


def test_title_author_and_language_are_told(pdf: pikepdf.Pdf) -> None:
    assert "Kota Balikpapan" in str(pdf.docinfo.Title)
    assert str(pdf.docinfo.Author) == "Pemerintah Kota Balikpapan"
    assert str(pdf.Root.Lang) == "id"


def test_it_is_tagged_for_screen_readers(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_chapters_and_initiatives_are_bookmarks(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]

    assert titles[:2] == ["Kendali dokumen", "Lembar pengesahan"]
    assert "Bab 4 Analisis kesenjangan" in [" ".join(title.split()) for title in titles]


def test_pages_are_a4_and_the_gap_table_lies_across(pdf: pikepdf.Pdf) -> None:
    sizes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pdf.pages}

    assert sizes == {(595, 842), (842, 595)}


def test_nothing_in_it_acts_or_leads_out(pdf: pikepdf.Pdf) -> None:
    actions = {
        str(item.S)
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Action"
    }

    assert actions <= {"/GoTo"}
    assert "/EmbeddedFiles" not in (pdf.Root.get("/Names") or {})
