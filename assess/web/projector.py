"""The screen in front of the hall. It follows the console, by asking every few seconds.

Asking is cheap: a mark of what the page would show is read from a few short queries, and while it
stands the answer is 304. A page is rendered once for all screens that ask.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from time import perf_counter
from typing import Any
from weakref import WeakKeyDictionary

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as WerkzeugResponse

from assess.questionnaire.questions import Text
from assess.report.figures import PHONE, WORDS, Figure, group_range
from assess.room.proceedings import COMPARISON
from assess.room.shift import Shift
from assess.scoring.scores import QuestionScore
from assess.store.focus_groups import attendance_by_group
from assess.store.logs import head_of_log
from assess.store.questionnaires import questionnaire_of
from assess.store.tables import FocusGroup, FocusGroupState, SeatEntry
from assess.web.access import READS, allow
from assess.web.board import answered_lately, board_of
from assess.web.clock import now
from assess.web.database import db
from assess.web.formatting import in_language, number, percent, score
from assess.web.language import language
from assess.web.meeting import meeting_at, meeting_context, read_at
from assess.web.room_view import Room, room_of, slope_of
from assess.web.room_words import agreement_in_words, narrowed_in_words, spread_in_words

blueprint = Blueprint("projector", __name__)

READ_AT = Markup("<!-- read at -->")  # filled in anew for every screen that asks

# Rendered pages by their mark: twenty screens that ask for the same page cost one rendering.
_RENDERED: dict[str, str] = {}
_MOST = 32

LARGE_HALL = 100  # people
KEPT_SECONDS = 2.0  # half of the time between two looks of a screen
# By database and meeting: until when what was gathered is kept, and what it was.
_GATHERED: WeakKeyDictionary[Any, dict[int, tuple[float, str]]] = WeakKeyDictionary()


@blueprint.get("/fgd/<public_id>/papan")
@allow(READS)
def screen(public_id: str) -> WerkzeugResponse:
    shown = meeting_at(public_id)
    mark = _mark(shown)
    response = Response(mimetype="text/html")
    response.set_etag(mark)
    response.headers["Takar-Updated"] = read_at(shown)
    if not request.if_none_match.contains(mark):
        response.set_data(_rendered(shown, mark).replace(READ_AT, read_at(shown)))
    return response.make_conditional(request)


def _mark(shown: FocusGroup) -> str:
    """Names what the page would show. Between the rounds that follows from the log and from who
    sits here; while a round is answered, from who joined and how much has come in."""
    parts = (
        shown.assessment.is_sample,
        *(shown.public_id, language(), shown.state, shown.round, shown.answering, shown.entry),
        *(shown.title, shown.form_revision, head_of_log(db(), shown.id), _gathered(shown)),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _gathered(shown: FocusGroup) -> str:
    """Who joined and what has come in; of a large hall, as it was up to two seconds ago."""
    kept = _GATHERED.setdefault(db().get_bind(), {})
    until, told = kept.get(shown.id, (0.0, ""))
    if perf_counter() < until:
        return told
    attendance = attendance_by_group(db(), shown)
    counting = shown.answering and shown.round == 1 and shown.state == FocusGroupState.OPEN
    counts: Mapping[str, int] = {}
    if counting:
        counts = answered_lately(db(), shown, questionnaire_of(db(), shown.assessment))
    told = repr((attendance, sorted(counts.items())))
    if sum(group.joined for group in attendance.values()) > LARGE_HALL:
        kept[shown.id] = (perf_counter() + KEPT_SECONDS, told)
    return told


def _rendered(shown: FocusGroup, mark: str) -> str:
    if mark not in _RENDERED:
        page = _page(shown)
        if len(_RENDERED) >= _MOST:
            _RENDERED.clear()
        _RENDERED[mark] = page
    return _RENDERED[mark]


def _page(shown: FocusGroup) -> str:
    room = room_of(db(), shown, now())
    board = board_of(db(), shown, questionnaire_of(db(), shown.assessment))
    context = {
        **meeting_context(shown),
        "board": board,
        "updated": READ_AT,
        "by_ticket": shown.entry == SeatEntry.TICKETS,
    }
    if room.phase != "talk":
        return render_template("room/hall_round.html", **context, asked=shown.asked or [])
    if room.state.on_screen == COMPARISON:
        return render_template(
            "room/hall_rounds.html",
            **context,
            summary=narrowed_in_words(room.shifts),
            lines=[_line(room, each) for each in room.shifts],
        )
    item = room.state.on_screen or room.state.discussing
    if item is None:
        return render_template("room/hall_talk.html", **context, **_agenda(room))
    return render_template("room/hall_item.html", **context, **_item(room, item))


def _agenda(room: Room) -> dict[str, object]:
    done = {row.question for row in room.done()}
    listed = [key for key in room.state.agenda.questions if key in room.items]
    return {"agenda": [(key, room.text(key), key in done) for key in listed]}


def _item(room: Room, key: str) -> dict[str, object]:
    """Figures only where the facilitator revealed them: talk may begin before."""
    question = room.items[key]
    revealed = room.state.on_screen == key
    found = room.score_of(key) if revealed else None
    shift = room.shift_of(key) if revealed else None
    return {
        "question": question,
        "revealed": revealed,
        "levels": [
            (level, in_language(anchor), share, "" if share is None else percent(share))
            for level, anchor, share in _levels(question.anchors, found)
        ],
        "charts": _charts(room, found, shift),
        "facts": _facts(found, shift),
        "hidden": _hidden_groups(room, found),
        "discussing": room.state.discussing == key,
    }


def _levels(
    anchors: Mapping[int, Text], found: QuestionScore | None
) -> list[tuple[int, Text, float | None]]:
    shares = None if found is None else found.histogram
    return [
        (level, anchor, None if shares is None else shares[level - 1])
        for level, anchor in sorted(anchors.items())
    ]


def _charts(room: Room, found: QuestionScore | None, shift: Shift | None) -> list[Figure]:
    """Drawn for the narrowest width and shown large: its letters are then the largest."""
    if shift is not None:
        drawn = slope_of(shift, room.namer, PHONE)
        if drawn is not None:
            return [drawn]
    if found is None or not found.group_means:
        return []
    means: list[tuple[str, float | None]] = [
        (room.namer.briefly(key), mean) for key, mean in found.group_means.items()
    ]
    return [group_range(_("Rata-rata tiap kelompok"), means, score, WORDS[language()], PHONE)]


def _facts(found: QuestionScore | None, shift: Shift | None) -> list[str]:
    if found is None:
        return []
    told = []
    if found.score is not None:
        told.append(_("Skor %(score)s dari 5.", score=score(found.score)))
    if shift is not None:
        told.append(spread_in_words(shift))
    elif found.spread is not None:
        told.append(_("Sebaran antarkelompok %(spread)s tingkat.", spread=score(found.spread)))
    if found.agreement is not None:
        told.append(agreement_in_words(found.agreement))
    return told or [_("Tidak ditampilkan: terlalu sedikit orang menjawab.")]


def _hidden_groups(room: Room, found: QuestionScore | None) -> str:
    """How many groups answered and are not shown; not which, and not how many people."""
    if found is None:
        return ""
    hidden = [key for key, n in found.n_by_group.items() if n > 0 and key not in found.group_means]
    return (
        _("%(n)s kelompok tidak ditampilkan karena anggotanya sedikit.", n=number(len(hidden)))
        if hidden
        else ""
    )


def _line(room: Room, shift: Shift) -> dict[str, object]:
    return {"shift": shift, "text": room.text(shift.question), "spread": spread_in_words(shift)}
