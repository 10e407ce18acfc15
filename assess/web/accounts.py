"""Logging in and out, and changing one's password."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask import url_for as address_of
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from assess.actions.accounts import (
    LogInRefusal,
    LogInRefused,
    WrongPassword,
    change_password,
    check_password,
    conclude_log_in,
)
from assess.actions.passwords import Unfitness, UnfitPassword
from assess.store.account_tables import Account
from assess.web.access import (
    PUBLIC,
    SIGNED_IN,
    allow,
    current_account,
    end_log_in,
    found,
    start_log_in,
)
from assess.web.accounts_forms import ChangePasswordForm, LogInForm
from assess.web.clock import now
from assess.web.database import db
from assess.web.gate import caller
from assess.web.state import takar

blueprint = Blueprint("accounts", __name__)

BEGIN_OF_OTHER_HOST = ("//", "/\\")


@blueprint.get("/masuk")
@allow(PUBLIC)
def log_in() -> WerkzeugResponse | str:
    if current_account() is not None:
        return redirect(address_of("facilitation.home"))
    form = LogInForm(formdata=None, lanjut=own_path(request.args.get("lanjut", "")))
    return render_template("accounts/log_in.html", form=form)


@blueprint.post("/masuk")
@allow(PUBLIC)
def check_log_in() -> WerkzeugResponse | tuple[str, int]:
    form = LogInForm()
    account = _account_of(form) if form.validate() else None
    if account is None:
        return render_template("accounts/log_in.html", form=form), 422
    wanted = own_path(form.lanjut.data or "") or address_of("facilitation.home")
    response = make_response(redirect(wanted, 303))
    start_log_in(db(), account, response)
    return response


@blueprint.post("/keluar")
@allow(PUBLIC)
def log_out() -> Response:
    """Public, so that logging out works when the log-in has run out already."""
    response = make_response(redirect(address_of("accounts.log_in"), 303))
    end_log_in(db(), response)
    return response


@blueprint.route("/kata-sandi", methods=["GET", "POST"])
@allow(SIGNED_IN)
def password() -> Response | str | tuple[str, int]:
    form = ChangePasswordForm()
    if form.validate_on_submit() and _password_changed(form, found(current_account())):
        response = make_response(redirect(address_of("facilitation.home"), 303))
        start_log_in(db(), found(current_account()), response)
        flash(_("Kata sandi sudah diganti. Semua peramban lain sudah dikeluarkan."))
        return response
    page = render_template("accounts/password.html", form=form)
    return (page, 422) if form.is_submitted() else page


def own_path(wanted: str) -> str:
    """`wanted`, where it is a path of this very site; '' for everything else."""
    if (
        not wanted.startswith("/")
        or wanted.startswith(BEGIN_OF_OTHER_HOST)
        or any(ord(character) <= ord(" ") or character == "\\" for character in wanted)
    ):
        return ""
    return wanted


def _account_of(form: LogInForm) -> Account | None:
    try:
        with takar().database.reading() as reading:
            checked = check_password(
                reading,
                username=form.username.data or "",
                password=form.password.data or "",
                address=caller(),
                now=now(),
            )
        return conclude_log_in(db(), checked, now())
    except LogInRefused as refused:
        form.username.errors = [_refusal_in_words(refused)]
        return None


def _refusal_in_words(refused: LogInRefused) -> str:
    words: dict[LogInRefusal, str] = {
        LogInRefusal.WAIT: _(
            "Terlalu banyak percobaan yang gagal. Tunggu %(n)s detik, lalu coba lagi.",
            n=refused.seconds,
        ),
        LogInRefusal.WRONG: _("Nama akun atau kata sandi salah. Periksa keduanya, lalu coba lagi."),
    }
    return words[refused.refusal]


def _password_changed(form: ChangePasswordForm, account: Account) -> bool:
    try:
        change_password(db(), account, form.present.data or "", form.wanted.data or "")
    except WrongPassword:
        form.present.errors = [_("Kata sandi sekarang salah.")]
        return False
    except UnfitPassword as unfit:
        form.wanted.errors = [_unfitness_in_words(unfit.reason)]
        return False
    return True


def _unfitness_in_words(reason: Unfitness) -> str:
    words: dict[Unfitness, str] = {
        Unfitness.TOO_SHORT: _("Kata sandi baru paling sedikit 12 karakter."),
        Unfitness.TOO_LONG: _("Kata sandi baru paling banyak 128 karakter."),
        Unfitness.WELL_KNOWN: _("Kata sandi ini dikenal banyak orang. Pilih yang lain."),
        Unfitness.OBVIOUS: _(
            "Kata sandi ini mudah ditebak dari nama akun atau nama tempat. Pilih yang lain."
        ),
        Unfitness.MONOTONOUS: _("Pakai lebih banyak huruf atau angka yang berbeda."),
    }
    return words[reason]
