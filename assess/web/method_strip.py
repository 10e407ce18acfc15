"""The same index by several methods, so that nobody takes one choice for the truth."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from assess.scoring.scorecard import Scorecard
from assess.scoring.sensitivity import Caution, Method
from assess.web.formatting import NOTHING, percent, score
from assess.web.result_lines import Line


@dataclass(frozen=True)
class Strip:
    """names : (method, what it does); rows : a node, its score by each method, whether its band
    depends on the choice; elsewhere : names of sub-pillars of which the same is true"""

    names: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Line, tuple[str, ...], bool], ...]
    elsewhere: tuple[str, ...]
    notes: tuple[str, ...]


def method_strip(
    told: Scorecard, lines: list[Line], subpillars: dict[str, str], *, for_office: bool
) -> Strip:
    """lines : the index, then its dimensions; subpillars : names by key.

    for_office : how much one person weighs is nothing to tell of who speaks for an office
    """
    dependent = set(told.method_dependent)
    rows = tuple(
        (line, tuple(_by(told, method, line.score.key) for method in Method),
         line.score.key in dependent)
        for line in lines
    )  # fmt: skip
    elsewhere = tuple(name for key, name in subpillars.items() if key in dependent)
    return Strip(
        tuple(_method(method) for method in Method),
        rows,
        elsewhere,
        tuple(_notes(told, for_office)),
    )


def _by(told: Scorecard, method: Method, key: str) -> str:
    scores = told.methods.get(method)
    return NOTHING if scores is None else score(scores.get(key))


def _method(method: Method) -> tuple[str, str]:
    return {
        Method.MEAN: (
            _("Rata-rata seimbang"),
            _("Dipakai di semua halaman: tiap kelompok bersuara sama."),
        ),
        Method.MEDIAN: (
            _("Median"),
            _("Nilai tengah suara seimbang, tidak terseret jawaban yang ekstrem."),
        ),
        Method.HEAD_COUNT: (
            _("Hitung kepala"),
            _("Setiap orang bersuara sama, jadi kelompok besar lebih menentukan."),
        ),
        Method.LOWEST_GROUP: (
            _("Kelompok terendah"),
            _("Yang dikatakan kelompok yang paling rendah menilai pada tiap pertanyaan."),
        ),
        Method.UNSURE_LOWEST: (
            _("Tidak tahu = 1"),
            _('"Saya tidak tahu" dihitung sebagai tingkat 1.'),
        ),
    }[method]


def _notes(told: Scorecard, for_office: bool) -> list[str]:
    notes = []
    if told.imbalance_loss is not None:
        notes.append(
            _(
                "Dengan rata-rata geometrik di puncak, yang tidak mengizinkan dimensi kuat menutup "
                "dimensi lemah, indeksnya %(geometric)s; selisihnya %(loss)s adalah yang tertutup "
                "oleh rata-rata biasa.",
                geometric=score(told.geometric_index),
                loss=score(told.imbalance_loss),
            )
        )
    weighed = told.effective_respondents is not None and told.largest_person_weight is not None
    if weighed and not for_office:
        notes.append(
            _(
                "Jumlah responden efektif %(n)s: sebanyak itulah orang yang, bila suaranya sama "
                "berat, memberi kepastian yang sama. Bobot terbesar satu orang %(share)s.",
                n=score(told.effective_respondents, 1),
                share=percent(told.largest_person_weight, 1),
            )
        )
    return notes


def cautions_in_words(told: Scorecard) -> list[str]:
    """What a reader must know before using the index; that it is provisional is said apart."""
    words: dict[Caution, str] = {
        Caution.ONE_GROUP: _("Hanya satu kelompok menjawab, jadi tidak ada yang diseimbangkan."),
        Caution.INCOMPLETE_PANEL: _(
            "Panel tidak lengkap: %(n)s dari %(m)s kelompok menjawab.",
            n=len(told.groups_present),
            m=len(told.groups_present) + len(told.groups_absent),
        ),
        Caution.ONE_PERSON_WEIGHS_MUCH: _(
            "Satu orang menentukan lebih dari sepersepuluh indeks. Undang lebih banyak orang dari "
            "kelompok yang kecil."
        ),
        Caution.DEPENDS_ON_UNSURE: _(
            'Indeks bergantung pada arti "Saya tidak tahu": bila dihitung sebagai tingkat 1, '
            "indeks bergeser lebih jauh daripada setengah rentangnya."
        ),
    }
    return [words[caution] for caution in told.cautions if caution in words]
