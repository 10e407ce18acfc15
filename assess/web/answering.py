"""The participant's form: hub of sections, a section, check answers, send. No account.

The hot path of a full hall: pages are prepared (prepared.py), reads and writes are Core.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, jsonify, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from assess.actions.answers import (
    MOST_OPERATIONS,
    FocusGroupIsClosed,
    Operation,
    Outcome,
    Recorded,
    RoundIsClosed,
    record,
    send,
)
from assess.actions.late_answers import TooManyLate, hold
from assess.actions.withdrawal import withdraw
from assess.questionnaire.answers import AnswerRefused
from assess.questionnaire.routing import Section
from assess.store.answers import StoredAnswer, answers_of
from assess.store.rounds import own_answers_in_round
from assess.store.seats import Seat, meeting_of_seat
from assess.web import answering_pages as shown
from assess.web.access import PARTICIPANT, allow, found
from assess.web.answer_form import (
    BadOperation,
    Posted,
    operation_from_json,
    posted_section,
    seen_of,
)
from assess.web.answer_words import refusal_in_words
from assess.web.clock import now
from assess.web.database import db, undo
from assess.web.errors import refused_as_closed
from assess.web.form_version import FormVersion, form_version
from assess.web.formatting import clock_time
from assess.web.gate import json_body
from assess.web.seats import (
    NoSeat,
    check_forgery_token,
    current_seat,
    leave_seat,
    phone_key,
    resume_code,
)

WAIT_AT_LEAST, WAIT_SPREAD = 15, 15  # seconds until a waiting phone looks again

HAND_OVER_CODE = re.compile(r"[A-Z0-9]{3}-[A-Z0-9]{3}")

blueprint = Blueprint("answering", __name__, url_prefix="/isi")


@blueprint.errorhandler(NoSeat)
def no_seat(_error: NoSeat) -> AnyResponse:
    """A phone without a seat joins first; a script is told so."""
    if request.mimetype == "application/json":
        return jsonify(error="no_seat"), 401  # type: ignore[return-value]
    return redirect(url_for("joining.home"), 303)


@blueprint.errorhandler(FocusGroupIsClosed)
def closed(error: FocusGroupIsClosed) -> AnyResponse:
    """A script is told since when, so that the phone can say what did not arrive in time."""
    response = refused_as_closed(error)
    if request.mimetype == "application/json" and not isinstance(error, RoundIsClosed):
        meeting = meeting_of_seat(db(), current_seat().focus_group_id)
        since = meeting.closed_at or current_seat().open_until
        response.set_data(jsonify(error="closed", closed=clock_time(since, meeting.time_zone)).data)
    return response


@blueprint.after_request
def name_the_seat(response: Response) -> Response:
    """Whose page this is, for the service worker: it keeps pages of one seat only."""
    seat: Seat | None = g.get("seat")
    if seat is not None and shown.KEEPS in request.headers:
        response.headers["Takar-Seat"] = phone_key(seat.participant_id)
    return response


@blueprint.get("/")
@allow(PARTICIPANT)
def hub() -> Response:
    seat = current_seat()
    version = form_version(db(), seat)
    answers = answers_of(db(), seat.participant_id)
    response = shown.hub(seat, version, answers, resume_code())
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
    return redirect(shown.after_section(version, part), 303)


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
    try:
        operations, refused = _read_operations(version, wanted)
    except BadOperation as error:
        return _problem(error.what, 400)
    recorded, answers = record(db(), seat, operations, now())
    return jsonify(
        results=[*(shown.recorded_for_script(each) for each in recorded), *refused],
        answered=version.number_answered(answers),
        total=version.total,
    )


@blueprint.post("/titip")
@allow(PARTICIPANT)
def hand_over() -> Response:
    """What a phone could not send before the closing, held for the facilitator under its code."""
    seat = current_seat()
    check_forgery_token(seat, request.headers.get("X-CSRFToken", ""))
    body = json_body()
    given = body if isinstance(body, dict) else {}
    code, wanted = given.get("code"), given.get("operations")
    if not isinstance(code, str) or not HAND_OVER_CODE.fullmatch(code):
        return _problem("code", 400)
    if not isinstance(wanted, list) or len(wanted) > MOST_OPERATIONS:
        return _problem("operations", 400)
    try:
        operations, refused = _read_operations(form_version(db(), seat), wanted)
        held = hold(db(), seat, code, operations, now())
    except BadOperation as error:
        return _problem(error.what, 400)
    except TooManyLate:
        undo()
        return _problem("operations", 413)
    return jsonify(
        held=[each["operation_id"] for each in held.operations],
        admitted=list(held.outcomes),
        results=refused,
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
    response = Response(shown.withdrawn(phone_key(seat.participant_id)), mimetype="text/html")
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
    answered = version.number_answered(answers)
    values["state"] = shown.state_slot(seat, secrets.token_hex(8), seen_of(part, answers), answered)
    values["answered"] = str(answered)
    if version.round > 1:
        earlier = own_answers_in_round(
            db(), seat.focus_group_id, seat.participant_id, version.round - 1
        )
        shown.add_earlier(values, part, earlier)
    return values


def _read_operations(
    version: FormVersion, wanted: list[Any]
) -> tuple[list[Operation], list[dict[str, str]]]:
    """What can be recorded, and what is refused with words for its question."""
    operations, refused = [], []
    for given in wanted:
        try:
            operations.append(operation_from_json(version, given))
        except AnswerRefused as error:
            refused.append(
                {
                    "operation_id": given["operation_id"],
                    "question_id": error.question_id,
                    "outcome": "refused",
                    "message": refusal_in_words(error.refusal),
                }
            )
    return operations, refused


def _problem(what: str, status: int) -> Response:
    response = jsonify(error=gettext("Permintaan ini tidak dapat dibaca."), field=what)
    response.status_code = status
    return response
