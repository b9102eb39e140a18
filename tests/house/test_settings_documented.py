"""The settings that exist are the settings that are documented, and only one module reads them."""

import ast
from itertools import pairwise
from pathlib import Path

import pytest

from bot.settings import NAMES, Settings, read_env_file, read_settings

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / ".env.example"
SOURCES = [path for package in ("bot", "flows", "storage", "sandbox") for path in (ROOT / package).rglob("*.py")]


def test_the_example_names_exactly_the_settings_there_are() -> None:
    assert list(read_env_file(EXAMPLE)) == [*NAMES]


def test_the_example_holds_the_defaults() -> None:
    assert read_settings(read_env_file(EXAMPLE)) == Settings()


def test_every_setting_is_explained_right_above_it() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    for above, line in pairwise(lines):
        name = line.partition("=")[0]
        if name in NAMES:
            assert above.startswith("# "), f"{name} has no comment"


def test_no_secret_has_a_value_in_the_example() -> None:
    values = read_env_file(EXAMPLE)
    assert not any(values[name] for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "CAIRN_KEYS"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_the_settings_read_the_environment(source: Path) -> None:
    if source == ROOT / "bot" / "settings.py":
        assert environment_reads(source)  # so that this test can fail
    else:
        assert environment_reads(source) == []


@pytest.mark.parametrize(
    ("code", "reads"),
    [
        ("import os\nx = os.environ['A']", [2]),
        ("import os\nx = os.environ.get('A')", [2]),
        ("import os\nx = os.getenv('A')", [2]),
        ("from os import environ", [1]),
        ("import os\nx = {**os.environ, 'A': 'b'}", []),
    ],
)
def test_a_reader_is_recognised(code: str, reads: list[int]) -> None:
    assert environment_lines(code) == reads


def environment_reads(source: Path) -> list[int]:
    """The lines in which a module reads the environment."""
    return environment_lines(source.read_text("utf-8"))


def environment_lines(code: str) -> list[int]:
    """The lines that touch `os.environ` or `getenv`, but for `{**os.environ, …}`: that is for a child, not read."""
    nodes = list(ast.walk(ast.parse(code)))
    names = {"environ", "environb", "getenv", "getenvb", "putenv"}
    handed_on = [
        id(value)
        for node in nodes
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if key is None
    ]
    used = [node for node in nodes if isinstance(node, ast.Attribute) and node.attr in names]
    taken = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "os"]
    return [node.lineno for node in used if id(node) not in handed_on] + [
        node.lineno for node in taken if names & {one.name for one in node.names}
    ]
