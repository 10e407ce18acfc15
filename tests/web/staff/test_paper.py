"""Paper forms: keyed twice, settled item by item, and then a seat like any other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.actions import paper
from assess.actions.answers import FocusGroupIsClosed
from assess.actions.focus_groups import close_focus_group, reopen_focus_group
from assess.actions.paper import SheetState, state_of
from assess.actions.rounds import close_round
from assess.actions.withdrawal import delete_what_is_due
from assess.room.double_keying import differences, settled
from assess.store.account_tables import Account, Role
from assess.store.answers import answers_of
from assess.store.database import Database
from assess.store.paper_tables import PaperSheet
from assess.store.rounds import log_of
from assess.store.tables import Answer, AnswerEvent, Assessment, FocusGroup, Participant
from tests.page import Page, Visitor
from tests.world import (
    NOW,
    a_focus_group,
    a_region,
    an_account,
    an_assessment,
    the_questionnaire,
)

FIRST, SECOND = "GOV-SVC-1", "GOV-SVC-2"
GROUP = "umkm"


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    with database.writing() as session:
        region = a_region(session)
        a_focus_group(session, an_assessment(session, region))
        for name in ("sari", "budi"):
            an_account(session, name, Role.FACILITATOR, region)
        session.flush()
        yield session


def meeting_of(db: Session) -> FocusGroup:
    return db.scalars(select(FocusGroup)).one()


def account(db: Session, name: str) -> Account:
    return db.scalars(select(Account).where(Account.username == name)).one()


def a_sheet(db: Session, number: int = 7) -> PaperSheet:
    return paper.begin_sheet(
        *(db, meeting_of(db), the_questionnaire()),
        number=number,
        group_key=GROUP,
        institution="Warung Ibu",
        consents={"setuju": True},
        now=NOW,
        by=account(db, "sari"),
    )


def count(db: Session, sheet: PaperSheet) -> None:
    paper.count_sheet(db, meeting_of(db), the_questionnaire(), sheet, NOW, account(db, "budi"))


def test_two_keyings_that_agree_make_a_seat_with_these_answers(db: Session) -> None:
    sheet = a_sheet(db)
    keyed = {FIRST: {"level": 3, "target": 5}, SECOND: {"level": -1}}
    paper.key_first(db, sheet, keyed, NOW, account(db, "sari"))
    apart = paper.key_second(db, sheet, keyed, NOW, account(db, "budi"))

    count(db, sheet)

    seat = db.scalars(select(Participant)).one()
    answers = answers_of(db, seat.id)
    assert apart == []
    assert state_of(sheet) is SheetState.COUNTED
    assert {key: (each.level, each.target) for key, each in answers.items()} == {
        FIRST: (3, 5),
        SECOND: (-1, None),
    }
    assert (seat.group_key, seat.institution, seat.consents) == (
        GROUP,
        "Warung Ibu",
        {"setuju": True},
    )
    assert (seat.sent_at, seat.received) == (NOW, 2)


def test_the_log_says_that_a_form_was_entered_and_nothing_of_what_it_says(db: Session) -> None:
    sheet = a_sheet(db)
    paper.key_first(db, sheet, {FIRST: {"level": 3}}, NOW, account(db, "sari"))
    paper.key_second(db, sheet, {FIRST: {"level": 3}}, NOW, account(db, "sari"))

    count(db, sheet)

    entry = log_of(db, meeting_of(db).id)[-1]
    assert entry.verb == "paper_entered"
    assert entry.content == {"number": 7, "group": GROUP, "differences": 0, "one_person": True}


def test_a_form_counts_once_however_often_it_is_asked_to(db: Session) -> None:
    sheet = a_sheet(db)
    paper.key_first(db, sheet, {FIRST: {"level": 3}}, NOW, None)
    paper.key_second(db, sheet, {FIRST: {"level": 3}}, NOW, None)
    count(db, sheet)

    with pytest.raises(paper.WrongStep):
        count(db, sheet)

    assert db.scalar(select(func.count(Participant.id))) == 1
    operations = db.scalars(select(AnswerEvent.operation_id)).all()
    assert operations == [f"paper-{sheet.public_id}"]


def test_a_form_with_differences_does_not_count_until_each_is_settled(db: Session) -> None:
    sheet = a_sheet(db)
    paper.key_first(db, sheet, {FIRST: {"level": 3}, SECOND: {"level": 2}}, NOW, None)
    apart = paper.key_second(db, sheet, {FIRST: {"level": 4}, SECOND: {"level": 2}}, NOW, None)

    with pytest.raises(paper.WrongStep):
        count(db, sheet)
    with pytest.raises(KeyError):
        paper.settle(db, sheet, {}, NOW, None)
    paper.settle(db, sheet, {FIRST: 1}, NOW, None)
    count(db, sheet)

    assert apart == [FIRST]
    levels = dict(db.execute(select(Answer.question_id, Answer.level)).all())
    assert levels == {FIRST: 3, SECOND: 2}
    assert log_of(db, meeting_of(db).id)[-1].content["differences"] == 1


def test_a_question_that_only_one_keying_has_is_a_difference() -> None:
    first, second = {"A": {"level": 1}}, {"A": {"level": 1}, "B": {"level": 2}}

    assert differences(first, second) == differences(second, first) == ["B"]
    assert settled(first, second, {"B": 1}) == {"A": {"level": 1}}
    assert settled(first, second, {"B": 2}) == second


def test_texts_are_those_of_the_second_keying_and_no_difference() -> None:
    first = {"A": {"level": 1, "note": "bgs"}}
    second = {"A": {"level": 1, "note": "bagus"}}

    assert differences(first, second) == []
    assert settled(first, second, {}) == second


def test_without_ticked_consent_nothing_is_kept(db: Session) -> None:
    with pytest.raises(paper.ConsentMissing):
        paper.begin_sheet(
            *(db, meeting_of(db), the_questionnaire()),
            number=1,
            group_key=GROUP,
            institution="",
            consents={"setuju": False},
            now=NOW,
            by=None,
        )
    assert db.scalar(select(func.count(PaperSheet.id))) == 0


def test_a_closed_meeting_takes_no_form_until_it_is_reopened(db: Session) -> None:
    sheet = a_sheet(db)
    close_focus_group(db, meeting_of(db), NOW)
    paper.key_first(db, sheet, {FIRST: {"level": 3}}, NOW, None)
    paper.key_second(db, sheet, {FIRST: {"level": 3}}, NOW, None)

    with pytest.raises(FocusGroupIsClosed):
        count(db, sheet)
    reopen_focus_group(db, meeting_of(db), "formulir kertas", NOW)
    count(db, sheet)

    assert state_of(sheet) is SheetState.COUNTED


def test_a_form_waits_while_a_round_is_talked_about(db: Session) -> None:
    sheet = a_sheet(db)
    paper.key_first(db, sheet, {FIRST: {"level": 3}}, NOW, None)
    paper.key_second(db, sheet, {FIRST: {"level": 3}}, NOW, None)
    close_round(db, meeting_of(db), NOW)

    with pytest.raises(FocusGroupIsClosed):
        count(db, sheet)

    assert state_of(sheet) is SheetState.SETTLED
    assert db.scalar(select(func.count(Participant.id))) == 0


def test_deleting_a_counted_form_deletes_the_person(db: Session) -> None:
    sheet = a_sheet(db)
    paper.key_first(db, sheet, {FIRST: {"level": 3}}, NOW, None)
    paper.key_second(db, sheet, {FIRST: {"level": 3}}, NOW, None)
    count(db, sheet)

    paper.delete_sheet(db, sheet, NOW)

    for table in (PaperSheet, Participant, Answer, AnswerEvent):
        assert db.scalar(select(func.count()).select_from(table)) == 0
    assert log_of(db, meeting_of(db).id)[-1].verb == "withdrawn"


def test_keyed_forms_go_with_the_answers_when_their_time_is_over(db: Session) -> None:
    sheet = a_sheet(db)
    paper.key_first(db, sheet, {FIRST: {"level": 3}}, NOW, None)
    db.scalars(select(Assessment)).one().keep_until = NOW.date().replace(year=2025)
    db.flush()

    delete_what_is_due(db, NOW.date(), NOW)

    assert db.scalar(select(func.count(PaperSheet.id))) == 0


class Desk:
    """The pages of one meeting's forms, as somebody at the keyboard uses them."""

    def __init__(self, visitor: Visitor, meeting: str) -> None:
        self.visitor = visitor
        self.address = f"/fgd/{meeting}/kertas"

    def begin(self, number: int) -> Page:
        head = {"number": str(number), "group": GROUP, "consents": "setuju"}
        path = f"{self.address}/baru"
        return self.visitor.post(path, {**self.visitor.get(path).form(), **head})

    def key(self, number: int, step: str, **codes: str) -> Page:
        fields = {f"a.{question.replace('_', '-')}": code for question, code in codes.items()}
        return self.visitor.submit(f"{self.address}/{number}", langkah=step, **fields)


@pytest.fixture
def desk(database: Database, log_in: Callable[..., Visitor]) -> Desk:
    with database.writing() as session:
        region = a_region(session)
        meeting = a_focus_group(session, an_assessment(session, region)).public_id
        an_account(session, "sari", Role.FACILITATOR, region)
    return Desk(log_in(), meeting)


def test_a_form_goes_from_the_first_keying_to_a_seat(desk: Desk) -> None:
    desk.begin(7)
    desk.key(7, "begun", GOV_SVC_1="3", GOV_SVC_2="t")
    second = desk.visitor.get(f"{desk.address}/7")
    desk.key(7, "keyed_once", GOV_SVC_1="4", GOV_SVC_2="T")
    apart = desk.visitor.get(f"{desk.address}/7")
    desk.visitor.submit(f"{desk.address}/7", langkah="selisih", **{"p.GOV-SVC-1": "2"})
    done = desk.visitor.get(desk.address)

    assert "entri kedua" in second.text
    assert "Sebaiknya orang lain" in second.text
    assert second.soup.find(id="a-GOV-SVC-1")["value"] == ""
    assert "GOV-SVC-1" in apart.text
    assert "GOV-SVC-2" not in apart.text
    assert "kursi 1" in done.text


def test_a_code_that_no_box_has_is_refused_beside_its_question(desk: Desk) -> None:
    desk.begin(7)

    page = desk.key(7, "begun", GOV_SVC_1="9")

    assert page.status == 422
    assert "GOV-SVC-1: Pilih satu keadaan" in page.text


def test_a_second_keying_on_an_old_page_does_not_pass_for_the_first(desk: Desk) -> None:
    desk.begin(7)
    desk.key(7, "begun", GOV_SVC_1="3")

    desk.key(7, "begun", GOV_SVC_1="5")

    listed = desk.visitor.get(desk.address)
    assert "Entri pertama" in listed.text
    assert "Dihitung" not in listed.text


def test_a_number_is_used_once(desk: Desk) -> None:
    desk.begin(7)

    page = desk.begin(7)

    assert page.status == 422
    assert "sudah dientri" in page.text


def test_printed_forms_carry_number_sheet_and_every_question_of_the_group(desk: Desk) -> None:
    address = desk.address.replace("/kertas", "/formulir")

    page = desk.visitor.get(f"{address}?kelompok={GROUP}&mulai=7&jumlah=2")
    blank = desk.visitor.get(f"{address}?kelompok={GROUP}")

    asked = {q.id for q in the_questionnaire().focus_group_questions if GROUP in q.respondents}
    printed = [each.find("b").get_text() for each in page.soup.select(".asked-text")]
    assert sorted(printed) == sorted([*asked, *asked])
    heads = [each.get_text(" ", strip=True) for each in page.soup.select(".sheet-head")]
    assert sum("0007" in head for head in heads) == sum("0008" in head for head in heads)
    assert f"Lembar {len(heads) // 2} dari {len(heads) // 2}" in heads[-1]
    assert "0007" not in blank.text
    assert len(blank.soup.select(".sheet-head .digit")) == 4 * len(heads) // 2
