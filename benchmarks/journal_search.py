"""How long a person waits for a search in their journal: `python -m benchmarks journal_search`.

One person has 5,000 conversations with a sealed text each, in SQLite on disk. Looked for is a word that stands in the
oldest only, so that all of them are opened. The floor reads the same rows with one statement, opens them with AESGCM
and looks whether the word is in them, and does nothing else; the two take turns.

What this does not tell: how long Slack takes to show what was found.
"""

import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks.benchmark import Benchmark, Extent, Json, table
from bot.prompt_files import Prompts, read_prompts
from flows.conversation.desk import Desk
from flows.conversation.script import Value
from flows.conversation.state import Conversation, Entry, Outcome, Status
from flows.journal.pages import Wanted, journal_page
from flows.people import Person
from storage.cipher import DataKey, bind
from storage.master_keys import new_master_key
from storage.memory import Memory, open_memory

ENTRIES = 5_000
GOAL_MS = 300
_A_ROUND = 3
ANA = Person("person-ana", "T1", "U1", "Europe/Madrid", "en-GB", "D1")
NOW = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
SENTENCE = "I let the team lead run the review and kept quiet, which was harder than I had thought. "
NEEDLE = "kingfisher"
_ROWS = text(
    "SELECT c.id, a.id, a.text FROM answer a JOIN conversation c ON c.id = a.conversation"
    " WHERE a.workspace = :workspace AND a.person = :person AND a.is_current ORDER BY c.started_at DESC"
)

Search = Callable[[], Awaitable[int]]


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


def _conversation(number: int, *, last: bool) -> Conversation:
    words = SENTENCE * (1 + number % 5) + (NEEDLE if last else "")
    began = NOW - timedelta(hours=5 * number)
    entry = Entry("progress", Outcome.ANSWERED, Value(words))
    plain = Conversation(
        f"talk-{number}", ANA.workspace, ANA.id, "small-wins", 1, "f", "en", "moment:2026-11-19", began, began, None
    )
    return replace(plain, status=Status.DONE, entries={entry.step: entry})


async def _fill(memory: Memory, entries: int) -> None:
    await memory.migrate()
    async with memory.unit_of_work() as work:
        await work.people.add(ANA)
        for number in range(entries):
            await work.conversations.add(_conversation(number, last=number == entries - 1))
        await work.commit()


def _searching(memory: Memory, prompts: Prompts) -> Search:
    desk = Desk(memory.unit_of_work, prompts.library, prompts.vocabularies, Clock(), Ids())

    async def search() -> int:
        page, _ = await journal_page(desk, prompts.searches, Wanted(ANA.workspace, ANA.slack_id, NEEDLE))
        return len(page.entries)

    return search


def _floor(memory: Memory, key: DataKey) -> Search:
    async def search() -> int:
        async with memory._database.connection() as connection:  # noqa: SLF001 - behind the repositories' back
            rows = (await connection.execute(_ROWS, {"workspace": ANA.workspace, "person": ANA.id})).all()
        return sum(NEEDLE in _opened(key, answer, sealed) for _, answer, sealed in rows)

    return search


def _opened(key: DataKey, answer: str, sealed: bytes) -> str:
    bound = bind("1", "answer", "text", answer, ANA.workspace, "1")
    return key.cipher.decrypt(sealed[3:15], sealed[15:], bound).decode()


async def _milliseconds(search: Search) -> float:
    begun = time.perf_counter()
    if await search() != 1:
        raise RuntimeError("the one entry was not found")
    return round((time.perf_counter() - begun) * 1000, 1)


async def measure(extent: Extent, entries: int = ENTRIES) -> Json:
    """Search and floor, turn about, so that both have the same machine."""
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        stores = f"sqlite:///{at / 'main.db'}", f"sqlite:///{at / 'keys.db'}"
        memory = open_memory(*stores, new_master_key(), Clock(), Ids())
        await _fill(memory, entries)
        floor = _floor(memory, await memory.keys.data_key(ANA.workspace, ANA.id))
        search = _searching(memory, read_prompts())
        await search()
        pairs = [(await _milliseconds(search), await _milliseconds(floor)) for _ in range(extent.rounds * _A_ROUND)]
        await memory.close()
    ours, least = ([pair[place] for pair in pairs] for place in (0, 1))
    return {
        "entries": entries,
        "goal_ms": GOAL_MS,
        "rows": [
            {"search": name, "ms": statistics.median(each), "slowest_ms": max(each)}
            for name, each in (("cairn", ours), ("floor", least))
        ],
        "wrong": 0,
    }


def show(found: Json) -> str:
    """The figures as a table."""
    lines = [list(row.values()) for row in found["rows"]]
    met = "met" if found["rows"][0]["ms"] < found["goal_ms"] else "missed"
    return f"{table(('search', 'ms', 'slowest ms'), lines)}\ngoal: under {found['goal_ms']} ms, {met}"


BENCHMARK = Benchmark("journal_search", f"a search among {ENTRIES:,} sealed texts of one person", measure, show)
