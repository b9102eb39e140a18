"""A small language for shapes: each check walks a value and yields what is wrong with it."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where."""

    message: str
    pointer: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer or '/'}]"


Check = Callable[[Any, str], Iterator[Problem]]


def string(most: int, least: int = 0, pattern: str | None = None) -> Check:
    """A text of so many characters."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem("must be a string", at)
        elif len(value) > most:
            yield Problem(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            yield Problem(f"must be more than {least - 1} characters", at)
        elif pattern and not re.fullmatch(pattern, value):
            yield Problem("has an invalid format", at)

    return check


def flag(value: Any, at: str) -> Iterator[Problem]:
    """True or false."""
    if not isinstance(value, bool):
        yield Problem("must be a boolean", at)


def integer(least: int, most: int) -> Check:
    """A whole number between two others."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Problem("must be an integer", at)
        elif not least <= value <= most:
            yield Problem(f"must be between {least} and {most}", at)

    return check


def one_of(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if value not in allowed:
            yield Problem(f"must be one of: {', '.join(allowed)}", at)

    return check


def array(item: Check, least: int, most: int) -> Check:
    """A list of so many things of one shape."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem("must be an array", at)
            return
        if len(value) > most:
            yield Problem(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield Problem(f"no fewer than {least} items allowed", at)
        for position, each in enumerate(value):
            yield from item(each, f"{at}/{position}")

    return check


@dataclass(frozen=True, slots=True)
class Fields:
    """An object with these fields and no others; `also` checks what concerns several of them."""

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)
    also: Check | None = None

    def __call__(self, value: Any, at: str) -> Iterator[Problem]:
        """Yield what is wrong with an object."""
        if not isinstance(value, dict):
            yield Problem("must be an object", at)
            return
        problems = list(self._each(value, at))
        yield from problems
        # What concerns several fields may rely on each being what it should be.
        if self.also is not None and not problems:
            yield from self.also(value, at)

    def _each(self, value: dict[str, Any], at: str) -> Iterator[Problem]:
        known = {**self.required, **self.optional}
        for name in self.required:
            if name not in value:
                yield Problem(f"missing required field: {name}", at)
        for name, held in value.items():
            if name not in known:
                yield Problem(f"invalid additional property: {name}", at)
            else:
                yield from known[name](held, f"{at}/{name}")


def by_type(shapes: Mapping[str, Check], allowed: Collection[str] | None = None) -> Check:
    """An object whose `type` says which shape it must have."""
    names = frozenset(shapes if allowed is None else allowed)

    def check(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("must be an object", at)
        elif "type" not in value:
            yield Problem("missing required field: type", at)
        elif not isinstance(value["type"], str) or value["type"] not in names:
            yield Problem(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from shapes[value["type"]](value, at)

    return check


def typed(
    name: str,
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    also: Check | None = None,
) -> Fields:
    """An object of one type."""
    return Fields({"type": one_of(name), **(required or {})}, optional or {}, also)


def exactly_one(*names: str) -> Check:
    """A rule for objects: one of these fields, not none and not several."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        given = [name for name in names if name in value]
        if len(given) != 1:
            yield Problem(f"must define exactly one of: {', '.join(names)}", at)

    return check


def anything(_value: Any, _at: str) -> Iterator[Problem]:
    """No demand at all."""
    return iter(())
