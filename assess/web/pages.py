"""Pages that belong to nobody in particular: static files, health."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request
from sqlalchemy import text

from assess.web.access import PUBLIC, allow
from assess.web.database import db
from assess.web.script_words import WORKER
from assess.web.state import takar

blueprint = Blueprint("pages", __name__)


@blueprint.get("/aset/<path:name>")
@allow(PUBLIC)
def asset(name: str) -> Response:
    file = takar().assets.find(name)
    if file is None:
        abort(404)
    accepted = request.headers.get("Accept-Encoding", "")
    coding = next((c for c in ("br", "gzip") if c in accepted and c in file.bodies), "")
    response = Response(file.bodies[coding], mimetype=file.mimetype)
    if coding:
        response.headers["Content-Encoding"] = coding
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if file.name == WORKER:
        response.headers["Service-Worker-Allowed"] = "/isi/"
    return response


@blueprint.get("/sehat")
@allow(PUBLIC)
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/siap")
@allow(PUBLIC)
def ready() -> Response:
    """The database answers too. No version, no secret."""
    db().execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")
