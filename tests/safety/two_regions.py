"""Two regions with everything that can be reached by an address, and everybody who may ask.

Every text that belongs to a region carries its mark, so that a page shows at once what it tells
of a region that is none of the reader's business.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from assess.actions.accounts import HASHER
from assess.actions.drafts import request_draft
from assess.actions.facts import Statement, state_fact
from assess.actions.focus_groups import close_focus_group, reopen_focus_group
from assess.actions.hall_tables import NewTable, assistant_key, set_tables
from assess.actions.paper import begin_sheet, key_first
from assess.actions.rounds import close_round
from assess.actions.seat_tickets import make_tickets, ticket_token
from assess.actions.seating import void_seat
from assess.actions.weights import Choice, adopt, ask_expert
from assess.questionnaire.answers import GivenAnswer
from assess.questionnaire.questions import (
    FocusGroupQuestion,
    LikertQuestion,
    MaturityQuestion,
)
from assess.questionnaire.routing import sections_for
from assess.report.documents import keep_document
from assess.scoring.expert_panel import WeightMethod
from assess.scoring.scheme import scheme_of
from assess.scoring.sibling_sets import sibling_sets
from assess.settings import Settings
from assess.store.account_tables import Account, AccountRegion, LogIn, Role
from assess.store.database import Database
from assess.store.room_tables import Attendee
from assess.store.tables import Assessment, DraftState, FocusGroup, Participant, Region
from tests import world

PASSWORD_HASH = HASHER.hash(world.PASSWORD)
ALPHA, BRAVO = "Zalfa", "Zbravo"
REGIONS = (ALPHA, BRAVO)
CODES = {ALPHA: "64.71", BRAVO: "64.72"}
VOIDED_SEAT = 3  # in the open meeting
ITEM = "GOV-SVC-1"
ATTENDEES = {ALPHA: "hadir-Zalfa-----------", BRAVO: "hadir-Zbravo----------"}
PEOPLE_OF_CLOSED = {"diskominfo": 5, "kadin": 5}


@dataclass
class Place:
    """What stands in addresses of one region, and secrets of it that stand on few pages."""

    mark: str
    code: str
    assessment: str = ""
    open_meeting: str = ""
    closed_meeting: str = ""
    draft: str = ""
    join_tokens: dict[str, str] = field(default_factory=dict)  # open, closed
    join_codes: dict[str, str] = field(default_factory=dict)
    seat: str = ""  # token of somebody who sits in the open meeting
    neighbour: str = ""  # and of somebody else there
    expert_token: str = ""
    ticket: str = ""  # token of a chair in the open meeting
    tabled_meeting: str = ""  # an open meeting with one table
    assistant_key: str = ""  # of that table
    talking_meeting: str = ""  # open, its first round closed, with an agenda

    @property
    def telling(self) -> tuple[str, ...]:
        """Texts that only people of this region may read."""
        codes = self.join_codes.values()
        pairs = [f"{code[:4]} {code[4:]}" for code in codes]
        return (self.mark, *codes, *pairs, *self.join_tokens.values(), self.expert_token)

    @property
    def identifiers(self) -> tuple[str, ...]:
        meetings = (self.open_meeting, self.closed_meeting, self.tabled_meeting)
        meetings = (*meetings, self.talking_meeting)
        return (self.assessment, *meetings, self.draft)


@dataclass
class TwoRegions:
    places: dict[str, Place]

    def __getitem__(self, mark: str) -> Place:
        return self.places[mark]

    @property
    def alpha(self) -> Place:
        return self.places[ALPHA]

    @property
    def bravo(self) -> Place:
        return self.places[BRAVO]


def build(database: Database, settings: Settings, now: datetime) -> TwoRegions:
    with database.writing() as db:
        places = {mark: _a_place(db, settings, mark) for mark in REGIONS}
        _accounts(db, now)
    return TwoRegions(places)


def log_in_token(username: str) -> str:
    return f"log-in-of-{username}"


def _a_place(db: Session, settings: Settings, mark: str) -> Place:
    region = world.a_region(db, CODES[mark], f"{mark} Selatan")
    region.province = f"Provinsi {mark}"
    assessment = world.an_assessment(db, region, title=f"Asesmen {mark} 2026")
    assessment.public_id = f"asesmen-{mark:-<14}"
    assessment.legal_basis = f"Perda {mark}"
    assessment.recipients = f"Bappeda {mark}"
    assessment.contact = f"Kontak {mark}"
    meetings = {name: _a_meeting(db, mark, assessment, name) for name in ("open", "closed")}
    for group, number in PEOPLE_OF_CLOSED.items():
        for _ in range(number):
            world.a_participant(db, meetings["closed"], group, answers_of(group, mark))
    tokens = [
        world.a_participant(db, meetings["open"], "kadin", answers_of("kadin", f"{mark} {who}"))
        for who in ("qsatu", "qdua")
    ]
    world.a_participant(db, meetings["open"], "kadin", {})
    void_seat(db, meetings["open"], VOIDED_SEAT, f"Alasan {mark}", world.NOW)
    for person in db.query(Participant).filter_by(region_id=region.id):
        person.institution = f"Dinas {mark}"
    for meeting in meetings.values():
        _a_paper_form(db, mark, meeting)
    first, _last = make_tickets(db, meetings["open"], settings.secret_key, 1, world.NOW)
    tabled = _a_meeting(db, mark, assessment, "meja")
    set_tables(
        db, tabled, ["governance"], [NewTable("", f"Meja {mark}", ["governance"])], world.NOW
    )
    world.a_participant(db, tabled, "kadin", {})
    _facts(db, mark, assessment)
    db.add(
        Attendee(
            public_id=ATTENDEES[mark],
            focus_group_id=meetings["open"].id,
            region_id=region.id,
            name=f"Nama {mark}",
            group_key="kadin",
            consented_at=world.NOW,
        )
    )
    close_focus_group(db, meetings["closed"], world.NOW)
    reopen_focus_group(db, meetings["closed"], f"Alasan {mark}", world.NOW)
    close_focus_group(db, meetings["closed"], world.NOW)
    return Place(
        mark,
        region.kemendagri_code,
        assessment.public_id,
        meetings["open"].public_id,
        meetings["closed"].public_id,
        _a_draft(db, settings, mark, assessment),
        {name: meeting.join_token for name, meeting in meetings.items()},
        {name: meeting.join_code for name, meeting in meetings.items()},
        *tokens,
        _an_expert(db, mark, assessment),
        ticket_token(settings.secret_key, meetings["open"].public_id, first),
        tabled.public_id,
        assistant_key(settings.secret_key, tabled.public_id, tabled.tables[0]),
        _a_talk(db, mark, assessment),
    )


def _a_talk(db: Session, mark: str, assessment: Assessment) -> str:
    """A meeting between its rounds, in which people disagree."""
    meeting = _a_meeting(db, mark, assessment, "bahas")
    for group, level in (("pimpinan", 1), ("bappeda", 3), ("diskominfo", 5)):
        for _ in range(3):
            world.a_participant(db, meeting, group, {ITEM: level})
    close_round(db, meeting, world.NOW)
    return meeting.public_id


def _a_paper_form(db: Session, mark: str, meeting: FocusGroup) -> None:
    """Numbered, and keyed once."""
    sheet = begin_sheet(
        *(db, meeting, world.the_questionnaire()),
        number=1,
        group_key="kadin",
        institution=f"Dinas {mark}",
        consents={"setuju": True},
        now=world.NOW,
        by=None,
    )
    asked = sections_for(world.the_questionnaire(), "kadin")[0].questions[0].id
    key_first(db, sheet, {asked: {"level": 3, "note": f"Catatan {mark}"}}, world.NOW, None)


def _an_expert(db: Session, mark: str, assessment: Assessment) -> str:
    """Somebody with a link, and a decision on weights whose reason carries the mark."""
    expert = ask_expert(db, assessment, f"Kantor {mark}", world.NOW)
    expert.token = f"pakar-{mark:-<16}"
    questionnaire = world.the_questionnaire()
    governance = sibling_sets(scheme_of(questionnaire))[1]
    choice = Choice(WeightMethod.EQUAL, f"Rapat {mark}", "")
    adopt(db, assessment, questionnaire, governance, choice, world.NOW)
    return expert.token


def _a_meeting(db: Session, mark: str, assessment: Assessment, name: str) -> FocusGroup:
    meeting = world.a_focus_group(db, assessment, title=f"FGD {mark} {name}")
    meeting.place = f"Aula {mark}"
    meeting.agenda = f"Agenda {mark}"
    meeting.public_id = f"fgd-{name}-{mark:-<10}"
    meeting.join_token = f"token-{name}-{mark:-<8}"
    meeting.join_code = f"{mark[:4]}{name}QQ".upper()[:8]
    db.flush()
    return meeting


def answers_of(group: str, words: str) -> dict[str, GivenAnswer | int]:
    """A whole form of somebody of the group, with the words in every free text."""
    sections = sections_for(world.the_questionnaire(), group)
    questions = [question for section in sections for question in section.questions]
    return {question.id: _an_answer(question, words) for question in questions}


def _an_answer(question: FocusGroupQuestion, words: str) -> GivenAnswer:
    if isinstance(question, MaturityQuestion):
        return GivenAnswer(2, 4, "jangka_pendek_1_tahun", f"Catatan {words}", f"Bukti {words}")
    if isinstance(question, LikertQuestion):
        return GivenAnswer(4)
    return GivenAnswer(note=f"Pendapat {words}")


def _facts(db: Session, mark: str, assessment: Assessment) -> None:
    values: dict[str, dict[str, Any]] = {
        "FAK-WIL-1": {"text": f"Wilayah {mark}"},
        "FAK-MNR-1": {"number": 12.0},
        "FAK-RPJ-1": {"yes": True, "follow_up": f"Dokumen {mark}"},
    }
    for question, value in values.items():
        for source in ("lama", "baru"):
            statement = Statement(
                question,
                value,
                world.NOW.date(),
                f"Sumber {source} {mark}",
                stated_by=f"Kepala {mark}",
                disputed=f"Bantahan {mark}",
            )
            state_fact(db, assessment, statement, world.NOW)


def _a_draft(db: Session, settings: Settings, mark: str, assessment: Assessment) -> str:
    """A finished document whose bytes carry the mark, so that a wrong reader is found out."""
    draft = request_draft(db, assessment, "id", world.NOW, None)
    draft.public_id = f"draf-{mark:-<17}"
    draft.state = DraftState.READY
    draft.sha256 = keep_document(settings.files, b"%PDF-1.7 " + mark.encode())
    draft.pages = 1
    draft.finished_at = world.NOW
    db.flush()
    return draft.public_id


def _accounts(db: Session, now: datetime) -> None:
    """Every account logged in once; `usai` logged out since, `lama` was idle for four hours."""
    regions = {
        mark: db.query(Region).filter_by(kemendagri_code=CODES[mark]).one() for mark in CODES
    }
    staff = [
        ("kepala", Role.ADMINISTRATOR, None),
        ("fasilitator-a", Role.FACILITATOR, ALPHA),
        ("pejabat-a", Role.OFFICIAL, ALPHA),
        ("penelaah-a", Role.REVIEWER, ALPHA),
        ("fasilitator-b", Role.FACILITATOR, BRAVO),
        ("pejabat-b", Role.OFFICIAL, BRAVO),
        ("penelaah-b", Role.REVIEWER, BRAVO),
        ("tutup", Role.FACILITATOR, ALPHA),
        ("usai", Role.FACILITATOR, ALPHA),
        ("lama", Role.FACILITATOR, ALPHA),
        ("tanpa-daerah", Role.FACILITATOR, None),
    ]
    for username, role, mark in staff:
        account = Account(
            username=username,
            display_name=username.title(),
            role=role,
            password_hash=PASSWORD_HASH,
            active=username != "tutup",
            created_at=now,
        )
        db.add(account)
        db.flush()
        if mark is not None:
            db.add(AccountRegion(account_id=account.id, region_id=regions[mark].id))
        if username != "usai":
            _log_in(db, account, now - timedelta(hours=6) if username == "lama" else now)


def _log_in(db: Session, account: Account, at: datetime) -> None:
    token = hashlib.sha256(log_in_token(account.username).encode()).hexdigest()
    # Seen in a while, so that no slow test run meets the moment when it is marked anew.
    seen = at + timedelta(hours=1)
    db.add(LogIn(token_hash=token, account_id=account.id, started_at=at, seen_at=seen))
