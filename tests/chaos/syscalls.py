"""One person's session, with a fault at the k-th time that its database writes or synchronises.

strace injects it: the process is killed at that call, or the call fails with EIO or ENOSPC, once
or from then on. The session runs in a process of its own and tells what was acknowledged through
a pipe. Needs the right to trace.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

from flask.testing import FlaskClient

from assess.actions.seats import hashed
from assess.settings import settings_from
from assess.web.access import SEAT_COOKIE
from assess.web.application import create_app
from assess.web.state import takar
from tests.chaos.ledger import Acknowledged, Ledger, Said, reckon
from tests.chaos.meeting import GROUP, QUESTIONNAIRES, Meeting, prepare_meeting, sqlite_url
from tests.chaos.power import SHARED_MEMORY, NotPermitted

ANSWERS = 90
TRIES = 4
WRITES = ("pwrite64", "ftruncate")
SYNCS = ("fdatasync", "fsync")
JOIN_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SAVE_TOKEN = re.compile(r'data-token="([^"]+)"')


class Fault(StrEnum):
    """What happens at the k-th call; the value is strace's word for it."""

    KILLED = "signal=KILL"
    IO_ERROR = "error=EIO"
    NO_SPACE = "error=ENOSPC"
    NO_SPACE_FROM_THEN_ON = "error=ENOSPC "  # the disk stays full

    @property
    def calls(self) -> tuple[str, ...]:
        return WRITES if "ENOSPC" in self else (*WRITES, *SYNCS)

    def injected_at(self, call: str, number: int) -> str:
        onwards = "+" if self is Fault.NO_SPACE_FROM_THEN_ON else ""
        return f"inject={call}:{self.strip()}:when={number}{onwards}"


@dataclass
class Sweep:
    """Over every k of one kind of fault."""

    fault: Fault
    runs: int = 0
    acknowledged: int = 0
    lost: int = 0
    found: list[str] = field(default_factory=list)


class Ground:
    """A meeting that is copied for every run, and the application that serves the copy."""

    def __init__(self, folder: Path) -> None:
        self._empty = folder / "empty"
        self.copy = folder / "copy"
        self.meeting = prepare_meeting(sqlite_url(self._empty))
        environment = {"ASSESS_BASE_URL": "http://localhost"}
        environment["ASSESS_QUESTIONNAIRES"] = str(QUESTIONNAIRES)
        # Made once: it opens the database when it is first asked, in the process of a session.
        self.app = create_app(settings_from(environment, self.copy))

    def refresh(self) -> None:
        shutil.rmtree(self.copy, ignore_errors=True)
        shutil.copytree(self._empty, self.copy)


@contextmanager
def ground() -> Iterator[Ground]:
    if shutil.which("strace") is None:
        raise NotPermitted("strace is missing: apt-get install strace")
    with tempfile.TemporaryDirectory(prefix="takar-syscalls-", dir=SHARED_MEMORY) as name:
        yield Ground(Path(name))


def calls_of_a_session(on: Ground) -> Counter[str]:
    """How often an undisturbed session makes each of the calls."""
    log = _session(on, f"trace={','.join((*WRITES, *SYNCS))}", Ledger())
    return Counter(line.split(maxsplit=1)[1].partition("(")[0] for line in log)


def sweep(on: Ground, fault: Fault, step: int) -> Sweep:
    done = Sweep(fault)
    counted = calls_of_a_session(on)
    places = [(call, k) for call in fault.calls for k in range(1, counted[call] + 1)]
    for call, number in places[::step]:
        ledger = Ledger()
        log = _session(on, fault.injected_at(call, number), ledger)
        reckoning = reckon(ledger, sqlite_url(on.copy))
        done.runs += 1
        done.acknowledged += reckoning.acknowledged
        done.lost += len(reckoning.lost)
        found = [*reckoning.found, *ledger.faults]
        if not any("INJECTED" in line or "SIGKILL" in line for line in log):
            found.append("nothing was injected")
        if fault in (Fault.IO_ERROR, Fault.NO_SPACE) and reckoning.acknowledged < ANSWERS:
            found.append(f"only {reckoning.acknowledged} acknowledged after one fault")
        done.found += [f"{fault.strip()} at {call} {number}: {each}" for each in found]
    return done


def _session(on: Ground, injection: str, ledger: Ledger) -> list[str]:
    """Run one session under strace; fill the ledger; return what strace saw."""
    on.refresh()
    told, tell = os.pipe()
    waits, go = os.pipe()
    child = os.fork()
    if child == 0:
        os.read(waits, 1)
        _answer_everything(on, tell)
    os.close(tell)
    os.close(waits)
    log = on.copy.parent / "strace"
    with _traced(child, on.copy, injection, log):
        os.write(go, b".")
        os.close(go)
        with os.fdopen(told) as lines:
            for line in lines:
                _note(ledger, json.loads(line))
        os.waitpid(child, 0)
    return log.read_text(errors="replace").splitlines()


@contextmanager
def _traced(child: int, data: Path, injection: str, log: Path) -> Iterator[None]:
    database = data / "takar.sqlite3"
    command = ["strace", "-f", "-o", str(log), "-e", injection, "-p", str(child)]
    command += ["-P", str(database), "-P", f"{database}-wal", "-P", f"{database}-journal"]
    if injection.startswith("inject="):
        command += ["-e", f"trace={injection[7:].partition(':')[0]}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        attached = strace.stderr.readline()
        if "attached" not in attached:
            os.kill(child, 9)
            os.waitpid(child, 0)
            raise NotPermitted(f"strace: {attached.strip()}")
        yield
        strace.wait(timeout=60)


def _note(ledger: Ledger, told: dict[str, Any]) -> None:
    if "fault" in told:
        ledger.faults.append(told["fault"])
        return
    acknowledged = Acknowledged(told["name"], Said(told["level"], told["note"]), told["revision"])
    ledger.note(told["seat"], told["question"], acknowledged, time.monotonic())


def _answer_everything(on: Ground, tell: int) -> NoReturn:
    """In the child, which has nothing else to do and to say."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        _Session(on.app.test_client(), on.meeting, tell).answer()
        takar(on.app).database.dispose()  # the last connection copies the log back: writes too
    finally:
        os._exit(0)


class _Session:
    def __init__(self, client: FlaskClient, meeting: Meeting, tell: int) -> None:
        self._client = client
        self._meeting = meeting
        self._tell = tell

    def answer(self) -> None:
        token = JOIN_TOKEN.search(self._ask("GET", self._meeting.join_path))[1]  # type: ignore[index]
        form = {"csrf_token": token, "setuju": "ya", "kelompok": GROUP, "instansi": ""}
        self._ask("POST", self._meeting.join_path, data=form)
        cookie = self._client.get_cookie(SEAT_COOKIE)
        assert cookie is not None
        seat = hashed(cookie.value.partition("~")[0])
        part = re.search(r'href="(/isi/[a-z0-9_-]+)"', self._ask("GET", "/isi/"))
        assert part is not None
        token = SAVE_TOKEN.search(self._ask("GET", part[1]))[1]  # type: ignore[index]
        for number in range(ANSWERS):
            self._save(seat, token, number)

    def _save(self, seat: str, token: str, number: int) -> None:
        question = self._meeting.questions[number]
        written = question in self._meeting.written
        said = Said(None, f"Catatan {number}") if written else Said(1 + number % 5, None)
        name = f"operation-{number:03d}"
        wanted = {"operation_id": name, "question_id": question, "base_revision": 0}
        wanted |= {"level": str(said.level or ""), "note": said.note or ""}
        body = {"operations": [wanted]}
        answer = self._ask("POST", "/isi/simpan", json=body, headers={"X-CSRFToken": token})
        if answer:
            result = json.loads(answer)["results"][0]
            told = {"seat": seat, "question": question, "name": name, **said._asdict()}
            self._say({**told, "revision": result["revision"]})

    def _ask(self, method: str, path: str, **given: Any) -> str:
        """What was answered at last; nothing where it was 503 each time."""
        for _ in range(TRIES):
            reply = self._client.open(path, method=method, **given)
            if reply.status_code in (200, 303):
                return reply.text
            if reply.status_code != 503:
                self._say({"fault": f"{method} {path} was answered {reply.status_code}"})
        return ""

    def _say(self, told: dict[str, Any]) -> None:
        os.write(self._tell, json.dumps(told).encode() + b"\n")
