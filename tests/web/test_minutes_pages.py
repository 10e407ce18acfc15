"""The page of the minutes: what is added by hand, and the document."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from assess.jobs import make_waiting_drafts
from assess.room.proceedings import proceedings
from assess.store.account_tables import Role
from assess.store.database import Database
from assess.store.rounds import log_of
from assess.store.tables import FocusGroup
from assess.web.state import takar
from tests.page import Page, Visitor
from tests.web.staff.places import Place, a_place, an_account

LogIn = Callable[..., Visitor]


@pytest.fixture
def place(database: Database) -> Place:
    place = a_place(database)
    an_account(database, place)
    an_account(database, place, Role.REVIEWER, "tono")
    return place


def send(visitor: Visitor, place: Place, what: str, **fields: str) -> Page:
    page = visitor.get(f"/fgd/{place.focus_group}/berita-acara")
    token = str(page.soup.find("input", {"name": "csrf_token"})["value"])  # type: ignore[index]
    return visitor.post(
        f"/fgd/{place.focus_group}/berita-acara/{what}", {"csrf_token": token, **fields}
    )


def test_attendance_decisions_and_actions_are_added_and_stand_on_the_page(
    place: Place, log_in: LogIn, database: Database
) -> None:
    sari = log_in()

    who = {"name": "Rina Hapsari", "group": "kadin", "position": "Ketua", "consents": "y"}
    assert send(sari, place, "hadir", **who).status == 303
    assert send(sari, place, "keputusan", decision="Data dibuka.").status == 303
    action = {"action": "Susun SOP", "owner": "Diskominfo", "due": "2027-03-01"}
    assert send(sari, place, "tindak-lanjut", **action).status == 303

    page = sari.get(f"/fgd/{place.focus_group}/berita-acara")
    for told in ("Rina Hapsari", "Data dibuka.", "Susun SOP", "1 Maret 2027"):
        assert told in page.text
    with database.reading() as db:
        state = proceedings(log_of(db, db.query(FocusGroup).one().id))
    assert list(state.attended.values()) == ["kadin"]
    assert state.action_points[0].owner == "Diskominfo"


def test_a_name_without_consent_is_refused_and_what_was_typed_stays(
    place: Place, log_in: LogIn
) -> None:
    page = send(log_in(), place, "hadir", name="Rina Hapsari", group="kadin")

    assert page.status == 422
    assert "Nama hanya dicantumkan dengan persetujuan." in page.errors
    assert page.soup.find("input", {"name": "name"})["value"] == "Rina Hapsari"  # type: ignore[index]


def test_a_name_is_deleted_when_asked(place: Place, log_in: LogIn) -> None:
    sari = log_in()
    send(sari, place, "hadir", name="Rina Hapsari", group="kadin", consents="y")
    page = sari.get(f"/fgd/{place.focus_group}/berita-acara")
    key = page.soup.find("input", {"name": "attendee"})["value"]  # type: ignore[index]

    assert send(sari, place, "hadir/hapus", attendee=str(key)).status == 303

    assert "Rina Hapsari" not in sari.get(f"/fgd/{place.focus_group}/berita-acara").text
    assert (
        "(nama dihapus atas permintaan)"
        in sari.get(f"/fgd/{place.focus_group}/berita-acara/baca").text
    )


def test_the_document_is_made_and_downloaded(app: Flask, place: Place, log_in: LogIn) -> None:
    sari = log_in()
    assert send(sari, place, "susun", bahasa="id").status == 303
    assert "sedang disusun" in sari.get(f"/fgd/{place.focus_group}/berita-acara").text

    made = make_waiting_drafts(takar(app).settings, takar(app).database)
    page = sari.get(f"/fgd/{place.focus_group}/berita-acara")
    answer = sari.client.get(page.link("Unduh PDF"))

    assert made == 1
    assert answer.data.startswith(b"%PDF-")
    assert "berita-acara" in answer.headers["Content-Disposition"]
    assert "Draf yang pernah disusun" not in sari.get(f"/draf/{place.assessment}").text


def test_who_only_reads_sees_the_minutes_without_forms(place: Place, log_in: LogIn) -> None:
    page = log_in("tono").get(f"/fgd/{place.focus_group}/berita-acara")

    assert "Tambah nama" not in page.text
    assert "Baca di layar" in page.text
