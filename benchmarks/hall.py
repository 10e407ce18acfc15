"""A full hall at the application: phones that save taps, a burst, an overload, a long sitting.

    .venv/bin/python benchmarks/hall.py                       # all but the long sitting
    .venv/bin/python benchmarks/hall.py steady --seconds 300
    .venv/bin/python benchmarks/hall.py soak --seconds 1200
    .venv/bin/python benchmarks/hall.py overload --seconds 180 --people 1000

Every phone joins over the network as a person does and saves one tap a request, as the page's
script does. Load is open: a tap is due when it is due, and its time counts from then, however late
the server is. A phone has one request under way at most, as the script has. At the end every
acknowledged tap is looked for in the database. The driver runs on the same machine and takes its
share of it: what it used is printed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import select  # noqa: E402  the path is set above

from assess.settings import settings_from  # noqa: E402
from assess.store.database import open_database  # noqa: E402
from assess.store.tables import Answer, AnswerEvent  # noqa: E402
from benchmarks.serving import Served, memory, served  # noqa: E402
from benchmarks.surveys import Takar  # noqa: E402

TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
SAVE_TOKEN = re.compile(rb'data-token="([^"]+)"')
QUESTION = re.compile(rb'name="a\.([^"]+)" value="1"')  # those with levels
LINK = re.compile(rb'href="(/isi/[a-z0-9-]+)"')
PATIENCE = 15.0  # seconds a phone waits for an answer
FULL_MIB = 64.0
SCREENS, LOOK = 20, 4.0  # screens that follow the board, and seconds between two looks


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Line:
    """One phone's connection, kept alive; opened again where the server has closed it."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Reply:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        told = {"Content-Length": str(len(body)), **(headers or {})}
        if self.cookies:
            told["Cookie"] = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        lines += [f"{name}: {value}" for name, value in told.items()]
        message = "\r\n".join([*lines, "", ""]).encode() + body
        reused = self._writer is not None and not self._writer.is_closing()
        try:
            async with asyncio.timeout(PATIENCE):
                try:
                    return await self._exchange(message)
                except (ConnectionResetError, BrokenPipeError, asyncio.IncompleteReadError):
                    # The server hangs up on lines that were quiet; a browser dials again.
                    if not reused:
                        raise
                    self.hang_up()
                    return await self._exchange(message)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            self.hang_up()
            raise

    async def _exchange(self, message: bytes) -> Reply:
        if self._writer is None or self._writer.is_closing():
            self._reader, self._writer = await asyncio.open_connection(self.host, self.port)
        assert self._reader is not None
        self._writer.write(message)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in head[1:]:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
            else:
                headers[name.lower()] = value
        body = await self._reader.readexactly(int(headers.get("content-length", "0")))
        return Reply(int(head[0].split()[1]), headers, body)

    def hang_up(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._writer = None


@dataclass
class Phone:
    line: Line
    token: str = ""
    questions: list[str] = field(default_factory=list)
    revisions: dict[str, int] = field(default_factory=dict)
    busy: bool = False
    counter: int = 0

    async def join(self, path: str) -> None:
        page = await self.line.ask("GET", path)
        token = _found(TOKEN, page.body)
        form = f"csrf_token={token}&setuju=ya&kelompok={GROUP}&instansi=".encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        reply = await self.line.ask("POST", path, form, kind)
        if reply.status != 303:
            raise SystemExit(f"joining was answered {reply.status}")
        hub = await self.line.ask("GET", "/isi/")
        section = await self.line.ask("GET", _found(LINK, hub.body))
        self.token = _found(SAVE_TOKEN, section.body)
        self.questions = [each.decode() for each in QUESTION.findall(section.body)]

    async def save(self) -> tuple[Reply, str, str]:
        """One tap: a new level for one question; (reply, question, level)."""
        self.counter += 1
        question = self.questions[self.counter % len(self.questions)]
        level = str(1 + (self.counter // len(self.questions) + self.counter) % 5)
        operation = {
            "operation_id": f"tap-{id(self):x}-{self.counter}",
            "question_id": question,
            "base_revision": self.revisions.get(question, 0),
            "level": level,
        }
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        body = json.dumps({"operations": [operation]}).encode()
        reply = await self.line.ask("POST", "/isi/simpan", body, headers)
        if reply.status == 200:
            result = json.loads(reply.body)["results"][0]
            self.revisions[question] = result["revision"]
        return reply, question, level


GROUP = "pemerintah"


@dataclass
class Tally:
    """What became of the taps of a stage."""

    took: list[float] = field(default_factory=list)  # seconds, of the acknowledged ones
    statuses: Counter[str] = field(default_factory=Counter)
    impolite: int = 0  # refusals without Retry-After
    not_sent: int = 0  # every phone had a request under way

    @property
    def acknowledged(self) -> int:
        return self.statuses["200"]

    def percentile(self, share: float) -> float:
        ordered = sorted(self.took)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0

    @property
    def only_planned(self) -> bool:
        return not set(self.statuses) - {"200", "429", "503"} and not self.impolite


class Hall:
    def __init__(self, server: Served, survey: Takar, people: int) -> None:
        host, _, port = server.address.removeprefix("http://").partition(":")
        self.server = server
        self.survey = survey
        self.phones = [Phone(Line(host, int(port))) for _ in range(people)]
        self.said: dict[tuple[int, str], str] = {}
        self._random = random.Random(1)

    async def fill(self) -> float:
        """Everybody joins, 40 at once; seconds it took."""
        doors = asyncio.Semaphore(40)

        async def enter(phone: Phone) -> None:
            async with doors:
                await phone.join(self.survey.start)

        began = time.perf_counter()
        await asyncio.gather(*(enter(phone) for phone in self.phones))
        return time.perf_counter() - began

    async def open_load(self, rate: float, seconds: float, tally: Tally) -> None:
        """`rate` taps a second, due at even times, each by a phone that is not waiting."""
        began = time.perf_counter()
        tasks: set[asyncio.Task[None]] = set()
        number = 0
        while (due := number / rate) < seconds:
            await asyncio.sleep(max(0.0, began + due - time.perf_counter()))
            number += 1
            phone = self._free_phone()
            if phone is None:
                tally.not_sent += 1
                continue
            phone.busy = True
            task = asyncio.create_task(self._tap(phone, began + due, tally))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await asyncio.gather(*tasks)

    async def closed_load(self, phones: Sequence[Phone], seconds: float) -> float:
        """Taps a second when each of `phones` taps as soon as it was answered."""
        tally, until = Tally(), time.perf_counter() + seconds

        async def tap_on(phone: Phone) -> None:
            while time.perf_counter() < until:
                await self._tap(phone, time.perf_counter(), tally)

        await asyncio.gather(*(tap_on(phone) for phone in phones))
        return tally.acknowledged / seconds

    async def burst(self, number: int, tally: Tally) -> float:
        """All at once; acknowledged a second."""
        before, began = tally.acknowledged, time.perf_counter()
        await asyncio.gather(*(self._tap(p, began, tally) for p in self.phones[:number]))
        return (tally.acknowledged - before) / (time.perf_counter() - began)

    def check(self) -> tuple[int, int]:
        """(acknowledged and not so in the database, events beyond one an operation)."""
        database = open_database(settings_from(self.survey.environment).database_url)
        with database.reading() as session:
            stored = Counter(
                (operation.rpartition("-")[0], question, level)
                for operation, question, level in session.execute(
                    select(Answer.operation_id, Answer.question_id, Answer.level)
                )
            )
            events = session.execute(
                select(AnswerEvent.participant_id, AnswerEvent.operation_id)
            ).all()
        database.dispose()
        lost = sum(
            1
            for (phone, question), level in self.said.items()
            if (f"tap-{phone:x}", question, int(level)) not in stored
        )
        return lost, len(events) - len({tuple(event) for event in events})

    def _free_phone(self) -> Phone | None:
        for _ in range(20):
            phone = self._random.choice(self.phones)
            if not phone.busy:
                return phone
        return next((phone for phone in self.phones if not phone.busy), None)

    async def _tap(self, phone: Phone, due: float, tally: Tally) -> None:
        phone.busy = True
        try:
            reply, question, level = await phone.save()
        except TimeoutError:
            tally.statuses["no answer in time"] += 1
        except (OSError, asyncio.IncompleteReadError) as error:
            tally.statuses[type(error).__name__] += 1
        else:
            tally.statuses[str(reply.status)] += 1
            if reply.status == 200:
                tally.took.append(time.perf_counter() - due)
                self.said[id(phone), question] = level
            elif reply.status in (429, 503) and "retry-after" not in reply.headers:
                tally.impolite += 1
        finally:
            phone.busy = False


async def steady(hall: Hall, seconds: float) -> None:
    tally = Tally()
    before = processor_seconds(hall.server)
    await hall.open_load(50, seconds, tally)
    used = (processor_seconds(hall.server) - before) / seconds
    print(
        f"steady   50 taps/s, {seconds:.0f} s: p50 {_ms(tally, 0.5)}, p95 {_ms(tally, 0.95)} "
        f"(goal 300), p99 {_ms(tally, 0.99)} (goal 1000), {dict(tally.statuses)}, "
        f"server {used:.2f} of a core"
    )


async def burst(hall: Hall, _seconds: float) -> None:
    tally = Tally()
    number = min(300, len(hall.phones))
    rates = []
    for _ in range(10):
        rates.append(await hall.burst(number, tally))
        await asyncio.sleep(1)
    print(
        f"burst    {number} at once, ten times: {min(rates):.0f} to {max(rates):.0f}, median "
        f"{sorted(rates)[5]:.0f} acknowledged/s (goal 300), p99 {_ms(tally, 0.99)}, "
        f"{dict(tally.statuses)}"
    )


async def overload(hall: Hall, seconds: float) -> None:
    peak = await hall.closed_load(hall.phones[:64], 20)
    await asyncio.sleep(2)
    tally = Tally()
    await hall.open_load(5 * peak, seconds, tally)
    goodput = tally.acknowledged / seconds
    recovered = await _recovery(hall)
    print(
        f"overload peak {peak:.0f}/s; {5 * peak:.0f}/s wanted for {seconds:.0f} s: goodput "
        f"{goodput:.0f}/s = {goodput / peak:.0%} of peak (goal 80 %), p99 {_ms(tally, 0.99)}, "
        f"{dict(tally.statuses)}, {tally.not_sent} not sent (all phones waiting), "
        f"{'only planned answers' if tally.only_planned else 'UNPLANNED ANSWERS'}, "
        f"recovered after {recovered:.1f} s (goal 10)"
    )


async def board(hall: Hall, seconds: float) -> None:
    """What 20 screens that follow the board cost, in a quiet hall and in one that answers."""
    screens = [Line(hall.phones[0].line.host, hall.phones[0].line.port) for _ in range(SCREENS)]
    await _log_in(screens, hall.survey)
    for rate in (0, 5):
        alone = await _share(hall, rate, seconds, [])
        followed = await _share(hall, rate, seconds, screens)
        print(
            f"board    {SCREENS} screens, every {LOOK:.0f} s, {rate} taps/s: "
            f"{followed - alone:.1%} of a core (goal 5 %), {alone:.1%} without them"
        )


async def _share(hall: Hall, rate: float, seconds: float, screens: Sequence[Line]) -> float:
    before = processor_seconds(hall.server)
    watching = [asyncio.create_task(_watch(hall, screen, seconds)) for screen in screens]
    if rate:
        await hall.open_load(rate, seconds, Tally())
    else:
        await asyncio.sleep(seconds)
    await asyncio.gather(*watching)
    return (processor_seconds(hall.server) - before) / seconds


async def _watch(hall: Hall, screen: Line, seconds: float) -> None:
    path = f"/fgd/{hall.survey.meeting}/papan.json"
    tag: dict[str, str] = {}
    began = time.perf_counter()
    await asyncio.sleep(random.random() * LOOK)
    while time.perf_counter() - began < seconds:
        reply = await screen.ask("GET", path, headers=tag)
        if reply.status not in (200, 304):
            raise SystemExit(f"the board was answered {reply.status}")
        tag = {"If-None-Match": reply.headers.get("etag", "")}
        await asyncio.sleep(LOOK)


async def _log_in(screens: Sequence[Line], survey: Takar) -> None:
    first = screens[0]
    page = await first.ask("GET", "/masuk")
    word = survey.password.replace("+", "%2B")
    form = f"csrf_token={_found(TOKEN, page.body)}&username={survey.account}&password={word}"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    reply = await first.ask("POST", "/masuk", form.encode(), kind)
    if reply.status != 303:
        raise SystemExit(f"logging in was answered {reply.status}")
    for screen in screens[1:]:
        screen.cookies.update(first.cookies)


async def _recovery(hall: Hall) -> float:
    """Seconds until the first whole second in which the 95th percentile is under 300 ms."""
    began = time.perf_counter()
    while time.perf_counter() - began < 60:
        tally = Tally()
        at = time.perf_counter()
        await hall.open_load(50, 1, tally)
        if tally.acknowledged and tally.percentile(0.95) < 0.3 and tally.only_planned:
            return at - began
    return 60.0


async def soak(hall: Hall, seconds: float) -> None:
    await hall.open_load(50, 30, Tally())  # caches fill first
    before = memory(hall.server, leaving_out="worker")
    write_ahead, tally = 0.0, Tally()
    parts = max(int(seconds // 30), 1)
    for _ in range(parts):
        await hall.open_load(50, seconds / parts, tally)
        log = Path(hall.survey.environment["ASSESS_DATA"], "takar.sqlite3-wal")
        write_ahead = max(write_ahead, log.stat().st_size / 2**20 if log.exists() else 0.0)
    after = memory(hall.server, leaving_out="worker")
    print(
        f"soak     50 taps/s, {seconds:.0f} s: memory {before:.0f} to {after:.0f} MiB "
        f"({after / before - 1:+.1%}, goal +5 %), write-ahead log at most {write_ahead:.0f} MiB "
        f"(goal {FULL_MIB:.0f}), p95 {_ms(tally, 0.95)}, {dict(tally.statuses)}"
    )


def processor_seconds(server: Served) -> float:
    """CPU of the server and its workers so far; children that ended are in their parent's."""
    ticks, todo = 0, [server.process]
    while todo:
        process = Path("/proc", str(todo.pop()))
        try:
            numbers = (process / "stat").read_text().rpartition(")")[2].split()
            todo += map(int, (process / "task" / process.name / "children").read_text().split())
        except FileNotFoundError:
            continue
        ticks += int(numbers[11]) + int(numbers[12])
    return ticks / 100


def _ms(tally: Tally, share: float) -> str:
    return f"{tally.percentile(share) * 1000:.0f} ms"


def _found(pattern: re.Pattern[bytes], body: bytes) -> str:
    match = pattern.search(body)
    if match is None:
        raise SystemExit(f"a page is not as expected: no {pattern.pattern!r}")
    return match[1].decode()


async def _run(wanted: argparse.Namespace, hall: Hall) -> None:
    took = await hall.fill()
    print(f"joined   {len(hall.phones)} phones in {took:.1f} s")
    for stage in wanted.stages:
        seconds = wanted.seconds or DEFAULT_SECONDS[stage]
        await STAGES[stage](hall, seconds)
    lost, twice = await asyncio.to_thread(hall.check)
    print(f"checked  {len(hall.said)} last taps: {lost} lost, {twice} stored twice")
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(f"driver   {used.ru_utime + used.ru_stime:.0f} CPU s of its own")


STAGES = {"steady": steady, "burst": burst, "overload": overload, "soak": soak, "board": board}
DEFAULT_SECONDS = {"board": 60.0, "steady": 300.0, "burst": 0.0, "overload": 180.0, "soak": 1200.0}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "stages", nargs="*", default=["steady", "burst", "overload", "board"], help="or soak"
    )
    parser.add_argument("--seconds", type=float, help="of each stage, instead of its own")
    parser.add_argument("--people", type=int, default=1000)
    wanted = parser.parse_args()
    if unknown := set(wanted.stages) - set(DEFAULT_SECONDS):
        parser.error(f"no such stage: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="takar-hall-") as name:
        folder = Path(name)
        survey = Takar(folder)
        with served(survey.command, survey.environment, folder / "server.log") as server:
            asyncio.run(_run(wanted, Hall(server, survey, wanted.people)))


if __name__ == "__main__":
    main()
