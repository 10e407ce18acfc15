"""What participants do with their fingers, step by step."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.screen import Screen
from tests.browser.site import Meeting

GROUP = "operator"  # ten questions: nine of maturity and perception, with one open question
SAVED = "[data-state=saved]"


def join(screen: Screen, meeting: Meeting, group: str = GROUP) -> None:
    """Through the QR link to the hub."""
    screen.open(f"/j/{meeting.join_token}")
    agree(screen, group)


def agree(screen: Screen, group: str = GROUP, institution: str = "PT Sinyal Uji") -> None:
    screen.page.locator(f"#kelompok-{group}").check()
    screen.page.locator("#instansi").fill(institution)
    screen.click("Saya setuju dan mulai")
    screen.page.wait_for_url("**/isi/")


def question(screen: Screen) -> Locator:
    """The question on the screen: the only one with JavaScript."""
    return screen.page.locator(".question:not([hidden])")


def fill(asked: Locator, level: int, words: str = "") -> None:
    """Answer a question: a card, a target where one is asked, or words."""
    if asked.locator(".card").count():
        asked.locator(f".card input[value='{level}']").check()
        if asked.locator(".pick").count():
            asked.locator(".pick input[value='5']").check()
    else:
        asked.locator("textarea").fill(words)


def name_of(asked: Locator) -> str:
    name = asked.get_attribute("data-question")
    assert name is not None
    return name


def expect_saved(screen: Screen, done: int, of: int) -> None:
    expect(screen.page.locator(SAVED)).to_have_text(f"Tersimpan · {done} dari {of}")


def resume_code_of(screen: Screen) -> str:
    return screen.page.locator(".big-code").inner_text()
