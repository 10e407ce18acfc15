"""Annexes: every question, the words used, what the figures do and do not say, the imprint."""

from __future__ import annotations

from assess.questionnaire.instrument import Dimension
from assess.report import closing_phrases, phrases
from assess.report.blocks import (
    Bullets,
    Cell,
    Chapter,
    Column,
    Definitions,
    Paragraph,
    Section,
    Table,
)
from assess.report.front_matter import version_rows
from assess.report.reading import Reading
from assess.report.voice import NO_FIGURE
from assess.report.weights import weights_section
from assess.scoring.scorecard import QuestionScore

HEAT_STEPS = ((0.0, 0), (0.1, 1), (0.25, 2), (0.45, 3), (0.65, 4))


def all_questions(reading: Reading, number: str) -> Chapter:
    say, questionnaire = reading.voice, reading.inputs.questionnaire
    sections = [Section("", "", (Paragraph(say(closing_phrases.ALL_QUESTIONS_LEAD)),))]
    for dimension in (*questionnaire.dimensions, *questionnaire.readiness):
        table = _questions_table(reading, dimension)
        if table.rows:
            name = reading.dimension(dimension.key)
            sections.append(Section(f"pertanyaan-{dimension.key}", name, (table,)))
    return Chapter(
        "lampiran-pertanyaan", number, say(closing_phrases.ALL_QUESTIONS), tuple(sections), True
    )


def _questions_table(reading: Reading, dimension: Dimension) -> Table:
    say = reading.voice
    rows = tuple(
        _question_row(reading, reading.inputs.scorecard.questions[question.id])
        for subpillar in dimension.subpillars
        for question in reading.inputs.questionnaire.questions_of_subpillar[subpillar.key]
        if question.id in reading.inputs.scorecard.questions
    )
    columns = (
        Column(say(closing_phrases.CODE), 8, "code"),
        Column(say(closing_phrases.QUESTION), 31),
        *(Column(str(level), 5, "center") for level in range(1, 6)),
        Column(say(phrases.DO_NOT_KNOW), 9, "end"),
        Column(say(phrases.RESPONDENTS), 5, "end"),
        Column(say(phrases.SCORE), 8, "end"),
        Column(say(phrases.LEVEL_WORD), 7, "center"),
        Column(say(phrases.TARGET), 7, "end"),
    )
    name = reading.dimension(dimension.key)
    caption = say(closing_phrases.ALL_QUESTIONS_TABLE, dimension=name)
    return Table(f"tabel-pertanyaan-{dimension.key}", caption, columns, rows)


def _question_row(reading: Reading, score: QuestionScore) -> tuple[Cell, ...]:
    say = reading.voice
    hidden = reading.question_reason(score) is not None
    few = score.n + score.do_not_know < reading.smallest_group
    return (
        Cell(score.key),
        Cell(reading.name(reading.question(score.key).text)),
        *_spread_cells(reading, score),
        Cell(NO_FIGURE if few else say.percent(score.do_not_know_share)),
        Cell(reading.people(score.n)),
        reading.score_cell(score),
        Cell(NO_FIGURE if hidden or score.level is None else str(score.level)),
        reading.shown(score, score.target),
    )


def _spread_cells(reading: Reading, score: QuestionScore) -> list[Cell]:
    """How the answers spread over the five levels; a darker ground means a larger share."""
    if score.histogram is None or reading.question_reason(score) is not None:
        return [Cell(NO_FIGURE)] * 5
    return [Cell(reading.voice.percent(share), shade=_shade(share)) for share in score.histogram]


def _shade(share: float) -> int:
    return max(shade for least, shade in HEAT_STEPS if share >= least)


def glossary(reading: Reading, number: str) -> Chapter:
    say = reading.voice
    rows = sorted((say(word), say(meaning)) for word, meaning in closing_phrases.GLOSSARY_ROWS)
    return Chapter(
        "lampiran-istilah",
        number,
        say(closing_phrases.GLOSSARY),
        (Section("", "", (Definitions(tuple(rows)),)),),
    )


def statements(reading: Reading, number: str, fingerprint: str) -> Chapter:
    """The last page: what the figures say, and the versions and fingerprints behind them."""
    say, catalogue = reading.voice, reading.inputs.catalogue
    notes = (catalogue.note, catalogue.funding_note) if catalogue is not None else ()
    said = (
        *(say(row) for row in closing_phrases.STATEMENT_ROWS),
        *(reading.name(note) for note in notes),
    )
    imprint = Section(
        "sidik",
        say(closing_phrases.IMPRINT),
        (
            Definitions(tuple(version_rows(reading, fingerprint))),
            Paragraph(say(closing_phrases.IMPRINT_TEXT)),
        ),
    )
    opening = Section("", "", (Bullets(said),))
    sections = (opening, weights_section(reading), imprint)
    return Chapter("lampiran-metode", number, say(closing_phrases.STATEMENTS), sections)
