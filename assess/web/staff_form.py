"""What all staff forms share: texts made plain, and messages that people here can read."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, PasswordField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are older
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired, StopValidation

from assess.web.gate import clean_text

# What WTForms says of its own accord; everything else is said by our validators.
_OWN_WORDS = {
    "Not a valid integer value.": _("Tulis bilangan bulat, misalnya 12."),
    "Not a valid date value.": _("Tulis tanggal, misalnya 2026-11-21."),
    "Not a valid time value.": _("Tulis jam, misalnya 09:00."),
    "Not a valid choice.": _("Pilih dari pilihan yang tersedia."),
    "Invalid Choice: could not coerce.": _("Pilih dari pilihan yang tersedia."),
}


class Filled(InputRequired):
    """Something was entered, and more than blanks. A chosen 0 counts as something."""

    def __call__(self, form: Any, field: Any) -> None:
        super().__call__(form, field)
        if field.data == "":
            raise StopValidation(self.message or "")


class WholeNumberField(IntegerField):
    """Of at most nine digits; WTForms cannot compare numbers that no float can hold."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and len(valuelist[0].strip()) > 9:
            self.data = None
            raise ValueError(self.gettext("Not a valid integer value."))
        super().process_formdata(valuelist)


class Within:
    """A date of our time: arithmetic with zones fails at both ends of the calendar."""

    def __init__(self, first: int, last: int, message: Any) -> None:
        self._years = range(first, last + 1)
        self._message = message

    def __call__(self, _form: Any, field: Any) -> None:
        if field.data is not None and field.data.year not in self._years:
            raise StopValidation(self._message)


def tidy(text: str | None) -> str | None:
    return clean_text(text).strip() if text else text


def choice(value: str, label: str) -> Any:
    """One entry of a select or of radio buttons."""
    return SelectChoice(value, label)


class OwnWords:
    """Stands where WTForms looks for a translation: its catalogues have no Indonesian."""

    def gettext(self, text: str) -> str:
        return str(_OWN_WORDS.get(text, text))

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.gettext(one if n == 1 else many)


class StaffForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    class Meta:
        def get_translations(self, _form: Any) -> OwnWords:
            return OwnWords()

        def wrap_formdata(self, _form: Any, formdata: Any) -> Any:
            """Forms come as forms. Flask-WTF would also read JSON bodies and uploaded files into
            the fields, which are neither bounded nor texts."""
            posted = request.method == "POST" and formdata is not None
            return request.form if posted else None

        def bind_field(self, form: Any, unbound_field: UnboundField[Any], options: Any) -> Any:
            """Passwords are kept as they were typed; every other text is made plain."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                options["filters"] = [*unbound_field.kwargs.pop("filters", []), tidy]
            return unbound_field.bind(form=form, **options)
