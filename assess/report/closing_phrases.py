"""Sentences of opinions, facts and annexes; see `phrases`."""

from __future__ import annotations

from assess.questionnaire.questions import Text


def _(indonesian: str, english: str) -> Text:
    return Text(id=indonesian, en=english)


# Voices

VOICES = _("Pendapat, hambatan, dan harapan", "Opinions, obstacles and hopes")
PERCEPTION = _("Pendapat warga dan pelaku usaha", "Opinions of residents and businesses")
PERCEPTION_LEAD = _(
    "Pendapat ditanyakan pada skala 1 (sangat tidak setuju) sampai 5 (sangat setuju). Angkanya tidak masuk indeks.",
    "Opinions are asked on a scale from 1 (strongly disagree) to 5 (strongly agree). They are not part of the index.",
)
PERCEPTION_TABLE = _("Rata-rata pendapat", "Mean opinions")
STATEMENT = _("Pernyataan", "Statement")
MEAN = _("Rata-rata", "Mean")
NO_PERCEPTION = _(
    "Belum ada jawaban atas pernyataan pendapat.", "Nobody has answered the opinion statements yet."
)
OPEN_LEAD = _(
    "Kutipan ditampilkan apa adanya dan hanya dari kelompok dengan lima orang atau lebih.",
    "Answers are quoted as given, and only from groups of five people or more.",
)
OPEN_WITHHELD = _(
    "Jawaban dari kelompok lain tidak ditampilkan karena kelompoknya kurang dari lima orang.",
    "Answers of other groups are not shown because those groups have fewer than five people.",
)
OPEN_LIMIT = _("… dan {n} jawaban lain.", "… and {n} more answers.")
NO_OPEN = _(
    "Belum ada jawaban terbuka yang dapat ditampilkan.",
    "There are no open answers that can be shown yet.",
)

# Facts

FACTS = _("Fakta daerah", "Facts about the region")
FACTS_LEAD = _(
    "Fakta dinyatakan oleh pejabat daerah beserta sumber dan tanggalnya. Fakta tidak masuk indeks dan belum diverifikasi.",
    "Facts are stated by officials of the region with their source and date. They are not part of the index and are not verified.",
)
FACTS_TABLE = _("Fakta, sumber, dan tanggal", "Facts, sources and dates")
FACT = _("Pertanyaan", "Question")
VALUE = _("Isi", "Value")
SOURCE = _("Sumber dan tanggal", "Source and date")
ABOUT = _("sekitar {value}", "about {value}")
TARGETED = _("{value} (target {target})", "{value} (target {target})")
DISPUTED = _("Diperselisihkan: {why}", "Disputed: {why}")
NO_DATE = _("tanggal tidak disebut", "no date given")
STATED_BY = _("menurut {who}", "according to {who}")
NO_FACTS = _("Belum ada fakta yang dinyatakan.", "No facts have been stated yet.")
FACTS_MISSING = _(
    "{n} dari {all} pertanyaan fakta belum dijawab.",
    "{n} of {all} fact questions have not been answered.",
)
FACT_TABLE_ROWS = _("{n} baris, lihat tabel di bawah", "{n} rows, see the table below")
FACT_TABLE_MORE = _("Ditampilkan {shown} dari {n} baris.", "{shown} of {n} rows shown.")

# Annexes

ALL_QUESTIONS = _("Semua pertanyaan", "All questions")
ALL_QUESTIONS_LEAD = _(
    "Kolom 1 sampai 5 menunjukkan porsi berimbang jawaban pada setiap tingkat; makin gelap makin besar. Di sebelahnya porsi tidak tahu, jumlah jawaban sah (n), skor, tingkat, dan target. Pertanyaan yang dijawab kurang dari tiga orang tidak diperlihatkan skornya.",
    "Columns 1 to 5 show the balanced share of answers at each level; darker means more. Beside them the share of do not know, the number of valid answers (n), score, level and target. No score is shown for questions answered by fewer than three people.",
)
ALL_QUESTIONS_TABLE = _("Pertanyaan {dimension}", "Questions of {dimension}")
CODE = _("Kode", "Code")
QUESTION = _("Pertanyaan", "Question")
GLOSSARY = _("Istilah", "Glossary")
GLOSSARY_ROWS = (
    (
        _("FGD", "FGD"),
        _(
            "Diskusi kelompok terarah, pertemuan tempat peserta menjawab kuesioner.",
            "Focus group discussion, the meeting in which participants answer the questionnaire.",
        ),
    ),
    (
        _("Indeks kematangan", "Maturity index"),
        _(
            "Rata-rata tertimbang skor semua dimensi, 1 sampai 5.",
            "Weighted mean of the scores of all dimensions, 1 to 5.",
        ),
    ),
    (
        _("Keterisian", "Coverage"),
        _(
            "Porsi bobot yang skornya tersedia.",
            "Share of the weight for which a score is available.",
        ),
    ),
    (
        _("Kelompok responden", "Respondent group"),
        _(
            "Orang dengan peran yang sama, misalnya Bappeda atau pelaku UMKM.",
            "People of the same role, for example the planning agency or small businesses.",
        ),
    ),
    (
        _("Kesenjangan", "Gap"),
        _(
            "Target dikurangi skor, paling rendah nol, dalam satuan tingkat.",
            "Target minus score, at least zero, in levels.",
        ),
    ),
    (
        _("n", "n"),
        _("Jumlah orang yang memberi jawaban sah.", "Number of people who gave a valid answer."),
    ),
    (_("OPD", "Office"), _("Organisasi perangkat daerah.", "Office of the local government.")),
    (
        _("Predikat", "Predicate"),
        _(
            "Nama untuk rentang skor menurut kuesioner.",
            "Name of a range of scores, set by the questionnaire.",
        ),
    ),
    (
        _("Quick win", "Quick win"),
        _(
            "Inisiatif yang hasilnya terasa paling lama 12 bulan.",
            "An initiative whose result is felt within 12 months.",
        ),
    ),
    (
        _("Sub-pilar", "Sub-pillar"),
        _(
            "Bagian dari dimensi; setiap dimensi punya tiga.",
            "Part of a dimension; every dimension has three.",
        ),
    ),
    (
        _("Tidak tahu", "Do not know"),
        _(
            "Jawaban yang dicatat tersendiri dan tidak pernah diubah menjadi skor.",
            "An answer that is recorded apart and never turned into a score.",
        ),
    ),
    (
        _("Tingkat", "Level"),
        _(
            "Satu dari lima uraian keadaan pada setiap pertanyaan.",
            "One of the five descriptions of a state in every question.",
        ),
    ),
    (
        _("Bobot berimbang", "Balanced weight"),
        _(
            "Bobot jawaban setelah setiap kelompok dibuat sama berat.",
            "Weight of an answer after every group is made to weigh the same.",
        ),
    ),
)
STATEMENTS = _("Pernyataan metode", "Statements on the method")
STATEMENT_ROWS = (
    _(
        "Peserta diundang, bukan diambil acak dari penduduk. Hasil menggambarkan pandangan mereka yang hadir, bukan pendapat seluruh warga.",
        "Participants are invited, not drawn at random from the population. The results describe the views of those who came, not the opinion of all residents.",
    ),
    _(
        "Rentang 95% menunjukkan seberapa stabil hasil bila orang lain yang paham dari kelompok yang sama yang menjawab; bukan galat penarikan contoh penduduk. Selisih kecil antara dua skor tidak boleh dibaca sebagai perbedaan nyata.",
        "The 95% interval says how stable the result is if other informed people of the same groups had answered; it is no sampling error of the population. A small difference between two scores must not be read as a real one.",
    ),
    _(
        "Dokumen ini tidak memuat peringkat antardaerah.",
        "This document holds no ranking of regions.",
    ),
    _(
        "Pembulatan dilakukan hanya saat angka ditampilkan, setengah ke atas, dua angka di belakang koma. Jumlah angka yang tampil dapat berbeda sedikit dari jumlah sebenarnya.",
        "Figures are rounded only when shown, half up, to two decimals. Sums of shown figures may differ slightly from the true sums.",
    ),
    _(
        "Angka kelompok yang kurang dari tiga orang tidak ditampilkan; jawaban terbuka hanya dari kelompok lima orang atau lebih.",
        "Figures of groups of fewer than three people are not shown; open answers only from groups of five or more.",
    ),
    _(
        "Batas predikat adalah bagian dari kuesioner yang sidiknya tercantum di bawah ini.",
        "The limits of the ratings are part of the questionnaire whose fingerprint is given below.",
    ),
    _(
        "Usulan inisiatif berasal dari katalog umum. Judul, OPD, jadwal, biaya, sumber dana, dan kewenangan harus disesuaikan dengan RPJMD, Renstra, dan keadaan setempat sebelum dipakai.",
        "Proposed initiatives come from a general catalogue. Title, office, schedule, cost, funding and authority must be adjusted to the RPJMD, Renstra and local conditions before use.",
    ),
)
IMPRINT = _("Sidik dan versi", "Fingerprints and versions")
IMPRINT_TEXT = _(
    "Sidik isi dihitung dari seluruh isi dokumen ini. Sidik berkas PDF tercatat di sistem bersama draf ini.",
    "The fingerprint of the content is computed from the whole content of this document. The fingerprint of the PDF file is kept in the system with this draft.",
)
