"""The pattern page shows every component, and each keeps its promises in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from flask import render_template
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from tests.look.preview import PAGES, ROOT, pattern_app, write

COMPONENTS = sorted((ROOT / "templates" / "components").glob("[!_]*.html"))
ERRORS = sorted((ROOT / "templates" / "errors").glob("*.html"))


@pytest.fixture(scope="module")
def visitor() -> FlaskClient:
    return pattern_app().test_client()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("look")
    write(place)
    return place


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_is_on_a_pattern_page(component: Path) -> None:
    patterns = ROOT / "templates" / "patterns"
    shown = "".join(path.read_text(encoding="utf-8") for path in patterns.glob("*.html"))
    macros = re.findall(r"{% macro (\w+)\(", component.read_text(encoding="utf-8"))

    for macro in macros:
        assert re.search(rf"(call|{{{{)[^}}]*\b{macro}\(", shown), f"{macro} is not shown"


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_a_pattern_page_is_well_formed(visitor: FlaskClient, address: str) -> None:
    answer = visitor.get(address)

    page = BeautifulSoup(answer.text, "html5lib")
    ids = [element["id"] for element in page.find_all(id=True)]
    assert answer.status_code == 200
    assert len(page.find_all("h1")) == 1
    assert page.title.string.strip() not in ("", "· Takar")
    assert page.html["lang"] == "id"
    assert len(ids) == len(set(ids))
    assert "Data contoh" in page.get_text()
    assert not page.find_all(style=True)


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_every_input_has_its_label_and_its_descriptions(visitor: FlaskClient, address: str) -> None:
    page = BeautifulSoup(visitor.get(address).text, "html5lib")

    for box in page.find_all(["input", "select", "textarea"]):
        if box.get("type") == "hidden":
            continue
        assert box.find_parent("label") or page.find("label", attrs={"for": box["id"]}), box
    for element in page.find_all(attrs={"aria-describedby": True}):
        for described in element["aria-describedby"].split():
            assert page.find(id=described), described


def test_the_summary_of_errors_leads_to_each_input(visitor: FlaskClient) -> None:
    page = BeautifulSoup(visitor.get("/patterns").text, "html5lib")

    links = [link["href"].removeprefix("#") for link in page.select(".error-summary a")]
    assert len(links) >= 4
    assert all(page.find(id=anchor) for anchor in links)


@pytest.mark.parametrize("template", ERRORS, ids=lambda path: path.stem)
def test_an_error_page_says_what_happened_and_what_to_do(template: Path) -> None:
    app = pattern_app()
    with app.test_request_context("/"):
        page = BeautifulSoup(render_template(f"errors/{template.name}"), "html5lib")

    assert len(page.find_all("h1")) == 1
    assert len(page.select("main p")) >= 2


@pytest.fixture(params=[360, 1280])
def screen(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": request.param, "height": 800})
    yield page
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_pages_fit_the_screen_and_axe_finds_nothing(screen: Page, folder: Path, name: str) -> None:
    screen.goto((folder / f"{name}.html").as_uri())
    # The bar that stays at the bottom covers whatever is half scrolled past; here it has its place.
    screen.evaluate("scrollTo(0, document.body.scrollHeight)")

    found = Axe().run(
        screen, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert found.violations_count == 0, found.generate_report()
    width = screen.viewport_size
    assert width is not None
    assert screen.evaluate("document.documentElement.scrollWidth") <= width["width"]


def test_a_card_is_large_and_says_that_it_is_chosen(screen: Page, folder: Path) -> None:
    screen.goto((folder / "question.html").as_uri())
    cards = screen.locator(".card")

    cards.nth(5).click()

    assert screen.locator("input[value=DK]").is_checked()
    assert min(card.bounding_box()["height"] for card in cards.all()) >= 56
    widths = {round(card.bounding_box()["width"]) for card in cards.all()}
    assert len(widths) == 1, "the two cards without a level are as wide as the five"
