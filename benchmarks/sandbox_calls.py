"""How many calls a second the sandbox serves on one core with everything checked.

The server has one core, the load comes from another. The floor is a bare web application that reads the same JSON and
answers the same bytes, measured in the same run. A machine may have other things to do with that core:
`a core-second` counts what was answered for each second of processor time that the server really had.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from benchmarks.benchmark import Benchmark, Extent, Json, table
from benchmarks.http_load import Measured, Target, ask, load
from benchmarks.processes import processor_seconds
from benchmarks.sandbox_server import TOKEN

GOAL = 2_000
WARMING_SECONDS = 1.0


def _button(number: int) -> Json:
    return {
        "type": "button",
        "action_id": f"answer:{number}",
        "text": {"type": "plain_text", "text": str(number), "emoji": True},
        "value": f"conversation-7|energy|{number}",
        "accessibility_label": f"{number}, how much energy the week has left you with",
    }


QUESTION: list[Json] = [
    {"type": "header", "text": {"type": "plain_text", "text": "Your week in five minutes", "emoji": True}},
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "You asked for this on *Fridays at 15:00*. Three questions."},
    },
    {"type": "section", "text": {"type": "mrkdwn", "text": "How much energy has the week left you with? _1 is none._"}},
    {"type": "actions", "block_id": "question", "elements": [_button(number) for number in range(1, 6)]},
    {"type": "actions", "block_id": "steering", "elements": [_button(number) for number in range(6, 9)]},
    {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": "Only you can see what you answer. Type `stop` to stop."}],
    },
]
HOME: Json = {"type": "home", "blocks": [{**block, "block_id": f"b{n}"} for n, block in enumerate(QUESTION * 3)]}


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a mix."""

    method: str
    arguments: Json
    query: str = ""

    def request(self, target: Target) -> bytes:
        """The call as bytes on the wire."""
        path = f"/api/{self.method}{self.query}"
        if self.query:
            return target.get(path, TOKEN)
        return target.post(path, json.dumps(self.arguments).encode(), TOKEN)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that stands: where it listens, and the process that it is."""

    target: Target
    process_id: int

    def processor_seconds(self) -> float:
        """How much of a core it has used since it began."""
        return processor_seconds(self.process_id)


@dataclass(slots=True)
class Row:
    """What one server did with one mix of calls."""

    calls: str
    server: str
    measured: Measured = field(default_factory=Measured)
    processor_seconds: float = 0.0

    @property
    def a_core_second(self) -> float:
        """Answers for each second of a core."""
        return len(self.measured.latencies) / self.processor_seconds if self.processor_seconds else 0.0

    def json(self) -> Json:
        """The row as numbers."""
        return {
            "calls": self.calls,
            "server": self.server,
            "a_second": round(self.measured.a_second),
            "a_core_second": round(self.a_core_second),
            "p50_ms": round(self.measured.milliseconds(0.5), 2),
            "p99_ms": round(self.measured.milliseconds(0.99), 2),
            "wrong": dict(self.measured.wrong),
        }


@contextmanager
def _server(which: str, core: int) -> Iterator[Server]:
    command = [sys.executable, "-m", "benchmarks.sandbox_server", which, str(core)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            address = urlsplit(process.stdout.readline().strip())
            yield Server(Target(str(address.hostname), int(address.port or 0)), process.pid)
        finally:
            process.terminate()


async def _mixes(target: Target) -> dict[str, list[Call]]:
    """The calls to measure; looks up whom to write to, and posts the message that is to be changed."""
    listed = json.loads(await ask(target, target.get("/api/users.list?limit=10", TOKEN)))
    ana = next(each["id"] for each in listed["members"] if each["profile"]["display_name"] == "Ana")
    post = Call("chat.postMessage", {"channel": ana, "text": "Your week in five minutes", "blocks": QUESTION})
    posted = json.loads(await ask(target, post.request(target)))
    place = {"channel": posted["channel"], "ts": posted["ts"], "text": "Answered", "blocks": QUESTION}
    change, show = Call("chat.update", place), Call("views.publish", {"user_id": ana, "view": HOME})
    look = Call("users.info", {}, f"?user={ana}&include_locale=1")
    return {"chat.postMessage": [post], "mix": [post, change, post, look, show, post, change, post, look, show]}


async def measure(extent: Extent) -> Json:
    """Each mix on both servers."""
    with _server("sandbox", extent.cores[0]) as sandbox, _server("floor", extent.cores[0]) as floor:
        mixes = await _mixes(sandbox.target)
        await _teach(floor.target, sandbox.target, [each for calls in mixes.values() for each in calls])
        both = {"sandbox": sandbox, "floor": floor}
        rows = [row for name, calls in mixes.items() for row in await _compared(name, calls, both, extent)]
    wrong = sum(row.measured.wrong.total() for row in rows)
    return {"goals": {"sandbox_a_core_second": GOAL}, "rows": [row.json() for row in rows], "wrong": wrong}


async def _compared(name: str, calls: list[Call], servers: Mapping[str, Server], extent: Extent) -> list[Row]:
    rows = [Row(name, which) for which in servers]
    lap = extent.seconds / extent.rounds
    for server in servers.values():
        await load(server.target, _written(calls, server), min(WARMING_SECONDS, lap), extent.in_flight)
    for _ in range(extent.rounds):
        for row, server in zip(rows, servers.values(), strict=True):
            before = server.processor_seconds()
            row.measured.add(await load(server.target, _written(calls, server), lap, extent.in_flight))
            row.processor_seconds += server.processor_seconds() - before
    return rows


def _written(calls: list[Call], server: Server) -> list[bytes]:
    return [call.request(server.target) for call in calls]


async def _teach(floor: Target, sandbox: Target, calls: list[Call]) -> None:
    """Let the floor know what the sandbox answers to each call."""
    for call in {each.method: each for each in calls}.values():
        answer = await ask(sandbox, call.request(sandbox))
        await ask(floor, floor.post(f"/learn/{call.method}", answer, TOKEN))


def show(found: Json) -> str:
    """The figures as a table."""
    heads = ("calls", "server", "a second", "a core-second", "p50 ms", "p99 ms")
    names = ("calls", "server", "a_second", "a_core_second", "p50_ms", "p99_ms")
    return table(heads, [[row[name] for name in names] for row in found["rows"]])


BENCHMARK = Benchmark("sandbox_calls", "calls a second that the sandbox serves, checked", measure, show)
