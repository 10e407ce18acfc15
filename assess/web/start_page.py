"""The page before the first question: notice and consent, group, table and institution."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, render_template
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf

from assess.questionnaire.instrument import Questionnaire
from assess.store.questionnaires import questionnaire_of
from assess.store.room_tables import SeatTicket
from assess.store.tables import Assessment, FocusGroup
from assess.web.database import db
from assess.web.formatting import day
from assess.web.language import language
from assess.web.prepared import Prepared, slot
from assess.web.state import takar

INSTITUTION_LENGTH = 120
MOST_PAGES = 512

_START_PAGES: dict[tuple[object, ...], Prepared] = {}


@dataclass
class StartForm:
    """What was filled in, and what is wrong with it: field name -> message."""

    group: str = ""
    table: str = ""
    institution: str = ""
    consents: dict[str, bool] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def start_page(
    focus_group: FocusGroup, form: StartForm, status: int, ticket: SeatTicket | None = None
) -> Response:
    """Unfilled it is the same for the whole hall, which asks for it at once, so it is rendered
    once for what this meeting, and a ticket, say in it."""
    if form != StartForm():
        context = _context(focus_group, form, ticket)
        own = {"chair": ticket and ticket.number, "sheet": _new_sheet()}
        html = render_template("answering/start.html", **context, **own)
        return Response(html, status, mimetype="text/html")
    key = _key(focus_group, ticket)
    page = _START_PAGES.get(key)
    if page is None or takar().settings.development:
        # Nothing of the one who happens to ask first may stay in a page for everybody.
        other = "id" if language() == "en" else "en"
        neutral: dict[str, Any] = {
            "nav_items": [],
            "account": None,
            "other_language_url": f"?bahasa={other}",
            "csrf_token": lambda: slot("csrf"),
            "sheet": slot("sheet"),
            "chair": slot("chair") if ticket is not None else None,
        }
        context = _context(focus_group, form, ticket)
        html = render_template("answering/start.html", **context, **neutral)
        page = Prepared.of(html, frozenset({"csrf", "chair", "sheet"}))
        if len(_START_PAGES) >= MOST_PAGES:
            _START_PAGES.clear()
        _START_PAGES[key] = page
    chair = str(ticket.number) if ticket is not None else ""
    filled = {"csrf": generate_csrf(), "chair": chair, "sheet": _new_sheet()}
    return page.response(filled, status)


def read_start_form(
    focus_group: FocusGroup,
    questionnaire: Questionnaire,
    given: Mapping[str, str],
    ticket: SeatTicket | None = None,
) -> StartForm:
    """What a ticket fixes is not asked, and not read."""
    form = StartForm(
        group=(ticket and ticket.group_key) or given.get("kelompok", ""),
        table=(ticket and ticket.table_key) or given.get("meja", ""),
        institution=given.get("instansi", "").strip(),
    )
    agrees = given.get("setuju") == "ya"  # the button says so; its press is the agreement
    for option in questionnaire.privacy_notice.consent:
        chosen = given.get(f"setuju_{option.key}") == "ya"
        form.consents[option.key] = agrees if option.required else chosen
    if not agrees:
        form.errors["kelompok"] = gettext(
            "Tekan tombol Saya setuju dan mulai. Tanpa persetujuan, jawaban tidak dicatat."
        )
    if form.group not in questionnaire.group_by_key:
        form.errors["kelompok"] = gettext("Pilih kelompok yang Anda wakili.")
    if not focus_group.tables:
        form.table = ""
    elif form.table not in {table["key"] for table in focus_group.tables}:
        form.errors["meja"] = gettext("Pilih meja tempat Anda duduk.")
    if len(form.institution) > INSTITUTION_LENGTH:
        form.errors["instansi"] = gettext(
            "Nama instansi paling panjang %(most)s huruf.", most=INSTITUTION_LENGTH
        )
    return form


def notice_of(questionnaire: Questionnaire, assessment: Assessment) -> list[tuple[str, str]]:
    """The privacy notice as (term, text), with this region's own facts.

    What nobody stated is said to be so. A paragraph without "term:" has an empty term.
    """
    missing = gettext("belum ditetapkan")
    facts: Mapping[str, str] = {
        "{region}": assessment.region.full_name,
        "{legal_basis}": assessment.legal_basis or missing,
        "{recipients}": assessment.recipients or missing,
        "{deletion_date}": day(assessment.keep_until) if assessment.keep_until else missing,
        "{contact}": assessment.contact or gettext("fasilitator di ruangan"),
    }
    text = questionnaire.privacy_notice.text.in_language(language())
    for placeholder, fact in facts.items():
        text = text.replace(placeholder, fact)
    return [_term_and_text(paragraph) for paragraph in text.split("\n\n") if paragraph.strip()]


def _term_and_text(paragraph: str) -> tuple[str, str]:
    term, colon, text = " ".join(paragraph.split()).partition(": ")
    return (term, text) if colon else ("", term)


def _new_sheet() -> str:
    """Names this very page, so that sending it twice is one joining."""
    return secrets.token_hex(8)


def _key(focus_group: FocusGroup, ticket: SeatTicket | None) -> tuple[object, ...]:
    assessment = focus_group.assessment
    return (
        *(focus_group.join_token, focus_group.title, language(), focus_group.form_revision),
        *(assessment.questionnaire_version_id, assessment.legal_basis, assessment.recipients),
        *(assessment.contact, assessment.keep_until),
        None if ticket is None else (ticket.group_key, ticket.table_key),
    )


def _context(focus_group: FocusGroup, form: StartForm, ticket: SeatTicket | None) -> dict[str, Any]:
    questionnaire = questionnaire_of(db(), focus_group.assessment)
    tables = {table["key"]: table["name"] for table in focus_group.tables}
    fixed_group = ticket.group_key if ticket is not None else None
    fixed_table = ticket.table_key if ticket is not None else None
    return {
        "focus_group": focus_group,
        "questionnaire": questionnaire,
        "notice": notice_of(questionnaire, focus_group.assessment),
        "form": form,
        "is_sample": focus_group.assessment.is_sample,
        "tables": tables,
        "fixed_group": questionnaire.group_by_key.get(fixed_group or ""),
        "fixed_table": tables.get(fixed_table or ""),
    }
