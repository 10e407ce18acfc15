"""Which weights the result was computed with: how they came about, and what each part weighs."""

from __future__ import annotations

from collections.abc import Mapping

from assess.questionnaire.instrument import Dimension
from assess.report import weight_phrases as words
from assess.report.blocks import Bullets, Cell, Column, Paragraph, Section, Table
from assess.report.reading import Reading
from assess.scoring.scores import NodeScore
from assess.scoring.sibling_sets import UsedWeights

RATIO_DECIMALS = 3
PERCENT_DECIMALS = 1


def weights_section(reading: Reading) -> Section:
    say, used = reading.voice, reading.inputs.weights
    told = [_adopted(reading, each) for each in used]
    told.append(say(words.OTHERS_OF_FORM if used else words.ALL_OF_FORM))
    blocks = (Bullets(tuple(told)), Paragraph(say(words.LEAD)), _table(reading))
    return Section("bobot", say(words.WEIGHTS), blocks)


def _adopted(reading: Reading, used: UsedWeights) -> str:
    say = reading.voice
    sentence = say(
        words.ADOPTED,
        what=_what(reading, used.key),
        how=say(
            words.HOW[used.method], n=used.experts, ratio=say.score(used.ratio, RATIO_DECIMALS)
        ),
        day=say.date(used.adopted_at.date()),
        note=used.note.rstrip(".") or "–",
    )
    return f"{sentence} {say(words.AFTER_RESULT)}" if used.after_result else sentence


def _what(reading: Reading, key: str) -> str:
    if key == "index":
        return reading.voice(words.OF_INDEX)
    if key == "readiness":
        return reading.voice(words.OF_READINESS)
    return reading.voice(words.OF_DIMENSION, dimension=reading.dimension(key))


def _table(reading: Reading) -> Table:
    say, card, form = reading.voice, reading.inputs.scorecard, reading.inputs.questionnaire
    columns = (
        Column(say(words.PART), 56),
        Column(say(words.SHARE), 22, "end"),
        Column(say(words.PATH), 22, "end"),
    )
    rows = [
        row
        for dimensions, nodes in (
            (form.dimensions, card.dimensions),
            (form.readiness, card.readiness_elements),
        )
        for row in _rows(reading, dimensions, nodes)
    ]
    return Table("tabel-bobot", say(words.TABLE), columns, tuple(rows))


def _rows(
    reading: Reading, dimensions: tuple[Dimension, ...], nodes: Mapping[str, NodeScore]
) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for dimension in dimensions:
        if dimension.key not in nodes:
            continue
        share, path = _cells(reading, nodes[dimension.key], 1.0)
        rows.append((Cell("", strong=reading.dimension(dimension.key)), share, path))
        above = nodes[dimension.key].path_weight
        for subpillar in dimension.subpillars:
            node = reading.inputs.scorecard.subpillars[subpillar.key]
            rows.append((Cell(reading.subpillar(subpillar.key)), *_cells(reading, node, above)))
    return rows


def _cells(reading: Reading, node: NodeScore, above: float) -> tuple[Cell, Cell]:
    say = reading.voice
    share = node.path_weight / above if above else None
    return (
        Cell(say.percent(share, PERCENT_DECIMALS)),
        Cell(say.percent(node.path_weight, PERCENT_DECIMALS)),
    )
