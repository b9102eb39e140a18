"""A conversation of five steps, persisted: turns a second and how long an acknowledgement takes, beside three floors.

Each of Cairn and the floors (`floor_app`) is a process of its own on one core, each with a fresh database. Slack and
the people are this process, on another core, together with Postgres where that is the store (`stand_in_slack`,
`turn_load`). First 8 people speak at a time, each as soon as another is done: that gives turns a second. Then 200 turns
begin each second: that gives the acknowledgement's p50 and p99. A bot that did not reach 200 before, on this machine,
gets seven tenths of what it did reach, and the table says so: how long the queue before an overloaded bot grows is no
figure of the bot's.

`a core-second` counts turns for each second of a core that the process really had. On a machine that does other things
too it is the figure that can be compared.

What this does not tell: how Cairn does in Slack, where every call travels over a network and posts are limited to about
one a second in a channel; how it does with a store that holds years; and what several replicas do.
"""

import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.benchmark import Benchmark, Extent, Json, share, table
from benchmarks.floor_app import Floor
from benchmarks.http_load import Measured
from benchmarks.processes import Running, running
from benchmarks.roads import HttpRoad, Road, SocketRoad
from benchmarks.stand_in_slack import Said, stand_in
from benchmarks.stores import NO_POSTGRES, Stores, fresh_stores, lasting_postgres
from benchmarks.turn_load import ANSWERS, WORDS, Load, Turns
from tests.postgres_server import PostgresServer

CAIRN = "cairn"
GOAL_SHARE = 0.8
GOAL_P99_MS = 20.0
_OF_REACHED = 0.7
SECRET = "a-signing-secret"
SLACK = {"SLACK_BOT_TOKEN": "xoxb-benchmark", "SLACK_SIGNING_SECRET": SECRET}

_ALWAYS = (Said.QUESTION,) * len(WORDS)
"""What the floors answer: always the same."""


@dataclass
class Contestant:
    """One bot that is measured, and what came of it."""

    name: str
    load: Load
    road: Road
    process: Running
    closed: Turns = field(default_factory=Turns)
    closed_core_seconds: float = 0.0
    paced: Turns = field(default_factory=Turns)
    pace: float = 0.0

    async def talk(self, seconds: float, in_flight: int) -> None:
        """A round without pause."""
        before = self.process.processor_seconds()
        self.closed.add(await self.load.closed(self.road, seconds, in_flight))
        self.closed_core_seconds += self.process.processor_seconds() - before

    async def walk(self, seconds: float, rate: float) -> None:
        """A round at this pace, or at one that it can keep."""
        self.pace = min(rate, _OF_REACHED * self.closed.answered.a_second)
        self.paced.add(await self.load.paced(self.road, seconds, self.pace))

    def json(self) -> Json:
        """What came of it as numbers."""
        turns = len(self.closed.answered.latencies)
        return {
            "app": self.name,
            "turns_a_second": round(self.closed.answered.a_second, 1),
            "turns_a_core_second": round(turns / self.closed_core_seconds, 1) if self.closed_core_seconds else 0.0,
            "ack_ms": _latencies(self.closed.acknowledged),
            "turn_ms": _latencies(self.closed.answered),
            "paced": {
                "asked_a_second": round(self.pace, 1),
                "reached_a_second": round(self.paced.answered.a_second, 1),
                "ack_ms": _latencies(self.paced.acknowledged),
                "turn_ms": _latencies(self.paced.answered),
                "could_not_begin_in_time": self.paced.waited_for,
            },
            "wrong": dict(self.closed.wrong + self.paced.wrong),
        }


def _latencies(measured: Measured) -> Json:
    return {"p50": round(measured.milliseconds(0.5), 2), "p99": round(measured.milliseconds(0.99), 2)}


async def measure(extent: Extent) -> Json:
    """Every road and store, one after the other; on each, all of them turn about."""
    rows: list[Json] = []
    left_out: list[str] = []
    for store in extent.stores:
        with tempfile.TemporaryDirectory() as folder, _server(store) as postgres:
            if store == "postgres" and postgres is None:
                left_out.append(NO_POSTGRES)
                continue
            for road in extent.roads:
                print(f"conversation: over {road}, on {store} …", file=sys.stderr, flush=True)
                rows += await _measure(extent, road, store, Place(Path(folder) / road, postgres))
    goals = {"share_of_statements": GOAL_SHARE, "paced_ack_p99_ms": GOAL_P99_MS}
    return {
        "goals": goals,
        "rows": rows,
        "left_out": left_out,
        "wrong": sum(sum(row["wrong"].values()) for row in rows),
    }


@dataclass(frozen=True, slots=True)
class Place:
    """Where fresh databases are made: in a folder, or on a server."""

    folder: Path
    postgres: PostgresServer | None

    async def fresh(self, name: str) -> Stores:
        """Databases of one's own."""
        return await fresh_stores(self.folder / name, self.postgres)


@contextmanager
def _server(store: str) -> Iterator[PostgresServer | None]:
    if store != "postgres":
        yield None
        return
    with lasting_postgres() as server:
        yield server


async def _measure(extent: Extent, road: str, store: str, place: Place) -> list[Json]:
    async with AsyncExitStack() as stack:
        contestants = [
            await stack.enter_async_context(_contestant(name, road, extent, await place.fresh(name)))
            for name in (CAIRN, *Floor)
        ]
        for each in contestants:
            await each.load.once_around(each.road, extent.in_flight)
        for _ in range(extent.rounds):
            for each in contestants:
                await each.talk(extent.seconds / extent.rounds, extent.in_flight)
        for _ in range(extent.rounds):
            for each in contestants:
                await each.walk(extent.seconds / extent.rounds, extent.rate)
    return _compared([{"road": road, "store": store, **each.json()} for each in contestants])


@asynccontextmanager
async def _contestant(name: str, road: str, extent: Extent, stores: Stores) -> AsyncIterator[Contestant]:
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(stand_in())
        token = {"SLACK_APP_TOKEN": "xapp-benchmark"} if road == "socket" else {}
        environment = {**SLACK, **token, "SLACK_API_URL": slack.api_url, **stores.environment()}
        words = ["bot", "run", "--host", "127.0.0.1"] if name == CAIRN else ["benchmarks.floor_app", name, road]
        process = await stack.enter_async_context(running(words, environment, extent.cores[0]))
        load = Load(slack, extent.people, ANSWERS if name == CAIRN else _ALWAYS)
        way = SocketRoad(slack) if road == "socket" else HttpRoad(process.target, SECRET)
        stack.callback(way.close)
        yield Contestant(name, load, way, process)


def _compared(rows: list[Json]) -> list[Json]:
    """The same with what share of each floor Cairn reaches, by the clock and by the processor."""
    ours = next(row for row in rows if row["app"] == CAIRN)
    for row in rows:
        row["cairns_share"] = share(ours["turns_a_second"], row["turns_a_second"])
        row["cairns_share_of_core"] = share(ours["turns_a_core_second"], row["turns_a_core_second"])
    return rows


def show(found: Json) -> str:
    """The figures as a table, a line for each bot."""
    heads = (
        "road", "store", "app", "turns/s", "turns/core-s", "share", "share/core", "ack p50 ms", "p99 ms",
        "paced turns/s", "ack p50 ms", "p99 ms",
    )  # fmt: skip
    return "\n".join([table(heads, [_line(row) for row in found["rows"]]), *found["left_out"]])


def _line(row: Json) -> list[object]:
    paced = row["paced"]
    return [
        *(row[name] for name in ("road", "store", "app", "turns_a_second", "turns_a_core_second")),
        *(row["cairns_share"], row["cairns_share_of_core"], *row["ack_ms"].values()),
        *(paced["reached_a_second"], *paced["ack_ms"].values()),
    ]


BENCHMARK = Benchmark("conversation", "persisted turns a second, over both roads and stores", measure, show)
