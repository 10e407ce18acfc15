"""The seat of the phone that asks: found by its cookie, with a token of its own against forgery."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import abort, g, request, session
from werkzeug.wrappers import Response

from assess.actions.seats import TakenSeat, hashed
from assess.store.seats import Seat, seat_by_token_hash
from assess.web.access import SEAT_COOKIE, drop_cookie, set_cookie
from assess.web.clock import now
from assess.web.database import SAFE_METHODS, db
from assess.web.state import takar

HOLDER = "holder"


class NoSeat(Exception):
    """This phone has no seat: it must join first."""


def current_seat() -> Seat:
    """The seat of this phone. On a request that writes, the meeting's row is share-locked."""
    seat: Seat | None = g.get("seat")
    if seat is None:
        token = request.cookies.get(SEAT_COOKIE, "").partition("~")[0]
        if token:
            writes = request.method not in SAFE_METHODS
            seat = seat_by_token_hash(db(), hashed(token), writes=writes)
        if seat is None:
            raise NoSeat
        seat = g.seat = seat.at(now())
    return seat


def give_seat(response: Response, taken: TakenSeat) -> None:
    """The phone keeps its token and, to show it again, its resume code; the server neither."""
    set_cookie(response, SEAT_COOKIE, f"{taken.token}~{taken.resume_code}")


def leave_seat(response: Response) -> None:
    """Whoever takes the phone next is another person, also with a sheet that was open before."""
    drop_cookie(response, SEAT_COOKIE)
    session[HOLDER] = secrets.token_urlsafe(6)


def holder() -> str:
    """Who holds this browser, as far as it says: a new name each time somebody leaves a seat."""
    return f"{session.get('csrf_token', '')}.{session.get(HOLDER, '')}"


def resume_code() -> str:
    return request.cookies.get(SEAT_COOKIE, "").partition("~")[2]


def forgery_token(seat: Seat) -> str:
    """Bound to this seat and this server; cheaper than a signed session on the hot path."""
    key = takar().settings.secret_key.encode()
    return hmac.new(key, b"seat:" + seat.token_hash.encode(), hashlib.sha256).hexdigest()[:32]


def phone_key(participant_id: int) -> str:
    """Under which a phone keeps what it could not send yet: of the person, so that it is found
    again by the resume code; it opens nothing."""
    key = takar().settings.secret_key.encode()
    return hmac.new(key, b"phone:%d" % participant_id, hashlib.sha256).hexdigest()[:16]


def check_forgery_token(seat: Seat, given: str) -> None:
    if not hmac.compare_digest(forgery_token(seat).encode(), given.encode("utf-8", "replace")):
        abort(400)
