"""While a round is answered, nobody learns what others chose: no page, file or screen tells it.

Two installations are alike but for what the others in the hall answered. Whoever asks for whatever
must be told the same in both, to the letter; what is made at random is taken out before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from assess.actions.rounds import close_round, open_next_round
from assess.actions.talk import make_agenda, reveal, start_discussion
from assess.questionnaire.answers import GivenAnswer
from assess.questionnaire.questions import MaturityQuestion, OpenQuestion
from assess.questionnaire.routing import sections_for
from assess.store.schema import migrate
from assess.store.tables import FocusGroup
from assess.web.application import create_app
from assess.web.clock import now
from assess.web.state import takar
from tests import world
from tests.page import text_in
from tests.safety.conftest import Snapshot
from tests.safety.people import BY_NAME, People
from tests.safety.rules import RULES, SEATED, addresses
from tests.safety.two_regions import Place, TwoRegions, build
from tests.web.conftest import settings_for

ASKERS = (
    "nobody",
    "participant a",
    "administrator",
    "facilitator a",
    "official a",
    "reviewer a",
    "facilitator b",
)
GROUPS = ("diskominfo", "opd_layanan", "komunitas", "umkm")
ITEM = "GOV-SVC-1"  # asked of all these groups, opened for every item that an address can name
ENDS_THE_ROUND = "/ruang/tutup-putaran"
CANARY = "Kenari"  # in every free text of the others

# What no two installations share: secrets, random names, the time of the day, fingerprints of them.
_AT_RANDOM = (
    (re.compile(r"Content-Length: \d+"), ""),
    (re.compile(r'(name="csrf_token" value=")[^"]*'), r"\1*"),
    (re.compile(r"\b\d\d[.:]\d\d([.:]\d\d)?\b"), "time"),
    (re.compile(r"\b[0-9a-f]{12,64}\b"), "fingerprint"),
    (re.compile(r"(Benih acak|Random seed)(</dt><dd>| )\d+"), "seed"),
    (re.compile(r"<svg\b.*?</svg>", re.DOTALL), "drawing"),
    (re.compile(r"(?<=/)(?!fgd-|asesmen-|draf-|pakar-)[\w-]{22}\b"), "secret"),
    (re.compile(r"\b[A-Z]{4}-[A-Z]{4}-\d{4}\b"), "resume code"),
    (re.compile(r"\b\d+ [A-Z]{4} [A-Z]{4}\b"), "ticket"),
)


@dataclass(frozen=True)
class Installation:
    app: Flask
    regions: TwoRegions
    people: People
    snapshot: Snapshot

    @property
    def place(self) -> Place:
        return self.regions.alpha

    def change(self, act: Callable[[Session, FocusGroup], object]) -> None:
        with takar(self.app).database.writing() as db:
            act(db, db.query(FocusGroup).filter_by(public_id=self.place.open_meeting).one())


def of_low(person: int) -> int:
    return 1 + person % 2


def of_high(person: int) -> int:
    return 5 if person % 3 else 2


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Installation]]:
    made = [
        _install(tmp_path_factory.mktemp(name), levels)
        for name, levels in (("low", of_low), ("high", of_high))
    ]
    yield made
    for each in made:
        each.snapshot.close()
        takar(each.app).database.dispose()


def _install(folder: Path, level_of: Callable[[int], int]) -> Installation:
    app = create_app(settings_for(folder, f"sqlite:///{folder}/takar.sqlite3"))
    held = takar(app)
    migrate(held.database)
    regions = build(held.database, held.settings, now())
    with held.database.writing() as db:
        meeting = db.query(FocusGroup).filter_by(public_id=regions.alpha.open_meeting).one()
        for person in range(20):
            group = GROUPS[person % len(GROUPS)]
            world.a_participant(db, meeting, group, _answers(group, person, level_of))
    snapshot = Snapshot(held.settings.data / "takar.sqlite3")
    return Installation(app, regions, People(app, regions), snapshot)


def _answers(
    group: str, person: int, level_of: Callable[[int], int]
) -> Mapping[str, GivenAnswer | int]:
    """What the others answer: levels, targets and texts differ between the installations."""
    level = level_of(person)
    words = f"{CANARY} {level_of.__name__} {person}"
    given: dict[str, GivenAnswer | int] = {}
    for section in sections_for(world.the_questionnaire(), group):
        for question in section.questions:
            if isinstance(question, MaturityQuestion):
                given[question.id] = GivenAnswer(level, min(level + 1, 5), None, words, words)
            elif isinstance(question, OpenQuestion):
                given[question.id] = GivenAnswer(note=words)
            else:
                given[question.id] = GivenAnswer(level)
    return given


def first_round(_installation: Installation) -> None:
    """The meetings are open since they were made."""


def second_round(installation: Installation) -> None:
    """After talk about an agenda that the machine made of what was answered."""
    questionnaire = world.the_questionnaire()

    def talk(db: Session, meeting: FocusGroup) -> None:
        close_round(db, meeting, world.NOW)
        agenda = make_agenda(db, meeting, questionnaire, 60, world.NOW)
        assert agenda.questions
        start_discussion(db, meeting, questionnaire, ITEM, world.NOW)
        reveal(db, meeting, questionnaire, ITEM, world.NOW)
        open_next_round(db, meeting, questionnaire, [ITEM], world.NOW)

    installation.change(talk)


def the_talk(installation: Installation) -> None:
    installation.change(lambda db, meeting: close_round(db, meeting, world.NOW))


def told(installation: Installation, method: str) -> dict[tuple[str, str], str]:
    """(who, address) -> everything that was received, headers included."""
    heard = {}
    begun = Snapshot(takar(installation.app).settings.data / "takar.sqlite3")
    for (rule, each), row in RULES.items():
        if each != method or rule.startswith("/aset/"):
            continue
        for name in ASKERS:
            for address in addresses(rule, installation.place, "takar.css"):
                asked = f"{method} {_without_chance(address, installation.place)}"
                heard[name, asked] = _ask(installation, name, method, address, row)
                if begun.changed():
                    begun.put_back()
    begun.close()
    return heard


def _ask(installation: Installation, name: str, method: str, address: str, row: object) -> str:
    people = installation.people
    if method == "GET":
        response = people.client(name).get(address)
    else:
        client, fields = people.copy(name), dict(row.fields)  # type: ignore[attr-defined]
        seated = row.who == SEATED and bool(BY_NAME[name].seat_in)  # type: ignore[attr-defined]
        token = people.token(name, of_seat=seated)
        response = client.post(address, data={**fields, "csrf_token": token})
        back_at = response.headers.get("Location", "")
        if "/ruang" in back_at and not address.endswith(ENDS_THE_ROUND):
            response = client.get(back_at)  # what the page says about it
    headers = [f"{key}: {value}" for key, value in response.headers if key != "Set-Cookie"]
    text = "\n".join([str(response.status_code), *headers, text_in(response)])
    plain = _without_chance(text, installation.place)
    if address.endswith(".zip"):  # people stand in an order by chance, and are numbered by it
        plain = "\n".join(sorted(re.sub(r"^\d+,", "", line) for line in plain.splitlines()))
    return plain


def _without_chance(text: str, place: Place) -> str:
    for secret in (place.ticket, place.seat, place.neighbour):
        text = text.replace(secret, "secret")
    for pattern, instead in _AT_RANDOM:
        text = pattern.sub(instead, text)
    return text


@pytest.mark.parametrize("begin", [first_round, second_round])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_is_told_what_others_chose_while_a_round_is_answered(
    pair: list[Installation], begin: Callable[[Installation], None], method: str
) -> None:
    heard = []
    for each in pair:
        begin(each)
        heard.append(told(each, method))
        each.snapshot.put_back()

    low, high = heard
    assert low.keys() == high.keys()
    assert not [asked for asked in low if low[asked] != high[asked]]
    assert not [asked for asked, text in low.items() if CANARY in text]


def test_between_the_rounds_the_same_comparison_finds_the_results(
    pair: list[Installation],
) -> None:
    """The comparison is able to fail: what is silent before is told after the round is closed."""
    heard = []
    for each in pair:
        the_talk(each)
        item = f"/fgd/{each.place.open_meeting}/ruang/butir/{ITEM}"
        text = _without_chance(each.people.client("facilitator a").get(item).text, each.place)
        heard.append(text)
        each.snapshot.put_back()

    assert heard[0] != heard[1]
    assert CANARY not in heard[0] + heard[1]
