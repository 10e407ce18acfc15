"""Packing a meeting: everything that another server needs to go on with it, or to keep it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from assess.actions import pack_content as content
from assess.actions.pack_file import write_pack
from assess.room.chain import first_broken
from assess.room.history import GIVEN, Event, standing
from assess.store import packs as store
from assess.store.late_tables import LateOperation
from assess.store.rounds import log_of
from assess.store.tables import Answer, FocusGroup, Participant, RegionKind


class LogBroken(RuntimeError):
    """The log of the meeting is not as it was written; nothing is carried away from it."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"entry {seq}")
        self.seq = seq


class AnswersBroken(RuntimeError):
    """The answers of a seat are not those of its history."""

    def __init__(self, number: int) -> None:
        super().__init__(f"seat {number}")
        self.number = number


def packed(db: Session, focus_group: FocusGroup, key: Ed25519PrivateKey, now: datetime) -> bytes:
    """The signed file of a meeting. It says nothing that this server does not vouch for."""
    broken = first_broken(focus_group.public_id, log_of(db, focus_group.id))
    if broken is not None:
        raise LogBroken(broken)
    return write_pack(pack_of(db, focus_group), key, now)


def pack_of(db: Session, focus_group: FocusGroup) -> content.Pack:
    """The meeting as it stands; `focus_group` comes from `meeting_to_carry`."""
    seats = store.seats_of(db, focus_group.id)
    name_of = {seat.id: seat.public_id for seat in seats}
    events = store.events_by_seat(db, focus_group.id)
    answers = store.answers_by_seat(db, focus_group.id)
    late = store.late_by_seat(db, focus_group.id)
    return content.Pack(
        region=_region(focus_group),
        questionnaire=_questionnaire(focus_group),
        assessment=_assessment(focus_group),
        meeting=_meeting(focus_group),
        seats=[
            _seat(seat, events.get(seat.id, []), answers.get(seat.id, []), late.get(seat.id, []))
            for seat in seats
        ],
        rounds=_rounds(db, focus_group),
        log=_log(db, focus_group),
        tickets=_tickets(db, focus_group, name_of),
        attendees=_attendees(db, focus_group),
        withdrawn=sorted(store.withdrawn_of(db, focus_group.id)),
    )


def _rounds(db: Session, focus_group: FocusGroup) -> list[content.RoundPart]:
    return [
        content.RoundPart(
            number=closed.number,
            edition=closed.edition,
            questions=closed.questions,
            people=closed.people,
            answers=closed.answers,
            answers_sha256=closed.answers_sha256,
            closed_at=closed.closed_at,
            rows=store.rows_of_round(db, closed.id),
        )
        for closed in store.rounds_of(db, focus_group.id)
    ]


def _log(db: Session, focus_group: FocusGroup) -> list[content.EntryPart]:
    return [
        content.EntryPart(
            seq=entry.seq,
            verb=entry.verb,
            at=entry.at,
            by=entry.by_name,
            reason=entry.reason,
            content=entry.content,
            previous_hash=entry.previous_hash,
            hash=entry.hash,
        )
        for entry in store.entries_of(db, focus_group.id)
    ]


def _tickets(
    db: Session, focus_group: FocusGroup, name_of: Mapping[int, str]
) -> list[content.TicketPart]:
    return [
        content.TicketPart(
            number=ticket.number,
            token_hash=ticket.token_hash,
            group_key=ticket.group_key,
            table_key=ticket.table_key,
            seat=None if ticket.participant_id is None else name_of[ticket.participant_id],
            used_at=ticket.used_at,
            made_at=ticket.made_at,
        )
        for ticket in store.tickets_of(db, focus_group.id)
    ]


def _attendees(db: Session, focus_group: FocusGroup) -> list[content.AttendeePart]:
    return [
        content.AttendeePart(
            public_id=each.public_id,
            name=each.name,
            position=each.position,
            institution=each.institution,
            group_key=each.group_key,
            consented_at=each.consented_at,
        )
        for each in store.attendees_of(db, focus_group.id)
    ]


def _region(focus_group: FocusGroup) -> content.RegionPart:
    region = focus_group.region
    return content.RegionPart(
        kemendagri_code=region.kemendagri_code,
        bps_code=region.bps_code,
        kind=RegionKind(region.kind).value,
        name=region.name,
        is_sample=region.is_sample,
    )


def _questionnaire(focus_group: FocusGroup) -> content.QuestionnairePart:
    version = focus_group.assessment.questionnaire_version
    return content.QuestionnairePart(
        key=version.key,
        version=version.version,
        sha256=version.sha256,
        canonical=version.canonical,
    )


def _assessment(focus_group: FocusGroup) -> content.AssessmentPart:
    owner = focus_group.assessment
    names = content.AssessmentPart.model_fields
    return content.AssessmentPart(**{name: getattr(owner, name) for name in names})


def _meeting(focus_group: FocusGroup) -> content.MeetingPart:
    values = {name: getattr(focus_group, name) for name in content.MeetingPart.model_fields}
    tables = [content.TablePart(**table) for table in focus_group.tables]
    return content.MeetingPart(**{**values, "tables": tables})


def _seat(
    seat: Participant, events: list[Event], answers: list[Answer], late: list[LateOperation]
) -> content.SeatPart:
    _check_history(seat, events, answers)
    return content.SeatPart(
        public_id=seat.public_id,
        number=seat.seat_number,
        resume_code_hash=seat.resume_code_hash,
        group_key=seat.group_key,
        institution=seat.institution,
        notice_version=seat.notice_version,
        consents=seat.consents,
        consented_at=seat.consented_at,
        sent_at=seat.sent_at,
        received=seat.received,
        table_key=seat.table_key,
        voided_at=seat.voided_at,
        created_at=seat.created_at,
        events=[
            content.EventPart(
                operation_id=event.operation_id,
                received_at=event.received_at,
                changes=[content.ChangePart(**change) for change in event.changes],
            )
            for event in sorted(events, key=lambda each: (each.received_at, each.operation_id))
        ],
        answers=[
            content.AnswerPart(
                question=answer.question_id,
                revision=answer.revision,
                operation_id=answer.operation_id,
                **{name: getattr(answer, name) for name in GIVEN},
            )
            for answer in answers
        ],
        late=[
            content.LatePart(
                code=held.code,
                operations=[content.LateOperationPart(**each) for each in held.operations],
                outcomes=held.outcomes,
                received_at=held.received_at,
                admitted_at=held.admitted_at,
            )
            for held in late
        ],
    )


def _check_history(seat: Participant, events: list[Event], answers: list[Answer]) -> None:
    stand, _ = standing(events)
    kept = {
        answer.question_id: (
            answer.revision,
            answer.operation_id,
            tuple(getattr(answer, name) for name in GIVEN),
        )
        for answer in answers
    }
    if kept != {key: (each.revision, each.operation_id, each.given) for key, each in stand.items()}:
        raise AnswersBroken(seat.seat_number)
