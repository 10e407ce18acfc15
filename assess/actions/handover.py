"""Handing a meeting to another account: offered by one, accepted by the other, both in the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from assess.actions.proceedings import write_down
from assess.actions.seating import lock_open_meeting
from assess.store.account_tables import Account, AccountRegion, Role
from assess.store.rounds import log_of
from assess.store.tables import FocusGroup, FocusGroupVerb

OFFER_STANDS = timedelta(minutes=15)


class NotOffered(RuntimeError):
    """Nobody offers the meeting to this account now."""


class MayNotLead(ValueError):
    """The account is no facilitator of this region."""


class TakeoverReasonMissing(ValueError):
    """Whoever takes over without an offer says why."""


@dataclass(frozen=True)
class Offer:
    """An offer that stands: from whom, to which account, until when."""

    from_name: str
    to_name: str
    account_id: int
    until: datetime


def may_lead(db: Session, focus_group: FocusGroup) -> Sequence[Account]:
    """Active accounts that may lead the meetings of this region."""
    here = select(AccountRegion.account_id).where(AccountRegion.region_id == focus_group.region_id)
    facilitates = (Account.role == Role.FACILITATOR) & Account.id.in_(here)
    query = (
        select(Account)
        .where(Account.active, or_(Account.role == Role.ADMINISTRATOR, facilitates))
        .order_by(Account.display_name, Account.id)
    )
    return db.scalars(query).all()


def offer_meeting(
    db: Session, focus_group: FocusGroup, account_id: int, now: datetime, by: Account
) -> None:
    """Offer to hand over; the other accepts under the own account, within some minutes."""
    lock_open_meeting(db, focus_group)
    chosen = next((a for a in may_lead(db, focus_group) if a.id == account_id), None)
    if chosen is None or chosen.id == by.id:
        raise MayNotLead(account_id)
    write_down(
        *(db, focus_group, FocusGroupVerb.HANDOVER_OFFERED, now, by),
        to=chosen.display_name,
        account=chosen.id,
    )


def standing_offer(db: Session, focus_group: FocusGroup, now: datetime) -> Offer | None:
    """The newest offer, unless it was accepted, overtaken, or is too old."""
    offer = None
    for entry in log_of(db, focus_group.id):
        if entry.verb == FocusGroupVerb.HANDOVER_OFFERED:
            to, account = entry.content["to"], entry.content["account"]
            offer = Offer(entry.by, to, account, entry.at + OFFER_STANDS)
        elif entry.verb == FocusGroupVerb.HANDED_OVER:
            offer = None
    return offer if offer is not None and now < offer.until else None


def accept_meeting(db: Session, focus_group: FocusGroup, now: datetime, by: Account) -> None:
    """The one to whom it was offered leads from now on."""
    lock_open_meeting(db, focus_group)
    offer = standing_offer(db, focus_group, now)
    if offer is None or offer.account_id != by.id:
        raise NotOffered(focus_group.public_id)
    content = {"from": offer.from_name, "to": by.display_name}
    write_down(db, focus_group, FocusGroupVerb.HANDED_OVER, now, by, **content)


def take_over(
    db: Session, focus_group: FocusGroup, reason: str, leader: str, now: datetime, by: Account
) -> None:
    """Lead from now on although nobody offered: the other is gone. The reason is written down."""
    if not reason.strip():
        raise TakeoverReasonMissing(focus_group.public_id)
    lock_open_meeting(db, focus_group)
    content = {"from": leader, "to": by.display_name}
    write_down(db, focus_group, FocusGroupVerb.HANDED_OVER, now, by, reason.strip(), **content)
