"""Every benchmark still runs, on as little as there is, and finds nothing wrong. No test says how quick anything is."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.benchmark import share, table
from benchmarks.floor_app import Floor
from benchmarks.http_load import Measured
from benchmarks.machine import LIBRARIES, Moment, between

LITTLE = ("--rounds", "1", "--people", "4", "--in-flight", "1", "--starts", "1", "--seconds", "0.2")


def measured(file: Path, *arguments: str) -> Any:
    assert main([*arguments, *LITTLE, "--json", str(file)]) == 0
    found = json.loads(file.read_text())
    assert found["machine"]["libraries"].keys() == set(LIBRARIES)
    return found["benchmarks"]


@pytest.mark.parametrize(
    ("store", "road"), [("sqlite", "http"), pytest.param("postgres", "socket", marks=pytest.mark.postgres)]
)
@pytest.mark.slow
def test_a_conversation_is_measured_beside_its_floors(store: str, road: str, tmp_path: Path) -> None:
    found = measured(tmp_path / "bench.json", "conversation", "--stores", store, "--roads", road)["conversation"]
    if not found["rows"]:
        pytest.skip(found["left_out"][0])
    assert [row["app"] for row in found["rows"]] == ["cairn", *Floor]
    assert all((row["store"], row["road"]) == (store, road) for row in found["rows"])
    assert found["rows"][0]["cairns_share"] == 1
    assert found["wrong"] == 0


@pytest.mark.parametrize("name", ["cohort_import", "engine", "journal_search", "life", "sandbox_calls"])
@pytest.mark.slow
def test_the_others_are_measured_beside_theirs(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = measured(tmp_path / "bench.json", name)
    assert found.keys() == {name}
    assert len(found[name]["rows"]) in {2, 3, 4}
    said = capsys.readouterr().out
    assert said.startswith(f"{name}: {BENCHMARKS[name].says} (steal ")
    assert "floor" in said


def test_an_unknown_benchmark_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["dancing"])
    assert "dancing" in capsys.readouterr().err


def test_a_table_has_words_to_the_left_and_numbers_to_the_right() -> None:
    assert table(("app", "turns/s"), [["cairn", 1234.5], ["floor", None]]) == (
        "app    turns/s\ncairn  1,234.5\nfloor        -"
    )


def test_a_share_of_nothing_is_none() -> None:
    assert share(1, 0) is None
    assert share(1, 3) == 0.33


def test_what_others_took_is_told() -> None:
    meanwhile = between(Moment((10, 0, 10, 70, 0, 0, 0, 10), 1.5), Moment((20, 0, 20, 140, 0, 0, 0, 20), 2.0))
    assert meanwhile == {"steal_percent": 10.0, "load_before": 1.5, "load_after": 2.0}


def test_latencies_of_nothing_are_nothing() -> None:
    assert Measured().milliseconds(0.99) == 0
    assert Measured(1.0, [0.001, 0.003, 0.002]).milliseconds(0.5) == 2
