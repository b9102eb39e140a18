"""What every benchmark is: a name, something that measures, and a way to show what was found."""

import os
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


def _two_cores() -> tuple[int, int]:
    ours = sorted(os.sched_getaffinity(0))
    return ours[0], ours[-1]


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured: `seconds` for each figure, by this many people, over this many rounds.

    Whoever is compared takes turns, a round each, so that whatever else the machine does meets all alike. The first
    core is for what is measured, the second for whatever loads it.
    """

    seconds: float = 5.0
    rounds: int = 5
    people: int = 64
    in_flight: int = 8
    rate: float = 200.0
    starts: int = 5
    cores: tuple[int, int] = field(default_factory=_two_cores)
    stores: tuple[str, ...] = ("sqlite", "postgres")
    roads: tuple[str, ...] = ("http", "socket")


Measure = Callable[[Extent], Coroutine[Any, Any, Json]]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark. `measure` gives numbers as JSON, in which `wrong` counts what must not happen; `show` a table."""

    name: str
    says: str
    measure: Measure
    show: Callable[[Json], str]


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Rows under their heads: words to the left, numbers to the right."""
    written = [[_written(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(heads, *written, strict=True)]
    words = [all(isinstance(value, str) for value in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            f"{cell:{'<' if word else '>'}{width}}" for cell, width, word in zip(line, widths, words, strict=True)
        )
        for line in [heads, *written]
    )


def _written(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def share(part: float, whole: float) -> float | None:
    """How much of the whole, to two digits; None of nothing."""
    return round(part / whole, 2) if whole else None
