"""Each figure leads down to the counts that it is made of, with the formula filled in."""

from __future__ import annotations

import re
from collections.abc import Callable

from assess.store.database import Database
from tests.page import Page, Visitor, text_of
from tests.web.results.test_dials import closed

LogIn = Callable[..., Visitor]
QUESTION = "GOV-SVC-1"
GROUPS = {"pimpinan": (3, 3), "diskominfo": (4, 2), "opd_layanan": (3, 4), "umkm": (5, 1)}


def test_the_way_leads_from_the_index_to_the_people_who_answered(
    database: Database, log_in: LogIn
) -> None:
    sari, place = closed(database, log_in, GROUPS)

    result = sari.get(f"/hasil/{place.assessment}")
    index = sari.get(result.link("Jelaskan angka ini"))
    dimension = sari.get(index.link("Tata Kelola"))
    subpillar = sari.get(_link(dimension, "Pelayanan publik"))
    question = sari.get(_link(subpillar, "Seberapa jauh warga dapat mengurus"))

    for page in (index, dimension, subpillar, question):
        assert "Jelaskan angka ini" in page.heading
    assert "8 ÷ 4 = 2,0000" in question.text, "four people of Diskominfo chose level 2"


def test_the_formula_holds_with_the_numbers_that_are_printed(
    database: Database, log_in: LogIn
) -> None:
    sari, place = closed(database, log_in, GROUPS)

    for kind, key in (
        ("dimensi", "governance"),
        ("subpilar", "gov_service"),
        ("pertanyaan", QUESTION),
    ):
        page = sari.get(f"/hasil/{place.assessment}/jelaskan/{kind}/{key}")
        formula = text_of(page.soup.select_one("section:has(#score) .formula"))
        terms, result = formula.split(" = ")[0], formula.split(" = ")[-1]
        worked_out = eval(_python(terms))
        assert abs(worked_out - float(_python(result.split(" → ")[0]))) < 1e-3, formula


def test_the_formula_ends_in_the_figure_of_the_page(database: Database, log_in: LogIn) -> None:
    sari, place = closed(database, log_in, GROUPS)

    page = sari.get(f"/hasil/{place.assessment}/jelaskan/pertanyaan/{QUESTION}")

    shown = text_of(page.soup.select_one(".score-value"))
    formula = text_of(page.soup.select_one("section:has(#score) .formula"))
    assert formula.endswith(f"→ {shown}")
    gap = text_of(page.soup.select_one("section:has(#gap) .formula"))
    assert gap.startswith("maks(0; target − skor) = maks(0; 5,0000 − ")


def test_what_is_hidden_on_the_page_is_hidden_in_its_explanation(
    database: Database, log_in: LogIn
) -> None:
    groups = {"diskominfo": (1, 5), "opd_layanan": (4, 2), "umkm": (5, 3), "komunitas": (6, 4)}
    sari, place = closed(database, log_in, groups)

    page = sari.get(f"/hasil/{place.assessment}/jelaskan/pertanyaan/{QUESTION}")

    row = next(tr for tr in page.soup.select("table tr") if "Diskominfo" in text_of(tr))
    assert "tidak ditampilkan" in text_of(row)
    assert "5,0000" not in text_of(page.soup.select_one("section:has(#score)"))
    assert "÷" not in text_of(page.soup.select_one("section:has(#score) .formula"))


def test_an_unknown_figure_is_not_found(database: Database, log_in: LogIn) -> None:
    sari, place = closed(database, log_in, {"diskominfo": (4, 2)})

    for part in ("indeks/governance", "dimensi/x", "pertanyaan/FAK-MNR-1", "lain/index"):
        assert sari.get(f"/hasil/{place.assessment}/jelaskan/{part}").status == 404


def _link(page: Page, words: str) -> str:
    """The link in a table: the breadcrumb has the same words."""
    anchor = next(a for a in page.soup.select("table a") if words in text_of(a))
    return str(anchor["href"])


def _python(text: str) -> str:
    found = text.replace(",", ".").replace("×", "*").replace("÷", "/")
    assert re.fullmatch(r"[0-9.+*/() ]+", found), text
    return found
