"""What went wrong, as a page: what happened, and what to do. Only here do errors become pages."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError

from assess.actions.answers import FocusGroupIsClosed, RoundIsClosed
from assess.faults import kinds_and_places
from assess.store.database import DatabaseBusy
from assess.web.database import undo

logger = logging.getLogger(__name__)

PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 415, 429, 500, 503})
RETRY_SECONDS = "3"


def install(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _http)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(DatabaseBusy, _busy)
    app.register_error_handler(PoolTimeout, _busy)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(FocusGroupIsClosed, refused_as_closed)
    app.log_exception = _log_exception  # type: ignore[method-assign]


def error_page(status: int) -> Response:
    """The page, or JSON where a script asked, for a status."""
    if request.mimetype == "application/json":
        response = jsonify(error=status)
    else:
        name = f"errors/{status if status in PAGES else 500}.html"
        response = Response(render_template(name), mimetype="text/html")
    response.status_code = status
    if status in (429, 503):
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _http(error: HTTPException) -> Response:
    undo()
    if error.response is not None and isinstance(error.response, Response):
        return error.response
    status = error.code or 500
    if status >= 500:
        logger.error("%s %s: %s", request.method, request.url_rule, status)
    return error_page(status if status in PAGES else (400 if status < 500 else 500))


def _foreign_host(_error: SecurityError) -> Response:
    """Asked for under a name that is not ours: no page of ours can be built under it."""
    undo()
    return Response("Alamat ini tidak dilayani.\n", status=400, mimetype="text/plain")


def _log_exception(exc_info: Any) -> None:
    """Without the message, and by the rule instead of the address: that may hold the key to a
    meeting."""
    logger.error("%s %s: %s", request.method, request.url_rule, kinds_and_places(exc_info[1]))


def _busy(error: Exception) -> Response:
    undo()
    logger.warning(
        "%s %s: database busy: %s", request.method, request.url_rule, type(error).__name__
    )
    return error_page(503)


def refused_as_closed(error: FocusGroupIsClosed) -> Response:
    """Refused, and said why: the phone keeps what it could not hand over."""
    undo()
    round_only = isinstance(error, RoundIsClosed)
    if request.mimetype == "application/json":
        response = jsonify(error="round_closed" if round_only else "closed")
    elif round_only:
        page = render_template("answering/round_over.html", nav_items=[], account=None)
        response = Response(page, mimetype="text/html")
    else:
        return error_page(409)
    response.status_code = 409
    return response
