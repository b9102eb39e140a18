"""How long a cohort takes to be taken in: `python -m benchmarks cohort_import`.

A table of 10,000 leaders with 500 coaches, each leader with two of them and a sponsor, in SQLite on disk. *Checked* is
what comes before anything is stored: the table is read, everybody in it is looked up in the store, and all of it is
planned. *Stored* is the whole transaction. The floor puts the same rows into the same tables with one plain statement
each, and does nothing else; the two take turns, each with stores of its own.

What this does not tell: how long Slack takes to list the members of a workspace.
"""

import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import insert

from benchmarks.benchmark import Benchmark, Extent, Json, table
from flows.managing.importing import Import, Imported, import_cohort
from flows.people import Person, Profile, Standing
from flows.programmes.cohort_file import Cohort, read_cohort
from flows.programmes.programme import Cadence, Design, Practice, Programme
from storage.master_keys import new_master_key
from storage.memory import Memory, open_memory
from storage.tables import AGREEMENT, ENROLMENT, PERSON, TIE

LEADERS, COACHES = 10_000, 500
GOAL_MS = 5_000
WORKSPACE = "T1"
NOW = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
EMIL = Person("person-emil", WORKSPACE, "U0EMIL01", "Europe/Stockholm", "en-GB", "D1", seen_at=NOW)
DESIGN = Design(
    "Leading change",
    date(2026, 1, 1),
    date(2027, 1, 1),
    priorities=("Safety", "Customers", "People"),
    practices=(Practice("weekly-reflection", Cadence.WEEKLY),),
)


class Clock:
    """The clock stands."""

    def now(self) -> datetime:
        """Always the same moment."""
        return NOW


class Ids:
    """Counts."""

    def __init__(self) -> None:
        self.last = 0

    def new(self) -> str:
        """The next one."""
        self.last += 1
        return f"id-{self.last:018}"


def cohort(leaders: int, coaches: int) -> bytes:
    """The table as it lies in a file."""
    lines = ["leader,coaches,sponsors"]
    for number in range(leaders):
        one, other = number % coaches, (number * 7 + 1) % coaches
        lines.append(f"U0LEAD{number:06},U0COACH{one:05}{f';U0COACH{other:05}' if other != one else ''},U0SPONSOR")
    return "\n".join(lines).encode()


def everybody(leaders: int, coaches: int) -> dict[str, Profile]:
    """What Slack says of all of them."""
    ids = [f"U0LEAD{each:06}" for each in range(leaders)] + [f"U0COACH{each:05}" for each in range(coaches)]
    return {each: Profile(each, Standing.MEMBER, "Europe/Madrid", "es-ES") for each in [*ids, "U0SPONSOR"]}


async def _opened(folder: Path) -> Memory:
    stores = f"sqlite:///{folder / 'main.db'}", f"sqlite:///{folder / 'keys.db'}"
    memory = open_memory(*stores, new_master_key(), Clock(), Ids())
    await memory.migrate()
    async with memory.unit_of_work() as work:
        await work.people.add(EMIL)
        await work.programmes.add(Programme("programme", WORKSPACE, DESIGN, (EMIL.id,), NOW))
        await work.commit()
    return memory


async def _imported(memory: Memory, read: Cohort, members: dict[str, Profile], *, only_check: bool) -> Imported:
    wanted = Import(WORKSPACE, "programme", "", read.rows, members)
    return await import_cohort(memory.unit_of_work, Clock(), Ids(), wanted, only_check=only_check)


async def _ours(memory: Memory, content: bytes, members: dict[str, Profile]) -> tuple[float, float]:
    """Milliseconds for checking and for storing."""
    begun = time.perf_counter()
    read = read_cohort(content)
    await _imported(memory, read, members, only_check=True)
    checked = time.perf_counter()
    imported = await _imported(memory, read, members, only_check=False)
    if len(imported.plan.enrolments) != len(read.rows) or imported.plan.hindrances:
        raise RuntimeError("not everybody was taken in")
    return (checked - begun) * 1000, (time.perf_counter() - checked) * 1000


async def _rows(memory: Memory) -> Sequence[list[dict[str, object]]]:
    found = []
    async with memory._database.connection() as connection:  # noqa: SLF001 - behind the repositories' back
        for each in (PERSON, ENROLMENT, TIE, AGREEMENT):
            rows = (await connection.execute(each.select())).all()
            found.append([dict(row._mapping) for row in rows if row.id != EMIL.id])  # noqa: SLF001 - its public name
    return found


async def _floor(memory: Memory, rows: Sequence[list[dict[str, object]]]) -> float:
    begun = time.perf_counter()
    async with memory._database.transaction() as connection:  # noqa: SLF001 - behind the repositories' back
        for each, its in zip((PERSON, ENROLMENT, TIE, AGREEMENT), rows, strict=True):
            await connection.execute(insert(each), its)
    return (time.perf_counter() - begun) * 1000


async def measure(extent: Extent, leaders: int = LEADERS, coaches: int = COACHES) -> Json:
    """Ours and the floor, turn about, so that both have the same machine."""
    content, members = cohort(leaders, coaches), everybody(leaders, coaches)
    found: dict[str, list[float]] = {"checked": [], "stored": [], "floor": []}
    for _ in range(extent.rounds):
        with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as least:
            memory, floor = await _opened(Path(ours)), await _opened(Path(least))
            checked, stored = await _ours(memory, content, members)
            found["checked"].append(checked)
            found["stored"].append(stored)
            found["floor"].append(await _floor(floor, await _rows(memory)))
            await memory.close()
            await floor.close()
    return {
        "leaders": leaders,
        "goal_ms": GOAL_MS,
        "rows": [
            {"cohort": name, "ms": round(statistics.median(each), 1), "slowest_ms": round(max(each), 1)}
            for name, each in found.items()
        ],
        "wrong": 0,
    }


def show(found: Json) -> str:
    """The figures as a table."""
    lines = [list(row.values()) for row in found["rows"]]
    met = "met" if found["rows"][0]["ms"] < found["goal_ms"] else "missed"
    return f"{table(('cohort', 'ms', 'slowest ms'), lines)}\ngoal: checked in under {found['goal_ms']:,} ms, {met}"


BENCHMARK = Benchmark("cohort_import", f"a cohort of {LEADERS:,} leaders, checked and stored", measure, show)
