"""The report says beside each score how strong it is."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from assess.masterplan.proposals import plan_from
from assess.report.blocks import Chart, Table
from assess.report.gap_report import gap_report
from assess.report.reading import Reading
from assess.report.strength import signed
from assess.report.voice import Voice
from assess.scoring.companions import Companions, companions
from assess.scoring.ratings import Ratings
from assess.scoring.scheme import scheme_of
from assess.scoring.scorecard import score
from tests.report.sample import (
    some_inputs,
    some_ratings,
    some_scorecard,
    the_catalogue,
    the_questionnaire,
)
from tests.report.test_gap_report import chapter, tables, told


def some_companions(**changes: object) -> Companions:
    arguments = {"shown": {}, "named_evidence": {"GOV-SVC-1": 4}, "cap": 2, "seconds": {}}
    return companions(
        some_ratings(),
        scheme_of(the_questionnaire()),
        seed=7,
        **{**arguments, **changes},  # type: ignore[arg-type]
    )


def table(anchor: str, **changes: object) -> Table:
    found = chapter(gap_report(some_inputs(**changes)), "kematangan")
    return next(each for each in tables(found) if each.anchor == anchor)


def test_four_dials_stand_in_one_row() -> None:
    dials = table("tabel-kekuatan", companions=some_companions())
    index = [cell.text for cell in dials.rows[0]]
    card = some_scorecard()

    assert index[0] == "Indeks"
    assert index[1] == f"{card.index.score:.2f}".replace(".", ",")
    assert "–" in index[2], "an interval"
    assert "dari" in index[3]
    assert index[4] == "100%"
    assert index[5] < "2,01", "nothing above the cap is verified"
    assert index[6] == "cukup"


def test_few_people_are_called_not_enough_to_go_by() -> None:
    few = some_scorecard({"diskominfo": 4, "komunitas": 3})

    dials = table("tabel-kekuatan", scorecard=few)

    assert {row[-1].text for row in dials.rows} == {"belum cukup dasar"}


def test_evidence_that_is_named_is_not_called_accepted() -> None:
    text = told(chapter(gap_report(some_inputs(companions=some_companions())), "kematangan"))

    assert "belum ada bukti yang diperiksa dan diterima" in text
    assert "4 dari" in text


def test_results_without_companions_claim_nothing_verified() -> None:
    dials = table("tabel-kekuatan")

    assert {row[5].text for row in dials.rows} == {"–"}


def _split() -> Ratings:
    """Officials say 4, residents say 1, everybody agrees at home."""
    questionnaire = the_questionnaire()
    groups = ("opd_layanan",) * 6 + ("diskominfo",) * 6 + ("komunitas",) * 6 + ("kadin",) * 6
    questions = questionnaire.maturity_questions
    levels = np.zeros((len(groups), len(questions)), dtype=np.int8)
    for row, group in enumerate(groups):
        for column, question in enumerate(questions):
            if group in question.respondents:
                levels[row, column] = 1 if group == "komunitas" else 4
        levels[row, row] = 2
    people = tuple(str(row) for row in range(len(groups)))
    return Ratings(levels, groups, people, tuple(q.id for q in questions))


def test_the_widest_disagreements_come_with_the_groups_own_means() -> None:
    card = score(_split(), the_questionnaire())

    rows = table("tabel-perbedaan", scorecard=card).rows

    spreads = [row[1].text for row in rows]
    assert spreads == sorted(spreads, reverse=True)
    assert "Komunitas dan warga 1,00" in rows[0][2].text
    assert rows[0][2].strong == "Perselisihan tersembunyi."


def test_methods_stand_side_by_side_and_what_depends_on_them_is_marked() -> None:
    card = some_scorecard()
    marked = dataclasses.replace(card, method_dependent=("governance",))

    rows = table("tabel-cara", scorecard=marked).rows

    marks = {row[0].text: row[-1].text for row in rows}
    assert marks["Tata kelola"] == "! bergantung"
    assert marks["Indeks"] == "sama"
    assert len(rows[0]) == 7


def test_the_map_of_layers_is_a_figure_with_its_numbers() -> None:
    maturity = chapter(gap_report(some_inputs()), "kematangan")

    charts = [b for s in maturity.sections for b in s.blocks if isinstance(b, Chart)]
    layers = next(each for each in charts if each.anchor == "gambar-lapisan")

    assert layers.figure.head[1:] == (
        "Perangkat daerah dan instansi",
        "Dunia usaha",
        "Akademisi",
        "Warga dan komunitas",
    )
    assert "menilai lebih rendah" in layers.figure.svg


def test_without_layers_there_is_no_map() -> None:
    bare = the_questionnaire().model_copy(
        update={
            "groups": tuple(
                g.model_copy(update={"layer": None}) for g in the_questionnaire().groups
            )
        }
    )

    text = told(chapter(gap_report(some_inputs(questionnaire=bare)), "kematangan"))

    assert "Peta selisih persepsi" not in text


@pytest.mark.parametrize(
    ("value", "shown"), [(0.4, "+0,40"), (-0.4, "−0,40"), (0.001, "0,00"), (-0.001, "0,00")]
)
def test_differences_carry_their_sign(value: float, shown: str) -> None:
    inputs = some_inputs()
    reading = Reading(
        inputs, plan_from(inputs.scorecard, the_catalogue(), the_questionnaire()), Voice("id")
    )

    assert signed(reading, value) == shown
