"""Cookies, host names and where a log-in leads: nothing of these is taken from a stranger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask import Flask

from assess.settings import Settings
from assess.store.account_tables import LogIn, Role
from assess.store.schema import migrate
from assess.web.application import create_app
from assess.web.state import takar
from tests import world
from tests.page import Visitor
from tests.safety.people import People
from tests.safety.two_regions import TwoRegions
from tests.web.conftest import settings_for

MakeApp = Callable[..., Flask]
FOREIGN = "jahat.example"


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[MakeApp]:
    """The application on an empty database, with settings of one's choice."""
    made: list[Flask] = []

    def make(**changes: object) -> Flask:
        settings: Settings = settings_for(tmp_path, f"sqlite:///{tmp_path}/takar.sqlite3")
        app = create_app(replace(settings, **changes))  # type: ignore[arg-type]
        migrate(takar(app).database)
        made.append(app)
        return app

    yield make
    for app in made:
        takar(app).database.dispose()


def _every_cookie(app: Flask, base: str) -> list[str]:
    """The cookies of a log-in, a language, a seat taken and left, and a log-out."""
    with takar(app).database.writing() as db:
        region = world.a_region(db)
        meeting = world.a_focus_group(db, world.an_assessment(db, region))
        world.an_account(db, "sari", Role.FACILITATOR, region)
        address = f"/j/{meeting.join_token}"
    visitor = Visitor(app.test_client())
    pages = [
        visitor.get("/?bahasa=en", base_url=base),
        visitor.get("/masuk?bahasa=id", base_url=base),
    ]
    for path, fields in (
        ("/masuk", {"username": "sari", "password": world.PASSWORD}),
        (address, {"kelompok": "kadin", "setuju": "ya"}),
    ):
        form = visitor.get(path, base_url=base).form()
        pages.append(visitor.post(path, {**form, **fields}, base_url=base))
    done = visitor.get("/isi/periksa", base_url=base).form()
    pages.append(visitor.post("/isi/tinggalkan", done, base_url=base))
    token = visitor.get("/", base_url=base).form()["csrf_token"]
    pages.append(visitor.post("/keluar", {"csrf_token": token}, base_url=base))
    return [cookie for page in pages for cookie in page.response.headers.getlist("Set-Cookie")]


@pytest.mark.parametrize(
    ("site", "reached_by", "secure"),
    [
        ("https://takar.example", "https://localhost", True),
        # TLS ends at a proxy that is not declared: what people use decides.
        ("https://takar.example", "http://localhost", True),
        ("http://localhost", "https://localhost", True),
        ("http://localhost", "http://localhost", False),
    ],
)
def test_every_cookie_is_kept_from_scripts_and_other_sites(
    make_app: MakeApp, site: str, reached_by: str, secure: bool
) -> None:
    app = make_app(base_url=site)

    given = _every_cookie(app, reached_by if not secure else "https://localhost")

    assert {cookie.partition("=")[0] for cookie in given} >= {
        "bahasa",
        "takar_masuk",
        "takar_kursi",
        "takar_sesi",
    }
    for cookie in given:
        parts = {part.strip() for part in cookie.split(";")[1:]}
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= parts, cookie
        assert not any(part.startswith("Domain") for part in parts), cookie
        # The signed cookie of a plain site stays plain; nothing but a token against forgery is in it.
        plain_site = site.startswith("http:") and cookie.startswith("takar_sesi")
        assert ("Secure" in parts) is secure or plain_site, cookie


def test_a_site_by_https_says_that_it_stays_so(make_app: MakeApp) -> None:
    client = make_app(base_url="https://takar.example").test_client()

    assert (
        "max-age=31536000"
        in client.get("/", base_url="https://localhost").headers["Strict-Transport-Security"]
    )
    assert "Strict-Transport-Security" not in client.get("/").headers


def test_a_new_log_in_has_a_new_token_and_ends_the_old_one(make_app: MakeApp) -> None:
    app = make_app()
    with takar(app).database.writing() as db:
        world.an_account(db, "sari", Role.ADMINISTRATOR)
    visitor = Visitor(app.test_client())
    visitor.client.set_cookie("takar_masuk", "ditanam-orang-lain")

    tokens = []
    for _ in range(2):
        form = Visitor(app.test_client()).get("/masuk")
        fields = {**form.form(), "username": "sari", "password": world.PASSWORD}
        session = form.response.headers["Set-Cookie"].split(";")[0].split("=", 1)[1]
        visitor.client.set_cookie("takar_sesi", session)
        answer = visitor.post("/masuk", fields)
        assert answer.status == 303
        tokens.append(answer.response.headers["Set-Cookie"])

    assert tokens[0] != tokens[1]
    assert not any("ditanam" in token for token in tokens)
    with takar(app).database.reading() as db:
        assert db.query(LogIn).count() == 1


def test_a_cookie_of_one_purpose_is_worth_nothing_for_another(
    safe_app: Flask, regions: TwoRegions, people: People
) -> None:
    seat, log_in = regions.alpha.seat, "log-in-of-kepala"
    client = safe_app.test_client()
    client.set_cookie("takar_masuk", seat)
    client.set_cookie("takar_kursi", f"{log_in}~KODE")

    assert client.get("/beranda").status_code == 303
    assert client.get("/isi/").status_code == 303


# The name of the host.

FOREIGN_HOSTS = (
    {"Host": FOREIGN},
    {"Host": f"localhost.{FOREIGN}"},
    {"Host": f"{FOREIGN}:80"},
    {"Host": f"localhost@{FOREIGN}"},
    {"Host": f"localhost, {FOREIGN}"},
    {"Host": f"{FOREIGN}#localhost"},
    {"Host": f"{FOREIGN}/localhost"},
    {"Host": ""},
    {"Host": "[::1"},
    {"Host": "a b"},
)
FORWARDED = (
    {"X-Forwarded-Host": FOREIGN},
    {"X-Forwarded-Server": FOREIGN},
    {"X-Host": FOREIGN},
    {"Forwarded": f"host={FOREIGN};proto=https"},
    {"X-Original-Host": FOREIGN},
    {"X-Forwarded-Prefix": f"//{FOREIGN}"},
    {"X-Forwarded-Proto": "https"},
    {"X-Original-URL": "/beranda"},
    {"X-Rewrite-URL": "/beranda"},
)
PATHS = ("/", "/isi", "/isi/", "/masuk", "/beranda", "/fgd//x", "/tidak-ada", "/aset/x")


@pytest.mark.parametrize("headers", FOREIGN_HOSTS, ids=lambda headers: headers["Host"])
def test_a_host_that_is_not_ours_is_refused_where_ours_are_named(
    make_app: MakeApp, headers: dict[str, str]
) -> None:
    app = make_app(trusted_hosts=("localhost",))
    app.testing = False
    for path in PATHS:
        for method in ("GET", "POST", "OPTIONS", "PUT"):
            answer = app.test_client().open(path, method=method, headers=headers)
            assert answer.status_code == 400
            assert FOREIGN not in answer.text
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_our_own_host_is_served_where_ours_are_named(make_app: MakeApp) -> None:
    client = make_app(trusted_hosts=("localhost", ".takar.example")).test_client()

    for host in ("localhost", "localhost:8000", "kota.takar.example"):
        assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers", [*FOREIGN_HOSTS, *FORWARDED], ids=lambda headers: str(next(iter(headers.items())))
)
def test_no_header_puts_a_foreign_host_into_a_page(
    people: People, regions: TwoRegions, headers: dict[str, str]
) -> None:
    """Also where no host is named: addresses of ours are paths, or come from the settings."""
    alpha = regions.alpha
    pages = [*PATHS, f"/fgd/{alpha.open_meeting}/poster", f"/fgd/{alpha.open_meeting}"]
    for path in pages:
        answer = people.client("facilitator a").get(path, headers=headers)
        assert FOREIGN not in answer.text
        assert FOREIGN not in str(answer.headers)


@pytest.mark.parametrize("path", ["/isi", "/fgd//x", "//isi/", "///isi///", "/isi?a=//x"])
def test_the_router_leads_to_paths(safe_app: Flask, path: str) -> None:
    answer = safe_app.test_client().get(path, base_url=f"http://{FOREIGN}")

    location = answer.headers.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


# Where a log-in leads.

LEADS_AWAY = (
    f"https://{FOREIGN}",
    f"http://{FOREIGN}/",
    f"//{FOREIGN}",
    f"///{FOREIGN}",
    f"////{FOREIGN}/..",
    f"/\\{FOREIGN}",
    f"\\\\{FOREIGN}",
    f"\\/{FOREIGN}",
    f"/\t/{FOREIGN}",
    f"/\n/{FOREIGN}",
    f"/\r/{FOREIGN}",
    f"\t//{FOREIGN}",
    f" //{FOREIGN}",
    f"\x00//{FOREIGN}",
    f"/\x00/{FOREIGN}",
    f"/\x0b/{FOREIGN}",
    f"/\u2028/{FOREIGN}",
    f"/\u200b/{FOREIGN}",
    f"/\ufeff/{FOREIGN}",
    f"/\u202e/{FOREIGN}",
    f"\u00a0//{FOREIGN}",
    f"\u3000//{FOREIGN}",
    f"／／{FOREIGN}",
    f"/／{FOREIGN}",
    f"/\u2215{FOREIGN}",
    f"https:{FOREIGN}",
    f"https:/{FOREIGN}",
    f"https:///{FOREIGN}",
    f"https:\\\\{FOREIGN}",
    f"HTTPS://{FOREIGN}",
    f"hTtPs:/\\{FOREIGN}",
    f"ftp://{FOREIGN}",
    f"ws://{FOREIGN}",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript://localhost/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "about:blank",
    f"blob:https://{FOREIGN}/x",
    f"http://localhost@{FOREIGN}/",
    f"http://localhost:80@{FOREIGN}/",
    f"//localhost@{FOREIGN}/",
    f"//{FOREIGN}\\@localhost/",
    f"//{FOREIGN}#@localhost/",
    f"//{FOREIGN}?@localhost/",
    f"//{FOREIGN};@localhost/",
    f"//{FOREIGN}%2f@localhost/",
    f"@{FOREIGN}",
    f":80@{FOREIGN}",
    f"localhost.{FOREIGN}",
    FOREIGN,
    f"?lanjut=//{FOREIGN}",
    f"#//{FOREIGN}",
    f".//{FOREIGN}",
    f"..//{FOREIGN}",
    f";//{FOREIGN}",
    f"/;@{FOREIGN}",
    "//[",
    "http://[",
    "//[::1]",
    "//",
    "/\\",
    "\\",
    "",
    f"/%09/{FOREIGN}",
    f"/%5c{FOREIGN}",
    f"/%2f{FOREIGN}",
    f"/.//{FOREIGN}",
    f"/..//{FOREIGN}",
    f"/beranda\r\nLocation: https://{FOREIGN}",
    f"/beranda\r\nSet-Cookie: a={FOREIGN}",
    f"/beranda%0d%0aLocation:%20https://{FOREIGN}",
)


@pytest.fixture(scope="module")
def log_in_page(safe_app: Flask) -> tuple[str, str]:
    """The token of a log-in page, and the session it belongs to."""
    page = Visitor(safe_app.test_client()).get("/masuk")
    session = page.response.headers["Set-Cookie"].split(";")[0].split("=", 1)[1]
    return page.form()["csrf_token"], session


def test_the_list_is_long_enough() -> None:
    assert len(LEADS_AWAY) >= 60


@pytest.mark.parametrize("wanted", LEADS_AWAY, ids=[ascii(text)[:40] for text in LEADS_AWAY])
def test_no_log_in_leads_to_another_site(
    safe_app: Flask, log_in_page: tuple[str, str], wanted: str, cheap_passwords: None
) -> None:
    token, session = log_in_page
    client = safe_app.test_client()
    client.set_cookie("takar_sesi", session)
    fields = {"username": "kepala", "password": world.PASSWORD, "csrf_token": token}

    shown = Visitor(safe_app.test_client()).get(f"/masuk?lanjut={quote(wanted)}")
    answer = client.post("/masuk", data={**fields, "lanjut": wanted})

    assert answer.status_code == 303
    for location in (answer.headers["Location"], shown.form().get("lanjut", "")):
        _stays_here(location)
    assert len(answer.headers.getlist("Location")) == 1
    assert not any(FOREIGN in cookie for cookie in answer.headers.getlist("Set-Cookie"))


def _stays_here(location: str) -> None:
    """As a browser reads it: tabs and line ends vanish, a backslash is a slash."""
    read = "".join(c for c in location.strip(" \x00\x1f") if c not in "\t\r\n").replace("\\", "/")
    arrived = urlsplit(urljoin("http://localhost/masuk", read))
    assert (arrived.scheme, arrived.netloc) == ("http", "localhost"), location
    assert not read.startswith("//"), location


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hash is slow on purpose; what it costs is tested elsewhere."""
    monkeypatch.setattr("assess.actions.accounts._matches", lambda *_given: True)


def test_a_log_in_leads_on_to_a_page_of_ours(
    safe_app: Flask, log_in_page: tuple[str, str], regions: TwoRegions, cheap_passwords: None
) -> None:
    token, session = log_in_page
    wanted = f"/hasil/{regions.alpha.assessment}?a=1&b=%20"
    client = safe_app.test_client()
    client.set_cookie("takar_sesi", session)
    fields = {"username": "kepala", "password": world.PASSWORD, "csrf_token": token}

    answer = client.post("/masuk", data={**fields, "lanjut": wanted})

    assert answer.headers["Location"] == wanted
