"""A phone that loses its network: what was answered is kept, survives reload and closing, and
arrives once and in order; nobody else sees it."""

from __future__ import annotations

import json
import re
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from assess.questionnaire.routing import sections_for
from assess.store.tables import AnswerEvent
from tests.browser.conftest import NewScreen
from tests.browser.phone import (
    GROUP,
    agree,
    expect_saved,
    fill,
    join,
    name_of,
    question,
    resume_code_of,
)
from tests.browser.screen import PATIENCE, Screen, press
from tests.browser.site import Meeting, Site, number_asked
from tests.world import the_questionnaire

pytestmark = pytest.mark.browser
TOTAL = number_asked(GROUP)
SAVE = "**/isi/simpan"
SECTION = "/isi/infrastruktur"
OFFLINE = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "fetching the script", "503", "409")
KEPT = "async path => !!(await caches.match(path))"
FORGOTTEN = "async () => (await caches.keys()).length === 0"
RECORDS = """() => new Promise((resolve) => {
    indexedDB.open('takar', 1).onsuccess = ({target: {result}}) => {
        const all = result.transaction('seats').objectStore('seats').getAll();
        all.onsuccess = () => resolve(all.result);
    };
})"""
# Writes operations into the phone's outbox as an earlier visit would have left them.
SEED = """([seat, operations]) => new Promise((resolve) => {
    indexedDB.open('takar', 1).onsuccess = ({target: {result}}) => {
        const transaction = result.transaction('seats', 'readwrite');
        const record = {operations, answers: {}, answered: null, closed: '', code: ''};
        transaction.objectStore('seats').put(record, seat);
        transaction.oncomplete = () => resolve();
    };
})"""


@pytest.fixture
def phone(new_screen: NewScreen, meeting: Meeting) -> Screen:
    """A phone that has joined and shows the first question of a section with three."""
    screen = new_screen()
    screen.expect_refusals(*OFFLINE)
    join(screen, meeting)
    screen.open(SECTION)
    return screen


def wait_until_kept(page: Page, *paths: str) -> None:
    for path in paths:
        until(page, KEPT, path)


def until(page: Page, condition: str, argument: object = None) -> None:
    """Wait for what the browser only tells when asked."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(condition, argument):
        assert time.monotonic() < deadline, f"never came true: {condition} {argument}"
        page.wait_for_timeout(100)


def waiting(screen: Screen, count: int) -> None:
    words = f"{count} jawaban disimpan di ponsel, menunggu jaringan"
    expect(screen.page.locator("[data-state=waiting]")).to_have_text(words)


def events_of(site: Site, meeting: Meeting) -> list[tuple[str, int]]:
    """(question, level) of everything that was recorded, in order; a level that was only given
    a target besides is named once."""
    (participant,) = site.participants(meeting)
    with site.database.reading() as db:
        query = select(AnswerEvent).where(AnswerEvent.participant_id == participant.id)
        events = db.scalars(query.order_by(AnswerEvent.id)).all()
        levels = [
            (change["question"], change["level"])
            for event in events
            for change in event.changes
            if change["outcome"] == "saved"
        ]
    return list(dict.fromkeys(levels))


def close_page(screen: Screen) -> None:
    """As a phone does that is out of reach: what a page sends while it closes is not held back
    by the driver, so it is held back here."""
    screen.page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('away')); }")
    screen.page.close()


def test_answers_given_offline_survive_a_reload_and_arrive_once_and_in_order(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    wait_until_kept(phone.page, SECTION, "/isi/", "/isi/economy")
    phone.context.set_offline(True)
    first = name_of(question(phone))
    fill(question(phone), 3)
    waiting(phone, 1)
    press(phone.page.locator(".next"))
    second = name_of(question(phone))
    fill(question(phone), 4)
    waiting(phone, 2)

    phone.page.reload()

    waiting(phone, 2)
    assert name_of(question(phone)) == second, "the person stands where they stood"
    expect(question(phone).locator(".card input[value='4']")).to_be_checked()
    phone.open("/isi/")
    expect(phone.page.locator("#outbox")).to_contain_text("2 jawaban disimpan di ponsel")
    expect(phone.page.locator("#outbox")).to_contain_text("Tanpa jaringan")
    assert f"0 dari {TOTAL} pertanyaan sudah dijawab" in phone.text, "only what the server has"
    phone.open("/isi/economy")
    third = name_of(question(phone))
    fill(question(phone), 2)
    waiting(phone, 3)
    assert site.answers(meeting) == {}

    phone.context.set_offline(False)

    expect_saved(phone, 3, TOTAL)
    assert events_of(site, meeting) == [(first, 3), (second, 4), (third, 2)]


def test_what_has_waited_for_long_is_said_with_its_beginning_and_a_way_to_try_again(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    phone.page.clock.install()
    phone.page.reload()
    phone.context.set_offline(True)
    fill(question(phone), 3)
    waiting(phone, 1)

    phone.page.clock.run_for(90_000)

    state = phone.page.locator("[data-state=waiting]")
    expect(state).to_contain_text(re.compile(r"Belum terkirim sejak \d\d\.\d\d: 1 jawaban"))
    expect(state).to_contain_text("Jangan hapus data peramban.")
    phone.context.set_offline(False)
    with phone.page.expect_response(SAVE):
        phone.click("Coba kirim lagi")
    expect_saved(phone, 1, TOTAL)


def test_a_section_that_was_never_opened_can_be_opened_offline(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    wait_until_kept(phone.page, "/isi/economy")
    phone.context.set_offline(True)

    phone.open("/isi/economy")

    assert phone.path == "/isi/economy"
    assert question(phone).count() == 1


def test_the_outbox_outlives_the_page(phone: Screen, site: Site, meeting: Meeting) -> None:
    phone.context.set_offline(True)
    name = name_of(question(phone))
    fill(question(phone), 3)
    waiting(phone, 1)
    close_page(phone)

    phone.context.set_offline(False)
    page = phone.context.new_page()
    with page.expect_response(SAVE):
        page.goto("/isi/")

    expect(page.locator("#outbox")).to_be_hidden()
    assert site.answers(meeting)[name].level == 3


def test_a_change_after_a_lost_confirmation_is_no_conflict_with_oneself(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    name = name_of(question(phone))

    def lose_reply(route: Route) -> None:
        route.fetch()
        route.abort()
        phone.context.set_offline(True)

    phone.page.route(SAVE, lose_reply, times=1)
    question(phone).locator(".card input[value='2']").check()
    waiting(phone, 1)
    question(phone).locator(".card input[value='4']").check()
    waiting(phone, 1)
    phone.context.set_offline(False)
    phone.page.reload()

    expect_saved(phone, 1, TOTAL)
    expect(question(phone).locator(".error")).to_have_count(0)
    stored = site.answers(meeting)[name]
    assert (stored.level, stored.revision) == (4, 2)
    assert events_of(site, meeting) == [(name, 2), (name, 4)]


def test_two_tabs_of_one_phone_send_nothing_twice(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    phone.context.set_offline(True)
    name = name_of(question(phone))
    fill(question(phone), 3)
    waiting(phone, 1)
    phone.context.set_offline(False)
    pages = [phone.context.new_page() for _ in range(2)]
    for page in pages:
        page.goto(SECTION)

    expect_saved(phone, 1, TOTAL)
    for page in pages:
        expect(page.locator("[data-state=saved]")).to_have_text(f"Tersimpan · 1 dari {TOTAL}")
    assert site.answers(meeting)[name].revision == 1


@pytest.mark.parametrize("mine", [True, False], ids=["mine", "theirs"])
def test_what_waited_while_another_phone_answered_is_put_before_the_person(
    phone: Screen, new_screen: NewScreen, site: Site, meeting: Meeting, mine: bool
) -> None:
    phone.open("/isi/")
    code = resume_code_of(phone)
    phone.open(SECTION)
    phone.context.set_offline(True)
    name = name_of(question(phone))
    fill(question(phone), 5)
    waiting(phone, 1)
    close_page(phone)
    second = new_screen()
    second.open(f"/j/{meeting.join_token}/lanjut")
    second.page.locator("#kode").fill(code)
    second.click("Lanjutkan")
    second.page.wait_for_url("**/isi/")
    second.open(SECTION)
    fill(question(second), 2)
    expect_saved(second, 1, TOTAL)

    phone.context.set_offline(False)
    phone.page = phone.context.new_page()
    phone.open("/isi/")
    expect(phone.page.locator("#outbox")).to_contain_text("1 jawaban berbeda di ponsel lain")
    phone.page.reload()
    phone.follow("Lihat pertanyaan")

    fault = phone.page.locator(f"#q-{name} .error")
    expect(fault).to_contain_text("Di perangkat lain: tingkat 2")
    assert site.answers(meeting)[name].level == 2, "nothing was overwritten"
    if mine:
        with phone.page.expect_response(SAVE):
            phone.click("Pakai jawaban saya")
    else:
        phone.click("Pakai jawaban dari ponsel lain")
    expect(fault).to_be_hidden()
    expect_saved(phone, 1, TOTAL)
    chosen = 5 if mine else 2
    expect(phone.page.locator(f"#q-{name} .card input[value='{chosen}']")).to_be_checked()
    stored = site.answers(meeting)[name]
    assert (stored.level, stored.revision) == (chosen, 2 if mine else 1)


def test_sending_waits_for_what_has_not_arrived(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    phone.open("/isi/periksa")
    wait_until_kept(phone.page, SECTION, "/isi/periksa")
    phone.context.set_offline(True)
    phone.open(SECTION)
    name = name_of(question(phone))
    fill(question(phone), 3)
    waiting(phone, 1)
    phone.open("/isi/periksa")

    phone.click("Kirim jawaban")

    expect(phone.page.locator("#outbox")).to_contain_text("1 jawaban belum terkirim")
    assert phone.path == "/isi/periksa"
    assert site.participants(meeting)[0].sent_at is None
    phone.context.set_offline(False)
    phone.click("Kirim jawaban")
    phone.page.wait_for_url("**/isi/selesai")
    assert "1 jawaban diterima" in phone.text
    assert site.answers(meeting)[name].level == 3


def test_after_sending_the_phone_keeps_nothing_and_answers_may_still_change(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    name = name_of(question(phone))
    fill(question(phone), 3)
    expect_saved(phone, 1, TOTAL)
    wait_until_kept(phone.page, SECTION, "/isi/")
    phone.open("/isi/periksa")
    phone.click("Kirim jawaban")
    phone.page.wait_for_url("**/isi/selesai")

    until(phone.page, FORGOTTEN)
    records = phone.page.evaluate(RECORDS)
    assert [[each["operations"], each["answers"]] for each in records] == [[[], {}]]

    phone.open(f"{SECTION}#q-{name}")
    expect(question(phone).locator(".card input[value='3']")).to_be_checked()
    with phone.page.expect_response(SAVE):
        question(phone).locator(".card input[value='4']").check()
    expect_saved(phone, 1, TOTAL)
    assert site.answers(meeting)[name].level == 4


def test_the_next_person_on_a_shared_phone_never_sees_pages_of_the_one_before(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    fill(question(phone), 3)
    expect_saved(phone, 1, TOTAL)
    wait_until_kept(phone.page, SECTION, "/isi/")
    phone.open("/isi/periksa")
    phone.click("Kirim jawaban")
    phone.page.wait_for_url("**/isi/selesai")
    phone.click("Mulai sebagai peserta lain")
    phone.page.wait_for_url(f"**/j/{meeting.join_token}")
    until(phone.page, FORGOTTEN)
    agree(phone, "umkm")
    code = resume_code_of(phone)
    wait_until_kept(phone.page, "/isi/")

    phone.context.set_offline(True)
    phone.open("/isi/")

    assert resume_code_of(phone) == code, "this page is of the person who sits here now"
    assert len(phone.page.evaluate("() => caches.keys()")) == 1


def test_a_phone_is_not_handed_on_while_answers_wait(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    phone.open("/isi/periksa")
    phone.click("Kirim jawaban")
    phone.page.wait_for_url("**/isi/selesai")
    done = phone.page
    phone.page = phone.context.new_page()
    phone.open(SECTION)
    phone.context.set_offline(True)
    fill(question(phone), 3)
    waiting(phone, 1)
    close_page(phone)
    phone.page = done

    phone.click("Mulai sebagai peserta lain")

    box = phone.page.locator("#outbox")
    expect(box).to_contain_text("1 jawaban belum terkirim")
    assert phone.path == "/isi/selesai"
    phone.context.set_offline(False)
    expect(box.get_by_role("button", name="Hapus 1 jawaban itu dan lanjutkan")).to_be_visible()
    phone.click("Mulai sebagai peserta lain")
    phone.page.wait_for_url(f"**/j/{meeting.join_token}")
    assert len(site.answers(meeting)) == 1


def test_unsent_answers_of_another_person_are_told_of_and_found_by_their_code(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    phone.open("/isi/")
    code = resume_code_of(phone)
    phone.open(SECTION)
    phone.context.set_offline(True)
    name = name_of(question(phone))
    fill(question(phone), 3)
    waiting(phone, 1)
    phone.context.clear_cookies(name="takar_kursi")
    phone.page.route(SAVE, lambda route: route.abort())
    phone.context.set_offline(False)

    phone.open(f"/j/{meeting.join_token}")

    expect(phone.page.locator("#outbox")).to_contain_text("1 jawaban peserta lain")
    phone.page.unroute(SAVE)
    phone.open(f"/j/{meeting.join_token}/lanjut")
    phone.page.locator("#kode").fill(code)
    with phone.page.expect_response(SAVE):
        phone.click("Lanjutkan")
    expect(phone.page.locator("#outbox")).to_be_hidden()
    assert site.answers(meeting)[name].level == 3


def test_without_a_place_to_keep_answers_the_page_says_so_and_works(
    new_screen: NewScreen, site: Site, meeting: Meeting
) -> None:
    screen = new_screen()
    screen.expect_refusals(*OFFLINE)
    screen.context.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    join(screen, meeting)
    screen.open(SECTION)
    name = name_of(question(screen))
    screen.context.set_offline(True)
    fill(question(screen), 3)
    waiting(screen, 1)
    expect(screen.page.locator("#outbox")).to_contain_text("tidak bisa menyimpan di ponsel")

    screen.context.set_offline(False)

    expect_saved(screen, 1, TOTAL)
    expect(screen.page.locator("#outbox")).to_be_hidden()
    assert site.answers(meeting)[name].level == 3


def test_many_long_answers_travel_in_parts_that_the_server_takes(
    new_screen: NewScreen, site: Site, meeting: Meeting
) -> None:
    screen = new_screen()
    join(screen, meeting, "bappeda")
    sections = sections_for(the_questionnaire(), "bappeda")
    asked = [each.id for part in sections for each in part.questions if each.type == "maturity"]
    operations = [
        {
            "operation_id": f"{number:032x}",
            "question_id": name,
            "base_revision": 0,
            "level": "3",
            "target": "",
            "horizon": "",
            "note": "é" * 2000,
            "evidence": "",
            "made": 1,
            "place": "/isi/",
        }
        for number, name in enumerate(asked)
    ]
    sent: list[int] = []

    def count(route: Route) -> None:
        body = route.request.post_data_buffer or b""
        assert len(body) < 64 * 1024
        sent.append(len(json.loads(body)["operations"]))
        route.continue_()

    seat = screen.page.evaluate("() => document.querySelector('[data-seat]').dataset.seat")
    screen.page.evaluate(SEED, [seat, operations])
    screen.page.route(SAVE, count)
    screen.page.reload()
    expect(screen.page.locator("#outbox")).to_be_hidden()
    until(
        screen.page, f"async () => (await ({RECORDS})()).every((each) => !each.operations.length)"
    )

    assert sum(sent) == len(asked)
    assert max(sent) <= 50
    assert len(site.answers(meeting)) == len(asked)


def test_one_operation_that_cannot_be_read_does_not_hold_up_the_others(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    name = name_of(question(phone))
    phone.expect_refusals("400")
    good = {"level": "3", "target": "", "horizon": "", "note": "", "evidence": ""}
    names = ["TIDAK-ADA", name]
    operations = [
        {**good, "operation_id": f"{at:032x}", "question_id": each, "base_revision": 0}
        | {"made": 1, "place": "/isi/"}
        for at, each in enumerate(names)
    ]
    seat = phone.page.evaluate("() => document.querySelector('[data-seat]').dataset.seat")
    phone.page.evaluate(SEED, [seat, operations])

    phone.page.reload()

    expect_saved(phone, 1, TOTAL)
    assert site.answers(meeting)[name].level == 3
    phone.open("/isi/")
    box = phone.page.locator("#outbox")
    expect(box).to_contain_text("tidak dapat dibaca oleh server")
    press(box.get_by_role("button", name="Mengerti"))
    expect(box).to_be_hidden()


def test_taking_back_consent_clears_the_phone_too(
    phone: Screen, site: Site, meeting: Meeting
) -> None:
    fill(question(phone), 3)
    expect_saved(phone, 1, TOTAL)
    wait_until_kept(phone.page, SECTION)
    phone.open("/isi/tarik")

    phone.click("Tarik persetujuan dan hapus jawaban")

    expect(phone.page.locator("h1")).to_have_text("Persetujuan ditarik")
    until(phone.page, FORGOTTEN)
    until(phone.page, f"async () => (await ({RECORDS})()).every((each) => !each.answered)")
    assert [each["answers"] for each in phone.page.evaluate(RECORDS)] in ([], [{}])


# Halls without the internet: a laptop's address, no https.


@pytest.fixture
def hall(chromium: Browser, site: Site, meeting: Meeting) -> Screen:
    port = urlsplit(site.url).port
    screen = Screen(chromium, f"http://hall.example:{port}")
    screen.expect_refusals(*OFFLINE, "Cross-Origin-Opener-Policy")  # which needs https
    join(screen, meeting)
    screen.open(SECTION)
    return screen


def test_over_plain_http_answers_wait_on_the_phone_while_the_page_is_open_and_after(
    hall: Screen, site: Site, meeting: Meeting
) -> None:
    secure, uuid, worker = hall.page.evaluate(
        "() => [isSecureContext, 'randomUUID' in crypto, 'serviceWorker' in navigator]"
    )
    assert (secure, uuid, worker) == (False, False, False)
    first = name_of(question(hall))
    hall.context.set_offline(True)
    fill(question(hall), 3)
    waiting(hall, 1)
    press(hall.page.locator(".next"))
    second = name_of(question(hall))
    fill(question(hall), 4)
    waiting(hall, 2)
    press(hall.page.locator(".save-section"))
    waiting(hall, 2)
    assert hall.path == SECTION, "another page cannot be had now, and this one is not lost"
    close_page(hall)

    hall.context.set_offline(False)
    hall.page = hall.context.new_page()
    with hall.page.expect_response(SAVE):
        hall.open("/isi/")
    expect(hall.page.locator("#outbox")).to_be_hidden()
    assert events_of(site, meeting) == [(first, 3), (second, 4)]
    hall.context.close()
    assert not hall.faults
