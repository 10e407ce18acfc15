"""People with phones: they join by the real page and answer in order, each until confirmed."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from assess.actions.seats import hashed
from assess.web.access import SEAT_COOKIE
from tests.chaos.ledger import Acknowledged, Ledger, Said
from tests.chaos.meeting import GROUP, Meeting
from tests.chaos.wire import Line, NoAnswer, Reply

LONGEST_PAUSE = 2.0  # a phone waits up to 30 s; here time is short
JOIN_TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
SHEET = re.compile(rb'name="lembar" value="([^"]+)"')
SAVE_TOKEN = re.compile(rb'data-token="([^"]+)"')
SECTION = re.compile(rb'href="(/isi/[a-z0-9_-]+)"')
RESEND_SHARE = 0.05
SEVERAL_SHARE = 0.1  # of the requests carry more than one operation
MOST_AT_ONCE = 5


class GivenUp(RuntimeError):
    """The hall was told to stop while an operation was still unconfirmed."""


@dataclass
class Times:
    """Seconds from the first sending of an operation to its confirmation, by when it was sent."""

    sent_and_took: list[tuple[float, float]] = field(default_factory=list)

    def outside(self, windows: list[tuple[float, float]]) -> list[float]:
        """Those that no window touches: nothing was dead while they were under way."""
        return [
            took
            for sent, took in self.sent_and_took
            if not any(began < sent + took and sent < ended for began, ended in windows)
        ]

    def all(self) -> list[float]:
        return [took for _, took in self.sent_and_took]


@dataclass
class Hall:
    port: int
    meeting: Meeting
    ledger: Ledger = field(default_factory=Ledger)
    times: Times = field(default_factory=Times)
    at_once: int = 300
    most_faults: int = 100  # then the hall is given up: something is wrong with all of it
    stopped: bool = False
    on_acknowledged: Callable[[int], None] = lambda _number: None

    async def answer(self, people: int, each: int, seed: int) -> None:
        """Everybody joins and gives `each` answers."""
        doors = asyncio.Semaphore(self.at_once)
        draws = [np.random.Generator(np.random.PCG64([seed, n])) for n in range(people)]
        async with asyncio.TaskGroup() as tasks:
            for rng in draws:
                tasks.create_task(_Person(self, rng, doors).take_part(each))

    def stop(self) -> None:
        """Nobody sends anything again; what is unconfirmed stays so."""
        self.stopped = True

    def confirmed(self, number: int, sent: float) -> None:
        now = time.monotonic()
        self.times.sent_and_took += [(sent, now - sent)] * number
        self.on_acknowledged(self.ledger.number)


@dataclass
class _Operation:
    """As the phone sends it, with its value for the ledger."""

    name: str
    question: str
    base: int
    said: Said

    def as_json(self) -> dict[str, Any]:
        return {
            "operation_id": self.name,
            "question_id": self.question,
            "base_revision": self.base,
            "level": "" if self.said.level is None else str(self.said.level),
            "note": self.said.note or "",
        }


class _Person:
    def __init__(self, hall: Hall, rng: np.random.Generator, doors: asyncio.Semaphore) -> None:
        self._hall = hall
        self._rng = rng
        self._doors = doors
        self._line = Line(hall.port)
        self._asked_at = 0.0  # when the last request left
        self._token = ""
        self._seat = ""
        self._stands: dict[str, Acknowledged] = {}
        self._confirmed: list[_Operation] = []
        order = rng.permutation(len(hall.meeting.questions))
        self._questions = [hall.meeting.questions[at] for at in order]

    async def take_part(self, number: int) -> None:
        try:
            async with self._doors:
                await self._join()
            while number > 0:
                batch = self._next_operations(number)
                number -= len(batch)
                async with self._doors:
                    await self._send_until_confirmed(batch)
        except GivenUp:
            return

    async def _join(self) -> None:
        meeting = self._hall.meeting
        page = await self._until_answered("GET", meeting.join_path, {200})
        sheet, token = _found(SHEET, page), _found(JOIN_TOKEN, page)
        form = f"csrf_token={token}&lembar={sheet}&setuju=ya&kelompok={GROUP}&instansi="
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        await self._until_answered("POST", meeting.join_path, {303}, form.encode(), kind)
        hub = await self._until_answered("GET", "/isi/", {200})
        section = await self._until_answered("GET", _found(SECTION, hub), {200})
        self._token = _found(SAVE_TOKEN, section)
        self._seat = hashed(self._line.cookies[SEAT_COOKIE].partition("~")[0])

    def _next_operations(self, most: int) -> list[_Operation]:
        several = self._rng.random() < SEVERAL_SHARE
        number = min(most, int(self._rng.integers(2, MOST_AT_ONCE + 1)) if several else 1)
        questions = dict.fromkeys(self._next_question() for _ in range(number))
        return [self._operation(question) for question in questions]

    def _next_question(self) -> str:
        """The next one mostly; now and then a change of mind about an earlier one."""
        earlier = list(self._stands)
        if earlier and (not self._questions or self._rng.random() < 0.2):
            return earlier[int(self._rng.integers(len(earlier)))]
        return self._questions.pop() if self._questions else earlier[0]

    def _operation(self, question: str) -> _Operation:
        stands = self._stands.get(question)
        if question in self._hall.meeting.written:
            said = Said(None, f"Catatan {self._rng.bytes(8).hex()} – hujan, banjir, “macet”")
        else:
            before = stands.said.level if stands else None
            said = Said(int(self._rng.choice([x for x in range(1, 6) if x != before])), None)
        name = self._rng.bytes(16).hex()
        return _Operation(name, question, stands.revision if stands else 0, said)

    async def _send_until_confirmed(self, batch: list[_Operation]) -> None:
        again = []
        if self._confirmed and self._rng.random() < RESEND_SHARE:
            again = [self._confirmed[int(self._rng.integers(len(self._confirmed)))]]
            self._hall.ledger.resent += 1
        wanted = [each.as_json() for each in (*again, *batch)]
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._token}
        body = json.dumps({"operations": wanted}).encode()
        sent = time.monotonic()
        reply = await self._until_answered("POST", "/isi/simpan", {200}, body, headers)
        self._keep(batch, json.loads(reply.body)["results"])
        self._hall.confirmed(len(batch), sent)

    def _keep(self, batch: list[_Operation], results: list[dict[str, Any]]) -> None:
        told = {result["operation_id"]: result for result in results}
        for operation in batch:
            result = told.get(operation.name)
            if result is None or result["outcome"] != "saved":
                self._hall.ledger.faults.append(f"{operation} was answered {result}")
                continue
            acknowledged = Acknowledged(operation.name, operation.said, result["revision"])
            self._stands[operation.question] = acknowledged
            self._hall.ledger.note(self._seat, operation.question, acknowledged, self._asked_at)
            self._confirmed.append(operation)

    async def _until_answered(
        self,
        method: str,
        path: str,
        wanted: set[int],
        body: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> Reply:
        """The same request again and again, with jitter, until it is answered as planned."""
        pause = 0.1
        while True:
            if self._hall.stopped:
                raise GivenUp
            self._asked_at = time.monotonic()
            try:
                reply = await self._line.ask(method, path, body, headers)
            except NoAnswer:
                self._hall.ledger.cut_off += 1
            else:
                if reply.status in wanted:
                    return reply
                self._refused(method, path, reply)
            await asyncio.sleep(pause * self._rng.random())
            pause = min(pause * 2, LONGEST_PAUSE)

    def _refused(self, method: str, path: str, reply: Reply) -> None:
        ledger = self._hall.ledger
        if reply.status == 503 and "retry-after" in reply.headers:
            ledger.refusals[503] += 1
            return
        ledger.faults.append(f"{method} {path} was answered {reply.status}: {reply.body[:200]!r}")
        if len(ledger.faults) > self._hall.most_faults:
            raise AssertionError(f"too many faults: {ledger.faults[:5]}")


def _found(pattern: re.Pattern[bytes], reply: Reply) -> str:
    match = pattern.search(reply.body)
    assert match is not None, f"{pattern.pattern!r} is not on the page"
    return match[1].decode()
