"""Answers that come after the closing, and reopening for some minutes

Revision: 0004, after 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "focus_group", sa.Column("open_until", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_table(
        "late_operation",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("participant_id", sa.Integer, nullable=False),
        sa.Column("focus_group_id", sa.Integer, nullable=False),
        sa.Column("region_id", sa.Integer, nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("operations", sa.JSON, nullable=False),
        sa.Column("outcomes", sa.JSON, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [f"{owner}_id"],
                [f"{owner}.id"],
                name=op.f(f"fk_late_operation_{owner}_id_{owner}"),
            )
            for owner in ("participant", "focus_group", "region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_operation")),
        sa.UniqueConstraint(
            "participant_id", "code", name=op.f("uq_late_operation_participant_id_code")
        ),
    )
    op.create_index(op.f("ix_late_operation_focus_group_id"), "late_operation", ["focus_group_id"])


def downgrade() -> None:
    op.drop_table("late_operation")
    op.drop_column("focus_group", "open_until")
