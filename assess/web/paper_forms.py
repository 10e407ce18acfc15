"""What staff type from a paper form: its head, and one line of codes for each question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from assess.actions.paper import HIGHEST_NUMBER
from assess.questionnaire.answers import AnswerRefused, GivenAnswer, Refusal, parse_answer
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import MaturityQuestion
from assess.questionnaire.routing import Section
from assess.web.answer_form import FIELDS
from assess.web.formatting import in_language
from assess.web.gate import clean_text
from assess.web.staff_form import Filled, StaffForm, WholeNumberField, choice

LETTERS = {"T": "DK", "X": "NA"}  # on paper; what is typed there is not what is stored
TEXTS = ("note", "evidence")


class SheetForm(StaffForm):
    number = WholeNumberField(
        _("Nomor formulir"),
        validators=[
            Filled(_("Tulis nomor yang tercetak atau ditulis pada formulir.")),
            NumberRange(1, HIGHEST_NUMBER, message=_("Nomor formulir antara 1 dan 9.999.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    group = SelectField(_("Kelompok pada formulir"), validate_choice=True)
    institution = StringField(
        _("Instansi, usaha, atau komunitas (boleh kosong)"),
        validators=[Length(max=120, message=_("Nama instansi paling panjang 120 huruf."))],
    )
    consents = SelectMultipleField(
        _("Persetujuan yang dicentang pada formulir"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, questionnaire: Questionnaire, **given: Any) -> None:
        super().__init__(**given)
        self.group.choices = [
            choice(group.key, in_language(group.name)) for group in questionnaire.groups
        ]
        self.consents.choices = [
            choice(option.key, in_language(option.label))
            for option in questionnaire.privacy_notice.consent
        ]


@dataclass
class Keying:
    """A form as it was typed: what could be read, and what was refused with its fields."""

    keyed: dict[str, dict[str, Any]] = field(default_factory=dict)
    typed: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: dict[str, Refusal] = field(default_factory=dict)


def keying_of(
    questionnaire: Questionnaire, sections: Sequence[Section], form: Mapping[str, str]
) -> Keying:
    keying = Keying()
    for section in sections:
        for question in section.questions:
            typed = {
                name: clean_text(form.get(prefix + question.id, "")).strip()
                for name, prefix in FIELDS.items()
            }
            keying.typed[question.id] = typed
            letter = typed["level"].upper()
            fields = {**typed, "level": LETTERS.get(letter, typed["level"])}
            try:
                if letter in LETTERS.values():
                    raise AnswerRefused(question.id, Refusal.LEVEL)
                given = parse_answer(questionnaire, question, fields)
            except AnswerRefused as error:
                keying.refused[question.id] = error.refusal
                continue
            told = _told(given)
            if told:
                keying.keyed[question.id] = told
    return keying


def typed_texts(keyed: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Texts of the first keying, to be proofread in the second; its codes are not shown."""
    return {
        question: {name: given[name] for name in TEXTS if name in given}
        for question, given in keyed.items()
    }


def in_codes(
    questionnaire: Questionnaire, given: Mapping[str, Any] | None, question_id: str
) -> str:
    """What one keying says of a question, in the codes of the paper."""
    given = given or {}
    level = {-1: "T", -2: "X"}.get(given.get("level", 0), str(given.get("level", "–")))
    if not isinstance(questionnaire.question_by_id[question_id], MaturityQuestion):
        return level
    horizons = {horizon.key: in_language(horizon.name) for horizon in questionnaire.horizons}
    until = horizons.get(given.get("horizon", ""), "–")
    return f"{level} → {given.get('target', '–')} · {until}"


def _told(given: GivenAnswer) -> dict[str, Any]:
    pairs = zip(GivenAnswer._fields, given, strict=True)
    return {name: value for name, value in pairs if value is not None}
