"""The seats of a meeting for its facilitator: the list, and what may be done about each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from assess.actions import seating as acts
from assess.actions.seat_merging import merge_seats, undo_merge
from assess.questionnaire.instrument import Questionnaire
from assess.room.chain import Entry
from assess.store.questionnaires import questionnaire_of
from assess.store.rounds import log_of
from assess.store.seating import SeatListing, merge_of_voided, seat_listings
from assess.store.tables import FocusGroup, FocusGroupState
from assess.web.access import FACILITATES, allow, current_account, found
from assess.web.clock import now
from assess.web.database import db
from assess.web.formatting import in_language
from assess.web.head_checks import head_check_of
from assess.web.log_words import entry_in_words
from assess.web.meeting import meeting_at, meeting_context
from assess.web.seating_forms import (
    GroupForm,
    HeadsForm,
    MergeForm,
    TableForm,
    VoidForm,
)
from assess.web.seating_refusals import Answer, back_to
from assess.web.staff_form import choice
from assess.web.table_progress import Forms

blueprint = Blueprint("seating", __name__, url_prefix="/fgd/<public_id>/kursi")

UNPROCESSABLE = 422


@dataclass(frozen=True)
class SeatLine:
    """One seat as a line of the list. Counts only: nothing that was chosen."""

    seat: SeatListing
    group: str
    table: str
    done: int
    asked: int


@blueprint.get("/")
@allow(FACILITATES)
def index(public_id: str) -> str:
    return _list(meeting_at(public_id), HeadsForm(formdata=None))


@blueprint.post("/hitung")
@allow(FACILITATES)
@back_to("seating.index")
def heads(public_id: str) -> Answer:
    shown, form = meeting_at(public_id), HeadsForm()
    if not form.validate_on_submit():
        return _list(shown, form), UNPROCESSABLE
    acts.count_heads(db(), shown, form.heads.data or 0, now(), by=current_account())
    flash(_("Jumlah orang di ruangan dicatat: %(n)s.", n=form.heads.data))
    return redirect(url_for(".index", public_id=public_id), 303)


@blueprint.get("/<int:number>")
@allow(FACILITATES)
def seat(public_id: str, number: int) -> str:
    return _seat(meeting_at(public_id), number)


@blueprint.post("/<int:number>/batalkan")
@allow(FACILITATES)
@back_to("seating.index")
def void(public_id: str, number: int) -> Answer:
    shown, form = meeting_at(public_id), VoidForm()
    if not form.validate_on_submit():
        return _seat(shown, number, void_form=form), UNPROCESSABLE
    acts.void_seat(db(), shown, number, form.reason.data or "", now(), by=current_account())
    return _done(public_id, number, _("Kursi %(n)s dibatalkan dan tidak dihitung.", n=number))


@blueprint.post("/<int:number>/pulihkan")
@allow(FACILITATES)
@back_to("seating.index")
def restore(public_id: str, number: int) -> Answer:
    """A merged seat is restored by undoing the merge."""
    shown = meeting_at(public_id)
    merged = merge_of_voided(db(), shown.id, number) is not None
    act: Callable[..., None] = undo_merge if merged else acts.restore_seat
    act(db(), shown, number, now(), by=current_account())
    return _done(public_id, number, _("Kursi %(n)s dihitung lagi.", n=number))


@blueprint.post("/<int:number>/kelompok")
@allow(FACILITATES)
@back_to("seating.index")
def group(public_id: str, number: int) -> Answer:
    shown = meeting_at(public_id)
    questionnaire = questionnaire_of(db(), shown.assessment)
    form = _group_form(questionnaire)
    if not form.validate_on_submit():
        return _seat(shown, number, group_form=form), UNPROCESSABLE
    wanted = form.group.data
    acts.correct_group(db(), shown, questionnaire, number, wanted, now(), by=current_account())
    name = in_language(questionnaire.group_by_key[wanted].name)
    return _done(public_id, number, _("Kursi %(n)s sekarang mewakili %(g)s.", n=number, g=name))


@blueprint.post("/<int:number>/meja")
@allow(FACILITATES)
@back_to("seating.index")
def table(public_id: str, number: int) -> Answer:
    shown = meeting_at(public_id)
    form = _table_form(shown)
    if not form.validate_on_submit():
        return _seat(shown, number, table_form=form), UNPROCESSABLE
    acts.correct_table(db(), shown, number, form.table.data, now(), by=current_account())
    return _done(public_id, number, _("Kursi %(n)s sekarang di meja lain.", n=number))


@blueprint.post("/<int:number>/gabung")
@allow(FACILITATES)
@back_to("seating.index")
def merge(public_id: str, number: int) -> Answer:
    """The seat of the address is kept; the other is voided."""
    shown, form = meeting_at(public_id), MergeForm()
    if not form.validate_on_submit():
        return _seat(shown, number, merge_form=form), UNPROCESSABLE
    other = form.other.data or 0
    done = merge_seats(
        *(db(), shown, questionnaire_of(db(), shown.assessment)),
        kept=number,
        voided=other,
        now=now(),
        by=current_account(),
    )
    message = _(
        "Kursi %(other)s digabung ke kursi %(kept)s. Jawaban yang dibawa: %(carried)s. "
        "Pertanyaan yang jawabannya berbeda: %(conflicts)s; jawaban kursi %(kept)s yang dipakai.",
        other=other,
        kept=number,
        carried=len(done.carried),
        conflicts=len(done.conflicts),
    )
    return _done(public_id, number, message)


def _list(shown: FocusGroup, form: HeadsForm) -> str:
    questionnaire = questionnaire_of(db(), shown.assessment)
    forms = Forms(questionnaire, shown)
    lines = [_line(shown, questionnaire, forms, each) for each in seat_listings(db(), shown.id)]
    return render_template(
        "seating/seats.html",
        **meeting_context(shown),
        lines=lines,
        voided=sum(line.seat.voided_at is not None for line in lines),
        head_check=head_check_of(shown),
        form=form,
        open=shown.state == FocusGroupState.OPEN,
    )


def _seat(shown: FocusGroup, number: int, **forms: Any) -> str:
    questionnaire = questionnaire_of(db(), shown.assessment)
    listed = {each.number: each for each in seat_listings(db(), shown.id)}
    one = found(listed.get(number))
    log = log_of(db(), shown.id)
    entries = [entry for entry in log if _tells_of(entry, number)]
    context: dict[str, Any] = {
        "void_form": VoidForm(formdata=None),
        "group_form": _group_form(questionnaire, one.group_key),
        "table_form": _table_form(shown, one.table_key),
        "merge_form": MergeForm(formdata=None),
        **forms,
    }
    return render_template(
        "seating/seat.html",
        **meeting_context(shown),
        **context,
        line=_line(shown, questionnaire, Forms(questionnaire, shown), one),
        merged_into=merge_of_voided(db(), shown.id, number),
        history=[(entry, entry_in_words(entry.verb)) for entry in entries],
        conflicts=_conflicts(questionnaire, entries, number),
        open=shown.state == FocusGroupState.OPEN,
    )


def _line(
    shown: FocusGroup, questionnaire: Questionnaire, forms: Forms, one: SeatListing
) -> SeatLine:
    asked = forms.of(one.group_key, one.table_key)
    tables = {each["key"]: each["name"] for each in shown.tables}
    return SeatLine(
        seat=one,
        group=in_language(questionnaire.group_by_key[one.group_key].name),
        table=tables.get(one.table_key or "", ""),
        done=len(one.answered & asked),
        asked=len(asked),
    )


def _tells_of(entry: Entry, number: int) -> bool:
    return number in (entry.content.get(name) for name in ("seat", "kept", "voided"))


def _conflicts(
    questionnaire: Questionnaire, entries: list[Entry], number: int
) -> list[tuple[str, str]]:
    """(id, text) of questions that both phones had answered, and differently."""
    texts = {each.id: in_language(each.text) for each in questionnaire.focus_group_questions}
    merges = [entry.content for entry in entries if entry.content.get("kept") == number]
    ids = dict.fromkeys(key for content in merges for key in content["conflicts"])
    return [(key, texts[key]) for key in ids if key in texts]


def _group_form(questionnaire: Questionnaire, present: str | None = None) -> GroupForm:
    form = GroupForm(group=present)
    form.group.choices = [choice(each.key, in_language(each.name)) for each in questionnaire.groups]
    return form


def _table_form(shown: FocusGroup, present: str | None = None) -> TableForm:
    form = TableForm(table=present)
    form.table.choices = [
        choice("", _("Belum memilih meja")),
        *(choice(each["key"], each["name"]) for each in shown.tables),
    ]
    return form


def _done(public_id: str, number: int, message: str) -> WerkzeugResponse:
    flash(message)
    return redirect(url_for(".seat", public_id=public_id, number=number), 303)
