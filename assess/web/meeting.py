"""The meeting that an address names, and what every page of it says."""

from __future__ import annotations

from assess.store.focus_groups import focus_group_by_public_id
from assess.store.questionnaires import questionnaire_of
from assess.store.tables import FocusGroup
from assess.web.access import current_scope, found
from assess.web.board import Board, board_of
from assess.web.clock import now
from assess.web.database import db
from assess.web.formatting import ZONES
from assess.web.poster import code_in_pairs, join_address, qr_of


def meeting_at(public_id: str) -> FocusGroup:
    return found(focus_group_by_public_id(db(), current_scope(), public_id))


def meeting_context(shown: FocusGroup) -> dict[str, object]:
    """What every page of a meeting says about it."""
    return {
        "focus_group": shown,
        "assessment": shown.assessment,
        "region": shown.region,
        "is_sample": shown.assessment.is_sample,
        "join_code": code_in_pairs(shown.join_code),
        "join_address": join_address(shown),
        "qr": qr_of(shown),
    }


def board_of_meeting(shown: FocusGroup) -> Board:
    return board_of(db(), shown, questionnaire_of(db(), shown.assessment))


def read_at(shown: FocusGroup) -> str:
    """When a board was read, by the clock on the wall: a frozen screen shows at once."""
    local = now().astimezone(ZONES[shown.time_zone])
    return f"{local:%H.%M.%S} {shown.time_zone}"
