"""A phone or a desk in front of a person, which notices whatever breaks the house rules."""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT, AxeResults  # type: ignore[import-untyped]
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
)

PHONE, DESK = 360, 1280
HEIGHTS = {PHONE: 740, DESK: 900}
NARROWEST = 320
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 30_000  # milliseconds until something that must come counts as missing
WIDE = """() => [...document.querySelectorAll('body *')]
    .filter((each) => !each.closest('[role=region], .hidden-text, .skip'))
    .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 5).map((each) => each.outerHTML.slice(0, 120))"""


def press(what: Locator) -> None:
    """Click, and wait until the page that this may have opened is whole: the driver's own click
    ends when the next page begins, with half of it still to come."""
    what.click()
    what.page.wait_for_load_state()


class Screen:
    """One browser of its own, with its own cookies."""

    def __init__(
        self,
        browser: Browser,
        base: str,
        *,
        width: int = PHONE,
        javascript: bool = True,
        language: str = "id",
    ) -> None:
        self.base = base
        self.width = width
        self.javascript = javascript
        self.language = language
        self.faults: list[str] = []
        self._expected: list[str] = []
        self.context: BrowserContext = browser.new_context(
            base_url=base,
            viewport={"width": width, "height": HEIGHTS[width]},
            java_script_enabled=javascript,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE)
        if language != "id":
            self.context.add_cookies([{"name": "bahasa", "value": language, "url": base}])
        self.page: Page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        self.page.on("request", self._watch)

    def open(self, path: str) -> None:
        self.page.goto(path)

    def click(self, name: str, role: str = "button") -> None:
        press(self.page.get_by_role(role, name=name))  # type: ignore[arg-type]

    def follow(self, name: str) -> None:
        press(self.page.get_by_role("link", name=name).first)

    def back(self) -> None:
        """The browser's own back button. While a page is being swapped in, the driver may ask
        the one that is leaving for its history: that is asked again, nothing else is."""
        self.page.wait_for_load_state()
        for attempt in range(5):
            try:
                self.page.go_back()
            except Error as error:
                if "Not attached to an active page" not in str(error) or attempt == 4:
                    raise
                time.sleep(0.3)
            else:
                return

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        self.page.wait_for_load_state()
        return " ".join(self.page.locator("h1").inner_text().split())

    @property
    def text(self) -> str:
        self.page.wait_for_load_state()
        return " ".join(self.page.locator("main").inner_text().split())

    def expect_refusals(self, *words: str) -> None:
        """The console may say these: a refusal that the test provokes is no fault."""
        self._expected += words

    def look(self, name: str, *, axe: Collection[int] = (DESK, PHONE)) -> None:
        """Check the page at every width, and keep a picture where pictures are wanted."""
        self.page.wait_for_load_state()  # a click ends when the next page has begun
        for width in (DESK, PHONE):
            self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            self.check_width()
            self._keep_picture(f"{name}-{width}-{self.language}")
            if width in axe:
                self.check_access(name)
        self.page.set_viewport_size({"width": NARROWEST, "height": HEIGHTS[PHONE]})
        self.check_width()
        self.page.set_viewport_size({"width": self.width, "height": HEIGHTS[self.width]})

    def check_width(self) -> None:
        """Nothing is wider than the screen; tables scroll inside their own box."""
        self.page.wait_for_load_state()
        needed, given = self.page.evaluate(
            "() => { const page = document.scrollingElement ?? document.documentElement;"
            " return [page.scrollWidth, page.clientWidth]; }"
        )
        if needed > given:
            wide = self.page.evaluate(WIDE)
            self.faults.append(f"{needed} px wide on {given}: {self.page.url} {wide}")

    def check_access(self, name: str) -> None:
        # The bar that stays at the bottom covers whatever is half scrolled past; at the end of
        # the page it has a place of its own.
        self.page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        options = {"runOnly": RULES, "resultTypes": ["violations"]}
        found = AxeResults(self.page.evaluate("options => axe.run(options)", options))
        if found.violations_count:
            self.faults.append(f"{name} {self.page.url}\n{found.generate_report()}")

    def _keep_picture(self, name: str) -> None:
        folder = os.environ.get("TAKAR_SCREENSHOTS")
        if folder:
            self.page.evaluate("() => scrollTo(0, 0)")
            if self.page.locator(".bar").count():
                self.page.screenshot(path=Path(folder) / f"{name}-seen.png")
            # As high as the page, so that the bar at the bottom stands where it ends.
            height = self.page.evaluate("() => document.scrollingElement.scrollHeight")
            size = self.page.viewport_size
            assert size is not None
            self.page.set_viewport_size({"width": size["width"], "height": min(height, 16_000)})
            self.page.screenshot(path=Path(folder) / f"{name}.png")
            self.page.set_viewport_size(size)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        if any(words in message.text for words in self._expected):
            return
        self.faults.append(f"console: {message.text} at {self.page.url}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.base + "/", "data:", "blob:")):
            self.faults.append(f"request outside: {request.url}")
