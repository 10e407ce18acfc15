"""The form of one respondent group in one questionnaire version, worked out once per process.

In a second round, and at a table of a large meeting, the form is a part of the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import FocusGroupQuestion
from assess.questionnaire.routing import Section, sections_for
from assess.store.answers import StoredAnswer
from assess.store.questionnaires import questionnaire_by_sha256
from assess.store.seats import Seat, form_of_meeting

# Questionnaire, group, and what makes it a part: meeting, its form's revision, table.
FormKey = tuple[str, str, tuple[int, int, str | None] | None]


@dataclass(frozen=True)
class FormVersion:
    key: FormKey
    questionnaire: Questionnaire
    sections: tuple[Section, ...]
    whole: frozenset[str]  # ids of all questions that the group is ever asked
    round: int
    table: str | None = None  # name of the participant's table

    @cached_property
    def section_by_key(self) -> dict[str, Section]:
        return {section.key: section for section in self.sections}

    @cached_property
    def questions(self) -> dict[str, FocusGroupQuestion]:
        return {question.id: question for part in self.sections for question in part.questions}

    @property
    def total(self) -> int:
        return len(self.questions)

    def number_answered(self, answers: Mapping[str, StoredAnswer]) -> int:
        return sum(1 for key, answer in answers.items() if answer.given and key in self.questions)

    def section_after(self, section: Section) -> Section | None:
        at = self.sections.index(section)
        return self.sections[at + 1] if at + 1 < len(self.sections) else None


_FORMS: dict[FormKey, FormVersion] = {}
_MOST = 512


def form_version(session: Session, seat: Seat) -> FormVersion:
    part = (seat.focus_group_id, seat.form_revision, seat.table_key) if seat.form_revision else None
    key = (seat.questionnaire_sha256, seat.group_key, part)
    version = _FORMS.get(key)
    if version is None:
        version = _work_out(session, seat, key)
        if len(_FORMS) >= _MOST:
            _FORMS.clear()
        _FORMS[key] = version
    return version


def _work_out(session: Session, seat: Seat, key: FormKey) -> FormVersion:
    questionnaire = questionnaire_by_sha256(session, seat.questionnaire_sha256)
    asked, tables = (None, []) if key[2] is None else form_of_meeting(session, seat.focus_group_id)
    table = next((each for each in tables if each["key"] == seat.table_key), None)
    sections = sections_for(
        *(questionnaire, seat.group_key, asked),
        None if table is None else frozenset(table["sections"]),
    )
    whole = sections_for(questionnaire, seat.group_key)
    return FormVersion(
        key=key,
        questionnaire=questionnaire,
        sections=sections,
        whole=frozenset(question.id for part in whole for question in part.questions),
        round=seat.round,
        table=None if table is None else table["name"],
    )
