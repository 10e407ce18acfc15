"""Forms about seats, tickets, tables and who leads."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from assess.actions.seat_tickets import MOST_AT_ONCE
from assess.store.tables import SeatEntry
from assess.web.staff_form import Filled, StaffForm, WholeNumberField, choice

MOST_HEADS = 9999
NUMERIC = {"inputmode": "numeric"}


class HeadsForm(StaffForm):
    heads = WholeNumberField(
        _("Jumlah orang yang dihitung di ruangan"),
        validators=[
            Filled(_("Tulis jumlah orang yang Anda hitung.")),
            NumberRange(0, MOST_HEADS, message=_("Tulis jumlah orang antara 0 dan 9.999.")),
        ],
        render_kw=NUMERIC,
    )


class VoidForm(StaffForm):
    reason = TextAreaField(
        _("Alasan membatalkan kursi"),
        validators=[
            Filled(_("Tulis alasan. Alasan ini tercatat bersama nama Anda.")),
            Length(max=500, message=_("Alasan paling panjang 500 karakter.")),
        ],
        render_kw={"rows": 2},
    )


class GroupForm(StaffForm):
    """`group` gets its choices from the view."""

    group = SelectField(_("Kelompok yang benar"), validate_choice=True)


class TableForm(StaffForm):
    """`table` gets its choices from the view."""

    table = SelectField(_("Meja tempat orang itu duduk"), validate_choice=True)


class MergeForm(StaffForm):
    other = WholeNumberField(
        _("Nomor kursi lain milik orang yang sama"),
        validators=[
            Filled(_("Tulis nomor kursi lain milik orang yang sama.")),
            NumberRange(1, MOST_HEADS, message=_("Tulis nomor kursi yang ada di daftar.")),
        ],
        render_kw=NUMERIC,
    )


class TicketsForm(StaffForm):
    """`group` and `table` get their choices from the view; empty: chosen when joining."""

    how_many = WholeNumberField(
        _("Jumlah tiket"),
        validators=[
            Filled(_("Tulis jumlah tiket.")),
            NumberRange(1, MOST_AT_ONCE, message=_("Tulis jumlah tiket antara 1 dan 300.")),
        ],
        render_kw=NUMERIC,
    )
    group = SelectField(_("Kelompok pada tiket"), validate_choice=True)
    table = SelectField(_("Meja pada tiket"), validate_choice=True)


class EntryForm(StaffForm):
    entry = RadioField(
        _("Cara peserta masuk"),
        choices=[
            choice(SeatEntry.OPEN_CODE.value, _("Satu kode untuk semua, di layar depan")),
            choice(SeatEntry.TICKETS.value, _("Tiket kursi saja, satu QR untuk tiap kursi")),
        ],
        validators=[Filled(_("Pilih satu cara."))],
    )


class PrintForm(StaffForm):
    """Which tickets to print; read from the address."""

    class Meta(StaffForm.Meta):
        csrf = False

        def wrap_formdata(self, _form: Any, formdata: Any) -> Any:
            return formdata

    first = WholeNumberField(_("Dari nomor"), validators=[Optional()], render_kw=NUMERIC)
    last = WholeNumberField(_("Sampai nomor"), validators=[Optional()], render_kw=NUMERIC)


class OfferForm(StaffForm):
    """`account` gets its choices from the view."""

    account = RadioField(
        _("Serahkan kepada"), validators=[Filled(_("Pilih satu orang."))], validate_choice=True
    )


class TakeoverForm(StaffForm):
    reason = StringField(
        _("Alasan mengambil alih"),
        validators=[
            Filled(_("Tulis alasan. Alasan ini tercatat bersama nama Anda.")),
            Length(max=500, message=_("Alasan paling panjang 500 karakter.")),
        ],
    )
