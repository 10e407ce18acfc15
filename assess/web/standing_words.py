"""Who is above whom, in words: how sure it is, in which tier, and never a rank without interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from assess.scoring.scores import NodeScore
from assess.scoring.standing import ENOUGH_RELIABILITY, Place, Standing
from assess.web.formatting import NOTHING, number, percent, score

SEED = 20260101  # of every comparison: the same regions give the same page


@dataclass(frozen=True)
class PlaceRow:
    """One region: name, score, its interval, tier, and rank with interval where it may be shown.

    of_all : the score on all groups of the region, where regions are compared on fewer
    """

    name: str
    score: str
    interval: str
    tier: str
    rank: str
    of_all: str


@dataclass(frozen=True)
class StandingWords:
    places: tuple[PlaceRow, ...]
    ranked: bool
    rule: str  # why ranks are shown, or are not
    pairs: tuple[tuple[str, str], ...]  # (two regions, what can be said of them)
    caveats: tuple[str, ...]


def standing_in_words(
    found: Standing,
    names: Sequence[str],
    nodes: Sequence[NodeScore | None],
    of_all: Sequence[NodeScore | None],
    groups: Sequence[frozenset[str]] | None,
) -> StandingWords:
    """All of the regions, in the order of `found`.

    nodes : the index by which they are compared; of_all : on all groups of each region
    groups : that answered; None where regions are compared on the groups that all have
    """
    order = sorted(
        range(len(names)),
        key=lambda i: (found.places[i].tier or len(names) + 1, -_score(nodes[i]), names[i]),
    )
    rows = tuple(_row(names[i], nodes[i], of_all[i], found.places[i]) for i in order)
    return StandingWords(
        places=rows,
        ranked=found.ranked,
        rule=_rule(found, len([place for place in found.places if place.tier])),
        pairs=tuple(
            _pair(found, names, i, j) for at, i in enumerate(order) for j in order[at + 1 :]
        ),
        caveats=tuple(_caveats(found, names, groups)),
    )


def _score(node: NodeScore | None) -> float:
    return 0.0 if node is None or node.score is None else node.score


def _row(name: str, node: NodeScore | None, of_all: NodeScore | None, place: Place) -> PlaceRow:
    interval = None if node is None else node.interval
    return PlaceRow(
        name,
        score(None if node is None else node.score),
        NOTHING if interval is None else f"{score(interval[0])}–{score(interval[1])}",
        NOTHING if place.tier is None else number(place.tier),
        _rank(place),
        score(None if of_all is None else of_all.score),
    )


def _rank(place: Place) -> str:
    if place.rank is None or place.best is None or place.worst is None:
        return NOTHING
    return _(
        "%(rank)s (antara %(best)s dan %(worst)s)",
        rank=number(place.rank),
        best=number(place.best),
        worst=number(place.worst),
    )


def _rule(found: Standing, placed: int) -> str:
    if found.reliability is None:
        return _(
            "Hanya jenjang, bukan peringkat: dari %(n)s daerah keandalan skor belum dapat "
            "dihitung (perlu lima atau lebih).",
            n=number(placed),
        )
    if not found.ranked:
        return _(
            "Hanya jenjang, bukan peringkat: keandalan skor antardaerah %(r)s, di bawah "
            "%(least)s. Perbedaan antarorang terlalu besar dibanding perbedaan antardaerah.",
            r=score(found.reliability),
            least=score(ENOUGH_RELIABILITY),
        )
    return _(
        "Keandalan skor antardaerah %(r)s. Peringkat selalu disertai rentangnya.",
        r=score(found.reliability),
    )


def _pair(found: Standing, names: Sequence[str], i: int, j: int) -> tuple[str, str]:
    two = _("%(a)s dan %(b)s", a=names[i], b=names[j])
    above = found.above[i][j]
    if above is None:
        return two, _("Tidak dapat dibandingkan: salah satunya tidak punya rentang skor.")
    if found.sure(i, j) or found.sure(j, i):
        first, second, chance = (
            (names[i], names[j], above) if found.sure(i, j) else (names[j], names[i], 1 - above)
        )
        return two, _("%(a)s di atas %(b)s (peluang %(p)s).", a=first, b=second, p=_chance(chance))
    return two, _(
        "Tidak ada perbedaan yang dapat dipastikan (peluang %(a)s lebih tinggi: %(p)s).",
        a=names[i],
        p=_chance(above),
    )


def _chance(value: float) -> str:
    """Never 0 or 100 percent: 1000 draws cannot say so."""
    if value >= 0.995:
        return _("lebih dari %(p)s", p=percent(0.99))
    return _("kurang dari %(p)s", p=percent(0.01)) if value <= 0.005 else percent(value)


def _caveats(
    found: Standing, names: Sequence[str], groups: Sequence[frozenset[str]] | None
) -> list[str]:
    caveats = [
        _(
            "Rentang dan peluang menunjukkan seberapa stabil hasil bila orang lain dari kelompok "
            "yang sama yang menjawab. Peserta diundang, bukan dipilih acak dari penduduk."
        ),
        _(
            "Semua skor adalah penilaian sendiri tanpa bukti yang diperiksa; daerah yang lebih "
            "keras menilai dirinya tampak lebih rendah."
        ),
    ]
    if groups is not None and len(set(groups)) > 1:
        common = frozenset.intersection(*groups)
        caveats.append(
            _(
                "Kelompok yang menjawab tidak sama di semua daerah: hanya %(n)s kelompok ada di "
                "semuanya. Sebagian selisih bisa berasal dari siapa yang hadir.",
                n=number(len(common)),
            )
        )
    nowhere = [name for name, place in zip(names, found.places, strict=True) if not place.tier]
    if nowhere:
        caveats.append(
            _(
                "Tanpa jenjang, karena rentang skornya tidak dapat dihitung: %(names)s.",
                names=", ".join(nowhere),
            )
        )
    caveats.append(_("Dihitung dari 1000 undian dengan benih acak %(seed)s.", seed=SEED))
    return caveats
