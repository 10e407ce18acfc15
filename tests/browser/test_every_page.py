"""Every page of both ways: accessible, as wide as the screen, silent, and without a stranger."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
import pytest
from playwright.sync_api import expect

from assess.settings import settings_from
from assess.web.application import create_app
from assess.web.state import takar
from tests.browser.conftest import NewScreen
from tests.browser.phone import question
from tests.browser.screen import DESK, PHONE, Screen, press
from tests.browser.site import Meeting, Site
from tests.world import the_questionnaire

pytestmark = pytest.mark.browser
LANGUAGES = ["id", "en"]
REGION = "Samarinda"
REPORT = "r19-report"
JOINING = ("/", "/j/{token}", "/j/{token}/lanjut")
ANSWERING = ("/isi/", "/isi/governance", "/isi/periksa", "/isi/selesai", "/isi/tarik")
NOT_PAGES = {
    "pages.asset",
    "pages.alive",
    "pages.ready",
    "facilitation.board_numbers",
    "minutes.download",
    "verification.download",
    "drafts.download",
}


def pages_of_facilitators(assessment: str, held: str, empty: str) -> dict[str, str]:
    """Name -> address: `held` is a meeting with people, `empty` one without."""
    return {
        "f01-log-in": "/masuk",
        "f02-home": "/beranda",
        "f03-new-region": "/daerah/baru",
        "f04-new-region-by-hand": "/daerah/baru/lain",
        "f05-region": "/daerah/64.72",
        "f06-new-assessment": "/daerah/64.72/asesmen-baru",
        "f07-assessment": f"/asesmen/{assessment}",
        "f08-new-focus-group": f"/asesmen/{assessment}/fgd-baru",
        "f09-focus-group": f"/fgd/{held}",
        "f10-focus-group-empty": f"/fgd/{empty}",
        "f11-board": f"/fgd/{held}/papan",
        "f12-poster": f"/fgd/{held}/poster",
        "f12-wifi": f"/fgd/{held}/wifi",
        "f12-merges": f"/fgd/{held}/gabungan",
        "f13-close": f"/fgd/{held}/tutup",
        "f14-reopen": f"/fgd/{empty}/buka-lagi",
        "f17-late-answers": f"/fgd/{empty}/titipan",
        "f30-minutes": f"/fgd/{empty}/berita-acara",
        "f31-minutes-on-screen": f"/fgd/{empty}/berita-acara/baca",
        "f15-password": "/kata-sandi",
    }


def pages_of_results(assessment: str, empty: str, chosen: Collection[str]) -> dict[str, str]:
    """Name -> address: `empty` is an assessment without result, `chosen` are compared."""
    asked = the_questionnaire().questions_of_subpillar["gov_service"][0].id
    query = "&".join(f"a={each}" for each in chosen)
    return {
        "r01-results": f"/hasil/{assessment}",
        "r02-dimension": f"/hasil/{assessment}/dimensi/governance",
        "r03-subpillar": f"/hasil/{assessment}/subpilar/gov_service",
        "r04-question": f"/hasil/{assessment}/pertanyaan/{asked}",
        "r05-readiness": f"/hasil/{assessment}/kesiapan",
        "r06-voices": f"/hasil/{assessment}/persepsi",
        "r07-explanation": f"/hasil/{assessment}/jelaskan/dimensi/governance",
        "r08-explanation-question": f"/hasil/{assessment}/jelaskan/pertanyaan/{asked}",
        "r09-quality": f"/hasil/{assessment}/mutu",
        "r10-verification": f"/hasil/{assessment}/verifikasi",
        "r11-nothing-yet": f"/hasil/{empty}",
        "r12-compare-choose": "/banding",
        "r13-compare-too-few": "/banding/tabel",
        "r14-compare": f"/banding/tabel?{query}",
        "r15-facts": f"/fakta/{assessment}",
        "r16-fact-table": f"/fakta/{assessment}/FAK-DUK-1",
        "r17-fact-form": f"/fakta/{assessment}/FAK-PRO-1",
        "r18-drafts": f"/draf/{assessment}",
        REPORT: f"/draf/{assessment}/baca",
    }


def pages_of_weights(assessment: str, token: str) -> dict[str, str]:
    """Name -> address: `token` is the link of an expert."""
    return {
        "w01-weights": f"/bobot/{assessment}",
        "w02-weights-of-a-set": f"/bobot/{assessment}/untuk/index?kepekaan=ya",
        "w03-expert": f"/pakar/{token}",
        "w04-points": f"/pakar/{token}/poin/index",
        "w05-pairs": f"/pakar/{token}/pasangan/readiness",
    }


def pages_of_seats(meeting: str, assistant: str, ticket: str) -> dict[str, str]:
    """Name -> address: `assistant` and `ticket` are paths that only a link or a QR tells."""
    return {
        "s01-seats": f"/fgd/{meeting}/kursi/",
        "s02-seat": f"/fgd/{meeting}/kursi/1",
        "s03-tickets": f"/fgd/{meeting}/tiket/",
        "s04-ticket-sheet": f"/fgd/{meeting}/tiket/cetak",
        "s05-tables": f"/fgd/{meeting}/meja/",
        "s06-assistants": f"/fgd/{meeting}/meja/asisten",
        "s07-handover": f"/fgd/{meeting}/serah-terima/",
        "s08-assistant": assistant,
        "s09-ticket": ticket,
    }


def pages_of_room(meeting: str) -> dict[str, str]:
    """Looked at in `test_room.py`, where a meeting goes through both rounds."""
    return {
        "m01-room": f"/fgd/{meeting}/ruang",
        "m02-end-round": f"/fgd/{meeting}/ruang/tutup-putaran",
        "m03-item": f"/fgd/{meeting}/ruang/butir/GOV-SVC-1",
        "m04-second-round": f"/fgd/{meeting}/ruang/putaran-2",
        "m05-comparison": f"/fgd/{meeting}/ruang/perbandingan",
    }


def pages_of_paper(meeting: str) -> dict[str, str]:
    return {
        "k01-paper": f"/fgd/{meeting}/kertas",
        "k02-begin": f"/fgd/{meeting}/kertas/baru",
        "k03-keying": f"/fgd/{meeting}/kertas/7",
        "k04-forms": f"/fgd/{meeting}/formulir?kelompok=umkm&mulai=7&jumlah=2",
    }


def test_no_page_is_left_out(tmp_path: Path) -> None:
    app = create_app(settings_from({}, tmp_path, testing=True))
    routes = app.url_map.bind("localhost")
    looked_at = [
        *JOINING,
        *ANSWERING,
        *pages_of_facilitators("a", "f", "f").values(),
        *pages_of_results("a", "a", "a").values(),
        *pages_of_weights("a", "t").values(),
        *pages_of_seats("f", "/meja/f/t/k", "/t/t").values(),
        *pages_of_paper("f").values(),
        *pages_of_room("f").values(),
    ]
    seen = {routes.match(path.partition("?")[0])[0] for path in looked_at}
    readable = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    takar(app).database.dispose()
    assert seen == readable - NOT_PAGES


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
    press(page.locator("main form button"))
    screen.look("p02-join-wrong-code")
    screen.open(f"/j/{meeting.join_token}")
    screen.look("p03-start")
    press(page.locator("main form button"))
    screen.look("p04-start-no-group")
    page.locator("#kelompok-umkm").check()
    press(page.locator("main form button"))
    screen.look("p05-hub")
    first = page.locator(".tasks a").first
    press(first)
    screen.look("p06-question")
    press(page.locator(".question:not([hidden]) .card").nth(2))
    press(page.locator(".question:not([hidden]) .pick").nth(3))
    page.locator(".question:not([hidden]) select").select_option(index=2)
    press(page.locator(".question:not([hidden]) summary"))
    page.locator("[data-state=saved]").wait_for()
    screen.look("p07-question-answered")
    press(page.locator(".next"))
    screen.look("p08-question-next")
    screen.context.set_offline(True)
    press(page.locator(".question:not([hidden]) .card").nth(1))
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
    press(page.locator("main form button"))
    screen.look("p12-done")
    screen.open("/isi/")
    screen.look("p13-hub-sent")
    screen.open(f"/j/{meeting.join_token}/lanjut")
    screen.look("p14-resume")
    page.locator("#kode").fill("BUKAN-KODE-1234")
    press(page.locator("main form button"))
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
    press(bare.page.locator(".question .card").first)
    press(bare.page.locator("main form button.next"))
    bare.look("p20-changed-elsewhere")

    bare.open("/isi/tarik")
    bare.look("p23-withdraw")
    bare.back()

    site.close(meeting)
    press(bare.page.locator("main form button").last)
    bare.look("p21-closed-meanwhile")
    bare.context.clear_cookies(name="takar_kursi")
    bare.open(f"/j/{meeting.join_token}")
    bare.look("p22-closed")
    screen.open("/isi/governance")
    question(screen).locator(".card input[value='1']").check()
    press(page.locator("#outbox button"))
    expect(page.locator("#outbox")).to_contain_text(re.compile("[A-Z0-9]{3}-[A-Z0-9]{3}"))
    screen.look("p24-too-late")
    screen.open("/isi/")
    screen.look("p25-hub-too-late")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_facilitators(
    new_screen: NewScreen, facilitator: Callable[..., Screen], site: Site, language: str
) -> None:
    screen = facilitator(language=language)
    screen.expect_refusals("422", "404")
    empty = site.hold_meeting(f"FGD pemeriksaan {language}")
    assessment = site.sample_assessments()[REGION]
    pages = pages_of_facilitators(assessment, site.sample_meeting().public_id, empty.public_id)
    stranger = new_screen(language=language)
    for name, path in pages.items():
        reader = stranger if path == "/masuk" else screen
        reader.open(path)
        reader.look(name)
    site.close(empty)
    screen.open(pages["f10-focus-group-empty"])
    screen.look("f16-focus-group-closed")
    for name in ("f04-new-region-by-hand", "f08-new-focus-group", "f14-reopen"):
        screen.open(pages[name])
        press(screen.page.locator("main form button").last)
        assert screen.page.locator(".error-summary").is_visible()
        screen.look(f"{name}-errors")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_results(facilitator: Callable[..., Screen], site: Site, language: str) -> None:
    screen = facilitator(language=language)
    screen.expect_refusals("422")
    assessments = site.sample_assessments()
    empty = site.hold_meeting(f"FGD kosong {language}").assessment_id
    pages = pages_of_results(assessments[REGION], empty, assessments.values())
    for name, path in pages.items():
        screen.open(path)
        # The report has thousands of elements: one width in each language is enough for axe.
        narrow, wide = language == "id" or name != REPORT, language == "en" or name != REPORT
        screen.look(name, axe=[PHONE] * narrow + [DESK] * wide)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_weights(
    new_screen: NewScreen, facilitator: Callable[..., Screen], site: Site, language: str
) -> None:
    assessment = site.sample_assessments()[REGION]
    pages = pages_of_weights(assessment, site.ask_expert(assessment))
    expert, screen = new_screen(language=language), facilitator(language=language)
    screen.expect_refusals("422")
    expert.expect_refusals("422", "409")
    expert.open(pages["w03-expert"])
    expert.look("w03-expert")
    expert.open(pages["w04-points"])
    for field, points in zip(expert.page.locator(".weigh input").all(), (40, 20), strict=False):
        field.fill(str(points))
    assert expert.page.locator("#sum").inner_text() == "60"
    expert.look("w04-points")
    press(expert.page.locator("button[value=kirim]"))
    assert expert.page.locator(".error-summary").is_visible()
    expert.look("w06-points-errors")
    for field, points in zip(
        expert.page.locator(".weigh input").all(), (40, 20, 10, 10, 10, 10), strict=True
    ):
        field.fill(str(points))
    press(expert.page.locator("button[value=kirim]"))
    expert.look("w07-points-accepted")
    expert.open(pages["w05-pairs"])
    expert.look("w05-pairs")
    for field, judged in zip(
        expert.page.locator(".weigh select").all(), ("9", "-9", "9"), strict=True
    ):
        field.select_option(judged)
    press(expert.page.locator("button[value=kirim]"))
    expert.look("w08-pairs-sent-back")
    for name in ("w01-weights", "w02-weights-of-a-set"):
        screen.open(pages[name])
        screen.look(name)
    press(screen.page.locator("form .buttons button"))
    assert screen.page.locator(".error-summary").is_visible()
    screen.look("w09-decision-errors")
    screen.open(pages["w01-weights"])
    press(screen.page.locator("td form button").last)
    screen.look("w10-link-closed-told")
    expert.open(pages["w03-expert"])
    expert.look("w11-link-closed")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_paper(facilitator: Callable[..., Screen], site: Site, language: str) -> None:
    """A form is printed, keyed twice with a difference, settled and counted."""
    screen = facilitator(language=language)
    page = screen.page
    screen.expect_refusals("422")
    meeting = site.hold_meeting(f"FGD kertas {language}").public_id
    pages = pages_of_paper(meeting)
    screen.open(pages["k04-forms"])
    screen.look("k04-forms")
    sheets = page.locator(".sheet").count()
    pdf = pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(pdf.pages) == sheets
    screen.open(pages["k01-paper"])
    screen.look("k01-paper-none")
    screen.open(pages["k02-begin"])
    screen.look("k02-begin")
    press(page.locator("main form button"))
    screen.look("k02-begin-errors")
    page.locator("#number").fill("7")
    page.locator("#group").select_option("umkm")
    page.locator("#consents input").first.check()
    press(page.locator("main form button"))
    page.locator(".keyed input").first.fill("9")
    press(page.locator("main form .button:not(.button--danger)"))
    screen.look("k03-keying-errors")
    page.locator(".keyed input").first.fill("3")
    press(page.locator("main form .button:not(.button--danger)"))
    screen.look("k01-paper")
    screen.open(pages["k03-keying"])
    screen.look("k03-keying")
    page.locator(".keyed input").first.fill("t")
    press(page.locator("main form .button:not(.button--danger)"))
    screen.look("k05-settling")
    press(page.locator("main form .button").first)
    screen.look("k05-settling-errors")
    page.locator("main form input[type=radio]").first.check()
    press(page.locator("main form .button").first)
    screen.look("k06-counted")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_seats(
    new_screen: NewScreen, facilitator: Callable[..., Screen], site: Site, language: str
) -> None:
    """A hall with tickets and two tables; one person comes, and the same phone twice."""
    screen, phone = facilitator(language=language), new_screen(language=language)
    other = new_screen(language=language)
    for each in (screen, phone, other):
        each.expect_refusals("422", "409")
    meeting = site.hold_meeting(f"FGD bertiket {language}").public_id
    page = screen.page
    pages = pages_of_seats(meeting, "", "")
    screen.open(pages["s05-tables"])
    for number, name in ((1, "Meja tata kelola"), (2, "Meja ekonomi")):
        page.locator(f"#nama-{number}").fill(name)
    press(page.locator("main form button").last)
    screen.look("s05-tables-errors")
    page.locator("#bagian-1-governance").check()
    page.locator("#bagian-2-economy").check()
    press(page.locator("main form button").last)
    screen.open(pages["s03-tickets"])
    page.locator("#how_many").fill("12")
    press(page.locator("main form button").first)
    page.locator("#entry-1").check()
    press(page.locator("main form button").last)
    screen.open(pages["s04-ticket-sheet"])
    code = page.locator(".ticket-type b").first.inner_text()
    for each in (phone, other):
        each.open("/")
        each.page.locator("#kode").fill(code)
        press(each.page.locator("main form button"))
    ticket = urlsplit(phone.page.url).path
    phone.look("s09-ticket")
    press(phone.page.locator("main form button"))
    phone.look("s09-ticket-errors")
    phone.page.locator("#kelompok-umkm").check()
    phone.page.locator("#meja-meja-2").check()
    press(phone.page.locator("main form button"))
    phone.look("s10-hub-of-a-table")
    other.open(ticket)
    other.look("s11-ticket-used")
    other.open(f"/j/{site.join_token(meeting)}")
    other.look("s12-tickets-only")
    screen.open(pages["s06-assistants"])
    assistant = page.locator(".ticket a").last.get_attribute("href") or ""
    other.open(urlsplit(assistant).path)
    press(other.page.locator("main form button").last)
    other.look("s08-assistant")
    screen.open(pages["s01-seats"])
    page.locator("#heads").fill("0")
    press(page.locator("main form button"))
    for name, path in pages.items():
        if path:
            screen.open(path)
            screen.look(name)
    screen.open(pages["s02-seat"])
    press(page.locator("main form button").last)
    screen.look("s02-seat-errors")
    page.locator("#reason").fill("Kursi ganda")
    press(page.locator("main form button").last)
    screen.look("s02-seat-voided")
    phone.open("/isi/")
    phone.look("s13-hub-voided")
