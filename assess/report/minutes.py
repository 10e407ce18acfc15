"""The minutes of a meeting (berita acara), from its log: the same log gives the same document.

No option leaves anything out: every minority statement, every change of a seat and every item
that was not reached stands in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from assess.report import minutes_phrases as phrases
from assess.report.blocks import (
    Block,
    Callout,
    Definitions,
    Paragraph,
    Section,
    Signature,
    Signatures,
)
from assess.report.cleaning import clean_all
from assess.report.minutes_inputs import MinutesInputs
from assess.report.minutes_people import attendance, seat_changes
from assess.report.minutes_talk import actions, decisions, dissents, rounds, talk
from assess.report.voice import NO_FIGURE, Voice
from assess.room.proceedings import Proceedings

SHORT_HASH = 16


@dataclass(frozen=True)
class Minutes:
    """The finished document: every text chosen and translated."""

    language: str
    title: str
    author: str
    subject: str
    heading: str
    of_meeting: str
    meeting: str
    region: str
    sample: str
    foot: str
    sections: tuple[Section, ...]


def minutes(inputs: MinutesInputs) -> Minutes:
    say = Voice(inputs.language)
    told = clean_all(inputs)
    state = told.proceedings
    return clean_all(
        Minutes(
            language=say.language,
            title=f"{say(phrases.TITLE)} · {told.meeting}",
            author=say(phrases.AUTHOR, region=told.region),
            subject=say(phrases.SUBJECT, meeting=told.meeting, region=told.region),
            heading=say(phrases.TITLE),
            of_meeting=say(phrases.OF_MEETING),
            meeting=told.meeting,
            region=told.region,
            sample=say(phrases.SAMPLE) if told.is_sample else "",
            foot=say(
                phrases.FOOT,
                meeting=told.meeting,
                region=told.region,
                hash=state.head[:SHORT_HASH],
            ),
            sections=(
                _facts(told, say),
                attendance(told, say),
                rounds(told, say),
                talk(told, say),
                dissents(told, say),
                decisions(told, say),
                actions(told, say),
                *seat_changes(told, say),
                _proof(told, say),
                _signing(told, say),
            ),
        )
    )


def _facts(inputs: MinutesInputs, say: Voice) -> Section:
    state = inputs.proceedings
    zone = inputs.time_zone
    opening = say(
        phrases.OPENING if state.closed_at else phrases.OPENING_WHILE_OPEN,
        day=say.weekday(inputs.starts_at, zone),
        meeting=inputs.meeting,
        place=inputs.place,
        opened=say.clock(state.opened_at or inputs.starts_at, zone),
        closed=say.clock(state.closed_at, zone) if state.closed_at else "",
    )
    blocks: list[Block] = [Paragraph(opening)]
    if not state.closed:
        blocks.append(Callout(say(phrases.STILL_OPEN_TITLE), say(phrases.STILL_OPEN)))
    questionnaire = inputs.questionnaire
    rows = [
        (say(phrases.REGION), inputs.region),
        (say(phrases.ASSESSMENT), inputs.assessment),
        (
            say(phrases.QUESTIONNAIRE),
            say(
                phrases.QUESTIONNAIRE_TEXT,
                title=questionnaire.title.in_language(say.language),
                version=questionnaire.version,
            ),
        ),
        (say(phrases.PLACE), inputs.place),
        (say(phrases.AGENDA), inputs.agenda),
        (say(phrases.LEADERS), _leaders(state, say)),
        (say(phrases.HEADS), NO_FIGURE if state.heads is None else say.count(state.heads)),
        (say(phrases.SEATS), say.count(sum(seats for seats, _ in inputs.seats.values()))),
    ]
    if state.withdrawn:
        text = say(phrases.WITHDRAWN_TEXT, n=say.count(state.withdrawn))
        rows.append((say(phrases.WITHDRAWN), text))
    for at, by, why in state.reopened:
        text = say(phrases.REOPENED_TEXT, when=say.moment(at, zone), by=by or NO_FIGURE, why=why)
        rows.append((say(phrases.REOPENED), text))
    blocks.append(Definitions(tuple((term, text) for term, text in rows if text)))
    return Section("data", say(phrases.FACTS), tuple(blocks))


def _leaders(state: Proceedings, say: Voice) -> str:
    names = [name for name in state.leaders if name]
    if len(names) < 2:
        return names[0] if names else NO_FIGURE
    return say(phrases.LEADERS_TEXT, first=names[0], others=say.series(names[1:]))


def _proof(inputs: MinutesInputs, say: Voice) -> Section:
    state = inputs.proceedings
    whole = say(phrases.CHAIN_WHOLE)
    if inputs.first_broken is not None:
        whole = say(phrases.CHAIN_BROKEN, seq=inputs.first_broken)
    rows = [
        (say(phrases.CLOSING_HASH), inputs.closing_hash),
        (say(phrases.LOG_HASH), state.head),
        (say(phrases.ENTRIES), say.count(state.entries)),
        (say(phrases.CHAIN), whole),
    ]
    return Section(
        "bukti",
        say(phrases.PROOF),
        (
            Paragraph(say(phrases.PROOF_TEXT)),
            Definitions(tuple((term, text) for term, text in rows if text)),
        ),
    )


def _signing(inputs: MinutesInputs, say: Voice) -> Section:
    roles = (phrases.LEADER_ROLE, phrases.OWNER_ROLE, phrases.WITNESS_ROLE)
    signatures = Signatures(
        place_and_date=say(phrases.PLACE_AND_DATE, place=inputs.region),
        signatures=tuple(Signature(say(role), say(phrases.OFFICE)) for role in roles),
        name_label=say(phrases.NAME_LINE),
    )
    return Section(
        "tanda-tangan", say(phrases.SIGNING), (Paragraph(say(phrases.SIGNING_TEXT)), signatures)
    )
