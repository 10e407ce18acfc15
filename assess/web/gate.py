"""The door: what comes in is bounded, plain and from our own pages; what goes out carries the
headers that keep it safe and compressed."""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Any, NoReturn

from flask import Flask, Request, Response, abort, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

from assess.web.database import SAFE_METHODS

if TYPE_CHECKING:  # names of a standard that exist for type checkers only
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST_BODY = 256 * 1024
LARGEST_JSON = 64 * 1024
DEEPEST_JSON = 6
MOST_FIELDS = 1000
SMALLEST_TO_COMPRESS = 600
LEVEL = 6

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "manifest-src 'self'; require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS = "max-age=31536000; includeSubDomains"

# Control characters but tab and newline, bidirectional overrides, zero-width characters and tags
# that hide text, line separators, noncharacters, lone surrogates. They break exports or mislead.
_LAST_OF_PLANES = "".join(
    chr(plane << 16 | end) for plane in range(1, 17) for end in (65534, 65535)
)
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff0-\uffff\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e007f" + _LAST_OF_PLANES + "]"
)
# A JSON string, closed or not, or a bracket outside of one.
_JSON_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[\[{\]}]', re.S)


class PlainRequest(Request):
    """A request whose texts are plain already: forms and query lose what nobody should send."""

    @cached_property
    def form(self) -> ImmutableMultiDict[str, str]:
        return _plain(super().form)

    @cached_property
    def args(self) -> MultiDict[str, str]:
        return _plain(super().args)


def install(app: Flask) -> None:
    app.request_class = PlainRequest
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
    app.before_request(_check_address)
    app.before_request(_check_origin)
    app.before_request(_check_body)
    app.after_request(_finish)
    app.wsgi_app = _with_headers(app.wsgi_app)  # type: ignore[method-assign, assignment]


def clean_text(text: str) -> str:
    """The text as it may be kept: composed, newlines alike, nothing invisible."""
    text = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text)


def caller() -> str:
    """Where a request comes from, to count failures by: an IPv6 line owns 2^64 addresses."""
    address = request.remote_addr or "unknown"
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> 64 << 64))


def json_body() -> Any:
    """The request's JSON, strictly: bounded size and depth, no NaN, no repeated keys."""
    if request.mimetype != "application/json":
        abort(415)
    if (request.content_length or 0) > LARGEST_JSON:
        abort(413)
    raw = request.get_data()
    if len(raw) > LARGEST_JSON:  # a body sent in pieces does not say its length before
        abort(413)
    if _depth(raw) > DEEPEST_JSON:
        abort(400)
    try:
        return json.loads(
            raw.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_unique
        )
    except (ValueError, RecursionError):
        abort(400)


def _plain(pairs: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict(
        (clean_text(name), value if value.isascii() and value.isalnum() else clean_text(value))
        for name, value in pairs.items(multi=True)
    )


def _depth(raw: bytes) -> int:
    """How deep the brackets nest; those inside of texts are texts."""
    deepest = depth = 0
    for token in _JSON_TOKEN.findall(raw):
        if token[:1] != b'"':
            depth += 1 if token in b"[{" else -1
            deepest = max(deepest, depth)
    return deepest


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = dict(pairs)
    if len(keys) != len(pairs):
        raise ValueError("a key stands twice")
    return keys


def _check_address() -> None:
    """No address of ours holds a character that a text may not hold; a database may choke on it."""
    if _UNWANTED.search(request.path):
        abort(404)


def _check_origin() -> None:
    """A second wall beside the CSRF token: no unsafe request from another site."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)
    origin = request.headers.get("Origin")
    if origin is not None and origin != "null" and origin.partition("://")[2] != request.host:
        abort(403)


def _check_body() -> None:
    """Not too long, nor of too many fields; also where it comes in pieces without its length, of
    which only as much is read as may be."""
    if request.method in SAFE_METHODS:
        return
    length = request.content_length
    if length is None:
        length = len(request.get_data())
        if length >= LARGEST_BODY:
            abort(413)
    is_form = request.mimetype == "application/x-www-form-urlencoded"
    if is_form and length > MOST_FIELDS and request.get_data().count(b"&") >= MOST_FIELDS:
        abort(413)


def _with_headers(application: WSGIApplication) -> WSGIApplication:
    """Every answer carries the headers, also one that never reached a view."""
    plain = list(HEADERS.items())
    secure = [*plain, ("Strict-Transport-Security", HSTS)]

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        added = secure if environ.get("wsgi.url_scheme") == "https" else plain

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            return start_response(status, [*headers, *added], exc_info)

        return application(environ, start)

    return guarded


def _finish(response: Response) -> Response:
    location = response.headers.get("Location") or ""
    if location.startswith(("http:", "https:")):
        # The router names the host that the request named; a path says the same of our own.
        response.headers["Location"] = "/" + location.split("/", 3)[-1].lstrip("/")
        response.set_data(b"")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "Cookie"
    return _compressed(response)


def _compressed(response: Response) -> Response:
    """What was not compressed beforehand (prepared.py), which is little of what a hall asks for."""
    if (
        response.direct_passthrough
        or "Content-Encoding" in response.headers
        or not (response.mimetype or "").startswith(("text/", "application/json", "image/svg"))
        or "gzip" not in request.headers.get("Accept-Encoding", "")
    ):
        return response
    body = response.get_data()
    if len(body) < SMALLEST_TO_COMPRESS:
        return response
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, 31)
    response.set_data(packer.compress(body) + packer.flush())
    response.headers["Content-Encoding"] = "gzip"
    response.headers.add("Vary", "Accept-Encoding")
    return response
