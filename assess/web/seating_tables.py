"""Tables of a meeting: which parts each answers, how far it is, and its assistant's link."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from assess.actions.hall_tables import (
    NewTable,
    TableState,
    TableUnfit,
    assistant_key,
    mark_table,
    renew_assistant_link,
    sections_without_table,
    set_tables,
)
from assess.room.proceedings import proceedings
from assess.store.questionnaires import questionnaire_of
from assess.store.rounds import log_of
from assess.store.tables import FocusGroup, FocusGroupState
from assess.web.access import FACILITATES, allow, current_account
from assess.web.clock import now
from assess.web.database import db, undo
from assess.web.gate import clean_text
from assess.web.meeting import meeting_at, meeting_context
from assess.web.seating_refusals import WARNING, Answer, back_to
from assess.web.seating_tickets import qr_drawing
from assess.web.state import takar
from assess.web.table_progress import progress_of_tables, section_names

blueprint = Blueprint("seating_tables", __name__, url_prefix="/fgd/<public_id>/meja")

SPARE_ROWS = 3
MOST_ROWS = 33
NAME_LENGTH = 80


@dataclass(frozen=True)
class TableRow:
    """One table as the form has it; an empty name is a row that nobody filled in."""

    number: int
    key: str
    name: str
    sections: tuple[str, ...]


@dataclass(frozen=True)
class AssistantLink:
    name: str
    address: str
    qr: Markup


@blueprint.get("/")
@allow(FACILITATES)
def index(public_id: str) -> str:
    shown = meeting_at(public_id)
    return _page(shown, _rows_of(shown), [])


@blueprint.post("/")
@allow(FACILITATES)
@back_to("seating_tables.index")
def save(public_id: str) -> Answer:
    shown = meeting_at(public_id)
    if "nama-1" not in request.form:  # not our form: an empty one would remove every table
        return _page(shown, _rows_of(shown), _faults([])), 422
    names = section_names(questionnaire_of(db(), shown.assessment))
    rows = [_posted_row(number) for number in range(1, MOST_ROWS + 1)]
    wanted = [NewTable(row.key, row.name, row.sections) for row in rows if row.name]
    try:
        set_tables(db(), shown, list(names), wanted, now(), by=current_account())
    except TableUnfit:
        undo()
        return _page(meeting_at(public_id), rows[: len(wanted) + SPARE_ROWS], _faults(rows)), 422
    missing = sections_without_table(shown.tables, list(names))
    if missing:
        parts = ", ".join(names[key] for key in missing)
        flash(_("Meja disimpan. Belum ada meja untuk: %(parts)s.", parts=parts), WARNING)
    else:
        flash(_("Meja disimpan."))
    return redirect(url_for(".index", public_id=public_id), 303)


@blueprint.post("/keadaan")
@allow(FACILITATES)
@back_to("seating_tables.index")
def mark(public_id: str) -> Answer:
    shown = meeting_at(public_id)
    state = posted_state()
    mark_table(db(), shown, request.form.get("meja", ""), state, now(), by=current_account())
    return redirect(url_for(".index", public_id=public_id), 303)


@blueprint.post("/tautan")
@allow(FACILITATES)
@back_to("seating_tables.index")
def renew(public_id: str) -> Answer:
    shown = meeting_at(public_id)
    renew_assistant_link(db(), shown, request.form.get("meja", ""), now(), by=current_account())
    flash(_("Tautan asisten diganti. Tautan lama tidak berlaku lagi."))
    return redirect(url_for(".assistants", public_id=public_id), 303)


@blueprint.get("/asisten")
@allow(FACILITATES)
def assistants(public_id: str) -> str:
    """A sheet with the link of each table's assistant, for printing."""
    shown = meeting_at(public_id)
    return render_template(
        "seating/assistants.html",
        **meeting_context(shown),
        links=[(table["key"], _link(shown, table)) for table in shown.tables],
        open=shown.state == FocusGroupState.OPEN,
    )


def posted_state() -> TableState:
    wanted = request.form.get("keadaan", "")
    return TableState(wanted) if wanted in list(TableState) else TableState.WORKING


def _link(shown: FocusGroup, table: dict[str, object]) -> AssistantLink:
    settings = takar().settings
    key = assistant_key(settings.secret_key, shown.public_id, table)
    path = url_for(
        "table_assistant.index",
        public_id=shown.public_id,
        table_key=table["key"],
        assistant_key=key,
    )
    address = settings.base_url + path
    return AssistantLink(str(table["name"]), address, qr_drawing(address))


def _page(shown: FocusGroup, rows: list[TableRow], faults: list[tuple[str, str]]) -> str:
    questionnaire = questionnaire_of(db(), shown.assessment)
    names = section_names(questionnaire)
    state = proceedings(log_of(db(), shown.id))
    return render_template(
        "seating/tables.html",
        **meeting_context(shown),
        rows=rows,
        faults=faults,
        section_names=names,
        missing=[names[key] for key in sections_without_table(shown.tables, list(names))],
        progress=progress_of_tables(db(), shown, questionnaire, state) if shown.tables else [],
        open=shown.state == FocusGroupState.OPEN,
    )


def _rows_of(shown: FocusGroup) -> list[TableRow]:
    kept = [
        TableRow(number, each["key"], each["name"], tuple(each["sections"]))
        for number, each in enumerate(shown.tables, start=1)
    ]
    spare = range(len(kept) + 1, len(kept) + 1 + SPARE_ROWS)
    return [*kept, *(TableRow(number, "", "", ()) for number in spare)]


def _posted_row(number: int) -> TableRow:
    name = clean_text(request.form.get(f"nama-{number}", "")).strip()[:NAME_LENGTH]
    sections = tuple(request.form.getlist(f"bagian-{number}"))
    return TableRow(number, request.form.get(f"kunci-{number}", ""), name, sections)


def _faults(rows: list[TableRow]) -> list[tuple[str, str]]:
    """(id of the input, message) of each row that no table can be made of."""
    faults, seen = [], set()
    for row in rows:
        if not row.name:
            continue
        if row.name.casefold() in seen:
            message = _("Dua meja tidak boleh bernama sama: %(name)s.", name=row.name)
            faults.append((f"nama-{row.number}", message))
        seen.add(row.name.casefold())
        if not row.sections:
            message = _("Pilih paling sedikit satu bagian untuk %(name)s.", name=row.name)
            faults.append((f"nama-{row.number}", message))
    return faults or [("main", _("Meja paling banyak 30, dan bagiannya dari kuesioner ini."))]
