"""The signed cookie of a browser: the forgery token of Flask-WTF, and what a phone that came by
a ticket is known by (ticket_entry.py).

Participants' pages do not use it (their token is bound to the seat), so it is not read there:
checking a signature on each request of a hall costs a tenth of the request. Only leaving a seat
does: the browser goes to another holder.
"""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

UNUSED_BELOW = "/isi/"
LEAVING = {"/isi/tinggalkan", "/isi/tarik"}


class BrowserState(SecureCookieSessionInterface):
    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if request.path.startswith(UNUSED_BELOW) and request.path not in LEAVING:
            return self.session_class()
        return super().open_session(app, request)
