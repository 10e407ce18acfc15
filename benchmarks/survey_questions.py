"""The 97 questions of the benchmark: 90 with five labelled levels and 7 texts, in six sections.

Both surveys of a run ask exactly these: the miniature one reads this module, the application
reads the questionnaire that `questionnaire_yaml` writes.
"""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = {
    1: "Belum ada, atau hanya sesekali",
    2: "Ada di sebagian kecil unit",
    3: "Berlaku dengan standar yang sama",
    4: "Terhubung dan diukur berkala",
    5: "Terus diperbaiki dari hasil ukur",
}
SUBJECTS = (
    "layanan perizinan",
    "pengaduan warga",
    "satu data daerah",
    "anggaran daring",
    "jaringan serat optik",
    "angkutan umum",
    "pengelolaan sampah",
    "kesiapan bencana",
    "pembayaran nontunai",
    "layanan puskesmas",
    "penerangan jalan",
    "pelatihan aparatur",
    "promosi wisata",
    "keamanan lingkungan",
    "taman dan ruang publik",
)


@dataclass(frozen=True)
class Rating:
    name: str
    text: str


@dataclass(frozen=True)
class Remark:
    name: str
    text: str


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    ratings: tuple[Rating, ...]
    remarks: tuple[Remark, ...]


def _section(key: str, title: str, remarks: int) -> Section:
    place = title.lower()
    return Section(
        key=key,
        title=title,
        ratings=tuple(
            Rating(f"{key}-{n}", f"Sejauh mana {subject} mendukung {place} di daerah Anda?")
            for n, subject in enumerate(SUBJECTS, start=1)
        ),
        remarks=tuple(
            Remark(f"{key}-T{n}", f"Apa yang paling perlu diperbaiki dalam {place}?")
            for n in range(1, remarks + 1)
        ),
    )


SECTIONS = (
    _section("GOV", "Tata kelola", remarks=2),
    _section("BRD", "Pencitraan", remarks=1),
    _section("ECO", "Ekonomi", remarks=1),
    _section("LIV", "Permukiman", remarks=1),
    _section("SOC", "Masyarakat", remarks=1),
    _section("ENV", "Lingkungan", remarks=1),
)
QUESTIONS_IN_ALL = sum(len(s.ratings) + len(s.remarks) for s in SECTIONS)
