"""Four dials beside every figure: score, agreement, coverage, evidence; each in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _

from assess.questionnaire.instrument import Questionnaire
from assess.scoring.companions import Companions
from assess.scoring.companions_told import evidence_told
from assess.scoring.scores import NodeScore, QuestionScore
from assess.scoring.sensitivity import FEWEST_GROUPS, FEWEST_PEOPLE
from assess.web.formatting import number, percent, score
from assess.web.result_lines import Line, Namer

STRONG, MODERATE = 0.7, 0.4  # labels of A, method section 5
TOLERANCE = 1e-9


class Strength(StrEnum):
    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    SPLIT = "split"


@dataclass(frozen=True)
class Dial:
    """One of the four: a figure, what stands beside it, and what the term means."""

    key: str
    name: str
    value: str
    notes: tuple[str, ...]
    meaning: str
    caution: str | None = None


@dataclass(frozen=True)
class Dials:
    dials: tuple[Dial, ...]
    too_little: str | None  # why there is not enough to go by, in words


def dials(
    line: Line,
    below: Sequence[QuestionScore],
    questionnaire: Questionnaire,
    beside: Companions | None,
    namer: Namer,
) -> Dials:
    """The dials of one node or question. below : its questions, as they may be shown."""
    return Dials(
        dials=(
            _score(line, namer),
            _agreement(line, below, namer),
            _coverage(line, namer),
            _evidence(line, below, beside, namer),
        ),
        too_little=too_little(line.score, questionnaire, namer),
    )


def strength(agreement: float) -> Strength:
    """Label of van der Eijk's A."""
    if agreement >= STRONG - TOLERANCE:
        return Strength.STRONG
    if agreement >= MODERATE - TOLERANCE:
        return Strength.MODERATE
    return Strength.WEAK if agreement >= -TOLERANCE else Strength.SPLIT


def strength_in_words(agreement: float) -> str:
    return {
        Strength.STRONG: _("kuat"),
        Strength.MODERATE: _("sedang"),
        Strength.WEAK: _("lemah"),
        Strength.SPLIT: _("terbelah"),
    }[strength(agreement)]


def interval_in_words(node: NodeScore | QuestionScore, namer: Namer) -> str:
    """The interval of a score, or why there is none."""
    if node.score is None:
        return ""
    if node.interval is None and namer.for_office:
        return _("Tanpa rentang: penilai mengisi atas nama kantornya, bukan sebagai contoh orang.")
    if node.interval is None:
        return _("Rentang tidak dapat dihitung: terlalu sedikit orang, atau akan membuka jawaban.")
    if node.standard_error is not None and node.standard_error <= TOLERANCE:
        return _(
            "Tidak ada perbedaan jawaban (%(n)s orang); itu bukan kepastian.",
            n=namer.people(node.n),
        )
    low, high = node.interval
    return _("Rentang 95%%: %(low)s sampai %(high)s", low=score(low), high=score(high))


def too_little(
    node: NodeScore | QuestionScore, questionnaire: Questionnaire, namer: Namer
) -> str | None:
    """Why a figure carries no conclusion, or None: few people, few groups, little coverage."""
    reasons = []
    of_people = not namer.for_office
    heard = sum(n > 0 for n in node.n_by_group.values())
    if of_people and node.n < FEWEST_PEOPLE:
        reasons.append(
            _("%(n)s orang menjawab, perlu %(m)s", n=namer.people(node.n), m=FEWEST_PEOPLE)
        )
    needed = min(FEWEST_GROUPS, len(node.n_by_group))
    if of_people and heard < needed:
        reasons.append(_("%(n)s kelompok menjawab, perlu %(m)s", n=heard, m=needed))
    least = questionnaire.scoring.minimum_coverage
    if isinstance(node, NodeScore) and node.coverage < least - TOLERANCE:
        reasons.append(
            _("keterisian %(n)s, perlu %(m)s", n=percent(node.coverage), m=percent(least))
        )
    return "; ".join(reasons) or None


def _score(line: Line, namer: Namer) -> Dial:
    node = line.score
    value = score(node.score)
    notes = [interval_in_words(node, namer)]
    if node.level:
        notes.insert(0, _("Tingkat %(level)s · %(name)s", level=node.level, name=line.level_name))
    if line.predicate:
        notes.insert(0, _("Predikat %(name)s", name=line.predicate))
    return Dial(
        "score",
        _("Skor dan rentangnya"),
        value,
        tuple(note for note in notes if note),
        _(
            "Skor adalah rata-rata tingkat 1 sampai 5 dengan suara tiap kelompok sama berat; "
            "rentangnya menunjukkan seberapa jauh skor bisa bergeser bila orang lain dari "
            "kelompok yang sama yang menjawab."
        ),
        line.reason,
    )


def _agreement(line: Line, below: Sequence[QuestionScore], namer: Namer) -> Dial:
    node = line.score
    if isinstance(node, QuestionScore):
        return _agreement_of_question(line, node, namer)
    known = [question.agreement for question in below if question.agreement is not None]
    meaning = _(
        "Kesepakatan (A) tiap pertanyaan berkisar dari −1 (terbelah dua) lewat 0 (tersebar rata) "
        "sampai 1 (semua sama); yang ditampilkan di sini banyaknya pertanyaan menurut "
        "kesepakatannya, karena rata-ratanya akan menutupi perbedaan."
    )
    if not known:
        return Dial("agreement", _("Kesepakatan"), score(None), (), meaning)
    agreed = sum(strength(a) is Strength.STRONG for a in known)
    weak = sum(strength(a) in (Strength.WEAK, Strength.SPLIT) for a in known)
    conflicts = sum(question.hidden_conflict for question in below)
    caution = None
    if conflicts:
        caution = _("Perselisihan tersembunyi pada %(n)s pertanyaan", n=number(conflicts))
    return Dial(
        "agreement",
        _("Kesepakatan"),
        _("%(n)s dari %(m)s", n=number(agreed), m=number(len(known))),
        (
            _("Pertanyaan dengan kesepakatan kuat (A 0,7 atau lebih), dari yang boleh ditampilkan"),
            _("Lemah atau terbelah: %(n)s pertanyaan", n=number(weak)),
        ),
        meaning,
        caution,
    )


def _agreement_of_question(line: Line, node: QuestionScore, namer: Namer) -> Dial:
    meaning = _(
        "Kesepakatan (A) menunjukkan apakah jawaban berkumpul di tingkat yang sama: 1 semua sama, "
        "0 tersebar rata, −1 terbelah dua."
    )
    if node.agreement is None and namer.for_office:
        note = _("Tidak berlaku: satu penilai mengisi atas nama kantornya.")
        return Dial("agreement", _("Kesepakatan"), score(None), (note,), meaning)
    if node.agreement is None:
        note = _("Tidak dihitung: kurang dari dua jawaban, atau akan membuka jawaban perorangan.")
        return Dial("agreement", _("Kesepakatan"), score(None), (note,), meaning)
    notes = [_("A = %(a)s", a=score(node.agreement))]
    if node.average_deviation is not None:
        notes.append(_("Jarak rata-rata ke skor: %(ad)s tingkat", ad=score(node.average_deviation)))
    return Dial(
        "agreement",
        _("Kesepakatan"),
        strength_in_words(node.agreement),
        tuple(notes),
        meaning,
        conflict_in_words(line) if node.hidden_conflict else None,
    )


def conflict_in_words(line: Line) -> str:
    return _(
        "Perselisihan tersembunyi: di dalam tiap kelompok orang sepakat, tetapi antarkelompok "
        "berbeda %(spread)s tingkat. Rata-ratanya tidak boleh dipakai sendirian.",
        spread=score(line.score.spread),
    )


def _coverage(line: Line, namer: Namer) -> Dial:
    node = line.score
    silent = [namer.briefly(group) for group, n in node.n_by_group.items() if n == 0]
    notes = [
        _(
            "%(n)s orang dari %(heard)s kelompok (ditanya: %(asked)s kelompok)",
            n=namer.people(node.n),
            heard=number(len(node.n_by_group) - len(silent)),
            asked=number(len(node.n_by_group)),
        )
    ]
    if silent:
        notes.append(_("Belum bersuara: %(groups)s", groups=", ".join(silent)))
    unsure = node.do_not_know_share
    if unsure is not None:
        notes.append(_('"Saya tidak tahu": %(share)s jawaban', share=percent(unsure)))
    if isinstance(node, QuestionScore):
        value = _answered_share(node, namer)
        meaning = _(
            "Keterisian pertanyaan adalah bagian orang yang ditanya yang memilih tingkat 1 sampai "
            "5."
        )
    else:
        value = percent(node.coverage)
        meaning = _(
            "Keterisian adalah bagian bobot di bawah angka ini yang punya skor; kelompok yang "
            "belum bersuara tidak ikut menentukan angka ini."
        )
    return Dial("coverage", _("Keterisian"), value, tuple(notes), meaning)


def _answered_share(question: QuestionScore, namer: Namer) -> str:
    """Hidden where the share would count one or two people."""
    missing = question.asked - question.n
    few = any(0 < n < namer.fewest for n in (question.n, missing))
    if not question.asked or few:
        return namer.people(question.n) if question.n else percent(0.0)
    return percent(question.n / question.asked)


def _evidence(
    line: Line, below: Sequence[QuestionScore], beside: Companions | None, namer: Namer
) -> Dial:
    name = _("Kekuatan bukti")
    meaning = _(
        "Skor klaim memakai semua jawaban apa adanya; skor terverifikasi menurunkan jawaban di "
        "atas tingkat yang terbukti. Bukti yang disebut peserta baru rujukan, belum diperiksa "
        "siapa pun."
    )
    if beside is None:
        note = _("Hasil ini disimpan sebelum bukti dihitung. Tutup ulang FGD untuk menghitungnya.")
        return Dial("evidence", name, score(None), (note,), meaning)
    notes = [_("Belum ada bukti yang diperiksa dan diterima.")]
    told = evidence_told(beside.evidence, line.score, below, namer.fewest)
    if told.claims is None or told.named is None:
        return Dial("evidence", name, score(None), tuple(notes), meaning)
    cap = beside.evidence.cap
    notes.append(
        _("Jawaban di atas tingkat %(cap)s yang menyebut bukti", cap=cap)
        if told.claims
        else _("Tidak ada jawaban di atas tingkat %(cap)s.", cap=cap)
    )
    notes.reverse()
    if told.verified is not None:
        notes.append(
            _(
                "Skor terverifikasi %(verified)s, klaim %(claimed)s: tanpa bukti yang diterima, "
                "jawaban di atas tingkat %(cap)s dihitung %(cap)s.",
                verified=score(told.verified, told.decimals),
                claimed=score(line.score.score),
                cap=cap,
            )
        )
    value = score(None)
    if told.claims:
        value = _("%(n)s dari %(m)s", n=namer.people(told.named), m=namer.people(told.claims))
    return Dial("evidence", name, value, tuple(notes), meaning)
