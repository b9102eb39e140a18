"""Do many things, each in a transaction of its own, so that one that fails keeps back no other."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

from flows.errors import CairnError


class Named(Protocol):
    """What has an id."""

    @property
    def id(self) -> str:
        """By which one is told from another."""
        ...


Thing = TypeVar("Thing", bound=Named)


async def one_by_one(
    first: Callable[[int], Awaitable[Sequence[Thing]]], do: Callable[[Thing], Awaitable[object]], at_once: int
) -> Sequence[tuple[Thing, CairnError]]:
    """Do each, `at_once` after another, until none is left; what failed, and why.

    `first` gives so many of those that are still to be done, in their order. What has failed just now stands before
    the others, and is passed over: however many those are.
    """
    failed: dict[str, tuple[Thing, CairnError]] = {}
    while some := [each for each in await first(at_once + len(failed)) if each.id not in failed]:
        for each in some:
            try:
                await do(each)
            except CairnError as error:
                failed[each.id] = each, error
    return list(failed.values())
