"""Taking in a packed meeting: twice, late or out of order with the same result.

Seats and operations have names that are the same everywhere, so both sides are put together as
sets: nothing that stands here is overwritten, nothing comes twice. The log has one writer at a
time; where both sides went on writing, the file is refused, or its answers are taken in and its
entries are kept beside our log.
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from assess.actions.focus_groups import unused_join_code
from assess.actions.merged_people import merge_attendees, merge_rounds, merge_tickets
from assess.actions.merged_seats import merge_seats, withdraw_named
from assess.actions.pack_checks import CheckedPack, entries_of
from assess.actions.pack_content import Pack
from assess.actions.pack_file import SignedPack
from assess.actions.proceedings import lock_meeting
from assess.actions.regions import create_region, new_region_of
from assess.actions.scorecards import settle_result
from assess.questionnaire.instrument import Questionnaire
from assess.room.chain import Entry, first_broken
from assess.room.logs import LogRelation, common, relation
from assess.store.assessments import assessment_by_public_id
from assess.store.pack_tables import MergedPack
from assess.store.packs import meeting_to_carry, merged_pack
from assess.store.questionnaires import VersionEdited, keep_version
from assess.store.regions import region_by_code, shipped_region
from assess.store.rounds import log_of
from assess.store.scope import EVERYWHERE
from assess.store.tables import Assessment, FocusGroup, FocusGroupEvent, Region

logger = logging.getLogger(__name__)

# What the one who leads the meeting decides; it comes with a log that goes on after ours.
LED = (
    *("title", "place", "starts_at", "time_zone", "agenda", "expected_heads", "entry", "state"),
    *("closed_at", "round", "answering", "asked", "form_revision", "score_round"),
)


class MergeFault(StrEnum):
    """Why a sound file is not taken in; the command says it in words."""

    REGION_UNKNOWN = "region_unknown"
    SAMPLE = "sample"
    VERSION_EDITED = "version_edited"
    FOREIGN = "foreign"
    EXPIRED = "expired"
    LOG_PARTED = "log_parted"
    OUR_LOG_BROKEN = "our_log_broken"


class MergeRefused(Exception):
    def __init__(self, fault: MergeFault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else str(fault))
        self.fault = fault
        self.detail = detail


@dataclass
class Merge:
    """What taking in a file did."""

    focus_group: FocusGroup
    relation: LogRelation
    added: dict[str, int] = field(default_factory=dict)
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    known: bool = False  # this very file had been taken in before

    @property
    def changed(self) -> bool:
        return any(self.added.values())


def merge(db: Session, given: CheckedPack, now: datetime, *, keep_both: bool = False) -> Merge:
    """Take the meeting in; everything or, with an exception, nothing (the caller rolls back)."""
    pack, questionnaire = given.pack, given.questionnaire
    region = _region(db, pack, now)
    assessment, new_assessment = _assessment(db, pack, region, questionnaire, now)
    focus_group, new_meeting = _meeting(db, pack, assessment)
    theirs = entries_of(pack.log)
    ours = _our_log(db, focus_group)
    stands = relation(ours, theirs)
    if stands is LogRelation.PARTED and not keep_both:
        raise MergeRefused(MergeFault.LOG_PARTED, _parting(ours, theirs))
    done = Merge(focus_group, stands)
    closed_before = None if new_meeting else focus_group.closed_at
    done.added = {"assessments": int(new_assessment), "meetings": int(new_meeting)}
    if stands is LogRelation.NEWER:
        done.added["entries"] = _go_on(db, focus_group, pack, len(ours))
    log = theirs if stands is LogRelation.NEWER else ours
    done.added["withdrawn"] = withdraw_named(db, focus_group, pack.withdrawn, now)
    merge_seats(db, focus_group, pack, stands, log, done.added, done.conflicts)
    merge_rounds(db, focus_group, pack, stands, done.added, done.conflicts)
    merge_tickets(db, focus_group, pack, done.added, done.conflicts)
    merge_attendees(db, focus_group, pack, log, done.added)
    db.flush()
    settle_result(db, focus_group, now, anew=focus_group.closed_at != closed_before)
    _keep_record(db, done, given.signed, theirs[common(ours, theirs) :], now)
    logger.info("a pack of focus group %s merged, its log %s", focus_group.id, stands)
    return done


def _region(db: Session, pack: Pack, now: datetime) -> Region:
    """Ours; from the shipped list where nobody has made it yet, never from the file."""
    given = pack.region
    region = region_by_code(db, EVERYWHERE, given.kemendagri_code)
    if region is None:
        shipped = shipped_region(given.kemendagri_code)
        if shipped is None:
            raise MergeRefused(MergeFault.REGION_UNKNOWN, given.kemendagri_code)
        region = create_region(db, new_region_of(shipped), now, is_sample=given.is_sample)
    if (region.bps_code, region.kind) != (given.bps_code, given.kind):
        raise MergeRefused(MergeFault.FOREIGN, "region")
    if not region.is_sample == given.is_sample == pack.assessment.is_sample:
        raise MergeRefused(MergeFault.SAMPLE)
    return region


def _assessment(
    db: Session, pack: Pack, region: Region, questionnaire: Questionnaire, now: datetime
) -> tuple[Assessment, bool]:
    given = pack.assessment
    if given.keep_until is not None and given.keep_until < _today(now):
        raise MergeRefused(MergeFault.EXPIRED, given.keep_until.isoformat())
    known = assessment_by_public_id(db, EVERYWHERE, given.public_id)
    if known is not None:
        version = known.questionnaire_version
        if known.region_id != region.id or version.sha256 != pack.questionnaire.sha256:
            raise MergeRefused(MergeFault.FOREIGN, "assessment")
        if known.keep_until is not None and known.keep_until < _today(now):
            raise MergeRefused(MergeFault.EXPIRED, known.keep_until.isoformat())
        return known, False
    try:
        version = keep_version(db, questionnaire, now)
    except VersionEdited as error:
        raise MergeRefused(MergeFault.VERSION_EDITED, str(error)) from error
    made = Assessment(region=region, questionnaire_version=version, **given.model_dump())
    db.add(made)
    db.flush()
    return made, True


def _meeting(db: Session, pack: Pack, assessment: Assessment) -> tuple[FocusGroup, bool]:
    given = pack.meeting
    known = meeting_to_carry(db, given.public_id)
    if known is not None:
        same = (known.assessment_id, known.join_token, known.code_salt)
        if same != (assessment.id, given.join_token, given.code_salt):
            raise MergeRefused(MergeFault.FOREIGN, "meeting")
        lock_meeting(db, known)
        return known, False
    values = {name: getattr(given, name) for name in LED}
    made = FocusGroup(
        **values,
        public_id=given.public_id,
        assessment=assessment,
        region_id=assessment.region_id,
        join_code=unused_join_code(db, given.join_code),
        join_token=given.join_token,
        code_salt=given.code_salt,
        tables=[table.model_dump(exclude_unset=True) for table in given.tables],
        created_at=given.created_at,
    )
    db.add(made)
    db.flush()
    lock_meeting(db, made)
    return made, True


def _our_log(db: Session, focus_group: FocusGroup) -> list[Entry]:
    ours = log_of(db, focus_group.id)
    broken = first_broken(focus_group.public_id, ours)
    if broken is not None:
        raise MergeRefused(MergeFault.OUR_LOG_BROKEN, str(broken))
    return ours


def _parting(ours: list[Entry], theirs: list[Entry]) -> str:
    """Where two logs part: the number, and what each side wrote there."""
    at = common(ours, theirs)
    told = (f"{entry.verb} {entry.at:%Y-%m-%d %H.%M} UTC" for entry in (ours[at], theirs[at]))
    return "|".join([str(at + 1), *told])


def _go_on(db: Session, focus_group: FocusGroup, pack: Pack, known: int) -> int:
    """Add the entries that we lack, as they were written, and stand where they lead."""
    for part in pack.log[known:]:
        db.add(
            FocusGroupEvent(
                focus_group_id=focus_group.id,
                region_id=focus_group.region_id,
                seq=part.seq,
                verb=part.verb,
                reason=part.reason,
                content=part.content,
                by_name=part.by,
                at=part.at,
                previous_hash=part.previous_hash,
                hash=part.hash,
            )
        )
    for name in LED:
        setattr(focus_group, name, getattr(pack.meeting, name))
    focus_group.tables = [table.model_dump(exclude_unset=True) for table in pack.meeting.tables]
    focus_group.open_until = None  # whoever leads the meeting closes it
    db.flush()
    return len(pack.log) - known


def _keep_record(
    db: Session, done: Merge, signed: SignedPack, branch: list[Entry], now: datetime
) -> None:
    """Once for each file, with what it brought that time."""
    done.known = merged_pack(db, done.focus_group.id, signed.sha256) is not None
    if done.known:
        return
    kept = [{**asdict(entry), "at": entry.at.isoformat()} for entry in branch]
    db.add(
        MergedPack(
            focus_group_id=done.focus_group.id,
            region_id=done.focus_group.region_id,
            sha256=signed.sha256,
            fingerprint=signed.head.fingerprint,
            packed_at=signed.head.packed_at,
            merged_at=now,
            log=done.relation.value,
            added=done.added,
            conflicts=done.conflicts,
            branch=kept if done.relation is LogRelation.PARTED else [],
        )
    )
    db.flush()


def _today(now: datetime) -> date:
    return now.date()
