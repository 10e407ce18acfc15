"""Where experts enter weights: by their own link, without account. A facilitator who types in a
paper form opens the same link; the entry keeps who typed it."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from assess.actions.weights import LinkClosed, keep_entry
from assess.questionnaire.instrument import Questionnaire
from assess.scoring.expert_entries import (
    BUDGET,
    EntryRefused,
    EntryState,
    judgements_in,
    pairs_of,
    place_of,
    points_in,
    read_judgements,
    read_points,
    weights_of,
)
from assess.scoring.expert_panel import WeightMethod
from assess.scoring.judgements import SCALE, doubts
from assess.scoring.scheme import scheme_of
from assess.scoring.sibling_sets import SiblingSet, sibling_sets
from assess.store.questionnaires import questionnaire_of
from assess.store.weight_tables import WeightEntry, WeightExpert
from assess.store.weights import entries_of_expert, expert_by_token
from assess.web.access import PUBLIC, allow, current_account, found
from assess.web.clock import now
from assess.web.database import db
from assess.web.weight_words import (
    Names,
    expert_name,
    fault_in_words,
    judgement_in_words,
    ratio,
    state_name,
    weight,
    what_the_ratio_means,
)

blueprint = Blueprint("expert_entry", __name__)

CONFLICT, UNPROCESSABLE = 409, 422
METHODS = {"poin": WeightMethod.BUDGET, "pasangan": WeightMethod.PAIRWISE}
Listed = tuple[str, str, dict[str, EntryState | None]]  # name of a set, key, state by method
FINAL = "kirim"  # the other button keeps a draft


@dataclass(frozen=True)
class Desk:
    """One expert with what may be weighed."""

    expert: WeightExpert
    questionnaire: Questionnaire

    @property
    def names(self) -> Names:
        return Names(self.questionnaire)

    @property
    def sets(self) -> tuple[SiblingSet, ...]:
        return sibling_sets(scheme_of(self.questionnaire))

    def set_of(self, key: str) -> SiblingSet:
        return found(next((each for each in self.sets if each.key == key), None))

    def entry(self, key: str, method: WeightMethod) -> WeightEntry | None:
        own = [e for e in entries_of_expert(db(), self.expert) if e.set_key == key]
        return next((each for each in own if each.method == method), None)

    def context(self) -> dict[str, object]:
        assessment = self.expert.assessment
        return {
            "expert": self.expert,
            "expert_name": expert_name(self.expert),
            "assessment": assessment,
            "region": assessment.region,
            "is_sample": assessment.is_sample,
        }


@dataclass(frozen=True)
class Typed:
    """What stands in the inputs, and what is wrong with it: place -> message."""

    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Input:
    """One input: of an item, or of a pair with its choices."""

    place: str
    label: str
    text: str
    error: str | None
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Advice:
    """A judgement to reconsider: what was chosen, what the others suggest, and what follows."""

    place: str
    pair: str
    given: str
    suggested: str
    ratio_after: str


@blueprint.get("/pakar/<token>")
@allow(PUBLIC)
def home(token: str) -> str | tuple[str, int]:
    desk = _desk(token)
    if desk.expert.closed_at is not None:
        return _closed(desk)
    states = {
        (each.set_key, WeightMethod(each.method)): EntryState(each.state)
        for each in entries_of_expert(db(), desk.expert)
    }
    lists: dict[bool, list[Listed]] = {True: [], False: []}
    for each in desk.sets:
        own = {way: states.get((each.key, method)) for way, method in METHODS.items()}
        lists[each.key == each.root].append((desk.names.of_set(each.key), each.key, own))
    return render_template(
        "weights/expert.html",
        **desk.context(),
        roots=lists[True],
        below=lists[False],
        state_name=state_name,
    )


@blueprint.get("/pakar/<token>/<any(poin, pasangan):way>/<key>")
@allow(PUBLIC)
def form(token: str, way: str, key: str) -> str | tuple[str, int]:
    desk = _desk(token)
    if desk.expert.closed_at is not None:
        return _closed(desk)
    siblings = desk.set_of(key)
    return _page(desk, siblings, way, _kept(desk.entry(key, METHODS[way])))


@blueprint.post("/pakar/<token>/<any(poin, pasangan):way>/<key>")
@allow(PUBLIC)
def keep(token: str, way: str, key: str) -> WerkzeugResponse | tuple[str, int]:
    desk = _desk(token)
    siblings, method = desk.set_of(key), METHODS[way]
    texts = {name: text for name, text in request.form.items() if name != "csrf_token"}
    final = texts.pop("aksi", FINAL) == FINAL
    read = read_points if method is WeightMethod.BUDGET else read_judgements
    try:
        entry = read(texts, siblings.children, final=final)
        keep_entry(db(), desk.expert, key, method, entry, now(), by=current_account())
    except EntryRefused as refused:
        errors = {
            place: fault_in_words(fault, refused.total) for place, fault in refused.faults.items()
        }
        return _page(desk, siblings, way, Typed(texts, errors)), UNPROCESSABLE
    except LinkClosed:
        return _closed(desk)
    flash(_told(entry.state))
    return redirect(url_for(".form", token=token, way=way, key=key), 303)


def _desk(token: str) -> Desk:
    expert = found(expert_by_token(db(), token))
    return Desk(expert, questionnaire_of(db(), expert.assessment))


def _closed(desk: Desk) -> tuple[str, int]:
    return render_template("weights/closed_link.html", **desk.context()), CONFLICT


def _told(state: EntryState) -> str:
    words: dict[EntryState, str] = {
        EntryState.DRAFT: _("Isian disimpan dan belum dikirim."),
        EntryState.ACCEPTED: _("Isian diterima. Terima kasih."),
        EntryState.SENT_BACK: _("Penilaian disimpan, tetapi perlu ditinjau lagi."),
    }
    return words[state]


def _kept(entry: WeightEntry | None) -> Typed:
    if entry is None:
        return Typed()
    own = entry.entries.get("points") or entry.entries.get("judgements") or {}
    return Typed({place: str(value) for place, value in own.items()})


def _page(desk: Desk, siblings: SiblingSet, way: str, typed: Typed) -> str:
    method = METHODS[way]
    entry = desk.entry(siblings.key, method)
    points = method is WeightMethod.BUDGET
    return render_template(
        "weights/points.html" if points else "weights/pairs.html",
        **desk.context(),
        set_name=desk.names.of_set(siblings.key),
        way=way,
        key=siblings.key,
        inputs=_items(desk, siblings, typed) if points else _pairs(desk, siblings, typed),
        errors=typed.errors,
        total=_total(typed),
        budget=BUDGET,
        entry=entry,
        state=EntryState(entry.state) if entry else None,
        state_name=state_name,
        own=_own_weights(desk, siblings, entry) if entry else [],
        ratio=ratio(entry.ratio) if entry else None,
        ratio_means=what_the_ratio_means(),
        advice=_advice(desk, siblings, entry) if entry and not points else [],
    )


def _items(desk: Desk, siblings: SiblingSet, typed: Typed) -> list[Input]:
    return [
        Input(
            key,
            desk.names.of_child(siblings.key, key),
            typed.texts.get(key, ""),
            typed.errors.get(key),
        )
        for key in siblings.children
    ]


def _pairs(desk: Desk, siblings: SiblingSet, typed: Typed) -> list[Input]:
    inputs = []
    for pair in pairs_of(siblings.children):
        place = place_of(pair)
        one, other = (desk.names.briefly(siblings.key, key) for key in pair)
        inputs.append(
            Input(
                place,
                _("%(one)s dibanding %(other)s", one=one, other=other),
                typed.texts.get(place, ""),
                typed.errors.get(place),
                _choices(one, other),
            )
        )
    return inputs


def _choices(one: str, other: str) -> tuple[tuple[str, str], ...]:
    """From "the first absolutely" over "equal" to "the other absolutely"."""
    order = [j for j in reversed(SCALE) if j > 0] + [j for j in reversed(SCALE) if j < 0]
    return tuple((str(each), judgement_in_words(each, one, other)) for each in order)


def _total(typed: Typed) -> int:
    """Sum of what is a number already."""
    texts = [text.strip() for text in typed.texts.values()]
    return sum(int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 4)


def _own_weights(desk: Desk, siblings: SiblingSet, entry: WeightEntry) -> list[tuple[str, str]]:
    """What the entry comes to; nothing of what does not count."""
    if entry.state != EntryState.ACCEPTED:
        return []
    if entry.method == WeightMethod.BUDGET:
        shares = [each / BUDGET for each in points_in(entry.entries, siblings.children)]
    else:
        judged = judgements_in(entry.entries, siblings.children)
        shares = weights_of(judged, len(siblings.children)).weights.tolist()
    names = [desk.names.of_child(siblings.key, key) for key in siblings.children]
    return [(name, weight(share)) for name, share in zip(names, shares, strict=True)]


def _advice(desk: Desk, siblings: SiblingSet, entry: WeightEntry) -> list[Advice]:
    """Of what was sent back: the judgements that contradict the others most."""
    if entry.state != EntryState.SENT_BACK:
        return []
    judged = judgements_in(entry.entries, siblings.children)
    advice = []
    for doubt in doubts(judged, len(siblings.children)):
        pair = (siblings.children[doubt.one], siblings.children[doubt.other])
        one, other = (desk.names.briefly(siblings.key, key) for key in pair)
        advice.append(
            Advice(
                place_of(pair),
                _("%(one)s dibanding %(other)s", one=one, other=other),
                judgement_in_words(doubt.given, one, other),
                judgement_in_words(doubt.suggested, one, other),
                ratio(doubt.ratio_after),
            )
        )
    return advice
