"""Three devices of one person, lines that fail, and a meeting that closes and opens again.

Whatever happens, every value that stands is the last one that was confirmed, or somebody's choice
after seeing it; nothing that was confirmed goes without a later event that names it as its base.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from assess.actions.answers import Operation
from assess.actions.focus_groups import close_focus_group, reopen_focus_group
from assess.actions.seats import hashed
from assess.scoring.ratings import from_bytes
from assess.store.database import open_database
from assess.store.schema import migrate
from assess.store.tables import FocusGroup
from tests.answering.three_devices import QUESTIONS, Device, Server, operation_of
from tests.postgres import temporary_database
from tests.world import NOW, a_focus_group, a_participant, a_region, an_assessment

NewWorld = Callable[[], AbstractContextManager[Server]]
DEVICES = st.integers(0, 2)
FATES = st.sampled_from(["good", "good", "nothing arrives", "answer lost", "late", "twice"])


class ThreeDevices(RuleBasedStateMachine):
    def __init__(self, world: NewWorld) -> None:
        super().__init__()
        self._ending = ExitStack()
        self.server = self._ending.enter_context(world())
        self.devices = [Device(number) for number in range(3)]
        self.late: list[list[Operation]] = []
        self.open = True
        self.names = 0

    @rule(device=DEVICES, question=st.sampled_from(QUESTIONS), level=st.integers(1, 5))
    def tap(self, device: int, question: str, level: int) -> None:
        """Where a conflict is shown this is a choice: the person sees both answers."""
        self.names += 1
        wish = self.devices[device].wish(f"operation-{self.names}", question, level)
        self.server.by[wish.name] = self.devices[device]

    @rule(device=DEVICES, question=st.sampled_from(QUESTIONS))
    def take_the_other_answer(self, device: int, question: str) -> None:
        own = self.devices[device]
        wish = own.latest(question)
        if wish is not None and wish.conflict is not None:
            own.show(wish.conflict)
            own.outbox.remove(wish)

    @rule(device=DEVICES, fate=FATES)
    def send(self, device: int, fate: str) -> None:
        own = self.devices[device]
        operations = [operation_of(wish) for wish in own.batch()]
        if not operations or fate == "nothing arrives":
            return
        if fate == "late":
            self.late.append(operations)
            return
        told = self.server.take(operations)
        if fate == "twice":
            told = self.server.take(operations)
        if told is not None and fate != "answer lost":
            self.server.promise(told)
            own.settle(told)

    @precondition(lambda self: self.late)
    @rule(which=st.integers(0, 100), stays=st.booleans())
    def something_late_arrives(self, which: int, stays: bool) -> None:
        """In any order, perhaps more than once; nobody waits for its answer any more."""
        at = which % len(self.late)
        self.server.take(self.late[at])
        if not stays:
            del self.late[at]

    @rule(device=DEVICES)
    def load_the_page(self, device: int) -> None:
        for answer in self.server.stands().values():
            self.devices[device].show(answer)

    @precondition(lambda self: self.open)
    @rule()
    def close(self) -> None:
        with self.server.database.writing() as db:
            group = db.scalars(select(FocusGroup)).one()
            close_focus_group(db, group, NOW)
            frozen = group.frozen_ratings
        self.open = False
        assert frozen is not None
        ratings = from_bytes(frozen)
        levels = dict(zip(ratings.questions, ratings.levels[0].tolist(), strict=True))
        for question, answer in self.server.stands().items():
            assert levels[question] == answer.level

    @precondition(lambda self: not self.open)
    @rule()
    def reopen(self) -> None:
        with self.server.database.writing() as db:
            reopen_focus_group(db, db.scalars(select(FocusGroup)).one(), "Belum selesai", NOW)
        self.open = True

    @invariant()
    def nothing_confirmed_goes_without_a_later_event_that_names_it(self) -> None:
        history = self.server.history()
        stands = self.server.stands()
        assert history.keys() == stands.keys()
        for question, saved in history.items():
            assert [each.revision for each in saved] == list(range(1, len(saved) + 1))
            assert [each.base for each in saved] == list(range(len(saved)))
            assert len({each.name for each in saved}) == len(saved)
            for each in saved:  # nobody overwrites what they have not seen
                assert each.base in self.server.by[each.name].shown[question]
            last = saved[-1]
            answer = stands[question]
            assert (answer.revision, answer.level, answer.operation_id) == last[1:]
        for (question, revision), level in self.server.promised.items():
            assert history[question][revision - 1].level == level

    def teardown(self) -> None:
        with self._ending:
            self._all_comes_to_rest()

    def _all_comes_to_rest(self) -> None:
        """The lines are mended, everybody chooses, and the last late messages arrive."""
        if not self.open:
            self.reopen()
        while any(device.outbox for device in self.devices):
            for device in self.devices:
                for wish in [each for each in device.outbox if each.conflict is not None]:
                    if device.latest(wish.question) is wish:
                        self.tap(device.number, wish.question, wish.level)
                self.send(device.number, "good")
        before = self.server.stands()
        for question, answer in before.items():
            assert self.server.promised[question, answer.revision] == answer.level
        for message in self.late:
            self.server.take(message)
        assert self.server.stands() == before
        self.nothing_confirmed_goes_without_a_later_event_that_names_it()


@pytest.mark.hypothesis
def test_three_devices_never_lose_or_overwrite_an_answer_on_sqlite(tmp_path: Path) -> None:
    empty = tmp_path / "empty.sqlite3"
    token_hash = prepare(f"sqlite:///{empty}")

    @contextmanager
    def world() -> Iterator[Server]:
        copy = tmp_path / f"{uuid4().hex}.sqlite3"
        shutil.copyfile(empty, copy)
        with server_on(f"sqlite:///{copy}", token_hash) as server:
            yield server

    play(world, share=4)


@pytest.mark.postgresql
@pytest.mark.hypothesis
def test_three_devices_never_lose_or_overwrite_an_answer_on_postgresql(
    postgres_cluster: str,
) -> None:
    empty = f"test_{uuid4().hex}"

    @contextmanager
    def world() -> Iterator[Server]:
        name = f"test_{uuid4().hex}"
        with (
            temporary_database(postgres_cluster, name, template=empty) as address,
            server_on(address, token_hash) as server,
        ):
            yield server

    with temporary_database(postgres_cluster, empty) as address:
        token_hash = prepare(address)
        play(world, share=10)


def play(world: NewWorld, share: int) -> None:
    """As many games as the profile has examples, divided by `share`; each in a world of its own."""
    run_state_machine_as_test(
        lambda: ThreeDevices(world),
        settings=settings(
            max_examples=settings.default.max_examples // share,
            stateful_step_count=50,
            suppress_health_check=list(HealthCheck),
        ),
    )


@contextmanager
def server_on(address: str, token_hash: str) -> Iterator[Server]:
    database = open_database(address)
    yield Server(database, token_hash)
    database.dispose()


def prepare(address: str) -> str:
    """A meeting with one person in an empty database; the hash of the person's token."""
    database = open_database(address)
    migrate(database)
    with database.writing() as db:
        group = a_focus_group(db, an_assessment(db, a_region(db)))
        token = a_participant(db, group, "diskominfo", {})
    database.dispose()
    return hashed(token)
