"""The page of a table's assistant: reached by a link, without an account, for one table only.

It tells how far the own table is and takes "late" and "ready". It shows no answer, no other
table and nobody's seat, and it ends when the meeting is closed or the link is renewed.
"""

from __future__ import annotations

import hmac

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response as AnyResponse

from assess.actions.hall_tables import assistant_key as right_key
from assess.actions.hall_tables import mark_table
from assess.actions.seating import SeatsAreFrozen
from assess.room.proceedings import proceedings
from assess.store.questionnaires import questionnaire_of
from assess.store.rounds import log_of
from assess.store.tables import Assessment, FocusGroup, FocusGroupState
from assess.web.access import PUBLIC, allow, found
from assess.web.clock import now
from assess.web.database import db, undo
from assess.web.seating_tables import posted_state
from assess.web.state import takar
from assess.web.table_progress import progress_of_tables

blueprint = Blueprint("table_assistant", __name__)

ADDRESS = "/meja/<public_id>/<table_key>/<assistant_key>"


@blueprint.get(ADDRESS)
@allow(PUBLIC)
def index(public_id: str, table_key: str, assistant_key: str) -> str:
    shown = _meeting(public_id, table_key, assistant_key)
    questionnaire = questionnaire_of(db(), shown.assessment)
    state = proceedings(log_of(db(), shown.id))
    progress = progress_of_tables(db(), shown, questionnaire, state)
    return render_template(
        "seating/assistant.html",
        focus_group=shown,
        is_sample=shown.assessment.is_sample,
        table=next(each for each in progress if each.key == table_key),
        open=shown.state == FocusGroupState.OPEN,
    )


@blueprint.post(ADDRESS)
@allow(PUBLIC)
def mark(public_id: str, table_key: str, assistant_key: str) -> AnyResponse:
    shown = _meeting(public_id, table_key, assistant_key)
    try:
        mark_table(db(), shown, table_key, posted_state(), now(), by_assistant=True)
    except SeatsAreFrozen:
        undo()
    else:
        flash(_("Keadaan meja dicatat. Fasilitator bisa melihatnya."))
    back = url_for(".index", public_id=public_id, table_key=table_key, assistant_key=assistant_key)
    return redirect(back, 303)


def _meeting(public_id: str, table_key: str, given: str) -> FocusGroup:
    """The meeting, if the link is that of this table. A wrong key looks like no such page."""
    query = (
        select(FocusGroup)
        .options(joinedload(FocusGroup.assessment).joinedload(Assessment.region))
        .where(FocusGroup.public_id == public_id)
    )
    shown = found(db().scalars(query).one_or_none())
    table = next((each for each in shown.tables if each["key"] == table_key), None)
    if table is None or "assistant" not in table:
        abort(404)
    key = right_key(takar().settings.secret_key, public_id, table)
    if not hmac.compare_digest(key.encode(), given.encode("utf-8", "replace")):
        abort(404)
    return shown
