"""Creating regions: from the shipped list, or by hand with both official codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from assess.store.account_tables import Account, AccountRegion, Role
from assess.store.regions import ShippedRegion
from assess.store.tables import Region, RegionKind

KEMENDAGRI_CODE = re.compile(r"[1-9][0-9]\.[0-9]{2}\Z")
BPS_CODE = re.compile(r"[1-9][0-9]{3}\Z")
FIRST_CITY_NUMBER = 71  # in both lists: 01 to 69 are kabupaten, 71 and up are kota


class CodeMalformed(ValueError):
    """A code that is not of the form NN.NN (Kemendagri) or NNNN (BPS)."""


class CodesDisagree(ValueError):
    """The codes name two provinces, or a kind other than the one chosen."""


class RegionExists(ValueError):
    """A region has this code already."""

    def __init__(self, existing: Region) -> None:
        super().__init__(existing.kemendagri_code)
        self.existing = existing


@dataclass(frozen=True)
class NewRegion:
    kemendagri_code: str
    bps_code: str
    kind: RegionKind
    name: str
    province: str
    time_zone: str
    cohort: int | None = None


def new_region_of(shipped: ShippedRegion) -> NewRegion:
    return NewRegion(
        kemendagri_code=shipped.kemendagri_code,
        bps_code=shipped.bps_code,
        kind=shipped.kind,
        name=shipped.name,
        province=shipped.province,
        time_zone=shipped.time_zone,
        cohort=shipped.cohort,
    )


def create_region(
    db: Session,
    new: NewRegion,
    now: datetime,
    by: Account | None = None,
    is_sample: bool = False,
) -> Region:
    """Create a region. Who creates it works in it; administrators see every region anyway."""
    check_codes(new)
    _refuse_existing(db, new)
    region = Region(
        kemendagri_code=new.kemendagri_code,
        bps_code=new.bps_code,
        kind=new.kind,
        name=new.name,
        province=new.province,
        time_zone=new.time_zone,
        cohort=new.cohort,
        is_sample=is_sample,
        created_at=now,
    )
    db.add(region)
    db.flush()
    if by is not None and by.role != Role.ADMINISTRATOR:
        db.add(AccountRegion(account_id=by.id, region_id=region.id))
        db.flush()
    return region


def check_codes(new: NewRegion) -> None:
    if not KEMENDAGRI_CODE.fullmatch(new.kemendagri_code):
        raise CodeMalformed("kemendagri_code")
    if not BPS_CODE.fullmatch(new.bps_code):
        raise CodeMalformed("bps_code")
    if new.kemendagri_code[:2] != new.bps_code[:2]:
        raise CodesDisagree("province")
    is_city = new.kind == RegionKind.CITY
    for number in (new.kemendagri_code[3:], new.bps_code[2:]):
        if (int(number) >= FIRST_CITY_NUMBER) is not is_city:
            raise CodesDisagree("kind")


def _refuse_existing(db: Session, new: NewRegion) -> None:
    query = select(Region).where(
        or_(Region.kemendagri_code == new.kemendagri_code, Region.bps_code == new.bps_code)
    )
    existing = db.scalar(query.limit(1))
    if existing is not None:
        raise RegionExists(existing)
