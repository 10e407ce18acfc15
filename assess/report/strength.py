"""How strong the figures are: four dials, disagreements, layers of perception, other methods."""

from __future__ import annotations

from assess.questionnaire.instrument import SpeakFor
from assess.questionnaire.questions import Text
from assess.report import phrases
from assess.report import standing_phrases as words
from assess.report.blocks import (
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Definitions,
    Paragraph,
    Section,
    Table,
)
from assess.report.figures import PAGE
from assess.report.layer_map import LayerMark, MapRow, MapWords, layer_map
from assess.report.reading import Reading
from assess.report.response import care, provisional
from assess.report.voice import NO_FIGURE
from assess.scoring.companions_told import EvidenceTold, evidence_told
from assess.scoring.layers import LayerView, layer_views
from assess.scoring.scores import NodeScore, QuestionScore
from assess.scoring.sensitivity import FEWEST_GROUPS, FEWEST_PEOPLE, Caution, Method

FONT = "Inter, sans-serif"
STRONG = 0.7
MOST = 8
TOLERANCE = 1e-9


def strength(reading: Reading) -> list[Section]:
    """Sections that stand behind the overview of maturity."""
    sections = [
        _section(reading, "kekuatan", words.DIALS, _dials(reading)),
        _section(reading, "perbedaan", words.APART, _apart(reading)),
    ]
    if layers := _layers(reading):
        sections.append(_section(reading, "persepsi-lapisan", words.LAYERS, layers))
    if reading.inputs.scorecard.methods:
        sections.append(_section(reading, "cara-hitung", words.METHODS, _methods(reading)))
    sections.append(care(reading))
    return sections


def _section(reading: Reading, anchor: str, title: Text, blocks: list[Block]) -> Section:
    return Section(anchor, reading.voice(title), tuple(blocks))


def _nodes(reading: Reading) -> list[tuple[str, NodeScore]]:
    """The index, then its dimensions, with their names."""
    card = reading.inputs.scorecard
    rows = [(reading.voice(phrases.INDEX_ROW), card.index)]
    return rows + [
        (reading.dimension_briefly(d.key), card.dimensions[d.key])
        for d in reading.inputs.questionnaire.dimensions
        if d.key in card.dimensions
    ]


def _dials(reading: Reading) -> list[Block]:
    say, card = reading.voice, reading.inputs.scorecard
    columns = (
        Column(say(phrases.DIMENSION), 20),
        Column(say(phrases.SCORE), 8, "end"),
        Column(say(words.INTERVAL), 16, "end"),
        Column(say(words.AGREEMENT), 14, "end"),
        Column(say(phrases.COVERAGE), 13, "end"),
        Column(say(words.VERIFIED), 13, "end"),
        Column(say(words.BASIS), 16),
    )
    rows = tuple(_dial_row(reading, name, node) for name, node in _nodes(reading))
    blocks: list[Block] = [Paragraph(say(words.DIALS_LEAD))]
    blocks += provisional(reading)
    # That few people answered is said there, with the reason.
    cautions = [each for each in card.cautions if each is not Caution.PROVISIONAL]
    if cautions:
        blocks.append(Bullets(tuple(say(words.CAUTIONS[each]) for each in cautions)))
    blocks.append(Table("tabel-kekuatan", say(words.DIALS_TABLE), columns, rows))
    blocks.append(Definitions(tuple(_meanings(reading))))
    return blocks


def _meanings(reading: Reading) -> list[tuple[str, str]]:
    """Each term of the table in one sentence."""
    say, index = reading.voice, reading.inputs.scorecard.index
    meanings = [(say(term), say(text)) for term, text in words.MEANINGS]
    beside, told = reading.inputs.companions, _evidence(reading, index)
    if beside is None or told is None or told.claims is None or told.named is None:
        return [*meanings, (say(words.CLAIMS), say(words.NO_CLAIMS_TEXT))]
    said = say(
        words.VERIFIED_TEXT,
        cap=beside.evidence.cap,
        named=reading.people(told.named),
        claims=reading.people(told.claims),
    )
    return [*meanings, (say(words.CLAIMS), said)]


def _evidence(reading: Reading, node: NodeScore) -> EvidenceTold | None:
    """What may be told of the evidence beside a node; None in results stored before it was kept."""
    beside = reading.inputs.companions
    if beside is None:
        return None
    return evidence_told(beside.evidence, node, _below(reading, node), reading.smallest_group)


def _dial_row(reading: Reading, name: str, node: NodeScore) -> tuple[Cell, ...]:
    say, told = reading.voice, _evidence(reading, node)
    below = _below(reading, node)
    known = [question.agreement for question in below if question.agreement is not None]
    strong = sum(agreement >= STRONG - TOLERANCE for agreement in known)
    agreed = say(words.AGREED_OF, n=strong, m=len(known)) if known else NO_FIGURE
    return (
        Cell(name),
        reading.score_cell(node),
        Cell(_interval(reading, node)),
        Cell(agreed),
        Cell(say.percent(node.coverage)),
        Cell(NO_FIGURE if told is None else say.score(told.verified, told.decimals)),
        Cell(say(words.ENOUGH if _enough(reading, node) else words.TOO_LITTLE)),
    )


def _interval(reading: Reading, node: NodeScore) -> str:
    if node.interval is None or node.no_variation:
        return reading.voice(words.NO_INTERVAL)
    low, high = node.interval
    return f"{reading.voice.score(low)}–{reading.voice.score(high)}"


def _enough(reading: Reading, node: NodeScore) -> bool:
    rules = reading.inputs.questionnaire
    covered = node.coverage >= rules.scoring.minimum_coverage - TOLERANCE
    if rules.answers_speak_for is SpeakFor.OFFICE:
        return covered
    heard = sum(n > 0 for n in node.n_by_group.values())
    needed = min(FEWEST_GROUPS, len(node.n_by_group))
    return covered and node.n >= FEWEST_PEOPLE and heard >= needed


def _below(reading: Reading, node: NodeScore) -> list[QuestionScore]:
    card, found = reading.inputs.scorecard, []
    nodes = {**card.subpillars, **card.dimensions}
    for key in node.children:
        question = card.questions.get(key)
        found += [question] if question else _below(reading, nodes[key])
    return found


def _apart(reading: Reading) -> list[Block]:
    say, card = reading.voice, reading.inputs.scorecard
    apart = [
        question
        for question in card.questions.values()
        if question.spread is not None and (question.disagreement or question.hidden_conflict)
    ]
    if not apart:
        limit = reading.inputs.questionnaire.scoring.disagreement_range
        return [Paragraph(say(words.NOTHING_APART, range=say.plain(limit)))]
    widest = sorted(apart, key=lambda question: (-(question.spread or 0.0), question.key))[:MOST]
    columns = (
        Column(say(words.QUESTION), 42),
        Column(say(words.SPREAD), 12, "end"),
        Column(say(words.GROUP_MEANS), 46),
    )
    rows = tuple(_apart_row(reading, question) for question in widest)
    table = Table("tabel-perbedaan", say(words.APART_TABLE), columns, rows)
    return [Paragraph(say(words.APART_LEAD)), table]


def _apart_row(reading: Reading, question: QuestionScore) -> tuple[Cell, ...]:
    say = reading.voice
    ordered = sorted(question.group_means.items(), key=lambda pair: (pair[1], pair[0]))
    means = "; ".join(
        say(words.GROUP_MEAN, group=reading.group_briefly(group), mean=say.score(mean))
        for group, mean in ordered
    )
    conflict = say(words.HIDDEN_CONFLICT) if question.hidden_conflict else ""
    text = reading.name(reading.question(question.key).text)
    return Cell(text, strong=question.key), Cell(say.score(question.spread)), Cell(means, conflict)


def _layers(reading: Reading) -> list[Block]:
    say, inputs = reading.voice, reading.inputs
    groups = inputs.questionnaire.groups
    layers = {group.key: group.layer for group in groups if group.layer is not None}
    if not layers:
        return []
    weights = {group.key: group.weight for group in groups}
    rows = [
        (name, layer_views(inputs.scorecard, node.key, layers, weights))
        for name, node in _nodes(reading)[1:]
    ]
    names = [say(words.LAYER_NAMES[view.layer]) for view in rows[0][1]]
    marks = [
        MapRow(name, tuple(LayerMark(n, v.difference) for n, v in zip(names, views, strict=True)))
        for name, views in rows
    ]
    map_words = MapWords(
        item=say(phrases.DIMENSION),
        undefined=say(words.UNDEFINED),
        everybody=say(words.EVERYBODY),
        lower=say(words.LOWER),
        higher=say(words.HIGHER),
        description=say(words.MAP_DESCRIPTION),
    )
    title = say(words.LAYERS)
    figure = layer_map(title, marks, lambda value: signed(reading, value), map_words, PAGE, FONT)
    width = 76 // len(names)
    columns = (
        Column(say(phrases.DIMENSION), 100 - width * len(names)),
        *(Column(name, width, "end") for name in names),
    )
    cells = tuple(
        (Cell(name), *(Cell(_layer_cell(reading, view)) for view in views)) for name, views in rows
    )
    note = say(words.LAYERS_NOTE)
    table = Table("tabel-lapisan", say(words.LAYERS_TABLE), columns, cells, note)
    return [Paragraph(say(words.LAYERS_LEAD)), Chart("gambar-lapisan", title, figure), table]


def _layer_cell(reading: Reading, view: LayerView) -> str:
    if view.difference is None:
        return NO_FIGURE
    return reading.voice(
        words.LAYER_CELL,
        difference=signed(reading, view.difference),
        share=reading.voice.percent(view.share),
    )


def signed(reading: Reading, value: float) -> str:
    """+0,40 or −0,40; nothing before what shows as zero."""
    shown = reading.voice.score(value)
    zero = reading.voice.score(0.0)
    if shown.strip("−") == zero:
        return zero
    return f"+{shown}" if value > 0 else shown


def _methods(reading: Reading) -> list[Block]:
    say, card = reading.voice, reading.inputs.scorecard
    columns = (
        Column(say(words.PART), 20),
        *(Column(say(words.METHOD_NAMES[method]), 13, "end") for method in Method),
        Column(say(phrases.PREDICATE), 15),
    )
    rows = tuple(
        (
            Cell(name),
            *(Cell(say.score(card.methods.get(method, {}).get(node.key))) for method in Method),
            Cell(say(words.DEPENDS if node.key in card.method_dependent else words.SAME)),
        )
        for name, node in _nodes(reading)
    )
    table = Table("tabel-cara", say(words.METHODS_TABLE), columns, rows, say(words.METHODS_NOTE))
    return [Paragraph(say(words.METHODS_LEAD)), table]
