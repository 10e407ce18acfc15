"""Sentences about the weights that a result was computed with; see `phrases`."""

from __future__ import annotations

from assess.questionnaire.questions import Text
from assess.scoring.expert_panel import WeightMethod


def _(indonesian: str, english: str) -> Text:
    return Text(id=indonesian, en=english)


WEIGHTS = _("Bobot yang dipakai", "Weights used")
ALL_OF_FORM = _(
    "Semua bobot adalah bagian dari kuesioner yang sidiknya tercantum di bawah ini.",
    "All weights are part of the questionnaire whose fingerprint is given below.",
)
OTHERS_OF_FORM = _(
    "Bobot lainnya adalah bagian dari kuesioner yang sidiknya tercantum di bawah ini.",
    "All other weights are part of the questionnaire whose fingerprint is given below.",
)
LEAD = _(
    "Bobot efektif adalah bagian dari seluruh indeks (atau dari seluruh kesiapan): bobot di dalam bagiannya dikalikan bobot efektif di atasnya.",
    "The effective weight is the share of the whole index (or of readiness as a whole): the weight within its part times the effective weight above it.",
)
TABLE = _("Bobot dimensi dan sub-pilar", "Weights of dimensions and sub-pillars")
PART = _("Bagian", "Part")
SHARE = _("Bobot di dalam bagiannya", "Weight within its part")
PATH = _("Bobot efektif", "Effective weight")
ADOPTED = _(
    "{what}: bobot {how}, ditetapkan {day}. Dasar: {note}.",
    "{what}: weights {how}, adopted on {day}. Basis: {note}.",
)
AFTER_RESULT = _(
    "Bobot ini ditetapkan sesudah ada hasil sebelumnya; hasil itu tetap tersimpan.",
    "These weights were adopted when there was a result already; that result is kept.",
)
OF_INDEX = _("Dimensi pada indeks", "Dimensions of the index")
OF_READINESS = _("Unsur kesiapan daerah", "Elements of readiness")
OF_DIMENSION = _("Sub-pilar dalam {dimension}", "Sub-pillars of {dimension}")
HOW = {
    WeightMethod.INSTRUMENT: _("menurut kuesioner", "of the questionnaire"),
    WeightMethod.EQUAL: _("sama rata", "equal"),
    WeightMethod.BUDGET: _(
        "dari pembagian 100 poin oleh {n} pakar", "from 100 points spent by each of a panel of {n}"
    ),
    WeightMethod.PAIRWISE: _(
        "dari perbandingan berpasangan oleh {n} pakar, rasio konsistensi {ratio}",
        "from pairwise comparison by a panel of {n}, consistency ratio {ratio}",
    ),
}
