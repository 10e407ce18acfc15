"""The way in for participants: code or QR, notice and consent, group and institution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response as AnyResponse

from assess.actions.seats import TakenSeat, resume_seat, take_seat
from assess.questionnaire.instrument import Questionnaire
from assess.store.attempts import add_failure, number_of_failures
from assess.store.questionnaires import questionnaire_of
from assess.store.tables import Assessment, FocusGroup, FocusGroupState
from assess.web.access import PUBLIC, allow, found
from assess.web.clock import now
from assess.web.database import SAFE_METHODS, db
from assess.web.formatting import day
from assess.web.gate import caller
from assess.web.language import language
from assess.web.prepared import Prepared, slot
from assess.web.seats import NoSeat, current_seat, give_seat
from assess.web.state import takar

blueprint = Blueprint("joining", __name__)

JOIN, RESUME = "join", "resume"
WINDOW = timedelta(minutes=10)
# Failures only, by address. The QR carries a long token and works even then, so that a hall
# behind one address is never locked out by those who mistype.
MOST_FAILURES = {JOIN: 60, RESUME: 60}
INSTITUTION_LENGTH = 120


@blueprint.get("/")
@allow(PUBLIC)
def home() -> str:
    return render_template("answering/join.html", code="", error=None, has_seat=_has_seat())


@blueprint.post("/")
@allow(PUBLIC)
def join() -> AnyResponse:
    code = "".join(request.form.get("kode", "").upper().split())[:40]
    if _too_many_failures(JOIN):
        return _page("answering/join.html", 429, code=code, error=_wait(), has_seat=False)
    focus_group = _by_code(code)
    if focus_group is None:
        add_failure(db(), JOIN, caller(), now())
        message = gettext(
            "Kode tidak ditemukan. Periksa lagi kode di layar depan atau tanyakan ke fasilitator."
        )
        return _page("answering/join.html", 422, code=code, error=message, has_seat=False)
    return redirect(url_for("joining.start", join_token=focus_group.join_token), 303)


@dataclass
class StartForm:
    """What was filled in, and what is wrong with it: field name -> message."""

    group: str = ""
    institution: str = ""
    consents: dict[str, bool] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@blueprint.get("/j/<join_token>")
@allow(PUBLIC)
def start(join_token: str) -> AnyResponse:
    focus_group = found(_by_token(join_token))
    if _sits_in(focus_group):
        return redirect(url_for("answering.hub"), 303)
    if not focus_group.is_open(now()):
        return _page("answering/closed.html", 409, focus_group=focus_group)
    return _start_page(focus_group, StartForm(), 200)


@blueprint.post("/j/<join_token>")
@allow(PUBLIC)
def take(join_token: str) -> AnyResponse:
    focus_group = found(_by_token(join_token))
    questionnaire = questionnaire_of(db(), focus_group.assessment)
    form = _read_start_form(questionnaire, request.form)
    if not focus_group.is_open(now()):
        return _page("answering/closed.html", 409, focus_group=focus_group)
    if form.errors:
        return _start_page(focus_group, form, 422)
    taken = take_seat(
        db(),
        focus_group,
        group_key=form.group,
        institution=form.institution,
        notice_version=questionnaire.privacy_notice.version,
        consents=form.consents,
        now=now(),
    )
    return _seated(taken)


@blueprint.get("/j/<join_token>/lanjut")
@allow(PUBLIC)
def resume_form(join_token: str) -> AnyResponse:
    focus_group = found(_by_token(join_token))
    return _page("answering/resume.html", 200, focus_group=focus_group, code="", error=None)


@blueprint.post("/j/<join_token>/lanjut")
@allow(PUBLIC)
def resume(join_token: str) -> AnyResponse:
    focus_group = found(_by_token(join_token))
    code = request.form.get("kode", "")[:60]
    page = "answering/resume.html"
    if _too_many_failures(RESUME):
        return _page(page, 429, focus_group=focus_group, code=code, error=_wait())
    taken = resume_seat(db(), focus_group, code, now())
    if taken is None:
        add_failure(db(), RESUME, caller(), now())
        message = gettext("Kode lanjut tidak ditemukan. Periksa kedua kata dan keempat angkanya.")
        return _page(page, 422, focus_group=focus_group, code=code, error=message)
    return _seated(taken)


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


def _start_page(focus_group: FocusGroup, form: StartForm, status: int) -> AnyResponse:
    """The page before the first question. Unfilled it is the same for the whole hall, which
    asks for it at once, so it is rendered once for what this meeting says in it."""
    assessment = focus_group.assessment
    if form != StartForm():
        return _page("answering/start.html", status, **_start_context(focus_group, form))
    key = (
        *(focus_group.join_token, focus_group.title, language()),
        *(assessment.questionnaire_version_id, assessment.legal_basis, assessment.recipients),
        *(assessment.contact, assessment.keep_until),
    )
    page = _START_PAGES.get(key)
    if page is None or takar().settings.development:
        context = _start_context(focus_group, form)
        # Nothing of the one who happens to ask first may stay in a page for everybody.
        other = "id" if language() == "en" else "en"
        neutral: dict[str, Any] = {
            "nav_items": [],
            "account": None,
            "other_language_url": f"?bahasa={other}",
            "csrf_token": lambda: slot("csrf"),
        }
        html = render_template("answering/start.html", **context, **neutral)
        page = Prepared.of(html, frozenset({"csrf"}))
        if len(_START_PAGES) >= MOST_PAGES:
            _START_PAGES.clear()
        _START_PAGES[key] = page
    return page.response({"csrf": generate_csrf()}, status)


_START_PAGES: dict[tuple[object, ...], Prepared] = {}
MOST_PAGES = 512


def _start_context(focus_group: FocusGroup, form: StartForm) -> dict[str, Any]:
    questionnaire = questionnaire_of(db(), focus_group.assessment)
    return {
        "focus_group": focus_group,
        "questionnaire": questionnaire,
        "notice": notice_of(questionnaire, focus_group.assessment),
        "form": form,
        "is_sample": focus_group.assessment.is_sample,
    }


def _read_start_form(questionnaire: Questionnaire, given: Mapping[str, str]) -> StartForm:
    form = StartForm(group=given.get("kelompok", ""), institution=given.get("instansi", "").strip())
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
    if len(form.institution) > INSTITUTION_LENGTH:
        form.errors["instansi"] = gettext(
            "Nama instansi paling panjang %(most)s huruf.", most=INSTITUTION_LENGTH
        )
    return form


def _seated(taken: TakenSeat) -> AnyResponse:
    response = redirect(url_for("answering.hub"), 303)
    give_seat(response, taken)
    return response


def _by_code(code: str) -> FocusGroup | None:
    """The open meeting of a code. Closed and unknown look the same to one who guesses."""
    return (
        db()
        .execute(
            select(FocusGroup).where(
                FocusGroup.join_code == code, FocusGroup.state == FocusGroupState.OPEN
            )
        )
        .scalar_one_or_none()
    )


def _by_token(join_token: str) -> FocusGroup | None:
    """The meeting of a QR. A request that writes share-locks its row: closing waits for it, so
    nobody takes a seat in a meeting that is being frozen."""
    query = (
        select(FocusGroup)
        .options(joinedload(FocusGroup.assessment).joinedload(Assessment.region))
        .where(FocusGroup.join_token == join_token)
    )
    if request.method not in SAFE_METHODS:
        query = query.with_for_update(read=True, of=FocusGroup)
    return db().execute(query).scalar_one_or_none()


def _has_seat() -> bool:
    try:
        current_seat()
    except NoSeat:
        return False
    return True


def _sits_in(focus_group: FocusGroup) -> bool:
    return _has_seat() and current_seat().focus_group_id == focus_group.id


def _too_many_failures(kind: str) -> bool:
    return number_of_failures(db(), kind, caller(), now() - WINDOW) >= MOST_FAILURES[kind]


def _wait() -> str:
    return gettext(
        "Terlalu banyak kode yang salah dari jaringan ini. Pindai kode QR di layar depan, "
        "atau coba lagi beberapa menit lagi."
    )


def _page(template: str, status: int, **context: Any) -> Response:
    focus_group: FocusGroup | None = context.get("focus_group")
    if focus_group is not None:
        context["is_sample"] = focus_group.assessment.is_sample
    response = make_response(render_template(template, **context))
    response.status_code = status
    if status == 429:
        response.headers["Retry-After"] = "60"
    return response
