"""What all staff forms share: text is normalised at the door, whatever field it came in by."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.fields.core import UnboundField

from assess.web.gate import clean_text


def tidy(text: str | None) -> str | None:
    return clean_text(text).strip() if text else text


class StaffForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    class Meta:
        def bind_field(self, form: Any, unbound_field: UnboundField[Any], options: Any) -> Any:
            """Passwords are kept as they were typed; every other text is made plain."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                options["filters"] = [*unbound_field.kwargs.pop("filters", []), tidy]
            return unbound_field.bind(form=form, **options)
