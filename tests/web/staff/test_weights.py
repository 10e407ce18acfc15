"""Experts enter weights by a link, facilitators decide, and results are computed with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import combinations

import pytest
from sqlalchemy import select

from assess.actions.focus_groups import close_focus_group
from assess.actions.scorecards import CurrentScorecard
from assess.scoring.scorecard import from_json
from assess.store.database import Database
from assess.store.tables import (
    Account,
    AccountRegion,
    FocusGroup,
    Region,
    Role,
    StoredScorecard,
)
from assess.store.weight_tables import AdoptedWeights, WeightEntry
from tests.page import Page, Visitor
from tests.web.staff.places import Place, a_place, an_account, people_answer
from tests.world import NOW, the_questionnaire

LogIn = Callable[..., Visitor]
NewVisitor = Callable[[], Visitor]
DIMENSIONS = [dimension.key for dimension in the_questionnaire().dimensions]
POINTS = dict(zip(DIMENSIONS, ("40", "20", "10", "10", "10", "10"), strict=True))
ELEMENTS = [element.key for element in the_questionnaire().readiness]
CIRCLE = dict(
    zip((".".join(pair) for pair in combinations(ELEMENTS, 2)), ("9", "-9", "9"), strict=True)
)
CONSISTENT = dict(
    zip((".".join(pair) for pair in combinations(ELEMENTS, 2)), ("2", "4", "2"), strict=True)
)


def _sari(database: Database, log_in: LogIn) -> tuple[Visitor, Place]:
    place = a_place(database)
    an_account(database, place)
    return log_in(), place


def _link(sari: Visitor, place: Place, office: str = "") -> str:
    """The address of one more expert, as it stands on the facilitator's page."""
    page = sari.get(f"/bobot/{place.assessment}")
    form = len(page.soup.main.find_all("form")) - 1
    listed = sari.follow(sari.send(page, "", form, office=office))
    return re.findall(r"http://localhost(/pakar/[\w-]+)", listed.html)[-1]


def _enter(expert: Visitor, link: str, way: str, key: str, **texts: str) -> Page:
    return expert.submit(f"{link}/{way}/{key}", **{"aksi": "kirim", **texts})


def _decide(sari: Visitor, place: Place, key: str, method: str, note: str = "BA 1/2026") -> Page:
    return sari.submit(f"/bobot/{place.assessment}/untuk/{key}", method=method, note=note)


def _close(database: Database, place: Place) -> None:
    with database.writing() as db:
        meeting = db.scalars(
            select(FocusGroup).where(FocusGroup.public_id == place.focus_group)
        ).one()
        close_focus_group(db, meeting, NOW)


def _results(database: Database) -> list[CurrentScorecard]:
    with database.reading() as db:
        rows = db.scalars(select(StoredScorecard).order_by(StoredScorecard.id)).all()
        return [CurrentScorecard(from_json(row.scorecard), row) for row in rows]


def _entries(database: Database) -> list[WeightEntry]:
    with database.reading() as db:
        return list(db.scalars(select(WeightEntry).order_by(WeightEntry.id)))


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()}


def test_an_expert_spends_a_hundred_points_without_an_account(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = _sari(database, log_in)
    link, expert = _link(sari, place, "Bappeda"), new_visitor()

    home = expert.get(link)
    page = expert.follow(_enter(expert, link, "poin", "index", **POINTS))

    assert "Anda mengisi sebagai Pakar 1 (Bappeda)." in home.text
    assert "Isian ini diterima dan dihitung." in page.text
    assert "Tata Kelola" in page.text
    assert "40,0%" in page.text
    assert "1 pakar dengan isian yang diterima." in _set(sari, place, "index").text
    (entry,) = _entries(database)
    assert (entry.state, entry.entered_by) == ("accepted", None)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({DIMENSIONS[0]: "30"}, "Jumlahnya 90, harus tepat 100. Bagikan 10 poin lagi."),
        ({DIMENSIONS[0]: "45"}, "Jumlahnya 105, harus tepat 100. Kurangi 5 poin."),
        ({DIMENSIONS[0]: ""}, "Isi poin; tulis 0 bila tidak diberi poin."),
        ({DIMENSIONS[0]: "4o"}, "Tulis bilangan bulat dari 0 sampai 100."),
        ({DIMENSIONS[0]: "-40"}, "Tulis bilangan bulat dari 0 sampai 100."),
        ({DIMENSIONS[0]: "101"}, "Tulis bilangan bulat dari 0 sampai 100."),
        ({DIMENSIONS[0]: "٤٠"}, "Tulis bilangan bulat dari 0 sampai 100."),
    ],
)
def test_points_that_are_no_hundred_are_refused_without_javascript(
    database: Database,
    log_in: LogIn,
    new_visitor: NewVisitor,
    changes: dict[str, str],
    message: str,
) -> None:
    sari, place = _sari(database, log_in)
    link, expert = _link(sari, place), new_visitor()

    page = _enter(expert, link, "poin", "index", **{**POINTS, **changes})

    assert page.status == 422
    assert page.errors == [message]
    assert page.form()[DIMENSIONS[1]] == "20"  # what was typed stands there still
    assert _entries(database) == []


def test_what_is_not_finished_can_be_kept_and_does_not_count(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = _sari(database, log_in)
    link, expert = _link(sari, place), new_visitor()

    saved = _enter(expert, link, "poin", "index", aksi="simpan", governance="40")
    page = expert.follow(saved)

    assert "Isian ini belum dikirim dan belum dihitung." in page.text
    assert page.form()["governance"] == "40"
    assert "Belum ada isian pakar yang diterima" in _set(sari, place, "index").text


def test_judgements_that_contradict_themselves_are_sent_back_with_the_pair(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = _sari(database, log_in)
    link, expert = _link(sari, place), new_visitor()

    page = expert.follow(_enter(expert, link, "pasangan", "readiness", **CIRCLE))

    assert "Penilaian perlu ditinjau lagi" in page.text
    assert "di atas 0,10 bobotnya sudah mirip tebakan" in page.text
    assert "tidak bisa benar bersama-sama" in page.text
    assert "Struktur mutlak lebih penting (9)" in page.text
    assert "Belum ada isian pakar yang diterima" in _set(sari, place, "readiness").text
    (entry,) = _entries(database)
    assert entry.state == "sent_back"
    assert entry.ratio is not None
    assert entry.ratio > 0.10


def test_of_many_pairs_only_the_most_contradictory_is_named(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    """Fifteen pairs that follow one order, but for one that is turned round."""
    sari, place = _sari(database, log_in)
    link, expert = _link(sari, place), new_visitor()
    pairs = [".".join(pair) for pair in combinations(DIMENSIONS, 2)]
    judged = dict.fromkeys(pairs, "3") | {pairs[4]: "-9"}

    page = expert.follow(_enter(expert, link, "pasangan", "index", **judged))

    notice = page.soup.select_one(".notice--warning")
    assert notice is not None
    assert [link["href"] for link in notice.select("a")] == [f"#{pairs[4]}"]
    assert "paling bertentangan" in notice.get_text()


def test_consistent_judgements_replace_what_was_sent_back(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = _sari(database, log_in)
    link, expert = _link(sari, place), new_visitor()

    expert.follow(_enter(expert, link, "pasangan", "readiness", **CIRCLE))
    page = expert.follow(_enter(expert, link, "pasangan", "readiness", **CONSISTENT))

    assert "CR Anda 0,000" in page.text
    assert "57,1%" in page.text  # 4/7
    old, new = _entries(database)
    assert (old.state, new.state) == ("sent_back", "accepted")
    assert old.replaced_at is not None
    assert new.replaced_at is None


def test_every_pair_must_be_judged(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = _sari(database, log_in)
    link, expert = _link(sari, place), new_visitor()
    one = next(iter(CONSISTENT))

    page = _enter(expert, link, "pasangan", "readiness", **{**CONSISTENT, one: ""})
    odd = _enter(expert, link, "pasangan", "readiness", **{**CONSISTENT, one: "10"})

    assert (page.status, page.errors) == (422, ["Pilih satu penilaian untuk pasangan ini."])
    assert (odd.status, odd.errors) == (422, ["Pilih dari pilihan yang tersedia."])


def test_a_closed_link_takes_nothing_in_and_what_it_took_counts(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = _sari(database, log_in)
    link, expert = _link(sari, place), new_visitor()
    form = expert.get(f"{link}/poin/index")
    expert.send(form, f"{link}/poin/index", **{"aksi": "kirim", **POINTS})

    told = sari.follow(sari.send(sari.get(f"/bobot/{place.assessment}"), "", 0))
    late = expert.send(form, f"{link}/poin/index", **{"aksi": "kirim", **POINTS})

    assert "Tautan Pakar 1 sudah ditutup." in told.text
    assert late.status == 409
    assert "Tautan sudah ditutup" in late.heading
    assert expert.get(link).status == 409
    assert expert.get(f"{link}/poin/index").status == 409
    assert len(_entries(database)) == 1
    assert "1 pakar dengan isian yang diterima." in _set(sari, place, "index").text


def test_who_typed_in_a_paper_form_is_kept(database: Database, log_in: LogIn) -> None:
    sari, place = _sari(database, log_in)

    _enter(sari, _link(sari, place), "poin", "index", **POINTS)

    assert _entries(database)[0].entered_by is not None


def test_weights_stand_side_by_side_with_the_spread_of_the_experts(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = _sari(database, log_in)
    for points in ("60 20 20", "20 60 20", "40 40 20"):
        typed = dict(zip(ELEMENTS, points.split(), strict=True))
        _enter(new_visitor(), _link(sari, place), "poin", "readiness", **typed)
    _enter(new_visitor(), _link(sari, place), "pasangan", "readiness", **CONSISTENT)

    page = _set(sari, place, "readiness")

    first = next(row for row in _rows(page, "beside") if "Struktur" in row[0])
    assert first[1:] == ["34,0%", "33,3%", "40,0%", "57,1%", "34,0%"]
    spread = _rows(page, "spread-budget")
    assert spread[0][1:3] == ["20,0%", "60,0%"]
    assert spread[2][1:4] == ["20,0%", "20,0%", "1,00"]
    assert 'melebihi 50 persen menurut cara "Perbandingan berpasangan"' in page.text
    assert "CR penilaian bersama 0,000" in page.text


def test_readers_see_no_single_expert_and_cannot_decide(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = _sari(database, log_in)
    an_account(database, place, Role.REVIEWER, "budi")
    link = _link(sari, place, "Bappeda")
    _enter(new_visitor(), link, "poin", "index", **POINTS)
    budi = log_in("budi")

    page, overview = _set(budi, place, "index"), budi.get(f"/bobot/{place.assessment}")
    fields = {"method": "equal", "note": "x", "csrf_token": _token(budi)}
    posted = budi.post(f"/bobot/{place.assessment}/untuk/index", fields)

    assert "Bappeda" not in page.text + overview.text
    assert "/pakar/" not in overview.html
    assert "Seberapa jauh pakar berbeda" not in page.text
    assert "40,0%" in page.text  # what the panel comes to is open
    assert posted.status == 403
    assert "Seberapa jauh pakar berbeda" in _set(sari, place, "index").text


def test_the_first_result_is_computed_with_the_adopted_weights(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = _sari(database, log_in)
    _enter(new_visitor(), _link(sari, place), "poin", "index", **POINTS)

    told = sari.follow(_decide(sari, place, "index", "budget", "Berita acara 7/2026"))
    people_answer(database, place, "diskominfo", 5, 3, 4)
    _close(database, place)

    assert "Berita acara 7/2026" in told.text
    (result,) = _results(database)
    (used,) = result.weights
    assert (used.method, used.experts, used.after_result) == ("budget", 1, False)
    assert result.scorecard.dimensions["governance"].path_weight == pytest.approx(0.4)
    assert _shares(used.weights)["governance"] == pytest.approx(0.4)
    page = sari.get(f"/hasil/{place.assessment}")
    assert "Dimensi pada indeks: bobot dari pembagian 100 poin oleh 1 pakar" in page.text
    assert "sesudah ada hasil" not in page.text


def test_a_decision_after_the_result_makes_a_new_one_beside_it(
    database: Database, log_in: LogIn
) -> None:
    sari, place = _sari(database, log_in)
    _uneven_answers(database, place)
    _close(database, place)

    sari.follow(_decide(sari, place, "index", "equal"))

    before, after = _results(database)
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
    sari, place = _sari(database, log_in)
    people_answer(database, place, "diskominfo", 5, 3)
    _close(database, place)

    sari.follow(_decide(sari, place, "index", "equal"))
    page = sari.follow(_decide(sari, place, "index", "instrument"))

    assert [len(result.weights) for result in _results(database)] == [0, 1, 0]
    assert "diganti" in page.text
    with database.reading() as db:
        kept = db.scalars(select(AdoptedWeights).order_by(AdoptedWeights.id)).all()
    assert [row.replaced_at is None for row in kept] == [False, True]


def test_a_decision_needs_its_reason_and_entropy_is_never_one(
    database: Database, log_in: LogIn
) -> None:
    sari, place = _sari(database, log_in)

    silent = _decide(sari, place, "index", "equal", note=" ")
    entropy = _decide(sari, place, "index", "entropy")
    without_experts = _decide(sari, place, "index", "budget")

    assert silent.errors == ["Tulis dasarnya, misalnya nomor berita acara rapat."]
    assert entropy.status == without_experts.status == 422
    with database.reading() as db:
        assert db.scalars(select(AdoptedWeights)).all() == []


def test_a_decision_on_entries_that_changed_since_is_refused(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = _sari(database, log_in)
    link, expert = _link(sari, place), new_visitor()
    address = f"/bobot/{place.assessment}/untuk/index"
    _enter(expert, link, "poin", "index", **POINTS)
    opened = sari.get(address)

    _enter(expert, link, "poin", "index", **{**POINTS, "governance": "30", "branding": "30"})
    refused = sari.send(opened, address, method="budget", note="BA 1")
    looked_again = sari.send(refused, address, method="budget", note="BA 1")

    assert "Isian pakar berubah sejak halaman ini dibuka." in refused.errors[0]
    assert looked_again.status == 303


def test_weights_cannot_change_once_the_answers_are_deleted(
    database: Database, log_in: LogIn
) -> None:
    sari, place = _sari(database, log_in)
    people_answer(database, place, "diskominfo", 5, 3)
    _close(database, place)
    with database.writing() as db:
        db.scalars(select(FocusGroup)).one().frozen_ratings = None

    page = _decide(sari, place, "index", "equal")

    assert page.status == 422
    assert "Jawaban peserta sudah dihapus" in page.errors[0]
    assert len(_results(database)) == 1


def test_effective_weights_multiply_along_the_path(database: Database, log_in: LogIn) -> None:
    sari, place = _sari(database, log_in)
    sari.follow(_decide(sari, place, "governance", "equal"))

    page = sari.get(f"/bobot/{place.assessment}")

    rows = {row[0]: row[1:] for row in _rows(page, "path-table")}
    assert rows["Pelayanan publik"] == ["33,3%", "5,7%"]  # a third of 17 %
    assert rows["Ekosistem bisnis daerah"] == ["33,0%", "5,3%"]


def test_sets_that_nobody_can_weigh_are_not_found(database: Database, log_in: LogIn) -> None:
    sari, place = _sari(database, log_in)
    link = _link(sari, place)

    for address in (
        f"/bobot/{place.assessment}/untuk/gov_service",
        f"{link}/poin/gov_service",
        f"{link}/poin/tidak-ada",
        f"{link}/entropi/index",
        "/pakar/tidak-ada",
    ):
        assert sari.get(address).status == 404, address


def test_regions_with_other_weights_are_marked_and_compared_on_the_same(
    database: Database, log_in: LogIn
) -> None:
    sari, place = _sari(database, log_in)
    other = a_place(database, "64.72", "Samarinda")
    _let_in(database, "sari", other)
    for each in (place, other):
        _uneven_answers(database, each)
        _close(database, each)
    sari.follow(_decide(sari, place, "index", "equal"))
    address = f"/banding/tabel?a={place.assessment}&a={other.assessment}"

    page = sari.get(address)
    sari.follow(_decide(sari, other, "index", "equal"))
    alike = sari.get(address)

    assert "Asesmen ini memakai bobot yang berbeda." in page.text
    assert _line(page, "Bobot pada hasil") == [
        "Dimensi pada indeks: Sama rata",
        "menurut kuesioner",
    ]
    assert _line(page, "Indeks") == ["2,51", "2,51"]  # 0.17 x 5 + 0.83 x 2, in both
    assert "memakai bobot yang berbeda" not in alike.text
    assert _line(alike, "Indeks") == ["2,50", "2,50"]


def _uneven_answers(database: Database, place: Place) -> None:
    """Governance at 5, everything else at 2, in the eyes of groups that are asked everything."""
    levels = {q.id: 5 for q in _questions_of("governance")} | {
        q.id: 2 for key in DIMENSIONS[1:] for q in _questions_of(key)
    }
    for group in ("diskominfo", "bappeda", "kadin", "komunitas"):
        people_answer(database, place, group, 3, 3, only=levels)


def _let_in(database: Database, username: str, place: Place) -> None:
    with database.writing() as db:
        account = db.scalars(select(Account).where(Account.username == username)).one()
        region = db.scalars(select(Region).where(Region.kemendagri_code == place.code)).one()
        db.add(AccountRegion(account_id=account.id, region_id=region.id))


def _line(page: Page, head: str) -> list[str]:
    rows = page.soup.select("table.heat-table tbody tr")
    row = next(row for row in rows if " ".join(row.th.get_text(" ").split()) == head)
    return [" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")]


def _questions_of(dimension: str) -> list[object]:
    questionnaire = the_questionnaire()
    below = questionnaire.dimension_by_key[dimension].subpillars
    return [q for each in below for q in questionnaire.questions_of_subpillar[each.key]]


def _set(visitor: Visitor, place: Place, key: str) -> Page:
    return visitor.get(f"/bobot/{place.assessment}/untuk/{key}")


def _token(visitor: Visitor) -> str:
    return str(visitor.get("/beranda").soup.find("input", {"name": "csrf_token"})["value"])


def _rows(page: Page, table: str) -> list[list[str]]:
    body = page.soup.find(id=table).find_parent("table").tbody
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]
        for row in body.find_all("tr")
    ]
