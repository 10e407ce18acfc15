from __future__ import annotations

import dataclasses
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from assess.report.blocks import Cell, Chapter, GapReport, Table
from assess.report.gap_report import gap_report
from assess.report.render import document_html
from assess.scoring.ratings import Ratings
from assess.scoring.scorecard import score
from tests.report.sample import (
    ATTENDANCE,
    some_focus_group,
    some_inputs,
    some_ratings,
    some_scorecard,
    the_questionnaire,
)


def chapter(report: GapReport, anchor: str) -> Chapter:
    everything = (*report.front, *report.chapters, *report.annexes)
    return next(c for c in everything if c.anchor == anchor)


def tables(of: Chapter) -> list[Table]:
    return [b for section in of.sections for b in section.blocks if isinstance(b, Table)]


def told(value: object) -> str:
    """Everything a reader sees, in order."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "\n".join(told(item) for item in value)
    if dataclasses.is_dataclass(value):
        return "\n".join(told(getattr(value, f.name)) for f in dataclasses.fields(value))
    return ""


def cell_text(cell: Cell) -> str:
    return f"{cell.strong} {cell.text}".strip()


def test_conditions_are_the_sentences_of_the_levels_reached_and_targeted() -> None:
    inputs = some_inputs()
    report = gap_report(inputs)

    row = next(
        r
        for t in tables(chapter(report, "kesenjangan"))
        for r in t.rows
        if "GOV-SVC-2" in r[1].strong
    )
    score_ = inputs.scorecard.questions["GOV-SVC-2"]
    question = the_questionnaire().question_by_id["GOV-SVC-2"]
    assert score_.level is not None
    assert row[2].text == question.anchors[score_.level].id
    assert row[3].level is not None
    assert row[3].text == question.anchors[row[3].level].id


def test_every_maturity_question_stands_in_the_gap_table_and_in_the_annex() -> None:
    report = gap_report(some_inputs())
    ids = {question.id for question in the_questionnaire().maturity_questions}

    in_gaps = {
        r[1].strong.split("\n")[0] for t in tables(chapter(report, "kesenjangan")) for r in t.rows
    }
    in_annex = {r[0].text for t in tables(chapter(report, "lampiran-pertanyaan")) for r in t.rows}

    assert in_gaps == ids
    assert in_annex == ids


def test_levels_are_called_claims_and_not_verified_results() -> None:
    text = told(chapter(gap_report(some_inputs()), "ringkasan"))

    assert "Bukti dukung belum diperiksa" in text


def test_groups_that_did_not_speak_are_named_in_the_chapter_itself() -> None:
    report = gap_report(some_inputs())

    assert "Pelaku UMKM dan pedagang pasar" in told(chapter(report, "penyusunan"))
    assert "Pelaku UMKM dan pedagang pasar" in told(chapter(report, "ringkasan"))


def test_a_group_of_two_is_shown_as_fewer_than_three() -> None:
    report = gap_report(some_inputs())

    attendance = next(
        t for t in tables(chapter(report, "penyusunan")) if t.anchor == "tabel-kehadiran"
    )
    finance = next(row for row in attendance.rows if row[0].text == "BPKAD/Bapenda")
    assert finance[2].text == "<3"
    means = [t for t in tables(chapter(report, "kematangan")) if t.anchor == "tabel-kelompok"]
    assert all(row[0].text != "BPKAD/Bapenda" for t in means for row in t.rows)


def test_only_groups_of_five_or_more_are_quoted() -> None:
    text = told(chapter(gap_report(some_inputs()), "pendapat"))

    assert "Aplikasi terlalu banyak" in text
    assert "Ini tidak boleh tampil" not in text
    assert "tidak ditampilkan" in text


def test_a_question_answered_by_two_people_shows_no_level() -> None:
    pair = {"diskominfo": 2}
    inputs = some_inputs(scorecard=some_scorecard(pair))

    rows = [r for t in tables(chapter(gap_report(inputs), "kesenjangan")) for r in t.rows]

    assert all(row[2].level is None and row[3].level is None for row in rows)
    assert any("kurang dari 3 orang" in row[2].text for row in rows)


def test_without_any_answer_every_figure_says_why_it_is_missing() -> None:
    nobody = score(some_ratings({}), the_questionnaire())
    inputs = some_inputs(scorecard=nobody, focus_groups=(), perception=(), open_answers=())

    report = gap_report(inputs)

    summary = told(chapter(report, "ringkasan"))
    assert "belum dapat dihitung: tidak ada jawaban yang sah" in summary
    assert "Tidak ada inisiatif yang diusulkan" in summary
    assert "0,00" not in told(report)


def test_without_targets_there_is_no_gap_and_not_a_gap_to_five() -> None:
    ratings = some_ratings()
    blind = Ratings(ratings.levels, ratings.groups, ratings.respondents, ratings.questions)
    inputs = some_inputs(scorecard=score(blind, the_questionnaire()))

    report = gap_report(inputs)

    assert "belum memberi target yang cukup" in told(chapter(report, "ringkasan"))
    assert "Belum ada target dari peserta" in told(chapter(report, "kesenjangan"))


def test_sample_data_is_called_so_on_the_cover_and_on_every_page() -> None:
    report = gap_report(some_inputs())

    assert report.cover.sample == "DATA CONTOH"
    assert "DATA CONTOH" in report.labels.running_foot


def test_real_data_is_not_called_sample_data() -> None:
    assert "CONTOH" not in told(gap_report(some_inputs(is_sample=False)))


def test_facts_carry_source_date_doubt_and_dispute() -> None:
    rows = {
        row[0].text: " | ".join(cell_text(cell) for cell in row)
        for table in tables(chapter(gap_report(some_inputs()), "fakta"))
        for row in table.rows
    }

    assert "sekitar 400" in rows["FAK-MNR-1"]
    assert "1 Oktober 2020" in rows["FAK-MNR-1"]
    assert "Diperselisihkan: operator menyebut tiga kelurahan" in rows["FAK-BLK-1"]
    assert "tanggal tidak disebut" in rows["FAK-BLK-1"]


def test_cost_classes_are_called_indicative() -> None:
    text = told(chapter(gap_report(some_inputs()), "usulan"))

    assert "Kelas biaya (indikatif)" in text


def test_the_roadmap_holds_every_proposed_initiative_once() -> None:
    report = gap_report(some_inputs())

    cards = [
        block.number
        for section in chapter(report, "usulan").sections
        for block in section.blocks
        if block.kind == "card"
    ]
    rows = [r[0].text for t in tables(chapter(report, "peta-jalan"))[1:] for r in t.rows]

    assert (
        sorted(cards, key=int)
        == sorted(rows, key=int)
        == [str(n) for n in range(1, len(cards) + 1)]
    )


def test_a_meeting_that_is_still_open_is_mentioned() -> None:
    report = gap_report(some_inputs(open_focus_groups=1))

    assert "1 FGD masih terbuka dan belum ikut dihitung." in told(chapter(report, "penyusunan"))


def test_both_codes_and_the_cohort_stand_on_the_cover() -> None:
    rows = dict(gap_report(some_inputs()).cover.rows)

    assert rows["Kode Kemendagri"] == "64.71"
    assert rows["Kode BPS"] == "6471"
    assert rows["Angkatan Gerakan 100 Smart City"] == "2019"


def test_a_regency_is_signed_by_its_regent() -> None:
    region = replace(some_inputs().region, full_name="Kabupaten Kutai Timur")

    text = told(chapter(gap_report(some_inputs(region=region)), "pengesahan"))

    assert "Bupati" in text
    assert "Kutai Timur, …" in text
    assert "Wali Kota" not in text


def test_the_same_inputs_give_the_same_document_and_others_do_not() -> None:
    first, second = gap_report(some_inputs()), gap_report(some_inputs())
    other = gap_report(some_inputs(facts=()))

    assert first == second
    assert told(chapter(first, "lampiran-metode")) != told(chapter(other, "lampiran-metode"))


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_sentence_is_left_unfilled(language: str) -> None:
    report = gap_report(some_inputs(language))

    assert not re.search(r"[{}]|\bNone\b|\bnan\b", told(report))


def test_the_english_report_is_english() -> None:
    report = gap_report(some_inputs("en"))

    text = told((report.front, report.chapters[0]))
    assert not re.search(r"\b(dan|yang|dengan|belum|tidak|untuk)\b", text)
    assert "reaches a maturity index of" in text


def test_no_word_goes_without_a_meeting() -> None:
    quiet = dict.fromkeys(ATTENDANCE, 0)
    inputs = some_inputs(focus_groups=(some_focus_group(attendance=quiet),))

    assert "Ini tidak boleh tampil" not in told(gap_report(inputs))
    assert "Aplikasi terlalu banyak" not in told(gap_report(inputs))


@pytest.fixture(scope="module")
def soup() -> BeautifulSoup:
    return BeautifulSoup(document_html(gap_report(some_inputs())), "html.parser")


def test_every_entry_of_the_contents_leads_somewhere(soup: BeautifulSoup) -> None:
    ids = [element["id"] for element in soup.find_all(id=True)]

    assert len(ids) == len(set(ids))
    for link in soup.find_all("a"):
        assert link["href"].removeprefix("#") in ids


def test_the_body_has_one_first_heading_and_no_inline_style_or_script(soup: BeautifulSoup) -> None:
    assert len(soup.find_all("h1")) == 1
    assert not soup.find_all(["script", "style", "iframe", "object", "embed", "img"])
    assert not soup.find_all(style=True)


def test_every_table_has_widths_that_fit_the_page_and_named_columns(soup: BeautifulSoup) -> None:
    for table in soup.find_all("table"):
        widths = [int(col["class"][0].removeprefix("w")) for col in table.find_all("col")]
        assert sum(widths) <= 100
        assert sum(widths) >= 90
        assert all(th.get_text(strip=True) for th in table.find_all("th"))


def test_every_chart_says_its_numbers_in_its_title(soup: BeautifulSoup) -> None:
    charts = soup.find_all("svg")

    assert len(charts) >= 9
    assert all(re.search(r"\d,\d\d", chart.title.get_text()) for chart in charts)
