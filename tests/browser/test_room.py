"""A facilitator through both rounds, and the screen in front of the hall that follows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from assess.store.tables import FocusGroup
from tests import world
from tests.browser.screen import Screen, press
from tests.browser.site import Meeting, Site
from tests.browser.test_every_page import LANGUAGES, pages_of_room

pytestmark = pytest.mark.browser
APART, SPLIT = "GOV-SVC-1", "GOV-SVC-2"
PEOPLE = {"diskominfo": (5, 2, 3), "komunitas": (4, 5, 3), "umkm": (3, 4, 1)}
HALL = {"width": 1920, "height": 1080}
WORDS = {
    "id": {
        "end": "Tutup putaran {} sekarang",
        "make": "Susun agenda",
        "down": f"Turun {APART}",
        "talk": "Mulai bahas",
        "show": "Tampilkan hasil di layar depan",
        "settle": "Catat hasil pembahasan",
        "dissent": "Catat pendapat",
        "second": "Buka putaran 2",
        "both": "Tampilkan di layar depan",
        "take": "Pakai putaran ini",
    },
    "en": {
        "end": "Close round {} now",
        "make": "Make the agenda",
        "down": f"Down {APART}",
        "talk": "Begin the discussion",
        "show": "Show the result on the front screen",
        "settle": "Record the outcome",
        "dissent": "Record the statement",
        "second": "Open round 2",
        "both": "Show on the front screen",
        "take": "Use this round",
    },
}


def people_answer(site: Site, meeting: Meeting) -> None:
    with site.database.writing() as db:
        held = db.get_one(FocusGroup, meeting.id)
        for group, (number, apart, split) in PEOPLE.items():
            for _ in range(number):
                world.a_participant(db, held, group, {APART: apart, SPLIT: split})


def answer_again(site: Site, meeting: Meeting, level: int) -> None:
    with site.database.writing() as db:
        held = db.get_one(FocusGroup, meeting.id)
        given = world.GivenAnswer(level=level)
        world.everybody_answers_again(db, held, APART, given)


def fits_the_wall(hall: Screen, name: str) -> None:
    """The whole picture is seen without scrolling, and its smallest letters from the back row."""
    hall.page.set_viewport_size(HALL)  # type: ignore[arg-type]
    height = hall.page.evaluate("() => document.scrollingElement.scrollHeight")
    assert height <= HALL["height"], f"{name}: {height} px"
    smallest = hall.page.evaluate(
        """() => Math.min(...[...document.querySelectorAll("main *")]
            .filter((e) => !e.closest("svg") && e.innerText && !e.children.length
                && !e.closest(".hidden-text"))
            .map((e) => parseFloat(getComputedStyle(e).fontSize)))"""
    )
    assert smallest >= 24, f"{name}: {smallest} px"
    hall.look(name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meeting_goes_through_both_rounds(
    facilitator: Callable[..., Screen], site: Site, language: str
) -> None:
    words = WORDS[language]
    meeting = site.hold_meeting(f"FGD dua putaran {language}")
    pages = pages_of_room(meeting.public_id)
    console, hall = facilitator(language=language), facilitator(language=language)
    console.expect_refusals("422")

    def push(label: str) -> None:
        press(console.page.get_by_role("button", name=label, exact=True).first)

    hall.open(f"/fgd/{meeting.public_id}/papan")
    console.open(pages["m01-room"])
    console.look("m01-room-nobody")
    people_answer(site, meeting)
    expect(hall.page.locator("[data-number=joined]")).to_have_text("12")
    fits_the_wall(hall, "m10-hall-round-1")
    console.open(pages["m01-room"])
    console.look("m01-room-round-1")

    console.open(pages["m02-end-round"])
    console.look("m02-end-round")
    push(words["end"].format(1))
    console.look("m01-room-minutes")
    console.page.locator("[name=minutes]").fill("")
    push(words["make"])
    console.look("m01-room-minutes-missing")
    console.page.locator("[name=minutes]").fill("45")
    push(words["make"])
    push(words["down"])
    expect(console.page.locator("#agenda ~ ol b").first).to_have_text(SPLIT)
    console.look("m01-room-agenda")
    fits_the_wall(hall, "m11-hall-agenda")

    console.open(pages["m03-item"])
    push(words["talk"])
    expect(hall.page.locator("h1")).to_contain_text(APART)
    fits_the_wall(hall, "m12-hall-talk")
    push(words["show"])
    expect(hall.page.locator(".hall-levels progress").first).to_be_visible()
    fits_the_wall(hall, "m13-hall-item")
    push(words["settle"])
    console.look("m03-item-errors")
    console.page.locator("[name=level][value='3']").check()
    push(words["settle"])
    console.page.locator("[name=text]").fill("Kami menilai layanan masih lambat.")
    push(words["dissent"])
    console.look("m03-item")

    console.open(pages["m04-second-round"])
    console.look("m04-second-round")
    push(words["second"])
    console.look("m01-room-round-2")
    expect(hall.page.locator(".hall-notice")).to_be_visible()
    expect(hall.page.locator(".hall-levels")).to_have_count(0)
    fits_the_wall(hall, "m14-hall-round-2")

    answer_again(site, meeting, 3)
    console.open(pages["m02-end-round"])
    push(words["end"].format(2))
    console.open(pages["m03-item"])
    console.look("m03-item-both")
    push(words["show"])
    expect(hall.page.locator(".hall-figure svg")).to_be_visible()
    fits_the_wall(hall, "m15-hall-item-both")
    console.open(pages["m05-comparison"])
    push(words["both"])
    expect(hall.page.locator(".hall-table")).to_be_visible()
    fits_the_wall(hall, "m16-hall-comparison")
    console.look("m05-comparison")
    push(words["take"])
    console.look("m01-room-end")
    site.close(meeting)
    expect(hall.page.locator(".hall-levels, .hall-table")).to_have_count(0)
    console.open(pages["m01-room"])
    console.look("m01-room-closed")
    console.open(f"/hasil/{meeting.assessment_id}/pertanyaan/{APART}")
    console.look("m06-question-after-talk")
