"""A hall without internet: the sheet that leads a phone into its Wi-Fi, and what was merged from
the laptop afterwards.

Name and password of the Wi-Fi are typed for the sheet and kept nowhere.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _
from segno.helpers import make_wifi
from wtforms import RadioField, StringField
from wtforms.validators import Length, ValidationError

from assess.actions.pack_file import spoken
from assess.store.packs import merged_packs_of
from assess.web.access import FACILITATES, allow
from assess.web.database import db
from assess.web.meeting import meeting_at, meeting_context
from assess.web.poster import drawn
from assess.web.staff_form import Filled, StaffForm, choice

blueprint = Blueprint("hall", __name__)

UNPROCESSABLE = 422
WPA, OPEN = "WPA", "nopass"


class WifiForm(StaffForm):
    name = StringField(
        _("Nama Wi-Fi (SSID)"),
        [
            Filled(_("Tulis nama Wi-Fi aula.")),
            Length(max=32, message=_("Paling panjang 32 huruf.")),
        ],
    )
    security = RadioField(_("Pengaman"), default=WPA)
    password = StringField(_("Kata sandi Wi-Fi"))

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.security.choices = [
            choice(WPA, str(_("Dengan kata sandi (WPA)"))),
            choice(OPEN, str(_("Terbuka, tanpa kata sandi"))),
        ]

    def validate_password(self, field: StringField) -> None:
        if self.security.data == WPA and not 8 <= len(field.data or "") <= 63:
            raise ValidationError(_("Kata sandi WPA terdiri atas 8 sampai 63 huruf."))


@blueprint.route("/fgd/<public_id>/wifi", methods=["GET", "POST"])
@allow(FACILITATES)
def wifi(public_id: str) -> str | tuple[str, int]:
    shown = meeting_at(public_id)
    form = WifiForm()
    if form.validate_on_submit():
        password = form.password.data if form.security.data == WPA else None
        code = make_wifi(form.name.data or "", password, form.security.data if password else None)
        return render_template(
            "hall/wifi_sheet.html",
            **meeting_context(shown),
            name=form.name.data,
            password=password,
            wifi_qr=drawn(code, "Wi-Fi"),
        )
    page = render_template("hall/wifi.html", **meeting_context(shown), form=form)
    return (page, UNPROCESSABLE) if form.is_submitted() else page


@blueprint.get("/fgd/<public_id>/gabungan")
@allow(FACILITATES)
def merges(public_id: str) -> str:
    """Which files brought what, and where both sides disagree. What was answered is not shown."""
    shown = meeting_at(public_id)
    return render_template(
        "hall/merges.html",
        **meeting_context(shown),
        packs=merged_packs_of(db(), shown),
        spoken=spoken,
    )
