"""How far each table is: answers given of answers asked for, never what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.routing import sections_for
from assess.room.proceedings import Proceedings
from assess.store.seating import answered_by_table, table_counts
from assess.store.tables import FocusGroup
from assess.web.formatting import in_language


@dataclass(frozen=True)
class TableProgress:
    """One table. key is None for people who sit at no table, who see the whole form."""

    key: str | None
    name: str
    sections: tuple[str, ...]
    joined: int
    sent: int
    done: int
    asked: int
    late: bool
    ready: bool


def progress_of_tables(
    db: Session, shown: FocusGroup, questionnaire: Questionnaire, state: Proceedings
) -> list[TableProgress]:
    """The tables in their order; people without table last, where there are some."""
    names = section_names(questionnaire)
    forms = Forms(questionnaire, shown)
    people = table_counts(db, shown.id)
    answered = answered_by_table(db, shown.id)
    lines: list[dict[str, Any]] = [*shown.tables]
    if any(each.table_key is None for each in people):
        lines.append({"key": None, "name": _("Tanpa meja"), "sections": list(names)})
    progress = []
    for table in lines:
        key = table["key"]
        here = [each for each in people if each.table_key == key]
        progress.append(
            TableProgress(
                key=key,
                name=table["name"],
                sections=tuple(names[each] for each in table["sections"] if each in names),
                joined=sum(each.joined for each in here),
                sent=sum(each.sent for each in here),
                done=sum(
                    n
                    for (at, group, question), n in answered.items()
                    if at == key and question in forms.of(group, key)
                ),
                asked=sum(each.joined * len(forms.of(each.group_key, key)) for each in here),
                late=key in state.late_tables,
                ready=key in state.ready_tables,
            )
        )
    return progress


def section_names(questionnaire: Questionnaire) -> dict[str, str]:
    """Every part of the form that any group sees, in the order of the form."""
    parts = {
        section.key: section.name
        for group in questionnaire.groups
        for section in sections_for(questionnaire, group.key)
    }
    order = [part.key for part in (*questionnaire.dimensions, *questionnaire.readiness)]
    keys = [*(key for key in order if key in parts), *(key for key in parts if key not in order)]
    return {key: in_language(parts[key]) for key in keys}


class Forms:
    """What people of a meeting are asked in this round, by group and table; worked out once."""

    def __init__(self, questionnaire: Questionnaire, shown: FocusGroup) -> None:
        self._questionnaire = questionnaire
        self._asked = shown.asked
        self._sections = {table["key"]: table["sections"] for table in shown.tables}
        self._known: dict[tuple[str, str | None], frozenset[str]] = {}

    def of(self, group: str, table: str | None) -> frozenset[str]:
        """Ids of the questions of somebody of the group at the table."""
        key = (group, table)
        if key not in self._known:
            sections = self._sections.get(table or "")
            parts = sections_for(self._questionnaire, group, self._asked, sections)
            self._known[key] = frozenset(q.id for part in parts for q in part.questions)
        return self._known[key]
