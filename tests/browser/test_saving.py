"""What happens to a tap: saved only when the server has it, kept while the network is away,
refused where another phone was first or the meeting is over."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import NewScreen
from tests.browser.phone import (
    GROUP,
    expect_saved,
    fill,
    join,
    name_of,
    question,
    resume_code_of,
)
from tests.browser.screen import Screen, press
from tests.browser.site import Meeting, Site, number_asked

pytestmark = pytest.mark.browser
TOTAL = number_asked(GROUP)
SAVE = "**/isi/simpan"


@pytest.fixture
def phone(new_screen: NewScreen, meeting: Meeting) -> Screen:
    """A phone that has joined and shows the first question of a section with three."""
    screen = new_screen()
    join(screen, meeting)
    screen.open("/isi/infrastruktur")
    return screen


def test_saved_is_said_only_when_the_server_has_it(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    held: list[Route] = []
    phone.page.route(SAVE, lambda route: held.append(route))
    name = name_of(question(phone))

    with phone.page.expect_request(SAVE):
        question(phone).locator(".card input[value='2']").check()
    state = phone.page.locator(".save-state[role]")
    expect(state).to_have_text("Menyimpan…")
    phone.page.wait_for_timeout(500)
    expect(state).to_have_text("Menyimpan…")
    assert site.answers(meeting) == {}

    (route,) = held
    route.continue_()
    expect_saved(phone, 1, TOTAL)
    assert site.answers(meeting)[name].level == 2


def test_an_answer_whose_confirmation_got_lost_counts_once(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    phone.expect_refusals("ERR_FAILED")
    lost: list[str] = []

    def lose_reply(route: Route) -> None:
        reply = route.fetch()
        lost.append(reply.text())
        route.abort()

    phone.page.route(SAVE, lose_reply, times=1)
    name = name_of(question(phone))
    question(phone).locator(".card input[value='2']").check()

    expect_saved(phone, 1, TOTAL)
    assert len(lost) == 1
    assert site.answers(meeting)[name].revision == 1


def test_without_network_the_phone_waits_and_saves_when_it_is_back(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    phone.expect_refusals("ERR_INTERNET_DISCONNECTED")
    first = name_of(question(phone))
    phone.context.set_offline(True)
    fill(question(phone), 3)
    state = phone.page.locator("[data-state=waiting]")
    expect(state).to_have_text("1 jawaban disimpan di ponsel, menunggu jaringan")
    press(phone.page.locator(".next"))
    second = name_of(question(phone))
    fill(question(phone), 4)
    expect(state).to_have_text("2 jawaban disimpan di ponsel, menunggu jaringan")
    assert site.answers(meeting) == {}

    phone.context.set_offline(False)

    expect_saved(phone, 2, TOTAL)
    stored = site.answers(meeting)
    assert (stored[first].level, stored[second].level) == (3, 4)


def test_a_busy_server_is_asked_again(phone: Screen, site: Site, meeting: Meeting) -> None:
    phone.expect_refusals("503")
    phone.page.route(SAVE, lambda route: route.fulfill(status=503, json={}), times=1)
    name = name_of(question(phone))

    fill(question(phone), 5)

    expect_saved(phone, 1, TOTAL)
    assert site.answers(meeting)[name].level == 5


def test_answers_go_on_with_the_resume_code_on_another_phone(
    phone: Screen, new_screen: NewScreen, site: Site, meeting: Meeting
) -> None:
    name = name_of(question(phone))
    fill(question(phone), 2)
    expect_saved(phone, 1, TOTAL)

    second = _second_phone(phone, new_screen, meeting)

    assert f"1 dari {TOTAL} pertanyaan sudah dijawab" in second.text
    (participant,) = site.participants(meeting)
    assert site.phones(participant) == 2
    second.open(f"/isi/infrastruktur#q-{name}")
    expect(second.page.locator(f"#q-{name} .card input[value='2']")).to_be_checked()


def _second_phone(
    phone: Screen, new_screen: NewScreen, meeting: Meeting, **wanted: object
) -> Screen:
    before = phone.page.url
    phone.open("/isi/")
    code = resume_code_of(phone)
    phone.open(before)
    second = new_screen(**wanted)
    second.open(f"/j/{meeting.join_token}")
    second.follow("Lanjutkan dengan kode lanjut")
    second.page.locator("#kode").fill(code.lower().replace("-", " "))
    second.click("Lanjutkan")
    second.page.wait_for_url("**/isi/")
    return second


def test_a_stale_tap_is_refused_and_both_answers_are_shown(
    phone: Screen, new_screen: NewScreen, site: Site, meeting: Meeting
) -> None:
    second = _second_phone(phone, new_screen, meeting)
    second.open("/isi/infrastruktur")
    name = name_of(question(phone))
    fill(question(second), 2)
    expect_saved(second, 1, TOTAL)

    question(phone).locator(".card input[value='DK']").check()

    fault = phone.page.locator(f"#q-{name} .error")
    expect(fault).to_contain_text("sudah diubah di perangkat lain")
    expect(fault).to_contain_text("Di perangkat lain: tingkat 2")
    expect(fault).to_contain_text("Pilihan Anda di sini: Saya tidak tahu.")
    expect(phone.page.locator(f"#q-{name} .card input[value='2']")).to_be_checked()
    assert site.answers(meeting)[name].level == 2, "nothing was overwritten"

    question(phone).locator(".card input[value='4']").check()
    expect(fault).to_be_hidden()
    expect_saved(phone, 1, TOTAL)
    assert site.answers(meeting)[name].level == 4


def test_a_second_tap_never_overwrites_what_the_person_has_not_seen(
    phone: Screen, new_screen: NewScreen, site: Site, meeting: Meeting
) -> None:
    second = _second_phone(phone, new_screen, meeting)
    second.open("/isi/infrastruktur")
    name = name_of(question(phone))
    fill(question(second), 2)
    expect_saved(second, 1, TOTAL)
    held: list[Route] = []
    phone.page.route(SAVE, lambda route: held.append(route), times=1)
    with phone.page.expect_request(SAVE):
        question(phone).locator(".card input[value='3']").check()
    question(phone).locator(".card input[value='5']").check()

    with phone.page.expect_response(SAVE), phone.page.expect_response(SAVE):
        held[0].continue_()

    fault = phone.page.locator(f"#q-{name} .error")
    expect(fault).to_contain_text("Pilihan Anda di sini: tingkat 5")
    assert site.answers(meeting)[name].level == 2, "nothing was overwritten"
    phone.click("Pakai jawaban saya")
    expect(fault).to_be_hidden()
    expect_saved(phone, 1, TOTAL)
    assert site.answers(meeting)[name].level == 5


def test_a_stale_page_without_javascript_is_refused_and_both_answers_are_shown(
    new_screen: NewScreen, site: Site, meeting: Meeting
) -> None:
    first = new_screen(javascript=False)
    first.expect_refusals("409")
    join(first, meeting)
    second = _second_phone(first, new_screen, meeting, javascript=False)
    for screen in (first, second):
        screen.open("/isi/infrastruktur")
    name = name_of(first.page.locator(".question").first)
    second.page.locator(f"#q-{name} .card input[value='2']").check()
    second.click("Simpan dan lanjut")

    first.page.locator(f"#q-{name} .card input[value='4']").check()
    first.click("Simpan dan lanjut")

    assert "sudah diubah di perangkat lain" in first.text
    fault = first.page.locator(f"#q-{name} .error")
    expect(fault).to_contain_text("Di perangkat lain: tingkat 2")
    expect(fault).to_contain_text("Pilihan Anda di sini: tingkat 4.")
    assert site.answers(meeting)[name].level == 2

    first.page.locator(f"#q-{name} .card input[value='4']").check()
    first.click("Simpan dan lanjut")
    assert site.answers(meeting)[name].level == 4


def test_a_phone_is_told_that_the_meeting_was_closed_meanwhile(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    phone.expect_refusals("409")
    site.close(meeting)

    fill(question(phone), 3)

    expect(phone.page.locator("[data-state=waiting]")).to_contain_text("Sudah ditutup")
    expect(phone.page.locator("#outbox")).to_contain_text(
        "FGD sudah ditutup pukul 16.05 WITA. 1 jawaban Anda belum sempat terkirim."
    )
    assert site.answers(meeting) == {}


def test_a_phone_without_javascript_is_told_that_the_meeting_was_closed_meanwhile(
    new_screen: NewScreen, site: Site, meeting: Meeting
) -> None:
    screen = new_screen(javascript=False)
    screen.expect_refusals("409")
    join(screen, meeting)
    screen.open("/isi/infrastruktur")
    site.close(meeting)

    fill(screen.page.locator(".question").first, 3)
    screen.click("Simpan dan lanjut")

    assert screen.heading == "FGD ini sudah ditutup"
    assert site.answers(meeting) == {}


def test_a_target_below_the_present_level_is_taken_back_and_said(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    name = name_of(question(phone))
    question(phone).locator(".pick input[value='2']").check()
    question(phone).locator(".card input[value='4']").check()

    expect(question(phone).locator(".error")).to_contain_text("Target dihapus")
    expect(question(phone).locator(".pick input:checked")).to_have_count(0)
    expect_saved(phone, 1, TOTAL)
    stored = site.answers(meeting)[name]
    assert (stored.level, stored.target) == (4, None)
