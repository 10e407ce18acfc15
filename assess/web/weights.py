"""Weights of an assessment: who is asked, what the experts come to, and what is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from assess.actions.used_weights import by_set, weights_in_force
from assess.actions.weights import (
    MOST_EXPERTS,
    AnswersDeleted,
    Choice,
    EntriesChanged,
    JointWeights,
    NotConsistent,
    NothingToAdopt,
    TooManyExperts,
    adopt,
    ask_expert,
    close_link,
    joint_weights,
)
from assess.questionnaire.instrument import Questionnaire
from assess.scoring.expert_entries import EntryState
from assess.scoring.expert_panel import FEWEST_EXPERTS, WeightMethod
from assess.scoring.scheme import Scheme, scheme_of
from assess.scoring.sibling_sets import SiblingSet, scheme_with, sibling_sets
from assess.store.account_tables import Role
from assess.store.questionnaires import questionnaire_of
from assess.store.tables import Assessment
from assess.store.weight_tables import AdoptedWeights
from assess.store.weights import (
    adopted_now,
    current_entries,
    decisions_on,
    expert_of,
    experts_of,
    first_result_at,
)
from assess.web.access import FACILITATES, READS, allow, current_account, found
from assess.web.clock import now
from assess.web.database import db
from assess.web.result import assessment_at, result_of
from assess.web.staff_form import choice
from assess.web.state import takar
from assess.web.weight_forms import CloseLinkForm, DecisionForm, ExpertForm
from assess.web.weight_sensitivity import FEWEST_REGIONS, data_weights
from assess.web.weight_tables import (
    expert_lines,
    path_lines,
    shares_by_method,
    side_by_side,
    spreads,
)
from assess.web.weight_words import (
    Names,
    expert_name,
    method_name,
    ratio,
    weight,
    what_the_ratio_means,
)

blueprint = Blueprint("weights", __name__)

UNPROCESSABLE = 422


@dataclass(frozen=True)
class Weighing:
    """One assessment with what can be weighed in it."""

    assessment: Assessment
    questionnaire: Questionnaire

    @cached_property
    def names(self) -> Names:
        return Names(self.questionnaire)

    @cached_property
    def scheme(self) -> Scheme:
        return scheme_of(self.questionnaire)

    @cached_property
    def adopted(self) -> dict[str, AdoptedWeights]:
        return {each.set_key: each for each in adopted_now(db(), self.assessment.id)}

    def set_of(self, key: str) -> SiblingSet:
        return found(next((s for s in sibling_sets(self.scheme) if s.key == key), None))

    def context(self) -> dict[str, object]:
        return {
            "assessment": self.assessment,
            "region": self.assessment.region,
            "is_sample": self.assessment.is_sample,
            "has_result": first_result_at(db(), self.assessment.id) is not None,
        }


@blueprint.get("/bobot/<public_id>")
@allow(READS)
def index(public_id: str) -> str:
    return _index_page(_weighing(public_id), ExpertForm(formdata=None))


@blueprint.post("/bobot/<public_id>/pakar")
@allow(FACILITATES)
def ask(public_id: str) -> WerkzeugResponse | tuple[str, int]:
    weighing, form = _weighing(public_id), ExpertForm()
    if form.validate_on_submit():
        try:
            expert = ask_expert(
                db(), weighing.assessment, form.office.data or "", now(), by=current_account()
            )
        except TooManyExperts:
            form.office.errors = [_("Paling banyak %(n)s pakar.", n=MOST_EXPERTS)]
        else:
            flash(_("%(expert)s ditambahkan. Kirimkan tautannya.", expert=expert_name(expert)))
            return redirect(url_for(".index", public_id=public_id, _anchor="experts"), 303)
    return _index_page(weighing, form), UNPROCESSABLE


@blueprint.post("/bobot/<public_id>/pakar/<int:number>/tutup")
@allow(FACILITATES)
def close(public_id: str, number: int) -> WerkzeugResponse:
    weighing = _weighing(public_id)
    expert = found(expert_of(db(), weighing.assessment, number) if number < 2**15 else None)
    close_link(db(), expert, now())
    flash(
        _("Tautan %(expert)s sudah ditutup. Isiannya tetap dihitung.", expert=expert_name(expert))
    )
    return redirect(url_for(".index", public_id=public_id, _anchor="experts"), 303)


@blueprint.get("/bobot/<public_id>/untuk/<key>")
@allow(READS)
def siblings(public_id: str, key: str) -> str:
    weighing = _weighing(public_id)
    return _set_page(weighing, weighing.set_of(key), None)


@blueprint.post("/bobot/<public_id>/untuk/<key>")
@allow(FACILITATES)
def decide(public_id: str, key: str) -> WerkzeugResponse | tuple[str, int]:
    weighing = _weighing(public_id)
    shown = weighing.set_of(key)
    form = DecisionForm()
    form.method.choices = _offered(joint_weights(db(), weighing.assessment, shown))
    if not (form.validate_on_submit() and _adopted(weighing, shown, form)):
        return _set_page(weighing, shown, form), UNPROCESSABLE
    flash(_("Bobot ditetapkan untuk %(what)s.", what=weighing.names.of_set(key)))
    return redirect(url_for(".siblings", public_id=public_id, key=key), 303)


def _weighing(public_id: str) -> Weighing:
    assessment = assessment_at(public_id)
    return Weighing(assessment, questionnaire_of(db(), assessment))


def _leads() -> bool:
    account = current_account()
    return account is not None and Role(account.role) in FACILITATES.roles


def _adopted(weighing: Weighing, shown: SiblingSet, form: DecisionForm) -> bool:
    """Whether it was decided; else the message stands beside its input."""
    method = WeightMethod(form.method.data)
    decision = Choice(method, form.note.data or "", form.seen(method))
    try:
        adopt(
            db(),
            weighing.assessment,
            weighing.questionnaire,
            shown,
            decision,
            now(),
            by=current_account(),
        )
    except (NothingToAdopt, NotConsistent, EntriesChanged, AnswersDeleted) as refused:
        form.method.errors = [_refusal_in_words(refused)]
        return False
    return True


def _refusal_in_words(refused: ValueError) -> str:
    words: dict[type[ValueError], str] = {
        NothingToAdopt: _("Belum ada isian pakar yang diterima dengan cara ini."),
        NotConsistent: _("Penilaian bersama terlalu saling bertentangan untuk ditetapkan."),
        EntriesChanged: _(
            "Isian pakar berubah sejak halaman ini dibuka. Periksa bobotnya lagi, lalu tetapkan."
        ),
        AnswersDeleted: _(
            "Jawaban peserta sudah dihapus sesuai tanggal penyimpanannya, jadi hasil baru tidak "
            "bisa dihitung dan bobotnya tidak bisa diganti lagi."
        ),
    }
    return words[type(refused)]


def _offered(joint: dict[WeightMethod, JointWeights]) -> list[Any]:
    """Methods that can be adopted. Entropy is not among them, ever."""
    ready = [method for method, each in joint.items() if each.panel.consistent]
    methods = (*ready, WeightMethod.EQUAL, WeightMethod.INSTRUMENT)
    return [choice(method.value, method_name(method)) for method in methods]


def _index_page(weighing: Weighing, form: ExpertForm) -> str:
    entries = current_entries(db(), weighing.assessment)
    used = weights_in_force(db(), weighing.assessment.id)
    accepted = [each for each in entries if each.state == EntryState.ACCEPTED]
    sets = []
    for each in sibling_sets(weighing.scheme):
        adopted = weighing.adopted.get(each.key)
        holds = WeightMethod(adopted.method) if adopted else WeightMethod.INSTRUMENT
        own = [entry for entry in accepted if entry.set_key == each.key]
        numbers = [sum(e.method == m for e in own) for m in ("budget", "pairwise")]
        sets.append((weighing.names.of_set(each.key), each.key, method_name(holds), numbers))
    return render_template(
        "weights/index.html",
        **weighing.context(),
        sets=sets,
        experts=[
            (
                expert,
                expert_name(expert),
                f"{takar().settings.base_url}{url_for('expert_entry.home', token=expert.token)}",
                sum(entry.expert_id == expert.id for entry in accepted),
            )
            for expert in (experts_of(db(), weighing.assessment) if _leads() else ())
        ],
        form=form,
        close_form=CloseLinkForm(formdata=None),
        paths=path_lines(
            scheme_with(weighing.scheme, by_set(used)), weighing.questionnaire, weighing.names
        ),
    )


def _set_page(weighing: Weighing, shown: SiblingSet, form: DecisionForm | None) -> str:
    assessment, names = weighing.assessment, weighing.names
    joint, leads = joint_weights(db(), assessment, shown), _leads()
    scores = _scores(assessment) if shown.key == "index" else None
    adopted = weighing.adopted.get(shown.key)
    return render_template(
        "weights/set.html",
        **weighing.context(),
        key=shown.key,
        set_name=names.of_set(shown.key),
        table=side_by_side(shown, shares_by_method(shown, joint), adopted, scores, names),
        children=[names.briefly(shown.key, key) for key in shown.children],
        panels=[
            (method_name(method), each.panel.experts, ratio(each.panel.ratio), each.panel)
            for method, each in joint.items()
        ],
        spreads=[
            (method.value, method_name(method), own)
            for method, each in joint.items()
            if (own := spreads(shown, each, names, leads=leads))
        ],
        fewest_experts=FEWEST_EXPERTS,
        experts=_expert_lines(weighing, shown) if leads else [],
        ratio_means=what_the_ratio_means(),
        form=_with_basis(form or _new_form(joint, adopted), joint),
        decisions=_decisions(weighing, shown),
        fewest_regions=FEWEST_REGIONS,
        by_data=data_weights(assessment, weighing.questionnaire, shown, scores, names)
        if request.args.get("kepekaan")
        else None,
    )


def _new_form(
    joint: dict[WeightMethod, JointWeights], adopted: AdoptedWeights | None
) -> DecisionForm:
    form = DecisionForm(formdata=None, data={"method": adopted.method if adopted else None})
    form.method.choices = _offered(joint)
    return form


def _with_basis(form: DecisionForm, joint: dict[WeightMethod, JointWeights]) -> DecisionForm:
    """What is decided on is what this page shows, also when it comes back with a fault."""
    for field, method in (
        (form.seen_budget, WeightMethod.BUDGET),
        (form.seen_pairwise, WeightMethod.PAIRWISE),
    ):
        field.data = joint[method].basis if method in joint else ""
    return form


def _expert_lines(weighing: Weighing, shown: SiblingSet) -> Sequence[object]:
    experts = experts_of(db(), weighing.assessment)
    return expert_lines(shown, experts, current_entries(db(), weighing.assessment))


def _decisions(weighing: Weighing, shown: SiblingSet) -> list[tuple[object, ...]]:
    return [
        (
            each.adopted,
            method_name(WeightMethod(each.adopted.method)),
            each.by,
            [
                (weighing.names.briefly(shown.key, key), weight(value / 100))
                for key, value in each.adopted.weights.items()
            ],
        )
        for each in decisions_on(db(), weighing.assessment, shown.key)
    ]


def _scores(assessment: Assessment) -> list[float | None] | None:
    """Of the dimensions in their order, as they may be shown."""
    result = result_of(assessment)
    if result is None:
        return None
    return [result.scorecard.dimensions[d.key].score for d in result.questionnaire.dimensions]
