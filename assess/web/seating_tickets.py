"""Tickets of a meeting: made, printed, and switched on as the only way in."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from assess.actions.seat_tickets import change_entry, make_tickets, ticket_code, ticket_token
from assess.actions.seats import hashed
from assess.questionnaire.instrument import Questionnaire
from assess.store.questionnaires import questionnaire_of
from assess.store.room_tables import SeatTicket
from assess.store.seating import tickets_of
from assess.store.tables import FocusGroup, FocusGroupState, SeatEntry
from assess.web.access import FACILITATES, allow, current_account
from assess.web.clock import now
from assess.web.database import db
from assess.web.formatting import in_language
from assess.web.meeting import meeting_at, meeting_context
from assess.web.seating_forms import EntryForm, PrintForm, TicketsForm
from assess.web.seating_refusals import Answer, back_to
from assess.web.staff_form import choice
from assess.web.state import takar

blueprint = Blueprint("seating_tickets", __name__, url_prefix="/fgd/<public_id>/tiket")

UNPROCESSABLE = 422


@dataclass(frozen=True)
class PrintedTicket:
    number: int
    code: str
    qr: Markup
    group: str
    table: str


@dataclass
class Batch:
    """Tickets in a row that are bound to the same group and table."""

    first: int
    last: int
    group: str
    table: str
    made: int
    used: int


@blueprint.get("/")
@allow(FACILITATES)
def index(public_id: str) -> str:
    shown = meeting_at(public_id)
    return _page(shown, _tickets_form(shown), EntryForm(formdata=None, entry=shown.entry))


@blueprint.post("/")
@allow(FACILITATES)
@back_to("seating_tickets.index")
def make(public_id: str) -> Answer:
    shown = meeting_at(public_id)
    form = _tickets_form(shown)
    if not form.validate_on_submit():
        return _page(shown, form, EntryForm(formdata=None, entry=shown.entry)), UNPROCESSABLE
    first, last = make_tickets(
        *(db(), shown, takar().settings.secret_key, form.how_many.data or 0, now()),
        by=current_account(),
        group=form.group.data or None,
        table=form.table.data or None,
    )
    flash(_("Tiket nomor %(first)s sampai %(last)s dibuat.", first=first, last=last))
    return redirect(url_for(".index", public_id=public_id), 303)


@blueprint.post("/cara-masuk")
@allow(FACILITATES)
@back_to("seating_tickets.index")
def entry(public_id: str) -> Answer:
    shown, form = meeting_at(public_id), EntryForm()
    if not form.validate_on_submit():
        return _page(shown, _tickets_form(shown, bare=True), form), UNPROCESSABLE
    change_entry(db(), shown, SeatEntry(form.entry.data), now(), by=current_account())
    flash(_("Cara peserta masuk disimpan."))
    return redirect(url_for(".index", public_id=public_id), 303)


@blueprint.get("/cetak")
@allow(FACILITATES)
def sheet(public_id: str) -> str:
    """Tickets that nobody has used, to be cut apart."""
    shown = meeting_at(public_id)
    form = PrintForm(formdata=request.args)
    form.validate()
    first, last = form.first.data or 1, form.last.data
    chosen = [
        ticket
        for ticket in tickets_of(db(), shown.id)
        if ticket.used_at is None and first <= ticket.number <= (last or ticket.number)
    ]
    printed = [_printed(shown, ticket) for ticket in chosen]
    return render_template(
        "seating/ticket_sheet.html",
        **meeting_context(shown),
        tickets=[each for each in printed if each is not None],
        unprintable=printed.count(None),
        form=form,
    )


def _printed(shown: FocusGroup, ticket: SeatTicket) -> PrintedTicket | None:
    """None where the installation's secret is another than when the ticket was made."""
    settings = takar().settings
    token = ticket_token(settings.secret_key, shown.public_id, ticket.number)
    if hashed(token) != ticket.token_hash:
        return None
    number, letters = ticket_code(settings.secret_key, shown.public_id, ticket.number).split("-")
    questionnaire = questionnaire_of(db(), shown.assessment)
    group = questionnaire.group_by_key.get(ticket.group_key or "")
    tables = {each["key"]: each["name"] for each in shown.tables}
    return PrintedTicket(
        number=ticket.number,
        code=f"{number} {letters[:4]} {letters[4:]}",
        qr=qr_drawing(settings.base_url + url_for("ticket_entry.start", ticket_token=token)),
        group="" if group is None else in_language(group.name),
        table=tables.get(ticket.table_key or "", ""),
    )


def qr_drawing(address: str) -> Markup:
    """An address as a QR without styles."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        border=2, omitsize=True, svgclass=None, lineclass=None, unit="", svgid=None
    )
    return Markup(drawing.replace("<svg", '<svg role="img" aria-label="QR"', 1))


def _page(shown: FocusGroup, form: TicketsForm, entry_form: EntryForm) -> str:
    questionnaire = questionnaire_of(db(), shown.assessment)
    batches = _batches(shown, questionnaire, list(tickets_of(db(), shown.id)))
    made, used = sum(each.made for each in batches), sum(each.used for each in batches)
    return render_template(
        "seating/tickets.html",
        **meeting_context(shown),
        batches=batches,
        made=made,
        used=used,
        form=form,
        entry_form=entry_form,
        print_form=PrintForm(formdata=None),
        open=shown.state == FocusGroupState.OPEN,
        by_ticket=shown.entry == SeatEntry.TICKETS,
    )


def _batches(
    shown: FocusGroup, questionnaire: Questionnaire, tickets: list[SeatTicket]
) -> list[Batch]:
    groups = {each.key: in_language(each.name) for each in questionnaire.groups}
    tables = {each["key"]: each["name"] for each in shown.tables}
    batches: list[Batch] = []
    for ticket in tickets:
        group = groups.get(ticket.group_key or "", "")
        table = tables.get(ticket.table_key or "", "")
        last = batches[-1] if batches else None
        if last is None or (last.last + 1, last.group, last.table) != (ticket.number, group, table):
            last = Batch(ticket.number, ticket.number, group, table, 0, 0)
            batches.append(last)
        last.last = ticket.number
        last.made += 1
        last.used += ticket.used_at is not None
    return batches


def _tickets_form(shown: FocusGroup, *, bare: bool = False) -> TicketsForm:
    questionnaire = questionnaire_of(db(), shown.assessment)
    form = TicketsForm(formdata=None) if bare else TicketsForm()
    chosen = _("Dipilih saat bergabung")
    form.group.choices = [
        choice("", chosen),
        *(choice(each.key, in_language(each.name)) for each in questionnaire.groups),
    ]
    form.table.choices = [
        choice("", chosen),
        *(choice(each["key"], each["name"]) for each in shown.tables),
    ]
    return form
