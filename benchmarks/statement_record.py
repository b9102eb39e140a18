"""Which statements go to a database while something runs, counted by kind and table, with commits and rollbacks.

What it does not tell: how long any of them took, nor their order.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

# What begins, locks and sets up a transaction (BEGIN, PRAGMA, SHOW) differs by database and is no work of a turn.
# A statement that begins by naming what it looks up (WITH) is of the kind of what it then does.
_KIND = re.compile(r"\s*(?:WITH\b.*\)\s*)?(?P<kind>SELECT|INSERT|UPDATE|DELETE)\b", re.DOTALL)
_TABLE = re.compile(r"(?:\bFROM|\bINTO|^\s*UPDATE)\s+\"?(?P<table>\w+)")


@contextmanager
def recorded() -> Iterator[Counter[str]]:
    """Count what every engine of this process does inside the block, as `SELECT person` or `COMMIT`."""
    counted: Counter[str] = Counter()

    def executed(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if name := named(statement):
            counted[name] += 1

    def committed(_connection: object) -> None:
        counted["COMMIT"] += 1

    def rolled_back(_connection: object) -> None:
        counted["ROLLBACK"] += 1

    listening: dict[str, Callable[..., None]] = {
        "before_cursor_execute": executed,
        "commit": committed,
        "rollback": rolled_back,
    }
    for name, listener in listening.items():
        event.listen(Engine, name, listener)
    try:
        yield counted
    finally:
        for name, listener in listening.items():
            event.remove(Engine, name, listener)


def named(statement: str) -> str | None:
    """The kind of a statement and the first table it names; None for one that neither reads nor writes rows."""
    kind, table = _KIND.match(statement), _TABLE.search(statement)
    return f"{kind['kind']} {table['table']}" if kind and table else None
