"""Indonesian first, English beside it. The choice stands in the URL (`?bahasa=en`) and is then
kept in a cookie; it is never guessed from the phone."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from flask import Flask, Response, g, request
from flask_babel import Babel

from assess.web.access import set_cookie
from assess.web.translations import FOLDER

LANGUAGES = ("id", "en")
COOKIE = "bahasa"


def language() -> str:
    """The language of this request: 'id' or 'en'."""
    chosen: str | None = g.get("language")
    if chosen is None:
        asked = request.args.get(COOKIE) or request.cookies.get(COOKIE) or ""
        chosen = g.language = asked if asked in LANGUAGES else LANGUAGES[0]
    return chosen


def other_language_url() -> str:
    """This page in the other language, with its query kept. The path is left to the browser: one
    that begins with two slashes would lead to another site."""
    other = "id" if language() == "en" else "en"
    query = [(name, value) for name, value in request.args.items(multi=True) if name != COOKIE]
    return f"?{urlencode([*query, (COOKIE, other)])}"


def install(app: Flask) -> None:
    Babel(
        app,
        locale_selector=language,
        default_locale="id",
        default_translation_directories=str(FOLDER),
    )
    app.after_request(_remember)


def _remember(response: Response) -> Response:
    asked = request.args.get(COOKIE)
    if asked in LANGUAGES and not response.cache_control.public:
        set_cookie(response, COOKIE, asked, max_age=timedelta(days=365))
    return response
