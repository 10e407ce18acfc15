"""The smallest honest survey on Flask: what the work costs before there is a product.

Signed session, CSRF, validation, one transaction a page, a redirect after each post. Started by
journeys.py; MINI_SURVEY_DATABASE names its file.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pysqlite3
from flask import Flask, Response, abort, redirect, render_template, request, session, url_for
from flask_wtf import CSRFProtect
from jinja2 import DictLoader

from benchmarks.survey_questions import LEVELS, SECTIONS, Section

LONGEST_REMARK = 1000
GROUPS = ("pimpinan", "bappeda", "diskominfo", "akademisi", "umkm", "komunitas")

TEMPLATES = {
    "base.html": """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title>
<meta name="viewport" content="width=device-width"></head>
<body><main><h1>{{ self.title() }}</h1>
{% for message in errors %}<p role="alert">{{ message }}</p>{% endfor %}
{% block content %}{% endblock %}</main></body></html>""",
    "form.html": """{% macro rating(question, levels, chosen) %}
<fieldset><legend>{{ question.text }}</legend>
{% for value, label in levels.items() %}<label><input type="radio" name="{{ question.name }}"
 value="{{ value }}"{% if chosen == value %} checked{% endif %} required> {{ label }}</label>
{% endfor %}</fieldset>{% endmacro %}
{% macro remark(question, text) %}
<label>{{ question.text }}<textarea name="{{ question.name }}" maxlength="1000">{{ text }}</textarea>
</label>{% endmacro %}""",
    "start.html": """{% extends "base.html" %}{% block title %}Survei kota cerdas{% endblock %}
{% block content %}<p>Jawaban Anda dipakai untuk masterplan dan disimpan tanpa nama.</p>
<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<label><input type="checkbox" name="agree" value="yes" required> Saya setuju</label>
<label>Kelompok <select name="group" required>
{% for group in groups %}<option value="{{ group }}">{{ group }}</option>{% endfor %}</select></label>
<label>Instansi <input name="institution" maxlength="200"></label>
<button>Mulai</button></form>{% endblock %}""",
    "section.html": """{% extends "base.html" %}{% from "form.html" import rating, remark %}
{% block title %}{{ section.title }}{% endblock %}
{% block content %}<form method="post">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
{% for question in section.ratings %}{{ rating(question, levels, given.get(question.name)) }}
{% endfor %}{% for question in section.remarks %}
{{ remark(question, given.get(question.name, "")) }}{% endfor %}
<button>Lanjut</button></form>{% endblock %}""",
    "sent.html": """{% extends "base.html" %}{% block title %}Terima kasih{% endblock %}
{% block content %}<p>Jawaban Anda telah dikirim.</p>{% endblock %}""",
}
TABLES = """
CREATE TABLE IF NOT EXISTS participant (
    id TEXT PRIMARY KEY, respondent_group TEXT NOT NULL, institution TEXT NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS page (
    participant TEXT NOT NULL REFERENCES participant (id), section INTEGER NOT NULL,
    answers TEXT NOT NULL, PRIMARY KEY (participant, section)
) STRICT;
"""

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ.get("MINI_SURVEY_SECRET") or secrets.token_hex(32)
app.jinja_loader = DictLoader(TEMPLATES)
CSRFProtect(app)
_local = threading.local()


@app.route("/", methods=["GET", "POST"])
def start() -> Any:
    if request.method == "GET":
        return render_template("start.html", groups=GROUPS, errors=[])
    group = request.form.get("group")
    if request.form.get("agree") != "yes" or group not in GROUPS:
        return render_template("start.html", groups=GROUPS, errors=["Pilih kelompok Anda."]), 400
    participant = secrets.token_urlsafe(16)
    with _transaction() as cursor:
        cursor.execute(
            "INSERT INTO participant (id, respondent_group, institution) VALUES (?, ?, ?)",
            (participant, group, request.form.get("institution", "")[:200]),
        )
    session["participant"] = participant
    return redirect(url_for("section", number=1), 303)


@app.route("/section/<int:number>", methods=["GET", "POST"])
def section(number: int) -> Any:
    participant = session.get("participant")
    if participant is None or not 1 <= number <= len(SECTIONS):
        abort(404)
    asked = SECTIONS[number - 1]
    if request.method == "GET":
        return _section_page(asked, _stored(participant, number), [])
    answers, errors = _read(asked)
    if errors:
        return _section_page(asked, answers, errors), 400
    last = number == len(SECTIONS)
    with _transaction() as cursor:
        cursor.execute(
            "INSERT INTO page VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET answers = excluded.answers",
            (participant, number, json.dumps(answers)),
        )
        if last:
            cursor.execute("UPDATE participant SET sent = 1 WHERE id = ?", (participant,))
    after = url_for("sent") if last else url_for("section", number=number + 1)
    return redirect(after, 303)


@app.get("/sent")
def sent() -> str:
    return render_template("sent.html", errors=[])


def _section_page(asked: Section, given: dict[str, str], errors: list[str]) -> str:
    return render_template("section.html", section=asked, levels=LEVELS, given=given, errors=errors)


def _read(asked: Section) -> tuple[dict[str, str], list[str]]:
    answers, errors = {}, []
    for rating in asked.ratings:
        choice = request.form.get(rating.name, "")
        if choice in LEVELS:
            answers[rating.name] = choice
        else:
            errors.append(f"Pilih satu jawaban: {rating.text}")
    for remark in asked.remarks:
        text = request.form.get(remark.name, "").strip()
        if len(text) > LONGEST_REMARK:
            errors.append(f"Terlalu panjang: {remark.text}")
        answers[remark.name] = text
    return answers, errors


def _stored(participant: str, number: int) -> dict[str, str]:
    row = (
        _connection()
        .execute(
            "SELECT answers FROM page WHERE participant = ? AND section = ?", (participant, number)
        )
        .fetchone()
    )
    return json.loads(row[0]) if row else {}


@contextmanager
def _transaction() -> Iterator[Any]:
    """BEGIN IMMEDIATE … COMMIT, with the same durability as the application's."""
    cursor = _connection().cursor()
    cursor.execute("BEGIN IMMEDIATE")
    try:
        yield cursor
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
    cursor.execute("COMMIT")


def _connection() -> Any:
    if not hasattr(_local, "connection"):
        connection = pysqlite3.connect(
            os.environ["MINI_SURVEY_DATABASE"], isolation_level=None, timeout=10
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript(TABLES)
        _local.connection = connection
    return _local.connection


@app.after_request
def _headers(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "default-src 'self'"
    return response
