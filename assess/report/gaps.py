"""Chapters: the gap table that writes itself from the anchors, and the order of priority."""

from __future__ import annotations

from assess.masterplan.proposals import Priority, has_gap
from assess.questionnaire.instrument import Dimension
from assess.questionnaire.questions import MaturityQuestion
from assess.report import phrases, plan_phrases
from assess.report.blocks import Cell, Chapter, Chart, Column, Paragraph, Section, Table
from assess.report.figures import PAGE, WORDS, Pair, dumbbell
from assess.report.maturity import FONT
from assess.report.reading import Reading
from assess.report.voice import NO_FIGURE
from assess.scoring.scorecard import QuestionScore

CHART_PRIORITIES = 10


def gaps(reading: Reading, number: str, initiatives_number: str) -> Chapter:
    say, questionnaire = reading.voice, reading.inputs.questionnaire
    lead = Paragraph(say(plan_phrases.GAPS_LEAD, chapter=initiatives_number))
    sections = [Section("", "", (lead,))]
    for dimension in (*questionnaire.dimensions, *questionnaire.readiness):
        table = _gap_table(reading, dimension)
        if table.rows:
            name = reading.dimension(dimension.key)
            sections.append(Section(f"kesenjangan-{dimension.key}", name, (table,)))
    return Chapter("kesenjangan", number, say(plan_phrases.GAPS), tuple(sections), landscape=True)


def _gap_table(reading: Reading, dimension: Dimension) -> Table:
    say = reading.voice
    rows: list[tuple[Cell, ...]] = []
    for subpillar in dimension.subpillars:
        for question in reading.inputs.questionnaire.questions_of_subpillar[subpillar.key]:
            score = reading.inputs.scorecard.questions.get(question.id)
            if score is not None:
                rows.append(_gap_row(reading, len(rows) + 1, subpillar.key, question, score))
    columns = (
        Column(say(plan_phrases.NUMBER), 4, "end"),
        Column(say(plan_phrases.TOPIC), 18),
        Column(say(plan_phrases.CURRENT), 20),
        Column(say(plan_phrases.DESIRED), 20),
        Column(say(phrases.GAP), 9, "end"),
        Column(say(plan_phrases.PROPOSAL), 13),
        Column(say(plan_phrases.OFFICE), 9),
        Column(say(plan_phrases.TIME), 7),
    )
    caption = say(plan_phrases.GAPS_TABLE, dimension=reading.dimension(dimension.key))
    return Table(f"tabel-kesenjangan-{dimension.key}", caption, columns, tuple(rows))


def _gap_row(
    reading: Reading,
    number: int,
    subpillar: str,
    question: MaturityQuestion,
    score: QuestionScore,
) -> tuple[Cell, ...]:
    return (
        Cell(str(number)),
        Cell(reading.name(question.text), strong=f"{question.id}\n{reading.subpillar(subpillar)}"),
        _current(reading, question, score),
        _desired(reading, question, score),
        _gap(reading, score),
        *_proposal_cells(reading, score),
    )


def _current(reading: Reading, question: MaturityQuestion, score: QuestionScore) -> Cell:
    reason = reading.question_reason(score)
    if reason is not None or score.level is None:
        return Cell(reading.voice(phrases.NO_LEVEL, reason=reading.reason(reason)))
    anchor = reading.name(question.anchors[score.level])
    return Cell(anchor, strong=reading.level(score.level), level=score.level)


def _desired(reading: Reading, question: MaturityQuestion, score: QuestionScore) -> Cell:
    target = reading.target_level(score)
    if target is None or reading.question_reason(score) is not None:
        return Cell(reading.voice(phrases.NO_TARGET_LEVEL))
    return Cell(reading.name(question.anchors[target]), strong=reading.level(target), level=target)


def _gap(reading: Reading, score: QuestionScore) -> Cell:
    say = reading.voice
    if reading.question_reason(score) is not None or score.gap is None:
        return Cell(NO_FIGURE)
    return Cell(
        f"{say.score(score.score)} → {say.score(score.target)}", strong=say.score(score.gap)
    )


def _proposal_cells(reading: Reading, score: QuestionScore) -> list[Cell]:
    """Proposal, office and time; each line carries the number of the initiative."""
    proposals = reading.proposals_for(score.key)
    if not proposals:
        return [Cell(_without_proposal(reading, score)), Cell(NO_FIGURE), Cell(NO_FIGURE)]
    numbers = [reading.numbers[proposal.initiative.id] for proposal in proposals]
    columns = (
        [reading.name(proposal.initiative.title) for proposal in proposals],
        [reading.office(proposal.initiative.lead) for proposal in proposals],
        [reading.voice.term(proposal.months) for proposal in proposals],
    )
    return [
        Cell("\n".join(f"{n}. {text}" for n, text in zip(numbers, texts, strict=True)))
        for texts in columns
    ]


def _without_proposal(reading: Reading, score: QuestionScore) -> str:
    say = reading.voice
    if score.gap is None or reading.question_reason(score) is not None:
        return NO_FIGURE
    if not has_gap(score):
        return say(plan_phrases.NO_GAP)
    if reading.inputs.catalogue is None:
        return NO_FIGURE
    same = reading.target_level(score) == score.level
    return say(plan_phrases.SAME_LEVEL if same else plan_phrases.NOT_PROPOSED)


def priorities(reading: Reading, number: str) -> Chapter:
    say, found = reading.voice, reading.plan.priorities
    of_index = [priority for priority in found if priority.of_index]
    of_readiness = [priority for priority in found if not priority.of_index]
    if not found:
        only = Section("", "", (Paragraph(say(plan_phrases.NO_PRIORITIES)),))
        return Chapter("prioritas", number, say(plan_phrases.PRIORITIES), (only,))
    sections = [Section("", "", (Paragraph(say(plan_phrases.PRIORITIES_LEAD)),))]
    if of_index:
        blocks = (_chart(reading, of_index[:CHART_PRIORITIES]), _table(reading, of_index))
        sections.append(Section("prioritas-indeks", say(plan_phrases.PRIORITIES_TABLE), blocks))
    if of_readiness:
        title = say(plan_phrases.READINESS_PRIORITIES_TABLE)
        sections.append(Section("prioritas-kesiapan", title, (_table(reading, of_readiness),)))
    return Chapter("prioritas", number, say(plan_phrases.PRIORITIES), tuple(sections))


def _chart(reading: Reading, found: list[Priority]) -> Chart:
    say = reading.voice
    caption = say(plan_phrases.PRIORITIES_CHART)
    pairs = [Pair(reading.subpillar(p.subpillar), p.score, p.target) for p in found]
    figure = dumbbell(caption, pairs, say.score, WORDS[say.language], PAGE, FONT)
    return Chart("gambar-prioritas", caption, figure)


def _table(reading: Reading, found: list[Priority]) -> Table:
    say = reading.voice
    whole = sum(priority.contribution for priority in found)
    rows = tuple(
        (
            Cell(str(place)),
            Cell(reading.subpillar(priority.subpillar)),
            Cell(reading.dimension_briefly(priority.dimension)),
            Cell(say.score(priority.score)),
            Cell(say.score(priority.target)),
            Cell(say.score(priority.gap)),
            Cell(say.percent(priority.contribution / whole)),
            Cell("✓" if priority.chosen else ""),
        )
        for place, priority in enumerate(found, start=1)
    )
    columns = (
        Column(say(plan_phrases.NUMBER), 6, "end"),
        Column(say(phrases.SUBPILLAR), 27),
        Column(say(phrases.DIMENSION), 16),
        Column(say(phrases.SCORE), 8, "end"),
        Column(say(phrases.TARGET), 9, "end"),
        Column(say(phrases.GAP), 14, "end"),
        Column(say(plan_phrases.SHARE_OF_GAP), 11, "end"),
        Column(say(plan_phrases.CHOSEN), 9, "center"),
    )
    of_index = found[0].of_index
    caption = plan_phrases.PRIORITIES_TABLE if of_index else plan_phrases.READINESS_PRIORITIES_TABLE
    anchor = "tabel-prioritas" if of_index else "tabel-prioritas-kesiapan"
    return Table(anchor, say(caption), columns, rows)
