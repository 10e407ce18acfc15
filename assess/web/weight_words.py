"""Words for weights: names of what is weighed, judgements, methods, what is wrong with an entry."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from assess.questionnaire.instrument import Dimension, Questionnaire, Subpillar
from assess.scoring.expert_entries import BUDGET, EntryState, Fault
from assess.scoring.expert_panel import WeightMethod
from assess.scoring.sibling_sets import UsedWeights
from assess.scoring.weights import LARGEST_RATIO
from assess.store.weight_tables import WeightExpert
from assess.web.formatting import day, in_language, number, score

RATIO_DECIMALS = 3
WEIGHT_DECIMALS = 1  # of percent


class Names:
    """Names of the sets of one questionnaire, and of what is in them."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._dimensions = {
            each.key: each for each in (*questionnaire.dimensions, *questionnaire.readiness)
        }
        self._subpillars = {
            each.key: each
            for dimension in self._dimensions.values()
            for each in dimension.subpillars
        }

    def of_set(self, key: str) -> str:
        if key == "index":
            return _("Dimensi pada indeks")
        if key == "readiness":
            return _("Unsur kesiapan daerah")
        return _("Sub-pilar dalam %(dimension)s", dimension=self._long(self._dimensions[key]))

    def of_child(self, set_key: str, key: str) -> str:
        return self._long(self._child(set_key, key))

    def subpillar(self, key: str) -> str:
        return self._long(self._subpillars[key])

    def briefly(self, set_key: str, key: str) -> str:
        child = self._child(set_key, key)
        return in_language(child.short_name if isinstance(child, Dimension) else child.name)

    def _child(self, set_key: str, key: str) -> Dimension | Subpillar:
        roots = set_key in ("index", "readiness")
        return self._dimensions[key] if roots else self._subpillars[key]

    @staticmethod
    def _long(node: Dimension | Subpillar) -> str:
        return in_language(node.name)


def expert_name(expert: WeightExpert) -> str:
    """Pakar 2 (Bappeda)"""
    name = _("Pakar %(number)s", number=expert.number)
    return f"{name} ({expert.office})" if expert.office else name


def method_name(method: WeightMethod) -> str:
    names: dict[WeightMethod, str] = {
        WeightMethod.INSTRUMENT: _("Menurut kuesioner"),
        WeightMethod.EQUAL: _("Sama rata"),
        WeightMethod.BUDGET: _("Bagi 100 poin"),
        WeightMethod.PAIRWISE: _("Perbandingan berpasangan"),
    }
    return names[method]


def state_name(state: EntryState) -> str:
    names: dict[EntryState, str] = {
        EntryState.DRAFT: _("belum selesai"),
        EntryState.ACCEPTED: _("diterima"),
        EntryState.SENT_BACK: _("dikembalikan"),
    }
    return names[state]


def judgement_in_words(judgement: int, one: str, other: str) -> str:
    """A judgement as the expert chose it: 3 is "one slightly more important"."""
    if judgement == 1:
        return _("Sama penting (1)")
    name, strength = (one, judgement) if judgement > 0 else (other, -judgement)
    words: dict[int, str] = {
        2: _("%(name)s: antara sama dan sedikit lebih penting (2)", name=name),
        3: _("%(name)s sedikit lebih penting (3)", name=name),
        4: _("%(name)s: antara sedikit lebih dan lebih penting (4)", name=name),
        5: _("%(name)s lebih penting (5)", name=name),
        6: _("%(name)s: antara lebih dan sangat lebih penting (6)", name=name),
        7: _("%(name)s sangat lebih penting (7)", name=name),
        8: _("%(name)s: antara sangat dan mutlak lebih penting (8)", name=name),
        9: _("%(name)s mutlak lebih penting (9)", name=name),
    }
    return words[strength]


def ratio(value: float | None) -> str:
    return score(value, RATIO_DECIMALS)


def weight(share: float | None) -> str:
    """A share as percent: 16,7%."""
    return score(None) if share is None else f"{score(share * 100, WEIGHT_DECIMALS)}%"


def what_the_ratio_means() -> str:
    """The one sentence that stands wherever a consistency ratio does."""
    return _(
        "Rasio konsistensi (CR) mengukur apakah penilaian saling bertentangan: 0 berarti tidak "
        "sama sekali, sedangkan di atas %(limit)s bobotnya sudah mirip tebakan dan penilaian "
        "dikembalikan.",
        limit=score(LARGEST_RATIO),
    )


def fault_in_words(fault: Fault, total: int = 0) -> str:
    words: dict[Fault, str] = {
        Fault.EMPTY: _("Isi poin; tulis 0 bila tidak diberi poin."),
        Fault.NOT_POINTS: _("Tulis bilangan bulat dari 0 sampai 100."),
        Fault.SUM: _sum_in_words(total),
        Fault.NOT_JUDGED: _("Pilih satu penilaian untuk pasangan ini."),
        Fault.NOT_ON_SCALE: _("Pilih dari pilihan yang tersedia."),
    }
    return words[fault]


def _sum_in_words(total: int) -> str:
    if total < BUDGET:
        return _(
            "Jumlahnya %(total)s, harus tepat 100. Bagikan %(rest)s poin lagi.",
            total=number(total),
            rest=number(BUDGET - total),
        )
    return _(
        "Jumlahnya %(total)s, harus tepat 100. Kurangi %(rest)s poin.",
        total=number(total),
        rest=number(total - BUDGET),
    )


def weighed_in_words(used: Iterable[UsedWeights], questionnaire: Questionnaire) -> list[str]:
    """Briefly, set by set: Dimensi pada indeks: sama rata."""
    names = Names(questionnaire)
    return [f"{names.of_set(each.key)}: {method_name(each.method)}" for each in used]


def used_in_words(used: Iterable[UsedWeights], names: Names) -> list[str]:
    """One sentence for each set that has other weights than the questionnaire's."""
    return [_one_in_words(each, names) for each in used]


def _one_in_words(used: UsedWeights, names: Names) -> str:
    by: dict[WeightMethod, str] = {
        WeightMethod.INSTRUMENT: _("menurut kuesioner"),
        WeightMethod.EQUAL: _("sama rata"),
        WeightMethod.BUDGET: _("dari pembagian 100 poin oleh %(n)s pakar", n=number(used.experts)),
        WeightMethod.PAIRWISE: _(
            "dari perbandingan berpasangan oleh %(n)s pakar, CR %(ratio)s",
            n=number(used.experts),
            ratio=ratio(used.ratio),
        ),
    }
    sentence = _(
        "%(what)s: bobot %(how)s, ditetapkan %(day)s.",
        what=names.of_set(used.key),
        how=by[used.method],
        day=day(used.adopted_at.date()),
    )
    if used.after_result:
        sentence += " " + _("Ditetapkan sesudah ada hasil sebelumnya.")
    return sentence
