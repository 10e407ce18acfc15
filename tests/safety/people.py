"""Everybody who may ask: a client with the cookies of each, and its token against forgery."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient

from assess.store.account_tables import Role
from assess.web.access import LOG_IN_COOKIE, SEAT_COOKIE
from tests.safety.two_regions import ALPHA, BRAVO, REGIONS, TwoRegions, log_in_token

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
RESUME_CODE = "KUDA-LAUT-4827"  # what the phone keeps beside its token; the server only shows it


@dataclass(frozen=True)
class Person:
    """Who asks. `role` is None for those who are nobody to the staff pages."""

    name: str
    role: Role | None = None
    regions: tuple[str, ...] = ()
    username: str = ""  # whose log-in the browser has, also where it is worth nothing
    seat_in: str = ""


EVERYBODY = (
    Person("nobody"),
    Person("participant a", regions=(ALPHA,), seat_in=ALPHA),
    Person("participant b", regions=(BRAVO,), seat_in=BRAVO),
    Person("administrator", Role.ADMINISTRATOR, REGIONS, "kepala"),
    Person("facilitator a", Role.FACILITATOR, (ALPHA,), "fasilitator-a"),
    Person("official a", Role.OFFICIAL, (ALPHA,), "pejabat-a"),
    Person("reviewer a", Role.REVIEWER, (ALPHA,), "penelaah-a"),
    Person("facilitator b", Role.FACILITATOR, (BRAVO,), "fasilitator-b"),
    Person("official b", Role.OFFICIAL, (BRAVO,), "pejabat-b"),
    Person("reviewer b", Role.REVIEWER, (BRAVO,), "penelaah-b"),
    Person("facilitator of no region", Role.FACILITATOR, (), "tanpa-daerah"),
    Person("disabled account", None, (), "tutup"),
    Person("ended log-in", None, (), "usai"),
    Person("idle log-in", None, (), "lama"),
)
BY_NAME = {person.name: person for person in EVERYBODY}


class People:
    """Clients of one application, made when first asked for and kept."""

    def __init__(self, app: Flask, regions: TwoRegions) -> None:
        self._app = app
        self._regions = regions
        self._clients: dict[str, FlaskClient] = {}
        self._tokens: dict[tuple[str, bool], str] = {}

    def client(self, name: str) -> FlaskClient:
        if name not in self._clients:
            self._clients[name] = self.new_client(name)
        return self._clients[name]

    def new_client(self, name: str) -> FlaskClient:
        person = BY_NAME[name]
        client = self._app.test_client()
        if person.username:
            client.set_cookie(LOG_IN_COOKIE, log_in_token(person.username))
        if person.seat_in:
            seat = self._regions[person.seat_in].seat
            client.set_cookie(SEAT_COOKIE, f"{seat}~{RESUME_CODE}")
        return client

    def copy(self, name: str) -> FlaskClient:
        """A client that may log out or leave its seat; the token of the page fits it."""
        self.token(name)
        session = self.client(name).get_cookie("takar_sesi")
        assert session is not None
        client = self.new_client(name)
        client.set_cookie("takar_sesi", session.value)
        return client

    def token(self, name: str, *, of_seat: bool = False) -> str:
        """The token that this person's own pages carry."""
        key = (name, of_seat)
        if key not in self._tokens:
            page = "/isi/periksa" if of_seat and BY_NAME[name].seat_in else "/"
            found = TOKEN.search(self.client(name).get(page).text)
            assert found, f"{page} has no token for {name}"
            self._tokens[key] = found[1]
        return self._tokens[key]
