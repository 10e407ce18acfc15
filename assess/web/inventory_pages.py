"""Facts of a region: what officials state, with date and source, and what was stated before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from assess.actions.facts import Statement, state_fact
from assess.inventory.facts import (
    FactRefused,
    FactValue,
    Refusal,
    check_against_others,
    parse_fact,
)
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.questions import FactQuestion, TableFact
from assess.store.assessments import assessment_by_public_id
from assess.store.facts import current_facts, statements_of
from assess.store.questionnaires import questionnaire_of
from assess.store.tables import Assessment, Fact
from assess.web.access import READS, STATES_FACTS, allow, current_account, current_scope, found
from assess.web.clock import now
from assess.web.database import db
from assess.web.fact_words import ShownTable, table_of, value_in_words
from assess.web.formatting import ZONES, number
from assess.web.inventory_forms import FactForm, fact_form, values_in_form

blueprint = Blueprint("inventory", __name__)

UNPROCESSABLE = 422


@dataclass(frozen=True)
class FactLine:
    question: FactQuestion
    fact: Fact | None
    value: str | None
    table: ShownTable | None


@blueprint.get("/fakta/<public_id>")
@allow(READS)
def facts(public_id: str) -> str:
    assessment = _assessment(public_id)
    questionnaire = questionnaire_of(db(), assessment)
    stated = current_facts(db(), assessment)
    lines = [
        _line(questionnaire, question, stated.get(question.id))
        for question in questionnaire.fact_questions
    ]
    return render_template(
        "inventory/facts.html",
        **_context(assessment),
        lines=lines,
        stated=sum(line.fact is not None for line in lines),
    )


@blueprint.get("/fakta/<public_id>/<question_id>")
@allow(READS)
def fact(public_id: str, question_id: str) -> str:
    assessment = _assessment(public_id)
    questionnaire = questionnaire_of(db(), assessment)
    return _fact_page(assessment, questionnaire, _question(questionnaire, question_id), None)


@blueprint.post("/fakta/<public_id>/<question_id>")
@allow(STATES_FACTS)
def state(public_id: str, question_id: str) -> WerkzeugResponse | tuple[str, int]:
    assessment = _assessment(public_id)
    questionnaire = questionnaire_of(db(), assessment)
    question = _question(questionnaire, question_id)
    if isinstance(question, TableFact):
        abort(404)  # a table has no form yet
    form = fact_form(question)()
    value = _checked_value(form, questionnaire, question, assessment)
    if value is None:
        return _fact_page(assessment, questionnaire, question, form), UNPROCESSABLE
    state_fact(db(), assessment, _statement(form, question, value), now(), by=current_account())
    flash(_("Fakta %(id)s sudah dicatat.", id=question.id))
    return redirect(url_for(".facts", public_id=public_id, _anchor=f"fact-{question.id}"), 303)


def _assessment(public_id: str) -> Assessment:
    return found(assessment_by_public_id(db(), current_scope(), public_id))


def _question(questionnaire: Questionnaire, question_id: str) -> FactQuestion:
    asked: dict[str, FactQuestion] = {each.id: each for each in questionnaire.fact_questions}
    if question_id not in asked:
        abort(404)
    return asked[question_id]


def _context(assessment: Assessment) -> dict[str, object]:
    return {
        "assessment": assessment,
        "region": assessment.region,
        "is_sample": assessment.is_sample,
    }


def _line(questionnaire: Questionnaire, question: FactQuestion, stated: Fact | None) -> FactLine:
    if stated is None:
        return FactLine(question, None, None, None)
    if isinstance(question, TableFact):
        table = table_of(questionnaire, question, stated.value)
        return FactLine(question, stated, value_in_words(question, stated.value), table)
    return FactLine(question, stated, value_in_words(question, stated.value), None)


def _fact_page(
    assessment: Assessment,
    questionnaire: Questionnaire,
    question: FactQuestion,
    form: FactForm | None,
) -> str:
    history = statements_of(db(), assessment, question.id)
    latest = next((s.fact for s in history if s.fact.replaced_at is None), None)
    if form is None and not isinstance(question, TableFact):
        form = _form_of(question, latest)
    return render_template(
        "inventory/fact.html",
        **_context(assessment),
        question=question,
        form=form,
        line=_line(questionnaire, question, latest),
        statements=[(each, _line(questionnaire, question, each.fact)) for each in history],
    )


def _form_of(question: FactQuestion, latest: Fact | None) -> FactForm:
    """The value that holds stands in the form; date and source of the new one are asked anew."""
    if latest is None:
        return fact_form(question)(formdata=None)
    return fact_form(question)(
        formdata=None,
        data={**values_in_form(question, latest.value), "stated_by": latest.stated_by},
    )


def _checked_value(
    form: FactForm, questionnaire: Questionnaire, question: FactQuestion, assessment: Assessment
) -> FactValue | None:
    """The value, or None with every message beside its input."""
    complete = form.validate() and not _lies_in_future(form, assessment)
    others = {key: fact.value for key, fact in current_facts(db(), assessment).items()}
    try:
        value = parse_fact(question, form.typed())
        check_against_others(questionnaire, question, value, others)
    except FactRefused as refused:
        form[refused.part].errors = [_refusal_in_words(refused)]
        return None
    return value if complete else None


def _lies_in_future(form: FactForm, assessment: Assessment) -> bool:
    today = now().astimezone(ZONES[assessment.region.time_zone]).date()
    stated: date | None = form.as_of.data
    if stated is None or stated <= today:
        return False
    form.as_of.errors = [_("Tanggal ini belum tiba. Tulis tanggal keadaan yang sudah terjadi.")]
    return True


def _statement(form: FactForm, question: FactQuestion, value: FactValue) -> Statement:
    return Statement(
        question_id=question.id,
        value=value,
        as_of=form.as_of.data,
        source=form.source.data or "",
        stated_by=form.stated_by.data or "",
        approximate=bool(form.approximate.data),
        disputed=form.disputed.data or "",
    )


def _refusal_in_words(refused: FactRefused) -> str:
    limit = number(refused.limit)
    messages: dict[Refusal, str] = {
        Refusal.EMPTY: _("Isi dahulu."),
        Refusal.NOT_A_NUMBER: _(
            "Tulis angka dengan titik ribuan dan koma desimal, misalnya 1.234,5."
        ),
        Refusal.NOT_WHOLE: _("Tulis bilangan bulat tanpa koma."),
        Refusal.TOO_SMALL: _("Angka paling kecil %(limit)s.", limit=limit),
        Refusal.TOO_LARGE: _("Angka paling besar %(limit)s.", limit=limit),
        Refusal.ABOVE_OTHER: _(
            "Angka ini lebih besar dari %(other)s (%(limit)s), padahal bagian darinya. Periksa "
            "keduanya.",
            limit=limit,
            other=refused.other,
        ),
        Refusal.BELOW_OTHER: _(
            "Angka ini lebih kecil dari %(other)s (%(limit)s), padahal memuatnya. Periksa keduanya.",
            limit=limit,
            other=refused.other,
        ),
        Refusal.TOO_LONG: _("Teks paling panjang %(limit)s karakter.", limit=limit),
        Refusal.NOT_AN_OPTION: _("Pilih dari pilihan yang tersedia."),
        Refusal.NOT_A_DATE: _("Tulis tanggal, misalnya 2026-12-31."),
        Refusal.READ_ONLY: _("Tabel belum bisa diubah di halaman ini."),
    }
    return messages[refused.refusal]
