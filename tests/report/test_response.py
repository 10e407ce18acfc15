"""The report says who answered of those invited, how carefully, and how to find the same figures."""

from __future__ import annotations

import dataclasses

import pytest

from assess.report.gap_report import gap_report
from assess.scoring.companions import Companions, Quality
from tests.report.sample import (
    ATTENDANCE,
    some_focus_group,
    some_inputs,
    some_scorecard,
)
from tests.report.test_gap_report import chapter, tables, told
from tests.report.test_strength import some_companions


def front(**changes: object) -> str:
    report = gap_report(some_inputs(**changes))
    return " ".join(told(each) for each in report.front)


def flagged(people: dict[str, int], without: float) -> Companions:
    beside = some_companions()
    quality = Quality(
        asked=dict(ATTENDANCE),
        flagged={**dict.fromkeys(ATTENDANCE, 0), **people},
        long_run=sum(people.values()),
        fast=0,
        timed=12,
        without=dict.fromkeys(("index", *some_scorecard().dimensions), without),
    )
    return dataclasses.replace(beside, quality=quality)


def test_response_rates_stand_in_the_table_of_attendance() -> None:
    making = chapter(gap_report(some_inputs()), "penyusunan")
    attendance = next(each for each in tables(making) if each.anchor == "tabel-kehadiran")
    rates = {row[0].text.split(" (")[0]: row[3].text for row in attendance.rows}

    assert rates["Bappeda/Bapperida"] == "80%"  # four of five
    assert rates["Perbankan"] == "–", "one of two would count a single person"


def test_a_result_with_many_absent_is_called_provisional_with_its_reason() -> None:
    invited = {**{group: n + 1 for group, n in ATTENDANCE.items()}, "komunitas": 20}
    text = front(focus_groups=(some_focus_group(expected=invited),))

    assert "Hasil ini sementara: kurang dari 50% undangan menjawab pada Komunitas" in text


def test_a_result_of_few_is_provisional_and_says_so_once() -> None:
    few = {"diskominfo": 4, "komunitas": 3}
    text = front(
        scorecard=some_scorecard(few), focus_groups=(some_focus_group(attendance=few, expected={}),)
    )

    assert "kurang dari 4 kelompok menjawab; kurang dari 8 orang menjawab" in text


def test_enough_people_and_answers_are_called_enough() -> None:
    assert "cukup untuk hasil akhir" in front()


def test_each_dial_is_explained_in_one_sentence_beside_the_table() -> None:
    text = told(chapter(gap_report(some_inputs()), "kematangan"))

    for term in ("Skor dan rentang", "Sepakat kuat", "Keterisian", "Terverifikasi"):
        assert term in text
    assert "suara tiap kelompok sama berat" in text
    assert "jarak keduanya menunjukkan kekuatan bukti" in text


def test_scores_with_and_without_flagged_people_stand_side_by_side() -> None:
    beside = flagged({"komunitas": 3, "opd_layanan": 3}, 4.5)
    maturity = chapter(gap_report(some_inputs(companions=beside)), "kematangan")
    compared = next(each for each in tables(maturity) if each.anchor == "tabel-mutu")

    assert [cell.text for cell in compared.rows[0]][2:] == ["4,50", "bergeser lebih dari 0,1"]
    assert "6 orang" in told(maturity)
    assert "Tidak ada jawaban yang dikeluarkan dari skor" in told(maturity)


@pytest.mark.parametrize(
    ("people", "sentence"),
    [({}, "Tidak ada jawaban yang tampak asal isi"), ({"komunitas": 2}, "Kurang dari 3 orang")],
)
def test_few_flagged_people_are_not_told_by_a_difference(
    people: dict[str, int], sentence: str
) -> None:
    maturity = chapter(gap_report(some_inputs(companions=flagged(people, 4.5))), "kematangan")

    assert sentence in told(maturity)
    assert not [each for each in tables(maturity) if each.anchor == "tabel-mutu"]


def test_method_weights_seed_version_and_data_cut_are_printed() -> None:
    text = " ".join(front(companions=some_companions()).split())

    for printed in (
        "Batas data 18 November 2026, 16.05 WITA",
        "Versi metode penilaian 1",
        "Rata-rata seimbang antarkelompok",
        "Bobot Menurut kuesioner",
        "Benih acak 7",
        "5f" * 32,
    ):
        assert printed in text
