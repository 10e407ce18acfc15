"""What the facilitator does next: one sentence, one button."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flask import url_for
from flask_babel import gettext as _

from assess.actions.rounds import LAST_ROUND
from assess.room.proceedings import Phase
from assess.web.board import Board
from assess.web.formatting import number
from assess.web.room_view import Room


class Step(StrEnum):
    FIRST_ROUND = "first_round"
    TALK = "talk"
    SECOND_ROUND = "second_round"
    COMPARE = "compare"
    CLOSED = "closed"


@dataclass(frozen=True)
class Next:
    """`href` is where the button leads; the agenda has a form instead of a button."""

    sentence: str
    label: str
    href: str


def step_of(room: Room) -> Step:
    first = room.focus_group.round == 1
    match room.phase:
        case Phase.CLOSED:
            return Step.CLOSED
        case Phase.ANSWERING:
            return Step.FIRST_ROUND if first else Step.SECOND_ROUND
        case Phase.TALK:
            return Step.TALK if first else Step.COMPARE


def steps(room: Room) -> list[tuple[str, bool]]:
    """(name, whether the meeting is there), in order."""
    here = step_of(room)
    names = {
        Step.FIRST_ROUND: _("Putaran 1"),
        Step.TALK: _("Pembahasan"),
        Step.SECOND_ROUND: _("Putaran 2"),
        Step.COMPARE: _("Perbandingan"),
        Step.CLOSED: _("Ditutup"),
    }
    return [(name, step is here) for step, name in names.items()]


def what_next(room: Room, board: Board) -> Next | None:
    """None where the page itself asks: the agenda is made from the minutes that are typed in."""
    match step_of(room):
        case Step.FIRST_ROUND:
            return _gather(room, board) if not board.joined else _close_round(room, board)
        case Step.TALK:
            return _talk(room)
        case Step.SECOND_ROUND:
            return _close_round(room, board)
        case Step.COMPARE:
            return _compare(room)
        case Step.CLOSED:
            public_id = room.focus_group.assessment.public_id
            return Next(
                _("FGD sudah ditutup. Hasilnya sudah dihitung."),
                _("Lihat hasil"),
                url_for("results.index", public_id=public_id),
            )


def _gather(room: Room, board: Board) -> Next:
    if board.expected:
        sentence = _(
            "Tampilkan kode di layar depan dan tunggu %(n)s orang bergabung.",
            n=number(board.expected),
        )
    else:
        sentence = _("Tampilkan kode di layar depan dan tunggu peserta bergabung.")
    return Next(sentence, _("Buka layar depan"), _address(room, "projector.screen"))


def _close_round(room: Room, board: Board) -> Next:
    round_ = room.focus_group.round
    if board.not_sent:
        sentence = _(
            "%(n)s dari %(m)s orang belum mengirim. Tutup putaran setelah semua selesai.",
            n=number(board.not_sent),
            m=number(board.joined),
        )
    else:
        sentence = _("Semua %(m)s orang sudah mengirim.", m=number(board.joined))
    label = _("Tutup putaran %(number)s", number=round_)
    return Next(sentence, label, _address(room, "room.end_round"))


def _talk(room: Room) -> Next | None:
    state = room.state
    if state.discussing is not None:
        return Next(
            _("%(item)s sedang dibahas. Catat kesepakatannya.", item=state.discussing),
            _("Buka %(item)s", item=state.discussing),
            room.item_address(state.discussing),
        )
    if state.agenda.minutes is None:
        return None
    told = room.forecast
    if room.waiting and (told is None or told.reached > 0):
        first = room.waiting[0]
        return Next(
            _("Bahas butir berikutnya: %(item)s.", item=first),
            _("Buka %(item)s", item=first),
            room.item_address(first),
        )
    if room.waiting:
        sentence = _("Waktu pembahasan habis. Pilih butir yang dijawab lagi pada putaran 2.")
    else:
        sentence = _("Agenda sudah selesai. Pilih butir yang dijawab lagi pada putaran 2.")
    return Next(
        sentence,
        _("Pilih butir putaran %(number)s", number=LAST_ROUND),
        _address(room, "room.second_round"),
    )


def _compare(room: Room) -> Next:
    if room.state.score_round is None:
        return Next(
            _("Bandingkan kedua putaran, lalu pilih putaran untuk skor resmi."),
            _("Bandingkan putaran"),
            _address(room, "room.comparison"),
        )
    return Next(
        _("Skor resmi memakai putaran %(number)s. Tutup FGD.", number=room.state.score_round),
        _("Tutup FGD"),
        _address(room, "facilitation.close"),
    )


def _address(room: Room, endpoint: str) -> str:
    return url_for(endpoint, public_id=room.focus_group.public_id)
