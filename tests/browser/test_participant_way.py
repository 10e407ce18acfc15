"""A participant's whole way, from the code on the wall to the thanks, and back to change."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewScreen
from tests.browser.phone import GROUP, agree, expect_saved, fill, join, name_of, question
from tests.browser.screen import DESK, PHONE, Screen, press
from tests.browser.site import Meeting, Site, number_asked

pytestmark = pytest.mark.browser
TOTAL = number_asked(GROUP)


def test_with_javascript_one_question_a_screen_from_code_to_thanks(
    new_screen: NewScreen, site: Site, meeting: Meeting, width: int
) -> None:
    screen = new_screen(width=width)
    screen.open("/")
    screen.page.get_by_label("Masukkan kode FGD").fill(meeting.join_code.lower())
    screen.click("Gabung")
    assert screen.path == f"/j/{meeting.join_token}"
    agree(screen)
    assert f"0 dari {TOTAL} pertanyaan sudah dijawab" in screen.text

    screen.click("Lanjutkan")
    given = _answer_all_one_by_one(screen)

    assert screen.path == "/isi/periksa"
    assert "Semua pertanyaan sudah dijawab" in screen.text
    stored = site.answers(meeting)
    assert {name: answer.level for name, answer in stored.items() if answer.level} == given
    screen.click("Kirim jawaban")
    assert screen.path == "/isi/selesai"
    assert f"{TOTAL} jawaban diterima" in screen.text
    (participant,) = site.participants(meeting)
    assert participant.sent_at is not None
    assert participant.received == TOTAL
    assert participant.institution == "PT Sinyal Uji"


def _answer_all_one_by_one(screen: Screen) -> dict[str, int]:
    given: dict[str, int] = {}
    for number in range(TOTAL):
        expect(question(screen)).to_have_count(1)
        asked = question(screen)
        level = 1 + number % 5
        fill(asked, level, words="Sinyal hilang di pasar.")
        if asked.locator(".card").count():
            given[name_of(asked)] = level
        expect_saved(screen, number + 1, TOTAL)
        before = screen.page.url
        press(screen.page.locator(".next"))
        screen.page.wait_for_function("url => location.href !== url", arg=before)
    return given


def test_without_javascript_a_section_a_page_from_code_to_thanks(
    new_screen: NewScreen, site: Site, meeting: Meeting, width: int
) -> None:
    screen = new_screen(width=width, javascript=False)
    screen.open("/")
    screen.page.get_by_label("Masukkan kode FGD").fill(meeting.join_code)
    screen.click("Gabung")
    agree(screen)
    screen.click("Lanjutkan")

    given: dict[str, int] = {}
    while screen.path != "/isi/periksa":
        for asked in screen.page.locator(".question").all():
            fill(asked, 4, words="Sinyal hilang di pasar.")
            if asked.locator(".card").count():
                given[name_of(asked)] = 4
        screen.click("Simpan dan lanjut")

    stored = site.answers(meeting)
    assert {name: answer.level for name, answer in stored.items() if answer.level} == given
    assert len(stored) == TOTAL
    screen.click("Kirim jawaban")
    assert f"{TOTAL} jawaban diterima" in screen.text


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_answers_can_be_changed_after_sending(
    new_screen: NewScreen, site: Site, meeting: Meeting, javascript: bool
) -> None:
    screen = new_screen(javascript=javascript)
    join(screen, meeting)
    press(screen.page.locator(".tasks a").first)
    asked = screen.page.locator(".question").first
    name = name_of(asked)
    fill(asked, 2)
    _leave_section(screen)
    screen.open("/isi/periksa")
    screen.click("Kirim jawaban")

    screen.follow("Lihat atau ubah jawaban")
    assert "1 jawaban sudah Anda kirim" in screen.text
    screen.open("/isi/periksa")
    press(screen.page.locator(f"a[href$='#q-{name}']").last)
    asked = screen.page.locator(f"#q-{name}")
    expect(asked.locator("input[value='2']").first).to_be_checked()
    fill(asked, 3)
    _leave_section(screen)

    assert site.answers(meeting)[name].level == 3


def _leave_section(screen: Screen) -> None:
    if screen.javascript:
        expect(screen.page.locator(".save-state[role]")).to_contain_text("Tersimpan · 1")
    else:
        press(screen.page.locator(".next"))


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_a_phone_can_be_handed_to_the_next_person(
    new_screen: NewScreen, site: Site, meeting: Meeting, javascript: bool
) -> None:
    screen = new_screen(javascript=javascript)
    join(screen, meeting)
    screen.open("/isi/periksa")
    screen.click("Kirim jawaban")

    screen.click("Mulai sebagai peserta lain")
    screen.page.wait_for_url(f"**/j/{meeting.join_token}")

    agree(screen, "umkm")
    assert f"0 dari {number_asked('umkm')} pertanyaan" in screen.text
    first, second = site.participants(meeting)
    assert (first.group_key, second.group_key) == (GROUP, "umkm")
    assert first.sent_at is not None
    assert second.sent_at is None


def test_the_way_can_be_walked_with_the_keyboard_alone(
    new_screen: NewScreen, site: Site, meeting: Meeting
) -> None:
    screen = new_screen(width=DESK)
    keys = screen.page.keyboard
    screen.open("/")
    _tab_to(screen, "#kode")
    keys.type(meeting.join_code)
    keys.press("Enter")
    screen.page.wait_for_url("**/j/*")
    _tab_to(screen, "[name=kelompok]")
    keys.press("Space")
    keys.press("ArrowDown")
    assert screen.page.locator("[name=kelompok]:checked").get_attribute("value") == "bappeda"
    _tab_to(screen, "[name=setuju]")
    keys.press("Enter")
    screen.page.wait_for_url("**/isi/")
    _tab_to(screen, "form .button")
    keys.press("Enter")
    screen.page.wait_for_url("**/isi/governance*")
    first = name_of(question(screen))
    _tab_to(screen, f"[name='a.{first}']")
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect_saved(screen, 1, number_asked("bappeda"))
    assert site.answers(meeting)[first].level == 3

    _tab_to(screen, f"[name='t.{first}']")
    keys.press("ArrowUp")  # from nothing, the last
    _tab_to(screen, ".next")
    keys.press("Enter")

    second = name_of(question(screen))
    assert second != first
    focused = screen.page.evaluate("() => document.activeElement.closest('.question')?.id")
    assert focused == f"q-{second}", "the keyboard stands at the new question"
    screen.open("/isi/periksa")
    _tab_to(screen, "main form .button")
    keys.press("Enter")
    screen.page.wait_for_url("**/isi/selesai")
    (participant,) = site.participants(meeting)
    assert participant.received == 1


def _tab_to(screen: Screen, wanted: str) -> None:
    """Press Tab until the focus stands on what is wanted; it must come, and be visible."""
    for _ in range(150):
        screen.page.keyboard.press("Tab")
        if screen.page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab never reaches {wanted} on {screen.page.url}")


def test_back_leads_to_the_page_before_with_its_answers(
    new_screen: NewScreen, meeting: Meeting
) -> None:
    screen = new_screen(javascript=False)
    join(screen, meeting)
    press(screen.page.locator(".tasks a").first)
    section = screen.path
    fill(screen.page.locator(".question").first, 4)
    screen.click("Simpan dan lanjut")
    assert screen.path != section

    screen.back()

    assert screen.path == section
    chosen = screen.page.locator(".question").first.locator("input[value='4']").first
    expect(chosen).to_be_checked()
    screen.back()
    assert screen.path == "/isi/"


def test_back_button_of_the_page_leads_one_question_back(
    new_screen: NewScreen, meeting: Meeting
) -> None:
    screen = new_screen(width=PHONE)
    join(screen, meeting)
    screen.open("/isi/infrastruktur")
    first = name_of(question(screen))
    press(screen.page.locator(".next"))
    assert name_of(question(screen)) != first

    screen.follow("Kembali")
    assert name_of(question(screen)) == first
    screen.follow("Kembali")
    screen.page.wait_for_url("**/isi/")


def test_back_button_of_the_browser_leads_one_question_back(
    new_screen: NewScreen, meeting: Meeting
) -> None:
    screen = new_screen(width=PHONE)
    join(screen, meeting)
    screen.open("/isi/infrastruktur")
    first = name_of(question(screen))
    press(screen.page.locator(".next"))
    second = name_of(question(screen))

    screen.back()
    assert screen.path == "/isi/infrastruktur"
    assert name_of(question(screen)) == first
    screen.page.go_forward()
    assert name_of(question(screen)) == second
    screen.back()
    screen.back()
    assert screen.path == "/isi/"
