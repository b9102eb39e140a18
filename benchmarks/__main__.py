"""Measure: `python -m benchmarks` runs every benchmark, `python -m benchmarks NAME …` those that are named.

Prints a table for each, and writes all numbers as JSON. Exit 1 when something was answered wrongly; a goal that was
missed is said and is no failure, since it may be the machine's.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import uvloop

from benchmarks import cohort_import, conversation, engine, journal_search, life, sandbox_calls
from benchmarks.benchmark import Benchmark, Extent, Json
from benchmarks.machine import between, machine, moment

# A new benchmark: a module with a BENCHMARK, and a name here.
BENCHMARKS: dict[str, Benchmark] = {
    each.BENCHMARK.name: each.BENCHMARK
    for each in (conversation, engine, life, journal_search, cohort_import, sandbox_calls)
}


CHOSEN = ("seconds", "rounds", "people", "in_flight", "starts", "stores", "roads")
"""What of the extent may be chosen."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, show, write down."""
    options = _parser().parse_args(arguments)
    extent = replace(Extent(), **{name: getattr(options, name) for name in CHOSEN})
    everything = os.sched_getaffinity(0)
    about = machine()
    os.sched_setaffinity(0, {extent.cores[1]})
    try:
        found = {name: _measured(BENCHMARKS[name], extent) for name in options.names or BENCHMARKS}
    finally:
        os.sched_setaffinity(0, everything)
    _write(options.json, {"machine": about, "extent": asdict(extent), "benchmarks": found})
    return 1 if any(each["wrong"] for each in found.values()) else 0


def _measured(benchmark: Benchmark, extent: Extent) -> Json:
    before = moment()
    found = uvloop.run(benchmark.measure(extent))
    meanwhile = between(before, moment())
    facts = f"steal {meanwhile['steal_percent']} %, load {meanwhile['load_before']} to {meanwhile['load_after']}"
    print(f"{benchmark.name}: {benchmark.says} ({facts})\n{benchmark.show(found)}\n", flush=True)
    return {**found, "meanwhile": meanwhile}


def _write(file: Path, found: Json) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(f"All numbers are in {file}.")


def _parser() -> argparse.ArgumentParser:
    usual = Extent()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *BENCHMARKS], metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"), help="where all numbers go")
    parser.add_argument("--seconds", type=float, default=usual.seconds, help="how long each figure is measured")
    parser.add_argument("--rounds", type=int, default=usual.rounds, help="in how many turns")
    parser.add_argument("--people", type=int, default=usual.people, help="how many people talk to a bot")
    parser.add_argument("--in-flight", type=int, default=usual.in_flight, help="how many of them speak at a time")
    parser.add_argument("--starts", type=int, default=usual.starts, help="how often a process is started")
    parser.add_argument("--stores", nargs="+", default=usual.stores, choices=usual.stores)
    parser.add_argument("--roads", nargs="+", default=usual.roads, choices=usual.roads)
    return parser


if __name__ == "__main__":
    sys.exit(main())
