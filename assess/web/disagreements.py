"""Where the groups disagree most, with their own means; and how the layers see each dimension."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from assess.questionnaire.instrument import Layer, Questionnaire
from assess.report.figures import Figure
from assess.report.layer_map import LayerMark, MapRow, MapWords, layer_map
from assess.scoring.layers import LayerView, layer_views
from assess.scoring.scorecard import Scorecard
from assess.scoring.scores import QuestionScore
from assess.web.formatting import NOTHING, number, percent, score
from assess.web.result_lines import Line, Namer, people

MOST = 8


@dataclass(frozen=True)
class Disagreement:
    """One question, the means of its groups from low to high."""

    line: Line
    means: tuple[tuple[str, float], ...]


def largest_disagreements(told: Scorecard, namer: Namer) -> list[Disagreement]:
    """Questions whose groups are at least the instrument's range apart, the widest first."""
    apart = [
        question
        for question in told.questions.values()
        if question.spread is not None and (question.disagreement or question.hidden_conflict)
    ]
    widest = sorted(apart, key=lambda question: (-(question.spread or 0.0), question.key))
    return [_disagreement(question, namer) for question in widest[:MOST]]


def _disagreement(question: QuestionScore, namer: Namer) -> Disagreement:
    line = namer.question(question)
    ordered = sorted(question.group_means.items(), key=lambda pair: (pair[1], pair[0]))
    return Disagreement(line, tuple((namer.briefly(group), mean) for group, mean in ordered))


@dataclass(frozen=True)
class LayerCell:
    """One layer on one dimension as words: its distance from everybody, and what it rests on."""

    difference: str
    note: str


@dataclass(frozen=True)
class LayerTable:
    names: tuple[str, ...]
    rows: tuple[tuple[Line, tuple[LayerCell, ...]], ...]
    figure: Figure


def perception_gaps(
    told: Scorecard, questionnaire: Questionnaire, lines: list[Line]
) -> LayerTable | None:
    """The map of perceptions, or None where the questionnaire declares no layers."""
    layers = {group.key: group.layer for group in questionnaire.groups if group.layer is not None}
    if not layers:
        return None
    weights = {group.key: group.weight for group in questionnaire.groups}
    views = [layer_views(told, line.score.key, layers, weights) for line in lines]
    names = tuple(layer_name(view.layer) for view in views[0]) if views else ()
    rows = tuple(
        (line, tuple(_cell(view) for view in row)) for line, row in zip(lines, views, strict=True)
    )
    marks = [
        MapRow(line.name, tuple(LayerMark(layer_name(v.layer), v.difference) for v in row))
        for line, row in zip(lines, views, strict=True)
    ]
    return LayerTable(names, rows, layer_map(_("Peta selisih persepsi"), marks, signed, _words()))


def layer_name(layer: Layer) -> str:
    return {
        Layer.AGENCIES: _("Perangkat daerah dan instansi"),
        Layer.BUSINESS: _("Dunia usaha"),
        Layer.ACADEMICS: _("Akademisi"),
        Layer.RESIDENTS: _("Warga dan komunitas"),
    }[layer]


def signed(value: float) -> str:
    """+0,40 or −0,40."""
    shown = score(abs(value))
    if shown == score(0.0):
        return shown
    return f"+{shown}" if value > 0 else f"−{shown}"


def _cell(view: LayerView) -> LayerCell:
    if view.difference is None:
        note = _("tidak menjawab") if view.n == 0 else _("terlalu sedikit orang atau pertanyaan")
        return LayerCell(NOTHING, note)
    return LayerCell(
        signed(view.difference),
        _(
            "skor %(mean)s dari %(n)s orang, %(questions)s pertanyaan (%(share)s bobot)",
            mean=score(view.mean),
            n=people(view.n),
            questions=number(view.questions),
            share=percent(view.share),
        ),
    )


def _words() -> MapWords:
    return MapWords(
        item=_("Dimensi"),
        undefined=_("belum cukup data"),
        everybody=_("semua kelompok"),
        lower=_("menilai lebih rendah"),
        higher=_("menilai lebih tinggi"),
        description=_(
            "Garis tengah: skor semua kelompok pada pertanyaan yang sama. Tanda di kiri: lapisan "
            "itu menilai lebih rendah; di kanan: lebih tinggi. Satu kotak adalah satu tingkat."
        ),
    )
