"""Do what is due: each occasion in a transaction of its own, so that one that fails keeps back no other."""

from collections.abc import Sequence

from flows.conversation.desk import Desk
from flows.errors import CairnError
from flows.managing.ending import last_day_over
from flows.managing.invitations import bring_to_mind
from flows.managing.one_by_one import one_by_one
from flows.programmes.occasion import Kind, Occasion

_AT_ONCE = 100


async def attend(desk: Desk) -> Sequence[tuple[Occasion, CairnError]]:
    """Everything that is due by now; what failed, and why. It stays due. Raises NotSaved when nothing can be read."""

    async def due(many: int) -> Sequence[Occasion]:
        async with desk.work() as work:
            return await work.occasions.due(desk.clock.now(), many)

    return await one_by_one(due, lambda occasion: _attend(desk, occasion), _AT_ONCE)


async def _attend(desk: Desk, occasion: Occasion) -> None:
    match occasion.kind:
        case Kind.REMIND:
            await bring_to_mind(desk, occasion)
        case Kind.LAST_DAY:
            await last_day_over(desk, occasion)
