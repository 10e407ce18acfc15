"""Every sentence of the gap report, in Indonesian and in English.

A phrase says only what the figures carry: no praise, no blame, no promise of what is not
computed. Words in braces are filled in by the chapters.
"""

from __future__ import annotations

from assess.questionnaire.questions import Text


def _(indonesian: str, english: str) -> Text:
    return Text(id=indonesian, en=english)


# The page

TITLE = _(
    "Laporan Kesenjangan dan Draf Masterplan Kota Cerdas",
    "Gap Report and Draft Smart City Masterplan",
)
KICKER = _("Laporan Kesenjangan", "Gap Report")
COVER_TITLE = _("Draf Masterplan Kota Cerdas", "Draft Smart City Masterplan")
AUTHOR = _("Pemerintah {region}", "Government of {region}")
SUBJECT = _(
    "Kematangan, kesenjangan, dan usulan inisiatif kota cerdas {region}",
    "Smart city maturity, gaps and proposed initiatives of {region}",
)
DRAFT = _("DRAF", "DRAFT")
SAMPLE = _("DATA CONTOH", "SAMPLE DATA")
SAMPLE_TEXT = _(
    "Jawaban dalam dokumen ini dibuat oleh komputer untuk contoh. Jangan dipakai untuk mengambil keputusan.",
    "The answers in this document were made by a computer as an example. Do not base decisions on them.",
)
CONTENTS = _("Daftar isi", "Contents")
LIST_OF_TABLES = _("Daftar tabel", "List of tables")
LIST_OF_FIGURES = _("Daftar gambar", "List of figures")
CHAPTER = _("Bab", "Chapter")
ANNEX = _("Lampiran", "Annex")
PAGE = _("Halaman", "Page")
TABLE = _("Tabel {number}. {title}", "Table {number}. {title}")
FIGURE = _("Gambar {number}. {title}", "Figure {number}. {title}")
RUNNING_FOOT = _("{region} · disusun {date} · {draft}", "{region} · prepared {date} · {draft}")
FEWER_THAN = _("<3", "<3")
YES = _("Ya", "Yes")
NO = _("Tidak", "No")
NONE = _("Tidak ada", "none")

REGION_CODE = _("Kode Kemendagri", "Ministry of Home Affairs code")
BPS_CODE = _("Kode BPS", "Statistics code (BPS)")
PROVINCE = _("Provinsi", "Province")
COHORT = _("Angkatan Gerakan 100 Smart City", "Cohort of the 100 Smart City movement")
NO_COHORT = _("Belum menjadi peserta", "Not a participant yet")
ASSESSMENT = _("Asesmen", "Assessment")
PREPARED_ON = _("Tanggal disusun", "Prepared on")

# Why a figure is missing

UNDEFINED = {
    "no_valid_answer": _("tidak ada jawaban yang sah", "no valid answer"),
    "not_applicable": _("tidak berlaku di daerah ini", "not applicable here"),
    "coverage_below_minimum": _("data belum cukup", "not enough data"),
    "no_target": _("tanpa target", "no target given"),
    "withheld": _("ditahan, kurang dari 3 orang", "withheld, fewer than 3 people"),
}
LEVEL = _("Tingkat {level} · {name}", "Level {level} · {name}")
NO_LEVEL = _("Tingkat tidak ditentukan: {reason}.", "Level undefined: {reason}.")
NO_TARGET_LEVEL = _(
    "Belum ada target dari peserta, atau tidak ditampilkan karena terlalu sedikit orang.",
    "No target from the participants yet, or not shown because of too few people.",
)

# Document control

CONTROL = _("Kendali dokumen", "Document control")
CONTROL_LEAD = _(
    "Dokumen ini draf. Isinya menjadi keputusan daerah setelah dibahas, diperbaiki, dan disahkan oleh kepala daerah.",
    "This document is a draft. It becomes a decision of the region after discussion, correction and approval by the head of the region.",
)
DOCUMENT = _("Dokumen", "Document")
STATUS = _("Status", "Status")
STATUS_DRAFT = _("Draf, belum disahkan", "Draft, not approved")
STATUS_SAMPLE = _("Draf dengan data contoh", "Draft with sample data")
DATA_CUT = _("Batas data", "Data cut")
QUESTIONNAIRE = _("Kuesioner", "Questionnaire")
QUESTIONNAIRE_VERSION = _("{title}, versi {version}", "{title}, version {version}")
FINGERPRINT = _("Sidik kuesioner (SHA-256)", "Questionnaire fingerprint (SHA-256)")
METHOD_VERSION = _("Versi metode penilaian", "Version of the scoring method")
METHOD_IN_SHORT = _("Metode", "Method")
METHOD_IN_SHORT_TEXT = _(
    "Rata-rata seimbang antarkelompok untuk tiap pertanyaan, rata-rata tertimbang tanpa pembulatan sampai indeks, galat baku dengan orang sebagai satuan. Rinciannya pada Cara menilai.",
    "Balanced mean over groups for each question, weighted means without rounding up to the index, standard errors with people as units. Details under How it is scored.",
)
WEIGHTS = _("Bobot", "Weights")
WEIGHTS_OF_FORM = _(
    "Menurut kuesioner; daftarnya pada lampiran metode.",
    "Of the questionnaire; listed in the annex on the method.",
)
WEIGHTS_ADOPTED = _(
    "Menurut kuesioner, kecuali {n} bagian yang bobotnya ditetapkan sendiri; daftarnya pada lampiran metode.",
    "Of the questionnaire, but for {n} parts whose weights were adopted; listed in the annex on the method.",
)
SEED = _("Benih acak", "Random seed")
RATINGS_FINGERPRINT = _("Sidik jawaban (SHA-256)", "Fingerprint of the answers (SHA-256)")
CONTENT_FINGERPRINT = _("Sidik isi dokumen (SHA-256)", "Fingerprint of the content (SHA-256)")
CATALOGUE = _("Katalog inisiatif", "Catalogue of initiatives")
CATALOGUE_VERSION = _("{title}, versi {version}", "{title}, version {version}")
ORIGIN = _("Asal kalimat", "Origin of the sentences")
ORIGIN_TEXT = _(
    "Semua kalimat dan angka disusun otomatis dari jawaban, fakta, dan katalog pada batas data. Kutipan peserta dan pernyataan pejabat ditandai sumbernya.",
    "All sentences and figures are composed automatically from the answers, facts and catalogue at the data cut. Words of participants and statements of officials carry their source.",
)
APPROVAL = _("Lembar pengesahan", "Approval")
APPROVAL_TEXT = _(
    "Tanda tangan di bawah ini menyatakan bahwa draf telah dibaca dan disetujui untuk dibahas lebih lanjut.",
    "The signatures below state that the draft has been read and agreed for further discussion.",
)
SIGNATURE_PLACE = _("{place}, ……………………………", "{place}, ……………………………")
SIGNATURE_NAME = _("Nama dan NIP", "Name and number")
PREPARED_BY = _("Disusun oleh", "Prepared by")
CHECKED_BY = _("Diperiksa oleh", "Checked by")
APPROVED_BY = _("Disetujui oleh", "Approved by")
TEAM_HEAD = _(
    "Kepala Diskominfo selaku Sekretariat Tim Pelaksana",
    "Head of the Communication and Informatics Office, secretariat of the executing team",
)
PLANNING_HEAD = _(
    "Kepala Bappeda selaku Ketua Tim Pelaksana",
    "Head of the Planning Agency, chair of the executing team",
)
MAYOR = _("Wali Kota selaku Ketua Dewan Smart City", "Mayor, chair of the Smart City Council")
REGENT = _("Bupati selaku Ketua Dewan Smart City", "Regent, chair of the Smart City Council")

# Summary

SUMMARY = _("Ringkasan eksekutif", "Executive summary")
INDEX = _("Indeks kematangan", "Maturity index")
INDEX_SCALE = _("dari 5 · {predicate}", "of 5 · {predicate}")
GAP_TO_TARGET = _("Kesenjangan", "Gap to target")
GAP_NOTE = _("tingkat · target {target}", "levels · target {target}")
PARTICIPANTS = _("Peserta", "Participants")
PARTICIPANTS_NOTE = _("orang · {groups} dari {all} kelompok", "people · {groups} of {all} groups")
READINESS_INDEX = _("Kesiapan daerah", "Regional readiness")
SUMMARY_INDEX = _(
    "{region} mencapai indeks kematangan {score} dari 5 dengan predikat {predicate}. Peserta menetapkan target {target}, sehingga kesenjangan yang perlu ditutup {gap} tingkat.",
    "{region} reaches a maturity index of {score} of 5, predicate {predicate}. The participants set a target of {target}, which leaves a gap of {gap} levels to close.",
)
SUMMARY_INDEX_NO_TARGET = _(
    "{region} mencapai indeks kematangan {score} dari 5 dengan predikat {predicate}. Kesenjangan tidak ditampilkan: peserta belum memberi target yang cukup, atau target itu akan membuka jawaban kelompok kecil.",
    "{region} reaches a maturity index of {score} of 5, predicate {predicate}. No gap is shown: the participants gave too few targets, or the target would give away what a small group said.",
)
SUMMARY_NO_INDEX = _(
    "Indeks kematangan {region} belum dapat dihitung: {reason}. Angka per dimensi yang sudah ada tetap ditampilkan.",
    "The maturity index of {region} cannot be computed yet: {reason}. Figures by dimension are shown where they exist.",
)
SUMMARY_BEST_WORST = _(
    "Dimensi terkuat adalah {best} ({best_score}); yang paling lemah {worst} ({worst_score}).",
    "The strongest dimension is {best} ({best_score}); the weakest is {worst} ({worst_score}).",
)
SUMMARY_READINESS = _(
    "Kesiapan daerah dinilai {score}, dihitung terpisah dan tidak masuk indeks.",
    "Regional readiness is rated {score}; it is computed apart and is not part of the index.",
)
SUMMARY_GAPS = _("Lima kesenjangan yang paling menentukan", "The five gaps that matter most")
SUMMARY_GAP_ITEM = _(
    "{subpillar} ({dimension}): skor {score}, target {target}; {share} kesenjangan indeks.",
    "{subpillar} ({dimension}): score {score}, target {target}; {share} of the gap of the index.",
)
SUMMARY_FIRST_YEAR = _("Yang diusulkan untuk 12 bulan pertama", "Proposed for the first 12 months")
SUMMARY_FIRST_YEAR_LEAD = _(
    "Draf ini mengusulkan {n} inisiatif, {first} di antaranya dapat selesai dalam 12 bulan pertama. Yang paling menutup kesenjangan:",
    "This draft proposes {n} initiatives, {first} of which can be finished in the first 12 months. Those that close most of the gap:",
)
SUMMARY_INITIATIVE = _("{title} ({office}).", "{title} ({office}).")
SUMMARY_NO_PLAN = _(
    "Tidak ada inisiatif yang diusulkan karena belum ada kesenjangan yang dapat dihitung.",
    "No initiative is proposed because no gap can be computed yet.",
)
NO_CATALOGUE = _(
    "Kuesioner ini tidak memiliki katalog inisiatif. Draf ini memuat tingkat, target, dan kesenjangan; usulan disusun bersama perangkat daerah.",
    "This questionnaire has no catalogue of initiatives. This draft holds levels, targets and gaps; proposals are to be drawn up with the offices.",
)
NO_CATALOGUE_ROW = _("tidak ada untuk kuesioner ini", "none for this questionnaire")
SELF_ASSESSED = _("Dinilai sendiri, belum diverifikasi", "Self-assessed, not verified")
SELF_ASSESSED_TEXT = _(
    "Tingkat dalam dokumen ini adalah penilaian peserta FGD atas daerahnya sendiri. Bukti dukung belum diperiksa, jadi angka ini klaim, bukan hasil verifikasi.",
    "The levels in this document are the focus group participants' own assessment of their region. Evidence has not been examined, so these figures are claims, not verified results.",
)
ABSENT_GROUPS = _("Yang belum bersuara", "Who has not spoken")
ABSENT_GROUPS_TEXT = _(
    "{n} kelompok dalam kuesioner tidak memberi jawaban: {groups}. Pandangan mereka tidak ada dalam angka di dokumen ini.",
    "{n} groups of the questionnaire gave no answer: {groups}. Their view is not in any figure of this document.",
)
ALL_GROUPS_SPOKE = _(
    "Semua kelompok dalam kuesioner memberi jawaban.",
    "Every group of the questionnaire gave answers.",
)

# How it was made

MAKING = _("Cara penyusunan", "How this report was made")
PURPOSE = _("Maksud", "Purpose")
PURPOSE_TEXT = _(
    "Laporan ini menjadi bahan penyusunan masterplan kota cerdas {region}. Isinya menunjukkan keadaan saat ini, keadaan yang diharapkan, selisih keduanya, dan usulan untuk menutup selisih itu.",
    "This report is material for the smart city masterplan of {region}. It shows the present state, the state wished for, the difference between them, and proposals to close that difference.",
)
WHO_ATTENDED = _("Siapa yang hadir", "Who attended")
MEETINGS_LEAD = _(
    "Jawaban dikumpulkan dalam {n} FGD. Setiap peserta menjawab lewat ponselnya sendiri.",
    "Answers were collected in {n} focus groups. Every participant answered on their own phone.",
)
MEETINGS_TABLE = _("FGD yang menjadi dasar laporan", "Focus groups behind this report")
MEETING = _("FGD", "Focus group")
PLACE = _("Tempat", "Place")
WHEN = _("Hari, tanggal, pukul", "Day, date, time")
INSTITUTIONS = _("Instansi", "Institutions")
PEOPLE = _("Peserta", "People")
STILL_OPEN = _(
    "{n} FGD masih terbuka dan belum ikut dihitung.",
    "{n} focus groups are still open and not counted yet.",
)
ATTENDANCE_TABLE = _("Kehadiran menurut kelompok", "Attendance by group")
GROUP = _("Kelompok responden", "Respondent group")
EXPECTED = _("Diundang", "Invited")
ATTENDED = _("Hadir", "Attended")
ANSWERED = _("Keterangan", "Remark")
GROUP_ABSENT = _("Tidak memberi jawaban", "Gave no answer")
GROUP_PRESENT = _("Memberi jawaban", "Gave answers")
ATTENDANCE_NOTE = _(
    "Kelompok yang kurang dari tiga orang ditulis <3 agar jawaban perorangan tidak terbaca.",
    "Groups of fewer than three people are shown as <3 so that no single person's answer can be read.",
)
TOTAL = _("Jumlah", "Total")
METHOD = _("Cara menilai", "How it is scored")
METHOD_STEPS = (
    _(
        "Setiap pertanyaan punya lima tingkat dengan uraian keadaan. Peserta memilih uraian yang paling mirip dengan kenyataan, lalu tingkat yang ditargetkan.",
        "Every question has five levels, each describing a state. Participants choose the description closest to reality, then the level they aim for.",
    ),
    _(
        "Setiap kelompok berbobot sama, berapa pun orangnya; di dalam kelompok, setiap orang berbobot sama. Skor pertanyaan adalah rata-rata berimbang itu.",
        "Every group weighs the same however many people came; within a group every person weighs the same. The score of a question is that balanced mean.",
    ),
    _(
        "Tingkat pertanyaan adalah tingkat tertinggi yang dicapai menurut lebih dari setengah bobot jawaban.",
        "The level of a question is the highest one that more than half of the weight of the answers reaches.",
    ),
    _(
        "Jawaban tidak tahu dan tidak berlaku dihitung tersendiri; keduanya tidak menaikkan dan tidak menurunkan skor.",
        "Do not know and not applicable are counted apart; neither raises nor lowers a score.",
    ),
    _(
        "Skor sub-pilar, dimensi, dan indeks adalah rata-rata tertimbang dari bawah ke atas tanpa pembulatan di tengah. Bila bobot yang terisi kurang dari {coverage}, skornya tidak ditampilkan.",
        "Sub-pillars, dimensions and the index are weighted means from the bottom up without rounding in between. Where less than {coverage} of the weight is answered, no score is shown.",
    ),
    _(
        "Kesenjangan adalah target dikurangi skor, paling rendah nol. Kelebihan di satu tempat tidak menutup kekurangan di tempat lain.",
        "A gap is the target minus the score, at least zero. A surplus in one place does not make up for a gap in another.",
    ),
)
SCALE_TABLE = _("Lima tingkat kematangan", "The five levels of maturity")
RULE = _("Artinya", "Meaning")
LEVEL_WORD = _("Tingkat", "Level")

# Readiness

READINESS = _("Kesiapan daerah", "Regional readiness")
READINESS_LEAD = _(
    "Kesiapan menunjukkan apakah daerah punya orang, anggaran, prasarana, dan aturan untuk menjalankan masterplan. Skornya ditampilkan di samping indeks dan tidak dicampurkan.",
    "Readiness shows whether the region has the people, money, infrastructure and rules to carry out the masterplan. It stands beside the index and is not mixed into it.",
)
READINESS_SCORE = _(
    "Skor kesiapan {score} dengan predikat {predicate}.",
    "Readiness scores {score}, predicate {predicate}.",
)
READINESS_UNDEFINED = _(
    "Skor kesiapan belum dapat dihitung: {reason}.", "Readiness cannot be computed yet: {reason}."
)
READINESS_TABLE = _("Kesiapan menurut unsur dan bagian", "Readiness by element and part")

# Maturity

MATURITY = _("Kematangan menurut dimensi", "Maturity by dimension")
MATURITY_OVERVIEW = _("Gambaran umum", "Overview")
DIMENSION_TABLE = _(
    "Skor, target, dan kesenjangan menurut dimensi", "Score, target and gap by dimension"
)
DIMENSION = _("Dimensi", "Dimension")
SUBPILLAR = _("Sub-pilar", "Sub-pillar")
SCORE = _("Skor", "Score")
PREDICATE = _("Predikat", "Predicate")
TARGET = _("Target", "Target")
GAP = _("Kesenjangan", "Gap")
COVERAGE = _("Keterisian", "Coverage")
RESPONDENTS = _("n", "n")
DO_NOT_KNOW = _("Tidak tahu", "Do not know")
WEIGHT = _("Bobot", "Weight")
INDEX_ROW = _("Indeks", "Index")
GROUP_MEANS_TABLE = _("Skor dimensi menurut kelompok", "Scores of the dimensions by group")
GROUP_MEANS_NOTE = _(
    "Kelompok yang menjawab kurang dari tiga orang ditulis <3. Tanda – berarti kelompok itu tidak ditanya, tidak menjawab, atau menjawab terlalu sedikit pertanyaan.",
    "Groups with fewer than three people answering are shown as <3. A dash means that the group was not asked, did not answer, or answered too few questions.",
)
RADAR = _("Skor dan target enam dimensi", "Score and target of the dimensions")
SUBPILLAR_CHART = _(
    "Skor dan target sub-pilar {dimension}", "Score and target of the sub-pillars of {dimension}"
)
SUBPILLAR_TABLE = _("Sub-pilar {dimension}", "Sub-pillars of {dimension}")
DIMENSION_SCORED = _(
    "{dimension} berskor {score} ({predicate}) dengan target {target}; kesenjangannya {gap} tingkat. Dasarnya jawaban {n} orang.",
    "{dimension} scores {score} ({predicate}) with a target of {target}; the gap is {gap} levels. It rests on the answers of {n} people.",
)
DIMENSION_WITHOUT_TARGET = _(
    "{dimension} berskor {score} ({predicate}). Kesenjangan tidak ditampilkan: target belum cukup, atau akan membuka jawaban kelompok kecil. Dasarnya jawaban {n} orang.",
    "{dimension} scores {score} ({predicate}). No gap is shown: there are too few targets, or they would give away what a small group said. It rests on the answers of {n} people.",
)
DIMENSION_UNDEFINED = _(
    "Skor {dimension} tidak ditampilkan: {reason}. Keterisiannya {coverage}.",
    "No score is shown for {dimension}: {reason}. Its coverage is {coverage}.",
)
WEAKEST_SUBPILLAR = _(
    "Sub-pilar terlemah adalah {subpillar} ({score}).",
    "The weakest sub-pillar is {subpillar} ({score}).",
)
DISAGREEMENT = _(
    "Kelompok berbeda pandangan tentang {question}: {low} menilai {low_mean}, {high} menilai {high_mean}.",
    "Groups see {question} differently: {low} rate it {low_mean}, {high} rate it {high_mean}.",
)
DISAGREEMENT_UNNAMED = _(
    "Kelompok berbeda pandangan tentang {question} (selisih {spread} tingkat).",
    "Groups see {question} differently (by {spread} levels).",
)
SILENT_IN_DIMENSION = _(
    "Tidak bersuara dalam dimensi ini padahal ditanya: {groups}.",
    "Asked about this dimension but silent: {groups}.",
)
