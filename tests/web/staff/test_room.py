"""The facilitator's way through a meeting, without JavaScript, and the screen that follows it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from assess.questionnaire.answers import GivenAnswer
from assess.store.database import Database
from tests import world
from tests.page import Page, Visitor, text_of
from tests.web.staff.places import Place, a_place, an_account, people_answer

LogIn = Callable[..., Visitor]
APART, SPLIT = "GOV-SVC-1", "GOV-SVC-2"  # asked of all three groups
PEOPLE = {
    "diskominfo": (5, {APART: 2, SPLIT: 3}),
    "komunitas": (4, {APART: 5, SPLIT: 3}),
    "umkm": (3, {APART: 4, SPLIT: 1}),
}


@pytest.fixture
def place(database: Database) -> Place:
    place = a_place(database)
    an_account(database, place)
    for group, (number, answers) in PEOPLE.items():
        people_answer(database, place, group, number, level=0, only=answers)
    return place


@pytest.fixture
def sari(place: Place, log_in: LogIn) -> Visitor:
    return log_in()


def room(place: Place, more: str = "") -> str:
    return f"/fgd/{place.focus_group}/ruang{more}"


def press(visitor: Visitor, path: str, words: str, **fields: str) -> Page:
    """Press the button that says so, with its own form, and look at where it leads."""
    page = visitor.get(path)
    for form in page.soup.main.find_all("form"):
        for button in form.find_all("button"):
            if text_of(button) == words:
                sent = {
                    entry["name"]: entry.get("value", "")
                    for entry in form.find_all("input")
                    if entry.get("name") and entry.get("type") not in ("radio", "checkbox")
                }
                sent |= {
                    entry["name"]: entry.get("value", "")
                    for entry in form.find_all("input", checked=True)
                }
                if button.get("name"):
                    sent[str(button["name"])] = str(button["value"])
                answer = visitor.post(str(form.get("action") or path), {**sent, **fields})
                return visitor.follow(answer)
    raise AssertionError(f"{path} has no button {words!r}")


def end_round(sari: Visitor, place: Place, number: int) -> Page:
    return press(sari, room(place, "/tutup-putaran"), f"Tutup putaran {number} sekarang")


def talk(sari: Visitor, place: Place, minutes: str = "60") -> Page:
    end_round(sari, place, 1)
    return press(sari, room(place), "Susun agenda", minutes=minutes)


def agenda(page: Page) -> list[str]:
    lists = page.soup.select("section[aria-labelledby=agenda] > ol.agenda > li")
    return [text_of(item.b) for item in lists]


def test_the_console_says_what_to_do_next_with_one_button(sari: Visitor, place: Place) -> None:
    said = []
    for step in (
        lambda: sari.get(room(place)),
        lambda: end_round(sari, place, 1),
        lambda: press(sari, room(place), "Susun agenda", minutes="60"),
    ):
        page = step()
        said.append(text_of(page.soup.select_one("section.next")))
        assert len(page.soup.select("section.next .button")) == 1

    assert "12 dari 12 orang belum mengirim" in said[0]
    assert "Tulis sisa waktu untuk pembahasan" in said[1]
    assert f"Bahas butir berikutnya: {APART}." in said[2]


def test_closing_a_round_asks_first_and_says_who_has_not_sent(sari: Visitor, place: Place) -> None:
    asked = sari.get(room(place, "/tutup-putaran"))

    assert "12 dari 12 peserta belum mengirim jawaban" in asked.text
    assert "Putaran 1 ditutup." in end_round(sari, place, 1).text
    assert "Keadaan FGD sudah berubah" in sari.follow(sari.get(room(place, "/tutup-putaran"))).text


def test_the_agenda_is_reordered_without_javascript(sari: Visitor, place: Place) -> None:
    page = talk(sari, place)
    assert agenda(page) == [APART, SPLIT]
    assert "Disusun mesin" in page.text

    page = press(sari, room(place), f"Naik {SPLIT}")
    assert agenda(page) == [SPLIT, APART]
    assert "Sudah diubah fasilitator" in page.text
    page = press(sari, room(place), f"Pindah {SPLIT}", urutan="2")
    assert agenda(page) == [APART, SPLIT]
    page = press(sari, room(place), f"Keluarkan {APART}")
    assert agenda(page) == [SPLIT]
    page = press(sari, room(place), f"Masukkan {APART}")
    assert agenda(page) == [SPLIT, APART]
    page = press(sari, room(place), "Masukkan ke agenda", butir="ECO-IND-1")
    assert agenda(page) == [SPLIT, APART, "ECO-IND-1"]


def test_what_the_minutes_do_not_hold_is_named(sari: Visitor, place: Place) -> None:
    page = talk(sari, place, minutes="7")

    assert agenda(page) == [APART]
    assert "1 dari 2 butir tidak sempat dibahas." in page.text
    assert "1 butir di luar agenda" in page.text


@pytest.mark.parametrize("minutes", ["", "0", "abc", "601"])
def test_minutes_that_are_none_are_refused_beside_the_field(
    sari: Visitor, place: Place, minutes: str
) -> None:
    page = end_round(sari, place, 1)
    answer = sari.send(page, room(place), 0, minutes=minutes)

    assert answer.status == 422
    assert answer.errors


def test_groups_that_agree_are_not_told_apart(database: Database, log_in: LogIn) -> None:
    place = a_place(database)
    an_account(database, place)
    for group, (number, _) in PEOPLE.items():
        people_answer(database, place, group, number, level=0, only={APART: 3})
    visitor = log_in()
    end_round(visitor, place, 1)

    page = visitor.get(room(place, f"/butir/{APART}"))

    assert "Rata-rata semua kelompok sama. Kesepakatan kuat (A = 1,00)." in page.text
    assert "terendah" not in page.text


def test_an_item_is_discussed_settled_and_disputed(sari: Visitor, place: Place) -> None:
    talk(sari, place)
    item = room(place, f"/butir/{APART}")

    page = sari.get(item)
    assert "terendah Diskominfo, tertinggi Komunitas" in page.text
    assert "2,00" in page.text
    press(sari, item, "Mulai bahas")
    refused = press(sari, item, "Catat hasil pembahasan")
    assert refused.status == 422
    page = press(sari, item, "Catat hasil pembahasan", level="3", note="Bukti cukup.")
    assert page.soup.select_one("[name=level][value='3']").has_attr("checked")
    page = press(sari, item, "Catat pendapat", text="Masih lambat.", group="umkm")
    assert "Masih lambat. Pelaku UMKM dan pedagang pasar" in page.text
    page = press(sari, item, "Selesai dibahas")
    done = text_of(page.soup.select_one("section[aria-labelledby=done]"))
    assert "Kesepakatan: tingkat 3 · Pendapat berbeda: 1" in done
    assert agenda(page) == [SPLIT]


def test_the_hall_sees_an_item_only_when_it_is_revealed(sari: Visitor, place: Place) -> None:
    talk(sari, place)
    item, hall = room(place, f"/butir/{APART}"), f"/fgd/{place.focus_group}/papan"
    assert "Putaran 1 sudah ditutup" in sari.get(hall).heading

    press(sari, item, "Mulai bahas")
    before = sari.get(hall)
    press(sari, item, "Tampilkan hasil di layar depan")
    shown = sari.get(hall)
    press(sari, item, "Sembunyikan dari layar depan")
    after = sari.get(hall)

    assert "Hasil belum ditampilkan" in before.text
    assert "sedang dibahas" in before.heading
    assert not before.soup.select("progress")
    assert "Skor 3,67 dari 5." in shown.text
    assert "Sebaran antarkelompok 3,00 tingkat." in shown.text
    assert len(shown.soup.select(".hall-levels li")) == 5
    assert "Hasil belum ditampilkan" in after.text


def test_the_hall_sees_no_small_group_and_no_name(
    database: Database, sari: Visitor, place: Place
) -> None:
    people_answer(database, place, "opd_layanan", 2, level=0, only={APART: 1, SPLIT: 1})
    talk(sari, place)
    press(sari, room(place, f"/butir/{APART}"), "Tampilkan hasil di layar depan")

    page = sari.get(f"/fgd/{place.focus_group}/papan")

    assert "OPD pelayanan" not in page.html
    assert "Sari" not in page.html
    assert not page.soup.select(".hall-levels progress"), "one level more would tell of the two"
    assert "kelompok tidak ditampilkan" in page.text


def test_the_screen_answers_304_until_something_happens(sari: Visitor, place: Place) -> None:
    hall = f"/fgd/{place.focus_group}/papan"
    talk(sari, place)

    first = sari.client.get(hall)
    tag = {"If-None-Match": first.headers["ETag"]}
    again = sari.client.get(hall, headers=tag)
    press(sari, room(place, f"/butir/{APART}"), "Tampilkan hasil di layar depan")
    revealed = sari.client.get(hall, headers=tag)
    english = sari.client.get(hall + "?bahasa=en", headers=tag)

    assert (again.status_code, again.data) == (304, b"")
    assert re.fullmatch(r"\d\d\.\d\d\.\d\d WITA", again.headers["Takar-Updated"])
    assert (revealed.status_code, english.status_code) == (200, 200)
    assert "Round" not in revealed.text


def test_round_two_asks_what_was_talked_about_unless_chosen_otherwise(
    sari: Visitor, place: Place
) -> None:
    talk(sari, place)
    press(sari, room(place, f"/butir/{APART}"), "Mulai bahas")

    page = sari.get(room(place, "/putaran-2"))
    ticked = [box["value"] for box in page.soup.select("[name=butir][checked]")]
    nothing = sari.post(room(place, "/putaran-2"), {"csrf_token": page.form()["csrf_token"]})
    opened = press(sari, room(place, "/putaran-2"), "Buka putaran 2")

    assert ticked == [APART]
    assert nothing.status == 422
    assert "Pilih sekurangnya satu butir" in nothing.text
    assert "Putaran 2 dibuka untuk 1 butir." in opened.text
    assert "Putaran 2: 1 butir dijawab lagi" in sari.get(f"/fgd/{place.focus_group}/papan").text


def answer_again(database: Database, place: Place, question: str, level: int) -> None:
    """Everybody answers one question anew."""
    with database.writing() as db:
        meeting = db.query(world.FocusGroup).filter_by(public_id=place.focus_group).one()
        world.everybody_answers_again(db, meeting, question, GivenAnswer(level=level))


def both_rounds(database: Database, sari: Visitor, place: Place) -> Page:
    talk(sari, place)
    item = room(place, f"/butir/{APART}")
    press(sari, item, "Mulai bahas")
    press(sari, item, "Catat hasil pembahasan", level="none", note="Bahas di Dewan.")
    press(sari, item, "Catat pendapat", text="Kami tetap menilai 5.", group="komunitas")
    press(sari, room(place, "/putaran-2"), "Buka putaran 2")
    answer_again(database, place, APART, 3)
    return end_round(sari, place, 2)


def test_both_rounds_are_compared_and_one_is_chosen_for_the_score(
    database: Database, sari: Visitor, place: Place
) -> None:
    page = both_rounds(database, sari, place)
    assert "Bandingkan kedua putaran" in page.text

    compared = sari.get(room(place, "/perbandingan"))
    row = text_of(compared.soup.select_one("tbody tr"))
    press(sari, room(place, "/perbandingan"), "Tampilkan di layar depan")
    hall = sari.get(f"/fgd/{place.focus_group}/papan")
    chosen = press(sari, room(place, "/perbandingan"), "Pakai putaran ini", reason="Sepakat.")

    assert "3,67 3,00" in row
    assert "Sebaran menyempit: 3,00 → 0,00." in row
    assert "3 dari 12 orang" not in row
    assert "menyempit pada 1 dari 1 butir" in hall.text
    assert compared.soup.select("figure svg")
    assert "Skor resmi memakai putaran 2" in chosen.text
    assert "Tutup FGD" in text_of(chosen.soup.select_one("section.next"))


def test_results_tell_the_round_the_consensus_and_who_differed(
    database: Database, sari: Visitor, place: Place
) -> None:
    both_rounds(database, sari, place)
    press(sari, room(place, "/perbandingan"), "Pakai putaran ini", number="1")
    sari.submit(f"/fgd/{place.focus_group}/tutup")

    page = sari.get(f"/hasil/{place.assessment}/pertanyaan/{APART}")
    other = sari.get(f"/hasil/{place.assessment}/pertanyaan/{SPLIT}")
    report = sari.get(f"/draf/{place.assessment}/baca")

    for told in (page, report):
        assert "skor resmi memakai putaran 1 dari 2" in told.text
        assert "Kami tetap menilai 5." in told.text
        assert "Bahas di Dewan." in told.text
    assert "Kesepakatan: tidak tercapai" in page.text
    assert "Sebaran menyempit: 3,00 → 0,00." in page.text
    assert "Kami tetap menilai 5." not in other.text
    assert "3,67" in page.soup.select_one(".score").text


def test_two_facilitators_do_not_trip_over_each_other(sari: Visitor, place: Place) -> None:
    talk(sari, place)
    page = sari.get(room(place, f"/butir/{APART}"))
    press(sari, room(place, f"/butir/{APART}"), "Mulai bahas")
    press(sari, room(place, "/putaran-2"), "Buka putaran 2")

    late = sari.send(page, room(place), 2, level="3")

    assert late.status == 303
    assert "Keadaan FGD sudah berubah" in sari.follow(late).text


def test_an_item_that_is_none_is_not_found(sari: Visitor, place: Place) -> None:
    talk(sari, place)

    assert sari.get(room(place, "/butir/NOPE-1")).status == 404
