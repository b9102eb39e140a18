"""Two who do something at the same time: the second begins while the first has looked, and not yet done it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, cast

from flows.conversation.desk import Desk
from flows.conversation.encounter import Act, Effect, Inbound
from flows.conversation.ports import UnitOfWork
from flows.conversation.state import Place
from flows.managing.invitations import unless_denied
from tests.scenario.world import Person

_AS_FAR_AS_IT_GETS = 0.5  # seconds; it waits for the first, or is through long before
_NUMBERS = count()


@dataclass
class Meanwhile:
    """What a second one does, once, and how far they have come."""

    begin: Callable[[], Coroutine[Any, Any, Effect]]
    _task: asyncio.Task[Effect] | None = field(default=None)

    def after(self, desk: Desk, repository: str, call: str) -> Desk:
        """The desk of the first one: the second one comes in between once this call was answered."""

        @asynccontextmanager
        async def work() -> AsyncIterator[UnitOfWork]:
            async with desk.work() as unit:
                setattr(unit, repository, _Watched(getattr(unit, repository), call, self._comes))
                yield unit

        return replace(desk, work=cast("Callable[[], UnitOfWork]", work))

    async def outcome(self) -> Effect:
        """What came of it in the end."""
        assert self._task is not None, "nothing came in between"
        return await self._task

    async def _comes(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self.begin())
            await asyncio.wait({self._task}, timeout=_AS_FAR_AS_IT_GETS)


class _Watched:
    """A repository of which one call has something happen after it."""

    def __init__(self, repository: object, call: str, then: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._repository, self._call, self._then = repository, call, then

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._repository, name)
        if name != self._call:
            return real

        async def watched(*given: Any, **named: Any) -> Any:
            found = await real(*given, **named)
            await self._then()
            return found

        return watched


def inbound_of(person: Person, *others: Person) -> Inbound:
    """Something they did just now, in no message; these are changed along with them."""
    workspace, key = person.world.sandbox.workspace.team_id, f"meanwhile:{next(_NUMBERS)}"
    named = tuple(each.slack_id for each in others)
    return Inbound(key, workspace, person.slack_id, Place(), direct=False, others=named)


async def does_on(desk: Desk, by: Person, act: Act) -> Effect:
    """Let a use case take effect for somebody, or be denied, without waiting for what follows from it."""
    return await unless_denied(desk, inbound_of(by), "story", act)
