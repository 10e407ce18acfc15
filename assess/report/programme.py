"""Chapters: the proposed initiatives, one card each, and the roadmap that orders them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assess.masterplan.proposals import Because, Proposal
from assess.report import phrases, plan_phrases
from assess.report.blocks import (
    Block,
    Callout,
    Card,
    Cell,
    Chapter,
    Column,
    Paragraph,
    Section,
    Table,
)
from assess.report.reading import Reading
from assess.report.voice import NO_FIGURE


def initiatives(reading: Reading, number: str) -> Chapter:
    say = reading.voice
    if reading.plan.proposals:
        lead: list[Block] = [
            Paragraph(say(plan_phrases.INITIATIVES_LEAD)),
            Callout(say(plan_phrases.COST_NOTE), reading.name(reading.catalogue.cost_note)),
        ]
    else:
        lead = [Paragraph(reading.why_no_plan)]
    sections = [Section("", "", tuple(lead))]
    for dimension in _dimensions(reading):
        cards = tuple(
            _card(reading, proposal)
            for proposal in reading.plan.proposals
            if _dimension_of(reading, proposal) == dimension
        )
        if cards:
            sections.append(Section(f"usulan-{dimension}", reading.dimension(dimension), cards))
    return Chapter("usulan", number, say(plan_phrases.INITIATIVES), tuple(sections))


def _dimensions(reading: Reading) -> list[str]:
    questionnaire = reading.inputs.questionnaire
    return [d.key for d in (*questionnaire.dimensions, *questionnaire.readiness)]


def _dimension_of(reading: Reading, proposal: Proposal) -> str:
    owner = reading.inputs.questionnaire.dimension_of_subpillar[proposal.initiative.subpillar]
    return owner.key


def _card(reading: Reading, proposal: Proposal) -> Card:
    say, initiative = reading.voice, proposal.initiative
    catalogue = reading.catalogue
    indicator = initiative.success_indicator
    cost = catalogue.cost_classes[initiative.cost_class]
    pairs = (
        (say(plan_phrases.LEAD), reading.office(initiative.lead)),
        (say(plan_phrases.HORIZON), reading.horizon(proposal.horizon)),
        (
            say(plan_phrases.EFFORT),
            say(
                plan_phrases.EFFORT_VALUE,
                effort=initiative.effort,
                name=reading.name(catalogue.effort[initiative.effort]),
            ),
        ),
        (
            say(plan_phrases.COST),
            say(plan_phrases.COST_VALUE, key=initiative.cost_class, name=reading.name(cost.name)),
        ),
    )
    rows = (
        (
            say(plan_phrases.PARTNERS),
            _series(reading, [reading.office(p) for p in initiative.partners]),
        ),
        (
            say(plan_phrases.FUNDING),
            _series(reading, [reading.name(catalogue.funding[key]) for key in initiative.funding]),
        ),
        (
            say(plan_phrases.INDICATOR),
            say(
                plan_phrases.INDICATOR_VALUE,
                name=reading.name(indicator.name),
                unit=reading.name(catalogue.units[indicator.unit]),
                formula=reading.name(indicator.formula).rstrip("."),
            ),
        ),
        (say(plan_phrases.PREREQUISITE), _prerequisites(reading, initiative.depends_on)),
        (say(plan_phrases.RISK), reading.name(initiative.risk)),
    )
    return Card(
        anchor=f"inisiatif-{initiative.id}",
        number=reading.numbers[initiative.id],
        title=reading.name(initiative.title),
        text=reading.name(initiative.what),
        badges=_badges(reading, proposal),
        pairs=pairs,
        rows=rows,
    )


def _badges(reading: Reading, proposal: Proposal) -> tuple[str, ...]:
    say, lifts = reading.voice, proposal.initiative.lifts
    badges = [
        reading.subpillar(proposal.initiative.subpillar),
        say(plan_phrases.LIFTS, start=lifts.start, end=lifts.end),
    ]
    if proposal.because is Because.PREREQUISITE:
        needed_by = ", ".join(reading.numbers[key] for key in proposal.required_by)
        badges.append(say(plan_phrases.DRAWN_IN, titles=needed_by))
    elif proposal.closes:
        badges.append(f"{say(plan_phrases.CLOSES)} {', '.join(proposal.closes)}")
    return tuple(badges)


def _prerequisites(reading: Reading, needed: Sequence[str]) -> str:
    say, catalogue = reading.voice, reading.catalogue
    if not needed:
        return say(plan_phrases.NO_PREREQUISITE)
    told = []
    for key in needed:
        title = reading.name(catalogue.initiative_by_id[key].title)
        if key in reading.numbers:
            told.append(
                say(
                    plan_phrases.PREREQUISITE_PLANNED,
                    number=f"{reading.numbers[key]}.",
                    title=title,
                )
            )
        else:
            told.append(say(plan_phrases.PREREQUISITE_DONE, title=title))
    return "; ".join(told)


def _series(reading: Reading, items: list[str]) -> str:
    return reading.voice.series(items) or reading.voice(phrases.NONE)


def roadmap(reading: Reading, number: str) -> Chapter:
    say, proposals = reading.voice, reading.plan.proposals
    if not proposals:
        only = Section("", "", (Paragraph(say(plan_phrases.ROADMAP_EMPTY)),))
        return Chapter("peta-jalan", number, say(plan_phrases.ROADMAP), (only,))
    sections = [Section("", "", (Paragraph(say(plan_phrases.ROADMAP_LEAD)), _matrix(reading)))]
    for key, horizon in reading.catalogue.horizons.items():
        chosen = [proposal for proposal in proposals if proposal.horizon == key]
        if chosen:
            name = reading.name(horizon.name)
            table = _roadmap_table(reading, f"tabel-jalan-{key}", name, chosen)
            sections.append(Section(f"jalan-{key}", name, (table,)))
    return Chapter("peta-jalan", number, say(plan_phrases.ROADMAP), tuple(sections), landscape=True)


def _matrix(reading: Reading) -> Table:
    say, horizons = reading.voice, reading.catalogue.horizons
    counted = Counter((_dimension_of(reading, p), p.horizon) for p in reading.plan.proposals)
    used = [d for d in _dimensions(reading) if any(dimension == d for dimension, _ in counted)]
    width = 60 // len(horizons)
    columns = (
        Column(say(phrases.DIMENSION), 90 - width * len(horizons)),
        *(Column(reading.name(horizon.name), width, "center") for horizon in horizons.values()),
        Column(say(phrases.TOTAL), 10, "end"),
    )
    rows = [
        (
            Cell(reading.dimension(dimension)),
            *(_count_cell(reading, counted[dimension, horizon]) for horizon in horizons),
            Cell(say.count(sum(counted[dimension, horizon] for horizon in horizons))),
        )
        for dimension in used
    ]
    rows.append(
        (
            Cell("", strong=say(phrases.TOTAL)),
            *(
                Cell("", strong=say.count(sum(counted[d, horizon] for d in used)))
                for horizon in horizons
            ),
            Cell("", strong=say.count(len(reading.plan.proposals))),
        )
    )
    return Table("tabel-jalan", say(plan_phrases.ROADMAP_MATRIX), columns, tuple(rows))


def _count_cell(reading: Reading, count: int) -> Cell:
    if not count:
        return Cell(NO_FIGURE)
    return Cell(reading.voice.count(count), shade=min(4, count))


def _roadmap_table(reading: Reading, anchor: str, name: str, chosen: Sequence[Proposal]) -> Table:
    say = reading.voice
    rows = tuple(
        (
            Cell(reading.numbers[proposal.initiative.id]),
            Cell(reading.name(proposal.initiative.title)),
            Cell(reading.dimension_briefly(_dimension_of(reading, proposal))),
            Cell(reading.office(proposal.initiative.lead)),
            Cell(_after(reading, proposal)),
            Cell(str(proposal.initiative.effort)),
            Cell(proposal.initiative.cost_class),
            Cell(reading.name(proposal.initiative.success_indicator.name)),
        )
        for proposal in chosen
    )
    columns = (
        Column(say(plan_phrases.NUMBER), 5, "end"),
        Column(say(plan_phrases.INITIATIVE), 29),
        Column(say(phrases.DIMENSION), 12),
        Column(say(plan_phrases.OFFICE), 17),
        Column(say(plan_phrases.AFTER), 8),
        Column(say(plan_phrases.EFFORT), 6, "center"),
        Column(say(plan_phrases.COST_BRIEFLY), 6, "center"),
        Column(say(plan_phrases.INDICATOR), 17),
    )
    return Table(anchor, say(plan_phrases.ROADMAP_TABLE, horizon=name), columns, rows)


def _after(reading: Reading, proposal: Proposal) -> str:
    numbers = [
        reading.numbers[key] for key in proposal.initiative.depends_on if key in reading.numbers
    ]
    return ", ".join(numbers) or NO_FIGURE
