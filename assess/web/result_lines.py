"""What result pages say about a score: names, words and links beside the figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from assess.questionnaire.instrument import Dimension, Questionnaire, SpeakFor, Subpillar
from assess.report.figures import Pair
from assess.scoring.disclosure import STAFF_MINIMUM, fewest_people
from assess.scoring.rounding import display
from assess.scoring.scores import NodeScore, QuestionScore, Undefined
from assess.store.tables import Assessment
from assess.web.formatting import in_language, number

INDEX, READINESS = "index", "readiness"


@dataclass(frozen=True)
class Line:
    """A node or a question with everything that a page says about it."""

    score: NodeScore | QuestionScore
    name: str
    href: str | None
    level_name: str | None
    predicate: str | None
    reason: str | None
    lowest: str | None
    highest: str | None


@dataclass(frozen=True)
class GroupCell:
    """The mean of one group, or why it is not shown."""

    name: str
    people: str
    mean: float | None
    note: str


def people(n: int, fewest: int = STAFF_MINIMUM) -> str:
    """A number of people; a number that could point at a person stays '<3'."""
    return f"<{fewest}" if 0 < n < fewest else number(n)


def shade(value: float | None) -> int | None:
    """How dark a score is drawn: its whole part as it is read, 1 to 5.

    The staged level would do worse: of two parts with the same score one can be a level higher.
    """
    return None if value is None else min(5, max(1, int(float(display(value)))))


class Namer:
    """Names and links for the scores of one assessment."""

    def __init__(self, assessment: Assessment, questionnaire: Questionnaire) -> None:
        self._id = assessment.public_id
        self._questionnaire = questionnaire
        self.fewest = fewest_people(questionnaire, STAFF_MINIMUM)
        self.for_office = questionnaire.answers_speak_for is SpeakFor.OFFICE

    def people(self, n: int) -> str:
        """A number of people, of whom an instrument may have but one who speaks for an office."""
        return people(n, self.fewest)

    def index(self, score: NodeScore) -> Line:
        return self._node(score, _("Indeks"), url_for("results.index", public_id=self._id))

    def readiness(self, score: NodeScore) -> Line:
        return self._node(score, _("Kesiapan"), url_for("results.readiness", public_id=self._id))

    def dimension(self, dimension: Dimension, score: NodeScore) -> Line:
        href = url_for("results.dimension", public_id=self._id, key=dimension.key)
        return self._node(score, in_language(dimension.name), href)

    def subpillar(self, subpillar: Subpillar, score: NodeScore) -> Line:
        href = url_for("results.subpillar", public_id=self._id, key=subpillar.key)
        return self._node(score, in_language(subpillar.name), href)

    def question(self, score: QuestionScore) -> Line:
        text = in_language(self._questionnaire.question_by_id[score.key].text)
        href = url_for("results.question", public_id=self._id, question_id=score.key)
        return self._line(score, text, href, predicate=None)

    def group(self, key: str) -> str:
        known = self._questionnaire.group_by_key.get(key)
        return in_language(known.name) if known else key

    def groups(self, score: QuestionScore | NodeScore) -> list[GroupCell]:
        """Every group that was asked, in the order of the questionnaire."""
        order = [group.key for group in self._questionnaire.groups if group.key in score.n_by_group]
        return [self._group_cell(key, score) for key in order]

    def level(self, level: int | None) -> str | None:
        return in_language(self._questionnaire.scale.levels[level].name) if level else None

    def briefly(self, key: str) -> str:
        """The name without what stands in brackets: who belongs to it is told in the table."""
        return self.group(key).split(" (")[0]

    def _group_cell(self, key: str, score: QuestionScore | NodeScore) -> GroupCell:
        n, mean = score.n_by_group[key], score.group_means.get(key)
        note = ""
        if n == 0:
            note = _("tidak ada jawaban")
        elif mean is None and n < self.fewest:
            note = _("tidak ditampilkan: kurang dari %(n)s orang", n=self.fewest)
        elif mean is None and isinstance(score, QuestionScore):
            note = _("tidak ditampilkan: melindungi kelompok kecil")
        elif mean is None:
            note = _("terlalu sedikit pertanyaan terjawab, atau melindungi kelompok kecil")
        return GroupCell(self.group(key), self.people(n), mean, note)

    def _node(self, score: NodeScore, name: str, href: str) -> Line:
        bands = self._questionnaire.scoring.predicates
        band = next((b for b in bands if b.name.id == score.predicate), None)
        return self._line(score, name, href, predicate=in_language(band.name) if band else None)

    def _line(
        self, score: NodeScore | QuestionScore, name: str, href: str, predicate: str | None
    ) -> Line:
        low, high = score.spread_groups or (None, None)
        return Line(
            score=score,
            name=name,
            href=href,
            level_name=self.level(score.level),
            predicate=predicate,
            reason=reason_in_words(score.reason),
            lowest=self.briefly(low) if low else None,
            highest=self.briefly(high) if high else None,
        )


def pairs(lines: Iterable[Line]) -> list[Pair]:
    return [Pair(line.name, line.score.score, line.score.target) for line in lines]


def reason_in_words(reason: Undefined | None) -> str | None:
    """Why a figure is not there, plainly."""
    if reason is None:
        return None
    words: dict[Undefined, str] = {
        Undefined.NO_VALID_ANSWER: _("Belum ada jawaban dari tingkat 1 sampai 5."),
        Undefined.NOT_APPLICABLE: _("Sebagian besar peserta menilai ini tidak berlaku di sini."),
        Undefined.COVERAGE: _("Data belum cukup: kurang dari batas keterisian yang ditetapkan."),
        Undefined.NO_TARGET: _("Belum ada target."),
        Undefined.WITHHELD: _(
            "Tidak ditampilkan: kurang dari %(n)s orang menjawab, atau bersebelahan dengan yang "
            "demikian.",
            n=STAFF_MINIMUM,
        ),
    }
    return words[reason]
