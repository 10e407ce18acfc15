"""Drafts of the masterplan: asking for one, watching it, reading it on screen, downloading it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from assess.actions.catalogues import catalogue_for
from assess.actions.drafts import NothingToReport, TooManyWaiting, request_draft
from assess.actions.report_inputs import report_inputs
from assess.actions.scorecards import CurrentScorecard, current_scorecard
from assess.masterplan.catalogue import Catalogue
from assess.questionnaire.instrument import Questionnaire
from assess.report.blocks import GapReport
from assess.report.documents import document_name, document_path
from assess.report.gap_report import gap_report
from assess.report.numbers import local_date
from assess.store.assessments import assessment_by_public_id
from assess.store.drafts import draft_by_public_id, drafts_of, scorecard_of_draft
from assess.store.questionnaires import questionnaire_of
from assess.store.tables import Assessment, Draft, DraftState, Region
from assess.web.access import FACILITATES, READS, allow, current_account, current_scope, found
from assess.web.clock import now
from assess.web.database import db
from assess.web.language import language
from assess.web.signed_in import signed_in_context
from assess.web.state import takar

blueprint = Blueprint("drafts", __name__)
blueprint.context_processor(signed_in_context)

LANGUAGES = ("id", "en")
WAITING = (DraftState.QUEUED, DraftState.RUNNING)


@blueprint.get("/draf/<public_id>")
@allow(READS)
def show(public_id: str) -> str:
    assessment = _assessment(public_id)
    drafts = drafts_of(db(), assessment)
    return render_template(
        "report/drafts.html",
        assessment=assessment,
        region=assessment.region,
        drafts=drafts,
        waiting=any(draft.state in WAITING for draft in drafts),
        has_result=current_scorecard(db(), assessment) is not None,
        scorecards={draft.id: scorecard_of_draft(db(), draft) for draft in drafts},
        reason_of=_reason,
        is_sample=assessment.is_sample,
    )


@blueprint.post("/draf/<public_id>")
@allow(FACILITATES)
def ask(public_id: str) -> WerkzeugResponse:
    assessment = _assessment(public_id)
    chosen = request.form.get("bahasa", "")
    if chosen not in LANGUAGES:
        abort(400)
    try:
        request_draft(db(), assessment, chosen, now(), current_account())
    except NothingToReport:
        flash(_("Belum ada hasil untuk disusun. Tutup FGD lebih dulu."), "warning")
    except TooManyWaiting:
        flash(_("Masih ada draf yang menunggu. Coba lagi setelah selesai."), "warning")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.get("/draf/<public_id>/baca")
@allow(READS)
def read(public_id: str) -> str | WerkzeugResponse:
    """The report on screen, from the result as it is now."""
    assessment = _assessment(public_id)
    questionnaire = questionnaire_of(db(), assessment)
    current = current_scorecard(db(), assessment, questionnaire)
    if current is None:
        return redirect(url_for(".show", public_id=public_id), 303)
    return render_template(
        "report/page.html",
        assessment=assessment,
        region=assessment.region,
        report=_report(assessment, questionnaire, current),
        is_sample=assessment.is_sample,
    )


@blueprint.get("/draf/berkas/<public_id>")
@allow(READS)
def download(public_id: str) -> Response:
    draft = found(draft_by_public_id(db(), current_scope(), public_id))
    if draft.state != DraftState.READY or draft.sha256 is None:
        abort(404)
    path = document_path(takar().settings.files, draft.sha256)
    if not path.is_file():
        abort(404)
    region = db().get_one(Region, draft.region_id)
    day = local_date(draft.requested_at, region.time_zone)
    response = Response(path.read_bytes(), mimetype="application/pdf")
    name = document_name(region.kemendagri_code, day, draft.language)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _assessment(public_id: str) -> Assessment:
    return found(assessment_by_public_id(db(), current_scope(), public_id))


def _report(
    assessment: Assessment, questionnaire: Questionnaire, current: CurrentScorecard
) -> GapReport:
    inputs = report_inputs(
        db(),
        assessment,
        questionnaire,
        _catalogue(questionnaire),
        current,
        language=language(),
        created_on=local_date(now(), assessment.region.time_zone),
    )
    return gap_report(inputs)


def _catalogue(questionnaire: Questionnaire) -> Catalogue | None:
    return catalogue_for(questionnaire, takar().settings.questionnaires)


def _reason(draft: Draft) -> str:
    """Why a draft failed, and what to do about it."""
    too_much = _("Isi terlalu besar atau terlalu rumit untuk disusun.")
    reasons = {
        "input_too_large": too_much,
        "output_too_large": too_much,
        "processor_time": too_much,
        "wall_time": too_much,
        "memory": too_much,
        "layout": _("Dokumen tidak dapat ditata. Beri tahu pengelola sistem."),
        "unsafe_output": _("Dokumen ditahan karena memuat isi aktif. Beri tahu pengelola sistem."),
        "catalogue": _(
            "Katalog inisiatif tidak cocok dengan kuesioner. Beri tahu pengelola sistem."
        ),
        "interrupted": _("Penyusunan terputus dua kali. Coba susun lagi."),
    }
    return str(
        reasons.get(
            draft.reason, _("Terjadi kesalahan. Coba lagi atau beri tahu pengelola sistem.")
        )
    )
