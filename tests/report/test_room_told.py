"""The talk in the report: which round counts, what changed, and every statement that differed."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from assess.report.blocks import Chart, GapReport, Table
from assess.report.gap_report import gap_report
from assess.report.render import document_html
from assess.room.proceedings import Consensus, Dissent
from assess.room.record import RoomRecord
from assess.room.shift import GroupShift, Moved, Shift
from tests.report.sample import some_inputs

ITEM, OTHER = "GOV-SVC-1", "GOV-BUR-1"
AT = datetime(2026, 11, 18, 5, 0, tzinfo=UTC)
SAID = ("Kami menilai layanan masih lambat.", "Warga tanpa gawai belum terlayani.")


def a_record(**changes: object) -> RoomRecord:
    dissents = tuple(
        Dissent(number, item, text, group, AT, "Sari")
        for number, (item, text, group) in enumerate(
            zip((ITEM, OTHER), SAID, ("kadin", None), strict=True), start=1
        )
    )
    groups = (GroupShift("diskominfo", 4.0, 3.5), GroupShift("umkm", 1.5, 2.5))
    values: dict[str, object] = {
        "meeting": "FGD penyusunan masterplan",
        "time_zone": "WITA",
        "rounds": 2,
        "scored": 2,
        "consensus": (Consensus(ITEM, 3, "Bukti cukup.", AT, "Sari"),),
        "dissents": dissents,
        "shifts": (
            Shift(ITEM, 2.75, 3.0, 0.2, 0.6, 2.5, 1.0, groups, Moved(12, 7, 5, 4, 3)),
            Shift(OTHER, 2.0, 2.0, None, None, None, None, (), None),
        ),
        **changes,
    }
    return RoomRecord(**values)  # type: ignore[arg-type]


def words_of(report: GapReport) -> str:
    return document_html(report)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_report_says_which_round_counts_and_shows_both(language: str) -> None:
    report = gap_report(some_inputs(language, rooms=(a_record(),)))

    chapter = next(each for each in report.chapters if each.anchor == "ruangan")
    tables = [b for section in chapter.sections for b in section.blocks if isinstance(b, Table)]
    charts = [b for section in chapter.sections for b in section.blocks if isinstance(b, Chart)]
    cells = {cell.text for table in tables for row in table.rows for cell in row}
    official = {"id": "skor resmi memakai putaran 2 dari 2", "en": "score uses round 2 of 2"}
    assert official[language] in words_of(report)
    assert ("2,75" in cells) == (language == "id")
    assert len(charts) == 1, "a question whose groups may not be shown has no chart"
    assert len({each.number for each in report.chapters}) == len(report.chapters)


def test_without_talk_there_is_no_chapter() -> None:
    silent = a_record(rounds=1, scored=1, consensus=(), dissents=(), shifts=())

    report = gap_report(some_inputs(rooms=(silent,)))

    assert not [each for each in report.chapters if each.anchor == "ruangan"]


OPTIONS: dict[str, list[object]] = {
    "is_sample": [True, False],
    "catalogue": [some_inputs().catalogue, None],
    "facts": [some_inputs().facts, ()],
    "open_answers": [some_inputs().open_answers, ()],
    "perception": [some_inputs().perception, ()],
    "open_focus_groups": [0, 3],
}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("rounds", [1, 2])
def test_no_option_of_a_report_drops_a_minority_statement(language: str, rounds: int) -> None:
    """Each input that may be there or not; all of them gone; both languages; one round or two."""
    room = a_record(rounds=rounds, scored=1, shifts=())
    one_gone: list[dict[str, object]] = [{name: values[1]} for name, values in OPTIONS.items()]
    all_gone = {name: values[1] for name, values in OPTIONS.items()}
    for changes in ({}, *one_gone, all_gone):
        report = gap_report(some_inputs(language, rooms=(room,), **changes))

        chapter = next(each for each in report.chapters if each.anchor == "ruangan")
        told = [
            cell.text
            for section in chapter.sections
            for block in section.blocks
            if isinstance(block, Table)
            for row in block.rows
            for cell in row
        ]
        assert set(SAID) <= set(told)


def test_nothing_in_the_inputs_chooses_what_a_report_leaves_out() -> None:
    """Whoever adds a choice to the report adds it to the test above."""
    known = {
        *OPTIONS,
        *("region", "assessment_title", "year", "questionnaire", "questionnaire_sha256"),
        *("scorecard", "focus_groups", "data_cut", "created_on", "language", "ratings_sha256"),
        *("companions", "rooms", "weights"),
    }

    assert {field.name for field in fields(some_inputs())} <= known
