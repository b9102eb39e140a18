"""The engine in memory: turns a second of `advance` over the shipped weekly reflection, from first to last step.

The floor records the same answers and moves to the next step in a list: no branches, no checks, nothing stale. Both run
in this process, turn about, and are counted by the processor's time as well as by the clock.

What this does not tell: what a turn costs. Reading what was typed, storing and drawing it take far longer.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from benchmarks.benchmark import Benchmark, Extent, Json, share, table
from bot.prompt_files import read_prompts
from flows.conversation.engine import Act, Reply, advance, opened
from flows.conversation.library import BASE_LANGUAGE
from flows.conversation.script import Script, Value
from flows.conversation.state import Conversation, Entry, Outcome, Status

SCRIPT = "weekly-reflection"
_ANSWER = Value(text="The handover went better than I had feared.")
_ENERGY = Value(number=4)
_AT_ONCE = 100
_THEN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

Play = Callable[[Script, Conversation], int]


@dataclass(slots=True)
class Row:
    """How far one of the two has come."""

    name: str
    play: Play
    turns: int = 0
    seconds: float = 0.0
    processor_seconds: float = 0.0

    def run(self, script: Script, seconds: float) -> None:
        """Conversations, one after the other, for so long."""
        fresh, began, used = conversation(script), time.perf_counter(), time.process_time()
        while time.perf_counter() < began + seconds:
            self.turns += sum(self.play(script, fresh) for _ in range(_AT_ONCE))
        self.seconds += time.perf_counter() - began
        self.processor_seconds += time.process_time() - used

    def json(self) -> Json:
        """The row as numbers."""
        core = round(self.turns / self.processor_seconds) if self.processor_seconds else 0
        return {"engine": self.name, "a_second": round(self.turns / self.seconds), "a_core_second": core}


def conversation(script: Script) -> Conversation:
    """One that nobody has answered yet."""
    facts = (script.version, script.fingerprint, script.language, "week:2026-11-16", _THEN, _THEN)
    return Conversation("c", "T", "p", script.id, *facts, at=None)


def by_the_engine(script: Script, fresh: Conversation) -> int:
    """Answer every step that is asked; how many it was."""
    run = opened(script, fresh)
    while run.at is not None:
        value = _ENERGY if run.at == script.first.id else _ANSWER
        run = advance(script, run, Reply(Act.ANSWER, run.at, run.turn, value)).conversation
    return len(run.entries)


def by_hand(script: Script, fresh: Conversation) -> int:
    """The same steps, known beforehand."""
    steps = list(script.steps)
    run = replace(fresh, at=steps[0])
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        value = _ENERGY if step == steps[0] else _ANSWER
        entries = {**run.entries, step: Entry(step, Outcome.ANSWERED, value)}
        status = Status.OPEN if following else Status.DONE
        run = replace(run, entries=entries, at=following, status=status, turn=run.turn + 1)
    return len(run.entries)


async def measure(extent: Extent) -> Json:
    """Both, turn about."""
    script = read_prompts().library.script(SCRIPT, BASE_LANGUAGE)
    rows = [Row("cairn", by_the_engine), Row("floor", by_hand)]
    for _ in range(extent.rounds):
        for row in rows:
            row.run(script, extent.seconds / extent.rounds)
    found = [row.json() for row in rows]
    same = by_the_engine(script, conversation(script)) == by_hand(script, conversation(script)) == len(script.steps)
    return {"share": share(found[0]["a_core_second"], found[1]["a_core_second"]), "rows": found, "wrong": int(not same)}


def show(found: Json) -> str:
    """The figures as a table."""
    lines = [list(row.values()) for row in found["rows"]]
    return f"{table(('engine', 'turns a second', 'a core-second'), lines)}\nshare of the floor: {found['share']}"


BENCHMARK = Benchmark("engine", "turns a second of the engine alone, in memory", measure, show)
