"""Explanations of a node: what its children come to, how much is covered, which band and level."""

from __future__ import annotations

from flask_babel import gettext as _

from assess.questionnaire.instrument import Questionnaire
from assess.scoring.derivation import (
    Part,
    WeightedMean,
    children_of,
    gap_of_node,
    score_of_node,
    staged,
)
from assess.scoring.scorecard import Scorecard
from assess.scoring.scores import NodeScore
from assess.web.explanations import Names, Row, Step, exact, formula_of, interval_steps
from assess.web.formatting import NOTHING, number, percent, score
from assess.web.result_lines import reason_in_words

ENOUGH_WEIGHT = 0.8  # share of child weight for a staged level, method section 8


def of_node(
    card: Scorecard, node: NodeScore, questionnaire: Questionnaire, names: Names
) -> list[Step]:
    """card : as it may be shown. names : of the children."""
    steps = [_score_of_node(score_of_node(card, node), node, names)]
    steps.append(_coverage(card, node, questionnaire))
    if node.score is not None:
        steps += [*_predicate(node, questionnaire), *_staged(card, node), *interval_steps(node)]
    if node.gap is not None:
        steps.append(_gap_of_node(gap_of_node(card, node), node, names))
    return steps


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
        formula_of(mean, node.score),
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
        formula_of(mean, node.gap),
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
