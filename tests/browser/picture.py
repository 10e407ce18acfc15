"""The picture of the form for the README: `python -m tests.browser.picture docs/images/form.png`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.phone import SAVED, fill, join, question
from tests.browser.screen import Screen
from tests.browser.site import served
from tests.conftest import CHROMIUM


def take(target: Path) -> None:
    """A phone with an answered question, its state saved."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as site,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]) as browser,
    ):
        screen = Screen(browser, site.url)
        join(screen, site.hold_meeting(), "diskominfo")
        screen.open("/isi/governance")
        fill(question(screen), 2)
        screen.page.locator(SAVED).wait_for()
        screen.page.evaluate("() => { scrollTo(0, 0); document.activeElement.blur(); }")
        screen.page.screenshot(path=target)


if __name__ == "__main__":
    take(Path(sys.argv[1]))
