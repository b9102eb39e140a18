"""Many values are asked for in parts, so that no statement holds more of them than any database takes."""

from collections.abc import Iterable

MOST_AT_ONCE = 500
"""Values in one statement."""


def in_parts(values: Iterable[str]) -> list[list[str]]:
    """The same values, in lists that fit into one statement each."""
    every = list(values)
    return [every[start : start + MOST_AT_ONCE] for start in range(0, len(every), MOST_AT_ONCE)]
