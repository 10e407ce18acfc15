"""How one figure came about, in words, with the formula filled in.

Numbers come from `assess.scoring.derivation`, which the tests hold against the engine. They stand
with four decimals here, so that a reader with a calculator arrives at the figure of the pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from assess.questionnaire.instrument import Questionnaire
from assess.scoring.derivation import (
    Part,
    WeightedMean,
    children_of,
    gap_of_node,
    half_width,
    majority,
    peeled,
    score_of_node,
    score_of_question,
    staged,
)
from assess.scoring.scorecard import Scorecard
from assess.scoring.scores import NodeScore, QuestionScore
from assess.web.dials import strength_in_words
from assess.web.formatting import NOTHING, number, percent, score
from assess.web.result_lines import people, reason_in_words

EXACT = 4  # decimals
TOLERANCE = 1e-9
ENOUGH_WEIGHT = 0.8  # share of child weight for a staged level, method section 8


@dataclass(frozen=True)
class Row:
    """One line of a table: a name that leads to its own explanation, and cells of text."""

    name: str
    href: str | None
    cells: tuple[str, ...]
    total: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the way: what is done, the numbers it is done with, and the formula with them."""

    key: str
    title: str
    text: str
    head: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    formula: str = ""


Names = Mapping[str, tuple[str, str | None]]  # key -> (name, address of its own explanation)


def of_node(
    card: Scorecard, node: NodeScore, questionnaire: Questionnaire, names: Names
) -> list[Step]:
    """card : as it may be shown. names : of the children."""
    steps = [_score_of_node(score_of_node(card, node), node, names)]
    steps.append(_coverage(card, node, questionnaire))
    if node.score is not None:
        steps += [*_predicate(node, questionnaire), *_staged(card, node), *_interval(node)]
    if node.gap is not None:
        steps.append(_gap_of_node(gap_of_node(card, node), node, names))
    return steps


def of_question(question: QuestionScore, questionnaire: Questionnaire, names: Names) -> list[Step]:
    """question : as it may be shown. names : of its groups."""
    weights = {group.key: group.weight for group in questionnaire.groups}
    steps = [_answers(question), _score_of_question(question, weights, names)]
    if question.histogram is not None:
        steps.append(_majority(question.histogram, question.level))
        if question.agreement is not None:
            steps.append(_agreement(question.histogram, question.agreement))
    if question.score is not None:
        steps += _interval(question)
    if question.gap is not None:
        steps += [_gap_of_question(question), *_contribution(question)]
    return steps


def exact(value: float | None) -> str:
    return score(value, EXACT)


def _score_of_node(mean: WeightedMean, node: NodeScore, names: Names) -> Step:
    head = (_("Bobot"), _("Skor"), _("Bobot × skor"))
    return Step(
        "score",
        _("Skor: rata-rata berbobot"),
        _(
            "Tiap bagian dikalikan bobotnya, dijumlahkan, lalu dibagi jumlah bobot yang berskor. "
            "Tidak ada pembulatan sebelum angka terakhir."
        ),
        head,
        _rows(mean, names),
        _formula(mean, node.score, node.reason),
    )


def _gap_of_node(mean: WeightedMean, node: NodeScore, names: Names) -> Step:
    head = (_("Bobot"), _("Kesenjangan"), _("Bobot × kesenjangan"))
    return Step(
        "gap",
        _("Kesenjangan: rata-rata berbobot"),
        _(
            "Kesenjangan tiap bagian dijumlahkan dengan cara yang sama. Kelebihan di satu bagian "
            "tidak menutup kekurangan di bagian lain."
        ),
        head,
        _rows(mean, names),
        _formula(mean, node.gap, None),
    )


def _rows(mean: WeightedMean, names: Names) -> tuple[Row, ...]:
    rows = [_row(part, names) for part in mean.parts]
    if mean.complete and mean.weights:
        total = (number(mean.weights), "", exact(mean.products))
        rows.append(Row(_("Jumlah"), None, total, total=True))
    return tuple(rows)


def _row(part: Part, names: Names) -> Row:
    name, href = names[part.key]
    if part.value is None:
        reason = reason_in_words(part.reason) or NOTHING
        return Row(name, href, (number(part.weight), reason, NOTHING))
    return Row(name, href, (number(part.weight), exact(part.value), exact(part.product)))


def _formula(mean: WeightedMean, value: float | None, reason: object) -> str:
    if value is None:
        return _("Tidak dihitung.")
    if not mean.complete:
        return _(
            "Skor %(value)s. Sebagian bagiannya tidak boleh ditampilkan karena dari terlalu "
            "sedikit orang, jadi jumlahnya tidak dirinci di sini.",
            value=exact(value),
        )
    terms = " + ".join(f"{number(part.weight)} × {exact(part.value)}" for part in mean.used)
    return (
        f"({terms}) ÷ {number(mean.weights)} = {exact(mean.products)} ÷ {number(mean.weights)}"
        f" = {exact(value)} → {score(value)}"
    )


def _coverage(card: Scorecard, node: NodeScore, questionnaire: Questionnaire) -> Step:
    least = questionnaire.scoring.minimum_coverage
    children = children_of(card, node)
    scored = sum(child.effective_weight > 0 or child.score is not None for child in children)
    comparison = _("cukup") if node.coverage >= least - 1e-9 else _("belum cukup")
    return Step(
        "coverage",
        _("Keterisian"),
        _(
            "%(n)s dari %(m)s bagian punya skor; bobotnya %(share)s dari bobot bagian yang "
            "berlaku. Paling sedikit %(least)s: %(word)s.",
            n=number(scored),
            m=number(len(children)),
            share=percent(node.coverage, 1),
            least=percent(least, 1),
            word=comparison,
        ),
    )


def _predicate(node: NodeScore, questionnaire: Questionnaire) -> list[Step]:
    band = next((b for b in questionnaire.scoring.predicates if b.name.id == node.predicate), None)
    if band is None or node.score is None:
        return []
    return [
        Step(
            "predicate",
            _("Predikat"),
            _(
                "Skor %(score)s, tanpa dibulatkan, berada di antara %(low)s (termasuk) dan "
                "%(high)s (tidak termasuk, kecuali 5).",
                score=exact(node.score),
                low=score(band.min),
                high=score(band.max),
            ),
        )
    ]


def _staged(card: Scorecard, node: NodeScore) -> list[Step]:
    found = staged(children_of(card, node))
    if not found or node.level is None:
        return []
    rows = tuple(
        Row(
            _("Tingkat %(level)s", level=level),
            None,
            (percent(share, 1), _("ya") if lowest >= level - 1 else _("tidak")),
        )
        for level, share, lowest in found
    )
    return [
        Step(
            "level",
            _("Tingkat: apa yang sudah ada"),
            _(
                "Tingkat tertinggi yang dicapai paling sedikit %(share)s bobot bagian, tanpa "
                "bagian yang tertinggal lebih dari satu tingkat: tingkat %(level)s.",
                share=percent(ENOUGH_WEIGHT),
                level=node.level,
            ),
            (_("Bobot yang mencapainya"), _("Semua bagian paling banyak satu tingkat di bawahnya")),
            rows,
        )
    ]


def _interval(node: NodeScore | QuestionScore) -> list[Step]:
    if node.interval is None or node.score is None or node.standard_error is None:
        return []
    low, high = node.interval
    step = _(
        "Galat baku %(error)s dihitung dari perbedaan antarorang di dalam tiap kelompok; orang "
        "adalah satuannya, bukan jawaban. Skor ± t × galat baku, dipotong di 1 dan 5, memberi "
        "%(low)s sampai %(high)s.",
        error=exact(node.standard_error),
        low=exact(low),
        high=exact(high),
    )
    if node.standard_error <= TOLERANCE:
        return []
    t = half_width(node.interval, node.score) / node.standard_error
    formula = f"{exact(node.score)} ± {score(t)} × {exact(node.standard_error)}"
    return [
        Step(
            "interval",
            _("Rentang 95 persen"),
            step,
            formula=f"{formula} → {score(low)} … {score(high)}",
        )
    ]


def _answers(question: QuestionScore) -> Step:
    counted = (
        (_("Ditanya"), question.asked),
        (_("Menjawab tingkat 1 sampai 5"), question.n),
        (_("Saya tidak tahu"), question.do_not_know),
        (_("Tidak berlaku"), question.not_applicable),
        (_("Dikosongkan"), question.blank),
    )
    rows = tuple(Row(name, None, (people(n),)) for name, n in counted)
    return Step(
        "answers",
        _("Jawaban yang masuk"),
        _("Hanya jawaban tingkat 1 sampai 5 ikut dihitung; yang lain dihitung tersendiri."),
        (_("Orang"),),
        rows,
    )


def _score_of_question(question: QuestionScore, weights: Mapping[str, float], names: Names) -> Step:
    mean = score_of_question(question, weights)
    rows = [_group_row(part, names) for part in mean.parts]
    if mean.complete and mean.weights:
        total = ("", "", "", number(mean.weights), exact(mean.products))
        rows.append(Row(_("Jumlah"), None, total, total=True))
    return Step(
        "score",
        _("Skor: tiap kelompok satu suara"),
        _(
            "Di dalam kelompok: jumlah tingkat dibagi jumlah orang. Lalu rata-rata dari "
            "rata-rata kelompok itu, menurut bobot kelompok."
        ),
        (_("Jumlah tingkat"), _("Orang"), _("Rata-rata"), _("Bobot"), _("Bobot × rata-rata")),
        tuple(rows),
        _formula(mean, question.score, question.reason),
    )


def _group_row(part: Part, names: Names) -> Row:
    name, href = names[part.key]
    if part.value is None:
        why = _("tidak ditampilkan") if part.n else _("tidak ada jawaban")
        return Row(name, href, (NOTHING, people(part.n), why, number(part.weight), NOTHING))
    cells = (
        number(part.total),
        people(part.n),
        f"{number(part.total)} ÷ {number(part.n)} = {exact(part.value)}",
        number(part.weight),
        exact(part.product),
    )
    return Row(name, href, cells)


def _majority(histogram: tuple[float, ...], level: int | None) -> Step:
    rows = tuple(
        Row(_("Tingkat %(level)s atau lebih", level=each), None, (percent(share, 1),))
        for each, share in majority(histogram)
    )
    return Step(
        "level",
        _("Tingkat: lebih dari separuh suara"),
        _(
            "Suara seimbang dijumlahkan dari tingkat 5 ke bawah. Tingkat tertinggi yang melewati "
            "50%% adalah tingkat %(level)s; tepat 50%% belum cukup.",
            level=level or NOTHING,
        ),
        (_("Suara"),),
        rows,
    )


def _agreement(histogram: tuple[float, ...], agreement: float) -> Step:
    layers = peeled(histogram)
    rows = tuple(
        Row(
            ", ".join(str(level) for level in layer.levels),
            None,
            (exact(layer.share), exact(layer.agreement), exact(layer.share * layer.agreement)),
        )
        for layer in layers
    )
    terms = " + ".join(f"{exact(each.share)} × {exact(each.agreement)}" for each in layers)
    return Step(
        "agreement",
        _("Kesepakatan A (van der Eijk)"),
        _(
            "Sebaran jawaban dikupas menjadi lapisan setinggi sama. Tiap lapisan mendapat nilai: 1 "
            "bila satu tingkat saja, makin rendah bila menyebar, negatif bila berlubang di "
            "tengah. A adalah jumlah porsi × nilai: %(word)s.",
            word=strength_in_words(agreement),
        ),
        (_("Porsi"), _("Nilai lapisan"), _("Porsi × nilai")),
        rows,
        f"{terms} = {exact(agreement)}",
    )


def _gap_of_question(question: QuestionScore) -> Step:
    return Step(
        "gap",
        _("Kesenjangan ke target"),
        _(
            "Target adalah rata-rata seimbang target orang-orang yang juga memberi tingkat saat "
            "ini. Kesenjangan paling kecil nol."
        ),
        formula=_(
            "maks(0; target − skor) = maks(0; %(target)s − %(score)s) = %(gap)s",
            target=exact(question.target),
            score=exact(question.score),
            gap=exact(question.gap),
        ),
    )


def _contribution(question: QuestionScore) -> list[Step]:
    if not question.contribution or not question.gap:
        return []
    share = question.contribution / question.gap
    return [
        Step(
            "contribution",
            _("Sumbangan ke kesenjangan"),
            _(
                "Porsi pertanyaan ini dari seluruh bobot yang punya kesenjangan, dikalikan "
                "kesenjangannya. Semua sumbangan berjumlah kesenjangan indeks."
            ),
            formula=f"{percent(share, 2)} × {exact(question.gap)} = {exact(question.contribution)}",
        )
    ]
