"""Chapter: what people think, fear and hope. Never scored, quoted only from larger groups."""

from __future__ import annotations

from assess.questionnaire.questions import LikertQuestion, OpenQuestion
from assess.report import closing_phrases, phrases
from assess.report.blocks import Block, Bullets, Cell, Chapter, Column, Paragraph, Section, Table
from assess.report.inputs import OpenAnswer
from assess.report.reading import SMALLEST_OPEN_GROUP, Reading
from assess.report.voice import NO_FIGURE

MOST_QUOTES = 12  # of one group to one question


def opinions(reading: Reading, number: str) -> Chapter | None:
    """None where the questionnaire asks for no opinion at all."""
    questions = reading.inputs.questionnaire.questions
    statements = [q for q in questions if isinstance(q, LikertQuestion)]
    open_questions = [q for q in questions if isinstance(q, OpenQuestion)]
    if not statements and not open_questions:
        return None
    say = reading.voice
    sections = []
    if statements:
        sections.append(_perception(reading, statements))
    sections += [_open(reading, question) for question in open_questions]
    return Chapter("pendapat", number, say(closing_phrases.VOICES), tuple(sections))


def _perception(reading: Reading, statements: list[LikertQuestion]) -> Section:
    say = reading.voice
    means = {mean.question_id: mean for mean in reading.inputs.perception}
    rows = []
    for statement in statements:
        mean = means.get(statement.id)
        if mean is None or mean.n == 0:
            continue
        hidden = mean.n < reading.smallest_group or mean.mean is None
        rows.append(
            (
                Cell(statement.id),
                Cell(reading.name(statement.text)),
                Cell(NO_FIGURE if hidden else say.score(mean.mean)),
                Cell(reading.people(mean.n)),
            )
        )
    columns = (
        Column(say(closing_phrases.CODE), 13, "code"),
        Column(say(closing_phrases.STATEMENT), 65),
        Column(say(closing_phrases.MEAN), 13, "end"),
        Column(say(phrases.RESPONDENTS), 9, "end"),
    )
    blocks: list[Block] = [Paragraph(say(closing_phrases.PERCEPTION_LEAD))]
    if rows:
        caption = say(closing_phrases.PERCEPTION_TABLE)
        blocks.append(Table("tabel-pendapat", caption, columns, tuple(rows)))
    else:
        blocks.append(Paragraph(say(closing_phrases.NO_PERCEPTION)))
    return Section("pendapat-warga", say(closing_phrases.PERCEPTION), tuple(blocks))


def _open(reading: Reading, question: OpenQuestion) -> Section:
    say = reading.voice
    answers = [a for a in reading.inputs.open_answers if a.question_id == question.id]
    blocks: list[Block] = []
    for group in reading.inputs.questionnaire.groups:
        of_group = [answer for answer in answers if answer.group == group.key]
        if of_group and reading.attendance(group.key) >= SMALLEST_OPEN_GROUP:
            blocks.append(Paragraph(reading.group_briefly(group.key) + ":"))
            blocks.append(_quotes(reading, of_group))
    if not blocks:
        return Section(
            f"terbuka-{question.id.lower()}",
            reading.name(question.text),
            (Paragraph(say(closing_phrases.NO_OPEN)),),
        )
    blocks.insert(0, Paragraph(say(closing_phrases.OPEN_LEAD)))
    withheld = {a.group for a in answers if reading.attendance(a.group) < SMALLEST_OPEN_GROUP}
    if withheld:
        blocks.append(Paragraph(say(closing_phrases.OPEN_WITHHELD)))
    return Section(
        f"terbuka-{question.id.lower()}", reading.name(question.text).rstrip("."), tuple(blocks)
    )


def _quotes(reading: Reading, answers: list[OpenAnswer]) -> Bullets:
    items = [f"“{answer.text.strip()}”" for answer in answers[:MOST_QUOTES]]
    more = len(answers) - MOST_QUOTES
    if more > 0:
        items.append(reading.voice(closing_phrases.OPEN_LIMIT, n=more))
    return Bullets(tuple(items))
