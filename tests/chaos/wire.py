"""One request of one phone over a connection of its own, so that every death cuts somebody off."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

PATIENCE = 15.0  # seconds, as the page's script waits


class NoAnswer(OSError):
    """Refused, cut off or silent: the phone cannot know whether its request had an effect."""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes


@dataclass
class Line:
    """To one address, with the cookies that came over it."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    async def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Reply:
        try:
            async with asyncio.timeout(PATIENCE):
                reply = await self._exchange(self._message(method, path, body, headers or {}))
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error:
            raise NoAnswer(type(error).__name__) from error
        self.cookies.update(reply.cookies)
        return reply

    def _message(self, method: str, path: str, body: bytes, more: Mapping[str, str]) -> bytes:
        headers = {"Host": f"127.0.0.1:{self.port}", "Connection": "close", **more}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body:
            headers["Content-Length"] = str(len(body))
        lines = [f"{method} {path} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items()), "", ""]
        return "\r\n".join(lines).encode() + body

    async def _exchange(self, message: bytes) -> Reply:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(message)
            head = await reader.readuntil(b"\r\n\r\n")
            status, headers, cookies = _read_head(head.decode("latin-1"))
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            return Reply(status, headers, cookies, body)
        finally:
            writer.close()


def _read_head(head: str) -> tuple[int, dict[str, str], dict[str, str]]:
    first, *lines = head.split("\r\n")
    headers: dict[str, str] = {}
    cookies: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if name.lower() == "set-cookie":
            key, _, rest = value.partition("=")
            cookies[key] = rest.partition(";")[0]
        else:
            headers[name.lower()] = value
    return int(first.split()[1]), headers, cookies
