"""A facilitator's whole way, from logging in to the document in the download folder."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewScreen, log_in
from tests.browser.phone import expect_saved, fill, join, question
from tests.browser.screen import DESK, PHONE, Screen, press
from tests.browser.site import Meeting, Site, number_asked
from tests.world import the_questionnaire

pytestmark = pytest.mark.browser
NewFacilitator = Callable[..., Screen]
DRAFT_MILLISECONDS = 120_000


def test_a_wrong_password_is_refused_and_logging_out_ends_it(
    new_screen: NewScreen, site: Site, width: int
) -> None:
    screen = new_screen(width=width)
    screen.expect_refusals("422", "401")
    screen.open("/beranda")
    assert screen.path == "/masuk", "a stranger is asked who they are"
    screen.page.locator("[name=username]").fill(site.username)
    screen.page.locator("[name=password]").fill("bukan-kata-sandinya")
    screen.click("Masuk")
    assert screen.page.locator(".error-summary").is_visible()

    screen.page.wait_for_timeout(1500)  # after a failure the account rests for a second
    log_in(screen, site)
    assert screen.heading == "Beranda"
    screen.click("Keluar")
    screen.open("/beranda")
    assert screen.path == "/masuk"


@pytest.mark.parametrize(
    ("width", "listed"), [(PHONE, "Kabupaten Berau"), (DESK, "Kabupaten Paser")]
)
def test_from_a_new_region_to_a_poster_and_a_closed_meeting(
    facilitator: NewFacilitator, width: int, listed: str
) -> None:
    screen = facilitator(width=width)
    screen.follow("Daerah baru")
    screen.page.get_by_label(listed).check()
    screen.click("Buat daerah")
    assert screen.heading == listed
    assert f"{listed} sudah dibuat" in screen.text

    screen.follow("Asesmen baru")
    screen.page.get_by_label("Judul asesmen").fill("Asesmen uji")
    screen.click("Buat asesmen")
    assert screen.heading.endswith("Asesmen uji")

    screen.follow("FGD baru")
    screen.page.get_by_label("Judul FGD").fill("FGD ekonomi")
    screen.page.get_by_label("Tempat").fill("Aula Bappeda")
    screen.page.get_by_label("Tanggal").fill("2026-11-24")
    screen.page.get_by_label("Jam mulai").fill("09:00")
    screen.page.get_by_label("Perbankan").fill("2")
    screen.click("Buat FGD")
    assert screen.heading.endswith("FGD ekonomi")
    assert "24 November 2026 09.00 WITA" in screen.text
    assert "0 bergabung dari 2 yang diharapkan" in screen.text

    _look_at_poster(screen)
    screen.follow("Tutup FGD")
    assert "Belum ada peserta yang bergabung" in screen.text
    screen.click("Tutup FGD sekarang")
    assert "FGD ditutup" in screen.text
    _reopen(screen)


def _look_at_poster(screen: Screen) -> None:
    code = screen.page.locator("dd b").first.inner_text()
    assert re.fullmatch(r"[A-Z]{4} [A-Z]{4}", code)
    screen.follow("Cetak poster")
    assert screen.page.locator(".poster-code").inner_text() == code
    assert "24 November 2026 09.00 WITA" in screen.text
    assert screen.page.locator(".poster-qr svg").bounding_box()["width"] > 200  # type: ignore[index]
    screen.follow("Kembali ke halaman FGD")


def _reopen(screen: Screen) -> None:
    screen.expect_refusals("422")
    screen.follow("Buka lagi")
    screen.click("Buka lagi")
    assert "Tulis alasan" in screen.text, "without a reason it stays closed"
    screen.page.get_by_label("Alasan membuka lagi").fill("Lima peserta terlambat.")
    screen.click("Buka lagi")
    assert "FGD dibuka lagi" in screen.text
    assert "Lima peserta terlambat." in screen.page.locator("table").last.inner_text()


@pytest.mark.parametrize(
    ("width", "code", "name"), [(PHONE, "63.71", "Banjarmasin"), (DESK, "63.72", "Banjarbaru")]
)
def test_a_region_that_is_not_on_the_list_is_written_by_hand(
    facilitator: NewFacilitator, width: int, code: str, name: str
) -> None:
    screen = facilitator(width=width)
    screen.expect_refusals("422")
    screen.open("/daerah/baru")
    screen.follow("Daerah lain, isi sendiri")
    screen.page.get_by_label("Kota", exact=True).check()
    screen.page.get_by_label("Nama tanpa kata").fill(name)
    screen.page.get_by_label("Provinsi").fill("Kalimantan Selatan")
    screen.page.get_by_label("Kode Kemendagri").fill("6371")
    screen.page.get_by_label("Kode BPS").fill(code.replace(".", ""))
    screen.page.get_by_label("WITA").check()
    screen.click("Buat daerah")
    summary = screen.page.locator(".error-summary")
    expect(summary).to_contain_text("empat angka dengan titik")
    press(summary.get_by_role("link").first)
    expect(screen.page.get_by_label("Kode Kemendagri")).to_be_focused()

    screen.page.get_by_label("Kode Kemendagri").fill(code)
    screen.click("Buat daerah")

    assert screen.heading == f"Kota {name}"
    assert code in screen.text


@pytest.mark.parametrize("page", ["", "/papan"], ids=["meeting", "projector"])
def test_the_board_follows_the_hall_without_being_touched(
    facilitator: NewFacilitator, new_screen: NewScreen, meeting: Meeting, page: str
) -> None:
    screen = facilitator()
    screen.open(f"/fgd/{meeting.public_id}{page}")
    joined = screen.page.locator("[data-number=joined]")
    sent = screen.page.locator("[data-number=sent]")
    expect(joined).to_have_text("0")

    phone = new_screen()
    join(phone, meeting)
    expect(joined).to_have_text("1")
    meter = screen.page.locator("[data-meter=section-infrastruktur] .meter-words")
    expect(meter).to_have_text("0 dari 3")
    expect(screen.page.locator("[data-meter=group-operator] .meter-words")).to_have_text("1 dari 2")

    screen.page.evaluate("() => { window.untouched = true; }")
    phone.open("/isi/infrastruktur")
    fill(question(phone), 2)
    expect_saved(phone, 1, number_asked("operator"))
    expect(meter).to_have_text("1 dari 3")
    phone.open("/isi/periksa")
    phone.click("Kirim jawaban")
    expect(sent).to_have_text("1")
    assert screen.page.evaluate("() => window.untouched"), "the page was not loaded anew"
    assert "Sangat" not in screen.text
    assert "rata-rata" not in screen.text.lower(), "no result before the meeting is closed"


def test_the_board_says_when_the_network_is_gone(
    facilitator: NewFacilitator, meeting: Meeting
) -> None:
    screen = facilitator()
    screen.expect_refusals("ERR_INTERNET_DISCONNECTED")
    screen.open(f"/fgd/{meeting.public_id}")
    lost = screen.page.locator("[data-lost]")
    expect(lost).to_be_hidden()

    screen.context.set_offline(True)
    expect(lost).to_be_visible()
    screen.context.set_offline(False)
    expect(lost).to_be_hidden()


def test_results_lead_down_to_a_question_and_back_up(
    facilitator: NewFacilitator, site: Site, width: int
) -> None:
    questionnaire = the_questionnaire()
    dimension = questionnaire.dimensions[0]
    subpillar = dimension.subpillars[0]
    asked = questionnaire.questions_of_subpillar[subpillar.key][0]
    screen = facilitator(width=width)
    screen.follow("Kota Samarinda")
    screen.follow("Kematangan kota cerdas Samarinda")
    screen.follow("Lihat hasil")
    index = screen.page.locator(".score-value").first.inner_text()
    assert re.fullmatch(r"[1-5],\d\d", index)

    # The number of the row below is the headline of the page it leads to, all the way down.
    for name in (dimension.name.id, subpillar.name.id, asked.text.id):
        link = screen.page.locator("tbody a", has_text=name).first
        number = link.locator("xpath=ancestor::tr").locator(".heat").inner_text()
        press(link)
        assert screen.heading.endswith(name)
        assert screen.page.locator(".score-value").inner_text() == number

    for name in (subpillar.name.id, dimension.name.id, "Indeks"):
        press(screen.page.locator(".breadcrumb").get_by_role("link", name=name))
    assert screen.heading.endswith("Hasil")
    assert screen.page.locator(".score-value").first.inner_text() == index


def test_five_regions_are_compared_side_by_side(facilitator: NewFacilitator, width: int) -> None:
    screen = facilitator(width=width)
    press(screen.page.get_by_role("navigation", name="Menu utama").get_by_text("Banding"))
    for box in screen.page.get_by_role("checkbox", name="Kematangan kota cerdas").all():
        box.check()
    screen.click("Bandingkan")

    heads = screen.page.locator(".heat-table thead tr").first.get_by_role("link")
    assert heads.count() == 5
    index = screen.page.locator(".row-total .heat")
    assert all(re.fullmatch(r"[1-5],\d\d", cell) for cell in index.all_inner_texts())
    screen.page.get_by_label("Urutkan menurut").select_option(label="Indeks")
    screen.click("Urutkan")
    sorted_cells = [float(cell.replace(",", ".")) for cell in index.all_inner_texts()]
    assert sorted_cells == sorted(sorted_cells, reverse=True)
    region = heads.first.inner_text()
    press(heads.first)
    assert region in screen.heading


def test_a_fact_is_stated_with_its_source_and_kept(
    facilitator: NewFacilitator, site: Site, width: int
) -> None:
    screen = facilitator(width=width)
    screen.expect_refusals("422")
    screen.open(f"/fakta/{site.sample_assessments()['Bontang']}")
    row = screen.page.locator("#fact-FAK-PRO-1")
    press(row.get_by_role("link"))
    value = screen.page.get_by_label("Jumlah")
    value.fill("banyak")
    screen.click("Catat fakta")
    assert "Tulis angka" in screen.text
    value.fill(str(7 + width))
    screen.page.get_by_label("Keadaan pada tanggal").fill("2025-12-31")
    screen.page.get_by_label("Sumber").fill("Diskominfo, surat 12/2026")
    screen.click("Catat fakta")

    assert "Fakta FAK-PRO-1 sudah dicatat" in screen.text
    expect(row).to_contain_text("31 Desember 2025")
    expect(row).to_contain_text("Diskominfo, surat 12/2026")


def test_a_draft_is_made_and_downloaded_as_pdf(
    facilitator: NewFacilitator, site: Site, tmp_path: Path
) -> None:
    screen = facilitator()
    screen.open(f"/hasil/{site.sample_assessments()['Bontang']}")
    screen.follow("Draf masterplan")
    screen.click("Susun draf PDF")
    assert "Draf sedang disusun" in screen.text
    ready = screen.page.get_by_role("link", name="Unduh PDF")
    expect(ready).to_be_visible(timeout=DRAFT_MILLISECONDS)  # the page loads itself anew

    with screen.page.expect_download() as download:
        press(ready)
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)

    assert file.suffix == ".pdf"
    assert file.read_bytes().startswith(b"%PDF")
    text = subprocess.run(
        ["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "Kota Bontang" in text
    assert "DRAF" in text
    assert "DATA CONTOH" in text.upper()
