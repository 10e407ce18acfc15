"""A meeting that was held on a laptop comes to the central server whole, once, and as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from assess.actions.answers import Outcome
from assess.actions.merging import MergeFault, MergeRefused
from assess.actions.seats import resume_seat, take_seat
from assess.room.logs import LogRelation
from assess.settings import settings_from
from assess.store.account_tables import Role
from assess.store.pack_tables import MergedPack, WithdrawnSeat
from assess.store.schema import migrate
from assess.store.tables import FocusGroup, StoredScorecard
from assess.web.application import create_app
from assess.web.state import takar
from tests.packs.servers import Clock, Server, a_server, an_sqlite_server
from tests.page import Visitor
from tests.world import (
    NOW,
    PASSWORD,
    a_focus_group,
    a_region,
    an_account,
    an_assessment,
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def laptop(tmp_path: Path, clock: Clock) -> Iterator[Server]:
    server = an_sqlite_server(tmp_path / "laptop", clock)
    yield server
    server.end()


@pytest.fixture
def centre(database_url: str, tmp_path: Path, clock: Clock) -> Iterator[Server]:
    server = a_server(database_url, tmp_path / "centre", clock)
    yield server
    server.end()


def a_held_meeting(server: Server) -> list[str]:
    """Four residents and two officials who answered both questions; still open."""
    server.begin()
    people = [server.join(group) for group in ("warga",) * 4 + ("dinas",) * 2]
    for number, name in enumerate(people):
        server.say(name, "LOK-1", 1 + number % 5, f"op-lok-{number}")
        if number < 4:
            server.say(name, "DAR-1", 2, f"op-dar-{number}")
    server.send(people[0])
    return people


def test_a_meeting_arrives_as_it_was_and_scores_alike(laptop: Server, centre: Server) -> None:
    a_held_meeting(laptop)
    laptop.close()

    done = centre.take(laptop.pack())

    assert done.relation is LogRelation.NEWER
    assert centre.dump() == laptop.dump()
    assert centre.result() == laptop.result() is not None


def test_both_rounds_arrive_and_score_alike(laptop: Server, centre: Server) -> None:
    people = a_held_meeting(laptop)
    laptop.close_round()
    laptop.open_next_round()
    laptop.say(people[0], "LOK-1", 5, "op-second")
    laptop.close()

    centre.take(laptop.pack())

    assert centre.dump() == laptop.dump()
    assert len(centre.dump()["rounds"]) == 2
    assert centre.result() == laptop.result()


def test_merging_twice_changes_nothing(laptop: Server, centre: Server) -> None:
    a_held_meeting(laptop)
    laptop.close()
    raw = laptop.pack()
    centre.take(raw)
    before = centre.dump(), centre.result()

    again = centre.take(raw)

    assert (again.known, again.changed) == (True, False)
    assert (centre.dump(), centre.result()) == before
    with centre.database.reading() as db:
        assert db.scalar(select(func.count(MergedPack.id))) == 1
        assert db.scalar(select(func.count(StoredScorecard.id))) == 1


def test_an_early_pack_after_a_later_one_takes_nothing_back(laptop: Server, centre: Server) -> None:
    people = a_held_meeting(laptop)
    early = laptop.pack()
    laptop.say(people[0], "LOK-1", 5, "op-later")
    laptop.close()
    centre.take(laptop.pack())
    before = centre.dump(), centre.result()

    late = centre.take(early)

    assert late.relation is LogRelation.OLDER
    assert (centre.dump(), centre.result()) == before


def test_answers_of_both_sides_are_put_together(laptop: Server, centre: Server) -> None:
    centre.begin()
    shared = centre.join()
    laptop.take(centre.pack())
    here, there = centre.join(), laptop.join()
    centre.say(here, "LOK-1", 2, "op-here")
    laptop.say(there, "LOK-1", 4, "op-there")
    laptop.say(shared, "DAR-1", 3, "op-shared")

    done = centre.take(laptop.pack())
    laptop.take(centre.pack())

    levels = {key: level for key, (_, level) in centre.standing().items()}
    assert levels == {(here, "LOK-1"): 2, (there, "LOK-1"): 4, (shared, "DAR-1"): 3}
    assert done.conflicts == []
    assert laptop.standing() == centre.standing()
    numbers = [seat["number"] for seat in centre.dump()["seats"]]
    assert sorted(numbers) == [1, 2, 3]


def test_one_person_answering_on_both_sides_is_listed_and_nothing_is_lost(
    laptop: Server, centre: Server
) -> None:
    centre.begin()
    person = centre.join()
    centre.say(person, "LOK-1", 1, "op-first")
    laptop.take(centre.pack())
    centre.say(person, "LOK-1", 2, "op-centre")
    laptop.say(person, "LOK-1", 5, "op-laptop")

    done = centre.take(laptop.pack())

    assert [(each["question"], each["kept"], each["others"]) for each in done.conflicts] == [
        ("LOK-1", "op-laptop", ["op-centre"])
    ]
    assert centre.standing()[person, "LOK-1"] == (3, 5)
    operations = {event["operation_id"] for event in centre.dump()["seats"][0]["events"]}
    assert operations == {"op-first", "op-centre", "op-laptop"}


def test_a_phone_of_either_side_is_told_before_it_answers_over_a_conflict(
    laptop: Server, centre: Server
) -> None:
    centre.begin()
    person = centre.join()
    laptop.take(centre.pack())
    centre.say(person, "LOK-1", 2, "op-centre")
    laptop.say(person, "LOK-1", 5, "op-laptop")
    centre.take(laptop.pack())

    stale = centre.say(person, "LOK-1", 4, "op-unaware", base=1)
    chosen = centre.say(person, "LOK-1", 2, "op-choice", base=2)
    laptop.take(centre.pack())
    again = centre.take(laptop.pack())

    assert (stale, chosen) == (Outcome.STALE, Outcome.SAVED)
    assert again.conflicts == []
    assert centre.standing()[person, "LOK-1"] == laptop.standing()[person, "LOK-1"] == (3, 2)


def test_an_operation_that_reached_both_servers_is_one(laptop: Server, centre: Server) -> None:
    centre.begin()
    person = centre.join()
    laptop.take(centre.pack())
    centre.say(person, "LOK-1", 2, "op-centre")
    centre.say(person, "LOK-1", 4, "op-both")
    laptop.say(person, "LOK-1", 4, "op-both")

    done = centre.take(laptop.pack())
    laptop.take(centre.pack())

    assert done.conflicts == []
    assert centre.standing()[person, "LOK-1"] == (2, 4)
    assert centre.dump() == laptop.dump()


def test_who_took_back_consent_on_the_laptop_goes_at_the_centre_too(
    laptop: Server, centre: Server
) -> None:
    people = a_held_meeting(laptop)
    early = laptop.pack()
    centre.take(early)
    laptop.withdraw(people[1])
    laptop.close()

    done = centre.take(laptop.pack())
    centre.take(early)

    assert done.added["withdrawn"] == 1
    assert people[1] not in centre.seats()
    assert centre.dump() == laptop.dump()
    assert centre.result() == laptop.result()


def test_who_took_back_consent_at_the_centre_does_not_come_back(
    laptop: Server, centre: Server
) -> None:
    people = a_held_meeting(laptop)
    laptop.close()
    raw = laptop.pack()
    centre.take(raw)
    centre.withdraw(people[1])
    before = centre.dump(), centre.result()

    centre.take(raw)

    assert (centre.dump(), centre.result()) == before
    assert people[1] not in centre.seats()
    with centre.database.reading() as db:
        assert db.scalars(select(WithdrawnSeat.public_id)).all() == [people[1]]


def test_the_resume_code_is_good_on_the_other_server(laptop: Server, centre: Server) -> None:
    laptop.begin()
    with laptop.database.writing() as db:
        taken = take_seat(
            *(db, laptop.meeting(db)),
            group_key="warga",
            institution="",
            notice_version="1",
            consents={"setuju": True},
            now=NOW,
        )
    with centre.database.writing() as db:
        other = an_assessment(db, a_region(db, "64.72", "Samarinda"))
        other.public_id = "a" * 22
        meeting = a_focus_group(db, other)  # so that the meeting has another number there
        meeting.public_id, meeting.join_token = "f" * 22, "t" * 22
    centre.take(laptop.pack())

    with centre.database.writing() as db:
        resumed = resume_seat(db, centre.meeting(db), taken.resume_code, NOW)

    assert resumed is not None


def test_two_logs_that_parted_are_refused_and_leave_no_trace(
    laptop: Server, centre: Server
) -> None:
    a_held_meeting(laptop)
    centre.take(laptop.pack())
    laptop.join()
    laptop.close()
    centre.close()
    before = centre.dump(), centre.result()

    with pytest.raises(MergeRefused) as refused:
        centre.take(laptop.pack())

    assert refused.value.fault is MergeFault.LOG_PARTED
    assert "closed" in refused.value.detail
    assert (centre.dump(), centre.result()) == before


def test_two_logs_that_parted_can_be_kept_both(laptop: Server, centre: Server) -> None:
    a_held_meeting(laptop)
    centre.take(laptop.pack())
    late = laptop.join()
    laptop.say(late, "LOK-1", 5, "op-late")
    laptop.close()
    centre.close()
    log = centre.dump()["log"]

    done = centre.take(laptop.pack(), keep_both=True)

    assert done.relation is LogRelation.PARTED
    assert centre.dump()["log"] == log
    assert centre.standing()[late, "LOK-1"] == (1, 5)
    with centre.database.reading() as db:
        kept = db.scalars(select(MergedPack).order_by(MergedPack.id.desc())).first()
        frozen = db.scalars(select(FocusGroup.frozen_ratings)).one()
    assert kept is not None
    assert [entry["verb"] for entry in kept.branch] == ["round_closed", "closed"]
    assert kept.branch[-1]["hash"] == laptop.dump()["log"][-1]["hash"]
    assert frozen is not None
    result = centre.result()
    assert result is not None
    assert result["scorecard"]["n_respondents"] == 7


def test_a_reopened_meeting_arrives_open_and_leaves_the_result(
    laptop: Server, centre: Server
) -> None:
    a_held_meeting(laptop)
    laptop.close()
    centre.take(laptop.pack())
    laptop.reopen()

    centre.take(laptop.pack())

    with centre.database.reading() as db:
        meeting = centre.meeting(db)
        assert (meeting.state, meeting.frozen_ratings) == ("open", None)


def test_samples_are_not_mixed_with_real_data(laptop: Server, centre: Server) -> None:
    a_held_meeting(laptop)
    with centre.database.writing() as db:
        a_region(db, is_sample=True)

    with pytest.raises(MergeRefused) as refused:
        centre.take(laptop.pack())

    assert refused.value.fault is MergeFault.SAMPLE


def test_an_assessment_of_another_region_is_refused(laptop: Server, centre: Server) -> None:
    a_held_meeting(laptop)
    with centre.database.writing() as db:
        an_assessment(db, a_region(db, "64.72", "Samarinda"))  # the id that the laptop uses

    with pytest.raises(MergeRefused) as refused:
        centre.take(laptop.pack())

    assert refused.value.fault is MergeFault.FOREIGN
    assert centre.seats() == []


def test_a_page_tells_what_was_merged_and_where_both_sides_disagree(
    laptop: Server, tmp_path: Path, clock: Clock
) -> None:
    folder = tmp_path / "served"
    app = create_app(settings_from({}, folder, testing=True))
    database = takar(app).database
    migrate(database)
    centre = Server(database, folder, clock)
    centre.begin()
    person = centre.join()
    laptop.take(centre.pack())
    centre.say(person, "LOK-1", 2, "op-centre")
    laptop.say(person, "LOK-1", 5, "op-laptop")
    centre.take(laptop.pack())
    with database.writing() as db:
        an_account(db, "sari", Role.ADMINISTRATOR)
    visitor = Visitor(app.test_client())
    visitor.submit("/masuk", username="sari", password=PASSWORD)

    page = visitor.get(f"/fgd/{centre.meeting_id}/gabungan")

    assert "Kursi 1, pertanyaan LOK-1: dijawab berbeda" in page.text
    assert "sama dengan yang di sini" in page.text
    centre.end()
