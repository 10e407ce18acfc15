"""Paper forms: printing them, keying them twice, and letting them count."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from assess.actions import paper as actions
from assess.actions.answers import FocusGroupIsClosed, RoundIsClosed
from assess.actions.paper import SheetState, state_of
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.routing import Section, sections_for
from assess.room.double_keying import differences
from assess.store.paper import next_number, sheet_by_number, sheets_of
from assess.store.paper_tables import PaperSheet
from assess.store.questionnaires import questionnaire_of
from assess.store.tables import FocusGroup
from assess.web.access import FACILITATES, allow, current_account, found
from assess.web.answer_words import refusal_in_words
from assess.web.clock import now
from assess.web.database import db
from assess.web.meeting import meeting_at, meeting_context
from assess.web.paper_forms import Keying, SheetForm, in_codes, keying_of, typed_texts
from assess.web.paper_printing import WIDE, wrapped
from assess.web.paper_printing import sheets_of as printed_sheets
from assess.web.start_page import notice_of

blueprint = Blueprint("paper", __name__)

UNPROCESSABLE = 422
MOST_COPIES = 25
HEAD_LINES = 17  # of the first sheet: title, how to fill it in, consent


@dataclass(frozen=True)
class Opened:
    """A form on the desk, with what reading it needs."""

    focus_group: FocusGroup
    questionnaire: Questionnaire
    sheet: PaperSheet
    sections: tuple[Section, ...]


@blueprint.get("/fgd/<public_id>/kertas")
@allow(FACILITATES)
def index(public_id: str) -> str:
    shown = meeting_at(public_id)
    questionnaire = questionnaire_of(db(), shown.assessment)
    listed = sheets_of(db(), shown)
    return render_template(
        "paper/index.html",
        **meeting_context(shown),
        groups=questionnaire.groups,
        group_by_key=questionnaire.group_by_key,
        sheets=[(sheet, seat, state_of(sheet)) for sheet, seat in listed],
        next_number=next_number(db(), shown),
        most=MOST_COPIES,
    )


@blueprint.get("/fgd/<public_id>/formulir")
@allow(FACILITATES)
def print_forms(public_id: str) -> str:
    """Forms of one group to be printed; without a number to be copied and numbered by hand."""
    shown = meeting_at(public_id)
    questionnaire = questionnaire_of(db(), shown.assessment)
    wanted = request.args.get("kelompok", questionnaire.groups[0].key)
    group = found(questionnaire.group_by_key.get(wanted))
    first, copies = _number("mulai", actions.HIGHEST_NUMBER), _number("jumlah", MOST_COPIES) or 1
    notice = notice_of(questionnaire, shown.assessment)
    taken = HEAD_LINES + sum(wrapped(f"{term}: {text}", WIDE) for term, text in notice)
    taken += 2 * len(questionnaire.privacy_notice.consent)
    return render_template(
        "paper/form.html",
        **meeting_context(shown),
        questionnaire=questionnaire,
        group=group,
        notice=notice,
        sheets=printed_sheets(questionnaire, sections_for(questionnaire, group.key), taken),
        numbers=[None] if first is None else [*range(first, first + copies)],
    )


@blueprint.route("/fgd/<public_id>/kertas/baru", methods=["GET", "POST"])
@allow(FACILITATES)
def begin(public_id: str) -> AnyResponse | str | tuple[str, int]:
    shown = meeting_at(public_id)
    questionnaire = questionnaire_of(db(), shown.assessment)
    form = SheetForm(questionnaire)
    if form.validate_on_submit() and _begun(shown, questionnaire, form):
        return _to_sheet(shown, form.number.data or 0)
    # Read anew: the lock has let go of what hangs on the meeting.
    page = render_template("paper/begin.html", **meeting_context(meeting_at(public_id)), form=form)
    return (page, UNPROCESSABLE) if form.is_submitted() else page


@blueprint.get("/fgd/<public_id>/kertas/<int:number>")
@allow(FACILITATES)
def sheet(public_id: str, number: int) -> str:
    opened = _opened(public_id, number)
    match state_of(opened.sheet):
        case SheetState.BEGUN:
            return _keying_page(opened, Keying())
        case SheetState.KEYED_ONCE:
            return _keying_page(opened, Keying(typed=typed_texts(opened.sheet.first)))
        case SheetState.DIFFERS:
            return _settling_page(opened)
        case _:
            return render_template("paper/done.html", **_context(opened))


@blueprint.post("/fgd/<public_id>/kertas/<int:number>")
@allow(FACILITATES)
def key(public_id: str, number: int) -> AnyResponse | tuple[str, int]:
    """The first keying, the second, or what settles their differences."""
    opened = _opened(public_id, number)
    step = state_of(opened.sheet)
    if step is SheetState.DIFFERS and request.form.get("langkah") == "selisih":
        return _settle(opened)
    if step not in (SheetState.BEGUN, SheetState.KEYED_ONCE):
        flash(_("Formulir ini sudah dientri. Halaman ini menampilkan keadaannya sekarang."))
        return _to_sheet(opened.focus_group, number)
    if request.form.get("langkah") != step.value:
        flash(_("Entri pertama sudah disimpan orang lain. Ini entri kedua."))
        return _to_sheet(opened.focus_group, number)
    keying = keying_of(opened.questionnaire, opened.sections, request.form)
    if keying.refused or not keying.keyed:
        return _keying_page(opened, keying), UNPROCESSABLE
    if step is SheetState.BEGUN:
        actions.key_first(db(), opened.sheet, keying.keyed, now(), current_account())
        flash(_("Entri pertama disimpan. Entri kedua sebaiknya dilakukan orang lain."))
        return redirect(url_for(".index", public_id=public_id), 303)
    if not actions.key_second(db(), opened.sheet, keying.keyed, now(), current_account()):
        _count(opened)
    return _to_sheet(opened.focus_group, number)


@blueprint.post("/fgd/<public_id>/kertas/<int:number>/ulang")
@allow(FACILITATES)
def key_again(public_id: str, number: int) -> AnyResponse:
    opened = _opened(public_id, number)
    if state_of(opened.sheet) is SheetState.DIFFERS:
        actions.key_second_again(db(), opened.sheet)
        flash(_("Entri kedua dibuang. Silakan entri lagi dari kertas."))
    return _to_sheet(opened.focus_group, number)


@blueprint.post("/fgd/<public_id>/kertas/<int:number>/hitung")
@allow(FACILITATES)
def count(public_id: str, number: int) -> AnyResponse:
    opened = _opened(public_id, number)
    if state_of(opened.sheet) is SheetState.SETTLED:
        _count(opened)
    return _to_sheet(opened.focus_group, number)


@blueprint.post("/fgd/<public_id>/kertas/<int:number>/hapus")
@allow(FACILITATES)
def delete(public_id: str, number: int) -> AnyResponse:
    opened = _opened(public_id, number)
    actions.delete_sheet(db(), opened.sheet, now())
    flash(_("Formulir %(number)s dihapus bersama jawabannya.", number=number))
    return redirect(url_for(".index", public_id=public_id), 303)


def _begun(shown: FocusGroup, questionnaire: Questionnaire, form: SheetForm) -> bool:
    ticked = set(form.consents.data or ())
    try:
        actions.begin_sheet(
            *(db(), shown, questionnaire),
            number=form.number.data or 0,
            group_key=form.group.data,
            institution=form.institution.data or "",
            consents={o.key: o.key in ticked for o in questionnaire.privacy_notice.consent},
            now=now(),
            by=current_account(),
        )
    except actions.NumberTaken:
        form.number.errors = [_("Formulir dengan nomor ini sudah dientri.")]
    except actions.ConsentMissing:
        form.consents.errors = [
            _("Tanpa persetujuan yang dicentang, jawaban pada formulir tidak dicatat.")
        ]
    else:
        return True
    return False


def _settle(opened: Opened) -> AnyResponse | tuple[str, int]:
    apart = differences(opened.sheet.first, opened.sheet.second or {})
    given = {key: request.form.get(f"p.{key}") for key in apart}
    choices = {key: int(value) for key, value in given.items() if value in ("1", "2")}
    if len(choices) < len(apart):
        return _settling_page(opened, missing=set(apart) - set(choices), choices=choices), 422
    actions.settle(db(), opened.sheet, choices, now(), current_account())
    _count(opened)
    return _to_sheet(opened.focus_group, opened.sheet.number)


def _count(opened: Opened) -> None:
    try:
        actions.count_sheet(
            *(db(), opened.focus_group, opened.questionnaire, opened.sheet, now()),
            by=current_account(),
        )
    except RoundIsClosed:
        flash(_("Putaran sedang ditutup. Formulir dihitung setelah putaran dibuka lagi."))
    except FocusGroupIsClosed:
        flash(_("FGD sudah ditutup. Buka lagi FGD dengan alasan, lalu hitung formulir ini."))
    else:
        flash(_("Formulir %(number)s dihitung.", number=opened.sheet.number))


def _keying_page(opened: Opened, keying: Keying) -> str:
    return render_template(
        "paper/keying.html",
        **_context(opened),
        sections=opened.sections,
        typed=keying.typed,
        refused={key: refusal_in_words(each) for key, each in keying.refused.items()},
        empty=request.method == "POST" and not keying.keyed and not keying.refused,
        own_first=_keyed_first(opened.sheet),
    )


def _settling_page(
    opened: Opened,
    missing: set[str] | None = None,
    choices: dict[str, int] | None = None,
) -> str:
    second = opened.sheet.second or {}
    lines = [
        (
            opened.questionnaire.question_by_id[key],
            in_codes(opened.questionnaire, opened.sheet.first.get(key), key),
            in_codes(opened.questionnaire, second.get(key), key),
        )
        for key in differences(opened.sheet.first, second)
    ]
    return render_template(
        "paper/settling.html",
        **_context(opened),
        lines=lines,
        missing=missing or set(),
        choices=choices or {},
    )


def _keyed_first(sheet: PaperSheet) -> bool:
    """Whether the one who keys the second time keyed the first one too."""
    account = current_account()
    return bool(sheet.first) and account is not None and sheet.first_by == account.id


def _context(opened: Opened) -> dict[str, object]:
    return {
        **meeting_context(opened.focus_group),
        "questionnaire": opened.questionnaire,
        "sheet": opened.sheet,
        "state": state_of(opened.sheet),
        "group": opened.questionnaire.group_by_key[opened.sheet.group_key],
        "one_person": actions.keyed_by_one_person(opened.sheet),
    }


def _opened(public_id: str, number: int) -> Opened:
    shown = meeting_at(public_id)
    questionnaire = questionnaire_of(db(), shown.assessment)
    sheet = found(sheet_by_number(db(), shown, number))
    return Opened(shown, questionnaire, sheet, sections_for(questionnaire, sheet.group_key))


def _to_sheet(shown: FocusGroup, number: int) -> AnyResponse:
    return redirect(url_for(".sheet", public_id=shown.public_id, number=number), 303)


def _number(name: str, most: int) -> int | None:
    """A number of the address, or None where there is none that is of use."""
    given = request.args.get(name, "")
    if not given.isascii() or not given.isdigit() or len(given) > 4:
        return None
    return int(given) if 1 <= int(given) <= most else None
