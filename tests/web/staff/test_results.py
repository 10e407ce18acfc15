from __future__ import annotations

from collections.abc import Callable

from bs4 import Tag

from assess.questionnaire.answers import GivenAnswer
from assess.questionnaire.questions import LikertQuestion, OpenQuestion
from assess.store.database import Database
from assess.store.tables import FocusGroup
from tests.page import Page, Visitor, text_of
from tests.web.staff.places import Place, a_place, an_account, people_answer
from tests.world import a_participant, the_questionnaire

LogIn = Callable[..., Visitor]
QUESTION = "GOV-SVC-1"
SIBLINGS = ("GOV-SVC-2", "GOV-SVC-3", "GOV-SVC-4")


def test_every_number_leads_to_what_it_is_made_of(database: Database, log_in: LogIn) -> None:
    sari, place = _closed(database, log_in, {"diskominfo": (4, 2), "opd_layanan": (3, 4)})

    index = sari.get(f"/hasil/{place.assessment}")
    dimension = sari.get(index.link("Tata Kelola"))
    subpillar = sari.get(dimension.link("Pelayanan publik"))
    question = sari.get(subpillar.link("Seberapa jauh warga dapat mengurus"))

    assert "Tata Kelola" in dimension.heading
    assert "Pelayanan publik" in subpillar.heading
    assert f"Pertanyaan {QUESTION}" in question.heading


def test_each_group_weighs_the_same_whatever_its_size(database: Database, log_in: LogIn) -> None:
    sari, place = _closed(database, log_in, {"diskominfo": (9, 2), "opd_layanan": (3, 4)})

    page = _question(sari, place)

    assert _score(page) == "3,00"
    assert _cells(page, "Diskominfo") == ["9", "2,00"]
    assert "terendah Diskominfo, tertinggi OPD pelayanan" in page.text
    assert "Sebaran lebar" in page.text


def test_a_question_shows_level_target_gap_and_weights(database: Database, log_in: LogIn) -> None:
    sari, place = _closed(database, log_in, {"diskominfo": (4, 2), "opd_layanan": (4, 2)}, target=4)

    page = _question(sari, place)

    current = next(
        row
        for row in page.soup.select("#anchors ~ tbody tr, table tr")
        if "Tingkat saat ini" in text_of(row)
    )
    assert text_of(current).startswith("2 · Terkelola")
    assert "Kesenjangan ke target 2,00" in page.text
    assert "Porsi dari seluruh bobot" in page.text


def test_a_group_of_one_is_hidden_and_so_is_what_would_give_it_away(
    database: Database, log_in: LogIn
) -> None:
    groups = {"diskominfo": (1, 5), "opd_layanan": (4, 2), "umkm": (5, 3), "komunitas": (6, 4)}
    sari, place = _closed(database, log_in, groups)

    page = _question(sari, place)

    assert _cells(page, "Diskominfo")[0] == "<3"
    assert "kurang dari 3 orang" in _cells(page, "Diskominfo")[1]
    assert "melindungi kelompok kecil" in _cells(page, "OPD pelayanan")[1]
    assert _cells(page, "Pelaku UMKM")[1] == "3,00"
    assert "tertinggi Komunitas" in page.text
    assert "5,00" not in page.html


def test_response_of_each_group_stands_beside_who_came(database: Database, log_in: LogIn) -> None:
    """Four people of diskominfo and two of operator were invited."""
    sari, place = _closed(database, log_in, {"diskominfo": (3, 2), "opd_layanan": (4, 2)})

    page = sari.get(f"/hasil/{place.assessment}")

    assert _cells(page, "Diskominfo", "who-table") == ["4", "3", "3", "75%"]
    assert _cells(page, "OPD pelayanan", "who-table") == ["–", "4", "4", "–"]
    assert _cells(page, "Operator", "who-table") == ["2", "0", "0", "0%"]
    assert "Hasil ini sementara: kurang dari 4 kelompok menjawab" in page.text
    assert "kurang dari 50% undangan menjawab pada Operator" in page.text


def test_a_response_rate_does_not_count_two_people(database: Database, log_in: LogIn) -> None:
    sari, place = _closed(database, log_in, {"diskominfo": (2, 2), "opd_layanan": (6, 2)})

    page = sari.get(f"/hasil/{place.assessment}")

    assert _cells(page, "Diskominfo", "who-table") == ["4", "<3", "<3", "–"]
    assert "50%" not in " ".join(_cells(page, "Diskominfo", "who-table"))


def test_a_question_of_two_people_shows_no_figure_anywhere(
    database: Database, log_in: LogIn
) -> None:
    place = a_place(database)
    an_account(database, place)
    people_answer(database, place, "diskominfo", 2, 5, only={QUESTION: 5})
    people_answer(database, place, "opd_layanan", 4, 2, only=dict.fromkeys(SIBLINGS, 2))
    sari = log_in()
    sari.submit(f"/fgd/{place.focus_group}/tutup")

    question = _question(sari, place)
    subpillar = sari.get(f"/hasil/{place.assessment}/subpilar/gov_service")

    assert "Tidak ditampilkan: kurang dari 3 orang menjawab" in question.text
    assert "5,00" not in question.html
    withheld = [
        row for row in subpillar.soup.select("table tr") if "Tidak ditampilkan" in text_of(row)
    ]
    assert len(withheld) == 2, "a question withheld alone could be solved for"


def test_what_is_not_defined_says_why(database: Database, log_in: LogIn) -> None:
    place = a_place(database)
    an_account(database, place)
    people_answer(database, place, "diskominfo", 4, 2, only={QUESTION: 2})
    sari = log_in()
    sari.submit(f"/fgd/{place.focus_group}/tutup")

    index = sari.get(f"/hasil/{place.assessment}")
    branding = sari.get(f"/hasil/{place.assessment}/dimensi/branding")

    assert "Data belum cukup" in index.text
    assert "Belum ada jawaban dari tingkat 1 sampai 5." in branding.text


def test_do_not_know_is_told_apart_and_lowers_no_score(database: Database, log_in: LogIn) -> None:
    place = a_place(database)
    an_account(database, place)
    people_answer(database, place, "diskominfo", 3, 4, only={QUESTION: 4})
    people_answer(database, place, "diskominfo", 3, -1, only={QUESTION: -1})
    people_answer(database, place, "opd_layanan", 3, 4, only=dict.fromkeys(SIBLINGS, 4))
    sari = log_in()
    sari.submit(f"/fgd/{place.focus_group}/tutup")

    page = _question(sari, place)

    assert _score(page) == "4,00"
    assert "Saya tidak tahu 3 orang" in page.text


def test_results_say_that_they_are_claims(database: Database, log_in: LogIn) -> None:
    sari, place = _closed(database, log_in, {"diskominfo": (4, 2)})

    for page in (sari.get(f"/hasil/{place.assessment}"), _question(sari, place)):
        assert "Klaim, belum diverifikasi" in page.text


def test_readiness_stands_beside_the_index(database: Database, log_in: LogIn) -> None:
    sari, place = _closed(database, log_in, {"diskominfo": (4, 2)})

    page = sari.get(f"/hasil/{place.assessment}/kesiapan")

    assert "Di samping indeks" in page.heading
    assert "Struktur" in page.text


def test_open_answers_of_small_groups_are_not_shown(database: Database, log_in: LogIn) -> None:
    place = a_place(database)
    an_account(database, place)
    _say(database, place, "umkm", ["Zaman berubah", "Air bersih dulu", "Jalan rusak", "", ""])
    _say(database, place, "perbankan", ["Satu-satunya bank di sini"])
    sari = log_in()
    sari.submit(f"/fgd/{place.focus_group}/tutup")

    page = sari.get(f"/hasil/{place.assessment}/persepsi")

    assert "Satu-satunya bank" not in page.html
    assert page.text.index("Air bersih dulu") < page.text.index("Zaman berubah")


def test_perception_is_balanced_and_withheld_under_three_people(
    database: Database, log_in: LogIn
) -> None:
    place = a_place(database)
    an_account(database, place)
    statements = _statements()
    people_answer(database, place, "umkm", 6, 2, only={statements[0]: 2})
    people_answer(database, place, "komunitas", 3, 4, only={statements[0]: 4})
    people_answer(database, place, "komunitas", 2, 5, only={statements[1]: 5})
    sari = log_in()
    sari.submit(f"/fgd/{place.focus_group}/tutup")

    rows = sari.get(f"/hasil/{place.assessment}/persepsi").soup.select("#statements ~ tbody tr")

    assert [text_of(cell) for cell in rows[0].find_all("td")] == ["3,00", "9"]
    assert [text_of(cell) for cell in rows[1].find_all("td")] == ["kurang dari 3 orang", "<3"]


def test_an_unknown_part_of_a_result_is_not_found(database: Database, log_in: LogIn) -> None:
    sari, place = _closed(database, log_in, {"diskominfo": (3, 3)})

    for part in ("dimensi/tidak_ada", "subpilar/tidak_ada", "pertanyaan/FAK-MNR-1"):
        assert sari.get(f"/hasil/{place.assessment}/{part}").status == 404


def _closed(
    database: Database,
    log_in: LogIn,
    groups: dict[str, tuple[int, int]],
    target: int | None = None,
) -> tuple[Visitor, Place]:
    """A closed meeting: group -> (people, the level that all of them choose)."""
    place = a_place(database)
    an_account(database, place)
    for group, (number, level) in groups.items():
        people_answer(database, place, group, number, level, target)
    sari = log_in()
    sari.submit(f"/fgd/{place.focus_group}/tutup")
    return sari, place


def _question(visitor: Visitor, place: Place) -> Page:
    return visitor.get(f"/hasil/{place.assessment}/pertanyaan/{QUESTION}")


def _score(page: Page) -> str:
    return text_of(page.soup.select_one(".score-value"))


def _cells(page: Page, group: str, table: str = "groups") -> list[str]:
    """The row of a group in the table of groups."""
    for row in page.soup.select(f"#{table} ~ tbody tr"):
        head: Tag | None = row.find("th")
        if text_of(head).startswith(group):
            return [text_of(cell) for cell in row.find_all("td")]
    raise AssertionError(f"no row for {group}")


def _say(database: Database, place: Place, group: str, texts: list[str]) -> None:
    """People of a group who write these texts into the first open question; '' writes nothing."""
    question = next(q for q in the_questionnaire().questions if isinstance(q, OpenQuestion))
    with database.writing() as db:
        focus_group = db.query(FocusGroup).filter_by(public_id=place.focus_group).one()
        for text in texts:
            answers = {question.id: GivenAnswer(note=text)} if text else {}
            a_participant(db, focus_group, group, answers)


def _statements() -> list[str]:
    return [q.id for q in the_questionnaire().questions if isinstance(q, LikertQuestion)]
