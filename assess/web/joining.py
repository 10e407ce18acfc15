"""The way in for participants: code or QR, notice and consent, group and institution."""

from __future__ import annotations

import hmac
import json
import secrets
from datetime import timedelta
from typing import Any

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from sqlalchemy import bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload
from werkzeug.wrappers import Response as AnyResponse

from assess.actions.seat_tickets import token_of_code
from assess.actions.seats import TakenSeat, resume_seat, take_seat
from assess.store.attempts import add_failure, number_of_failures
from assess.store.questionnaires import questionnaire_of
from assess.store.tables import Assessment, FocusGroup, FocusGroupState, SeatEntry
from assess.web.access import PUBLIC, allow, found
from assess.web.clock import now
from assess.web.database import SAFE_METHODS, db
from assess.web.gate import caller
from assess.web.seats import NoSeat, current_seat, give_seat, holder
from assess.web.start_page import StartForm, read_start_form, start_page
from assess.web.state import takar

blueprint = Blueprint("joining", __name__)

JOIN, RESUME = "join", "resume"
WINDOW = timedelta(minutes=10)
# Failures only, by address. The QR carries a long token and works even then, so that a hall
# behind one address is never locked out by those who mistype.
MOST_FAILURES = {JOIN: 60, RESUME: 60}


class _Wanted:
    """A meeting with its assessment and region, by one column: built once, for a hall joins in a
    minute."""

    def __init__(self, column: InstrumentedAttribute[Any]) -> None:
        self.reading = (
            select(FocusGroup)
            .options(joinedload(FocusGroup.assessment).joinedload(Assessment.region))
            .where(column == bindparam("value"))
        )
        self.writing = self.reading.with_for_update(read=True, of=FocusGroup)


_BY_TOKEN, _BY_ID = _Wanted(FocusGroup.join_token), _Wanted(FocusGroup.id)


@blueprint.get("/")
@allow(PUBLIC)
def home() -> str:
    return render_template("answering/join.html", code="", error=None, has_seat=_has_seat())


@blueprint.post("/")
@allow(PUBLIC)
def join() -> AnyResponse:
    code = "".join(request.form.get("kode", "").upper().split())[:40]
    if _too_many_failures(JOIN):
        return page("answering/join.html", 429, code=code, error=_wait(), has_seat=False)
    ticket = token_of_code(db(), takar().settings.secret_key, code)
    if ticket is not None:
        return redirect(url_for("ticket_entry.start", ticket_token=ticket), 303)
    focus_group = _by_code(code)
    if focus_group is None:
        add_failure(db(), JOIN, caller(), now())
        message = gettext(
            "Kode tidak ditemukan. Periksa lagi kode di layar depan atau tanyakan ke fasilitator."
        )
        return page("answering/join.html", 422, code=code, error=message, has_seat=False)
    return redirect(url_for("joining.start", join_token=focus_group.join_token), 303)


@blueprint.get("/j/<join_token>")
@allow(PUBLIC)
def start(join_token: str) -> AnyResponse:
    focus_group = found(_by_token(join_token))
    if sits_in(focus_group):
        return redirect(url_for("answering.hub"), 303)
    return _refused(focus_group) or start_page(focus_group, StartForm(), 200)


@blueprint.post("/j/<join_token>")
@allow(PUBLIC)
def take(join_token: str) -> AnyResponse:
    focus_group = found(_by_token(join_token))
    refused = _refused(focus_group)
    if refused is not None:
        return refused
    questionnaire = questionnaire_of(db(), focus_group.assessment)
    form = read_start_form(focus_group, questionnaire, request.form)
    if form.errors:
        return start_page(focus_group, form, 422)
    taken = take_seat(
        db(),
        focus_group,
        group_key=form.group,
        institution=form.institution,
        notice_version=questionnaire.privacy_notice.version,
        consents=form.consents,
        now=now(),
        table_key=form.table or None,
        seed=_seed(focus_group, form),
    )
    return seated(taken)


def _seed(focus_group: FocusGroup, form: StartForm) -> bytes:
    """What the seat follows from: this sheet, filled in like this, by this holder of the browser.
    Tapped twice, sent again because the answer was lost on the way, or arriving once more when its
    person is answering already, it is one person and takes one seat."""
    sheet = request.form.get("lembar") or secrets.token_hex(8)
    said = (focus_group.public_id, holder(), sheet, form.group, form.table, form.institution)
    key = takar().settings.secret_key.encode()
    return hmac.digest(key, json.dumps(["seat", *said, form.consents]).encode(), "sha256")


def _refused(focus_group: FocusGroup) -> Response | None:
    """The page that says why nobody gets a seat here by the open code; None where one may."""
    if not focus_group.is_open(now()):
        return page("answering/closed.html", 409, focus_group=focus_group)
    if focus_group.entry == SeatEntry.TICKETS:
        return page("seating/tickets_only.html", 409, focus_group=focus_group)
    return None


@blueprint.get("/j/<join_token>/lanjut")
@allow(PUBLIC)
def resume_form(join_token: str) -> AnyResponse:
    focus_group = found(_by_token(join_token))
    return page("answering/resume.html", 200, focus_group=focus_group, code="", error=None)


@blueprint.post("/j/<join_token>/lanjut")
@allow(PUBLIC)
def resume(join_token: str) -> AnyResponse:
    focus_group = found(_by_token(join_token))
    code = request.form.get("kode", "")[:60]
    template = "answering/resume.html"
    if _too_many_failures(RESUME):
        return page(template, 429, focus_group=focus_group, code=code, error=_wait())
    taken = resume_seat(db(), focus_group, code, now())
    if taken is None:
        add_failure(db(), RESUME, caller(), now())
        message = gettext("Kode lanjut tidak ditemukan. Periksa kedua kata dan keempat angkanya.")
        return page(template, 422, focus_group=focus_group, code=code, error=message)
    return seated(taken)


def seated(taken: TakenSeat) -> AnyResponse:
    response = redirect(url_for("answering.hub"), 303)
    give_seat(response, taken)
    return response


def _by_code(code: str) -> FocusGroup | None:
    """The open meeting of a code. Closed and unknown look the same to one who guesses."""
    return (
        db()
        .execute(
            select(FocusGroup).where(
                FocusGroup.join_code == code, FocusGroup.state == FocusGroupState.OPEN
            )
        )
        .scalar_one_or_none()
    )


def _by_token(join_token: str) -> FocusGroup | None:
    return _meeting(_BY_TOKEN, join_token)


def meeting_by_id(focus_group_id: int) -> FocusGroup | None:
    return _meeting(_BY_ID, focus_group_id)


def _meeting(wanted: _Wanted, value: str | int) -> FocusGroup | None:
    """The meeting of a QR. A request that writes share-locks its row: closing waits for it, so
    nobody takes a seat in a meeting that is being frozen."""
    query = wanted.reading if request.method in SAFE_METHODS else wanted.writing
    return db().execute(query, {"value": value}).scalar_one_or_none()


def _has_seat() -> bool:
    try:
        current_seat()
    except NoSeat:
        return False
    return True


def sits_in(focus_group: FocusGroup) -> bool:
    return _has_seat() and current_seat().focus_group_id == focus_group.id


def _too_many_failures(kind: str) -> bool:
    return number_of_failures(db(), kind, caller(), now() - WINDOW) >= MOST_FAILURES[kind]


def _wait() -> str:
    return gettext(
        "Terlalu banyak kode yang salah dari jaringan ini. Pindai kode QR di layar depan, "
        "atau coba lagi beberapa menit lagi."
    )


def page(template: str, status: int, **context: Any) -> Response:
    focus_group: FocusGroup | None = context.get("focus_group")
    if focus_group is not None:
        context["is_sample"] = focus_group.assessment.is_sample
    response = make_response(render_template(template, **context))
    response.status_code = status
    if status == 429:
        response.headers["Retry-After"] = "60"
    return response
