"""The gap report: every chapter written, every table numbered, nothing left to a template."""

from __future__ import annotations

import dataclasses
import hashlib

from assess.masterplan.proposals import plan_from
from assess.report import phrases
from assess.report.annexes import all_questions, glossary, statements
from assess.report.blocks import Chapter, Chart, GapReport, Labels, Section, Table
from assess.report.cleaning import clean_all
from assess.report.facts import facts
from assess.report.front_matter import approval, control, cover, summary
from assess.report.gaps import gaps, priorities
from assess.report.inputs import ReportInputs
from assess.report.making import making
from assess.report.maturity import maturity, readiness
from assess.report.opinions import opinions
from assess.report.programme import initiatives, roadmap
from assess.report.reading import Reading
from assess.report.room import room
from assess.report.voice import Voice
from assess.scoring.disclosure import STAFF_MINIMUM, disclosed, fewest_people
from assess.scoring.scorecard import Scorecard


def gap_report(inputs: ReportInputs) -> GapReport:
    """The whole document as values; the same inputs give the same document."""
    reading = _reading(inputs)
    body = _chapters(reading)
    fingerprint = _fingerprint(inputs, body)
    say, region = reading.voice, reading.inputs.region
    report = GapReport(
        language=say.language,
        title=f"{say(phrases.TITLE)} · {region.full_name}",
        author=say(phrases.AUTHOR, region=region.full_name),
        subject=say(phrases.SUBJECT, region=region.full_name),
        cover=cover(reading),
        labels=_labels(reading),
        front=(control(reading, fingerprint), approval(reading), summary(reading)),
        chapters=body,
        annexes=(
            all_questions(reading, "A"),
            glossary(reading, "B"),
            statements(reading, "C", fingerprint),
        ),
    )
    return clean_all(_numbered(report))


def _reading(inputs: ReportInputs) -> Reading:
    """Foreign words are cleaned before any sentence is built with them."""
    cleaned = dataclasses.replace(
        inputs,
        scorecard=_disclosed(inputs),
        region=clean_all(inputs.region),
        assessment_title=clean_all(inputs.assessment_title),
        focus_groups=clean_all(inputs.focus_groups),
        facts=clean_all(inputs.facts),
        open_answers=clean_all(inputs.open_answers),
        rooms=clean_all(inputs.rooms),
        weights=clean_all(inputs.weights),
    )
    plan = plan_from(cleaned.scorecard, inputs.catalogue, inputs.questionnaire)
    return Reading(cleaned, plan, Voice(inputs.language))


def _disclosed(inputs: ReportInputs) -> Scorecard:
    """Without the figures of fewer than three people: what a plan is made of, a reader sees."""
    questionnaire = inputs.questionnaire
    return disclosed(
        inputs.scorecard,
        {group.key: group.weight for group in questionnaire.groups},
        questionnaire.scoring.disagreement_range,
        fewest_people(questionnaire, STAFF_MINIMUM),
    )


def _chapters(reading: Reading) -> tuple[Chapter, ...]:
    """Numbered without holes: a chapter that has nothing to say does not exist."""
    found = [making(reading, "1"), readiness(reading, "2")]
    numbers = iter(str(n) for n in range(2 if found[1] is None else 3, 20))
    found.append(maturity(reading, next(numbers)))
    talk = room(reading, number := next(numbers))
    if talk is not None:
        found.append(talk)
        number = next(numbers)
    of_gaps, of_priorities, of_initiatives = number, next(numbers), next(numbers)
    found += [
        gaps(reading, of_gaps, of_initiatives),
        priorities(reading, of_priorities),
        initiatives(reading, of_initiatives),
    ]
    if reading.inputs.catalogue is not None:
        found.append(roadmap(reading, next(numbers)))
    number = next(numbers)
    voices = opinions(reading, number)
    if voices is not None:
        found.append(voices)
        number = next(numbers)
    found.append(facts(reading, number))
    return tuple(chapter for chapter in found if chapter is not None)


def _labels(reading: Reading) -> Labels:
    say, inputs = reading.voice, reading.inputs
    draft = say(phrases.DRAFT)
    if inputs.is_sample:
        draft = f"{draft} · {say(phrases.SAMPLE)}"
    return Labels(
        contents=say(phrases.CONTENTS),
        tables=say(phrases.LIST_OF_TABLES),
        figures=say(phrases.LIST_OF_FIGURES),
        chapter=say(phrases.CHAPTER),
        annex=say(phrases.ANNEX),
        running_head=say(phrases.COVER_TITLE),
        running_foot=say(
            phrases.RUNNING_FOOT,
            region=inputs.region.full_name,
            date=say.date(inputs.created_on),
            draft=draft,
        ),
        page=say(phrases.PAGE),
        watermark="asset:draft.css" if say.language == "en" else "asset:draf.css",
    )


def _numbered(report: GapReport) -> GapReport:
    """Tabel 3.1, Gambar 3.1: counted within each chapter."""
    say = Voice(report.language)
    return dataclasses.replace(
        report,
        chapters=tuple(_numbered_chapter(chapter, say) for chapter in report.chapters),
        annexes=tuple(_numbered_chapter(chapter, say) for chapter in report.annexes),
    )


def _numbered_chapter(chapter: Chapter, say: Voice) -> Chapter:
    counts = {Table: 0, Chart: 0}
    sections: list[Section] = []
    for section in chapter.sections:
        blocks = []
        for block in section.blocks:
            if isinstance(block, Table | Chart):
                counts[type(block)] += 1
                phrase = phrases.TABLE if isinstance(block, Table) else phrases.FIGURE
                number = f"{chapter.number}.{counts[type(block)]}"
                caption = say(phrase, number=number, title=block.caption)
                block = dataclasses.replace(block, caption=caption)
            blocks.append(block)
        sections.append(dataclasses.replace(section, blocks=tuple(blocks)))
    return dataclasses.replace(chapter, sections=tuple(sections))


def _fingerprint(inputs: ReportInputs, body: tuple[Chapter, ...]) -> str:
    """SHA-256 of everything that is told, so that two prints can be compared by one line."""
    told = repr((inputs.region, inputs.created_on, inputs.language, inputs.data_cut, body))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
