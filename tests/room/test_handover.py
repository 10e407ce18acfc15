"""A meeting goes from one account to another, without a password and with both names."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from assess.actions.handover import (
    OFFER_STANDS,
    MayNotLead,
    NotOffered,
    TakeoverReasonMissing,
    accept_meeting,
    may_lead,
    offer_meeting,
    standing_offer,
    take_over,
)
from assess.store.account_tables import Account, Role
from assess.store.rounds import log_of
from assess.store.tables import Region
from tests.room.conftest import Hall
from tests.world import NOW, a_region, an_account


@pytest.fixture
def staffed(hall: Hall) -> Hall:
    """Sari and Budi lead in this region; Rani elsewhere; Tuti reads; Dewi has left."""
    with hall.database.writing() as db:
        here = db.scalars(select(Region)).one()
        elsewhere = a_region(db, "64.72", "Samarinda")
        an_account(db, "sari", Role.FACILITATOR, here)
        an_account(db, "budi", Role.FACILITATOR, here)
        an_account(db, "rani", Role.FACILITATOR, elsewhere)
        an_account(db, "tuti", Role.OFFICIAL, here)
        an_account(db, "dewi", Role.FACILITATOR, here).active = False
        an_account(db, "admin", Role.ADMINISTRATOR)
    return hall


def account_id(hall: Hall, username: str) -> int:
    with hall.database.reading() as db:
        return db.scalars(select(Account.id).where(Account.username == username)).one()


def offer(hall: Hall, to: str, by: str = "sari", at: datetime = NOW) -> None:
    with hall.database.writing() as db:
        giver = db.get_one(Account, account_id(hall, by))
        offer_meeting(db, hall.meeting(db), account_id(hall, to), at, giver)


def accept(hall: Hall, by: str, at: datetime = NOW) -> None:
    with hall.database.writing() as db:
        accept_meeting(db, hall.meeting(db), at, db.get_one(Account, account_id(hall, by)))


def test_who_may_lead_are_active_facilitators_of_the_region_and_administrators(
    staffed: Hall,
) -> None:
    with staffed.database.reading() as db:
        names = [account.username for account in may_lead(db, staffed.meeting(db))]

    assert names == ["admin", "budi", "sari"]


def test_an_accepted_offer_names_both_in_the_log(staffed: Hall) -> None:
    offer(staffed, "budi")
    accept(staffed, "budi", NOW + timedelta(minutes=5))

    assert staffed.state().leaders[-1] == "Budi"
    with staffed.database.reading() as db:
        last = log_of(db, staffed.focus_group_id)[-1]
        assert (last.by, last.content) == ("Budi", {"from": "Sari", "to": "Budi"})
        assert standing_offer(db, staffed.meeting(db), NOW) is None


@pytest.mark.parametrize("username", ["rani", "tuti", "dewi", "sari"])
def test_it_is_offered_only_to_others_who_may_lead_here(staffed: Hall, username: str) -> None:
    with pytest.raises(MayNotLead):
        offer(staffed, username)


def test_only_the_one_it_was_offered_to_accepts_once_and_in_time(staffed: Hall) -> None:
    with pytest.raises(NotOffered):
        accept(staffed, "budi")
    offer(staffed, "budi")
    with pytest.raises(NotOffered):
        accept(staffed, "admin")
    with pytest.raises(NotOffered):
        accept(staffed, "budi", NOW + OFFER_STANDS)
    accept(staffed, "budi")
    with pytest.raises(NotOffered):
        accept(staffed, "budi")

    assert staffed.state().leaders[-1:] == ["Budi"]


def test_a_later_offer_replaces_the_earlier(staffed: Hall) -> None:
    offer(staffed, "budi")
    offer(staffed, "admin", at=NOW + timedelta(minutes=1))

    with pytest.raises(NotOffered):
        accept(staffed, "budi", NOW + timedelta(minutes=2))
    accept(staffed, "admin", NOW + timedelta(minutes=2))

    assert staffed.state().leaders[-1] == "Admin"


def test_whoever_takes_over_without_an_offer_says_why(staffed: Hall) -> None:
    def take(reason: str) -> None:
        with staffed.database.writing() as db:
            budi = db.get_one(Account, account_id(staffed, "budi"))
            take_over(db, staffed.meeting(db), reason, "Sari", NOW, budi)

    with pytest.raises(TakeoverReasonMissing):
        take("  ")
    take("Sari pulang karena sakit")

    assert staffed.state().leaders[-1] == "Budi"
    with staffed.database.reading() as db:
        last = log_of(db, staffed.focus_group_id)[-1]
        assert last.reason == "Sari pulang karena sakit"
