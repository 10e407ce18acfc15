"""The door: what comes in is bounded, plain and from our own pages; what goes out carries the
headers that keep it safe and compressed."""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

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

# Control characters but tab and newline, bidirectional overrides, zero-width characters that
# hide text, line separators, noncharacters, lone surrogates. They break exports or mislead.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff"
    "\ud800-\udfff\ufdd0-\ufdef]"
)


class PlainRequest(Request):
    """A request whose texts are plain already: forms and query lose what nobody should send."""

    @cached_property
    def form(self) -> ImmutableMultiDict[str, str]:  # type: ignore[override]
        return _plain(super().form)

    @cached_property
    def args(self) -> MultiDict[str, str]:  # type: ignore[override]
        return _plain(super().args)


def install(app: Flask) -> None:
    app.request_class = PlainRequest
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
    app.before_request(_check_origin)
    app.before_request(_check_fields)
    app.after_request(_finish)
    app.wsgi_app = _with_headers(app.wsgi_app)  # type: ignore[method-assign]


def clean_text(text: str) -> str:
    """The text as it may be kept: composed, newlines alike, nothing invisible."""
    text = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text)


def json_body() -> Any:
    """The request's JSON, strictly: bounded size and depth, no NaN, no repeated keys."""
    if request.mimetype != "application/json":
        abort(415)
    if (request.content_length or 0) > LARGEST_JSON:
        abort(413)
    raw = request.get_data()
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
    deepest = depth = 0
    for byte in re.findall(rb"[\[{\]}]", raw):
        depth += 1 if byte in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = dict(pairs)
    if len(keys) != len(pairs):
        raise ValueError("a key stands twice")
    return keys


def _check_origin() -> None:
    """A second wall beside the CSRF token: no unsafe request from another site."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)
    origin = request.headers.get("Origin")
    if origin is not None and origin != "null" and urlsplit(origin).netloc != request.host:
        abort(403)


def _check_fields() -> None:
    if (
        request.mimetype == "application/x-www-form-urlencoded"
        and (request.content_length or 0) > MOST_FIELDS
        and request.get_data().count(b"&") >= MOST_FIELDS
    ):
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
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "Cookie"
    return _compressed(response)


def _compressed(response: Response) -> Response:
    """Level 1: most of the gain for a third of the work."""
    if (
        response.direct_passthrough
        or "Content-Encoding" in response.headers
        or not response.mimetype.startswith(("text/", "application/json", "image/svg"))
        or "gzip" not in request.headers.get("Accept-Encoding", "")
    ):
        return response
    body = response.get_data()
    if len(body) < SMALLEST_TO_COMPRESS:
        return response
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    response.set_data(packer.compress(body) + packer.flush())
    response.headers["Content-Encoding"] = "gzip"
    response.headers.add("Vary", "Accept-Encoding")
    return response
