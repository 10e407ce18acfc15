"""Which regions a reader may see: the one predicate that keeps regions apart."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import InstrumentedAttribute


@dataclass(frozen=True)
class RegionScope:
    all: bool = False
    region_ids: frozenset[int] = field(default_factory=frozenset)

    def allows(self, region_id: int) -> bool:
        return self.all or region_id in self.region_ids

    def where(self, region_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        """The condition that every query of scoped rows carries."""
        if self.all:
            return true()
        if not self.region_ids:
            return false()
        return region_id.in_(sorted(self.region_ids))


EVERYWHERE = RegionScope(all=True)
