"""However packs are taken, how often and in which order, the same meeting stands at the end."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assess.room.history import Event, standing, union
from tests.packs.servers import QUESTIONS, Clock, Server, a_copy, an_sqlite_server

LEADER, HELPER, CENTRE = "leader", "helper", "centre"
TAPS = st.tuples(
    st.just("tap"),
    st.sampled_from([LEADER, HELPER, CENTRE]),
    st.integers(0, 5),
    st.sampled_from(QUESTIONS),
    st.integers(1, 5),
)
JOINS = st.tuples(st.just("join"), st.sampled_from([LEADER, HELPER, CENTRE]))
SENDS = st.tuples(st.just("send"), st.sampled_from([LEADER, HELPER]), st.integers(0, 5))
PACKS = st.tuples(st.just("pack"), st.sampled_from([LEADER, HELPER]))
# Only one side leads the meeting, and so writes its log.
LEADS = st.tuples(
    st.sampled_from(["withdraw", "round", "next", "close", "reopen"]), st.integers(0, 5)
)
STORY = st.lists(st.one_of(TAPS, TAPS, JOINS, SENDS, PACKS, LEADS), max_size=30)


class Story:
    """Three servers that hold one meeting, and what happens on each."""

    def __init__(self, beginning: Mapping[str, Server], folder: Path) -> None:
        self.servers = {name: a_copy(each, folder / name) for name, each in beginning.items()}
        self.packs = [self.servers[CENTRE].pack()]
        self.taps = 0
        self.state = "answering"

    def tell(self, step: tuple[Any, ...]) -> None:
        verb, *rest = step
        if verb in ("tap", "join", "send", "pack"):
            server = self.servers[rest[0]]
            led = rest[0] == LEADER
            if verb == "pack":
                self.packs.append(server.pack())
            elif led and self.state != "answering":
                return  # the leader takes no answers now; the others do not know
            else:
                self._of_a_person(verb, server, rest[1:])
        else:
            self._of_the_leader(verb, rest[0])

    def _of_a_person(self, verb: str, server: Server, rest: list[Any]) -> None:
        if verb == "join":
            server.join()
            return
        people = server.seats()
        if not people:
            return
        person = people[rest[0] % len(people)]
        if verb == "send":
            server.send(person)
            return
        self.taps += 1
        server.say(person, rest[1], rest[2], f"operation-{self.taps}")

    def _of_the_leader(self, verb: str, number: int) -> None:
        leader = self.servers[LEADER]
        rounds = len(leader.dump()["rounds"])
        if verb == "withdraw" and self.state != "talk" and leader.seats():
            people = leader.seats()
            leader.withdraw(people[number % len(people)])
        elif verb == "round" and self.state == "answering":
            leader.close_round()
            self.state = "talk"
        elif verb == "next" and self.state == "talk" and rounds == 1:
            leader.open_next_round()
            self.state = "answering"
        elif verb == "close" and self.state != "closed":
            leader.close()
            self.state = "closed"
        elif verb == "reopen" and self.state == "closed":
            leader.reopen()
            self.state = "answering"


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Server]]:
    """Three people joined at the centre, and both laptops took the meeting along."""
    folder, clock = tmp_path_factory.mktemp("beginning"), Clock()
    servers = {name: an_sqlite_server(folder / name, clock) for name in (LEADER, HELPER, CENTRE)}
    centre = servers[CENTRE]
    centre.begin()
    for _ in range(3):
        centre.join()
    for name in (LEADER, HELPER):
        servers[name].take(centre.pack())
    yield servers
    for server in servers.values():
        server.end()


def everything(server: Server) -> dict[str, Any]:
    """The meeting without the numbers of seats: each server gives out its own, and where they
    clash the side that is merged later may get another one."""
    told = server.dump()
    for seat in told["seats"]:
        del seat["number"]
    told["seats"].sort(key=lambda seat: seat["public_id"])
    # What the stored result says, where the meeting is closed; older results may lie beside it.
    closed = told["meeting"]["state"] == "closed"
    return {**told, "result": server.result() if closed else None}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(STORY, st.data())
def test_packs_in_any_order_and_number_lead_to_the_same_meeting(
    beginning: dict[str, Server], story: list[tuple[Any, ...]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told = Story(beginning, folder)
        for step in story:
            told.tell(step)
        told.packs += [told.servers[LEADER].pack(), told.servers[HELPER].pack()]
        centres = [a_copy(told.servers[CENTRE], folder / f"centre-{at}") for at in range(2)]

        for centre in centres:
            numbers = range(len(told.packs))
            twice = data.draw(st.lists(st.sampled_from(numbers), max_size=2))
            for number in data.draw(st.permutations([*numbers, *twice])):
                centre.take(told.packs[number])

        first, second = (everything(centre) for centre in centres)
        given_by = {
            operation: seat
            for server in told.servers.values()
            for operation, seat in operations_of(server.dump()).items()
        }
        for server in (*told.servers.values(), *centres):
            server.end()
    assert first == second
    lost = set(given_by) - set(operations_of(first))
    assert {given_by[operation] for operation in lost} <= set(first["withdrawn"])


def operations_of(told: dict[str, Any]) -> dict[str, str]:
    """Operation -> seat"""
    return {
        event["operation_id"]: seat["public_id"]
        for seat in told["seats"]
        for event in seat["events"]
    }


CHANGES = st.builds(
    lambda question, outcome, revision, level: {
        "question": question,
        "base_revision": revision - 1,
        "outcome": outcome,
        "revision": revision,
        "level": level,
    },
    st.sampled_from(QUESTIONS),
    st.sampled_from(["saved", "saved", "stale"]),
    st.integers(1, 4),
    st.integers(1, 5),
)
MOMENTS = st.datetimes()
EVENTS = st.lists(
    st.builds(
        lambda operation, at, changes: Event(f"op-{operation}", at, tuple(changes)),
        st.integers(0, 6),
        MOMENTS,
        st.lists(CHANGES, min_size=1, max_size=2, unique_by=lambda change: change["question"]),
    ),
    max_size=8,
    unique_by=lambda event: event.operation_id,
)


@given(EVENTS, EVENTS, EVENTS)
def test_putting_events_together_knows_no_order(
    one: list[Event], two: list[Event], three: list[Event]
) -> None:
    forwards = union(list(union(one, two).values()), three)
    backwards = union(three, union(two, one).values())

    assert {key: normal(event) for key, event in forwards.items()} == {
        key: normal(event) for key, event in backwards.items()
    }
    assert standing(forwards.values()) == standing(reversed(list(backwards.values())))
    assert union(list(forwards.values()), one) == forwards


def normal(event: Event) -> tuple[Any, ...]:
    return (event.received_at, sorted(map(repr, event.changes)))
