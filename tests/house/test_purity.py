"""Decisions and memory are given the time and their ids. They never ask a clock, wait, or roll dice themselves."""

import ast
from collections.abc import Iterable, Iterator, Mapping

import pytest

from tests.house import tree

ASKS_THE_WORLD = (
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today",
    "time.", "random.", "secrets.", "uuid.", "os.urandom", "os.getrandom", "asyncio.sleep",
)  # fmt: skip
"""Calls that give another answer, or another moment, each time. A name that ends in a dot is a whole module."""

DEFAULTS = {
    "storage/keystore.py": "keys and nonces come from the system unless a test gives its own source",
    "storage/master_keys.py": "the same: `cairn keys new` makes a real key",
    "storage/vault.py": "the same: a nonce must never come twice",
}
"""Modules that name `os.urandom` as the default of a parameter, and why. Nobody calls it by name."""

THE_WORLD = {
    "bot/clock.py": "the real clock and the real ids: what everything else is given",
}
"""The one place at the edge that asks."""


def asked(modules: Iterable[tuple[str, ast.Module]]) -> list[str]:
    """Calls that ask the world, as `file:line: name`."""
    return [
        f"{name}:{call.lineno}: {called}"
        for name, module in modules
        for call, called in _calls(module)
        if called.startswith(ASKS_THE_WORLD)
    ]


def defaults(modules: Iterable[tuple[str, ast.Module]]) -> set[str]:
    """Modules in which something that asks the world stands as the default of a parameter."""
    return {
        name
        for name, module in modules
        for node in ast.walk(module)
        if isinstance(node, ast.arguments)
        for default in (*node.defaults, *(each for each in node.kw_defaults if each is not None))
        if _full(default, _imported(module)).startswith(ASKS_THE_WORLD)
    }


def _calls(module: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    names = _imported(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            yield node, _full(node.func, names)


def _imported(module: ast.Module) -> Mapping[str, str]:
    """What each imported name stands for: `when` for `datetime` after `import datetime as when`."""
    found: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {each.asname: each.name for each in node.names if each.asname}
            found |= {root: root for each in node.names if (root := each.name.partition(".")[0]) and not each.asname}
        elif isinstance(node, ast.ImportFrom):
            found |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return found


def _full(called: ast.expr, names: Mapping[str, str]) -> str:
    """The dotted name of what is called, as it is called where it was made."""
    if isinstance(called, ast.Name):
        return names.get(called.id, called.id)
    return f"{_full(called.value, names)}.{called.attr}" if isinstance(called, ast.Attribute) else "?"


def test_decisions_and_memory_ask_nobody_for_the_time_or_for_luck() -> None:
    modules = tree.code("flows", "storage")
    assert len(modules) > 50
    assert asked(modules) == []


def test_only_listed_modules_have_the_system_as_a_default() -> None:
    assert defaults(tree.code("flows", "storage")) == DEFAULTS.keys()


def test_at_the_edge_only_one_place_asks() -> None:
    asking = {line.partition(":")[0] for line in asked(tree.code("bot")) if "asyncio.sleep" not in line}
    assert asking == THE_WORLD.keys()


def test_only_the_demo_and_what_goes_on_in_the_background_wait_by_sleeping() -> None:
    sleeping = {line.partition(":")[0] for line in asked(tree.code("bot")) if "asyncio.sleep" in line}
    # It looks every tenth of a second whether its child has come up, and asks a clock that is gone again in a second.
    # After an acknowledgement, what goes on waits as long as Slack wants to be asked less.
    # And who asks for a long list waits as long as Slack says.
    assert sleeping == {"bot/demo.py", "bot/demo_clock.py", "bot/reception.py", "bot/roster.py"}


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import UTC, datetime\nx = datetime.now(UTC)",
        "import datetime as when\nx = when.datetime.now(when.UTC)",
        "from datetime import date\nx = date.today()",
        "import time\nx = time.monotonic()",
        "from time import time\nx = time()",
        "from random import choice\nx = choice([1])",
        "import secrets as s\nx = s.token_hex()",
        "from uuid import uuid4 as fresh\nx = fresh()",
        "import os\nx = os.urandom(12)",
        "import asyncio\nawait asyncio.sleep(1)",
        "from asyncio import sleep\nawait sleep(1)",
    ],
)
def test_asking_is_noticed_however_it_is_written(code: str) -> None:
    assert len(asked([("planted.py", ast.parse(code))])) == 1


@pytest.mark.parametrize(
    "code",
    [
        "x = self.clock.now()",
        "x = clock.now()\ntime = 3",
        "def f(at):\n    return at.time()",
        "import os\ndef f(source=os.urandom):\n    return source(12)",
        "import asyncio\nasync def f():\n    async with asyncio.timeout(1):\n        pass",
    ],
)
def test_what_was_given_may_be_used(code: str) -> None:
    assert asked([("planted.py", ast.parse(code))]) == []


def test_a_default_is_noticed() -> None:
    positional = ast.parse("import os\ndef f(source=os.urandom):\n    return source(12)")
    named = ast.parse("import time\ndef f(*, clock=time.time):\n    return clock()")
    assert defaults([("one.py", positional), ("other.py", named), ("none.py", ast.parse("f = 1"))]) == {
        "one.py",
        "other.py",
    }
