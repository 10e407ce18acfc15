"""What experts come to, what is decided, and the results that are computed with it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from assess.demo import load_demo
from assess.store.account_tables import Role
from assess.store.database import Database
from assess.store.tables import Assessment, FocusGroup, Region
from assess.store.weight_tables import AdoptedWeights
from tests.web.staff.places import a_place, an_account, people_answer
from tests.web.staff.weighing import (
    CONSISTENT,
    ELEMENTS,
    POINTS,
    LogIn,
    NewVisitor,
    a_facilitator_of,
    close,
    decide,
    enter,
    forgery_token,
    let_in,
    line_of,
    link_of_one_more,
    results,
    rows_of,
    set_page,
    shares,
    uneven_answers,
)
from tests.world import NOW, the_questionnaire
from tests.world import an_account as a_facilitator


def test_weights_stand_side_by_side_with_the_spread_of_the_experts(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = a_facilitator_of(database, log_in)
    for points in ("60 20 20", "20 60 20", "40 40 20"):
        typed = dict(zip(ELEMENTS, points.split(), strict=True))
        enter(new_visitor(), link_of_one_more(sari, place), "poin", "readiness", **typed)
    enter(new_visitor(), link_of_one_more(sari, place), "pasangan", "readiness", **CONSISTENT)

    page = set_page(sari, place, "readiness")

    first = next(row for row in rows_of(page, "beside") if "Struktur" in row[0])
    assert first[1:] == ["34,0%", "33,3%", "40,0%", "57,1%", "34,0%"]
    spread = rows_of(page, "spread-budget")
    assert spread[0][1:3] == ["20,0%", "60,0%"]
    assert spread[2][1:4] == ["20,0%", "20,0%", "1,00"]
    assert 'melebihi 50 persen menurut cara "Perbandingan berpasangan"' in page.text
    assert "CR penilaian bersama 0,000" in page.text


def test_readers_see_no_single_expert_and_cannot_decide(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = a_facilitator_of(database, log_in)
    an_account(database, place, Role.REVIEWER, "budi")
    link = link_of_one_more(sari, place, "Bappeda")
    enter(new_visitor(), link, "poin", "index", **POINTS)
    budi = log_in("budi")

    page, overview = set_page(budi, place, "index"), budi.get(f"/bobot/{place.assessment}")
    fields = {"method": "equal", "note": "x", "csrf_token": forgery_token(budi)}
    posted = budi.post(f"/bobot/{place.assessment}/untuk/index", fields)

    assert "Bappeda" not in page.text + overview.text
    assert "/pakar/" not in overview.html
    assert "Seberapa jauh pakar berbeda" not in page.text
    assert "40,0%" in page.text  # what the panel comes to is open
    assert posted.status == 403
    assert "Seberapa jauh pakar berbeda" in set_page(sari, place, "index").text


def test_the_first_result_is_computed_with_the_adopted_weights(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = a_facilitator_of(database, log_in)
    enter(new_visitor(), link_of_one_more(sari, place), "poin", "index", **POINTS)

    told = sari.follow(decide(sari, place, "index", "budget", "Berita acara 7/2026"))
    people_answer(database, place, "diskominfo", 5, 3, 4)
    close(database, place)

    assert "Berita acara 7/2026" in told.text
    (result,) = results(database)
    (used,) = result.weights
    assert (used.method, used.experts, used.after_result) == ("budget", 1, False)
    assert result.scorecard.dimensions["governance"].path_weight == pytest.approx(0.4)
    assert shares(used.weights)["governance"] == pytest.approx(0.4)
    page = sari.get(f"/hasil/{place.assessment}")
    assert "Dimensi pada indeks: bobot dari pembagian 100 poin oleh 1 pakar" in page.text
    assert "sesudah ada hasil" not in page.text


def test_a_decision_after_the_result_makes_a_new_one_beside_it(
    database: Database, log_in: LogIn
) -> None:
    sari, place = a_facilitator_of(database, log_in)
    uneven_answers(database, place)
    close(database, place)

    sari.follow(decide(sari, place, "index", "equal"))

    before, after = results(database)
    assert before.weights == ()
    assert before.scorecard.index.score == pytest.approx(0.17 * 5 + 0.83 * 2)
    assert after.scorecard.index.score == pytest.approx(5 / 6 + 2 * 5 / 6)
    assert after.stored.ratings_sha256 == before.stored.ratings_sha256
    assert after.weights[0].after_result
    page = sari.get(f"/hasil/{place.assessment}")
    assert "Ditetapkan sesudah ada hasil sebelumnya." in page.text


def test_the_weights_of_the_questionnaire_can_be_taken_again(
    database: Database, log_in: LogIn
) -> None:
    sari, place = a_facilitator_of(database, log_in)
    people_answer(database, place, "diskominfo", 5, 3)
    close(database, place)

    sari.follow(decide(sari, place, "index", "equal"))
    page = sari.follow(decide(sari, place, "index", "instrument"))

    assert [len(result.weights) for result in results(database)] == [0, 1, 0]
    assert "diganti" in page.text
    with database.reading() as db:
        kept = db.scalars(select(AdoptedWeights).order_by(AdoptedWeights.id)).all()
    assert [row.replaced_at is None for row in kept] == [False, True]


def test_a_decision_needs_its_reason_and_entropy_is_never_one(
    database: Database, log_in: LogIn
) -> None:
    sari, place = a_facilitator_of(database, log_in)

    silent = decide(sari, place, "index", "equal", note=" ")
    entropy = decide(sari, place, "index", "entropy")
    without_experts = decide(sari, place, "index", "budget")

    assert silent.errors == ["Tulis dasarnya, misalnya nomor berita acara rapat."]
    assert entropy.status == without_experts.status == 422
    with database.reading() as db:
        assert db.scalars(select(AdoptedWeights)).all() == []


def test_a_decision_on_entries_that_changed_since_is_refused(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = a_facilitator_of(database, log_in)
    link, expert = link_of_one_more(sari, place), new_visitor()
    address = f"/bobot/{place.assessment}/untuk/index"
    enter(expert, link, "poin", "index", **POINTS)
    opened = sari.get(address)

    enter(expert, link, "poin", "index", **{**POINTS, "governance": "30", "branding": "30"})
    refused = sari.send(opened, address, method="budget", note="BA 1")
    looked_again = sari.send(refused, address, method="budget", note="BA 1")

    assert "Isian pakar berubah sejak halaman ini dibuka." in refused.errors[0]
    assert looked_again.status == 303


def test_weights_cannot_change_once_the_answers_are_deleted(
    database: Database, log_in: LogIn
) -> None:
    sari, place = a_facilitator_of(database, log_in)
    people_answer(database, place, "diskominfo", 5, 3)
    close(database, place)
    with database.writing() as db:
        db.scalars(select(FocusGroup)).one().frozen_ratings = None

    page = decide(sari, place, "index", "equal")

    assert page.status == 422
    assert "Jawaban peserta sudah dihapus" in page.errors[0]
    assert len(results(database)) == 1


def test_effective_weights_multiply_along_the_path(database: Database, log_in: LogIn) -> None:
    sari, place = a_facilitator_of(database, log_in)
    sari.follow(decide(sari, place, "governance", "equal"))

    page = sari.get(f"/bobot/{place.assessment}")

    rows = {row[0]: row[1:] for row in rows_of(page, "path-table")}
    assert rows["Pelayanan publik"] == ["33,3%", "5,7%"]  # a third of 17 %
    assert rows["Ekosistem bisnis daerah"] == ["33,0%", "5,3%"]


def test_regions_with_other_weights_are_marked_and_compared_on_the_same(
    database: Database, log_in: LogIn
) -> None:
    sari, place = a_facilitator_of(database, log_in)
    other = a_place(database, "64.72", "Samarinda")
    let_in(database, "sari", other)
    for each in (place, other):
        uneven_answers(database, each)
        close(database, each)
    sari.follow(decide(sari, place, "index", "equal"))
    address = f"/banding/tabel?a={place.assessment}&a={other.assessment}"

    page = sari.get(address)
    sari.follow(decide(sari, other, "index", "equal"))
    alike = sari.get(address)

    assert "Asesmen ini memakai bobot yang berbeda." in page.text
    assert line_of(page, "Bobot pada hasil") == [
        "Dimensi pada indeks: Sama rata",
        "menurut kuesioner",
    ]
    assert line_of(page, "Indeks") == ["2,51", "2,51"]  # 0.17 x 5 + 0.83 x 2, in both
    assert "memakai bobot yang berbeda" not in alike.text
    assert line_of(alike, "Indeks") == ["2,50", "2,50"]


def test_sample_data_has_experts_whose_weights_nobody_has_adopted(
    database: Database, log_in: LogIn
) -> None:
    with database.writing() as db:
        regions = load_demo(db, {"kematangan-kota-cerdas": the_questionnaire()}, NOW)
        a_facilitator(db, "sari", Role.FACILITATOR, *regions)
        assessment = db.scalars(
            select(Assessment).join(Region).where(Region.name == "Samarinda")
        ).one()

    page = log_in().get(f"/bobot/{assessment.public_id}/untuk/index?kepekaan=ya")

    assert "Belum ada keputusan: bobot menurut kuesioner yang berlaku." in page.text
    assert [row[2] for row in rows_of(page, "expert-table")] == [
        *("diterima", "diterima") * 2,
        *("diterima", "dikembalikan"),
        "belum selesai",
    ]
    assert "Bobot entropi dan pengaruh nyata atas 5 daerah" in page.text
    entropy = [row[1] for row in rows_of(page, "entropy-table")[:-1]]
    assert sum(float(share.rstrip("%").replace(",", ".")) for share in entropy) == (
        pytest.approx(100, abs=0.4)
    )
