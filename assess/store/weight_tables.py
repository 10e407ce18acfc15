"""Tables of weights: who was asked, what each entered, and what was decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assess.scoring.expert_entries import EntryState
from assess.scoring.expert_panel import WeightMethod
from assess.store.columns import Base, one_of
from assess.store.tables import Assessment


class WeightExpert(Base):
    """Somebody who is asked for weights. The token is the link to the own form, without account."""

    __tablename__ = "weight_expert"
    __table_args__ = (UniqueConstraint("assessment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    number: Mapped[int] = mapped_column(SmallInteger)  # "Pakar 1"
    office: Mapped[str] = mapped_column(String(120), default="")  # for whom, never a name
    token: Mapped[str] = mapped_column(String(32), unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]

    assessment: Mapped[Assessment] = relationship(lazy="raise")


class WeightEntry(Base):
    """Points or judgements of one expert on one set of siblings. Latest per expert, set and
    method; earlier ones stay as rows with `replaced_at`. Only what is accepted counts."""

    __tablename__ = "weight_entry"
    __table_args__ = (
        one_of("method", WeightMethod, "method"),
        one_of("state", EntryState, "state"),
        Index("ix_weight_entry_assessment_set", "assessment_id", "set_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("weight_expert.id"), index=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    set_key: Mapped[str] = mapped_column(String(60))  # of the parent: index, or a dimension
    method: Mapped[WeightMethod] = mapped_column(String(10))
    entries: Mapped[dict[str, Any]]  # points or judgements: see scoring/expert_entries.py
    state: Mapped[EntryState] = mapped_column(String(10))
    ratio: Mapped[float | None]  # consistency ratio of judgements
    entered_at: Mapped[datetime]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # none: the expert
    replaced_at: Mapped[datetime | None]


class AdoptedWeights(Base):
    """Weights that were decided on for one set of siblings. The latest holds from its moment on;
    earlier ones stay as rows with `replaced_at`, and results keep a copy of what they used."""

    __tablename__ = "adopted_weights"
    __table_args__ = (
        one_of("method", WeightMethod, "method"),
        Index("ix_adopted_weights_assessment_set", "assessment_id", "set_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    set_key: Mapped[str] = mapped_column(String(60))
    method: Mapped[WeightMethod] = mapped_column(String(10))
    weights: Mapped[dict[str, Any]]  # child key -> weight, in percent
    experts: Mapped[int] = mapped_column(SmallInteger)
    ratio: Mapped[float | None]
    note: Mapped[str] = mapped_column(String(500))
    after_result: Mapped[bool]  # a result was known when this was decided
    adopted_at: Mapped[datetime]
    adopted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    replaced_at: Mapped[datetime | None]
