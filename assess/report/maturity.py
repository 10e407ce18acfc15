"""Chapters: readiness, and maturity by dimension, with charts and the same numbers in tables."""

from __future__ import annotations

from collections.abc import Mapping

from assess.questionnaire.instrument import Dimension
from assess.report import phrases
from assess.report.blocks import (
    Block,
    Bullets,
    Cell,
    Chapter,
    Chart,
    Column,
    Paragraph,
    Section,
    Table,
)
from assess.report.figures import PAGE, WORDS, Pair, dumbbell, radar
from assess.report.reading import Reading
from assess.report.strength import strength
from assess.report.voice import NO_FIGURE
from assess.scoring.scorecard import NodeScore, QuestionScore

FONT = "Inter, sans-serif"  # a browser without Inter takes its own
RADAR_AXES = 3  # fewer have no surface


def readiness(reading: Reading, number: str) -> Chapter | None:
    node = reading.inputs.scorecard.readiness
    if node is None:
        return None
    say = reading.voice
    reason = reading.node_reason(node)
    if reason is None:
        sentence = say(
            phrases.READINESS_SCORE,
            score=say.score(node.score),
            predicate=reading.predicate(node.score),
        )
    else:
        sentence = say(phrases.READINESS_UNDEFINED, reason=reading.reason(reason))
    dimensions = reading.inputs.questionnaire.readiness
    parts = [(part.key, part) for dimension in dimensions for part in dimension.subpillars]
    blocks: list[Block] = [
        Paragraph(f"{say(phrases.READINESS_LEAD)} {sentence}"),
        _pairs(reading, "gambar-kesiapan", say(phrases.READINESS), [key for key, _ in parts]),
        _tree_table(
            reading,
            "tabel-kesiapan",
            say(phrases.READINESS_TABLE),
            dimensions,
            reading.inputs.scorecard.readiness_elements,
        ),
    ]
    blocks += _disagreements(reading, dimensions)
    return Chapter("kesiapan", number, say(phrases.READINESS), (Section("", "", tuple(blocks)),))


def maturity(reading: Reading, number: str) -> Chapter:
    say = reading.voice
    sections = [_overview(reading), *strength(reading)]
    sections += [_dimension(reading, d) for d in reading.inputs.questionnaire.dimensions]
    return Chapter("kematangan", number, say(phrases.MATURITY), tuple(sections))


def _overview(reading: Reading) -> Section:
    say, card = reading.voice, reading.inputs.scorecard
    dimensions = reading.inputs.questionnaire.dimensions
    blocks: list[Block] = []
    if len(dimensions) >= RADAR_AXES:
        axes = [
            _pair(reading, reading.dimension_briefly(d.key), card.dimensions[d.key])
            for d in dimensions
            if d.key in card.dimensions
        ]
        figure = radar(say(phrases.RADAR), axes, say.score, WORDS[say.language], PAGE, FONT)
        blocks.append(Chart("gambar-radar", say(phrases.RADAR), figure))
    blocks.append(_dimension_table(reading))
    blocks += _group_table(reading)
    return Section("gambaran-umum", say(phrases.MATURITY_OVERVIEW), tuple(blocks))


def _dimension_table(reading: Reading) -> Table:
    say, card = reading.voice, reading.inputs.scorecard
    rows = [
        _node_row(reading, reading.dimension(d.key), card.dimensions[d.key])
        for d in reading.inputs.questionnaire.dimensions
        if d.key in card.dimensions
    ]
    rows.append(_node_row(reading, say(phrases.INDEX_ROW), card.index, whole=True))
    return Table("tabel-dimensi", say(phrases.DIMENSION_TABLE), _node_columns(reading), tuple(rows))


def _node_columns(reading: Reading) -> tuple[Column, ...]:
    say = reading.voice
    return (
        Column(say(phrases.DIMENSION), 28),
        Column(say(phrases.WEIGHT), 8, "end"),
        Column(say(phrases.SCORE), 9, "end"),
        Column(say(phrases.PREDICATE), 13),
        Column(say(phrases.TARGET), 9, "end"),
        Column(say(phrases.GAP), 14, "end"),
        Column(say(phrases.COVERAGE), 13, "end"),
        Column(say(phrases.RESPONDENTS), 6, "end"),
    )


def _node_row(
    reading: Reading, label: str, node: NodeScore, *, whole: bool = False
) -> tuple[Cell, ...]:
    say = reading.voice
    hidden = reading.node_reason(node) is not None
    return (
        Cell("", strong=label) if whole else Cell(label),
        Cell("" if whole else say.weight(node.weight)),
        reading.score_cell(node),
        Cell(NO_FIGURE if hidden else reading.predicate(node.score)),
        reading.shown(node, node.target),
        reading.shown(node, node.gap),
        Cell(say.percent(node.coverage)),
        Cell(reading.people(node.n)),
    )


def _group_table(reading: Reading) -> list[Block]:
    """Means of the groups by dimension: where they differ is where the talking starts. Groups
    without any figure are left to the table of attendance."""
    say, card = reading.voice, reading.inputs.scorecard
    dimensions = [d for d in reading.inputs.questionnaire.dimensions if d.key in card.dimensions]
    width = 72 // max(len(dimensions), 1)
    columns = (
        Column(say(phrases.GROUP), 100 - width * len(dimensions)),
        *(Column(reading.dimension_briefly(d.key), width, "center") for d in dimensions),
    )
    rows = tuple(
        (
            Cell(reading.group_briefly(group)),
            *(_group_cell(reading, card.dimensions[d.key], group) for d in dimensions),
        )
        for group in card.groups_present
        if any(group in card.dimensions[d.key].group_means for d in dimensions)
    )
    if not rows:
        return []
    caption, note = say(phrases.GROUP_MEANS_TABLE), say(phrases.GROUP_MEANS_NOTE)
    return [Table("tabel-kelompok", caption, columns, rows, note)]


def _group_cell(reading: Reading, node: NodeScore, group: str) -> Cell:
    n, mean = node.n_by_group.get(group, 0), node.group_means.get(group)
    if 0 < n < reading.smallest_group:
        return Cell(reading.voice(phrases.FEWER_THAN))
    if mean is None or n == 0:
        return Cell(NO_FIGURE)
    return Cell(reading.voice.score(mean), shade=min(5, int(mean)))


def _dimension(reading: Reading, dimension: Dimension) -> Section:
    say, node = reading.voice, reading.inputs.scorecard.dimensions[dimension.key]
    name = reading.dimension(dimension.key)
    keys = [subpillar.key for subpillar in dimension.subpillars]
    chart = say(phrases.SUBPILLAR_CHART, dimension=name)
    blocks: list[Block] = [
        Paragraph(_dimension_sentence(reading, dimension, node)),
        _pairs(reading, f"gambar-{dimension.key}", chart, keys),
        _tree_table(
            reading,
            f"tabel-{dimension.key}",
            say(phrases.SUBPILLAR_TABLE, dimension=name),
            (dimension,),
            reading.inputs.scorecard.dimensions,
        ),
        *_disagreements(reading, (dimension,)),
        *_silent(reading, node),
    ]
    return Section(f"dimensi-{dimension.key}", name, tuple(blocks))


def _dimension_sentence(reading: Reading, dimension: Dimension, node: NodeScore) -> str:
    say, name = reading.voice, reading.dimension(dimension.key)
    reason = reading.node_reason(node)
    if reason is not None:
        return say(
            phrases.DIMENSION_UNDEFINED,
            dimension=name,
            reason=reading.reason(reason),
            coverage=say.percent(node.coverage),
        )
    phrase = phrases.DIMENSION_SCORED if node.gap is not None else phrases.DIMENSION_WITHOUT_TARGET
    sentence = say(
        phrase,
        dimension=name,
        score=say.score(node.score),
        predicate=reading.predicate(node.score),
        target=say.score(node.target),
        gap=say.score(node.gap),
        n=say.count(node.n),
    )
    scored = [
        reading.inputs.scorecard.subpillars[subpillar.key]
        for subpillar in dimension.subpillars
        if reading.node_reason(reading.inputs.scorecard.subpillars[subpillar.key]) is None
    ]
    if len(scored) < 2:
        return sentence
    weakest = min(scored, key=lambda child: child.score or 0)
    return f"{sentence} " + say(
        phrases.WEAKEST_SUBPILLAR,
        subpillar=reading.subpillar(weakest.key),
        score=say.score(weakest.score),
    )


def _pair(reading: Reading, label: str, node: NodeScore) -> Pair:
    if reading.node_reason(node) is not None:
        return Pair(label, None, None)
    return Pair(label, node.score, node.target)


def _pairs(reading: Reading, anchor: str, caption: str, subpillars: list[str]) -> Chart:
    say = reading.voice
    pairs = [
        _pair(reading, reading.subpillar(key), reading.inputs.scorecard.subpillars[key])
        for key in subpillars
        if key in reading.inputs.scorecard.subpillars
    ]
    figure = dumbbell(caption, pairs, say.score, WORDS[say.language], PAGE, FONT)
    return Chart(anchor, caption, figure)


def _tree_table(
    reading: Reading,
    anchor: str,
    caption: str,
    dimensions: tuple[Dimension, ...],
    nodes: Mapping[str, NodeScore],
) -> Table:
    """Sub-pillars under their dimensions; one dimension alone needs no row of its own."""
    say, rows = reading.voice, []
    for dimension in dimensions:
        if len(dimensions) > 1 and dimension.key in nodes:
            row = _node_row(reading, reading.dimension(dimension.key), nodes[dimension.key])
            rows.append((Cell("", strong=row[0].text), *row[1:]))
        rows += [
            _node_row(
                reading,
                reading.subpillar(subpillar.key),
                reading.inputs.scorecard.subpillars[subpillar.key],
            )
            for subpillar in dimension.subpillars
            if subpillar.key in reading.inputs.scorecard.subpillars
        ]
    first, *others = _node_columns(reading)
    columns = (Column(say(phrases.SUBPILLAR), first.width), *others)
    return Table(anchor, caption, columns, tuple(rows))


def _disagreements(reading: Reading, dimensions: tuple[Dimension, ...]) -> list[Block]:
    """Questions on which groups differ; a group is named only where it is large enough."""
    items = []
    for dimension in dimensions:
        for subpillar in dimension.subpillars:
            for question in reading.inputs.questionnaire.questions_of_subpillar[subpillar.key]:
                score = reading.inputs.scorecard.questions.get(question.id)
                if score and score.disagreement and reading.question_reason(score) is None:
                    items.append(_disagreement(reading, score))
    return [Bullets(tuple(items))] if items else []


def _disagreement(reading: Reading, score: QuestionScore) -> str:
    say, name = reading.voice, score.key
    ends = score.spread_groups or ("", "")
    if any(score.n_by_group.get(group, 0) < reading.smallest_group for group in ends):
        return say(phrases.DISAGREEMENT_UNNAMED, question=name, spread=say.score(score.spread, 1))
    low, high = ends
    return say(
        phrases.DISAGREEMENT,
        question=name,
        low=reading.group_briefly(low),
        low_mean=say.score(score.group_means[low]),
        high=reading.group_briefly(high),
        high_mean=say.score(score.group_means[high]),
    )


def _silent(reading: Reading, node: NodeScore) -> list[Block]:
    silent = [group for group, n in node.n_by_group.items() if n == 0]
    if not silent:
        return []
    names = reading.voice.series([reading.group_briefly(group) for group in silent])
    return [Paragraph(reading.voice(phrases.SILENT_IN_DIMENSION, groups=names))]
