"""Made-up people and what they answer, drawn from a seed. Nobody here exists.

Each region has a made-up level per sub-pillar; groups see it differently, as real ones do:
operators rate coverage lower than officials, officials rate their own services higher than the
residents who use them. People of one group differ by leniency and by chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assess.questionnaire.answers import DO_NOT_KNOW, NOT_APPLICABLE, GivenAnswer
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import (
    FocusGroupQuestion,
    LikertQuestion,
    MaturityQuestion,
    OpenQuestion,
)
from assess.questionnaire.routing import sections_for

OFFICIALS = ("pimpinan", "bappeda", "diskominfo", "keuangan")
OFFICES = ("opd_layanan", "opd_ekonomi", "opd_sosial", "opd_wilayah")
OUTSIDERS = ("akademisi", "kadin", "perbankan", "umkm", "komunitas", "operator")
# How much a group differs from the region's level; by sub-pillar where it knows more.
GROUP_VIEW = {
    "pimpinan": 0.45,
    "diskominfo": 0.3,
    "bappeda": 0.15,
    "umkm": -0.3,
    "komunitas": -0.4,
    "akademisi": -0.2,
    "operator": -0.1,
}
SUBPILLAR_VIEW = {
    ("operator", "inf_digital"): -1.3,
    ("operator", "inf_physical"): -1.0,
    ("diskominfo", "inf_digital"): 0.7,
    ("pimpinan", "inf_digital"): 0.8,
    ("komunitas", "gov_service"): -0.6,
    ("opd_layanan", "gov_service"): 0.5,
    ("umkm", "eco_transaction"): -0.6,
    ("perbankan", "eco_transaction"): 0.5,
    ("komunitas", "env_waste"): -0.5,
    ("opd_wilayah", "env_waste"): 0.4,
}
OBSTACLES = (
    "Jaringan internet di kecamatan sering putus; operator dan Diskominfo perlu duduk bersama.",
    "Aplikasi antar-OPD berjalan sendiri-sendiri; Sekda perlu memutuskan mana yang digabung.",
    "Pegawai yang paham data sedikit dan sering dipindah; BKPSDM perlu jalur jabatan fungsional.",
    "Anggaran kegiatan digital kecil dan datang terlambat; TAPD perlu mengunci sejak RKPD.",
    "Warga lanjut usia sulit memakai aplikasi; kelurahan perlu menyediakan pendamping.",
    "Pedagang takut pajak jika memakai pembayaran nontunai; Bapenda perlu menjelaskan.",
    "Data kependudukan dan data bantuan tidak cocok; Dinsos dan Disdukcapil perlu memadankan.",
    "Rapat Dewan Smart City jarang; kepala daerah perlu menetapkan jadwal tetap.",
)
HOPES = (
    "Semua layanan kependudukan selesai tanpa datang ke kantor.",
    "Titik tanpa sinyal di pinggir kota berkurang dan hasil ukurnya diumumkan.",
    "Pasar rakyat memakai QRIS dan pedagang didampingi sampai bisa.",
    "Keluhan warga dijawab dalam tiga hari dan bisa dilacak.",
    "Jadwal angkut sampah pasti dan diumumkan per RT.",
    "Data sekolah, puskesmas, dan bantuan sosial tersambung.",
    "Jalan berlubang yang dilaporkan diperbaiki dalam sebulan.",
)


@dataclass(frozen=True)
class MadeUpRegion:
    """What the invention starts from."""

    code: str
    level: float  # between 1 and 5, the centre of its sub-pillars
    people: Mapping[str, int]  # respondent group -> number of people


class MadeUpPeople:
    """The people of one region; the same seed gives the same people."""

    def __init__(self, questionnaire: Questionnaire, region: MadeUpRegion, seed: int) -> None:
        self._questionnaire = questionnaire
        self._region = region
        self._rng = np.random.default_rng([seed, int(region.code.replace(".", ""))])
        self._subpillar = {
            key: region.level + self._rng.normal(0, 0.45) for key in questionnaire.subpillar_by_key
        }
        self._question = {
            question.id: self._rng.normal(0, 0.3) for question in questionnaire.maturity_questions
        }

    def answers_of_one(self, group: str, completeness: float = 1.0) -> dict[str, GivenAnswer]:
        """What one person of a group answers; a completeness under 1 stops half-way."""
        leniency = float(self._rng.normal(0, 0.3))
        given: dict[str, GivenAnswer] = {}
        asked = [q for part in sections_for(self._questionnaire, group) for q in part.questions]
        for question in asked[: max(1, round(len(asked) * completeness))]:
            answer = self._answer(group, leniency, question)
            if answer is not None:
                given[question.id] = answer
        return given

    def _answer(
        self, group: str, leniency: float, question: FocusGroupQuestion
    ) -> GivenAnswer | None:
        match question:
            case MaturityQuestion():
                return self._maturity(group, leniency, question)
            case LikertQuestion():
                centre = self._region.level + 0.3 + leniency + self._rng.normal(0, 0.7)
                return GivenAnswer(level=_level(centre))
            case OpenQuestion():
                if self._rng.random() > 0.35:
                    return None
                texts = OBSTACLES if question.id == "FAK-HMB-1" else HOPES
                return GivenAnswer(note=str(self._rng.choice(texts)))

    def _maturity(
        self, group: str, leniency: float, question: MaturityQuestion
    ) -> GivenAnswer | None:
        draw = self._rng.random()
        unknown = 0.14 if group in OUTSIDERS else 0.05
        if draw < unknown:
            return GivenAnswer(level=DO_NOT_KNOW)
        if draw < unknown + 0.012:
            return GivenAnswer(level=NOT_APPLICABLE)
        if draw < unknown + 0.03:
            return None
        view = GROUP_VIEW.get(group, 0.0) + SUBPILLAR_VIEW.get((group, question.subpillar), 0.0)
        centre = (
            self._subpillar[question.subpillar]
            + self._question[question.id]
            + view
            + leniency
            + self._rng.normal(0, 0.5)
        )
        level = _level(centre)
        target = min(
            5, level + int(self._rng.choice([1, 1, 2, 2, 3], p=[0.3, 0.2, 0.25, 0.15, 0.1]))
        )
        horizon = str(self._rng.choice([h.key for h in self._questionnaire.horizons]))
        return GivenAnswer(level=level, target=max(level, target), horizon=horizon)


def _level(centre: float) -> int:
    return int(min(5, max(1, round(centre))))
