"""How many calls a second the sandbox serves on one core with everything checked: `python -m benchmarks.sandbox_calls`.

The server has one core, the load comes from another. The floor is a bare web application that reads the same JSON and
answers the same bytes, measured in the same run. A machine may have other things to do with that core:
`a core-second` counts what was answered for each second of processor time that the server really had.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvloop

from benchmarks.http_load import Measured, Target, ask, load
from benchmarks.sandbox_server import TOKEN

GOAL = 2_000
WARMING_SECONDS = 1.0
ROUNDS = 5
Json = dict[str, Any]


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
        with Path(f"/proc/{self.process_id}/stat").open() as stat:
            used = stat.read().rpartition(")")[2].split()[11:13]
        return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


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
        return len(self.measured.latencies) / self.processor_seconds

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


async def _measure(seconds: float, connections: int, cores: tuple[int, int]) -> list[Row]:
    with _server("sandbox", cores[0]) as sandbox, _server("floor", cores[0]) as floor:
        mixes = await _mixes(sandbox.target)
        await _teach(floor.target, sandbox.target, [each for calls in mixes.values() for each in calls])
        rows: list[Row] = []
        for name, calls in mixes.items():
            for which, server in (("sandbox", sandbox), ("floor", floor)):
                await load(server.target, _written(calls, server), WARMING_SECONDS, connections)
                rows.append(Row(name, which))
            # Turn about, so that whatever else the machine does meets both alike.
            for _ in range(ROUNDS):
                for row, server in zip(rows[-2:], (sandbox, floor), strict=True):
                    before = server.processor_seconds()
                    row.measured.add(await load(server.target, _written(calls, server), seconds / ROUNDS, connections))
                    row.processor_seconds += server.processor_seconds() - before
        return rows


def _written(calls: list[Call], server: Server) -> list[bytes]:
    return [call.request(server.target) for call in calls]


async def _teach(floor: Target, sandbox: Target, calls: list[Call]) -> None:
    """Let the floor know what the sandbox answers to each call."""
    for call in {each.method: each for each in calls}.values():
        answer = await ask(sandbox, call.request(sandbox))
        await ask(floor, floor.post(f"/learn/{call.method}", answer, TOKEN))


def main() -> int:
    """Measure, print the table and the JSON; 1 when an answer was not ok or the goal was missed."""
    options = _options()
    os.sched_setaffinity(0, {options.load_core})
    cores = (options.server_core, options.load_core)
    rows = uvloop.run(_measure(options.seconds, options.connections, cores))
    print(f"{'calls':<18}{'server':<10}{'a second':>10}{'a core-second':>15}{'p50 ms':>9}{'p99 ms':>9}")
    for row in map(Row.json, rows):
        print(
            f"{row['calls']:<18}{row['server']:<10}{row['a_second']:>10,}{row['a_core_second']:>15,}"
            f"{row['p50_ms']:>9}{row['p99_ms']:>9}"
        )
    found = [row.json() for row in rows]
    print(json.dumps({"benchmark": "sandbox_calls", "goal": GOAL, "seconds": options.seconds, "rows": found}))
    reached = all(row.a_core_second >= GOAL for row in rows if row.server == "sandbox")
    return 0 if reached and not any(row.measured.wrong for row in rows) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sandbox_calls", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each row is measured")
    parser.add_argument("--connections", type=int, default=8, help="how many connections ask at once")
    parser.add_argument("--server-core", type=int, default=0)
    parser.add_argument("--load-core", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
