"""Both languages are whole: every text has its English, and no page mixes the two."""

from __future__ import annotations

import ast
import inspect
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from flask import Flask
from wtforms import Field, Form
from wtforms.fields.core import UnboundField

from assess.inventory.facts import Refusal
from assess.store.database import Database
from assess.store.tables import Assessment, FocusGroup
from assess.web import accounts_forms, errors, facilitation_forms, inventory_forms
from assess.web.staff_form import OwnWords, StaffForm
from assess.web.translations import FOLDER
from tests.page import Page, Visitor
from tests.web.bare_text import bare_strings, bare_text, indonesian_strings
from tests.web.mixed_languages import PLACEHOLDER, Reader, walk
from tests.web.staff.places import Place, a_place, an_account, people_answer
from tests.world import ROOT

LogIn = Callable[..., Visitor]
SAMPLE_CONTENT = {"patterns.py", "patterns"}  # the pattern page, which only developers see
# What is said where no page can be, or to a program.
SAID_OUTSIDE_PAGES = {"Alamat ini tidak dilayani.\n"}


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What `pybabel extract` finds today, as docs/translation.md runs it."""
    target = tmp_path_factory.mktemp("messages") / "messages.pot"
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        CommandLineInterface().run(  # type: ignore[no-untyped-call]
            f"pybabel -q extract -F babel.toml -k lazy_gettext -o {target} .".split()
        )
    finally:
        os.chdir(before)
    with target.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (FOLDER / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module")
def reader(english: Catalog) -> Reader:
    return Reader.of(english)


def test_every_text_of_the_interface_is_in_the_catalogue(
    extracted: Catalog, english: Catalog
) -> None:
    assert len(extracted) > 500
    assert _texts(extracted) - _texts(english) == set()


def test_the_catalogue_holds_nothing_that_is_no_longer_said(
    extracted: Catalog, english: Catalog
) -> None:
    assert _texts(english) - _texts(extracted) == set()


def test_every_text_has_an_english_that_somebody_settled(english: Catalog) -> None:
    assert [text for text, translated in _pairs(english) if not translated] == []
    assert [message.id for message in english if message.id and message.fuzzy] == []


def test_placeholders_are_the_same_in_both_languages(english: Catalog) -> None:
    differing = [
        (text, translated)
        for text, translated in _pairs(english)
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(translated))
    ]

    assert differing == []


def test_a_doubled_percent_sign_is_shown_once(english: Catalog) -> None:
    """Python halves it only where it fills in something; templates always do."""
    assert [
        message.id
        for message in english
        if "%%" in message.id
        and not PLACEHOLDER.search(str(message.id))
        and any(path.endswith(".py") for path, _line in message.locations)
    ] == []


def test_a_sentence_ends_alike_in_both_languages(english: Catalog) -> None:
    differing = [
        (text, translated)
        for text, translated in _pairs(english)
        if text[-1] in ".?:…" and text[-1] != translated[-1:]
    ]

    assert differing == []


@pytest.mark.parametrize(
    "template",
    [
        path
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if not SAMPLE_CONTENT & set(path.parts)
    ],
    ids=lambda path: path.relative_to(ROOT / "templates").as_posix(),
)
def test_templates_say_nothing_outside_gettext(template: Path) -> None:
    source = template.read_text(encoding="utf-8")

    assert bare_text(source) == []
    assert bare_strings(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Simpan</p>",
        '<img alt="Peta">',
        "{{ button('Simpan dulu') }}",
        '<a title="Lihat">{{ x }}',
    ],
)
def test_a_bare_text_in_a_template_is_noticed(source: str) -> None:
    assert bare_text(source) + bare_strings(source)


def test_python_of_the_pages_says_nothing_outside_gettext() -> None:
    said = {
        (path.name, text)
        for path in (ROOT / "assess" / "web").glob("*.py")
        if path.name not in SAMPLE_CONTENT
        for text in indonesian_strings(ast.parse(path.read_text(encoding="utf-8")))
        if text not in SAID_OUTSIDE_PAGES
    }

    assert said == set()


def test_a_bare_text_in_python_is_noticed() -> None:
    bare = 'def view():\n    """Yang tidak dihitung."""\n    return "Jawaban tidak disimpan."\n'
    kept = 'def view():\n    return gettext("Jawaban tidak disimpan.")\n'

    assert indonesian_strings(ast.parse(bare)) == ["Jawaban tidak disimpan."]
    assert indonesian_strings(ast.parse(kept)) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_speak_one_language(
    app: Flask,
    database: Database,
    log_in: LogIn,
    new_visitor: Callable[[], Visitor],
    reader: Reader,
    language: str,
) -> None:
    place, guest = _a_place_with_a_guest(database, new_visitor())
    sari = log_in()

    seen = walk(app, guest, "/isi/", language)
    seen |= walk(app, sari, "/beranda", language)
    sari.submit(f"/fgd/{place.focus_group}/tutup")
    seen |= walk(app, sari, f"/hasil/{place.assessment}", language)
    seen |= walk(app, new_visitor(), "/", language)

    assert len(seen) >= 25, sorted(seen)
    assert {page.soup.html["lang"] for page in seen.values() if page.soup.html} == {language}
    faults = {path: said for path, page in seen.items() if (said := reader.foreign(page))}
    assert faults == {}


@pytest.mark.parametrize("status", sorted(errors.PAGES))
def test_error_pages_are_in_both_languages(
    app: Flask, status: int, english: Catalog, reader: Reader
) -> None:
    pages = {}
    for language in ("id", "en"):
        with app.test_request_context(f"/?bahasa={language}"):
            pages[language] = Page(errors.error_page(status))  # type: ignore[arg-type]  # a response

    heading = english.get(pages["id"].heading)
    assert heading is not None
    assert heading.string == pages["en"].heading
    assert reader.foreign(pages["id"]) == reader.foreign(pages["en"]) == []


def test_a_word_of_the_other_language_is_noticed(visitor: Visitor, reader: Reader) -> None:
    page = visitor.get("/?bahasa=en")
    assert page.soup.main is not None
    page.soup.main.append("Belum ada yang bergabung.")
    page.soup.main.append(page.soup.new_tag("p", title="Jawaban Anda"))

    assert reader.foreign(page) == ["Belum ada yang bergabung.", "Jawaban Anda"]


def test_the_address_chooses_the_language_and_the_browser_keeps_it(visitor: Visitor) -> None:
    assert visitor.get("/").soup.html["lang"] == "id"
    english = visitor.get("/?bahasa=en")

    assert english.soup.html["lang"] == "en"
    assert "Enter the FGD code" in english.text
    assert "Staff log in" in visitor.get("/masuk").heading
    assert "Masukkan kode FGD" in visitor.get("/?bahasa=id").text


def test_a_form_without_its_token_is_refused_in_the_language_of_the_page(
    visitor: Visitor, new_visitor: Callable[[], Visitor]
) -> None:
    refused = visitor.post("/masuk", {"username": "sari", "password": "x"})
    also_refused = new_visitor().post("/masuk?bahasa=en", {"username": "sari", "csrf_token": "x"})

    assert (refused.status, refused.heading) == (400, "Permintaan tidak dapat dibaca")
    assert (also_refused.status, also_refused.heading) == (400, "The request cannot be read")


def test_wrong_entries_are_told_in_the_language_of_the_page(
    database: Database, log_in: LogIn, reader: Reader, new_visitor: Callable[[], Visitor]
) -> None:
    place, _guest = _a_place_with_a_guest(database, new_visitor())
    sari = log_in()
    wrong = {"title": "x" * 400, "year": "abc", "contact": "x" * 400, "keep_until": "kapan"}
    path = f"/daerah/{place.code}/asesmen-baru"

    indonesian = sari.submit(path, **wrong)
    sari.get("/beranda?bahasa=en")
    english = sari.submit(path, **wrong)

    assert len(indonesian.errors) == len(english.errors) == 5
    assert "Enter a whole number" in " ".join(english.errors)
    assert reader.foreign(indonesian) == reader.foreign(english) == []


def test_every_validator_says_our_words() -> None:
    """Validators of WTForms speak English of their own accord; each must be given a message."""
    silent = [
        f"{form.__name__}.{name}: {type(rule).__name__}"
        for form in _forms()
        for name, field in inspect.getmembers(form, lambda part: isinstance(part, UnboundField))
        for rule in _validators(field)
        if hasattr(rule, "message") and not rule.message
    ]

    assert silent == []


def test_fields_say_our_words() -> None:
    """What the fields of WTForms say of wrong entries by themselves."""
    said = {
        (field.field_class.__name__, message)
        for form in _forms()
        for _name, field in inspect.getmembers(form, lambda part: isinstance(part, UnboundField))
        for message in _messages_of(field.field_class)
    }

    assert len(said) >= 4
    assert [(kind, text) for kind, text in sorted(said) if OwnWords().gettext(text) == text] == []


def test_facts_have_words_for_every_refusal() -> None:
    source = (ROOT / "assess" / "web" / "inventory_pages.py").read_text(encoding="utf-8")

    assert [refusal.name for refusal in Refusal if f"Refusal.{refusal.name}:" not in source] == []


def _texts(catalogue: Catalog) -> set[str]:
    return {text for text, _translated in _pairs(catalogue)}


def _pairs(catalogue: Catalog) -> list[tuple[str, str]]:
    """(Indonesian, English) of every text."""
    return [(str(message.id), str(message.string)) for message in catalogue if message.id]


def _a_place_with_a_guest(database: Database, guest: Visitor) -> tuple[Place, Visitor]:
    """Three answered in each of two groups, one more is about to; names are in no language."""
    place = a_place(database)
    an_account(database, place)
    with database.writing() as db:
        db.query(Assessment).one().title = "A-2026"
        focus_group = db.query(FocusGroup).one()
        focus_group.title, focus_group.place, focus_group.agenda = "F-1", "Banua", "1"
        token = focus_group.join_token
    people_answer(database, place, "diskominfo", 3, 2, only={"GOV-SVC-1": 2, "GOV-SVC-2": 3})
    people_answer(database, place, "operator", 3, 4, only={"GOV-SVC-1": 4, "GOV-SVC-2": 4})
    joined = guest.submit(f"/j/{token}", kelompok="diskominfo", setuju="ya")
    assert joined.status == 303
    return place, guest


def _forms() -> list[type[Form]]:
    return [
        kind
        for module in (accounts_forms, facilitation_forms, inventory_forms)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, StaffForm) and kind is not StaffForm
    ]


def _validators(field: UnboundField[Field]) -> list[object]:
    given = inspect.signature(field.field_class).bind_partial(*field.args, **field.kwargs)
    return list(given.arguments.get("validators") or given.kwargs.get("validators") or ())


def _messages_of(kind: type[Field]) -> set[str]:
    """What a field of the kind hands to gettext when it reads an entry. `choices=None` is our fault, not
    one of an entry."""
    steps = (kind.process_formdata, kind.pre_validate)
    return {
        message
        for step in steps
        for message in re.findall(r"gettext\(\s*\"([^\"]+)\"", inspect.getsource(step))
        if message != "Choices cannot be None."
    }
