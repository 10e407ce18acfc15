"""Minutes of a meeting as documents beside drafts of the masterplan

Revision: 0007, after 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("draft") as table:
        table.add_column(
            sa.Column("kind", sa.String(10), server_default="masterplan", nullable=False)
        )
        table.add_column(sa.Column("focus_group_id", sa.Integer, nullable=True))
        table.add_column(sa.Column("log_seq", sa.Integer, nullable=True))
        table.create_check_constraint(op.f("ck_draft_kind"), "kind IN ('masterplan', 'minutes')")
        table.create_foreign_key(
            op.f("fk_draft_focus_group_id_focus_group"), "focus_group", ["focus_group_id"], ["id"]
        )
        table.create_index(op.f("ix_draft_focus_group_id"), ["focus_group_id"])


def downgrade() -> None:
    op.execute("DELETE FROM draft WHERE kind <> 'masterplan'")
    with op.batch_alter_table("draft") as table:
        table.drop_index(op.f("ix_draft_focus_group_id"))
        table.drop_constraint(op.f("fk_draft_focus_group_id_focus_group"), type_="foreignkey")
        table.drop_constraint(op.f("ck_draft_kind"), type_="check")
        table.drop_column("log_seq")
        table.drop_column("focus_group_id")
        table.drop_column("kind")
