"""Tables of a large meeting: which parts of the form each answers, and how far it says it is."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.actions.identifiers import new_form_revision
from assess.actions.proceedings import write_down
from assess.actions.seating import lock_open_meeting
from assess.store.account_tables import Account
from assess.store.tables import FocusGroup, FocusGroupVerb, Participant

MOST_TABLES = 30


class TableInUse(RuntimeError):
    """People sit at a table that would go."""


class TableUnfit(ValueError):
    """A table needs a name of its own and at least one part of the form."""


class NoSuchTable(LookupError):
    """The meeting has no table of this key."""


class TableState(StrEnum):
    """What an assistant says of the table."""

    WORKING = "working"
    LATE = "late"
    READY = "ready"


@dataclass(frozen=True)
class NewTable:
    """key : of a table that exists, or empty for a new one"""

    key: str
    name: str
    sections: Sequence[str]


def set_tables(
    db: Session,
    focus_group: FocusGroup,
    known_sections: Collection[str],
    wanted: Sequence[NewTable],
    now: datetime,
    by: Account | None = None,
) -> None:
    """Say which tables there are. None at all: everybody answers the whole form."""
    lock_open_meeting(db, focus_group)
    before = {each["key"]: each for each in focus_group.tables}
    tables = _with_keys(wanted, before, known_sections)
    gone = [key for key in before if key not in {each["key"] for each in tables}]
    query = select(func.count()).where(
        Participant.focus_group_id == focus_group.id, Participant.table_key.in_(gone)
    )
    if gone and db.scalar(query):
        raise TableInUse(focus_group.public_id)
    focus_group.tables = tables
    focus_group.form_revision = new_form_revision()
    write_down(db, focus_group, FocusGroupVerb.TABLES_SET, now, by, tables=tables)


def mark_table(
    db: Session,
    focus_group: FocusGroup,
    key: str,
    state: TableState,
    now: datetime,
    by: Account | None = None,
    *,
    by_assistant: bool = False,
) -> None:
    """Write down that a table is late, ready, or at work again."""
    lock_open_meeting(db, focus_group)
    if key not in {each["key"] for each in focus_group.tables}:
        raise NoSuchTable(key)
    write_down(
        *(db, focus_group, FocusGroupVerb.TABLE_LATE, now, by),
        table=key,
        late=state is TableState.LATE,
        ready=state is TableState.READY,
        by_assistant=by_assistant,
    )


def renew_assistant_link(
    db: Session, focus_group: FocusGroup, key: str, now: datetime, by: Account | None = None
) -> None:
    """End the link that the table's assistant has, and begin another."""
    lock_open_meeting(db, focus_group)
    if key not in {each["key"] for each in focus_group.tables}:
        raise NoSuchTable(key)
    focus_group.tables = [
        {**each, "assistant": each["assistant"] + 1} if each["key"] == key else each
        for each in focus_group.tables
    ]
    write_down(db, focus_group, FocusGroupVerb.TABLES_SET, now, by, tables=list(focus_group.tables))


def assistant_key(secret: str, meeting: str, table: dict[str, Any]) -> str:
    """What stands in the link of a table's assistant. It follows from the secret and from how
    often the link was renewed, so nothing is kept of it."""
    purpose = f"assistant:{meeting}:{table['key']}:{table['assistant']}"
    drawn = hmac.digest(secret.encode(), purpose.encode(), "sha256")
    return base64.urlsafe_b64encode(drawn[:16]).decode().rstrip("=")


def sections_without_table(
    tables: Sequence[dict[str, Any]], sections: Sequence[str]
) -> tuple[str, ...]:
    """Parts of the form that no table answers; none where there are no tables."""
    answered = {section for table in tables for section in table["sections"]}
    return tuple(key for key in sections if tables and key not in answered)


def _with_keys(
    wanted: Sequence[NewTable], before: dict[str, dict[str, Any]], known: Collection[str]
) -> list[dict[str, Any]]:
    names = [each.name.strip().casefold() for each in wanted]
    fit = all(names) and len(set(names)) == len(names) and len(wanted) <= MOST_TABLES
    if not fit or not all(each.sections and set(each.sections) <= set(known) for each in wanted):
        raise TableUnfit
    highest = max((int(key.removeprefix("meja-")) for key in before), default=0)
    tables = []
    for each in wanted:
        if each.key not in before:
            highest += 1
        kept = before.get(each.key, {"key": f"meja-{highest}", "assistant": 1})
        sections = [key for key in known if key in each.sections]
        tables.append({**kept, "name": each.name.strip(), "sections": sections})
    return tables
