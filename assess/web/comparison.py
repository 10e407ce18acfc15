"""Comparing two to ten assessments: choosing them, and the table side by side.

The choice stands in the address, so that a comparison can be kept and sent on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from assess.questionnaire.instrument import Dimension, Questionnaire
from assess.report.figures import WORDS, Figure, Pair, dumbbell
from assess.scoring.disclosure import STAFF_MINIMUM, fewest_people
from assess.scoring.scores import NodeScore
from assess.scoring.standing import Standing
from assess.store.assessments import assessment_listings_in, assessments_by_public_ids
from assess.store.tables import Assessment
from assess.web.access import READS, allow, current_scope
from assess.web.database import db
from assess.web.formatting import in_language, score
from assess.web.language import language
from assess.web.other_methods import TOP, MethodWords, other_methods_in_words
from assess.web.result_lines import INDEX, people, shade
from assess.web.side_by_side import FEWEST, Comparison, NotComparable, Obstacle, compare
from assess.web.standing_words import SEED, StandingWords, standing_in_words
from assess.web.weight_words import weighed_in_words

blueprint = Blueprint("comparison", __name__)

MOST = 10
UNPROCESSABLE = 422


@dataclass(frozen=True)
class Row:
    """One dimension or sub-pillar over all columns."""

    key: str
    name: str
    kind: str  # index, dimension, subpillar: how the row is drawn, and where its cells lead
    cells: list[NodeScore | None]


@blueprint.get("/banding")
@allow(READS)
def choose() -> str:
    return _choice(None)


@blueprint.get("/banding/tabel")
@allow(READS)
def table() -> str | tuple[str, int]:
    wanted = list(dict.fromkeys(request.args.getlist("a")))
    if not FEWEST <= len(wanted) <= MOST:
        return _choice(_("Pilih dua sampai sepuluh asesmen.")), UNPROCESSABLE
    assessments = assessments_by_public_ids(db(), current_scope(), wanted)
    try:
        comparison = compare(db(), assessments)
    except NotComparable as refused:
        return _choice(_obstacle_in_words(refused.obstacle)), UNPROCESSABLE
    order = _order(comparison.questionnaire)
    comparison = comparison.ordered_by(order)
    rows, found = _rows(comparison), comparison.standing(SEED)
    return render_template(
        "comparison/table.html",
        comparison=comparison,
        rows=rows,
        weights=[weighed_in_words(c.weights, comparison.questionnaire) for c in comparison.columns],
        charts=_charts(comparison, rows),
        standing=_standing(comparison, found),
        methods=_other_methods(comparison, found),
        shared=[_group_name(comparison, key) for key in comparison.shared_groups],
        orders=_orders(comparison.questionnaire),
        order=order,
        chosen=wanted,
        people=partial(people, fewest=fewest_people(comparison.questionnaire, STAFF_MINIMUM)),
        shade=shade,
        is_sample=any(column.assessment.is_sample for column in comparison.columns),
    )


def _standing(comparison: Comparison, found: Standing) -> StandingWords:
    names = [_short_name(column.assessment, comparison) for column in comparison.columns]
    groups = [frozenset(column.scorecard.groups_present) for column in comparison.columns]
    heard = None if comparison.shared_groups else groups
    return standing_in_words(found, names, comparison.placed, comparison.scores(INDEX), heard)


def _other_methods(comparison: Comparison, found: Standing) -> MethodWords | None:
    runs = comparison.other_methods(SEED, TOP)
    if runs is None:
        return None
    names = {c.assessment.id: _short_name(c.assessment, comparison) for c in runs.columns}
    return other_methods_in_words(runs, names, found.ranked, SEED)


def _group_name(comparison: Comparison, key: str) -> str:
    return in_language(comparison.questionnaire.group_by_key[key].name).split(" (")[0]


def _choice(error: str | None) -> str:
    listings = assessment_listings_in(db(), current_scope())
    return render_template(
        "comparison/choose.html",
        listings=listings,
        chosen=frozenset(request.args.getlist("a")),
        error=error,
        most=MOST,
        is_sample=any(listing.assessment.is_sample for listing in listings),
    )


def _order(questionnaire: Questionnaire) -> str | None:
    key = request.args.get("urut", "")
    known = {INDEX, *(dimension.key for dimension in questionnaire.dimensions)}
    return key if key in known else None


def _orders(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    return [
        ("", _("Nama daerah")),
        (INDEX, _("Indeks")),
        *((dimension.key, in_language(dimension.name)) for dimension in questionnaire.dimensions),
    ]


def _rows(comparison: Comparison) -> list[Row]:
    rows = [Row(INDEX, _("Indeks"), "index", comparison.scores(INDEX))]
    for dimension in comparison.questionnaire.dimensions:
        rows += _rows_of(comparison, dimension)
    return rows


def _rows_of(comparison: Comparison, dimension: Dimension) -> list[Row]:
    parts = [(dimension.key, dimension.name, "dimension")]
    parts += [(each.key, each.name, "subpillar") for each in dimension.subpillars]
    rows = [Row(key, in_language(name), kind, comparison.scores(key)) for key, name, kind in parts]
    return [row for row in rows if any(cell is not None for cell in row.cells)]


def _charts(comparison: Comparison, rows: list[Row]) -> list[Figure]:
    """One chart for the index and for each dimension, in the order of the columns."""
    names = [_short_name(column.assessment, comparison) for column in comparison.columns]
    return [
        dumbbell(row.name, _pairs(names, row), score, WORDS[language()])
        for row in rows
        if row.kind != "subpillar"
    ]


def _pairs(names: list[str], row: Row) -> list[Pair]:
    return [
        Pair(name, cell.score if cell else None, cell.target if cell else None)
        for name, cell in zip(names, row.cells, strict=True)
    ]


def _short_name(assessment: Assessment, comparison: Comparison) -> str:
    """The region alone, with the year where it stands in the table more than once."""
    same = [c for c in comparison.columns if c.assessment.region_id == assessment.region_id]
    name = assessment.region.full_name
    return f"{name} {assessment.year}" if len(same) > 1 else name


def _obstacle_in_words(obstacle: Obstacle) -> str:
    words: dict[Obstacle, str] = {
        Obstacle.TOO_FEW_RESULTS: _(
            "Paling sedikit dua asesmen yang dipilih harus sudah punya hasil."
        ),
        Obstacle.DIFFERENT_QUESTIONNAIRES: _(
            "Asesmen yang dipilih memakai kuesioner yang berbeda, jadi skornya tidak bisa "
            "dibandingkan. Pilih asesmen dengan kuesioner yang sama."
        ),
        Obstacle.TOO_LITTLE_IN_COMMON: _(
            "Versi kuesioner asesmen ini terlalu berbeda: kurang dari dua pertiga pertanyaannya "
            "sama. Pilih asesmen dengan versi yang lebih dekat."
        ),
    }
    return words[obstacle]
