"""A bad line between phones and server: what is lost is mostly the answer, after the commit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum

import numpy as np


class Fate(StrEnum):
    """Of one connection."""

    GOOD = "good"
    ANSWER_LOST = "answer lost"  # the server has answered; nothing of it arrives
    HALF_ANSWER = "half answer"  # cut in the middle
    HALF_REQUEST = "half request"  # cut on the way there
    LATE = "late"  # the phone has gone; the request arrives all the same


SHARES = {
    Fate.GOOD: 0.5,
    Fate.ANSWER_LOST: 0.3,
    Fate.HALF_ANSWER: 0.1,
    Fate.HALF_REQUEST: 0.05,
    Fate.LATE: 0.05,
}
DELAY = 0.5  # seconds, at most


class Proxy:
    def __init__(self, target: int, rng: np.random.Generator) -> None:
        self._target = target
        self._rng = rng
        self._late: set[asyncio.Task[None]] = set()
        self.port = 0
        self.answers_lost = 0  # of requests that the server had answered

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1024)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield
        await asyncio.gather(*self._late)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await _message(reader)
            fate = self._rng.choice(list(SHARES), p=list(SHARES.values()))
            match Fate(fate):
                case Fate.LATE:
                    task = asyncio.create_task(self._arrive_late(request))
                    self._late.add(task)
                    task.add_done_callback(self._late.discard)
                case Fate.HALF_REQUEST:
                    await self._forward(request[: len(request) // 2], whole=False)
                case Fate.ANSWER_LOST:
                    await self._forward(request)
                    self.answers_lost += 1
                case Fate.HALF_ANSWER:
                    answer = await self._forward(request)
                    writer.write(answer[: len(answer) // 2])
                    await writer.drain()
                    self.answers_lost += 1
                case Fate.GOOD:
                    writer.write(await self._forward(request))
                    await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass  # the phone hung up, or the server did: a bad line has both
        finally:
            writer.close()

    async def _arrive_late(self, request: bytes) -> None:
        """After the phone's next try, perhaps: the operation must find its first effect."""
        await asyncio.sleep(DELAY * self._rng.random())
        await self._forward(request)

    async def _forward(self, request: bytes, *, whole: bool = True) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._target)
        try:
            writer.write(request)
            await writer.drain()
            return await reader.read() if whole else b""
        finally:
            writer.close()


async def _message(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length: "):
            length = int(line[16:])
    return head + await reader.readexactly(length)
