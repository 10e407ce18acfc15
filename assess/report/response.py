"""Who answered of those invited, and how carefully: what a reader weighs the figures by."""

from __future__ import annotations

from assess.questionnaire.instrument import SpeakFor
from assess.report import phrases
from assess.report import response_phrases as words
from assess.report.blocks import Block, Bullets, Callout, Cell, Column, Paragraph, Section, Table
from assess.report.reading import Reading
from assess.scoring.companions import Quality
from assess.scoring.companions_told import without_flagged
from assess.scoring.data_quality import NOTABLE_CHANGE
from assess.scoring.response import LOWEST_RATE, Response, response
from assess.scoring.scorecard import people_by_group
from assess.scoring.sensitivity import FEWEST_GROUPS, FEWEST_PEOPLE


def response_of(reading: Reading) -> Response:
    groups = reading.inputs.questionnaire.groups
    invited = {group.key: reading.expected(group.key) for group in groups}
    answered = people_by_group(reading.inputs.scorecard)
    return response(answered, {g: n for g, n in invited.items() if n}, reading.smallest_group)


def result_status(reading: Reading) -> str:
    """Whether the result is provisional, and why."""
    say = reading.voice
    if reading.inputs.questionnaire.answers_speak_for is SpeakFor.OFFICE:
        return say(words.OF_OFFICE)
    found = response_of(reading)
    if not found.provisional:
        return say(words.FINAL)
    filled = {
        "groups": FEWEST_GROUPS,
        "people": FEWEST_PEOPLE,
        "share": say.percent(LOWEST_RATE),
        "low": say.series([reading.group_briefly(group) for group in found.low]),
    }
    why = "; ".join(say(words.WHY[reason], **filled) for reason in found.reasons)
    return say(words.PROVISIONAL_TEXT, why=why)


def provisional(reading: Reading) -> list[Block]:
    """What must not be overlooked, where the result is not final."""
    of_office = reading.inputs.questionnaire.answers_speak_for is SpeakFor.OFFICE
    if of_office or not response_of(reading).provisional:
        return []
    return [Callout(reading.voice(words.PROVISIONAL), result_status(reading))]


def care(reading: Reading) -> Section:
    """Answers that look careless: flagged, shown with and without, nobody left out."""
    say, beside = reading.voice, reading.inputs.companions
    blocks: list[Block] = [Paragraph(say(words.CARE_LEAD))]
    if beside is None:
        blocks.append(Paragraph(say(words.CARE_UNKNOWN)))
    else:
        blocks += _care(reading, beside.quality)
    return Section("mutu-jawaban", say(words.CARE), tuple(blocks))


def _care(reading: Reading, quality: Quality) -> list[Block]:
    say, flagged = reading.voice, sum(quality.flagged.values())
    if not flagged:
        return [Paragraph(say(words.CARE_NONE))]
    counts = {
        "long_run": reading.people(quality.long_run),
        "fast": reading.people(quality.fast),
        "timed": say.count(quality.timed),
    }
    rules = Bullets(tuple(say(rule, **counts) for rule in words.CARE_RULES))
    told = without_flagged(quality, reading.inputs.scorecard, reading.smallest_group)
    if not told:
        return [rules, Paragraph(say(words.CARE_FEW, k=reading.smallest_group))]
    return [rules, _with_and_without(reading, told)]


def _with_and_without(reading: Reading, told: dict[str, float | None]) -> Table:
    say, card = reading.voice, reading.inputs.scorecard
    columns = (
        Column(say(phrases.DIMENSION), 40),
        Column(say(words.EVERYBODY), 17, "end"),
        Column(say(words.WITHOUT), 21, "end"),
        Column(say(words.REMARK), 22),
    )
    parts = {"index": card.index, **card.dimensions}
    rows = []
    for key, without in told.items():
        own = parts[key].score
        moved = own is not None and without is not None and abs(without - own) > NOTABLE_CHANGE
        name = say(phrases.INDEX_ROW) if key == "index" else reading.dimension_briefly(key)
        rows.append(
            (
                Cell(name),
                Cell(say.score(own)),
                Cell(say.score(without)),
                Cell(say(words.MOVED if moved else words.ALIKE)),
            )
        )
    return Table("tabel-mutu", say(words.CARE_TABLE), columns, tuple(rows))
