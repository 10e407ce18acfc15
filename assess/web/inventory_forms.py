"""The form of one fact: its value by the kind of the question, and where the value is from."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    Field,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from assess.inventory.facts import FactValue, TypedFact
from assess.questionnaire.questions import (
    ChoiceFact,
    FactQuestion,
    FollowUp,
    MultiFact,
    NumberFact,
    Option,
    TextFact,
    YesNoFact,
)
from assess.web.formatting import in_language
from assess.web.staff_form import Filled, StaffForm, Within, choice


class FactForm(StaffForm):
    """`fact_form` adds value, and where the question has them target and follow_up."""

    as_of = DateField(
        _("Keadaan pada tanggal"),
        validators=[
            Filled(_("Tulis tanggal keadaan ini, misalnya 2026-06-30.")),
            Within(1945, 9999, _("Tulis tanggal mulai tahun 1945.")),
        ],
    )
    source = StringField(
        _("Sumber"),
        validators=[
            Filled(_("Tulis sumbernya: dokumen, nomor, atau tautan.")),
            Length(max=500, message=_("Sumber paling panjang 500 karakter.")),
        ],
    )
    stated_by = StringField(
        _("Dinyatakan oleh (jabatan dan instansi, boleh dikosongkan)"),
        validators=[Length(max=200, message=_("Paling panjang 200 karakter."))],
    )
    approximate = BooleanField(_("Angka kira-kira"))
    disputed = StringField(
        _("Bila diperselisihkan: siapa menyatakan apa (boleh dikosongkan)"),
        validators=[Length(max=500, message=_("Paling panjang 500 karakter."))],
    )

    def typed(self) -> TypedFact:
        """What stands in the inputs of the value, as text."""
        value = self.text_in("value")
        return TypedFact(
            value=value if isinstance(value, str) else "",
            target=str(self.text_in("target")),
            follow_up=str(self.text_in("follow_up")),
            chosen=value if isinstance(value, list) else (),
        )

    def text_in(self, name: str) -> str | list[str]:
        if name not in self:
            return ""
        return self[name].data or ""


class CheckboxesField(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def fact_form(question: FactQuestion) -> type[FactForm]:
    """The form for one question. Values are checked by `assess.inventory`, not here."""
    fields: dict[str, Any] = {"value": _value_field(question)}
    if isinstance(question, NumberFact) and question.has_target:
        fields["target"] = StringField(_("Target (boleh dikosongkan)"), render_kw=_NUMERIC)
    if isinstance(question, YesNoFact | ChoiceFact) and question.follow_up is not None:
        fields["follow_up"] = _follow_up_field(question.follow_up)
    return type("FactFormOfQuestion", (FactForm,), fields)


def values_in_form(question: FactQuestion, value: FactValue) -> dict[str, Any]:
    """A stored value as the form shows it."""
    match question:
        case NumberFact():
            return {"value": _typed(value["number"]), "target": _typed(value.get("target"))}
        case TextFact():
            return {"value": value["text"]}
        case YesNoFact():
            follow_up = value.get("follow_up", "")
            return {"value": "yes" if value["yes"] else "no", "follow_up": follow_up}
        case ChoiceFact():
            return {"value": value["option"], "follow_up": value.get("follow_up", "")}
        case MultiFact():
            return {"value": value["options"]}
        case _:
            return {}


_NUMERIC = {"inputmode": "decimal", "autocomplete": "off"}


def _value_field(question: FactQuestion) -> Field | None:
    match question:
        case NumberFact():
            unit = in_language(question.unit)
            return StringField(_("Jumlah saat ini (%(unit)s)", unit=unit), render_kw=_NUMERIC)
        case TextFact():
            return TextAreaField(_("Keterangan"), render_kw={"rows": 4})
        case YesNoFact():
            choices = [choice("yes", _("Ya")), choice("no", _("Tidak"))]
            return RadioField(_("Jawaban"), choices=choices, validate_choice=False)
        case ChoiceFact():
            return RadioField(
                _("Pilih satu"), choices=_choices(question.options), validate_choice=False
            )
        case MultiFact():
            return CheckboxesField(
                _("Pilih semua yang sesuai"),
                choices=_choices(question.options),
                validate_choice=False,
            )
        case _:
            return None


def _follow_up_field(follow_up: FollowUp) -> Field:
    kind = "date" if follow_up.kind == "date" else "text"
    return StringField(in_language(follow_up.text), render_kw={"type": kind})


def _choices(options: tuple[Option, ...]) -> list[Any]:
    return [choice(option.key, in_language(option.label)) for option in options]


def _typed(value: float | None) -> str:
    """A number as an official types it: 1.234,5 in either language."""
    return "" if value is None else str(value).removesuffix(".0").replace(".", ",")
