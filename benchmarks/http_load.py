"""A load generator that costs little itself: kept connections, requests written out beforehand."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle

_LENGTH = b"content-length: "


@dataclass(frozen=True, slots=True)
class Target:
    """Where a server listens."""

    host: str
    port: int

    def post(self, path: str, body: bytes, token: str) -> bytes:
        """A call with a JSON body, as bytes on the wire."""
        head = self._head("POST", path, token) + (
            f"Content-Type: application/json;charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def get(self, path: str, token: str) -> bytes:
        """A call with everything in its query, as bytes on the wire."""
        return f"{self._head('GET', path, token)}\r\n".encode()

    def _head(self, verb: str, path: str, token: str) -> str:
        return f"{verb} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nAuthorization: Bearer {token}\r\n"


@dataclass(slots=True)
class Measured:
    """What came of a run: how many were answered, how long each took, what was not ok."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Measured") -> None:
        """Count another run in."""
        self.seconds += other.seconds
        self.latencies += other.latencies
        self.wrong += other.wrong

    @property
    def a_second(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def milliseconds(self, share: float) -> float:
        """How long all but the slowest few took."""
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


async def load(target: Target, requests: Sequence[bytes], seconds: float, connections: int) -> Measured:
    """Send the requests again and again over several connections; each waits for its answer."""
    measured, following = Measured(), cycle(requests)
    began = time.perf_counter()
    await asyncio.gather(*(_keep_asking(target, following, began + seconds, measured) for _ in range(connections)))
    measured.seconds = time.perf_counter() - began
    return measured


async def _keep_asking(target: Target, requests: Iterator[bytes], until: float, measured: Measured) -> None:
    reader, writer = await asyncio.open_connection(target.host, target.port)
    while (asked := time.perf_counter()) < until:
        writer.write(next(requests))
        body = await _answer(reader)
        measured.latencies.append(time.perf_counter() - asked)
        if b'"ok":true' not in body[:12] and b'"ok": true' not in body[:12]:
            measured.wrong[body[:120].decode(errors="replace")] += 1
    writer.close()


async def ask(target: Target, request: bytes) -> bytes:
    """Send one request and give the body of its answer."""
    reader, writer = await asyncio.open_connection(target.host, target.port)
    writer.write(request)
    body = await _answer(reader)
    writer.close()
    return body


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    start = head.index(_LENGTH) + len(_LENGTH)
    return await reader.readexactly(int(head[start : head.index(b"\r\n", start)]))
