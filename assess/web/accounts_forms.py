"""Forms for logging in and changing a password."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from assess.actions.passwords import LONGEST, SHORTEST
from assess.web.staff_form import StaffForm


class LogInForm(StaffForm):
    username = StringField(
        _("Nama akun"),
        validators=[
            InputRequired(_("Tulis nama akun Anda.")),
            Length(max=60, message=_("Nama akun terlalu panjang. Periksa lagi.")),
        ],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _("Kata sandi"),
        validators=[
            InputRequired(_("Tulis kata sandi Anda.")),
            Length(max=LONGEST, message=_("Kata sandi terlalu panjang. Periksa lagi.")),
        ],
        render_kw={"autocomplete": "current-password"},
    )
    lanjut = HiddenField()


class ChangePasswordForm(StaffForm):
    present = PasswordField(
        _("Kata sandi sekarang"),
        validators=[
            InputRequired(_("Tulis kata sandi yang sekarang.")),
            Length(max=LONGEST, message=_("Kata sandi terlalu panjang. Periksa lagi.")),
        ],
        render_kw={"autocomplete": "current-password"},
    )
    wanted = PasswordField(
        _("Kata sandi baru"),
        validators=[
            InputRequired(_("Tulis kata sandi baru.")),
            Length(
                min=SHORTEST,
                max=LONGEST,
                message=_("Kata sandi baru terdiri atas 12 sampai 128 karakter."),
            ),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _("Kata sandi baru, sekali lagi"),
        validators=[
            InputRequired(_("Tulis kata sandi baru sekali lagi.")),
            EqualTo("wanted", _("Kedua kata sandi baru tidak sama. Tulis lagi.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )
