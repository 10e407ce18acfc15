"""Answers that phones handed over after the closing, for the facilitator: whose group, how many,
under which code. Never what was answered."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from assess.actions.answers import Outcome
from assess.actions.late_answers import RoundIsOver, admit
from assess.store.late_answers import LateListing, late_listings_of, late_operation_by_code
from assess.store.questionnaires import questionnaire_of
from assess.store.tables import FocusGroup
from assess.web.access import FACILITATES, allow, current_account, found
from assess.web.clock import now
from assess.web.database import db
from assess.web.facilitation_forms import AdmitForm
from assess.web.formatting import in_language
from assess.web.meeting import meeting_at, meeting_context
from assess.web.staff_form import choice

blueprint = Blueprint("late_answers", __name__)

UNPROCESSABLE = 422


@blueprint.route("/fgd/<public_id>/titipan", methods=["GET", "POST"])
@allow(FACILITATES)
def index(public_id: str) -> WerkzeugResponse | str | tuple[str, int]:
    shown = meeting_at(public_id)
    groups = {
        group.key: in_language(group.name)
        for group in questionnaire_of(db(), shown.assessment).groups
    }
    listings = late_listings_of(db(), shown)
    form = AdmitForm()
    form.code.choices = [
        choice(each.code, _in_words(each, groups)) for each in listings if not each.admitted_at
    ]
    if form.validate_on_submit():
        flash(_admitted(shown, form))
        return redirect(url_for(".index", public_id=public_id), 303)
    page = render_template(
        "facilitation/late_answers.html",
        **meeting_context(shown),
        form=form,
        listings=listings,
        groups=groups,
    )
    return (page, UNPROCESSABLE) if form.is_submitted() else page


def _admitted(shown: FocusGroup, form: AdmitForm) -> str:
    held = found(late_operation_by_code(db(), shown, form.code.data))
    try:
        outcomes = admit(db(), shown, held, form.reason.data or "", now(), current_account())
    except RoundIsOver:
        return _(
            "Putaran sedang dibahas, jadi jawaban belum diterima. Terima setelah putaran "
            "berikutnya dibuka atau FGD ditutup."
        )
    stale = sum(outcome is Outcome.STALE for outcome in outcomes.values())
    if stale:
        return _(
            "Titipan %(code)s diterima. %(n)s jawaban tidak dipakai karena peserta sudah mengubahnya "
            "di ponsel lain.",
            code=held.code,
            n=stale,
        )
    return _("Titipan %(code)s diterima dan dihitung.", code=held.code)


def _in_words(listing: LateListing, groups: dict[str, str]) -> str:
    return _(
        "%(code)s, %(group)s, jawaban: %(n)s",
        code=listing.code,
        group=groups.get(listing.group_key, listing.group_key),
        n=listing.number,
    )
