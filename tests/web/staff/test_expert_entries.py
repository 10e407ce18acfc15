"""Experts enter weights by a link of their own, and hear when they contradict themselves."""

from __future__ import annotations

from itertools import combinations

import pytest

from assess.store.database import Database
from tests.web.staff.weighing import (
    CIRCLE,
    CONSISTENT,
    DIMENSIONS,
    POINTS,
    LogIn,
    NewVisitor,
    a_facilitator_of,
    enter,
    entries,
    link_of_one_more,
    set_page,
)


def test_an_expert_spends_a_hundred_points_without_an_account(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = a_facilitator_of(database, log_in)
    link, expert = link_of_one_more(sari, place, "Bappeda"), new_visitor()

    home = expert.get(link)
    page = expert.follow(enter(expert, link, "poin", "index", **POINTS))

    assert "Anda mengisi sebagai Pakar 1 (Bappeda)." in home.text
    assert "Isian ini diterima dan dihitung." in page.text
    assert "Tata Kelola" in page.text
    assert "40,0%" in page.text
    assert "1 pakar dengan isian yang diterima." in set_page(sari, place, "index").text
    (entry,) = entries(database)
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
    sari, place = a_facilitator_of(database, log_in)
    link, expert = link_of_one_more(sari, place), new_visitor()

    page = enter(expert, link, "poin", "index", **{**POINTS, **changes})

    assert page.status == 422
    assert page.errors == [message]
    assert page.form()[DIMENSIONS[1]] == "20"  # what was typed stands there still
    assert entries(database) == []


def test_what_is_not_finished_can_be_kept_and_does_not_count(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = a_facilitator_of(database, log_in)
    link, expert = link_of_one_more(sari, place), new_visitor()

    saved = enter(expert, link, "poin", "index", aksi="simpan", governance="40")
    page = expert.follow(saved)

    assert "Isian ini belum dikirim dan belum dihitung." in page.text
    assert page.form()["governance"] == "40"
    assert "Belum ada isian pakar yang diterima" in set_page(sari, place, "index").text


def test_judgements_that_contradict_themselves_are_sent_back_with_the_pair(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = a_facilitator_of(database, log_in)
    link, expert = link_of_one_more(sari, place), new_visitor()

    page = expert.follow(enter(expert, link, "pasangan", "readiness", **CIRCLE))

    assert "Penilaian perlu ditinjau lagi" in page.text
    assert "di atas 0,10 bobotnya sudah mirip tebakan" in page.text
    assert "tidak bisa benar bersama-sama" in page.text
    assert "Struktur mutlak lebih penting (9)" in page.text
    assert "Belum ada isian pakar yang diterima" in set_page(sari, place, "readiness").text
    (entry,) = entries(database)
    assert entry.state == "sent_back"
    assert entry.ratio is not None
    assert entry.ratio > 0.10


def test_of_many_pairs_only_the_most_contradictory_is_named(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    """Fifteen pairs that follow one order, but for one that is turned round."""
    sari, place = a_facilitator_of(database, log_in)
    link, expert = link_of_one_more(sari, place), new_visitor()
    pairs = [".".join(pair) for pair in combinations(DIMENSIONS, 2)]
    judged = dict.fromkeys(pairs, "3") | {pairs[4]: "-9"}

    page = expert.follow(enter(expert, link, "pasangan", "index", **judged))

    notice = page.soup.select_one(".notice--warning")
    assert notice is not None
    assert [link["href"] for link in notice.select("a")] == [f"#{pairs[4]}"]
    assert "paling bertentangan" in notice.get_text()


def test_consistent_judgements_replace_what_was_sent_back(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = a_facilitator_of(database, log_in)
    link, expert = link_of_one_more(sari, place), new_visitor()

    expert.follow(enter(expert, link, "pasangan", "readiness", **CIRCLE))
    page = expert.follow(enter(expert, link, "pasangan", "readiness", **CONSISTENT))

    assert "CR Anda 0,000" in page.text
    assert "57,1%" in page.text  # 4/7
    old, new = entries(database)
    assert (old.state, new.state) == ("sent_back", "accepted")
    assert old.replaced_at is not None
    assert new.replaced_at is None


def test_every_pair_must_be_judged(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = a_facilitator_of(database, log_in)
    link, expert = link_of_one_more(sari, place), new_visitor()
    one = next(iter(CONSISTENT))

    page = enter(expert, link, "pasangan", "readiness", **{**CONSISTENT, one: ""})
    odd = enter(expert, link, "pasangan", "readiness", **{**CONSISTENT, one: "10"})

    assert (page.status, page.errors) == (422, ["Pilih satu penilaian untuk pasangan ini."])
    assert (odd.status, odd.errors) == (422, ["Pilih dari pilihan yang tersedia."])


def test_a_closed_link_takes_nothing_in_and_what_it_took_counts(
    database: Database, log_in: LogIn, new_visitor: NewVisitor
) -> None:
    sari, place = a_facilitator_of(database, log_in)
    link, expert = link_of_one_more(sari, place), new_visitor()
    form = expert.get(f"{link}/poin/index")
    expert.send(form, f"{link}/poin/index", **{"aksi": "kirim", **POINTS})

    told = sari.follow(sari.send(sari.get(f"/bobot/{place.assessment}"), "", 0))
    late = expert.send(form, f"{link}/poin/index", **{"aksi": "kirim", **POINTS})

    assert "Tautan Pakar 1 sudah ditutup." in told.text
    assert late.status == 409
    assert "Tautan sudah ditutup" in late.heading
    assert expert.get(link).status == 409
    assert expert.get(f"{link}/poin/index").status == 409
    assert len(entries(database)) == 1
    assert "1 pakar dengan isian yang diterima." in set_page(sari, place, "index").text


def test_who_typed_in_a_paper_form_is_kept(database: Database, log_in: LogIn) -> None:
    sari, place = a_facilitator_of(database, log_in)

    enter(sari, link_of_one_more(sari, place), "poin", "index", **POINTS)

    assert entries(database)[0].entered_by is not None


def test_sets_that_nobody_can_weigh_are_not_found(database: Database, log_in: LogIn) -> None:
    sari, place = a_facilitator_of(database, log_in)
    link = link_of_one_more(sari, place)

    for address in (
        f"/bobot/{place.assessment}/untuk/gov_service",
        f"{link}/poin/gov_service",
        f"{link}/poin/tidak-ada",
        f"{link}/entropi/index",
        "/pakar/tidak-ada",
    ):
        assert sari.get(address).status == 404, address
