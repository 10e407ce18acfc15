"""Rounds, and the log of a meeting as a chain

Revision: 0002, after 0001
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FROZEN = {
    # table: (verb, condition under which SQLite and PostgreSQL refuse it)
    "focus_group_event": {"update": "1=1", "delete": "1=1"},
    "closed_round": {"update": "1=1", "delete": "1=1"},
    "round_answer": {
        "update": "1=1",
        "delete": "NOT EXISTS (SELECT 1 FROM participant p WHERE p.id = OLD.participant_id "
        "AND p.erased_at IS NOT NULL)",
    },
}


def upgrade() -> None:
    with op.batch_alter_table("focus_group") as table:
        table.add_column(
            sa.Column("entry", sa.String(10), server_default="open_code", nullable=False)
        )
        table.add_column(sa.Column("round", sa.SmallInteger, server_default="1", nullable=False))
        table.add_column(
            sa.Column("answering", sa.Boolean, server_default=sa.true(), nullable=False)
        )
        table.add_column(sa.Column("asked", sa.JSON, nullable=True))
        table.add_column(sa.Column("tables", sa.JSON, server_default="[]", nullable=False))
        table.add_column(
            sa.Column("form_revision", sa.Integer, server_default="0", nullable=False)
        )
        table.add_column(sa.Column("score_round", sa.SmallInteger, nullable=True))
        table.create_check_constraint(
            op.f("ck_focus_group_entry"), "entry IN ('open_code', 'tickets')"
        )
    op.execute("UPDATE focus_group SET answering = (state = 'open')")
    with op.batch_alter_table("participant") as table:
        table.add_column(sa.Column("table_key", sa.String(40), nullable=True))
        table.add_column(sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    _add_tables()
    _chain_events()
    for table_name, verbs in FROZEN.items():
        for verb, condition in verbs.items():
            _freeze(table_name, verb, condition)


def downgrade() -> None:
    """The log keeps its rows; what later versions wrote into it reads as text of its verb."""
    for table_name, verbs in FROZEN.items():
        for verb in verbs:
            _thaw(table_name, verb)
    op.drop_table("attendee")
    op.drop_table("seat_ticket")
    op.drop_table("round_answer")
    op.drop_table("closed_round")
    known = "('opened', 'closed', 'reopened', 'withdrawn')"
    op.execute(f"DELETE FROM focus_group_event WHERE verb NOT IN {known}")
    with op.batch_alter_table("focus_group_event") as table:
        table.drop_constraint(op.f("uq_focus_group_event_focus_group_id_seq"), type_="unique")
        table.create_check_constraint(op.f("ck_focus_group_event_verb"), f"verb IN {known}")
        for name in ("seq", "content", "by_name", "previous_hash", "hash"):
            table.drop_column(name)
    with op.batch_alter_table("participant") as table:
        for name in ("table_key", "voided_at", "erased_at"):
            table.drop_column(name)
    with op.batch_alter_table("focus_group") as table:
        table.drop_constraint(op.f("ck_focus_group_entry"), type_="check")
        for name in ("entry", "round", "answering", "asked", "tables"):
            table.drop_column(name)
        for name in ("form_revision", "score_round"):
            table.drop_column(name)


def _add_tables() -> None:
    op.create_table(
        "closed_round",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("focus_group_id", sa.Integer, nullable=False),
        sa.Column("region_id", sa.Integer, nullable=False),
        sa.Column("number", sa.SmallInteger, nullable=False),
        sa.Column("edition", sa.SmallInteger, nullable=False),
        sa.Column("questions", sa.JSON, nullable=True),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("answers", sa.Integer, nullable=False),
        sa.Column("answers_sha256", sa.String(64), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        *_owned("closed_round"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_round")),
        sa.UniqueConstraint(
            "focus_group_id", "number", "edition", name=op.f("uq_closed_round_focus_group_id_number_edition")
        ),
    )
    op.create_index(op.f("ix_closed_round_focus_group_id"), "closed_round", ["focus_group_id"])
    op.create_index(op.f("ix_closed_round_region_id"), "closed_round", ["region_id"])
    op.create_table(
        "round_answer",
        sa.Column("closed_round_id", sa.Integer, nullable=False),
        sa.Column("participant_id", sa.Integer, nullable=False),
        sa.Column("question_id", sa.String(40), nullable=False),
        sa.Column("region_id", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("level", sa.SmallInteger, nullable=True),
        sa.Column("target", sa.SmallInteger, nullable=True),
        sa.CheckConstraint(
            "level BETWEEN -2 AND 5 AND level <> 0", name=op.f("ck_round_answer_level")
        ),
        sa.CheckConstraint("target BETWEEN 1 AND 5", name=op.f("ck_round_answer_target")),
        sa.ForeignKeyConstraint(
            ["closed_round_id"],
            ["closed_round.id"],
            name=op.f("fk_round_answer_closed_round_id_closed_round"),
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_round_answer_participant_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_round_answer_region_id_region")
        ),
        sa.PrimaryKeyConstraint(
            "closed_round_id", "participant_id", "question_id", name=op.f("pk_round_answer")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_round_answer_participant_id"), "round_answer", ["participant_id"])
    op.create_table(
        "seat_ticket",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("focus_group_id", sa.Integer, nullable=False),
        sa.Column("region_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("group_key", sa.String(60), nullable=True),
        sa.Column("table_key", sa.String(40), nullable=True),
        sa.Column("participant_id", sa.Integer, nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *_owned("seat_ticket"),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_seat_ticket_participant_id_participant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_ticket")),
        sa.UniqueConstraint(
            "focus_group_id", "number", name=op.f("uq_seat_ticket_focus_group_id_number")
        ),
        sa.UniqueConstraint("participant_id", name=op.f("uq_seat_ticket_participant_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_seat_ticket_token_hash")),
    )
    op.create_index(op.f("ix_seat_ticket_focus_group_id"), "seat_ticket", ["focus_group_id"])
    op.create_table(
        "attendee",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("focus_group_id", sa.Integer, nullable=False),
        sa.Column("region_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("position", sa.String(120), nullable=False),
        sa.Column("institution", sa.String(120), nullable=False),
        sa.Column("group_key", sa.String(60), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        *_owned("attendee"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendee")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attendee_public_id")),
    )
    op.create_index(op.f("ix_attendee_focus_group_id"), "attendee", ["focus_group_id"])


def _owned(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [f"{owner}_id"], [f"{owner}.id"], name=op.f(f"fk_{table}_{owner}_id_{owner}")
        )
        for owner in ("focus_group", "region")
    ]


def _chain_events() -> None:
    """Give the entries that exist their place, the name of who wrote them, and their hashes."""
    with op.batch_alter_table("focus_group_event") as table:
        table.add_column(sa.Column("seq", sa.Integer, nullable=True))
        table.add_column(sa.Column("content", sa.JSON, server_default="{}", nullable=False))
        table.add_column(
            sa.Column("by_name", sa.String(100), server_default="", nullable=False)
        )
        table.add_column(sa.Column("previous_hash", sa.String(64), nullable=True))
        table.add_column(sa.Column("hash", sa.String(64), nullable=True))
        table.drop_constraint(op.f("ck_focus_group_event_verb"), type_="check")
        table.alter_column("verb", existing_type=sa.String(10), type_=sa.String(30))
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT e.id, g.public_id, e.verb, e.reason, e.at, a.display_name "
            "FROM focus_group_event e JOIN focus_group g ON g.id = e.focus_group_id "
            "LEFT JOIN account a ON a.id = e.account_id ORDER BY e.focus_group_id, e.id"
        ).columns(at=sa.DateTime(timezone=True))
    ).all()
    ends: dict[str, tuple[int, str]] = {}
    change = sa.text(
        "UPDATE focus_group_event SET seq = :seq, by_name = :by, previous_hash = :before, "
        "hash = :hash WHERE id = :id"
    )
    for key, meeting, verb, reason, at, name in rows:
        seq, before = ends.get(meeting, (0, "0" * 64))
        told = _hash(meeting, seq + 1, verb, at, name or "", reason, before)
        ends[meeting] = (seq + 1, told)
        connection.execute(
            change,
            {"seq": seq + 1, "by": name or "", "before": before, "hash": told, "id": key},
        )
    with op.batch_alter_table("focus_group_event") as table:
        table.alter_column("seq", existing_type=sa.Integer, nullable=False)
        table.alter_column("previous_hash", existing_type=sa.String(64), nullable=False)
        table.alter_column("hash", existing_type=sa.String(64), nullable=False)
        table.alter_column("content", existing_type=sa.JSON, server_default=None)
        table.alter_column("by_name", existing_type=sa.String(100), server_default=None)
        table.create_unique_constraint(
            op.f("uq_focus_group_event_focus_group_id_seq"), ["focus_group_id", "seq"]
        )


def _hash(
    meeting: str, seq: int, verb: str, at: datetime, by: str, reason: str, before: str
) -> str:
    """As assess/room/chain.py made it when this revision was written."""
    moment = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    told = {
        "meeting": meeting,
        "seq": seq,
        "verb": verb,
        "at": moment.isoformat(timespec="microseconds"),
        "by": by,
        "reason": reason,
        "content": {},
        "previous": before,
    }
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _freeze(table: str, verb: str, condition: str) -> None:
    name = f"{table}_no_{verb}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION 'rows of {table} are never changed' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
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
