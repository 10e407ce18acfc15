"""The same in a real browser: no dialog, no refused resource, no request to another site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Dialog, Page
from werkzeug.serving import make_server

from assess.web.access import LOG_IN_COOKIE, SEAT_COOKIE
from assess.web.state import takar
from tests import world
from tests.safety.conftest import Snapshot
from tests.safety.markup import write_everywhere
from tests.safety.people import RESUME_CODE
from tests.safety.rules import RULES, SEATED, addresses, is_page
from tests.safety.two_regions import TwoRegions, log_in_token

pytestmark = pytest.mark.browser
# One of each way to get in; a browser is slow, and the parser has tried all of them.
PAYLOADS = (
    "<script>alert('zxss')</script>",
    "<img src=x onerror=alert('zxss')>",
    "<svg onload=alert('zxss')>",
    "\" autofocus onfocus=alert('zxss') x=\"",
    "'><iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "</textarea></title></script><script>alert('zxss')</script>",
    "<details open ontoggle=alert('zxss')>x</details>",
    "<style>@import '//jahat.example/zxss.css';</style>",
    "<link rel=stylesheet href=//jahat.example/zxss.css><base href=//jahat.example/>",
    "<meta http-equiv=refresh content='0;url=//jahat.example/zxss'>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert('zxss')>",
    "<a href=javascript:alert('zxss') autofocus>x</a>",
)
COUNT_VIOLATIONS = """
window.refused = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.refused.push(event.violatedDirective + ' ' + event.blockedURI);
});
"""


@dataclass
class Watched:
    """A browser, and everything in it that must not happen."""

    context: BrowserContext
    site: str
    events: list[str] = field(default_factory=list)

    def open(self) -> Page:
        page = self.context.new_page()
        page.on("dialog", self._dismiss)
        page.on("pageerror", lambda error: self.events.append(f"error {error}"))
        page.on("console", lambda said: self._heard(said.type, said.text))
        page.on("request", lambda asked: self._asked(asked.url))
        return page

    def visit(self, page: Page, path: str) -> None:
        page.goto(self.site + path, wait_until="load")
        refused = page.evaluate("window.refused")
        self.events += [f"{path}: {each}" for each in refused]

    def _dismiss(self, dialog: Dialog) -> None:
        self.events.append("dialog")
        dialog.dismiss()

    def _heard(self, kind: str, words: str) -> None:
        if "Content Security Policy" in words or "zxss" in words:
            self.events.append(f"{kind} {words[:200]}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.site, "data:", "about:")):
            self.events.append(f"asked for {url}")


@pytest.fixture(scope="module")
def site(safe_app: Flask, regions: TwoRegions) -> Iterator[str]:
    """The application on a port of this machine."""
    server = make_server("127.0.0.1", 0, safe_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def _browser_of(chromium: Browser, site: str, cookies: dict[str, str]) -> Iterator[Watched]:
    context = chromium.new_context(base_url=site)
    context.add_init_script(COUNT_VIOLATIONS)
    context.add_cookies(
        [{"name": name, "value": value, "url": site} for name, value in cookies.items()]
    )
    yield Watched(context, site)
    context.close()


def test_the_watch_sees_a_dialog_and_a_refused_script(chromium: Browser, site: str) -> None:
    """Else the tests below would prove nothing."""
    with _browser_of(chromium, site, {}) as watched:
        page = watched.open()
        page.set_content("<img src=x onerror=alert(1)>", wait_until="load")
        page.wait_for_function("true")
        assert "dialog" in watched.events
        watched.visit(page, "/")
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('img'),"
            " {src: 'https://jahat.example/'}))"
        )
        page.wait_for_function("window.refused.length > 0")


@pytest.mark.parametrize("who", ["staff", "participant", "nobody"])
def test_no_page_runs_what_somebody_wrote(
    chromium: Browser,
    safe_app: Flask,
    site: str,
    regions: TwoRegions,
    snapshot: Snapshot,
    who: str,
) -> None:
    write_everywhere(takar(safe_app).database, PAYLOADS)
    cookies = {
        "staff": {LOG_IN_COOKIE: log_in_token("kepala")},
        "participant": {SEAT_COOKIE: f"{regions.alpha.seat}~{RESUME_CODE}"},
        "nobody": {},
    }
    with _browser_of(chromium, site, cookies[who]) as watched:
        page = watched.open()
        for path in _paths(who, regions):
            watched.visit(page, path)

        assert not watched.events, "\n".join(watched.events)


def _paths(who: str, regions: TwoRegions) -> Iterator[str]:
    """The pages of this kind of person; of the questions' pages one, for they are alike."""
    for (rule, method), row in RULES.items():
        if method != "GET" or not is_page(rule):
            continue
        shown_to = "participant" if row.who == SEATED else "staff"
        if rule == "/" or rule.startswith(("/j/", "/masuk")):
            shown_to = "nobody"
        if shown_to == who:
            yield from addresses(rule, regions.alpha, "x")


def test_an_answer_of_two_phones_is_shown_as_text(
    chromium: Browser, site: str, regions: TwoRegions, snapshot: Snapshot
) -> None:
    """Where a script of ours puts the words of one phone into the page of another."""
    words = " ".join(PAYLOADS)
    section = world.the_questionnaire().dimensions[0].key
    cookies = {SEAT_COOKIE: f"{regions.alpha.seat}~{RESUME_CODE}"}
    with (
        _browser_of(chromium, site, cookies) as other,
        _browser_of(chromium, site, cookies) as watched,
    ):
        first, second = other.open(), watched.open()
        other.visit(first, f"/isi/{section}")
        watched.visit(second, f"/isi/{section}")
        for page, more in ((first, "satu"), (second, "dua")):
            note = page.locator("fieldset.question:not([hidden]) textarea").first
            note.evaluate("box => box.closest('details')?.setAttribute('open', '')")
            with page.expect_response("**/isi/simpan"):
                note.fill(f"{words} {more}")
                note.dispatch_event("change")
        second.wait_for_selector(".question .error:not(:empty)")

        assert note.input_value() == f"{words} satu"
        assert not watched.events, "\n".join(watched.events)
