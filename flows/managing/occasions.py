"""Do what is due: each occasion in a transaction of its own, so that one that fails keeps back no other."""

from collections.abc import Collection, Sequence

from flows.conversation.desk import Desk
from flows.errors import CairnError
from flows.managing.ending import last_day_over
from flows.managing.invitations import bring_to_mind
from flows.programmes.occasion import Kind, Occasion

_AT_ONCE = 100


async def attend(desk: Desk) -> Sequence[tuple[Occasion, CairnError]]:
    """Everything that is due by now; what failed, and why. It stays due. Raises NotSaved when nothing can be read."""
    failed: dict[str, tuple[Occasion, CairnError]] = {}
    while due := await _due(desk, failed):
        for occasion in due:
            try:
                await _attend(desk, occasion)
            except CairnError as error:
                failed[occasion.id] = occasion, error
    return list(failed.values())


async def _due(desk: Desk, failed: Collection[str]) -> Sequence[Occasion]:
    """The next ones, behind those that have failed just now: however many those are, they keep back no other."""
    async with desk.work() as work:
        due = await work.occasions.due(desk.clock.now(), _AT_ONCE + len(failed))
    return [each for each in due if each.id not in failed]


async def _attend(desk: Desk, occasion: Occasion) -> None:
    match occasion.kind:
        case Kind.REMIND:
            await bring_to_mind(desk, occasion)
        case Kind.LAST_DAY:
            await last_day_over(desk, occasion)
