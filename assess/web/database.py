"""One database session and one commit per request, in one hook.

A safe request reads; an unsafe one writes and queues for the writers' gate at its first use of
the database. The commit comes before the answer leaves: what a phone shows as saved is saved.
"""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from assess.web.state import takar

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def db() -> Session:
    """The session of this request."""
    session: Session | None = g.get("db_session")
    if session is None:
        database = takar().database
        writes = request.method not in SAFE_METHODS
        g.db_stack = stack = ExitStack()
        if writes:
            stack.enter_context(database.gate())
        g.db_session = session = database.unit(writes=writes)
        stack.enter_context(_connection(session))
        stack.enter_context(session)
    return session


def undo() -> None:
    """Give up what this request wrote: an error page is on its way."""
    session: Session | None = g.get("db_session")
    if session is not None:
        _roll_back(session)


def install(app: Flask) -> None:
    app.after_request(_commit)
    app.teardown_request(_close)


def _commit(response: Response) -> Response:
    session: Session | None = g.get("db_session")
    if session is None:
        return response
    if request.method in SAFE_METHODS:
        _roll_back(session)
    else:
        try:
            if session.in_transaction():
                session.commit()
            _connection(session).commit()
        except OperationalError as error:
            # The disk is full, or the database went away: nothing may be told as saved. Errors of
            # these hooks do not find their handler by themselves.
            response = current_app.make_response(current_app.handle_user_exception(error))
            response.headers["Cache-Control"] = "no-store"
    _release()
    return response


def _connection(session: Session) -> Connection:
    """On which statements run with or without the session (store/statements.py)."""
    assert isinstance(session.bind, Connection)
    return session.bind


def _roll_back(session: Session) -> None:
    """A connection that cannot even do that is broken, and so rolled back by the database."""
    try:
        if session.in_transaction():
            session.rollback()
        _connection(session).rollback()
    except DBAPIError:
        session.invalidate()
        _connection(session).invalidate()


def _close(_error: BaseException | None) -> None:
    _release()


def _release() -> None:
    stack: ExitStack | None = g.pop("db_stack", None)
    g.pop("db_session", None)
    if stack is not None:
        stack.close()
