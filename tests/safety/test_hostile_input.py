"""No page breaks, whatever is sent to it: a clear refusal, and only plain text is kept."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from assess.store.schema import migrate
from assess.web.application import create_app
from assess.web.clock import now
from assess.web.gate import DEEPEST_JSON, MOST_FIELDS, clean_text
from assess.web.state import takar
from tests.postgres import temporary_database
from tests.safety.conftest import Snapshot
from tests.safety.hostile import IN_ADDRESS, IN_FIELD, STRICTER, STRICTER_FIELDS, is_plain
from tests.safety.people import People
from tests.safety.rules import (
    FACT,
    FURTHER_FIELDS,
    OPERATION,
    RULES,
    SEATED,
    STAFF,
    Row,
    addresses,
)
from tests.safety.two_regions import REGIONS, TwoRegions, build
from tests.web.conftest import settings_for

ARGUMENT = re.compile(r"<[^>]+>")
REFUSALS = frozenset({400, 401, 403, 404, 405, 409, 413, 415, 422, 429})
FINE = frozenset({200, 302, 303, 308})


@dataclass
class Site:
    regions: TwoRegions
    people: People


@pytest.fixture(scope="module")
def site(safe_app: Flask, regions: TwoRegions, people: People) -> Iterator[Site]:
    """As it runs: an error becomes a page instead of ending the test."""
    safe_app.testing = False
    yield Site(regions, people)
    safe_app.testing = True


@pytest.fixture(scope="module")
def postgres_site(
    postgres_cluster: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """PostgreSQL is stricter about lengths, ranges and zero bytes than SQLite."""
    folder = tmp_path_factory.mktemp("hostile")
    with temporary_database(postgres_cluster, "hostile") as address:
        app = create_app(settings_for(folder, address))
        held = takar(app)
        migrate(held.database)
        regions = build(held.database, held.settings, now())
        app.testing = False
        yield Site(regions, People(app, regions))
        held.database.dispose()


def _asker(row: Row) -> str:
    if row.who == STAFF:
        return "administrator"
    return "participant a" if row.who == SEATED else "nobody"


def _fields(rule: str, row: Row) -> list[str]:
    return [*row.fields, *FURTHER_FIELDS.get(rule, [])]


def _post(site: Site, rule: str, row: Row, changes: dict[str, str]) -> TestResponse:
    name = _asker(row)
    token = site.people.token(name, of_seat=row.who == SEATED)
    address = addresses(rule, site.regions.alpha, "x")[0]
    form = {**row.fields, **changes, "csrf_token": token}
    return site.people.copy(name).post(address, data=form)


def _sweep_addresses(site: Site, oddities: tuple[str, ...]) -> list[str]:
    broken = []
    for (rule, method), row in RULES.items():
        client = site.people.client(_asker(row))
        token = {"csrf_token": site.people.token(_asker(row), of_seat=row.who == SEATED)}
        proper = set(addresses(rule, site.regions.alpha, "x"))
        for at, argument in enumerate(ARGUMENT.findall(rule)):
            others = addresses(ARGUMENT.sub(_only(at), rule), site.regions.alpha, "x")[0]
            for odd in oddities if method == "GET" else oddities[:8]:
                address = others.replace("\x02", odd)
                if address in proper:  # there is a seat 1, and a link holds its own arguments
                    continue
                data = token if method == "POST" else None
                status = client.open(address, method=method, data=data).status_code
                if status not in REFUSALS | {303, 308}:
                    broken.append(f"{method} {address[:90]!r} ({argument}) -> {status}")
    return broken


def _only(chosen: int) -> Callable[[re.Match[str]], str]:
    """Replaces one argument of a rule by a mark, and leaves the others."""
    counter = iter(range(9))
    return lambda match: "\x02" if next(counter) == chosen else match[0]


def _sweep_fields(site: Site, rule: str, oddities: tuple[str, ...]) -> list[str]:
    row = RULES[rule, "POST"]
    broken = []
    for name, odd in product(_fields(rule, row), oddities):
        status = _post(site, rule, row, {name: odd}).status_code
        if status not in REFUSALS | FINE:
            broken.append(f"POST {rule} {name}={odd[:20]!r} -> {status}")
    return broken


def test_no_address_breaks_a_page(site: Site) -> None:
    assert not (broken := _sweep_addresses(site, IN_ADDRESS)), "\n".join(broken)


@pytest.mark.postgresql
def test_no_address_breaks_a_page_on_postgresql(postgres_site: Site) -> None:
    assert not (broken := _sweep_addresses(postgres_site, STRICTER)), "\n".join(broken)


@pytest.mark.parametrize("rule", [rule for rule, method in RULES if method == "POST"])
def test_no_field_breaks_a_page_and_only_plain_text_is_kept(
    site: Site, snapshot: Snapshot, rule: str
) -> None:
    before = frozenset(snapshot.texts())

    broken = _sweep_fields(site, rule, IN_FIELD)

    assert not broken, "\n".join(broken)
    assert not [where for where, text in {*snapshot.texts()} - before if not is_plain(text)]


@pytest.mark.postgresql
def test_no_field_breaks_a_page_on_postgresql(postgres_site: Site) -> None:
    rules = [rule for rule, method in RULES if method == "POST"]

    broken = [
        line for rule in rules for line in _sweep_fields(postgres_site, rule, STRICTER_FIELDS)
    ]

    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "bahasa"),
        ("/", "x" * 200),
        ("/isi/", "bahasa"),
        ("/masuk", "lanjut"),
        ("/beranda", "bahasa"),
        ("/banding", "a"),
        ("/banding/tabel", "a"),
        ("/banding/tabel", "urut"),
    ],
)
def test_no_query_breaks_a_page(site: Site, path: str, name: str) -> None:
    asker = "nobody" if path == "/masuk" else _asker(RULES[path, "GET"])
    client = site.people.new_client(asker)
    both = "&a=".join(site.regions[mark].assessment for mark in REGIONS)
    for odd in (*(quote(text[:8000]) for text in IN_FIELD), *IN_ADDRESS):
        status = client.get(f"{path}?{name}={odd}&a={both}").status_code
        assert status in REFUSALS | FINE, f"{path}?{name}={odd[:60]}"


ODD_PATHS = (
    "//",
    "///masuk",
    "/./masuk",
    "/../masuk",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/aset/../secret_key",
    "/aset/%2e%2e%2f%2e%2e%2fsecret_key",
    "/aset//etc/passwd",
    "/masuk;a=b",
    "/masuk/",
    "/masuk%00.html",
    "/masuk%20",
    "/MASUK",
    "/" + "a/" * 2000,
    "/%ff",
    "/%c0%ae%c0%ae/",
    "/\\masuk",
    "/%5c%5cevil.example",
    "/@evil.example",
    "/?" + "&".join(["a=1"] * 3000),
    "/?" + "a" * 20000,
    "/?bahasa=en&bahasa=id&bahasa=%00",
    "/sehat?%",
)


@pytest.mark.parametrize("path", ODD_PATHS, ids=[path[:30] for path in ODD_PATHS])
def test_odd_paths_get_a_clear_answer(site: Site, path: str) -> None:
    for name in ("nobody", "administrator"):
        answer = site.people.new_client(name).get(path)
        assert answer.status_code in REFUSALS | FINE
        assert not answer.headers.get("Location", "/").startswith(("//", "/\\", "http"))
        assert "secret_key" not in answer.text or "secret_key" in path


ODD_HEADERS = (
    ("Cookie", 'takar_kursi="\\377\\000"'),
    ("Cookie", "takar_masuk=\xed\xa0\x80; takar_kursi=\xff; bahasa=\xff"),
    ("Cookie", "takar_sesi=.eJw.x.y; takar_sesi=\x01"),
    ("Cookie", "=; ;;; a"),
    ("Cookie", "x=" + "y" * 20000),
    ("Origin", "http://["),
    ("Origin", "\xff"),
    ("Sec-Fetch-Site", "\xff"),
    ("Accept-Encoding", "gzip;q=x, \xff, *;q=9e99"),
    ("Accept-Language", "x" * 5000),
    ("If-None-Match", '"\xff", W/"a", *'),
    ("If-Modified-Since", "kemarin"),
    ("Range", "bytes=9-1,-,x"),
    ("Content-Type", "multipart/form-data; boundary=" + "x" * 300),
    ("Content-Type", "application/json; charset=utf-99"),
    ("Content-Length", "-1"),
    ("Content-Length", "9" * 400),
    ("Content-Length", "1_0"),
    ("Host", "a b"),
    ("Host", "[::1"),
    ("Host", "x:99999999"),
    ("X-Forwarded-For", "\xff, ,"),
    ("X-CSRFToken", "\xff" * 500),
    ("Referer", "http://["),
)


@pytest.mark.parametrize(
    ("header", "value"), ODD_HEADERS, ids=[f"{h}-{v[:20]!r}" for h, v in ODD_HEADERS]
)
def test_odd_headers_get_a_clear_answer(site: Site, header: str, value: str) -> None:
    meeting = site.regions.alpha.open_meeting
    client = site.people.new_client("administrator")
    for path in ("/", "/isi/", "/beranda", f"/fgd/{meeting}/papan.json", "/aset/x"):
        for method in ("GET", "POST"):
            answer = client.open(path, method=method, headers={header: value}, data=b"a=1")
            assert answer.status_code in REFUSALS | FINE | {304}, f"{method} {path}"


# Bodies of scripts.


def _operations(**changes: object) -> str:
    return json.dumps({"operations": [{**OPERATION, **changes}]})


ODD_JSON = {
    "nested deep": "[" * 60_000,
    "nested deep and closed": "[" * 900 + "]" * 900,
    "nested objects": '{"a":' * 9000 + "1" + "}" * 9000,
    "deeper than ours": '{"operations":' + "[" * DEEPEST_JSON + "]" * DEEPEST_JSON + "}",
    "closed before opened": "]" * 1000 + "[" * 1000,
    "quotes without end": '{"a":"' + '\\"' * 20_000 + "\\",
    "not a number": '{"operations": NaN}',
    "minus infinity": '{"operations": [-Infinity]}',
    "a key twice": '{"operations": [], "operations": []}',
    "a key twice inside": _operations().replace('"level"', '"level": "1", "level"'),
    "huge float as revision": _operations().replace(": 1,", ": 1e999,"),
    "huge whole number": _operations(base_revision=2**64),
    "more digits than Python reads": _operations().replace(": 1,", ": " + "9" * 5000 + ","),
    "true as a number": _operations(base_revision=True),
    "negative revision": _operations(base_revision=-1),
    "revision as text": _operations(base_revision="1"),
    "operation without name": _operations(operation_id=""),
    "operation with a lone surrogate": _operations(operation_id="\ud800" * 10),
    "operation with a zero byte": _operations(operation_id="a\x00bcdefgh"),
    "operation as list": _operations(operation_id=["a"]),
    "question that is not asked": _operations(question_id="\ud800"),
    "question as object": _operations(question_id={"a": 1}),
    "level as number": _operations(level=5),
    "note as list": _operations(note=["x"]),
    "operations as object": '{"operations": {}}',
    "operation as text": '{"operations": ["x"]}',
    "a list": "[1]",
    "a number": "5",
    "a text": '"x"',
    "nothing": "null",
    "empty": "",
    "a byte order mark": "\ufeff{}",
    "too many": json.dumps({"operations": [OPERATION] * 51}),
}


@pytest.mark.parametrize("body", ODD_JSON.values(), ids=ODD_JSON.keys())
def test_a_script_that_is_none_of_ours_is_refused(
    site: Site, snapshot: Snapshot, body: str
) -> None:
    answer = _send_json(site, body.encode("utf-8", "surrogatepass"))

    assert answer.status_code == 400
    assert answer.is_json
    assert not snapshot.changed()


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"\xff\xfe{\x00}\x00", "application/json", 400),
        (b'{"a": "\xed\xa0\x80"}', "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"operations=1", "application/x-www-form-urlencoded", 415),
        (b" " * 70_000, "application/json", 413),
        (b" " * 300_000, "application/json", 413),
    ],
)
def test_a_body_of_a_wrong_kind_is_refused(
    site: Site, body: bytes, content_type: str, status: int
) -> None:
    assert _send_json(site, body, content_type).status_code == status


def test_a_level_that_does_not_exist_is_refused_beside_its_question(
    site: Site, snapshot: Snapshot
) -> None:
    for level in ("0", "6", "-1", "٣", "1.0", "1e0", " 1"):
        answer = _send_json(site, _operations(level=level).encode())
        assert answer.status_code == 200
        assert [result["outcome"] for result in answer.json["results"]] == ["refused"], level

    assert not snapshot.changed()


def test_a_note_may_hold_any_number_of_brackets(site: Site, snapshot: Snapshot) -> None:
    note = '[[[[[[[[ {{{{{{{{ \\" [ :-]'

    answer = _send_json(site, _operations(note=note).encode())

    assert answer.json["results"][0]["outcome"] == "saved"
    assert ("answer.note", note) in snapshot.texts()


def test_what_a_script_writes_is_made_plain(site: Site, snapshot: Snapshot) -> None:
    note = "a\ud800\x00\u202eb\u0007 e\u0301\r\nc"

    answer = _send_json(site, _operations(note=note).encode())

    assert answer.json["results"][0]["outcome"] == "saved"
    assert ("answer.note", "ab é\nc") in snapshot.texts()
    assert all(is_plain(text) for _, text in snapshot.texts())


def _send_json(site: Site, body: bytes, content_type: str = "application/json") -> TestResponse:
    token = site.people.token("participant a", of_seat=True)
    client = site.people.client("participant a")
    headers = {"X-CSRFToken": token}
    return client.post("/isi/simpan", data=body, content_type=content_type, headers=headers)


# Bodies of forms.

FORMS = [(rule, row) for (rule, method), row in RULES.items() if method == "POST" and not row.json]


@pytest.mark.parametrize(("rule", "row"), FORMS, ids=[rule for rule, _ in FORMS])
def test_forms_read_neither_scripts_nor_files(
    site: Site, snapshot: Snapshot, rule: str, row: Row
) -> None:
    """Whatever the content type says: no field is filled from anything but a form."""
    name = _asker(row)
    token = site.people.token(name, of_seat=row.who == SEATED)
    address = addresses(rule, site.regions.alpha, "x")[0]
    client = site.people.copy(name)
    headers = {"X-CSRFToken": token}
    files = {field: (io.BytesIO(b"x"), "a.txt") for field in _fields(rule, row)}
    answers = [
        client.post(address, data=body, content_type="application/json", headers=headers)
        for body in ("[1]", "[" * 60_000, json.dumps({**row.fields, "csrf_token": token}), "{}")
    ]
    answers.append(client.post(address, data={**files, "csrf_token": token}))

    assert {answer.status_code for answer in answers} <= REFUSALS | FINE
    needs_fields = bool(row.fields) and row.who == STAFF
    assert not (needs_fields and snapshot.changed())


def _many_fields(number: int) -> bytes:
    return b"&".join([b"a=1"] * number)


@pytest.mark.parametrize("pieces", [False, True], ids=["with its length", "in pieces"])
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (_many_fields(5000), "application/x-www-form-urlencoded"),
        (_many_fields(MOST_FIELDS + 1), "application/x-www-form-urlencoded"),
        (b"a" * 300_000, "application/x-www-form-urlencoded"),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 2000 + b"--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
            + b"a" * 300_000
            + b"\r\n--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
    ],
    ids=["5000 fields", "a field too many", "300 kB", "2000 parts", "a part of 300 kB"],
)
def test_a_body_too_large_is_refused(
    site: Site, body: bytes, content_type: str, pieces: bool
) -> None:
    client = site.people.client("facilitator a")
    address = f"/asesmen/{site.regions.alpha.assessment}/fgd-baru"
    extra = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""} if pieces else {}
    length = {"Transfer-Encoding": "chunked"} if pieces else {"Content-Length": str(len(body))}

    answer = client.post(
        address,
        input_stream=io.BytesIO(body),
        content_type=content_type,
        environ_overrides=extra,
        headers=length,
    )

    assert answer.status_code == 413
    assert "terlalu" in answer.text


def test_as_many_fields_as_a_form_may_have_are_read(site: Site, snapshot: Snapshot) -> None:
    many = {f"x{number}": "1" for number in range(MOST_FIELDS - 10)}

    answer = _post(
        site, "/fakta/<public_id>/<question_id>", Row(STAFF, frozenset(), fields=FACT), many
    )

    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"--x", "multipart/form-data"),
        (b"--x", "multipart/form-data; boundary=\xff"),
        (b"a=%ff%fe&%00=1&=&&&", "application/x-www-form-urlencoded"),
        (b"a=1", "application/x-www-form-urlencoded; charset=utf-99"),
        (b"\x00\xff" * 500, "application/x-www-form-urlencoded"),
        (b"a=1", "text/plain"),
        (b"a=1", ""),
    ],
)
def test_a_broken_form_is_refused(site: Site, body: bytes, content_type: str) -> None:
    for path in ("/", "/masuk", "/beranda", "/isi/kirim", "/kata-sandi"):
        for name in ("nobody", "participant a", "facilitator a"):
            answer = site.people.client(name).post(path, data=body, content_type=content_type)
            assert answer.status_code in {400, 401, 403, 405, 413, 303}, (path, name)


@pytest.mark.parametrize("year", ["0001", "1999", "2101", "9999"])
def test_a_meeting_lies_in_our_time(site: Site, snapshot: Snapshot, year: str) -> None:
    rule = "/asesmen/<public_id>/fgd-baru"

    answer = _post(site, rule, RULES[rule, "POST"], {"day": f"{year}-01-01", "time": "00:00"})

    assert answer.status_code == 422
    assert "antara tahun 2000 dan 2100" in answer.text


def test_the_door_lets_through_plain_text_and_nothing_else() -> None:
    for character in map(
        chr, (*range(0x10000), *range(0x1FFF0, 0x20010), *range(0xE0000, 0xE0200))
    ):
        cleaned = clean_text(f"a{character}b")
        assert is_plain(cleaned), hex(ord(character))
        if is_plain(f"a{character}b") and character not in "\ufffc\ufffd":  # stand for what is lost
            assert cleaned == f"a{character}b", hex(ord(character))


def test_words_of_all_scripts_pass_the_door_unchanged() -> None:
    for text in (
        "Kota Baru Ulu",
        "100 °C ± 5 %",
        "বাংলা",
        "العربية",
        "漢字",
        "👨\u200d👩\u200d👧",
        "a\tb\nc",
    ):
        assert clean_text(text) == text
