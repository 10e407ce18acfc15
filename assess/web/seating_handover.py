"""Who leads a meeting, and handing it to another account without sharing a password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from assess.actions.handover import (
    accept_meeting,
    may_lead,
    offer_meeting,
    standing_offer,
    take_over,
)
from assess.room.proceedings import proceedings
from assess.store.account_tables import Account
from assess.store.rounds import log_of
from assess.store.tables import FocusGroup, FocusGroupState
from assess.web.access import FACILITATES, allow, current_account, found
from assess.web.clock import now
from assess.web.database import db
from assess.web.meeting import meeting_at, meeting_context
from assess.web.seating_forms import OfferForm, TakeoverForm
from assess.web.seating_refusals import Answer, back_to
from assess.web.staff_form import choice

blueprint = Blueprint("seating_handover", __name__, url_prefix="/fgd/<public_id>/serah-terima")

UNPROCESSABLE = 422


@blueprint.get("/")
@allow(FACILITATES)
def index(public_id: str) -> str:
    shown = meeting_at(public_id)
    return _page(shown, _offer_form(shown), TakeoverForm(formdata=None))


@blueprint.post("/")
@allow(FACILITATES)
@back_to("seating_handover.index")
def offer(public_id: str) -> Answer:
    shown = meeting_at(public_id)
    form = _offer_form(shown)
    if not form.validate_on_submit():
        return _page(shown, form, TakeoverForm(formdata=None)), UNPROCESSABLE
    offer_meeting(db(), shown, int(form.account.data), now(), _me())
    flash(_("Tawaran dicatat. Minta orang itu membuka halaman ini dengan akunnya sendiri."))
    return redirect(url_for(".index", public_id=public_id), 303)


@blueprint.post("/terima")
@allow(FACILITATES)
@back_to("seating_handover.index")
def accept(public_id: str) -> Answer:
    accept_meeting(db(), meeting_at(public_id), now(), _me())
    flash(_("Anda sekarang memimpin FGD ini."))
    return redirect(url_for(".index", public_id=public_id), 303)


@blueprint.post("/ambil-alih")
@allow(FACILITATES)
@back_to("seating_handover.index")
def take(public_id: str) -> Answer:
    shown, form = meeting_at(public_id), TakeoverForm()
    if not form.validate_on_submit():
        return _page(shown, _offer_form(shown, bare=True), form), UNPROCESSABLE
    take_over(db(), shown, form.reason.data or "", _leader(shown), now(), _me())
    flash(_("Anda sekarang memimpin FGD ini."))
    return redirect(url_for(".index", public_id=public_id), 303)


def _page(shown: FocusGroup, form: OfferForm, takeover_form: TakeoverForm) -> str:
    me, leader = _me(), _leader(shown)
    standing = standing_offer(db(), shown, now())
    return render_template(
        "seating/handover.html",
        **meeting_context(shown),
        form=form,
        takeover_form=takeover_form,
        leader=leader,
        leaders=proceedings(log_of(db(), shown.id)).leaders,
        offer=standing,
        offered_to_me=standing is not None and standing.account_id == me.id,
        leads=leader == me.display_name,
        open=shown.state == FocusGroupState.OPEN,
    )


def _leader(shown: FocusGroup) -> str:
    """Name of the account that leads, as it was written down; empty where nobody is known."""
    leaders = proceedings(log_of(db(), shown.id)).leaders
    return leaders[-1] if leaders else ""


def _offer_form(shown: FocusGroup, *, bare: bool = False) -> OfferForm:
    form = OfferForm(formdata=None) if bare else OfferForm()
    form.account.choices = [
        choice(str(account.id), account.display_name)
        for account in may_lead(db(), shown)
        if account.id != _me().id
    ]
    return form


def _me() -> Account:
    return found(current_account())
