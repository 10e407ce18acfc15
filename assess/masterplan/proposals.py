"""Which initiatives a region needs, and in which order, from its scorecard and the catalogue.

The rules are the catalogue's own (`catalogue.rules` in the file): for each sub-pillar with a gap,
one level at a time from the level reached to the target, the weakest question first; a
prerequisite is met when it is in the plan or when every question it helps has already reached
the level it lifts to, otherwise it is drawn in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from assess.masterplan.catalogue import Catalogue, Initiative
from assess.questionnaire.instrument import Questionnaire
from assess.scoring.scorecard import QuestionScore, Scorecard

TOLERANCE = 1e-9


class Because(StrEnum):
    """Why an initiative is in the plan."""

    GAP = "gap"
    PREREQUISITE = "prerequisite"


@dataclass(frozen=True)
class Priority:
    """A sub-pillar with a gap.

    contribution : share of the index gap (index) or weight times gap (readiness), in levels
    of_index : False for readiness, which stands beside the index
    questions : questions with a gap, the lowest level first
    chosen : whether initiatives are proposed for it
    """

    subpillar: str
    dimension: str
    score: float | None
    target: float | None
    gap: float
    contribution: float
    of_index: bool
    questions: tuple[str, ...]
    chosen: bool


@dataclass(frozen=True)
class Proposal:
    """One initiative in the plan.

    months : when it should be done, counted from the start of the plan; never before its
        prerequisites
    closes : questions with a gap that it lifts
    contribution : what closing those gaps would bring to the index, in levels
    required_by : initiatives of the plan that need it first
    """

    initiative: Initiative
    because: Because
    closes: tuple[str, ...]
    contribution: float
    months: int
    horizon: str
    required_by: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """Priorities, largest contribution first, and proposals in the order of work."""

    priorities: tuple[Priority, ...]
    proposals: tuple[Proposal, ...]

    @property
    def by_id(self) -> dict[str, Proposal]:
        return {proposal.initiative.id: proposal for proposal in self.proposals}


def target_level(question: QuestionScore) -> int | None:
    """The level whose sentence describes the target: the mean target, rounded half up.

    Never below the level that the majority already reaches; None where no target was given.
    """
    if question.target is None:
        return None
    nearest = min(5, math.floor(question.target + 0.5 + TOLERANCE))
    return max(nearest, question.level or 1)


def has_gap(question: QuestionScore) -> bool:
    return question.gap is not None and question.gap > TOLERANCE


def plan_from(
    scorecard: Scorecard,
    catalogue: Catalogue | None,
    questionnaire: Questionnaire,
    *,
    most_of_index: int = 9,
    most_of_readiness: int = 4,
) -> Plan:
    """Priorities and proposals for the sub-pillars that contribute most to the gap.

    Without a catalogue the priorities stand alone: nothing is chosen, nothing proposed.
    """
    if catalogue is None:
        return Plan(_priorities(scorecard, questionnaire, 0, 0), ())
    priorities = _priorities(scorecard, questionnaire, most_of_index, most_of_readiness)
    chosen = [priority for priority in priorities if priority.chosen]
    wanted: dict[str, Because] = {}
    for priority in chosen:
        for initiative in _ladder(priority, scorecard, catalogue):
            wanted[initiative.id] = Because.GAP
    _draw_in_prerequisites(wanted, scorecard, catalogue)
    initiatives = {i.id: i for i in catalogue.initiatives if i.id in wanted}
    proposals = _in_order(initiatives, wanted, scorecard, catalogue)
    return Plan(priorities, proposals)


def _priorities(
    scorecard: Scorecard, questionnaire: Questionnaire, most_of_index: int, most_of_readiness: int
) -> tuple[Priority, ...]:
    found: list[Priority] = []
    for dimensions, of_index, most in (
        (questionnaire.dimensions, True, most_of_index),
        (questionnaire.readiness, False, most_of_readiness),
    ):
        candidates = [
            _priority(scorecard, questionnaire, dimension.key, subpillar.key, of_index)
            for dimension in dimensions
            for subpillar in dimension.subpillars
        ]
        ordered = sorted((p for p in candidates if p), key=lambda p: (-p.contribution, p.subpillar))
        found += [
            Priority(**{**vars(priority), "chosen": place < most})
            for place, priority in enumerate(ordered)
        ]
    return tuple(found)


def _priority(
    scorecard: Scorecard,
    questionnaire: Questionnaire,
    dimension: str,
    subpillar: str,
    of_index: bool,
) -> Priority | None:
    scores = [
        scorecard.questions[question.id]
        for question in questionnaire.questions_of_subpillar[subpillar]
        if question.id in scorecard.questions
    ]
    open_gaps = sorted((s for s in scores if has_gap(s)), key=lambda s: (s.level or 1, s.key))
    if not open_gaps:
        return None
    node = scorecard.subpillars.get(subpillar)
    contribution = sum(_part_of_gap(score) for score in open_gaps)
    return Priority(
        subpillar=subpillar,
        dimension=dimension,
        score=node.score if node else None,
        target=node.target if node else None,
        gap=node.gap if node and node.gap is not None else max(s.gap or 0 for s in open_gaps),
        contribution=contribution,
        of_index=of_index,
        questions=tuple(score.key for score in open_gaps),
        chosen=False,
    )


def _ladder(priority: Priority, scorecard: Scorecard, catalogue: Catalogue) -> list[Initiative]:
    """Initiatives of the sub-pillar that lift one of its open questions towards its target."""
    return [
        initiative
        for initiative in catalogue.initiatives
        if initiative.subpillar == priority.subpillar
        and any(
            lifts_towards_target(initiative, scorecard.questions[key])
            for key in initiative.questions
            if key in priority.questions
        )
    ]


def lifts_towards_target(initiative: Initiative, question: QuestionScore) -> bool:
    """Whether the step lies between the level reached and the target of an open question."""
    target = target_level(question)
    if target is None or not has_gap(question):
        return False
    return initiative.lifts.start >= (question.level or 1) and initiative.lifts.end <= target


def _draw_in_prerequisites(
    wanted: dict[str, Because], scorecard: Scorecard, catalogue: Catalogue
) -> None:
    by_id = {initiative.id: initiative for initiative in catalogue.initiatives}
    waiting = list(wanted)
    while waiting:
        for needed in by_id[waiting.pop()].depends_on:
            if needed not in wanted and not _already_done(by_id[needed], scorecard):
                wanted[needed] = Because.PREREQUISITE
                waiting.append(needed)


def _already_done(initiative: Initiative, scorecard: Scorecard) -> bool:
    levels = [
        scorecard.questions[key].level for key in initiative.questions if key in scorecard.questions
    ]
    return bool(levels) and all(
        level is not None and level >= initiative.lifts.end for level in levels
    )


def _in_order(
    initiatives: Mapping[str, Initiative],
    wanted: Mapping[str, Because],
    scorecard: Scorecard,
    catalogue: Catalogue,
) -> tuple[Proposal, ...]:
    before = _predecessors(initiatives)
    months: dict[str, int] = {}
    horizon: dict[str, str] = {}
    for key in _topological(before):
        own = catalogue.horizons[initiatives[key].horizon].months
        months[key] = max([own, *(months[earlier] for earlier in before[key])])
        horizon[key] = initiatives[key].horizon
        if months[key] > own:
            latest = max(before[key], key=lambda earlier: months[earlier])
            horizon[key] = horizon[latest]
    contribution = {key: _contribution(i, scorecard) for key, i in initiatives.items()}
    ordered = _by_month_and_weight(before, months, contribution)
    return tuple(
        Proposal(
            initiative=initiatives[key],
            because=wanted[key],
            closes=_closes(initiatives[key], scorecard),
            contribution=contribution[key],
            months=months[key],
            horizon=horizon[key],
            required_by=tuple(k for k in ordered if key in initiatives[k].depends_on),
        )
        for key in ordered
    )


def _predecessors(initiatives: Mapping[str, Initiative]) -> dict[str, set[str]]:
    """Declared prerequisites, and within a sub-pillar the lower step before the higher one."""
    declared = {
        key: {needed for needed in initiative.depends_on if needed in initiatives}
        for key, initiative in initiatives.items()
    }
    stepped = {key: set(needed) for key, needed in declared.items()}
    for key, initiative in initiatives.items():
        for other_key, other in initiatives.items():
            if (
                other.subpillar == initiative.subpillar
                and other.lifts.end <= initiative.lifts.start
                and set(other.questions) & set(initiative.questions)
            ):
                stepped[key].add(other_key)
    try:
        TopologicalSorter(stepped).prepare()
    except CycleError:
        # A catalogue may ask for a higher step of another sub-pillar first: its word counts more.
        return declared
    return stepped


def _topological(before: Mapping[str, Iterable[str]]) -> list[str]:
    return list(
        TopologicalSorter({key: sorted(needed) for key, needed in before.items()}).static_order()
    )


def _by_month_and_weight(
    before: Mapping[str, set[str]], months: Mapping[str, int], contribution: Mapping[str, float]
) -> list[str]:
    """Earliest horizon first, then what closes more of the gap, never before a predecessor."""
    remaining = set(before)
    ordered: list[str] = []
    while remaining:
        ready = [key for key in remaining if not before[key] & remaining]
        following = min(ready, key=lambda key: (months[key], -contribution[key], key))
        ordered.append(following)
        remaining.remove(following)
    return ordered


def _closes(initiative: Initiative, scorecard: Scorecard) -> tuple[str, ...]:
    return tuple(
        key
        for key in initiative.questions
        if key in scorecard.questions and lifts_towards_target(initiative, scorecard.questions[key])
    )


def _contribution(initiative: Initiative, scorecard: Scorecard) -> float:
    return sum(_part_of_gap(scorecard.questions[key]) for key in _closes(initiative, scorecard))


def _part_of_gap(question: QuestionScore) -> float:
    if question.contribution is not None:
        return question.contribution
    return question.path_weight * (question.gap or 0)
