"""Paper forms: keyed twice, settled where the keyings differ, then a seat like any other."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from assess.actions.answers import FocusGroupIsClosed, Operation, RoundIsClosed, record, send
from assess.actions.identifiers import new_public_id
from assess.actions.proceedings import lock_meeting, write_down
from assess.actions.seats import hashed, take_seat
from assess.actions.withdrawal import withdraw
from assess.questionnaire.answers import GivenAnswer
from assess.questionnaire.instrument import Questionnaire
from assess.room.double_keying import Keyed, differences, settled
from assess.store.account_tables import Account
from assess.store.paper import sheet_by_number
from assess.store.paper_tables import PaperSheet
from assess.store.seats import seat_by_token_hash
from assess.store.tables import FocusGroup, FocusGroupVerb

logger = logging.getLogger(__name__)

HIGHEST_NUMBER = 9999


class NumberTaken(ValueError):
    """A form with this number was begun already."""


class ConsentMissing(ValueError):
    """Without the ticked consent nothing of the form is kept."""


class NothingKeyed(ValueError):
    """An empty form is no form."""


class WrongStep(RuntimeError):
    """The form is further, or not yet as far, as somebody thought."""


class SheetState(StrEnum):
    BEGUN = "begun"  # numbered; nothing keyed
    KEYED_ONCE = "keyed_once"
    DIFFERS = "differs"  # keyed twice, to be settled
    SETTLED = "settled"  # waits until answers are taken
    COUNTED = "counted"


def state_of(sheet: PaperSheet) -> SheetState:
    if sheet.participant_id is not None:
        return SheetState.COUNTED
    if sheet.settled is not None:
        return SheetState.SETTLED
    if sheet.second is not None:
        return SheetState.DIFFERS
    return SheetState.KEYED_ONCE if sheet.first else SheetState.BEGUN


def begin_sheet(
    db: Session,
    focus_group: FocusGroup,
    questionnaire: Questionnaire,
    *,
    number: int,
    group_key: str,
    institution: str,
    consents: Mapping[str, bool],
    now: datetime,
    by: Account | None,
) -> PaperSheet:
    """A form with its number, group and the consent that was ticked on it."""
    needed = [option.key for option in questionnaire.privacy_notice.consent if option.required]
    if not all(consents.get(key) for key in needed):
        raise ConsentMissing(number)
    lock_meeting(db, focus_group)
    if sheet_by_number(db, focus_group, number) is not None:
        raise NumberTaken(number)
    sheet = PaperSheet(
        public_id=new_public_id(),
        focus_group_id=focus_group.id,
        region_id=focus_group.region_id,
        number=number,
        group_key=group_key,
        institution=institution,
        consents=dict(consents),
        first={},
        first_by=_id(by),
        first_at=now,
        differences=0,
    )
    db.add(sheet)
    db.flush()
    return sheet


def key_first(
    db: Session, sheet: PaperSheet, keyed: Keyed, now: datetime, by: Account | None
) -> None:
    if state_of(sheet) is not SheetState.BEGUN:
        raise WrongStep(sheet.number)
    if not keyed:
        raise NothingKeyed(sheet.number)
    sheet.first, sheet.first_by, sheet.first_at = _plain(keyed), _id(by), now
    db.flush()


def key_second(
    db: Session, sheet: PaperSheet, keyed: Keyed, now: datetime, by: Account | None
) -> list[str]:
    """Keep the second keying; returns the questions that differ. Without any the form is settled."""
    if state_of(sheet) is not SheetState.KEYED_ONCE:
        raise WrongStep(sheet.number)
    if not keyed:
        raise NothingKeyed(sheet.number)
    sheet.second, sheet.second_by, sheet.second_at = _plain(keyed), _id(by), now
    apart = differences(sheet.first, sheet.second)
    sheet.differences = len(apart)
    if not apart:
        _settle(sheet, {}, now, by)
    db.flush()
    return apart


def settle(
    db: Session, sheet: PaperSheet, choices: Mapping[str, int], now: datetime, by: Account | None
) -> None:
    """Say of each difference which keying is what the paper says."""
    if state_of(sheet) is not SheetState.DIFFERS:
        raise WrongStep(sheet.number)
    _settle(sheet, choices, now, by)
    db.flush()


def key_second_again(db: Session, sheet: PaperSheet) -> None:
    """Neither keying is right: the second one is thrown away."""
    if state_of(sheet) is not SheetState.DIFFERS:
        raise WrongStep(sheet.number)
    sheet.second = sheet.second_by = sheet.second_at = None
    sheet.differences = 0
    db.flush()


def count_sheet(
    db: Session,
    focus_group: FocusGroup,
    questionnaire: Questionnaire,
    sheet: PaperSheet,
    now: datetime,
    by: Account | None = None,
) -> None:
    """Make the form a seat whose answers are recorded as a phone's are.

    FocusGroupIsClosed or RoundIsClosed where no answers are taken now; the form waits.
    """
    lock_meeting(db, focus_group)
    if state_of(sheet) is not SheetState.SETTLED:
        raise WrongStep(sheet.number)
    if not focus_group.is_open(now):
        raise FocusGroupIsClosed
    if not focus_group.answering:
        raise RoundIsClosed
    taken = take_seat(
        db,
        focus_group,
        group_key=sheet.group_key,
        institution=sheet.institution,
        notice_version=questionnaire.privacy_notice.version,
        consents=sheet.consents,
        now=now,
    )
    seat = seat_by_token_hash(db, hashed(taken.token), writes=True)
    if seat is None:  # it was made above, in this very transaction
        raise LookupError(sheet.number)
    operations = [
        Operation(f"paper-{sheet.public_id}", question, 0, GivenAnswer(**given))
        for question, given in (sheet.settled or {}).items()
    ]
    record(db, seat, operations, now)
    send(db, seat, now)
    sheet.participant_id = seat.participant_id
    write_down(
        *(db, focus_group, FocusGroupVerb.PAPER_ENTERED, now, by),
        number=sheet.number,
        group=sheet.group_key,
        differences=sheet.differences,
        one_person=keyed_by_one_person(sheet),
    )
    logger.info("paper form %s of focus group %s counted", sheet.number, focus_group.id)


def keyed_by_one_person(sheet: PaperSheet) -> bool:
    return sheet.second_at is not None and sheet.first_by == sheet.second_by


def delete_sheet(db: Session, sheet: PaperSheet, now: datetime) -> None:
    """A form that was begun in error goes; one that counts takes its person's consent back."""
    if sheet.participant_id is not None:
        withdraw(db, sheet.participant_id, now)
        return
    db.delete(sheet)
    db.flush()


def _settle(
    sheet: PaperSheet, choices: Mapping[str, int], now: datetime, by: Account | None
) -> None:
    sheet.settled = settled(sheet.first, sheet.second or {}, choices)
    sheet.settled_by, sheet.settled_at = _id(by), now


def _plain(keyed: Keyed) -> dict[str, Any]:
    return {question: dict(given) for question, given in keyed.items()}


def _id(account: Account | None) -> int | None:
    return None if account is None else account.id
