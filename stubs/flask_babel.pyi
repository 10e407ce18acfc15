"""What we use of Flask-Babel, which ships no types."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from flask import Flask

class Babel:
    def __init__(
        self,
        app: Flask | None = ...,
        *,
        default_locale: str = ...,
        default_timezone: str = ...,
        default_domain: str = ...,
        default_translation_directories: str = ...,
        locale_selector: Callable[[], str | None] | None = ...,
        timezone_selector: Callable[[], str | None] | None = ...,
    ) -> None: ...
    def init_app(self, app: Flask, **options: Any) -> None: ...

def gettext(message: str, **variables: object) -> str: ...
def ngettext(singular: str, plural: str, num: int, **variables: object) -> str: ...

# A lazy string; it is given where a library takes a str and turns it into one when it shows it.
def lazy_gettext(message: str, **variables: object) -> str: ...
def force_locale(locale: str) -> AbstractContextManager[None]: ...
