"""Instruments of another shape go the whole way on the same pages: nothing is hard-wired."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from assess.jobs import make_waiting_drafts
from assess.questionnaire.questions import MaturityQuestion
from assess.questionnaire.reader import read_questionnaire
from assess.store.database import Database
from assess.store.tables import Draft, DraftState, FocusGroup
from assess.web.state import takar
from tests.page import Visitor
from tests.web.staff.places import a_place, an_account, people_answer
from tests.world import ROOT

SPBE = read_questionnaire(ROOT / "questionnaires" / "spbe-2020.yaml")
PEMDI = read_questionnaire(ROOT / "questionnaires" / "pemdi-2026.yaml")


def test_a_new_assessment_offers_every_questionnaire_on_the_shelf(
    database: Database, log_in: Callable[..., Visitor]
) -> None:
    place = a_place(database)
    an_account(database, place)

    page = log_in().get(f"/daerah/{place.code}/asesmen-baru")

    offered = [entry["value"] for entry in page.soup.select("input[name=questionnaire]")]
    assert offered == ["kematangan-kota-cerdas", "pemdi-2026", "spbe-2020"]


def test_one_assessor_goes_from_the_poster_to_the_spbe_index(
    database: Database, log_in: Callable[..., Visitor], new_visitor: Callable[[], Visitor]
) -> None:
    place = a_place(database)
    an_account(database, place)
    sari, assessor = log_in(), new_visitor()

    assessment = _created(sari, place.code)
    meeting = sari.submit(
        f"{assessment}/fgd-baru",
        title="Penilaian",
        place="Diskominfo",
        day="2026-11-21",
        time="09:00",
    ).response.headers["Location"]
    _join(assessor, meeting.rpartition("/")[2], database)
    for dimension in SPBE.dimensions:
        _answer(assessor, f"/isi/{dimension.key}", level="3", target="4")
    assert assessor.submit("/isi/periksa").status == 303
    sari.submit(f"{meeting}/tutup")
    index = sari.get(assessment.replace("/asesmen/", "/hasil/"))
    domain = sari.get(index.link("Manajemen SPBE"))
    aspect = sari.get(domain.link("Audit TIK"))
    indicator = sari.get(aspect.link("audit keamanan informasi"))

    assert "3,00" in index.text
    assert "Baik" in index.text
    assert "Kesiapan daerah" not in index.text
    assert "Tidak ditampilkan" not in index.text
    for page in (index, domain, aspect, indicator):
        assert "<3" not in page.text
        assert "perlu 8" not in page.text
        assert "terlalu sedikit orang" not in page.text
    assert "sementara" not in index.text
    assert "Undang lebih banyak orang" not in index.text
    assert "Penilai mengisi atas nama kantornya" in index.text
    assert "1,50%" in indicator.text
    assert "Terdefinisi" in indicator.text


def test_the_draft_without_a_catalogue_says_so(
    app: Flask, database: Database, log_in: Callable[..., Visitor]
) -> None:
    place = a_place(database, questionnaire=SPBE)
    an_account(database, place)
    people_answer(database, place, "penilai", 1, 2, 4, questionnaire=SPBE)
    sari = log_in()
    sari.submit(f"/fgd/{place.focus_group}/tutup")

    sari.submit(f"/draf/{place.assessment}", bahasa="id")
    read = sari.get(f"/draf/{place.assessment}/baca")
    made = make_waiting_drafts(takar(app).settings, database)

    assert "Kuesioner ini tidak memiliki katalog inisiatif" in read.text
    assert "Peta jalan" not in read.text
    assert "lihat katalog" not in read.text
    with database.reading() as db:
        assert [draft.state for draft in db.query(Draft)] == [DraftState.READY] * made != []


def test_two_assessors_may_halve_a_level_of_pemdi(
    database: Database, log_in: Callable[..., Visitor]
) -> None:
    place = a_place(database, questionnaire=PEMDI)
    an_account(database, place)
    for level in (2, 3):
        people_answer(database, place, "penilai", 1, level, questionnaire=PEMDI)
    sari = log_in()
    sari.submit(f"/fgd/{place.focus_group}/tutup")

    page = sari.get(f"/hasil/{place.assessment}")

    assert "2,50" in page.text
    assert "Baik" in page.text


def _created(sari: Visitor, code: str) -> str:
    made = sari.submit(
        f"/daerah/{code}/asesmen-baru", questionnaire="spbe-2020", title="SPBE 2026", year="2026"
    )
    assert made.status == 303, made.errors
    return str(made.response.headers["Location"])


def _join(assessor: Visitor, meeting: str, database: Database) -> None:
    with database.reading() as db:
        token = db.query(FocusGroup.join_token).filter_by(public_id=meeting).scalar()
    assert assessor.submit(f"/j/{token}", kelompok="penilai", setuju="ya").status == 303


def _answer(assessor: Visitor, path: str, level: str, target: str) -> None:
    page = assessor.get(path)
    names = {str(entry["name"]) for entry in page.soup.select("input[type=radio]")}
    given = {name: level for name in names if name.startswith("a.")}
    aimed = {f"t.{name[2:]}": target for name in given}
    assert given, "a section asks something"
    fields = {**page.form(), **given, **aimed}
    assert assessor.post(path, fields).status == 303


def test_every_indicator_is_asked_once() -> None:
    assert [q.id for q in SPBE.questions] == [f"SPBE-{n:02d}" for n in range(1, 48)]
    assert all(isinstance(q, MaturityQuestion) for q in (*SPBE.questions, *PEMDI.questions))


def test_the_bundle_of_one_assessor_holds_every_figure(
    database: Database, log_in: Callable[..., Visitor]
) -> None:
    place = a_place(database, questionnaire=SPBE)
    an_account(database, place)
    people_answer(database, place, "penilai", 1, 2, 4, questionnaire=SPBE)
    sari = log_in()
    sari.submit(f"/fgd/{place.focus_group}/tutup")

    bundle = sari.get(f"/hasil/{place.assessment}/verifikasi/umum.zip")

    assert '"angka": []' in bundle.html
    assert '"SPBE-47"' in bundle.html
