"""Four dials stand beside every figure, each with its term explained in place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assess.questionnaire.answers import GivenAnswer
from assess.store.account_tables import Role
from assess.store.database import Database
from assess.store.tables import FocusGroup
from assess.web.dials import Strength, strength
from tests.page import Page, Visitor, text_of
from tests.web.staff.places import Place, a_place, an_account, people_answer
from tests.world import a_participant

LogIn = Callable[..., Visitor]
TERMS = ["Skor dan rentangnya", "Kesepakatan", "Keterisian", "Kekuatan bukti"]
QUESTION = "GOV-SVC-1"


@pytest.mark.parametrize(
    ("agreement", "label"),
    [
        (0.7, Strength.STRONG),
        (0.7 - 1e-12, Strength.STRONG),
        (0.69, Strength.MODERATE),
        (0.4, Strength.MODERATE),
        (0.39, Strength.WEAK),
        (0.0, Strength.WEAK),
        (-0.01, Strength.SPLIT),
    ],
)
def test_agreement_is_named_by_the_limits_of_the_method(agreement: float, label: Strength) -> None:
    assert strength(agreement) is label


def test_every_figure_has_four_dials_and_explains_each_term(
    database: Database, log_in: LogIn
) -> None:
    sari, place = closed(database, log_in, {"diskominfo": (4, 2), "opd_layanan": (3, 4)})

    for part in ("", "/dimensi/governance", "/subpilar/gov_service", f"/pertanyaan/{QUESTION}"):
        page = sari.get(f"/hasil/{place.assessment}{part}")
        assert [text_of(head) for head in page.soup.select(".dials h3")] == TERMS, part
        meanings = [text_of(fold.p) for fold in page.soup.select(".dials details")]
        assert len(meanings) == 4
        assert all(meaning.endswith(".") for meaning in meanings)
        assert "Jelaskan angka ini" in page.text


def test_few_people_are_not_enough_to_go_by(database: Database, log_in: LogIn) -> None:
    sari, place = closed(database, log_in, {"diskominfo": (4, 2), "opd_layanan": (3, 4)})

    page = sari.get(f"/hasil/{place.assessment}")

    assert "Belum cukup dasar" in page.text
    assert "7 orang menjawab, perlu 8" in page.text


def test_who_did_not_speak_is_named_beside_coverage(database: Database, log_in: LogIn) -> None:
    sari, place = closed(database, log_in, {"diskominfo": (4, 2)})

    coverage = dial(sari.get(f"/hasil/{place.assessment}/pertanyaan/{QUESTION}"), "coverage")

    assert "Belum bersuara" in coverage
    assert "OPD pelayanan" in coverage


def test_a_split_between_groups_is_called_a_hidden_conflict(
    database: Database, log_in: LogIn
) -> None:
    sari, place = closed(database, log_in, {"diskominfo": (4, 1), "opd_layanan": (4, 4)})

    index = sari.get(f"/hasil/{place.assessment}")
    agreement = dial(sari.get(f"/hasil/{place.assessment}/pertanyaan/{QUESTION}"), "agreement")

    assert "Perselisihan tersembunyi" in agreement
    assert "3,00 tingkat" in agreement
    row = next(tr for tr in index.soup.select("table tr") if "KTP" in text_of(tr))
    assert "Diskominfo 1,00" in text_of(row)
    assert "OPD pelayanan 4,00" in text_of(row)
    assert "perselisihan tersembunyi" in text_of(row)


def test_evidence_that_is_named_is_counted_and_not_accepted(
    database: Database, log_in: LogIn
) -> None:
    place = a_place(database)
    an_account(database, place)
    people_answer(database, place, "opd_layanan", 4, 4)
    with database.writing() as db:
        meeting = db.query(FocusGroup).filter_by(public_id=place.focus_group).one()
        named = GivenAnswer(level=4, evidence="SK Wali Kota 12/2025")
        for _ in range(3):
            a_participant(db, meeting, "diskominfo", {QUESTION: named})
        a_participant(db, meeting, "diskominfo", {QUESTION: GivenAnswer(level=1, evidence="x")})
    sari = log_in()
    sari.submit(f"/fgd/{place.focus_group}/tutup")

    question = dial(sari.get(f"/hasil/{place.assessment}/pertanyaan/{QUESTION}"), "evidence")

    assert "3 dari 7" in question, "level 1 needs no proof"
    assert "Belum ada bukti yang diperiksa dan diterima" in question


def test_the_verified_score_stays_at_what_is_believed_without_evidence(
    database: Database, log_in: LogIn
) -> None:
    groups = dict.fromkeys(
        ("pimpinan", "bappeda", "diskominfo", "opd_layanan", "komunitas", "umkm"), (3, 4)
    )
    sari, place = closed(database, log_in, groups)

    page = sari.get(f"/hasil/{place.assessment}/dimensi/governance")

    assert "Skor terverifikasi 2,00, klaim 4,00" in dial(page, "evidence")


def test_counts_of_high_answers_are_hidden_beside_a_small_group(
    database: Database, log_in: LogIn
) -> None:
    sari, place = closed(
        database, log_in, {"diskominfo": (1, 5), "opd_layanan": (4, 2), "umkm": (5, 3)}
    )

    page = sari.get(f"/hasil/{place.assessment}/pertanyaan/{QUESTION}")

    assert " dari " not in dial(page, "evidence")


def test_methods_and_layers_stand_beside_the_index(database: Database, log_in: LogIn) -> None:
    groups = {"diskominfo": (8, 4), "opd_layanan": (3, 4), "umkm": (4, 2), "komunitas": (4, 1)}
    sari, place = closed(database, log_in, groups)

    page = sari.get(f"/hasil/{place.assessment}")

    methods = page.soup.select_one("#method-table").parent
    assert "Hitung kepala" in text_of(methods)
    assert "tergantung metode" in text_of(page.soup.select_one("section:has(#methods)"))
    layers = page.soup.select_one("#layer-table").parent
    society = next(tr for tr in layers.select("tr") if "Masyarakat" in text_of(tr))
    assert "−" in text_of(society.select("td")[3]), "residents see less"


def test_careless_answers_are_flagged_and_kept(database: Database, log_in: LogIn) -> None:
    sari, place = closed(database, log_in, {"diskominfo": (4, 2), "opd_layanan": (3, 4)})

    page = sari.get(f"/hasil/{place.assessment}/mutu")

    assert "7 orang ditandai. Mereka tetap dihitung" in page.text
    assert "Tidak ada jawaban yang dikeluarkan dari skor" in page.text


def test_reviewers_do_not_see_who_is_flagged(database: Database, log_in: LogIn) -> None:
    _, place = closed(database, log_in, {"diskominfo": (4, 2)})
    an_account(database, place, Role.REVIEWER, username="budi")
    budi = log_in("budi")

    assert budi.get(f"/hasil/{place.assessment}/mutu").status == 403
    assert "Mutu jawaban" not in budi.get(f"/hasil/{place.assessment}").text


def dial(page: Page, key: str) -> str:
    return text_of(page.soup.select_one(f"section:has(#dial-{key})"))


def closed(
    database: Database, log_in: LogIn, groups: dict[str, tuple[int, int]]
) -> tuple[Visitor, Place]:
    """A closed meeting: group -> (people, the level that all of them choose)."""
    place = a_place(database)
    an_account(database, place)
    for group, (number, level) in groups.items():
        people_answer(database, place, group, number, level, target=5)
    sari = log_in()
    sari.submit(f"/fgd/{place.focus_group}/tutup")
    return sari, place
