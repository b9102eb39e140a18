"""Starting and doing nothing: how long `cairn run` takes to answer at /healthz, and what it then uses while idle.

Beside it the bare Bolt app (`floor_app`). Each start is a process of its own against a stand-in for Slack. The first
one of each, which may have to compile, is not counted. Of the others the median is told, by the clock and in seconds of
a core. Memory and the idle share are those of the last start.

What this does not tell: how long a first start after an installation takes, or one on a database that holds years.
"""

import asyncio
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.benchmark import Benchmark, Extent, Json, table
from benchmarks.conversation import SLACK
from benchmarks.processes import Running, running
from benchmarks.stand_in_slack import stand_in
from benchmarks.stores import fresh_stores

IDLE_SECONDS = 10.0
APPS: Mapping[str, Sequence[str]] = {
    "cairn": ("bot", "run", "--host", "127.0.0.1"),
    "floor": ("benchmarks.floor_app", "bare", "http"),
}


@dataclass
class Row:
    """One of the two, and how it lived. The first of its starts does not count."""

    name: str
    starts: list[float] = field(default_factory=list)
    starts_of_core: list[float] = field(default_factory=list)
    resident_mib: float = 0.0
    idle_share: float = 0.0

    def json(self) -> Json:
        """The row as numbers."""
        return {
            "app": self.name,
            "start_seconds": round(statistics.median(self.starts[1:]), 3),
            "start_core_seconds": round(statistics.median(self.starts_of_core[1:]), 2),
            "resident_mib": round(self.resident_mib, 1),
            "idle_percent_of_a_core": round(100 * self.idle_share, 2),
        }


async def measure(extent: Extent) -> Json:
    """Start both in turn, as often as wanted, and leave the last ones alone for a while."""
    idle_seconds = IDLE_SECONDS if extent.seconds >= 1 else extent.seconds
    rows = [Row(name) for name in APPS]
    with tempfile.TemporaryDirectory() as folder:
        stores = await fresh_stores(Path(folder) / "stores", None)
        for start in range(extent.starts + 1):
            for row in rows:
                last = start == extent.starts
                await _live(row, stores.environment(), extent, idle_seconds if last else 0.0)
    return {"starts": extent.starts, "idle_seconds": idle_seconds, "rows": [row.json() for row in rows], "wrong": 0}


async def _live(row: Row, stores: Mapping[str, str], extent: Extent, idle_seconds: float) -> None:
    async with stand_in() as slack:
        environment = {**SLACK, "SLACK_API_URL": slack.api_url, **stores}
        async with running(APPS[row.name], environment, extent.cores[0]) as process:
            row.starts.append(process.came_up_after)
            row.starts_of_core.append(process.processor_seconds())
            if idle_seconds:
                await _idle(row, process, idle_seconds)


async def _idle(row: Row, process: Running, seconds: float) -> None:
    before = process.processor_seconds()
    await asyncio.sleep(seconds)
    row.idle_share = (process.processor_seconds() - before) / seconds
    row.resident_mib = process.resident_mib()


def show(found: Json) -> str:
    """The figures as a table."""
    heads = ("app", "start s", "start core-s", "idle memory MiB", "idle % of a core")
    return table(heads, [list(row.values()) for row in found["rows"]])


BENCHMARK = Benchmark("life", "cold start, and what is used while idle", measure, show)
