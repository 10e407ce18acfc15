"""Explanations of a question: its answers, its groups, its level, its agreement, its gap."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from assess.questionnaire.instrument import Questionnaire
from assess.scoring.derivation import Part, majority, peeled, score_of_question
from assess.scoring.disclosure import STAFF_MINIMUM, fewest_people
from assess.scoring.scores import QuestionScore
from assess.web.dials import strength_in_words
from assess.web.explanations import Names, Row, Step, exact, formula_of, interval_steps
from assess.web.formatting import NOTHING, number, percent
from assess.web.result_lines import people


def of_question(question: QuestionScore, questionnaire: Questionnaire, names: Names) -> list[Step]:
    """question : as it may be shown. names : of its groups."""
    weights = {group.key: group.weight for group in questionnaire.groups}
    fewest = fewest_people(questionnaire, STAFF_MINIMUM)
    steps = [_answers(question, fewest), _score_of_question(question, weights, names, fewest)]
    if question.histogram is not None:
        steps.append(_majority(question.histogram, question.level))
        if question.agreement is not None:
            steps.append(_agreement(question.histogram, question.agreement))
    if question.score is not None:
        steps += interval_steps(question)
    if question.gap is not None:
        steps += [_gap_of_question(question), *_contribution(question)]
    return steps


def _answers(question: QuestionScore, fewest: int) -> Step:
    counted = (
        (_("Ditanya"), question.asked),
        (_("Menjawab tingkat 1 sampai 5"), question.n),
        (_("Saya tidak tahu"), question.do_not_know),
        (_("Tidak berlaku"), question.not_applicable),
        (_("Dikosongkan"), question.blank),
    )
    rows = tuple(Row(name, None, (people(n, fewest),)) for name, n in counted)
    return Step(
        "answers",
        _("Jawaban yang masuk"),
        _("Hanya jawaban tingkat 1 sampai 5 ikut dihitung; yang lain dihitung tersendiri."),
        (_("Orang"),),
        rows,
    )


def _score_of_question(
    question: QuestionScore, weights: Mapping[str, float], names: Names, fewest: int
) -> Step:
    mean = score_of_question(question, weights)
    rows = [_group_row(part, names, fewest) for part in mean.parts]
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
        formula_of(mean, question.score),
    )


def _group_row(part: Part, names: Names, fewest: int) -> Row:
    name, href = names[part.key]
    if part.value is None:
        why = _("tidak ditampilkan") if part.n else _("tidak ada jawaban")
        return Row(name, href, (NOTHING, people(part.n, fewest), why, number(part.weight), NOTHING))
    cells = (
        number(part.total),
        people(part.n, fewest),
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
