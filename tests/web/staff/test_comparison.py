from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import update

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.reader import canonical
from assess.store.account_tables import Role
from assess.store.database import Database
from assess.store.tables import FocusGroup
from tests.page import Page, Visitor, text_of
from tests.web.staff.places import (
    Place,
    a_place,
    an_account,
    another_meeting,
    another_version,
    people_answer,
)
from tests.world import the_questionnaire

LogIn = Callable[..., Visitor]
ENOUGH_GROUPS = ("komunitas", "diskominfo", "kadin", "bappeda")  # for an index


def test_regions_stand_side_by_side_with_people_and_coverage(
    database: Database, log_in: LogIn
) -> None:
    sari, places = _results(database, log_in, {"Samarinda": 4, "Balikpapan": 2})

    page = _table(sari, places)

    assert _regions(page) == ["Kota Balikpapan 2026", "Kota Samarinda 2026"]
    assert _row(page, "Pelayanan publik") == ["2,00", "4,00"]
    assert _row(page, "Orang yang menjawab") == ["4", "4"]
    assert len(_row(page, "Keterisian")) == 2


def test_columns_can_be_ordered_by_a_dimension_and_are_never_ranked(
    database: Database, log_in: LogIn
) -> None:
    sari, places = _results(database, log_in, {"Samarinda": 4, "Balikpapan": 2})

    page = _table(sari, places, "&urut=governance")

    assert _regions(page) == ["Kota Samarinda 2026", "Kota Balikpapan 2026"]
    assert "bukan peringkat" in page.text
    assert "Selisih kecil tidak berarti apa-apa" in page.text


def test_fewer_than_two_are_refused_beside_the_choice(database: Database, log_in: LogIn) -> None:
    sari, places = _results(database, log_in, {"Samarinda": 4})

    page = _table(sari, places)

    assert page.status == 422
    assert page.errors == ["Pilih dua sampai sepuluh asesmen."]


def test_an_assessment_without_result_is_left_out_and_named(
    database: Database, log_in: LogIn
) -> None:
    sari, places = _results(database, log_in, {"Samarinda": 4, "Balikpapan": 2})
    empty = a_place(database, "64.74", "Bontang")

    page = _table(sari, [*places, empty])

    assert len(_regions(page)) == 2
    assert "Kota Bontang belum punya hasil" in page.text


def test_versions_are_compared_on_what_they_share_and_marked(
    database: Database, log_in: LogIn
) -> None:
    newer = _with_other_words(1)
    sari, places = _two_versions(database, log_in, newer)

    page = _table(sari, places)
    total = len(the_questionnaire().maturity_questions)

    assert f"{total - 1} pertanyaan yang sama (dari {total})" in page.text
    assert _row(page, "Pelayanan publik") == ["2,00", "4,00"]


def test_versions_that_share_too_little_are_refused(database: Database, log_in: LogIn) -> None:
    sari, places = _two_versions(database, log_in, _with_other_words(40))

    page = _table(sari, places)

    assert page.status == 422
    assert "terlalu berbeda" in page.errors[0]


def test_different_questionnaires_are_refused(database: Database, log_in: LogIn) -> None:
    sari, places = _two_versions(database, log_in, another_version("1", key="kuesioner-lain"))

    page = _table(sari, places)

    assert page.status == 422
    assert "kuesioner yang berbeda" in page.errors[0]


def test_regions_of_others_cannot_be_compared(database: Database, log_in: LogIn) -> None:
    _, places = _results(database, log_in, {"Samarinda": 4, "Balikpapan": 2})
    an_account(database, places[0], Role.REVIEWER, username="budi")

    page = _table(log_in("budi"), places)

    assert page.status == 422
    assert "Balikpapan" not in page.html


def test_different_panels_are_compared_on_the_groups_that_all_have(
    database: Database, log_in: LogIn
) -> None:
    """In Samarinda the business people lift the score; nobody of them came in Balikpapan."""
    sari, places = _results(
        database, log_in, {"Samarinda": 3, "Balikpapan": 3}, groups=ENOUGH_GROUPS
    )
    more = another_meeting(database, places[0])
    people_answer(database, more, "umkm", 4, 5)
    sari.submit(f"/fgd/{more.focus_group}/tutup")

    page = _table(sari, places)
    samarinda = _rows_of(page, "Kota Samarinda")[0]

    assert "dibandingkan hanya pada 4 kelompok yang sama" in page.text
    assert samarinda[0] == "3,00"
    assert samarinda[-1] > "3,00"
    assert "Sebagian selisih bisa berasal dari siapa yang hadir" not in page.text


def test_the_same_panels_are_compared_as_they_are(database: Database, log_in: LogIn) -> None:
    sari, places = _results(database, log_in, {"Samarinda": 4, "Balikpapan": 2})

    assert "dibandingkan hanya pada" not in _table(sari, places).text


def test_other_methods_stand_beside_the_standing_and_rank_nobody_where_ranks_are_not_shown(
    database: Database, log_in: LogIn
) -> None:
    sari, places = _results(
        database, log_in, {"Samarinda": 4, "Balikpapan": 2}, groups=ENOUGH_GROUPS
    )

    page = _table(sari, places)

    assert "Seberapa bergantung pada cara hitung" in page.text
    assert "Benih acak 20260101" in page.text
    assert _rows_of(page, "Kota Samarinda")[1] == ["4,00–4,00"]
    assert "Masuk tiga besar" not in page.text
    assert "Tidak satu pun pilihan cara hitung menggeser urutan" in page.text


def test_other_methods_need_the_answers(database: Database, log_in: LogIn) -> None:
    sari, places = _results(database, log_in, {"Samarinda": 4, "Balikpapan": 2})
    with database.writing() as db:
        db.execute(update(FocusGroup).values(frozen_ratings=None))

    assert "jawaban yang diperlukan sudah dihapus" in _table(sari, places).text


def _results(
    database: Database,
    log_in: LogIn,
    regions: dict[str, int],
    groups: tuple[str, ...] = ("diskominfo",),
) -> tuple[Visitor, list[Place]]:
    """Closed meetings: region -> the level that four people of each group choose."""
    an_account(database, None, Role.ADMINISTRATOR)
    sari = log_in()
    codes = {"Samarinda": "64.72", "Balikpapan": "64.71"}
    places = []
    for name, level in regions.items():
        place = a_place(database, codes[name], name)
        for group in groups:
            people_answer(database, place, group, 4, level)
        sari.submit(f"/fgd/{place.focus_group}/tutup")
        places.append(place)
    return sari, places


def _two_versions(
    database: Database, log_in: LogIn, other: Questionnaire
) -> tuple[Visitor, list[Place]]:
    """Balikpapan on the shipped questionnaire at level 2, Samarinda on the other at level 4."""
    sari, places = _results(database, log_in, {"Balikpapan": 2})
    place = a_place(database, "64.72", "Samarinda", other)
    people_answer(database, place, "diskominfo", 4, 4, questionnaire=other)
    sari.submit(f"/fgd/{place.focus_group}/tutup")
    return sari, [*places, place]


def _with_other_words(number: int) -> Questionnaire:
    """A version in which so many maturity questions ask something else."""
    questions: list[dict[str, Any]] = json.loads(canonical(the_questionnaire()))["questions"]
    for question in [q for q in questions if q["type"] == "maturity"][:number]:
        question["text"] = {"id": "Sesuatu yang lain?", "en": "Something else?"}
    return another_version("9.9", questions=questions)


def _table(visitor: Visitor, places: list[Place], more: str = "") -> Page:
    chosen = "&".join(f"a={place.assessment}" for place in places)
    return visitor.get(f"/banding/tabel?{chosen}{more}")


def _regions(page: Page) -> list[str]:
    return [text_of(cell) for cell in page.soup.select(".heat-table thead tr:first-child th")[1:]]


def _row(page: Page, name: str) -> list[str]:
    for row in page.soup.select(".heat-table tr"):
        if text_of(row.find("th", scope="row")) == name:
            return [text_of(cell) for cell in row.find_all("td")]
    raise AssertionError(f"no row {name}")


def _rows_of(page: Page, name: str) -> list[list[str]]:
    """Cells of every row of the region: where it stands, then how it fares by other methods."""
    return [
        [text_of(cell) for cell in row.find_all("td")]
        for row in page.soup.select("section tr")
        if row.find("th", scope="row") and text_of(row.find("th", scope="row")) == name
    ]
