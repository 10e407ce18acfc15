"""One item of the talk: what the groups said, its clock, consensus and minority statements."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from assess.actions.rounds import RoundStillOpen
from assess.actions.talk import dissent, end_discussion, settle, start_discussion
from assess.report.figures import WORDS, Figure, group_range, histogram
from assess.scoring.disclosure import STAFF_MINIMUM, fewest_people
from assess.scoring.scores import QuestionScore
from assess.web.access import FACILITATES, allow, current_account
from assess.web.clock import now
from assess.web.database import db
from assess.web.formatting import percent, score
from assess.web.language import language
from assess.web.meeting import meeting_at, meeting_context
from assess.web.room import HALF_PAGE, UNPROCESSABLE, Answer, in_time
from assess.web.room_forms import (
    NO_CONSENSUS,
    ActForm,
    ConsensusForm,
    DissentForm,
    consensus_form,
    dissent_form,
)
from assess.web.room_view import Room, room_of, slope_of
from assess.web.room_words import (
    agreement_in_words,
    apart_in_words,
    moved_in_words,
    spread_in_words,
)

blueprint = Blueprint("room_items", __name__)


@dataclass(frozen=True)
class Forms:
    consensus: ConsensusForm
    dissent: DissentForm


@blueprint.get("/fgd/<public_id>/ruang/butir/<question_id>")
@allow(FACILITATES)
@in_time
def item(public_id: str, question_id: str) -> Answer:
    room = _room(public_id, question_id)
    return _item(room, question_id, _forms(room, question_id))


@blueprint.post("/fgd/<public_id>/ruang/butir/<question_id>/bahas")
@allow(FACILITATES)
@in_time
def talk(public_id: str, question_id: str) -> Answer:
    """Start the clock of this item; where it runs already, end it."""
    room = _room(public_id, question_id)
    if ActForm().validate_on_submit():
        if room.state.discussing == question_id:
            end_discussion(db(), room.focus_group, now(), by=current_account())
            return redirect(url_for("room.console", public_id=public_id), 303)
        start_discussion(
            *(db(), room.focus_group, room.questionnaire, question_id, now()), by=current_account()
        )
    return _back(room, question_id)


@blueprint.post("/fgd/<public_id>/ruang/butir/<question_id>/kesepakatan")
@allow(FACILITATES)
@in_time
def consensus(public_id: str, question_id: str) -> Answer:
    room = _room(public_id, question_id)
    form = consensus_form(room.questionnaire)
    if not form.validate_on_submit():
        forms = Forms(form, dissent_form(room.questionnaire, sent=False))
        return _item(room, question_id, forms), UNPROCESSABLE
    settle(
        *(db(), room.focus_group, room.questionnaire, question_id),
        *(form.agreed_level(), form.note.data or "", now()),
        by=current_account(),
    )
    flash(_("Hasil pembahasan dicatat."))
    return _back(room, question_id)


@blueprint.post("/fgd/<public_id>/ruang/butir/<question_id>/pendapat")
@allow(FACILITATES)
@in_time
def minority(public_id: str, question_id: str) -> Answer:
    room = _room(public_id, question_id)
    form = dissent_form(room.questionnaire)
    if not form.validate_on_submit():
        forms = Forms(_consensus_as_it_stands(room, question_id), form)
        return _item(room, question_id, forms), UNPROCESSABLE
    dissent(
        *(db(), room.focus_group, room.questionnaire, question_id),
        *(form.text.data or "", form.group.data or None, now()),
        by=current_account(),
    )
    flash(_("Pendapat dicatat. Pendapat ini ikut ke hasil dan laporan."))
    return _back(room, question_id)


def charts_of(found: QuestionScore, room: Room, width: int) -> list[Figure]:
    """Distribution and groups' means, each where it may be shown."""
    words, charts = WORDS[language()], []
    if found.histogram is not None:
        title = _("Jawaban tiap tingkat, seimbang antarkelompok")
        unsure = found.do_not_know_share
        charts.append(histogram(title, found.histogram, unsure, percent, words, width))
    means: list[tuple[str, float | None]] = [
        (room.namer.briefly(key), mean) for key, mean in found.group_means.items()
    ]
    if means:
        title = _("Rata-rata tiap kelompok")
        charts.append(group_range(title, means, score, words, width))
    return charts


def _room(public_id: str, question_id: str) -> Room:
    room = room_of(db(), meeting_at(public_id), now())
    if question_id not in room.items:
        abort(404)
    if room.phase != "talk":
        raise RoundStillOpen(public_id)
    return room


def _forms(room: Room, question_id: str) -> Forms:
    return Forms(
        _consensus_as_it_stands(room, question_id), dissent_form(room.questionnaire, sent=False)
    )


def _consensus_as_it_stands(room: Room, question_id: str) -> ConsensusForm:
    stands = room.state.consensus.get(question_id)
    if stands is None:
        return consensus_form(room.questionnaire, sent=False)
    level = NO_CONSENSUS if stands.level is None else str(stands.level)
    return consensus_form(room.questionnaire, sent=False, level=level, note=stands.note)


def _item(room: Room, question_id: str, forms: Forms) -> str:
    state, found, shift = room.state, room.score_of(question_id), room.shift_of(question_id)
    slope = None if shift is None else slope_of(shift, room.namer, HALF_PAGE)
    running = state.discussing == question_id
    since = state.discussing_since if running else None
    return render_template(
        "room/item.html",
        **meeting_context(room.focus_group),
        room=room,
        question=room.items[question_id],
        score=found,
        groups=[] if found is None else room.namer.groups(found),
        why="" if found is None else apart_in_words(found, room.namer),
        charts=[]
        if found is None
        else [*([slope] if slope else []), *charts_of(found, room, HALF_PAGE)],
        shift_words=[] if shift is None else _shift_words(room, question_id),
        running=running,
        elapsed=None if since is None else int((now() - since).total_seconds()),
        since=since,
        shown_to_hall=state.on_screen == question_id,
        stands=state.consensus.get(question_id),
        dissents=[each for each in state.dissents if each.question == question_id],
        consensus_form=forms.consensus,
        dissent_form=forms.dissent,
        following=_following(room, question_id),
    )


def _shift_words(room: Room, question_id: str) -> list[str]:
    shift = room.shift_of(question_id)
    if shift is None:
        return []
    k = fewest_people(room.questionnaire, STAFF_MINIMUM)
    words = [spread_in_words(shift), moved_in_words(shift.moved, k)]
    if shift.agreement_before is not None:
        before = agreement_in_words(shift.agreement_before)
        words.append(_("Pada putaran 1: %(before)s", before=before))
    return words


def _following(room: Room, question_id: str) -> str | None:
    """The item of the agenda that comes after this one."""
    return next((key for key in room.waiting if key != question_id), None)


def _back(room: Room, question_id: str) -> WerkzeugResponse:
    return redirect(room.item_address(question_id), 303)
