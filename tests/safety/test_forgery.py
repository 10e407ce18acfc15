"""No other site and no stranger's token changes anything: what is refused leaves no trace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.safety.conftest import Snapshot
from tests.safety.people import People
from tests.safety.rules import EVERYBODY, RULES, SEATED, STAFF, Row, addresses
from tests.safety.two_regions import TwoRegions

UNSAFE = [(rule, row) for (rule, method), row in RULES.items() if method == "POST"]
FOREIGN_SITE = (
    {"Origin": "https://jahat.example"},
    {"Origin": "http://localhost.jahat.example"},
    {"Origin": "http://jahat.example:80@localhost"},
    {"Origin": "http://localhost:81"},
    {"Origin": "file://"},
    {"Origin": "localhost"},
    {"Origin": "http://["},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
)
OWN_SITE: tuple[dict[str, str], ...] = (
    {},
    {"Origin": "http://localhost"},
    {"Origin": "null"},  # what browsers send from a page that hides where it is
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
)


@dataclass
class Forger:
    """Posts what the page of a person would post, with a token of one's choice."""

    regions: TwoRegions
    people: People

    def person(self, row: Row) -> str:
        if row.who == STAFF:
            return "facilitator a"
        return "participant a" if row.who == SEATED else "nobody"

    def another(self, row: Row) -> str:
        if row.who == STAFF:
            return "administrator"
        return "participant b" if row.who == SEATED else "participant a"

    def token(self, name: str, row: Row) -> str:
        return self.people.token(name, of_seat=row.who == SEATED)

    def post(
        self, rule: str, row: Row, token: str | None, headers: dict[str, str] | None = None
    ) -> TestResponse:
        name = self.person(row)
        client = self.people.copy(name)
        address = addresses(rule, self.regions.alpha, "x")[0]
        sent = dict(headers or {})
        if row.json is not None:
            if token is not None:
                sent["X-CSRFToken"] = token
            return client.post(address, json=row.json, headers=sent)
        fields = dict(row.fields) if token is None else {**row.fields, "csrf_token": token}
        return client.post(address, data=fields, headers=sent)


@pytest.fixture
def forger(regions: TwoRegions, people: People) -> Forger:
    return Forger(regions, people)


@pytest.fixture
def untouched(snapshot: Snapshot) -> Iterator[None]:
    before = snapshot.digest()
    yield
    assert not snapshot.changed()
    assert snapshot.digest() == before


@pytest.mark.parametrize(("rule", "row"), UNSAFE, ids=[rule for rule, _ in UNSAFE])
def test_with_its_own_token_each_form_is_taken(
    forger: Forger, snapshot: Snapshot, rule: str, row: Row
) -> None:
    """Else the refusals below would prove nothing."""
    token = forger.token(forger.person(row), row)
    for headers in OWN_SITE:
        assert forger.post(rule, row, token, headers).status_code in row.statuses
        snapshot.put_back()


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(("rule", "row"), UNSAFE, ids=[rule for rule, _ in UNSAFE])
def test_without_its_own_token_nothing_is_taken(forger: Forger, rule: str, row: Row) -> None:
    own = forger.token(forger.person(row), row)
    of_page = forger.people.token(forger.person(row))
    tokens = [
        None,
        "",
        "x",
        own[:-1],
        own + "x",
        own.swapcase(),
        "\u0660" * 32,
        forger.token(forger.another(row), row),
    ]
    if of_page != own:
        tokens.append(of_page)  # that of another kind of page of the same browser

    for token in tokens:
        answer = forger.post(rule, row, token)
        assert answer.status_code == 400, (token, answer.status_code)


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(("rule", "row"), UNSAFE, ids=[rule for rule, _ in UNSAFE])
def test_from_another_site_nothing_is_taken_even_with_the_token(
    forger: Forger, rule: str, row: Row
) -> None:
    token = forger.token(forger.person(row), row)
    for headers in FOREIGN_SITE:
        assert forger.post(rule, row, token, headers).status_code == 403, headers


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(("rule", "row"), UNSAFE, ids=[rule for rule, _ in UNSAFE])
def test_a_token_in_the_address_is_none(forger: Forger, rule: str, row: Row) -> None:
    token = forger.token(forger.person(row), row)

    answer = forger.post(f"{rule}?csrf_token={token}", row, None)

    assert answer.status_code == 400


@pytest.mark.usefixtures("untouched")
def test_a_form_cannot_be_sent_as_a_query(safe_app: Flask, forger: Forger) -> None:
    for rule, row in UNSAFE:
        query = "&".join(f"{name}={value}" for name, value in row.fields.items())
        address = addresses(rule, forger.regions.alpha, "x")[0]
        for method in ("GET", "HEAD"):
            client = forger.people.client(forger.person(row))
            answer = client.open(f"{address}?{query}&_method=POST", method=method)
            assert answer.status_code in {200, 302, 303, 404, 405}
            overridden = client.open(
                address, method=method, headers={"X-HTTP-Method-Override": "POST"}
            )
            assert overridden.status_code in {200, 302, 303, 404, 405}


def test_the_table_covers_every_kind_of_asker() -> None:
    assert {row.who for _, row in UNSAFE} == {EVERYBODY, SEATED, STAFF}
