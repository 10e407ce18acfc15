"""Every page of both ways: accessible, as wide as the screen, silent, and without a stranger."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import NewScreen
from tests.browser.phone import question
from tests.browser.screen import DESK, PHONE, Screen
from tests.browser.site import Meeting, Site
from tests.world import the_questionnaire

pytestmark = pytest.mark.browser
LANGUAGES = ["id", "en"]
REGION = "Samarinda"


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_participants(
    new_screen: NewScreen, site: Site, meeting: Meeting, language: str
) -> None:
    screen = new_screen(language=language)
    page = screen.page
    screen.expect_refusals("422", "409", "404", "ERR_INTERNET_DISCONNECTED")
    screen.open("/")
    screen.look("p01-join")
    page.locator("#kode").fill("SALAHAAA")
    page.locator("main form button").click()
    screen.look("p02-join-wrong-code")
    screen.open(f"/j/{meeting.join_token}")
    screen.look("p03-start")
    page.locator("main form button").click()
    screen.look("p04-start-no-group")
    page.locator("#kelompok-umkm").check()
    page.locator("main form button").click()
    screen.look("p05-hub")
    first = page.locator(".tasks a").first
    first.click()
    screen.look("p06-question")
    page.locator(".question:not([hidden]) .card").nth(2).click()
    page.locator(".question:not([hidden]) .pick").nth(3).click()
    page.locator(".question:not([hidden]) select").select_option(index=2)
    page.locator(".question:not([hidden]) summary").click()
    page.locator("[data-state=saved]").wait_for()
    screen.look("p07-question-answered")
    page.locator(".next").click()
    screen.look("p08-question-next")
    screen.context.set_offline(True)
    page.locator(".question:not([hidden]) .card").nth(1).click()
    page.locator("[data-state=waiting]").wait_for()
    screen.look("p08-question-waiting")
    screen.context.set_offline(False)
    page.locator("[data-state=saved]").wait_for()
    screen.open("/isi/persepsi")
    screen.look("p09-perception")
    screen.open("/isi/")
    screen.look("p10-hub-started")
    screen.open("/isi/periksa")
    screen.look("p11-check")
    page.locator("main form button").click()
    screen.look("p12-done")
    screen.open("/isi/")
    screen.look("p13-hub-sent")
    screen.open(f"/j/{meeting.join_token}/lanjut")
    screen.look("p14-resume")
    page.locator("#kode").fill("BUKAN-KODE-1234")
    page.locator("main form button").click()
    screen.look("p15-resume-wrong-code")
    screen.open("/isi/tidak-ada")
    screen.look("p16-not-found")
    screen.open("/")
    screen.look("p17-join-has-seat")

    bare = new_screen(language=language)
    bare.page.route("**/answering*.js", lambda route: route.abort())
    bare.expect_refusals("409", "ERR_FAILED")
    bare.context.add_cookies(screen.context.cookies())  # type: ignore[arg-type]
    bare.open("/isi/persepsi")
    bare.look("p18-whole-section")
    bare.open("/isi/governance")
    bare.look("p19-whole-section-answered")
    screen.open("/isi/governance")
    question(screen).locator(".card input[value='5']").check()
    page.locator("[data-state=saved]").wait_for()
    bare.page.locator(".question .card").first.click()
    bare.page.locator("main form button.next").click()
    bare.look("p20-changed-elsewhere")

    bare.open("/isi/tarik")
    bare.look("p23-withdraw")
    bare.page.go_back()

    site.close(meeting)
    bare.page.locator("main form button").last.click()
    bare.look("p21-closed-meanwhile")
    bare.context.clear_cookies(name="takar_kursi")
    bare.open(f"/j/{meeting.join_token}")
    bare.look("p22-closed")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_facilitators(
    new_screen: NewScreen, facilitator: Callable[..., Screen], site: Site, language: str
) -> None:
    stranger = new_screen(language=language)
    stranger.open("/masuk")
    stranger.look("f01-log-in")
    screen = facilitator(language=language)
    screen.expect_refusals("422", "404")
    meeting = site.hold_meeting(f"FGD pemeriksaan {language}")
    assessment = site.sample_assessments()[REGION]
    held = site.sample_meeting().public_id
    pages = {
        "f02-home": "/beranda",
        "f03-new-region": "/daerah/baru",
        "f04-new-region-by-hand": "/daerah/baru/lain",
        "f05-region": "/daerah/64.72",
        "f06-new-assessment": "/daerah/64.72/asesmen-baru",
        "f07-assessment": f"/asesmen/{assessment}",
        "f08-new-focus-group": f"/asesmen/{assessment}/fgd-baru",
        "f09-focus-group": f"/fgd/{held}",
        "f10-focus-group-empty": f"/fgd/{meeting.public_id}",
        "f11-board": f"/fgd/{held}/papan",
        "f12-poster": f"/fgd/{held}/poster",
        "f13-close": f"/fgd/{held}/tutup",
        "f15-password": "/kata-sandi",
    }
    for name, path in pages.items():
        screen.open(path)
        screen.look(name)
    site.close(meeting)
    screen.open(f"/fgd/{meeting.public_id}")
    screen.look("f16-focus-group-closed")
    screen.open(f"/fgd/{meeting.public_id}/buka-lagi")
    screen.look("f17-reopen")
    for name, path in (
        ("f18-errors-region", "/daerah/baru/lain"),
        ("f19-errors-focus-group", f"/asesmen/{assessment}/fgd-baru"),
    ):
        screen.open(path)
        screen.page.locator("main form button").click()
        screen.look(name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_results(facilitator: Callable[..., Screen], site: Site, language: str) -> None:
    screen = facilitator(language=language)
    screen.expect_refusals("422")
    assessments = site.sample_assessments()
    assessment = assessments[REGION]
    asked = the_questionnaire().questions_of_subpillar["gov_service"][0].id
    chosen = "&".join(f"a={each}" for each in assessments.values())
    empty = site.hold_meeting(f"FGD kosong {language}").assessment_id
    pages = {
        "r01-results": f"/hasil/{assessment}",
        "r02-dimension": f"/hasil/{assessment}/dimensi/governance",
        "r03-subpillar": f"/hasil/{assessment}/subpilar/gov_service",
        "r04-question": f"/hasil/{assessment}/pertanyaan/{asked}",
        "r05-readiness": f"/hasil/{assessment}/kesiapan",
        "r05-voices": f"/hasil/{assessment}/persepsi",
        "r06-nothing-yet": f"/hasil/{empty}",
        "r07-compare-choose": "/banding",
        "r08-compare-too-few": "/banding/tabel",
        "r09-compare": f"/banding/tabel?{chosen}",
        "r10-facts": f"/fakta/{assessment}",
        "r11-fact": f"/fakta/{assessment}/FAK-DUK-1",
        "r11-fact-form": f"/fakta/{assessment}/FAK-PRO-1",
        "r12-drafts": f"/draf/{assessment}",
    }
    for name, path in pages.items():
        screen.open(path)
        screen.look(name)
    # The report has thousands of elements: one width in each language is enough for axe.
    screen.open(f"/draf/{assessment}/baca")
    screen.look("r13-report", axe=(PHONE,) if language == "id" else (DESK,))
