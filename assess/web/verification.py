"""Downloading what an outsider needs to compute a result again."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template

from assess.actions.verification import Verifiable, verifiable
from assess.report.numbers import local_date
from assess.scoring.disclosure import PUBLIC_MINIMUM, STAFF_MINIMUM, fewest_people
from assess.web.access import FACILITATES, READS, allow, found
from assess.web.database import db
from assess.web.result import Result, assessment_at, nothing_yet, result_of

blueprint = Blueprint("verification", __name__)

# For whom a bundle is, and the fewest people of one group whose answers it may hold.
READERS = {"tim": STAFF_MINIMUM, "umum": PUBLIC_MINIMUM}


@blueprint.get("/hasil/<public_id>/verifikasi")
@allow(READS)
def show(public_id: str) -> str:
    assessment = assessment_at(public_id)
    result = result_of(assessment)
    if result is None:
        return nothing_yet(assessment)
    return render_template(
        "results/verification.html",
        **result.context(),
        answers_are_kept=_verifiable(result) is not None,
        readers={who: fewest_people(result.questionnaire, k) for who, k in READERS.items()},
    )


@blueprint.get("/hasil/<public_id>/verifikasi/<readers>.zip")
@allow(FACILITATES)
def download(public_id: str, readers: str) -> Response:
    """The bundle. Who leads the assessment hands it on: a row of answers, though without a name,
    is recognised by one who knows a part of it."""
    assessment = assessment_at(public_id)
    k = found(READERS.get(readers))
    result = result_of(assessment)
    ready = None if result is None else _verifiable(result)
    if ready is None:
        abort(404)
    response = Response(ready.bundle(k), mimetype="application/zip")
    day = local_date(ready.current.stored.data_cut, assessment.region.time_zone)
    name = f"verifikasi-{assessment.region.kemendagri_code}-{day.isoformat()}-{readers}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _verifiable(result: Result) -> Verifiable | None:
    return verifiable(db(), result.assessment, result.questionnaire, result.current)
