"""The facilitator's console: rounds, agenda, comparison. One item has pages of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from assess.actions.rounds import (
    NoFurtherRound,
    NoRoundOpen,
    NothingToAsk,
    RoundStillOpen,
    choose_score_round,
    close_round,
    open_next_round,
)
from assess.actions.talk import UnknownItem, hide, make_agenda, move_item, reveal, talked_about
from assess.room.agenda import Move
from assess.room.proceedings import COMPARISON
from assess.scoring.disclosure import STAFF_MINIMUM, fewest_people
from assess.web.access import FACILITATES, allow, current_account
from assess.web.clock import now
from assess.web.database import db, undo
from assess.web.head_checks import head_check_of
from assess.web.meeting import board_of_meeting, meeting_at, meeting_context, read_at
from assess.web.room_forms import ActForm, MinutesForm, ScoreRoundForm, score_round_form
from assess.web.room_steps import steps, what_next
from assess.web.room_view import Room, reach_in_words, room_of, slope_of
from assess.web.room_words import moved_in_words, narrowed_in_words, spread_in_words

blueprint = Blueprint("room", __name__)

UNPROCESSABLE = 422
HALF_PAGE = 420  # width of a chart beside another one

Answer = WerkzeugResponse | str | tuple[str, int]
Arguments = ParamSpec("Arguments")


def in_time(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Two people may hold the console: an act that came too late says so, and changes nothing."""

    @wraps(view)
    def told(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        try:
            return view(*args, **kwargs)
        except (RoundStillOpen, NoRoundOpen, NoFurtherRound):
            undo()
            flash(_("Keadaan FGD sudah berubah. Periksa langkah berikutnya di bawah ini."))
            return redirect(url_for("room.console", public_id=kwargs["public_id"]), 303)
        except UnknownItem:
            undo()
            abort(404)  # no page of ours names such an item, level or group

    return told


@blueprint.get("/fgd/<public_id>/ruang")
@allow(FACILITATES)
def console(public_id: str) -> str:
    return _console(room_of(db(), meeting_at(public_id), now()), MinutesForm(formdata=None))


@blueprint.route("/fgd/<public_id>/ruang/tutup-putaran", methods=["GET", "POST"])
@allow(FACILITATES)
@in_time
def end_round(public_id: str) -> Answer:
    shown = meeting_at(public_id)
    form = ActForm()
    if form.validate_on_submit():
        closed = close_round(db(), shown, now(), by=current_account())
        flash(_("Putaran %(number)s ditutup.", number=closed.number))
        return redirect(url_for(".console", public_id=public_id), 303)
    if not room_of(db(), shown, now()).silent:
        raise NoRoundOpen(public_id)
    return render_template(
        "room/close_round.html", **meeting_context(shown), board=board_of_meeting(shown)
    )


@blueprint.post("/fgd/<public_id>/ruang/agenda")
@allow(FACILITATES)
@in_time
def agenda(public_id: str) -> Answer:
    """Made by the machine, from what the room disagrees on and the minutes that are left."""
    shown, form = meeting_at(public_id), MinutesForm()
    room = room_of(db(), shown, now())
    if not form.validate_on_submit():
        return _console(room, form), UNPROCESSABLE
    make_agenda(
        db(), shown, room.questionnaire, form.minutes.data or 0, now(), by=current_account()
    )
    return redirect(url_for(".console", public_id=public_id, _anchor="agenda"), 303)


@blueprint.post("/fgd/<public_id>/ruang/agenda/ubah")
@allow(FACILITATES)
@in_time
def change_agenda(public_id: str) -> Answer:
    shown, form = meeting_at(public_id), ActForm()
    if form.validate_on_submit():
        wanted = request.form.get("pindah", "")
        place = request.form.get("urutan", "")
        move_item(
            *(db(), shown, room_of(db(), shown, now()).questionnaire),
            *(request.form.get("butir", ""), Move(wanted) if wanted in list(Move) else Move.TO),
            *(int(place) if place.isdecimal() and len(place) < 4 else 1, now()),
            by=current_account(),
        )
    return redirect(url_for(".console", public_id=public_id, _anchor="agenda"), 303)


@blueprint.route("/fgd/<public_id>/ruang/putaran-2", methods=["GET", "POST"])
@allow(FACILITATES)
@in_time
def second_round(public_id: str) -> Answer:
    shown, form = meeting_at(public_id), ActForm()
    room = room_of(db(), shown, now())
    chosen = request.form.getlist("butir") if form.is_submitted() else talked_about(room.state)
    nothing = False
    if form.validate_on_submit():
        try:
            open_next_round(db(), shown, room.questionnaire, chosen, now(), by=current_account())
        except NothingToAsk:
            undo()
            nothing, shown = True, meeting_at(public_id)
            room = room_of(db(), shown, now())
        else:
            flash(_("Putaran 2 dibuka untuk %(n)s butir.", n=len(set(chosen))))
            return redirect(url_for(".console", public_id=public_id), 303)
    elif room.silent or shown.round != 1 or room.result is None:
        raise RoundStillOpen(public_id)
    page = render_template(
        "room/second_round.html",
        **meeting_context(shown),
        talked=room.done(),
        others=_others(room),
        chosen=frozenset(chosen),
        nothing=nothing,
    )
    return (page, UNPROCESSABLE) if form.is_submitted() else page


@blueprint.get("/fgd/<public_id>/ruang/perbandingan")
@allow(FACILITATES)
@in_time
def comparison(public_id: str) -> Answer:
    room = room_of(db(), meeting_at(public_id), now())
    if room.silent or not room.shifts:
        raise RoundStillOpen(public_id)
    chosen = room.state.score_round or room.focus_group.round
    return _comparison(room, score_round_form([1, 2], chosen))


@blueprint.post("/fgd/<public_id>/ruang/putaran-resmi")
@allow(FACILITATES)
@in_time
def choose_round(public_id: str) -> Answer:
    shown = meeting_at(public_id)
    room = room_of(db(), shown, now())
    form = score_round_form([1, 2], shown.round)
    if not form.validate_on_submit():
        return _comparison(room, form), UNPROCESSABLE
    number, reason = int(form.number.data), form.reason.data or ""
    choose_score_round(db(), shown, number, now(), by=current_account(), reason=reason)
    flash(_("Skor resmi memakai putaran %(number)s.", number=number))
    return redirect(url_for(".console", public_id=public_id), 303)


@blueprint.post("/fgd/<public_id>/ruang/layar")
@allow(FACILITATES)
@in_time
def show_to_hall(public_id: str) -> Answer:
    """Show the hall one item, or both rounds; with no item, nothing."""
    shown, form = meeting_at(public_id), ActForm()
    item, back = request.form.get("butir", ""), request.form.get("dari", "")
    room = room_of(db(), shown, now())
    if form.validate_on_submit():
        if item:
            reveal(db(), shown, room.questionnaire, item, now(), by=current_account())
        else:
            hide(db(), shown, now(), by=current_account())
    if back in room.items:
        return redirect(room.item_address(back), 303)
    page = ".comparison" if back == COMPARISON else ".console"
    return redirect(url_for(page, public_id=public_id), 303)


def _console(room: Room, form: MinutesForm) -> str:
    shown, board = room.focus_group, board_of_meeting(room.focus_group)
    talking = room.phase == "talk"
    return render_template(
        "room/console.html",
        **meeting_context(shown),
        board=board,
        head_check=head_check_of(shown),
        updated=read_at(shown),
        steps=steps(room),
        next=what_next(room, board),
        minutes_form=form,
        talking=talking,
        room=room,
        reach=reach_in_words(room) if talking else [],
        within=min(room.forecast.reached, len(room.waiting)) if talking and room.forecast else 0,
        waiting=room.rows(room.waiting) if talking else [],
        left_out=room.rows(room.left_out()) if talking else [],
        done=room.done() if talking else [],
        not_ordered=room.not_ordered() if talking else (0, 0),
        elsewhere=room.elsewhere() if talking else [],
    )


def _comparison(room: Room, form: ScoreRoundForm) -> str:
    k = fewest_people(room.questionnaire, STAFF_MINIMUM)
    return render_template(
        "room/comparison.html",
        **meeting_context(room.focus_group),
        form=form,
        summary=narrowed_in_words(room.shifts),
        on_screen=room.state.on_screen == COMPARISON,
        whole=COMPARISON,
        lines=[
            {
                "shift": shift,
                "text": room.text(shift.question),
                "href": room.item_address(shift.question),
                "spread": spread_in_words(shift),
                "moved": moved_in_words(shift.moved, k),
                "chart": slope_of(shift, room.namer, HALF_PAGE),
            }
            for shift in room.shifts
        ],
    )


def _others(room: Room) -> list[tuple[str, str]]:
    """Questions that were not talked about: those of the agenda first."""
    talked = talked_about(room.state)
    listed = [*room.state.agenda.questions, *room.state.agenda.left_out]
    order = dict.fromkeys([*listed, *room.items])
    return [(key, room.text(key)) for key in order if key not in talked]
