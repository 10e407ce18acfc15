"""Meetings that are carried from one server to another, and paper forms

Revision: 0006, after 0005
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SEAT_INDEX = "ix_participant_public_id"
FROZEN = ("update", "delete")  # of merged_pack


def upgrade() -> None:
    op.add_column(
        "participant", sa.Column("public_id", sa.String(22), server_default="", nullable=False)
    )
    op.add_column(
        "focus_group", sa.Column("code_salt", sa.String(22), server_default="", nullable=False)
    )
    op.execute("UPDATE focus_group SET code_salt = CAST(id AS VARCHAR(22))")  # as it was hashed
    _name_seats()
    op.create_index(SEAT_INDEX, "participant", ["public_id"], unique=True)
    op.create_table(
        "trusted_key",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("regions", sa.JSON, nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_trusted_key")),
    )
    op.create_table(
        "merged_pack",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("focus_group_id", sa.Integer, nullable=False),
        sa.Column("region_id", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("packed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("log", sa.String(10), nullable=False),
        sa.Column("added", sa.JSON, nullable=False),
        sa.Column("conflicts", sa.JSON, nullable=False),
        sa.Column("branch", sa.JSON, nullable=False),
        *_owned("merged_pack", "focus_group", "region"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merged_pack")),
        sa.UniqueConstraint(
            "focus_group_id", "sha256", name=op.f("uq_merged_pack_focus_group_id_sha256")
        ),
    )
    op.create_index(op.f("ix_merged_pack_focus_group_id"), "merged_pack", ["focus_group_id"])
    op.create_index(op.f("ix_merged_pack_region_id"), "merged_pack", ["region_id"])
    op.create_table(
        "withdrawn_seat",
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("focus_group_id", sa.Integer, nullable=False),
        sa.Column("region_id", sa.Integer, nullable=False),
        *_owned("withdrawn_seat", "focus_group", "region"),
        sa.PrimaryKeyConstraint("public_id", name=op.f("pk_withdrawn_seat")),
    )
    op.create_index(
        op.f("ix_withdrawn_seat_focus_group_id"), "withdrawn_seat", ["focus_group_id"]
    )
    _add_paper()
    for verb in FROZEN:
        _freeze("merged_pack", verb)


def downgrade() -> None:
    for verb in FROZEN:
        _thaw("merged_pack", verb)
    for table in ("paper_sheet", "withdrawn_seat", "merged_pack", "trusted_key"):
        op.drop_table(table)
    op.drop_index(SEAT_INDEX, "participant")
    op.drop_column("participant", "public_id")
    op.drop_column("focus_group", "code_salt")


def _name_seats() -> None:
    connection = op.get_bind()
    seats = connection.execute(sa.text("SELECT id FROM participant")).scalars().all()
    if seats:
        connection.execute(
            sa.text("UPDATE participant SET public_id = :name WHERE id = :id"),
            [{"id": seat, "name": secrets.token_urlsafe(16)} for seat in seats],
        )


def _add_paper() -> None:
    op.create_table(
        "paper_sheet",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("focus_group_id", sa.Integer, nullable=False),
        sa.Column("region_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("group_key", sa.String(60), nullable=False),
        sa.Column("institution", sa.String(120), nullable=False),
        sa.Column("consents", sa.JSON, nullable=False),
        sa.Column("first", sa.JSON, nullable=False),
        sa.Column("first_by", sa.Integer, nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second", sa.JSON, nullable=True),
        sa.Column("second_by", sa.Integer, nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled", sa.JSON, nullable=True),
        sa.Column("settled_by", sa.Integer, nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("differences", sa.Integer, nullable=False),
        sa.Column("participant_id", sa.Integer, nullable=True),
        *_owned("paper_sheet", "focus_group", "region", "participant"),
        *(
            sa.ForeignKeyConstraint(
                [column], ["account.id"], name=op.f(f"fk_paper_sheet_{column}_account")
            )
            for column in ("first_by", "second_by", "settled_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheet")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_sheet_public_id")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_paper_sheet_participant_id")),
        sa.UniqueConstraint(
            "focus_group_id", "number", name=op.f("uq_paper_sheet_focus_group_id_number")
        ),
    )
    op.create_index(op.f("ix_paper_sheet_focus_group_id"), "paper_sheet", ["focus_group_id"])


def _owned(table: str, *owners: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [f"{owner}_id"], [f"{owner}.id"], name=op.f(f"fk_{table}_{owner}_id_{owner}")
        )
        for owner in owners
    ]


def _freeze(table: str, verb: str) -> None:
    name, words = f"{table}_no_{verb}", f"rows of {table} are never changed"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def _thaw(table: str, verb: str) -> None:
    name = f"{table}_no_{verb}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP FUNCTION {name}()")
