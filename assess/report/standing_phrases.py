"""Sentences of the four dials, the disagreements, the layers and the methods."""

from __future__ import annotations

from assess.questionnaire.instrument import Layer
from assess.questionnaire.questions import Text
from assess.scoring.sensitivity import Caution, Method


def _(indonesian: str, english: str) -> Text:
    return Text(id=indonesian, en=english)


DIALS = _("Seberapa kuat angkanya", "How strong the figures are")
DIALS_LEAD = _(
    "Setiap skor dibaca bersama tiga hal lain: apakah jawaban sepakat, siapa yang menjawab, dan apa buktinya.",
    "Every score is read together with three other things: whether the answers agree, who answered, and what the evidence is.",
)
DIALS_TABLE = _(
    "Skor, kesepakatan, keterisian, dan bukti", "Score, agreement, coverage and evidence"
)
INTERVAL = _("Rentang 95%", "95% interval")
AGREEMENT = _("Sepakat kuat", "Strong agreement")
AGREED_OF = _("{n} dari {m}", "{n} of {m}")
VERIFIED = _("Terverifikasi", "Verified")
BASIS = _("Dasar", "Basis")
ENOUGH = _("cukup", "enough")
TOO_LITTLE = _("belum cukup dasar", "not enough to go by")
MEANINGS = (
    (
        _("Skor dan rentang", "Score and interval"),
        _(
            "Skor adalah rata-rata tingkat 1 sampai 5 dengan suara tiap kelompok sama berat; rentangnya menunjukkan seberapa jauh skor bisa bergeser bila orang lain dari kelompok yang sama yang menjawab.",
            "The score is the mean of levels 1 to 5 with the same voice for every group; the interval shows how far it could move if other people of the same groups had answered.",
        ),
    ),
    (
        _("Sepakat kuat", "Strong agreement"),
        _(
            "Banyaknya pertanyaan yang jawabannya berkumpul di tingkat yang sama (A van der Eijk 0,7 atau lebih), dari pertanyaan yang boleh ditampilkan.",
            "The number of questions whose answers gather at one level (van der Eijk's A of 0.7 or more), of those that may be shown.",
        ),
    ),
    (
        _("Keterisian", "Coverage"),
        _(
            "Bagian bobot di bawah angka itu yang punya skor; kelompok yang belum bersuara tidak ikut menentukan angka itu.",
            "The share of the weight below a figure that has a score; groups that have not spoken do not decide on the figure.",
        ),
    ),
    (
        _("Terverifikasi", "Verified"),
        _(
            "Skor klaim memakai semua jawaban apa adanya; skor terverifikasi menurunkan jawaban di atas tingkat yang terbukti, jadi jarak keduanya menunjukkan kekuatan bukti.",
            "The claimed score takes all answers as they are; the verified score lowers answers above the level that is proven, so that the distance shows how strong the evidence is.",
        ),
    ),
    (
        _("Belum cukup dasar", "Not enough to go by"),
        _(
            "Kurang dari delapan orang, kurang dari empat kelompok yang ditanya, atau keterisian di bawah batas.",
            "Fewer than eight people, fewer than four of the groups asked, or coverage below the minimum.",
        ),
    ),
)
CLAIMS = _("Bukti yang disebut", "Evidence named")
NO_CLAIMS_TEXT = _(
    "Belum ada bukti yang diperiksa dan diterima.",
    "No evidence has been examined and accepted yet.",
)
VERIFIED_TEXT = _(
    "Skor bila jawaban di atas tingkat {cap} dihitung {cap} karena belum ada bukti yang diperiksa dan diterima. Bukti yang disebut peserta baru rujukan: {named} dari {claims} jawaban di atas tingkat {cap} menyebut bukti.",
    "The score when answers above level {cap} count as {cap}, because no evidence has been examined and accepted yet. Evidence named by participants is a reference only: {named} of {claims} answers above level {cap} name any.",
)
NO_INTERVAL = _("tidak dihitung", "not computed")

APART = _("Perbedaan pandangan terbesar", "Where views differ most")
APART_LEAD = _(
    "Pertanyaan yang rata-rata kelompoknya berbeda paling jauh, dengan rata-rata tiap kelompok yang boleh ditampilkan. Perselisihan tersembunyi berarti orang sepakat di dalam tiap kelompok, tetapi antarkelompok berbeda: rata-ratanya tidak boleh dipakai sendirian.",
    "Questions whose group means are farthest apart, with the mean of each group that may be shown. A hidden conflict means that people agree inside every group while the groups differ: the average must not be used alone.",
)
APART_TABLE = _("Perbedaan terbesar antarkelompok", "Largest differences between groups")
NOTHING_APART = _(
    "Tidak ada pertanyaan dengan selisih {range} tingkat atau lebih antarkelompok yang boleh ditampilkan.",
    "No question has groups that may be shown and differ by {range} levels or more.",
)
QUESTION = _("Pertanyaan", "Question")
SPREAD = _("Selisih", "Difference")
GROUP_MEANS = _("Rata-rata kelompok", "Group means")
GROUP_MEAN = _("{group} {mean}", "{group} {mean}")
HIDDEN_CONFLICT = _("Perselisihan tersembunyi.", "Hidden conflict.")

LAYERS = _("Peta selisih persepsi", "Map of perception gaps")
LAYERS_LEAD = _(
    "Tiap lapisan dibandingkan dengan semua kelompok pada pertanyaan yang sama, karena tiap lapisan ditanya hal yang berbeda. Kelompok yang terlalu kecil tidak ikut.",
    "Each layer is compared with all groups on the same questions, because layers are asked different things. Groups that are too small are left out.",
)
LAYERS_TABLE = _(
    "Selisih tiap lapisan dari semua kelompok, dalam tingkat",
    "Difference of each layer from all groups, in levels",
)
LAYER_CELL = _("{difference} ({share})", "{difference} ({share})")
LAYERS_NOTE = _(
    "Dalam kurung: bagian bobot dimensi yang dijawab lapisan itu dan boleh ditampilkan. Tanda –: terlalu sedikit orang atau pertanyaan.",
    "In brackets: the share of the weight of the dimension that the layer answered and that may be shown. A dash: too few people or questions.",
)
LAYER_NAMES = {
    Layer.AGENCIES: _("Perangkat daerah dan instansi", "Government agencies"),
    Layer.BUSINESS: _("Dunia usaha", "Business"),
    Layer.ACADEMICS: _("Akademisi", "Academics"),
    Layer.RESIDENTS: _("Warga dan komunitas", "Residents and communities"),
}
MAP_DESCRIPTION = _(
    "Garis tengah: skor semua kelompok pada pertanyaan yang sama. Tanda di kiri: lapisan itu menilai lebih rendah; di kanan: lebih tinggi.",
    "Middle line: the score of all groups on the same questions. A mark to the left: this layer rates lower; to the right: higher.",
)
LOWER = _("menilai lebih rendah", "rates lower")
HIGHER = _("menilai lebih tinggi", "rates higher")
EVERYBODY = _("semua kelompok", "all groups")
UNDEFINED = _("belum cukup data", "not enough data")

METHODS = _("Bila dihitung dengan cara lain", "By other methods")
METHODS_LEAD = _(
    "Angka yang sama dengan lima cara hitung. Tanda ! berarti predikatnya bergantung pada cara hitung, bukan hanya pada jawaban.",
    "The same figure by five methods. The mark ! means that the predicate depends on the method, not on the answers alone.",
)
METHODS_TABLE = _("Indeks dan dimensi menurut cara hitung", "Index and dimensions by method")
PART = _("Bagian", "Part")
DEPENDS = _("! bergantung", "! depends")
SAME = _("sama", "same")
METHOD_NAMES = {
    Method.MEAN: _("Rata-rata seimbang", "Balanced mean"),
    Method.MEDIAN: _("Median", "Median"),
    Method.HEAD_COUNT: _("Hitung kepala", "Head count"),
    Method.LOWEST_GROUP: _("Kelompok terendah", "Lowest group"),
    Method.UNSURE_LOWEST: _("Tidak tahu = 1", "Do not know = 1"),
}
METHODS_NOTE = _(
    "Rata-rata seimbang dipakai di seluruh dokumen. Median: nilai tengah suara seimbang. Hitung kepala: setiap orang bersuara sama. Kelompok terendah: yang dikatakan kelompok yang paling rendah menilai. Tidak tahu = 1: jawaban tidak tahu dihitung tingkat 1. Tanda –: tidak boleh ditampilkan.",
    "The balanced mean is used throughout this document. Median: middle of the balanced voices. Head count: every person the same. Lowest group: what the group that rates lowest says. Do not know = 1: counted as level 1. A dash: may not be shown.",
)
CAUTIONS = {
    Caution.PROVISIONAL: _(
        "Belum cukup dasar: kurang dari empat kelompok atau delapan orang menjawab. Angka ini sementara.",
        "Not enough to go by: fewer than four groups or eight people answered. The figures are provisional.",
    ),
    Caution.ONE_GROUP: _(
        "Hanya satu kelompok menjawab, jadi tidak ada yang diseimbangkan.",
        "Only one group answered, so nothing is balanced.",
    ),
    Caution.INCOMPLETE_PANEL: _(
        "Panel tidak lengkap: ada kelompok yang tidak menjawab.",
        "The panel is incomplete: some groups did not answer.",
    ),
    Caution.ONE_PERSON_WEIGHS_MUCH: _(
        "Satu orang menentukan lebih dari sepersepuluh indeks.",
        "One person decides more than a tenth of the index.",
    ),
    Caution.DEPENDS_ON_UNSURE: _(
        "Indeks bergantung pada arti jawaban tidak tahu: bila dihitung sebagai tingkat 1, indeks bergeser lebih dari setengah rentangnya.",
        "The index depends on what do not know means: counted as level 1 it moves by more than half its interval.",
    ),
}
