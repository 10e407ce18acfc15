"""Acts about seats that are refused: nothing is changed, and the page says what to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from assess.actions.hall_tables import NoSuchTable, TableInUse
from assess.actions.handover import MayNotLead, NotOffered
from assess.actions.seat_merging import RoundOver, SameSeat
from assess.actions.seat_tickets import NoTickets, TooManyTickets
from assess.actions.seating import (
    NoSuchSeat,
    NothingChanged,
    SeatCounts,
    SeatIsVoided,
    SeatsAreFrozen,
)
from assess.web.database import undo

Answer = WerkzeugResponse | str | tuple[str, int]
Arguments = ParamSpec("Arguments")

WARNING = "warning"
REFUSALS = (
    SeatsAreFrozen,
    NoSuchSeat,
    NothingChanged,
    SeatCounts,
    SeatIsVoided,
    RoundOver,
    SameSeat,
    NoTickets,
    TooManyTickets,
    NoSuchTable,
    TableInUse,
    MayNotLead,
    NotOffered,
)


def back_to(
    endpoint: str,
) -> Callable[[Callable[Arguments, Answer]], Callable[Arguments, Answer]]:
    """Lead back to a page of the meeting with a warning where an act is refused."""

    def refusing(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
        @wraps(view)
        def told(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
            try:
                return view(*args, **kwargs)
            except REFUSALS as refusal:
                undo()
                flash(_in_words(refusal), WARNING)
                return redirect(url_for(endpoint, public_id=kwargs["public_id"]), 303)

        return told

    return refusing


def _in_words(refusal: Exception) -> str:
    words: dict[type[Exception], str] = {
        SeatsAreFrozen: _(
            "FGD ini sudah ditutup dan hasilnya sudah dihitung. Buka lagi FGD dengan alasan, baru "
            "ubah kursi, tiket, meja, atau pemimpinnya."
        ),
        NoSuchSeat: _("Tidak ada kursi dengan nomor itu di FGD ini."),
        NothingChanged: _("Kelompok atau meja kursi itu tidak berubah."),
        SeatCounts: _("Kursi itu tidak dibatalkan, jadi tidak perlu dipulihkan."),
        SeatIsVoided: _("Kursi itu sudah dibatalkan. Pulihkan dulu sebelum diubah."),
        RoundOver: _(
            "Ada jawaban yang perlu dipindahkan, dan sekarang tidak ada putaran yang dibuka. Lakukan "
            "saat putaran berikutnya dibuka, atau batalkan saja kursi yang ganda."
        ),
        SameSeat: _("Tulis nomor kursi yang lain: kursi tidak bisa digabung dengan dirinya."),
        NoTickets: _("Buat tiket dulu. Tanpa tiket tidak ada yang bisa masuk."),
        TooManyTickets: _("Paling banyak 300 tiket sekali buat dan 2.000 tiket dalam satu FGD."),
        NoSuchTable: _("Meja itu tidak ada di FGD ini."),
        TableInUse: _("Ada peserta di meja yang dihapus. Pindahkan mereka ke meja lain dulu."),
        MayNotLead: _("Pilih akun lain yang boleh memimpin FGD di daerah ini."),
        NotOffered: _("FGD ini tidak sedang ditawarkan kepada Anda, atau waktunya sudah habis."),
    }
    return words[type(refusal)]
