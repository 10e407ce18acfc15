"""Whether more seats answer in a meeting than there are heads in the hall, as pages warn."""

from __future__ import annotations

from assess.room.head_check import HeadCheck
from assess.room.proceedings import proceedings
from assess.store.rounds import log_of
from assess.store.seating import seats_that_count
from assess.store.tables import FocusGroup
from assess.web.database import db


def head_check_of(shown: FocusGroup) -> HeadCheck:
    heads = proceedings(log_of(db(), shown.id)).heads
    return HeadCheck(seats_that_count(db(), shown.id), heads)
