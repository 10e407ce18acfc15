"""Notes on the quality of the answers, for facilitators: flags are questions, no verdicts."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from assess.scoring.companions import Quality
from assess.scoring.companions_told import without_flagged
from assess.scoring.data_quality import NOTABLE_CHANGE
from assess.web.formatting import number, score
from assess.web.result import Result
from assess.web.result_lines import Namer


@dataclass(frozen=True)
class Notes:
    """groups : (group, people with an answer, flagged); compared : (part, with, without,
    whether it moves notably), empty where that would tell on few people"""

    reasons: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str, str], ...]
    compared: tuple[tuple[str, str, str, bool], ...]
    summary: str


def quality_notes(result: Result) -> Notes | None:
    """None for results that were stored before the flags existed."""
    beside = result.companions
    if beside is None:
        return None
    found = beside.quality
    return Notes(
        reasons=_reasons(found, result.namer),
        groups=tuple(
            (
                result.namer.group(group),
                result.namer.people(n),
                result.namer.people(found.flagged.get(group, 0)),
            )
            for group, n in found.asked.items()
            if n
        ),
        compared=_compared(result, found),
        summary=_summary(found, result.namer),
    )


def _flagged(found: Quality) -> int:
    return sum(found.flagged.values())


def _reasons(found: Quality, namer: Namer) -> tuple[tuple[str, str], ...]:
    return (
        (
            _("Satu tingkat berturut-turut pada lebih dari 60 persen pertanyaan"),
            namer.people(found.long_run),
        ),
        (_("Hampir tanpa variasi dan kurang dari dua detik per jawaban"), namer.people(found.fast)),
        (_("Orang yang waktunya diketahui"), number(found.timed)),
    )


def _summary(found: Quality, namer: Namer) -> str:
    flagged = _flagged(found)
    if not flagged:
        return _("Tidak ada jawaban yang tampak asal isi.")
    if flagged < namer.fewest:
        return _(
            "Kurang dari %(n)s orang ditandai. Skor tanpa mereka tidak ditampilkan, karena dari "
            "selisihnya jawaban mereka bisa dihitung.",
            n=namer.fewest,
        )
    return _(
        "%(n)s orang ditandai. Mereka tetap dihitung; di bawah ini skor dengan dan tanpa mereka.",
        n=number(flagged),
    )


def _compared(result: Result, found: Quality) -> tuple[tuple[str, str, str, bool], ...]:
    told = without_flagged(found, result.scorecard, result.namer.fewest)
    index = result.namer.index(result.scorecard.index)
    rows = []
    for line in (index, *result.dimension_lines()):
        own = line.score.score
        if own is None or line.score.key not in told:
            continue
        without = told[line.score.key]
        moved = without is not None and abs(without - own) > NOTABLE_CHANGE
        rows.append((line.name, score(own), score(without), moved))
    return tuple(rows)
