"""On what was measured, and what else the machine did meanwhile: a figure without that says little."""

import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.benchmark import Json

LIBRARIES = (
    "slack-bolt", "slack-sdk", "SQLAlchemy", "sqlmodel", "aiosqlite", "asyncpg", "aiohttp", "uvicorn", "uvloop",
    "starlette", "cryptography",
)  # fmt: skip
_STEAL = 7  # the eighth number of the first line of /proc/stat


@dataclass(frozen=True, slots=True)
class Moment:
    """What the machine's processors had done by then, and how many programs wanted them."""

    ticks: tuple[int, ...]
    load: float


def moment() -> Moment:
    """Now."""
    line = Path("/proc/stat").read_text().splitlines()[0]
    return Moment(tuple(map(int, line.split()[1:9])), os.getloadavg()[0])


def between(before: Moment, after: Moment) -> Json:
    """How much of the processors' time went to other machines on the same iron, and how crowded it was here."""
    spent = [late - early for early, late in zip(before.ticks, after.ticks, strict=True)]
    return {
        "steal_percent": round(100 * spent[_STEAL] / max(sum(spent), 1), 1),
        "load_before": round(before.load, 2),
        "load_after": round(after.load, 2),
    }


def machine() -> Json:
    """The machine, Python and the libraries."""
    return {
        "processor": _first("/proc/cpuinfo", "model name"),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(int(_first("/proc/meminfo", "MemTotal").split()[0]) / 1024**2),
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
    }


def _first(file: str, name: str) -> str:
    lines = (line.partition(":") for line in Path(file).read_text().splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == name), "0")
