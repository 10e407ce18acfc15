"""The form of one respondent group in one questionnaire version, worked out once per process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import FocusGroupQuestion
from assess.questionnaire.routing import Section, sections_for
from assess.store.answers import Seat, StoredAnswer
from assess.store.questionnaires import questionnaire_by_sha256


@dataclass(frozen=True)
class FormVersion:
    sha256: str
    group_key: str
    questionnaire: Questionnaire
    sections: tuple[Section, ...]

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


_FORMS: dict[tuple[str, str], FormVersion] = {}
_MOST = 512


def form_version(session: Session, seat: Seat) -> FormVersion:
    key = (seat.questionnaire_sha256, seat.group_key)
    version = _FORMS.get(key)
    if version is None:
        questionnaire = questionnaire_by_sha256(session, seat.questionnaire_sha256)
        version = FormVersion(*key, questionnaire, sections_for(questionnaire, seat.group_key))
        if len(_FORMS) >= _MOST:
            _FORMS.clear()
        _FORMS[key] = version
    return version
