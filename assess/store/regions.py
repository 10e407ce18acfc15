"""Regions: the shipped list, and reading the regions that an account may see."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.store.scope import RegionScope
from assess.store.tables import Assessment, FocusGroup, FocusGroupState, Region, RegionKind


@dataclass(frozen=True)
class ShippedRegion:
    """A region of the list that comes with the product.

    The two codes come from two authorities and differ for four of these regions. Population is
    the registered one of 2025, area in square kilometres (Kepmendagri 300.2.2-2430/2025).
    """

    kemendagri_code: str
    bps_code: str
    kind: RegionKind
    name: str
    province: str
    time_zone: str
    cohort: int | None
    population: int
    area_km2: float

    @property
    def full_name(self) -> str:
        return f"{'Kabupaten' if self.kind is RegionKind.REGENCY else 'Kota'} {self.name}"


@dataclass(frozen=True)
class RegionListing:
    """One line of the list of regions."""

    region: Region
    assessments: int
    open_focus_groups: int


@cache
def shipped_regions() -> tuple[ShippedRegion, ...]:
    text = resources.files("assess.store").joinpath("regions.csv").read_text(encoding="utf-8")
    return tuple(_shipped_region(row) for row in csv.DictReader(text.splitlines()))


def shipped_region(kemendagri_code: str) -> ShippedRegion | None:
    return next((r for r in shipped_regions() if r.kemendagri_code == kemendagri_code), None)


def shipped_regions_not_yet_created(db: Session) -> tuple[ShippedRegion, ...]:
    created = set(db.scalars(select(Region.kemendagri_code)))
    return tuple(r for r in shipped_regions() if r.kemendagri_code not in created)


def regions_in(db: Session, scope: RegionScope) -> list[Region]:
    query = select(Region).where(scope.where(Region.id)).order_by(Region.name, Region.kind)
    return list(db.scalars(query))


def region_listings_in(db: Session, scope: RegionScope) -> list[RegionListing]:
    assessments = (
        select(Assessment.region_id, func.count())
        .where(scope.where(Assessment.region_id))
        .group_by(Assessment.region_id)
    )
    open_groups = (
        select(FocusGroup.region_id, func.count())
        .where(FocusGroup.state == FocusGroupState.OPEN, scope.where(FocusGroup.region_id))
        .group_by(FocusGroup.region_id)
    )
    assessments_of = dict(db.execute(assessments).all())
    open_groups_of = dict(db.execute(open_groups).all())
    return [
        RegionListing(
            region=region,
            assessments=assessments_of.get(region.id, 0),
            open_focus_groups=open_groups_of.get(region.id, 0),
        )
        for region in regions_in(db, scope)
    ]


def region_by_code(db: Session, scope: RegionScope, kemendagri_code: str) -> Region | None:
    query = select(Region).where(Region.kemendagri_code == kemendagri_code, scope.where(Region.id))
    return db.scalar(query)


def regions_with_codes(db: Session, codes: Iterable[str]) -> list[Region]:
    query = select(Region).where(Region.kemendagri_code.in_(list(codes))).order_by(Region.name)
    return list(db.scalars(query))


def _shipped_region(row: dict[str, str]) -> ShippedRegion:
    return ShippedRegion(
        kemendagri_code=row["kemendagri_code"],
        bps_code=row["bps_code"],
        kind=RegionKind(row["kind"]),
        name=row["name"],
        province=row["province"],
        time_zone=row["time_zone"],
        cohort=int(row["cohort"]) if row["cohort"] else None,
        population=int(row["population_2025"]),
        area_km2=float(row["area_km2"]),
    )
