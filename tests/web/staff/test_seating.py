"""Pages about seats, tickets, tables and who leads, as a facilitator meets them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from assess.actions.focus_groups import close_focus_group
from assess.store.account_tables import Role
from assess.store.answers import answers_of
from assess.store.database import Database
from assess.store.rounds import log_of
from assess.store.seating import seat_by_number, tickets_of
from assess.store.tables import FocusGroup, SeatEntry
from tests.page import Page, Visitor
from tests.world import NOW, a_focus_group, a_participant, a_region, an_account, an_assessment

ADDRESS = "/fgd/f000000000000000000000"
OPEN_TEXT = "Jawaban rahasia kursi ini"


@dataclass
class Room:
    """A meeting with three seats: two of the office of informatics and one of a business."""

    database: Database
    staff: Visitor

    def get(self, path: str) -> Page:
        page = self.staff.get(ADDRESS + path)
        assert page.status == 200, page.text
        return page

    def submit(self, path: str, number: int = 0, **fields: str) -> Page:
        return self.staff.follow(self.staff.submit(ADDRESS + path, number, **fields))

    def post(self, path: str, **fields: str) -> Page:
        token = self.get("/kursi/").soup.find("input", {"name": "csrf_token"})
        assert token is not None
        answer = self.staff.post(ADDRESS + path, {**fields, "csrf_token": str(token["value"])})
        return self.staff.follow(answer)

    def close(self) -> None:
        with self.database.writing() as db:
            close_focus_group(db, db.scalars(select(FocusGroup)).one(), NOW)


@pytest.fixture
def room(database: Database, log_in: Callable[..., Visitor]) -> Room:
    with database.writing() as db:
        region = a_region(db)
        an_account(db, "sari", Role.FACILITATOR, region)
        an_account(db, "budi", Role.FACILITATOR, region)
        an_account(db, "tuti", Role.OFFICIAL, region)
        meeting = a_focus_group(db, an_assessment(db, region))
        a_participant(db, meeting, "diskominfo", {"GOV-BUR-1": 2})
        a_participant(db, meeting, "diskominfo", {"GOV-BUR-1": 4, "GOV-SVC-1": 3})
        a_participant(db, meeting, "kadin", {})
    return Room(database, log_in())


def row_of(page: Page, number: int) -> str:
    row = page.soup.select(".table-scroll tbody tr")[number - 1]
    return " ".join(row.get_text(" ").split())


def test_the_list_counts_and_tells_no_answer(room: Room) -> None:
    page = room.get("/kursi/")

    assert row_of(page, 2).startswith("Kursi 2 Diskominfo – 14.05 WITA 2 dari ")
    assert "Tingkat" not in page.text
    assert "GOV-" not in page.text


@pytest.mark.parametrize("path", ["/kursi/", "/kursi/1", "/tiket/", "/meja/", "/serah-terima/"])
def test_seats_are_for_those_who_facilitate(
    room: Room, log_in: Callable[..., Visitor], path: str
) -> None:
    assert room.get(path).status == 200
    assert log_in("tuti").get(ADDRESS + path).status == 403


def test_more_seats_than_heads_is_a_warning_in_words(room: Room) -> None:
    assert "Peringatan" not in room.get("/kursi/").text

    warned = room.submit("/kursi/", heads="2")
    notice = warned.soup.select_one(".notice--danger")

    assert notice is not None
    assert "Peringatan: kursi lebih banyak dari orang." in notice.text
    assert "3 kursi dihitung, padahal di ruangan ada 2 orang. Ada 1 kursi" in notice.text
    assert "Peringatan: kursi lebih banyak" in room.get("").text
    assert "Peringatan" not in room.submit("/kursi/", heads="3").text


@pytest.mark.parametrize("heads", ["", "-1", "banyak", "100000"])
def test_a_count_that_is_none_is_refused(room: Room, heads: str) -> None:
    page = room.submit("/kursi/", heads=heads)

    assert page.status == 422
    assert page.errors


def test_a_voided_seat_stays_in_the_list_and_can_be_restored(room: Room) -> None:
    missing = room.submit("/kursi/3", 2, reason=" ")
    voided = room.submit("/kursi/3", 2, reason="Dari luar ruangan")
    listed = room.get("/kursi/")
    restored = room.submit("/kursi/3")

    assert missing.status == 422
    assert "Kursi 3 dibatalkan dan tidak dihitung." in voided.text
    assert "Dari luar ruangan" in voided.text  # in the seat's own history
    assert "Dibatalkan" in row_of(listed, 3)
    assert "2 kursi dihitung" in listed.text
    assert "Kursi 3 dihitung lagi." in restored.text


def test_a_wrong_group_is_put_right(room: Room) -> None:
    page = room.submit("/kursi/3", 0, group="umkm")

    assert "Kursi 3 sekarang mewakili Pelaku UMKM" in page.text
    assert "tidak berubah" in room.submit("/kursi/3", 0, group="umkm").text


def test_merging_names_the_questions_that_differ_and_no_answer(room: Room) -> None:
    page = room.submit("/kursi/1", 1, other="2")

    assert "Jawaban yang dibawa: 1." in page.text
    assert "Dijawab berbeda di dua ponsel" in page.text
    assert "GOV-BUR-1" in page.text
    with room.database.reading() as db:
        seat = seat_by_number(db, 1, 1)
        assert seat is not None
        levels = {key: answer.level for key, answer in answers_of(db, seat.id).items()}
    assert levels == {"GOV-BUR-1": 2, "GOV-SVC-1": 3}
    assert "digabung ke kursi 1" in room.get("/kursi/2").text
    assert "Kursi 2 dihitung lagi." in room.submit("/kursi/2").text


@pytest.mark.parametrize(("other", "told"), [("1", "dengan dirinya"), ("77", "Tidak ada kursi")])
def test_a_merge_that_cannot_be_says_why(room: Room, other: str, told: str) -> None:
    assert told in room.submit("/kursi/1", 1, other=other).text


def test_a_closed_meeting_changes_only_by_reopening(room: Room) -> None:
    room.submit("/tiket/", how_many="2")
    room.close()
    acts = {
        "/kursi/hitung": {"heads": "3"},
        "/kursi/1/batalkan": {"reason": "Ganda"},
        "/kursi/1/kelompok": {"group": "umkm"},
        "/kursi/1/gabung": {"other": "2"},
        "/tiket/cara-masuk": {"entry": "tickets"},
        "/meja/": {"nama-1": "Meja", "bagian-1": "governance"},
        "/serah-terima/ambil-alih": {"reason": "Sakit"},
    }
    with room.database.reading() as db:
        before = len(log_of(db, 1))
    page = room.get("/kursi/")
    # The forms are gone; who still has an older page open is told the same.
    assert not page.soup.main.find_all("form", method="post")
    token = room.staff.get("/beranda").soup.find("input", {"name": "csrf_token"})
    assert token is not None
    for path, fields in acts.items():
        posted = room.staff.post(ADDRESS + path, {**fields, "csrf_token": str(token["value"])})
        told = room.staff.follow(posted)
        assert "FGD ini sudah ditutup dan hasilnya sudah dihitung" in told.text, path

    with room.database.reading() as db:
        assert len(log_of(db, 1)) == before
        assert room.get("/kursi/1").text.count("hanya bisa dibaca") == 1


def test_tickets_are_made_counted_and_printed_once_unused(room: Room) -> None:
    made = room.submit("/tiket/", 0, how_many="3", group="kadin")
    more = room.submit("/tiket/", 1, how_many="2")
    sheet = room.get("/tiket/cetak")
    some = room.get("/tiket/cetak?first=8&last=8")

    assert "Tiket nomor 4 sampai 6 dibuat." in made.text
    assert "Tiket nomor 7 sampai 8 dibuat." in more.text
    assert len(sheet.soup.select(".ticket svg")) == 5
    assert [each.text for each in sheet.soup.select(".ticket-number b")] == list("45678")
    assert [each.text for each in some.soup.select(".ticket-number b")] == ["8"]
    code = sheet.soup.select_one(".ticket-type b")
    assert code is not None
    joined = Visitor(room.staff.client.application.test_client()).submit("/", kode=code.text)
    assert joined.status == 303


def test_the_entry_changes_only_when_there_are_tickets(room: Room) -> None:
    refused = room.submit("/tiket/", 1, entry="tickets")
    room.submit("/tiket/", 0, how_many="1")
    changed = room.submit("/tiket/", 2, entry="tickets")

    assert "Buat tiket dulu" in refused.text
    assert "Cara peserta masuk disimpan." in changed.text
    with room.database.reading() as db:
        assert db.scalars(select(FocusGroup.entry)).one() == SeatEntry.TICKETS
        assert len(tickets_of(db, 1)) == 1


def with_tables(room: Room) -> Page:
    page = room.staff.get(ADDRESS + "/meja/")
    fields = {**page.form(), "nama-1": "Meja tata kelola", "nama-2": "Meja ekonomi"}
    answer = room.staff.post(
        ADDRESS + "/meja/",
        {**fields, "bagian-1": ["governance", "branding"], "bagian-2": ["economy"]},
    )
    return room.staff.follow(answer)


def test_parts_without_a_table_are_named(room: Room) -> None:
    page = with_tables(room)

    assert "Meja disimpan. Belum ada meja untuk: " in page.text
    assert "Bagian itu tidak akan dijawab siapa pun." in page.text
    assert [th.text for th in page.soup.select("tbody th")] == [
        "Meja tata kelola",
        "Meja ekonomi",
        "Tanpa meja",
    ]


def test_a_table_without_a_part_is_refused_beside_its_name(room: Room) -> None:
    page = room.submit("/meja/", **{"nama-1": "Meja kosong"})

    assert page.status == 422
    assert page.errors == ["Pilih paling sedikit satu bagian untuk Meja kosong."]
    assert page.form()["nama-1"] == "Meja kosong"


def test_progress_counts_only_what_the_table_is_asked(room: Room) -> None:
    with_tables(room)
    room.submit("/kursi/1", 1, table="meja-2")

    page = room.get("/meja/")

    economy = row_of(page, 2)
    assert "1 0 0 dari " in economy  # the answer to GOV-BUR-1 is no answer of this table


def test_the_board_asks_of_each_table_only_its_parts(room: Room) -> None:
    def meters() -> dict[str, int]:
        told = room.staff.client.get(ADDRESS + "/papan.json").json
        assert told is not None
        return {key: meter["total"] for key, meter in told["meters"].items()}

    before = meters()
    with_tables(room)
    for number in ("1", "2", "3"):
        room.submit(f"/kursi/{number}", 1, table="meja-2")

    after = meters()

    assert after["section-economy"] == before["section-economy"] > 0
    assert after["section-governance"] == 0 < before["section-governance"]


def test_the_assistant_sees_one_table_without_an_account(room: Room) -> None:
    with_tables(room)
    room.submit("/kursi/1", 1, table="meja-2")
    sheet = room.get("/meja/asisten")
    link = [a["href"] for a in sheet.soup.select(".ticket a")][1].removeprefix("http://localhost")
    assistant = Visitor(room.staff.client.application.test_client())

    page = assistant.get(link)
    marked = assistant.follow(assistant.post(link, {**page.form(), "keadaan": "late"}))

    assert page.heading == "FGD pertama Meja ekonomi"
    assert "Meja tata kelola" not in page.text
    assert "Terlambat" in marked.text
    assert "Terlambat" in row_of(room.get("/meja/"), 2)
    with room.database.reading() as db:
        last = log_of(db, 1)[-1]
        assert (last.by, last.content["by_assistant"]) == ("", True)


def test_a_link_of_another_table_or_of_before_the_renewal_opens_nothing(room: Room) -> None:
    with_tables(room)
    links = [
        a["href"].removeprefix("http://localhost")
        for a in room.get("/meja/asisten").soup.select(".ticket a")
    ]
    key = links[0].rsplit("/", 1)[1]
    assistant = Visitor(room.staff.client.application.test_client())

    assert assistant.get(links[1].rsplit("/", 1)[0] + f"/{key}").status == 404
    assert assistant.get(links[0]).status == 200
    room.submit("/meja/asisten")
    assert assistant.get(links[0]).status == 404
    assert assistant.get(links[1]).status == 200


def test_two_facilitators_hand_over_under_their_own_accounts(
    room: Room, log_in: Callable[..., Visitor]
) -> None:
    room.submit("/serah-terima/", reason="FGD dibuat pengelola")
    asked = room.submit("/serah-terima/", account=budis_id(room))
    budi = log_in("budi")
    offered = budi.get(ADDRESS + "/serah-terima/")
    taken = budi.follow(budi.send(offered, ADDRESS + "/serah-terima/"))

    assert "Ditawarkan kepada Budi" in asked.text
    assert "Sari menyerahkan FGD ini kepada Anda" in offered.text
    assert "Memimpin sekarang Budi" in taken.text
    with room.database.reading() as db:
        last = log_of(db, 1)[-1]
        assert (last.by, last.content) == ("Budi", {"from": "Sari", "to": "Budi"})


def budis_id(room: Room) -> str:
    page = room.get("/serah-terima/")
    (choice,) = [each for each in page.soup.find_all("label") if "Budi" in each.text]
    entry = choice.find("input")
    assert entry is not None
    return str(entry["value"])


def test_an_offer_to_somebody_else_cannot_be_accepted(
    room: Room, log_in: Callable[..., Visitor]
) -> None:
    told = room.post("/serah-terima/terima")

    assert "tidak sedang ditawarkan kepada Anda" in told.text
