"""What closed meetings leave beside their answers, read from their logs and rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from assess.actions.room_results import comparable_beside, compared_rounds
from assess.questionnaire.instrument import Questionnaire
from assess.room.proceedings import proceedings
from assess.room.record import RoomRecord
from assess.store.drafts import closed_focus_groups_of
from assess.store.rounds import log_of
from assess.store.tables import Assessment, FocusGroup


def room_records(
    db: Session,
    assessment: Assessment,
    questionnaire: Questionnaire,
    scored: Mapping[str, int],
) -> tuple[RoomRecord, ...]:
    """Of every closed meeting. No choice of the reader leaves anything out of it.

    Parameters
    ----------
    scored : which round of each meeting the result uses, by public id
    """
    meetings = closed_focus_groups_of(db, assessment)
    return tuple(_record(db, each, meetings, questionnaire, scored) for each in meetings)


def _record(
    db: Session,
    meeting: FocusGroup,
    meetings: Sequence[FocusGroup],
    questionnaire: Questionnaire,
    scored: Mapping[str, int],
) -> RoomRecord:
    state = proceedings(log_of(db, meeting.id))
    kept = meeting.frozen_ratings is not None  # deleted when answers may be kept no longer
    shifts = compared_rounds(db, meeting, questionnaire) if kept and meeting.round > 1 else []
    return RoomRecord(
        meeting=meeting.title,
        time_zone=meeting.time_zone,
        rounds=meeting.round,
        scored=scored.get(meeting.public_id, meeting.round),
        consensus=tuple(state.consensus.values()),
        dissents=tuple(state.dissents),
        shifts=tuple(
            each
            for each in shifts
            if comparable_beside(list(meetings), meeting, questionnaire, each.question)
        ),
    )
