"""A meeting that closes while answers still wait on a phone: refused, kept, handed over under a
code, and admitted by the facilitator or sent after a reopening. Each counts once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from assess.actions.focus_groups import reopen_focus_group
from assess.store.tables import FocusGroup
from tests.browser.conftest import NewScreen
from tests.browser.phone import GROUP, expect_saved, fill, join, name_of, question
from tests.browser.screen import Screen, press
from tests.browser.site import NOW, Meeting, Site, number_asked

pytestmark = pytest.mark.browser
TOTAL = number_asked(GROUP)
SECTION = "/isi/infrastruktur"
CODE = re.compile(r"Sebutkan kode ([A-Z0-9]{3}-[A-Z0-9]{3}) kepada fasilitator")
HELD = "Jawaban Anda sudah dititipkan"


@pytest.fixture
def phone(new_screen: NewScreen, meeting: Meeting) -> Screen:
    screen = new_screen()
    screen.expect_refusals("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "409")
    join(screen, meeting)
    screen.open(SECTION)
    return screen


def answer_without_network_until_the_meeting_is_closed(
    phone: Screen, site: Site, meeting: Meeting
) -> str:
    """Two answers that come too late; the name of the first question."""
    phone.context.set_offline(True)
    name = name_of(question(phone))
    fill(question(phone), 3)
    press(phone.page.locator(".next"))
    fill(question(phone), 4)
    expect(phone.page.locator("[data-state=waiting]")).to_contain_text("2 jawaban")
    site.close(meeting)
    return name


def code_on(phone: Screen) -> str:
    box = phone.page.locator("#outbox")
    expect(box).to_contain_text(CODE)
    found = CODE.search(box.inner_text())
    assert found is not None
    return found[1]


def test_what_came_too_late_is_kept_handed_over_and_admitted_by_its_code(
    phone: Screen, facilitator: Callable[..., Screen], site: Site, meeting: Meeting
) -> None:
    name = answer_without_network_until_the_meeting_is_closed(phone, site, meeting)
    phone.context.set_offline(False)
    box = phone.page.locator("#outbox")
    expect(box).to_contain_text(
        "FGD sudah ditutup pukul 16.05 WITA. 2 jawaban Anda belum sempat terkirim."
    )
    phone.check_access("closed with waiting answers")

    phone.click("Beri tahu fasilitator")

    code = code_on(phone)
    expect(box).to_contain_text(HELD)
    assert site.answers(meeting) == {}, "held is not counted"
    desk = facilitator()
    desk.open(f"/fgd/{meeting.public_id}")
    desk.follow("1 kode")
    row = desk.page.get_by_role("row").filter(has_text=code)
    expect(row).to_contain_text("2")
    expect(row).to_contain_text("Menunggu")
    desk.page.get_by_role("radio", name=code).check()
    desk.page.locator("[name=reason]").fill("Wi-Fi aula padam")
    desk.click("Terima dan hitung")
    expect(row).to_contain_text("Diterima")
    assert "tingkat" not in desk.text, "what was answered is not shown"
    assert {each.revision for each in site.answers(meeting).values()} == {1}
    assert site.answers(meeting)[name].level == 3
    desk.open(f"/fgd/{meeting.public_id}")
    assert "Wi-Fi aula padam" in desk.text

    phone.page.reload()
    expect(box).to_be_empty()


def test_without_network_the_code_is_drawn_on_the_phone_and_works_later(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    answer_without_network_until_the_meeting_is_closed(phone, site, meeting)
    phone.context.set_offline(False)
    box = phone.page.locator("#outbox")
    expect(box).to_contain_text("belum sempat terkirim")
    phone.context.set_offline(True)

    phone.click("Beri tahu fasilitator")

    code = code_on(phone)
    expect(box).to_contain_text("Jawaban masih di ponsel ini")
    phone.context.set_offline(False)
    phone.page.reload()
    expect(box).to_contain_text(HELD)
    assert code_on(phone) == code


def test_after_a_reopening_the_phone_sends_by_itself_and_nothing_counts_twice(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    name = answer_without_network_until_the_meeting_is_closed(phone, site, meeting)
    phone.context.set_offline(False)
    phone.click("Beri tahu fasilitator")
    expect(phone.page.locator("#outbox")).to_contain_text(HELD)
    with site.database.writing() as db:
        group = db.get_one(FocusGroup, meeting.id)
        later = NOW + timedelta(hours=3)
        reopen_focus_group(db, group, "Wi-Fi padam", later)

    phone.page.reload()

    expect_saved(phone, 2, TOTAL)
    expect(phone.page.locator("#outbox")).to_be_empty()
    assert site.answers(meeting)[name].level == 3


def test_a_meeting_is_reopened_for_some_minutes_and_says_until_when(
    facilitator: Callable[..., Screen], site: Site, meeting: Meeting
) -> None:
    site.close(meeting)
    desk = facilitator()
    desk.open(f"/fgd/{meeting.public_id}/buka-lagi")
    desk.page.locator("[name=reason]").fill("Wi-Fi aula padam")
    desk.page.locator("[name=minutes]").fill("15")
    desk.click("Buka lagi")

    assert re.search(r"Terbuka sampai pukul \d\d\.\d\d WITA", desk.text)
    assert "Wi-Fi aula padam (15 menit)" in desk.text


def test_a_phone_that_kept_answers_may_be_handed_on_once_they_are_held(
    phone: Screen, site: Site, meeting: Meeting, new_screen: NewScreen
) -> None:
    phone.open("/isi/periksa")
    phone.click("Kirim jawaban")
    phone.page.wait_for_url("**/isi/selesai")
    phone.open(SECTION)
    answer_without_network_until_the_meeting_is_closed(phone, site, meeting)
    phone.context.set_offline(False)
    phone.open("/isi/selesai")
    box = phone.page.locator("#outbox")
    expect(box).to_contain_text("belum sempat terkirim")

    phone.click("Mulai sebagai peserta lain")
    expect(box).to_contain_text("2 jawaban belum terkirim, jadi belum dilanjutkan")
    phone.click("Beri tahu fasilitator")
    expect(box).to_contain_text(HELD)
    phone.click("Mulai sebagai peserta lain")

    phone.page.wait_for_url(f"**/j/{meeting.join_token}")
