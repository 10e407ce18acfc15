"""The participant's form: hub of sections, a section, check answers, send. No account.

The hot path of a full hall: pages are prepared (prepared.py), reads and writes are Core.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from assess.actions.answers import MOST_OPERATIONS, Outcome, Recorded, record, send
from assess.actions.withdrawal import withdraw
from assess.questionnaire.answers import AnswerRefused
from assess.questionnaire.routing import Section
from assess.store.answers import Seat, StoredAnswer, answers_of, meeting_of_seat
from assess.store.rounds import own_answers_in_round
from assess.web import answering_pages as shown
from assess.web.access import PARTICIPANT, allow, found
from assess.web.answer_form import (
    BadOperation,
    Posted,
    operation_from_json,
    posted_section,
    seen_of,
)
from assess.web.clock import now
from assess.web.database import db
from assess.web.form_version import FormVersion, form_version
from assess.web.formatting import clock_time
from assess.web.gate import json_body
from assess.web.seats import (
    NoSeat,
    check_forgery_token,
    current_seat,
    forgery_token,
    leave_seat,
    resume_code,
)

WAIT_AT_LEAST, WAIT_SPREAD = 15, 15  # seconds until a waiting phone looks again

blueprint = Blueprint("answering", __name__, url_prefix="/isi")


@blueprint.errorhandler(NoSeat)
def no_seat(_error: NoSeat) -> AnyResponse:
    """A phone without a seat joins first; a script is told so."""
    if request.mimetype == "application/json":
        return jsonify(error="no_seat"), 401  # type: ignore[return-value]
    return redirect(url_for("joining.home"), 303)


@blueprint.get("/")
@allow(PARTICIPANT)
def hub() -> Response:
    seat = current_seat()
    version = form_version(db(), seat)
    answers = answers_of(db(), seat.participant_id)
    page = shown.hub(seat, version, answers, resume_code())
    response = Response(page, mimetype="text/html")
    if seat.waiting:
        # The phone finds the next round by itself; not all phones of a hall in one second.
        response.headers["Refresh"] = str(WAIT_AT_LEAST + secrets.randbelow(WAIT_SPREAD))
    return response


@blueprint.get("/<section_key>")
@allow(PARTICIPANT)
def section(section_key: str) -> Response:
    seat = current_seat()
    version = form_version(db(), seat)
    part = found(version.section_by_key.get(section_key))
    answers = answers_of(db(), seat.participant_id)
    return shown.section(seat, version, part, answers, _slots(seat, version, part, answers))


@blueprint.post("/<section_key>")
@allow(PARTICIPANT)
def save_section(section_key: str) -> AnyResponse:
    """The whole section at once: what phones without JavaScript send."""
    seat = current_seat()
    check_forgery_token(seat, request.form.get("csrf_token", ""))
    version = form_version(db(), seat)
    part = found(version.section_by_key.get(section_key))
    posted = posted_section(version.questionnaire, part, request.form)
    recorded, answers = record(db(), seat, posted.operations, now())
    stale = [each for each in recorded if each.outcome is Outcome.STALE]
    if posted.refused or stale:
        return _section_with_faults(seat, version, part, answers, posted, stale)
    return redirect(_after(version, part), 303)


@blueprint.post("/simpan")
@allow(PARTICIPANT)
def save() -> Response:
    """Operations from a phone with JavaScript: each has one effect, however often it is sent."""
    seat = current_seat()
    check_forgery_token(seat, request.headers.get("X-CSRFToken", ""))
    body = json_body()
    wanted = body.get("operations") if isinstance(body, dict) else None
    if not isinstance(wanted, list) or len(wanted) > MOST_OPERATIONS:
        return _problem("operations", 400)
    version = form_version(db(), seat)
    operations, refused = [], []
    for given in wanted:
        try:
            operations.append(operation_from_json(version, given))
        except BadOperation as error:
            return _problem(error.what, 400)
        except AnswerRefused as error:
            refused.append(
                {
                    "operation_id": given["operation_id"],
                    "question_id": error.question_id,
                    "outcome": "refused",
                    "message": shown.refusal_in_words(error.refusal),
                }
            )
    recorded, answers = record(db(), seat, operations, now())
    return jsonify(
        results=[*(shown.recorded_for_script(each) for each in recorded), *refused],
        answered=version.number_answered(answers),
        total=version.total,
    )


@blueprint.get("/periksa")
@allow(PARTICIPANT)
def check() -> str:
    seat = current_seat()
    version = form_version(db(), seat)
    answers = answers_of(db(), seat.participant_id)
    return shown.check(seat, version, answers)


@blueprint.post("/kirim")
@allow(PARTICIPANT)
def send_answers() -> AnyResponse:
    seat = current_seat()
    check_forgery_token(seat, request.form.get("csrf_token", ""))
    send(db(), seat, now())
    return redirect(url_for("answering.done"), 303)


@blueprint.get("/selesai")
@allow(PARTICIPANT)
def done() -> AnyResponse | str:
    seat = current_seat()
    if seat.sent_at is None:
        return redirect(url_for("answering.check"), 303)
    meeting = meeting_of_seat(db(), seat.focus_group_id)
    version = form_version(db(), seat)
    return shown.done(seat, version, clock_time(seat.sent_at, meeting.time_zone))


@blueprint.post("/tinggalkan")
@allow(PARTICIPANT)
def leave() -> AnyResponse:
    """The phone is handed to the next person: it forgets its seat; the answers stay."""
    seat = current_seat()
    check_forgery_token(seat, request.form.get("csrf_token", ""))
    meeting = meeting_of_seat(db(), seat.focus_group_id)
    response = redirect(url_for("joining.start", join_token=meeting.join_token), 303)
    leave_seat(response)
    return response


@blueprint.get("/tarik")
@allow(PARTICIPANT)
def confirm_withdrawal() -> str:
    seat = current_seat()
    return shown.withdrawal(seat, form_version(db(), seat))


@blueprint.post("/tarik")
@allow(PARTICIPANT)
def withdraw_consent() -> AnyResponse:
    """Everything this person gave is deleted, and the phone forgets its seat."""
    seat = current_seat()
    check_forgery_token(seat, request.form.get("csrf_token", ""))
    withdraw(db(), seat.participant_id, now())
    response = Response(shown.withdrawn(), mimetype="text/html")
    leave_seat(response)
    return response


def _section_with_faults(
    seat: Seat,
    version: FormVersion,
    part: Section,
    answers: Mapping[str, StoredAnswer],
    posted: Posted,
    stale: list[Recorded],
) -> AnyResponse:
    """The section again: nothing typed is lost, each fault beside its question.

    What was in order is saved already, and says so.
    """
    values = _slots(seat, version, part, answers)
    shown.add_refusals(values, part, posted)
    shown.add_conflicts(values, version, part, stale)
    return shown.section(seat, version, part, answers, values, 409 if stale else 422)


def _slots(
    seat: Seat, version: FormVersion, part: Section, answers: Mapping[str, StoredAnswer]
) -> dict[str, str]:
    values = shown.answer_slots(part, answers)
    values["hide_faults"] = " hidden"
    values["csrf"] = forgery_token(seat)
    values["page"] = secrets.token_hex(8)
    values["seen"] = seen_of(part, answers)
    values["answered"] = str(version.number_answered(answers))
    if version.round > 1:
        earlier = own_answers_in_round(
            db(), seat.focus_group_id, seat.participant_id, version.round - 1
        )
        shown.add_earlier(values, part, earlier)
    return values


def _after(version: FormVersion, part: Section) -> str:
    following = version.section_after(part)
    if following is None:
        return url_for("answering.check")
    return url_for("answering.section", section_key=following.key)


def _problem(what: str, status: int) -> Response:
    response = jsonify(error=gettext("Permintaan ini tidak dapat dibaca."), field=what)
    response.status_code = status
    return response
