"""A text stays a text: markup in any field changes no page, wherever the page shows it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from flask import Flask

from assess.settings import ROOT
from assess.web.state import takar
from tests import world
from tests.safety.conftest import Snapshot
from tests.safety.markup import (
    FREE_TEXTS,
    PAYLOADS,
    PEACEFUL,
    ROUNDS,
    SHOWN_NOWHERE,
    Skeleton,
    words_of,
    write_everywhere,
)
from tests.safety.people import TOKEN, People
from tests.safety.rules import (
    ASKED,
    FURTHER_FIELDS,
    OPERATION,
    RULES,
    SEATED,
    STAFF,
    Row,
    addresses,
    is_page,
)
from tests.safety.two_regions import TwoRegions

Write = Callable[[tuple[str, ...]], None]


@pytest.fixture
def write(safe_app: Flask, snapshot: Snapshot) -> Write:
    return lambda payloads: write_everywhere(takar(safe_app).database, payloads)


def _pages(people: People, regions: TwoRegions) -> Iterator[tuple[str, str]]:
    """(address, page) of every page that can be read, by whoever may read most of it."""
    for (rule, method), row in RULES.items():
        if method != "GET" or not is_page(rule):
            continue
        name = "participant a" if row.who == SEATED else "administrator"
        if rule.startswith("/j/"):
            name = "nobody"
        for address in addresses(rule, regions.alpha, "x"):
            answer = people.client(name).get(address)
            if answer.mimetype == "text/html" and answer.status_code in (200, 409):
                yield address, _steady(answer.text)


def _steady(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', 'name="csrf_token" value=""', page)


@pytest.fixture
def peaceful(write: Write, people: People, regions: TwoRegions) -> dict[str, Skeleton]:
    """The pages as they are while nobody means harm."""
    write((PEACEFUL,))
    return {address: Skeleton(page) for address, page in _pages(people, regions)}


def test_the_list_of_payloads_is_long_enough() -> None:
    assert len(set(PAYLOADS)) >= 60


def test_the_reader_sees_markup_that_is_not_escaped() -> None:
    """Else the tests below would prove nothing."""
    places = ("<p>@</p>", '<p title="@">x</p>', "<p title='@'>x</p>", "<p title=@>x</p>")
    peace = [Skeleton(place.replace("@", "x")).elements for place in places]
    unseen = {
        payload
        for payload in PAYLOADS
        if [Skeleton(place.replace("@", payload)).elements for place in places] == peace
    }

    assert not {payload for payload in unseen if "<" in payload or '"' in payload}


@pytest.mark.parametrize("payloads", ROUNDS, ids=range(len(ROUNDS)))
def test_markup_in_a_text_changes_no_page(
    write: Write,
    people: People,
    regions: TwoRegions,
    peaceful: dict[str, Skeleton],
    payloads: tuple[str, ...],
) -> None:
    write(payloads)

    found = []
    for address, page in _pages(people, regions):
        # Sheets of paper are cut by the length of texts; a link without an account has its key.
        if address.endswith(("/formulir", "/meja/asisten")):
            continue
        skeleton = Skeleton(page)
        before = peaceful[address]
        if skeleton.elements != before.elements or skeleton.drawn - before.drawn:
            found.append(f"{address}: other elements")
        found += [f"{address}: {harm}" for harm in skeleton.harm()]

    assert not found, "\n".join(found)


def test_every_text_is_shown_as_it_was_written(
    write: Write, people: People, regions: TwoRegions
) -> None:
    """So that each field of the list was really on a page above."""
    columns = {*FREE_TEXTS, "fact.text", "fact.follow_up"} - SHOWN_NOWHERE
    for payloads in ROUNDS[::3]:
        write(payloads)
        told = [Skeleton(page).words for _, page in _pages(people, regions)]
        hidden = {
            column
            for column in columns
            if not any(" ".join(words_of(column, payloads).split()) in page for page in told)
        }
        assert not hidden


# What a form shows again because something else in it was wrong.

ECHOES = {
    rule: sorted({*row.fields, *FURTHER_FIELDS.get(rule, ())})
    for (rule, method), row in RULES.items()
    if method == "POST" and (row.fields or rule in FURTHER_FIELDS)
}


@pytest.mark.parametrize("rule", ECHOES)
def test_a_form_shows_again_what_was_typed_as_text(
    people: People, regions: TwoRegions, snapshot: Snapshot, rule: str
) -> None:
    row = RULES[rule, "POST"]
    for name, payload in product(ECHOES[rule], PAYLOADS[::8]):
        pages = [
            _echo(people, regions, rule, row, {name: words})
            for words in (payload, "x" * len(payload))
        ]
        shown, peace = (Skeleton(page) for page in pages)
        assert not list(shown.harm()), (name, payload)
        assert shown.elements == peace.elements, (name, payload)


def _echo(people: People, regions: TwoRegions, rule: str, row: Row, changes: dict[str, str]) -> str:
    """The page after a form without its other fields: nearly always the form again."""
    name = "administrator" if row.who == STAFF else "nobody"
    name = "participant a" if row.who == SEATED else name
    token = people.token(name, of_seat=row.who == SEATED)
    address = addresses(rule, regions.alpha, "x")[0]
    answer = people.copy(name).post(address, data={**changes, "csrf_token": token})
    return _steady(answer.text) if answer.status_code in (409, 422) else ""


@pytest.mark.parametrize(
    "path",
    [
        "/masuk?lanjut=/{}",
        "/masuk?bahasa={}",
        "/?{}",
        "/?bahasa={}",
        "/{}",
        "/daerah/{}",
        "/banding?a={}",
        "/banding/tabel?a={}&urut={}",
        "/isi/{}",
        "/j/{}",
    ],
)
def test_an_address_is_shown_as_text(people: People, path: str) -> None:
    for payload in PAYLOADS[::3]:
        for name in ("nobody", "participant a", "administrator"):
            answer = people.client(name).get(path.replace("{}", _quoted(payload)))
            skeleton = Skeleton(answer.text)
            assert not list(skeleton.harm()), (name, payload)
            tags = {tag for tag, _ in skeleton.elements}
            assert not tags & {"img", "video", "audio", "marquee", "zxss-element", "comment"}


def _quoted(payload: str) -> str:
    """As an attacker would send it: only what an address cannot hold is encoded."""
    for character in "% #?&/\\<>\"'\t`{}":
        payload = payload.replace(character, f"%{ord(character):02X}")
    return payload


# The answering pages escape by hand, for speed: each of their ways is walked.


@pytest.fixture
def section() -> str:
    return world.the_questionnaire().dimensions[0].key


@pytest.mark.parametrize("payload", PAYLOADS[::3])
def test_what_a_participant_writes_comes_back_as_text(
    people: People, regions: TwoRegions, snapshot: Snapshot, section: str, payload: str
) -> None:
    client = people.client("participant a")
    token = people.token("participant a", of_seat=True)
    opened = client.get(f"/isi/{section}").text
    seen = re.search(r'name="seen" value="([^"]*)"', opened)
    assert seen
    note, proof = f"n.{ASKED}", f"e.{ASKED}"
    base = {"csrf_token": token, "seen": seen[1], f"a.{ASKED}": "3"}
    saved = client.post(f"/isi/{section}", data={**base, note: payload, proof: payload})
    refused = client.post(f"/isi/{section}", data={**base, note: payload * 500, proof: payload})
    other_page = {**base, "page": "f" * 16, note: payload + "!", proof: payload}
    stale = client.post(f"/isi/{section}", data=other_page)
    chosen = client.post(f"/isi/{section}", data={**base, f"a.{ASKED}": payload})
    pages = [client.get(path).text for path in (f"/isi/{section}", "/isi/periksa", "/isi/")]

    assert (saved.status_code, refused.status_code) == (303, 422)
    assert stale.status_code == 409
    assert chosen.status_code in (409, 422)
    for page in (*pages, refused.text, stale.text, chosen.text):
        assert not list(Skeleton(page).harm())
        assert (
            len(re.findall("<script", page)) == len(re.findall("<script", opened)) or page in pages
        )
    assert (
        payload in Skeleton(pages[0]).words or " ".join(payload.split()) in Skeleton(pages[0]).words
    )


@pytest.mark.parametrize("payload", PAYLOADS[::8])
def test_what_a_script_is_told_is_data(people: People, snapshot: Snapshot, payload: str) -> None:
    headers = {"X-CSRFToken": people.token("participant a", of_seat=True)}
    wish = {**OPERATION, "note": payload}
    other = {**OPERATION, "operation_id": "another-phone", "note": ""}  # told what stands

    for operation in (wish, other):
        answer = people.client("participant a").post(
            "/isi/simpan", json={"operations": [operation]}, headers=headers
        )

    assert answer.mimetype == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.json["results"][0]["current"]["note"] == payload


def test_a_code_that_was_typed_comes_back_as_text(safe_app: Flask) -> None:
    for payload in PAYLOADS:
        client = safe_app.test_client()
        token = TOKEN.search(client.get("/").text)
        assert token
        page = client.post("/", data={"kode": payload, "csrf_token": token[1]}).text
        assert not list(Skeleton(page).harm())
        assert "img" not in {tag for tag, _ in Skeleton(page).elements}
        client.environ_base["REMOTE_ADDR"] = "192.0.2.1"


# What the code may not even try.

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "assess" / "web" / "static").rglob("*.js"))
SOURCES = sorted((ROOT / "assess").rglob("*.py"))
# Markup of our own making, each piece escaped where it is put together.
MAY_MAKE_MARKUP = {
    "assess/report/svg.py",
    "assess/web/patterns.py",
    "assess/web/poster.py",
    "assess/web/prepared.py",
    "assess/web/projector.py",  # a comment of our own
    "assess/web/seating_tickets.py",  # a QR drawn by segno
}
FORBIDDEN_CALLS = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "render_template_string",
    "from_string",
    "Template",
    "literal_column",
    "mark_safe",
}
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_templates_leave_escaping_on(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert not re.search(r"\|\s*safe\b|autoescape|\|\s*xmlattr|Markup", source)
    assert not re.search(r"=\{\{", source), "an attribute without quotes"
    assert not re.search(r"<(?:script|style)\b[^>]*>(?!\s*\{\{[^<]*\|tojson\s*\}\}|</)", source)
    assert not re.search(r"\s(?:on\w+|style)=", source)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_write_texts_not_markup(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
        r"|createContextualFragment|srcdoc|setTimeout\(\s*['\"`]|location\.href\s*=",
        source,
    )


def test_markup_is_made_in_few_places_and_nothing_is_compiled_from_texts() -> None:
    makers, dangers = set(), []
    for path in SOURCES:
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = _called(node)
            if called == "Markup":
                makers.add(name)
            if called in FORBIDDEN_CALLS and not (called == "compile" and _is_method(node)):
                dangers.append(f"{name}: {called}")
            dangers += [f"{name}: {module}" for module in _imported(node) & FORBIDDEN_MODULES]

    assert makers <= MAY_MAKE_MARKUP
    assert not dangers


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_method(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").partition(".")[0]}
    return set()
