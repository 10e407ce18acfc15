"""When earlier meetings talked about their items: durations alone, for the clock of the next."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.room.chain import Entry
from assess.room.verbs import FocusGroupVerb
from assess.store.tables import Assessment, FocusGroup, FocusGroupEvent, FocusGroupState

NEWEST = 30  # meetings; how rooms talked years ago says little

CLOCK = (
    FocusGroupVerb.DISCUSSION_STARTED,
    FocusGroupVerb.DISCUSSION_ENDED,
    FocusGroupVerb.ROUND_OPENED,
    FocusGroupVerb.CLOSED,
)


def clock_entries_of_closed(db: Session) -> list[list[Entry]]:
    """What started and ended talk in the newest closed meetings of this server that talked, a
    list each. Made-up meetings teach nothing."""
    talked = (
        select(FocusGroup.id)
        .join(Assessment, Assessment.id == FocusGroup.assessment_id)
        .where(
            FocusGroup.state == FocusGroupState.CLOSED,
            Assessment.is_sample.is_(False),
            select(FocusGroupEvent.id)
            .where(
                FocusGroupEvent.focus_group_id == FocusGroup.id,
                FocusGroupEvent.verb == FocusGroupVerb.DISCUSSION_STARTED,
            )
            .exists(),
        )
        .order_by(FocusGroup.closed_at.desc(), FocusGroup.id.desc())
        .limit(NEWEST)
    )
    newest = list(db.scalars(talked))
    query = (
        select(FocusGroupEvent)
        .where(FocusGroupEvent.focus_group_id.in_(newest), FocusGroupEvent.verb.in_(CLOCK))
        .order_by(FocusGroupEvent.focus_group_id, FocusGroupEvent.seq)
    )
    logs: dict[int, list[Entry]] = {meeting: [] for meeting in newest}
    for event in db.scalars(query):
        logs[event.focus_group_id].append(
            Entry(
                *(event.seq, event.verb, event.at, "", "", event.content),
                *(event.previous_hash, event.hash),
            )
        )
    return list(logs.values())
