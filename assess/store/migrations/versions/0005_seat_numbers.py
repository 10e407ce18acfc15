"""A number for each seat of a meeting

Revision: 0005, after 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INDEX = "ix_participant_focus_group_id_seat_number"


def upgrade() -> None:
    """The table is not rebuilt: triggers of other tables look into it."""
    op.add_column(
        "participant", sa.Column("seat_number", sa.Integer, server_default="0", nullable=False)
    )
    op.execute(
        "UPDATE participant SET seat_number = (SELECT count(*) FROM participant earlier "
        "WHERE earlier.focus_group_id = participant.focus_group_id "
        "AND earlier.id <= participant.id)"
    )
    op.create_index(INDEX, "participant", ["focus_group_id", "seat_number"], unique=True)


def downgrade() -> None:
    op.drop_index(INDEX, "participant")
    op.drop_column("participant", "seat_number")
