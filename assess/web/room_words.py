"""What the console and the hall say about a question: how far people are apart, and what changed."""

from __future__ import annotations

from flask_babel import gettext as _

from assess.room.proceedings import Consensus
from assess.room.shift import Moved, Shift
from assess.scoring.scores import QuestionScore
from assess.web.dials import strength_in_words
from assess.web.formatting import NOTHING, number, score
from assess.web.result_lines import Namer


def apart_in_words(question: QuestionScore, namer: Namer) -> str:
    """Why a question is on the agenda, as far as it may be told."""
    said = []
    if question.spread is not None and score(question.spread) == score(0.0):
        said.append(_("Rata-rata semua kelompok sama."))
    elif question.spread is not None and question.spread_groups is not None:
        low, high = (namer.briefly(key) for key in question.spread_groups)
        said.append(
            _(
                "Sebaran antarkelompok %(spread)s tingkat: terendah %(low)s, tertinggi %(high)s.",
                spread=score(question.spread),
                low=low,
                high=high,
            )
        )
    if question.agreement is not None:
        said.append(agreement_in_words(question.agreement))
    return " ".join(said) or _("Tidak ditampilkan: terlalu sedikit orang menjawab.")


def agreement_in_words(agreement: float) -> str:
    return _(
        "Kesepakatan %(strength)s (A = %(a)s).",
        strength=strength_in_words(agreement),
        a=score(agreement),
    )


def consensus_in_words(consensus: Consensus | None) -> str:
    if consensus is None:
        return NOTHING
    if consensus.level is None:
        return _("tidak tercapai")
    return _("tingkat %(level)s", level=consensus.level)


def moved_in_words(moved: Moved | None, k: int) -> str:
    """Who moved, by number; where few did, only that it is not told."""
    if moved is None:
        return _("Tidak ditampilkan: melindungi kelompok kecil.")
    if moved.moved is None or moved.stayed is None:
        return _(
            "Dari %(n)s orang, jumlah yang berpindah tidak ditampilkan: kurang dari %(k)s orang "
            "berpindah atau tetap.",
            n=number(moved.people),
            k=k,
        )
    if moved.up is None or moved.down is None:
        return _(
            "%(moved)s dari %(n)s orang berpindah, %(stayed)s tetap.",
            moved=number(moved.moved),
            n=number(moved.people),
            stayed=number(moved.stayed),
        )
    return _(
        "%(up)s dari %(n)s orang naik, %(down)s turun, %(stayed)s tetap.",
        up=number(moved.up),
        n=number(moved.people),
        down=number(moved.down),
        stayed=number(moved.stayed),
    )


def spread_in_words(shift: Shift) -> str:
    if shift.spread_before is None or shift.spread_after is None:
        return _("Sebaran antarkelompok tidak dapat dibandingkan.")
    before, after = score(shift.spread_before), score(shift.spread_after)
    if shift.narrowed:
        return _("Sebaran menyempit: %(before)s → %(after)s.", before=before, after=after)
    if shift.widened:
        return _("Sebaran melebar: %(before)s → %(after)s.", before=before, after=after)
    return _("Sebaran tetap: %(after)s.", after=after)


def narrowed_in_words(shifts: list[Shift]) -> str:
    known = [shift for shift in shifts if shift.narrowed is not None]
    return _(
        "Sebaran antarkelompok menyempit pada %(n)s dari %(all)s butir yang dapat dibandingkan.",
        n=number(sum(bool(shift.narrowed) for shift in known)),
        all=number(len(known)),
    )
