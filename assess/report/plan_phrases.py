"""Sentences of the chapters from the gap table to the roadmap; see `phrases`."""

from __future__ import annotations

from assess.questionnaire.questions import Text


def _(indonesian: str, english: str) -> Text:
    return Text(id=indonesian, en=english)


# Gaps

GAPS = _("Analisis kesenjangan", "Gap analysis")
GAPS_LEAD = _(
    "Kalimat dalam kolom kondisi adalah uraian tingkat dari kuesioner: tingkat yang dicapai menurut mayoritas peserta, dan tingkat terdekat dengan rata-rata target mereka. Baris diurutkan menurut sub-pilar; usulan diuraikan pada Bab {chapter}.",
    "The sentences in the condition columns are the level descriptions of the questionnaire: the level reached according to the majority of the participants, and the level nearest to their mean target. Proposals are described in Chapter {chapter}.",
)
GAPS_TABLE = _("Kesenjangan {dimension}", "Gaps of {dimension}")
NUMBER = _("No.", "No.")
TOPIC = _("Sub-pilar dan pertanyaan", "Sub-pillar and question")
CURRENT = _("Kondisi saat ini", "Current condition")
DESIRED = _("Kondisi yang diharapkan", "Desired condition")
PROPOSAL = _("Usulan", "Proposal")
OFFICE = _("OPD", "Office")
TIME = _("Jangka waktu", "Time")
NO_GAP = _("Target sudah tercapai.", "The target is reached.")
NOT_PROPOSED = _(
    "Di luar prioritas draf ini; lihat katalog.",
    "Outside the priorities of this draft; see the catalogue.",
)
SAME_LEVEL = _(
    "Target masih pada tingkat yang sama; perkuat pelaksanaan.",
    "The target is within the same level; strengthen what is in place.",
)

# Priorities

PRIORITIES = _("Prioritas", "Priorities")
PRIORITIES_LEAD = _(
    "Urutan prioritas mengikuti sumbangan setiap sub-pilar pada kesenjangan indeks: bobot dikalikan kesenjangan. Sub-pilar yang bertanda dipilih mendapat usulan inisiatif dalam draf ini.",
    "Priorities follow the contribution of each sub-pillar to the gap of the index: weight times gap. Proposals are made in this draft for the sub-pillars marked as chosen.",
)
PRIORITIES_TABLE = _("Urutan prioritas sub-pilar", "Sub-pillars by priority")
READINESS_PRIORITIES_TABLE = _("Urutan prioritas kesiapan", "Readiness by priority")
SHARE_OF_GAP = _("Porsi", "Share")
CHOSEN = _("Dipilih", "Chosen")
NO_PRIORITIES = _(
    "Tidak ada kesenjangan yang dapat dihitung, jadi tidak ada urutan prioritas.",
    "No gap can be computed, so there is no order of priority.",
)
PRIORITIES_CHART = _(
    "Sub-pilar dengan sumbangan terbesar pada kesenjangan",
    "Sub-pillars that contribute most to the gap",
)

# Initiatives

INITIATIVES = _("Usulan inisiatif", "Proposed initiatives")
INITIATIVES_LEAD = _(
    "Inisiatif diambil dari katalog menurut aturan katalog: satu tingkat demi satu tingkat dari keadaan saat ini ke target, pertanyaan dengan tingkat terendah lebih dulu. Prasyarat yang belum dipenuhi ikut dimasukkan.",
    "Initiatives come from the catalogue by its own rules: one level at a time from the current state to the target, questions with the lowest level first. Prerequisites that are not met are included.",
)
COST_NOTE = _("Kelas biaya bersifat indikatif", "Cost classes are indicative")
LEAD = _("Penanggung jawab", "Lead office")
PARTNERS = _("Mitra", "Partners")
HORIZON = _("Jangka waktu", "Time frame")
EFFORT = _("Upaya", "Effort")
EFFORT_VALUE = _("{effort} dari 5 · {name}", "{effort} of 5 · {name}")
COST = _("Kelas biaya (indikatif)", "Cost class (indicative)")
COST_VALUE = _("{key} · {name}", "{key} · {name}")
COST_BRIEFLY = _("Biaya", "Cost")
FUNDING = _("Pilihan sumber dana", "Funding options")
INDICATOR = _("Indikator keberhasilan", "Success indicator")
INDICATOR_VALUE = _("{name} ({unit}). {formula}.", "{name} ({unit}). {formula}.")
PREREQUISITE = _("Prasyarat", "Prerequisite")
NO_PREREQUISITE = _("Tidak ada", "none")
PREREQUISITE_DONE = _("{title} (sudah tercapai)", "{title} (already in place)")
PREREQUISITE_PLANNED = _("{number} {title}", "{number} {title}")
RISK = _("Risiko", "Risk")
LIFTS = _("Tingkat {start} ke {end}", "Level {start} to {end}")
CLOSES = _("Menutup kesenjangan", "Closes the gap of")
DRAWN_IN = _("Prasyarat bagi {titles}", "Prerequisite of {titles}")
TERM_MONTHS = _("{n}\N{NO-BREAK SPACE}bulan", "{n}\N{NO-BREAK SPACE}months")
TERM_YEARS = _("{n}\N{NO-BREAK SPACE}tahun", "{n}\N{NO-BREAK SPACE}years")

# Roadmap

ROADMAP = _("Peta jalan", "Roadmap")
ROADMAP_LEAD = _(
    "Urutan pekerjaan dalam setiap jangka waktu mengikuti prasyarat, lalu besarnya kesenjangan yang ditutup. Tidak ada inisiatif yang dijadwalkan sebelum prasyaratnya.",
    "Within each time frame the order of work follows the prerequisites, then the size of the gap that is closed. No initiative is scheduled before its prerequisite.",
)
ROADMAP_TABLE = _("Peta jalan: {horizon}", "Roadmap: {horizon}")
AFTER = _("Sesudah", "After")
INITIATIVE = _("Inisiatif", "Initiative")
ROADMAP_EMPTY = _("Tidak ada inisiatif untuk dijadwalkan.", "There is no initiative to schedule.")
ROADMAP_MATRIX = _(
    "Jumlah inisiatif menurut dimensi dan jangka waktu", "Initiatives by dimension and time frame"
)
