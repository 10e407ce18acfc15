"""What the minutes of a meeting are made of, gathered from the database."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assess.questionnaire.instrument import Questionnaire
from assess.report.minutes_inputs import MinutesInputs, NamedAttendee
from assess.room.chain import first_broken
from assess.room.proceedings import proceedings
from assess.room.verbs import FocusGroupVerb
from assess.store.minutes import attendees_of, seats_of
from assess.store.rounds import log_of
from assess.store.tables import FocusGroup


def minutes_inputs(
    db: Session,
    focus_group: FocusGroup,
    questionnaire: Questionnaire,
    language: str,
    until: int | None = None,
) -> MinutesInputs:
    """The log up to entry `until`, or all of it. The meeting comes with its region and assessment.

    Names that were deleted since are gone from minutes that are made again: that is the promise
    made to those who gave them.
    """
    entries = log_of(db, focus_group.id)
    broken = first_broken(focus_group.public_id, entries)
    told = [entry for entry in entries if until is None or entry.seq <= until]
    closing = [entry.hash for entry in told if entry.verb == FocusGroupVerb.CLOSED]
    state = proceedings(told)
    return MinutesInputs(
        language=language,
        region=focus_group.region.full_name,
        assessment=focus_group.assessment.title,
        meeting=focus_group.title,
        place=focus_group.place,
        agenda=focus_group.agenda,
        starts_at=focus_group.starts_at,
        time_zone=focus_group.time_zone,
        is_sample=focus_group.assessment.is_sample,
        questionnaire=questionnaire,
        expected={key: int(heads) for key, heads in focus_group.expected_heads.items()},
        seats=seats_of(db, focus_group.id),
        attendees=tuple(
            NamedAttendee(each.public_id, each.name, each.position, each.institution)
            for each in attendees_of(db, focus_group.id)
        ),
        proceedings=state,
        closing_hash=closing[-1] if state.closed else "",
        first_broken=broken,
    )
