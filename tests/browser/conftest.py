"""A served site with sample data, and screens in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from assess.web.access import LOG_IN_COOKIE
from tests.browser.screen import DESK, PATIENCE, PHONE, Screen, press
from tests.browser.site import Meeting, Site, served

NewScreen = Callable[..., Screen]
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def new_screen(chromium: Browser, site: Site) -> Iterator[NewScreen]:
    """Make screens: width 360 or 1280, with or without JavaScript, in a language."""
    screens: list[Screen] = []

    def make(**wanted: object) -> Screen:
        screens.append(Screen(chromium, site.url, **wanted))  # type: ignore[arg-type]
        return screens[-1]

    yield make
    faults = [fault for screen in screens for fault in screen.faults]
    for screen in screens:
        screen.context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def width(request: pytest.FixtureRequest) -> int:
    chosen: int = request.param
    return chosen


@pytest.fixture
def meeting(site: Site) -> Meeting:
    return site.hold_meeting()


@pytest.fixture(scope="session")
def log_in_cookie(chromium: Browser, site: Site) -> dict[str, object]:
    """The facilitator logs in once; each screen of the facilitator carries this cookie."""
    screen = Screen(chromium, site.url)
    screen.open("/masuk")
    log_in(screen, site)
    cookies = screen.context.cookies()
    screen.context.close()
    return next(dict(cookie) for cookie in cookies if cookie["name"] == LOG_IN_COOKIE)


@pytest.fixture
def facilitator(new_screen: NewScreen, log_in_cookie: dict[str, object]) -> Callable[..., Screen]:
    """Make screens on which the facilitator has logged in."""

    def make(**wanted: object) -> Screen:
        screen = new_screen(**{"width": DESK, **wanted})
        screen.context.add_cookies([log_in_cookie])  # type: ignore[list-item]
        screen.open("/beranda")
        return screen

    return make


def log_in(screen: Screen, site: Site) -> None:
    screen.page.locator("[name=username]").fill(site.username)
    screen.page.locator("[name=password]").fill(site.password)
    press(screen.page.locator("main form button"))
    screen.page.wait_for_url("**/beranda")
