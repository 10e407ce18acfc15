"""What people write and who they are never reaches a log; one event is one entry with ids."""

from __future__ import annotations

import http.client
import json
import logging
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from assess.settings import ROOT
from assess.store.account_tables import Role
from assess.store.database import open_database
from assess.web import answering, facilitation
from assess.web.state import takar
from tests import world
from tests.safety.conftest import Snapshot
from tests.safety.people import TOKEN, People
from tests.safety.rules import ASKED, FACT, MEETING, OPERATION, REGION_BY_HAND
from tests.safety.two_regions import TwoRegions

# In every field that a person can fill in, a word that is nowhere else.
WORD = "Xyzzy"


def _word(field: str) -> str:
    return f"{WORD}{field.title()}"


def _staff_journey(client: FlaskClient, regions: TwoRegions, token: str) -> None:
    alpha = regions.alpha
    for path, fields in (
        ("/daerah/baru/lain", {**REGION_BY_HAND, "name": _word("name"), "province": _word("prov")}),
        (
            f"/daerah/{alpha.code}/asesmen-baru",
            {
                "questionnaire": "kematangan-kota-cerdas",
                "year": "2026",
                **{name: _word(name) for name in ("title", "legal_basis", "recipients", "contact")},
            },
        ),
        (
            f"/asesmen/{alpha.assessment}/fgd-baru",
            {**MEETING, **{name: _word(name) for name in ("title", "place", "agenda")}},
        ),
        (
            f"/fakta/{alpha.assessment}/FAK-MNR-1",
            {**FACT, **{name: _word(name) for name in ("source", "stated_by", "disputed")}},
        ),
        (f"/fakta/{alpha.assessment}/FAK-MNR-1", {**FACT, "value": _word("value")}),
        (f"/fgd/{alpha.closed_meeting}/buka-lagi", {"reason": _word("reason")}),
        (f"/fgd/{alpha.closed_meeting}/tutup", {}),
        (f"/draf/{alpha.assessment}", {"bahasa": "id"}),
        ("/kata-sandi", {"present": _word("present"), "wanted": _word("w"), "again": _word("w")}),
    ):
        client.post(path, data={**fields, "csrf_token": token})
    for path in ("/beranda", f"/hasil/{alpha.assessment}", f"/draf/{alpha.assessment}/baca"):
        client.get(f"{path}?cari={_word('query')}")


def _participant_journey(client: FlaskClient, regions: TwoRegions) -> None:
    alpha = regions.alpha
    start = f"/j/{alpha.join_tokens['open']}"
    own = _token_on(client, start)
    client.post("/", data={"kode": _word("code"), "csrf_token": own})
    client.post(f"{start}/lanjut", data={"kode": _word("resume"), "csrf_token": own})
    form = {"kelompok": "kadin", "setuju": "ya", "instansi": _word("institution")}
    client.post(start, data={**form, "csrf_token": own})
    token = _token_on(client, "/isi/periksa")
    section = world.the_questionnaire().dimensions[0].key
    fields = {f"n.{ASKED}": _word("note"), f"e.{ASKED}": _word("evidence"), f"a.{ASKED}": "3"}
    client.post(f"/isi/{section}", data={**fields, "csrf_token": token})
    operation = {**OPERATION, "note": _word("script"), "evidence": _word("proof")}
    headers = {"X-CSRFToken": token}
    client.post("/isi/simpan", json={"operations": [operation]}, headers=headers)
    bad = {**OPERATION, "question_id": _word("question")}
    client.post("/isi/simpan", json={"operations": [bad]}, headers=headers)
    client.post("/isi/simpan", data=_word("body"), headers=headers)
    client.post("/isi/kirim", data={"csrf_token": token})
    client.get(f"/{_word('path')}?{_word('query')}={_word('value')}", headers={"Referer": WORD})


def _token_on(client: FlaskClient, path: str) -> str:
    found = TOKEN.search(client.get(path).text)
    assert found, path
    return found[1]


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that any logger says, from the least important on."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy").setLevel(logging.INFO)
    yield caplog
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)


def test_a_whole_journey_leaves_no_word_in_the_log(
    safe_app: Flask,
    regions: TwoRegions,
    people: People,
    snapshot: Snapshot,
    heard: pytest.LogCaptureFixture,
) -> None:
    visitor = safe_app.test_client()
    token = _token_on(visitor, "/masuk")
    visitor.post(
        "/masuk",
        data={"username": _word("user"), "password": _word("pass"), "csrf_token": token},
    )
    _staff_journey(people.client("facilitator a"), regions, people.token("facilitator a"))
    _participant_journey(safe_app.test_client(), regions)

    kept = {text for _, text in snapshot.texts() if WORD in text}
    assert len(kept) >= 15, "the journey arrived"
    assert "focus group" in heard.text, "the log is heard"
    assert WORD not in heard.text
    _names_nobody(heard.text, regions)


def _names_nobody(told: str, regions: TwoRegions) -> None:
    for place in regions.places.values():
        for secret in (*place.telling, place.seat, place.neighbour):
            assert secret not in told
    for name in ("fasilitator-a", "Fasilitator-A", "kadin", "127.0.0.1"):
        assert name not in told


FAILURES = {
    "a fault of ours": ValueError(WORD),
    "a fault with a cause": RuntimeError(WORD, ValueError(WORD)),
    "a row that breaks a rule": IntegrityError(
        f"INSERT {WORD}", {"note": WORD}, Exception(f"Failing row contains ({WORD})")
    ),
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES.keys())
def test_an_error_is_told_by_its_kind_and_place(
    safe_app: Flask,
    regions: TwoRegions,
    people: People,
    heard: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
) -> None:
    def fail(*_given: object) -> None:
        raise failure

    monkeypatch.setattr(safe_app, "testing", False)
    monkeypatch.setattr(facilitation, "region_by_code", fail)
    monkeypatch.setattr(answering, "record", fail)
    token = people.token("participant a", of_seat=True)

    pages = [
        people.client("facilitator a").get(f"/daerah/{regions.alpha.code}"),
        people.client("participant a").post(
            f"/isi/{world.the_questionnaire().dimensions[0].key}",
            data={"csrf_token": token, f"n.{ASKED}": WORD},
        ),
    ]

    assert {page.status_code for page in pages} == {500}
    assert not any(WORD in page.text or type(failure).__name__ in page.text for page in pages)
    assert type(failure).__name__ in heard.text
    assert "/daerah/<code>" in heard.text
    assert WORD not in heard.text
    _names_nobody(heard.text, regions)


def test_a_database_that_fails_is_told_by_its_kind(
    safe_app: Flask,
    regions: TwoRegions,
    people: People,
    snapshot: Snapshot,
    heard: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(safe_app, "testing", False)
    token = people.token("participant a", of_seat=True)
    with takar(safe_app).database.writing() as db:
        db.execute(text("DROP TABLE answer"))
    operation = {**OPERATION, "note": WORD}

    answer = people.client("participant a").post(
        "/isi/simpan", json={"operations": [operation]}, headers={"X-CSRFToken": token}
    )

    assert answer.status_code == 503
    assert "OperationalError" in heard.text
    assert WORD not in heard.text
    snapshot.put_back()


def test_errors_of_statements_hide_what_was_written(database_url: str) -> None:
    """For every place that logs such an error, ours or not."""
    database = open_database(database_url)
    with database.session(writes=False) as db, pytest.raises(DBAPIError) as caught:
        db.execute(text("SELECT :note FROM tidak_ada"), {"note": WORD})
    database.dispose()

    assert WORD not in str(caught.value)


def test_a_line_end_in_an_address_makes_no_second_entry(
    safe_app: Flask, heard: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_app, "testing", False)
    for odd in ("%0d%0aERROR%20palsu", "%1b%5b31m", "%e2%80%a8ERROR"):
        safe_app.test_client().get(f"/{odd}")
        safe_app.test_client().get("/", headers={"User-Agent": f"a {odd}"})

    assert "palsu" not in heard.text
    assert "\x1b" not in heard.text


# The server itself, as it is started: what it writes on its outputs.


@contextmanager
def _served(folder: Path) -> Iterator[tuple[int, Path]]:
    """The server on a free port, and the file of everything it says."""
    said = folder / "said.txt"
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("ASSESS")
    }
    environment["PYTHONUNBUFFERED"] = "1"
    port = _free_port()
    command = [sys.executable, "-m", "assess.cli", "serve", "--empty", "--workers", "1"]
    command += ["--bind", f"127.0.0.1:{port}", "--data", str(folder / "data")]
    with said.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait_until_alive(port, server)
        yield port, said
    finally:
        server.terminate()
        server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_alive(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if _ask(port, "GET", "/sehat")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def _ask(
    port: int, method: str, path: str, body: str = "", cookies: str = "", kind: str = "form"
) -> tuple[int, str, str]:
    """(status, page, cookies given)."""
    types = {"form": "application/x-www-form-urlencoded", "json": "application/json"}
    headers = {"Cookie": cookies, "User-Agent": WORD, "Content-Type": types[kind]}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        given = "; ".join(
            value.split(";")[0]
            for name, value in answer.getheaders()
            if name.lower() == "set-cookie"
        )
        return answer.status, answer.read().decode(), given


def test_the_server_writes_no_word_of_a_journey(tmp_path: Path) -> None:
    with _served(tmp_path) as (port, said):
        greeting = said.read_text()
        start, tokens = _a_meeting(tmp_path / "data")
        status, page, cookies = _ask(port, "GET", f"{start}?{WORD}")
        assert status == 200
        form = {"kelompok": "kadin", "setuju": "ya", "instansi": WORD, "csrf_token": _found(page)}
        status, _, seat = _ask(port, "POST", start, urlencode(form), cookies)
        assert status == 303
        _, page, _ = _ask(port, "GET", "/isi/periksa", cookies=seat)
        form = {f"n.{ASKED}": WORD, f"a.{ASKED}": "3", "csrf_token": _found(page)}
        section = world.the_questionnaire().dimensions[0].key
        assert _ask(port, "POST", f"/isi/{section}", urlencode(form), seat)[0] == 303
        assert _ask(port, "POST", "/isi/simpan", json.dumps({"x": WORD}), seat, "json")[0] == 400
        assert _ask(port, "GET", f"/{WORD}/{tokens[0]}")[0] == 404
        _break(tmp_path / "data")
        assert _ask(port, "POST", f"/isi/{section}", urlencode(form), seat)[0] in {500, 503}
        time.sleep(0.3)
        told = said.read_text()[len(greeting) :]

    assert "OperationalError" in told or "database busy" in told, "the log is heard"
    for secret in (WORD, *tokens, seat.partition("=")[2], "kadin"):
        assert secret not in told
    assert not re.search(r"\b127\.0\.0\.1\b", told)


def _found(page: str) -> str:
    found = TOKEN.search(page)
    assert found
    return found[1]


def _a_meeting(data: Path) -> tuple[str, list[str]]:
    database = open_database(f"sqlite:///{data}/takar.sqlite3")
    with database.writing() as db:
        region = world.a_region(db, "64.72", "Samarinda")
        meeting = world.a_focus_group(db, world.an_assessment(db, region))
        world.an_account(db, "sari", Role.FACILITATOR, region)
        found = f"/j/{meeting.join_token}", [meeting.join_token, meeting.join_code]
    database.dispose()
    return found


def _break(data: Path) -> None:
    database = open_database(f"sqlite:///{data}/takar.sqlite3")
    with database.writing() as db:
        db.execute(text("DROP TABLE answer"))
    database.dispose()
