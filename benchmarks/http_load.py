"""A load generator that costs little itself: kept connections, requests written out beforehand."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json;charset=utf-8"}
        return self.request("POST", path, headers, body)

    def get(self, path: str, token: str) -> bytes:
        """A call with everything in its query, as bytes on the wire."""
        return self.request("GET", path, {"Authorization": f"Bearer {token}"})

    def request(self, verb: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
        """Any request, as bytes on the wire."""
        lines = [f"{verb} {path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(body)}"] if body else []
        return "\r\n".join([*lines, "", ""]).encode() + body


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
        """How long all but the slowest few took; 0 when nothing was answered."""
        if not self.latencies:
            return 0.0
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
        _, body = await answered(reader)
        measured.latencies.append(time.perf_counter() - asked)
        if b'"ok":true' not in body[:12] and b'"ok": true' not in body[:12]:
            measured.wrong[body[:120].decode(errors="replace")] += 1
    writer.close()


async def ask(target: Target, request: bytes) -> bytes:
    """Send one request and give the body of its answer."""
    reader, writer = await asyncio.open_connection(target.host, target.port)
    writer.write(request)
    _, body = await answered(reader)
    writer.close()
    return body


async def answered(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The status and the body of the next answer."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    start = head.index(_LENGTH) + len(_LENGTH)
    body = await reader.readexactly(int(head[start : head.index(b"\r\n", start)]))
    return int(head.split(b" ", 2)[1]), body
