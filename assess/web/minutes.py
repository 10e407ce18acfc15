"""Minutes of a meeting (berita acara): who attended, what was decided, and the document."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from assess.actions.drafts import TooManyWaiting, request_minutes
from assess.actions.minutes import add_attendee, decide, plan_action, remove_attendee
from assess.actions.minutes_inputs import minutes_inputs
from assess.questionnaire.instrument import Questionnaire
from assess.report.documents import document_path, minutes_name
from assess.report.minutes import minutes
from assess.report.numbers import local_date
from assess.room.proceedings import proceedings
from assess.store.minutes import attendee_by_public_id, attendees_of, minutes_of
from assess.store.questionnaires import questionnaire_of
from assess.store.rounds import log_of
from assess.store.tables import DraftState, FocusGroup
from assess.web.access import FACILITATES, READS, allow, current_account, found
from assess.web.clock import now
from assess.web.database import db
from assess.web.formatting import in_language
from assess.web.language import language
from assess.web.meeting import meeting_at, meeting_context
from assess.web.minutes_forms import ActionForm, AttendeeForm, DecisionForm
from assess.web.signed_in import signed_in_context
from assess.web.state import takar

blueprint = Blueprint("minutes", __name__, url_prefix="/fgd/<public_id>/berita-acara")
blueprint.context_processor(signed_in_context)

LANGUAGES = ("id", "en")
WAITING = (DraftState.QUEUED, DraftState.RUNNING)
UNPROCESSABLE = 422


@blueprint.get("")
@allow(READS)
def index(public_id: str) -> str:
    return _index(meeting_at(public_id))


@blueprint.post("/hadir")
@allow(FACILITATES)
def attend(public_id: str) -> WerkzeugResponse | tuple[str, int]:
    shown = meeting_at(public_id)
    form = AttendeeForm()
    form.offer(_questionnaire(shown))
    if not form.validate_on_submit():
        return _index(shown, attendee=form), UNPROCESSABLE
    add_attendee(db(), shown, form.new_attendee(), now(), current_account())
    flash(_("Nama sudah dicatat dalam daftar hadir."))
    return _to_index(public_id, "hadir")


@blueprint.post("/hadir/hapus")
@allow(FACILITATES)
def leave_out(public_id: str) -> WerkzeugResponse:
    shown = meeting_at(public_id)
    attendee = attendee_by_public_id(db(), shown.id, request.form.get("attendee", ""))
    if attendee is not None:
        remove_attendee(db(), shown, attendee, now(), current_account())
        flash(_("Nama sudah dihapus. Catatan hanya menyimpan bahwa seseorang hadir."))
    return _to_index(public_id, "hadir")


@blueprint.post("/keputusan")
@allow(FACILITATES)
def add_decision(public_id: str) -> WerkzeugResponse | tuple[str, int]:
    shown = meeting_at(public_id)
    form = DecisionForm()
    form.offer(_questionnaire(shown))
    if not form.validate_on_submit():
        return _index(shown, decision=form), UNPROCESSABLE
    question = form.question.data or None
    decide(db(), shown, form.decision.data or "", question, now(), current_account())
    flash(_("Keputusan sudah dicatat."))
    return _to_index(public_id, "keputusan")


@blueprint.post("/tindak-lanjut")
@allow(FACILITATES)
def add_action(public_id: str) -> WerkzeugResponse | tuple[str, int]:
    shown = meeting_at(public_id)
    form = ActionForm()
    if not form.validate_on_submit() or form.due.data is None:
        return _index(shown, action=form), UNPROCESSABLE
    text, owner = form.action.data or "", form.owner.data or ""
    plan_action(db(), shown, text, owner, form.due.data, now(), current_account())
    flash(_("Rencana tindak lanjut sudah dicatat."))
    return _to_index(public_id, "tindak-lanjut")


@blueprint.post("/susun")
@allow(FACILITATES)
def ask(public_id: str) -> WerkzeugResponse:
    shown = meeting_at(public_id)
    chosen = request.form.get("bahasa", "")
    if chosen not in LANGUAGES:
        abort(400)
    try:
        request_minutes(db(), shown, chosen, now(), current_account())
    except TooManyWaiting:
        flash(_("Masih ada dokumen yang menunggu. Coba lagi setelah selesai."), "warning")
    return _to_index(public_id, "dokumen")


@blueprint.get("/baca")
@allow(READS)
def read(public_id: str) -> str:
    """The minutes on screen, from the log as it is now."""
    shown = meeting_at(public_id)
    inputs = minutes_inputs(db(), shown, _questionnaire(shown), language())
    return render_template("minutes/page.html", **meeting_context(shown), minutes=minutes(inputs))


@blueprint.get("/berkas.pdf")
@allow(READS)
def download(public_id: str) -> Response:
    """The newest document that is ready, or the one whose hash is asked for."""
    shown = meeting_at(public_id)
    wanted = request.args.get("sidik")
    draft = found(
        next(
            (
                each
                for each in minutes_of(db(), shown)
                if each.state == DraftState.READY and wanted in (None, each.sha256)
            ),
            None,
        )
    )
    path = document_path(takar().settings.files, draft.sha256 or "")
    if not path.is_file():
        abort(404)
    day = local_date(draft.requested_at, shown.time_zone)
    name = minutes_name(shown.region.kemendagri_code, day, draft.language)
    response = Response(path.read_bytes(), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _index(
    shown: FocusGroup,
    attendee: AttendeeForm | None = None,
    decision: DecisionForm | None = None,
    action: ActionForm | None = None,
) -> str:
    """The page; a form that came back with faults stands in it as it was filled in."""
    questionnaire = _questionnaire(shown)
    forms: dict[str, Any] = {
        "attendee_form": attendee or AttendeeForm(formdata=None),
        "decision_form": decision or DecisionForm(formdata=None),
        "action_form": action or ActionForm(formdata=None),
    }
    forms["attendee_form"].offer(questionnaire)
    forms["decision_form"].offer(questionnaire)
    documents = minutes_of(db(), shown)
    return render_template(
        "minutes/index.html",
        **meeting_context(shown),
        **forms,
        faulty=attendee or decision or action,
        state=proceedings(log_of(db(), shown.id)),
        attendees=attendees_of(db(), shown.id),
        group_names={group.key: in_language(group.name) for group in questionnaire.groups},
        documents=documents,
        waiting=any(each.state in WAITING for each in documents),
    )


def _questionnaire(shown: FocusGroup) -> Questionnaire:
    return questionnaire_of(db(), shown.assessment)


def _to_index(public_id: str, place: str) -> WerkzeugResponse:
    return redirect(url_for(".index", public_id=public_id, _anchor=place), 303)
