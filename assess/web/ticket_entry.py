"""The way in by a ticket on the chair: one seat for each, and the same phone may come back."""

from __future__ import annotations

import secrets

from flask import Blueprint, redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from assess.actions.seat_tickets import (
    TicketUsed,
    phone_seed,
    seat_of_ticket,
    take_ticketed_seat,
)
from assess.actions.seats import hashed
from assess.store.questionnaires import questionnaire_of
from assess.store.room_tables import SeatTicket
from assess.store.seating import ticket_by_token_hash
from assess.store.tables import FocusGroup
from assess.web.access import PUBLIC, allow, found
from assess.web.clock import now
from assess.web.database import db
from assess.web.joining import meeting_by_id, page, seated, sits_in
from assess.web.seats import current_seat
from assess.web.start_page import StartForm, read_start_form, start_page
from assess.web.state import takar

blueprint = Blueprint("ticket_entry", __name__)

PHONE = "phone"  # what this browser is known by, so that a lost answer costs nobody a chair


@blueprint.get("/t/<ticket_token>")
@allow(PUBLIC)
def start(ticket_token: str) -> AnyResponse:
    ticket = found(ticket_by_token_hash(db(), hashed(ticket_token), lock=False))
    focus_group = _meeting(ticket)
    if sits_in(focus_group) and ticket.participant_id == current_seat().participant_id:
        return redirect(url_for("answering.hub"), 303)
    if ticket.used_at is not None:
        again = seat_of_ticket(db(), ticket, _seed(ticket))
        return seated(again) if again is not None else _used(focus_group, ticket)
    if not focus_group.is_open(now()):
        return page("answering/closed.html", 409, focus_group=focus_group)
    session.setdefault(PHONE, secrets.token_urlsafe(16))
    return start_page(focus_group, StartForm(), 200, ticket)


@blueprint.post("/t/<ticket_token>")
@allow(PUBLIC)
def take(ticket_token: str) -> AnyResponse:
    """The meeting's row is locked before the ticket's, as everywhere."""
    unlocked = found(ticket_by_token_hash(db(), hashed(ticket_token), lock=False))
    focus_group = _meeting(unlocked)
    if not focus_group.is_open(now()):
        return page("answering/closed.html", 409, focus_group=focus_group)
    ticket = found(ticket_by_token_hash(db(), hashed(ticket_token), lock=True))
    questionnaire = questionnaire_of(db(), focus_group.assessment)
    form = read_start_form(focus_group, questionnaire, request.form, ticket)
    if form.errors:
        return start_page(focus_group, form, 422, ticket)
    session.setdefault(PHONE, secrets.token_urlsafe(16))
    try:
        taken = take_ticketed_seat(
            db(),
            focus_group,
            ticket,
            _seed(ticket),
            group_key=form.group,
            table_key=form.table or None,
            institution=form.institution,
            notice_version=questionnaire.privacy_notice.version,
            consents=form.consents,
            now=now(),
        )
    except TicketUsed:
        return _used(focus_group, ticket)
    return seated(taken)


def _meeting(ticket: SeatTicket) -> FocusGroup:
    return found(meeting_by_id(ticket.focus_group_id))


def _seed(ticket: SeatTicket) -> bytes:
    return phone_seed(takar().settings.secret_key, ticket, session.get(PHONE, ""))


def _used(focus_group: FocusGroup, ticket: SeatTicket) -> AnyResponse:
    return page("seating/ticket_used.html", 409, focus_group=focus_group, chair=ticket.number)
