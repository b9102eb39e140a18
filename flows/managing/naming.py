"""Who may set up programmes: named by an owner of the workspace, or by whoever runs Cairn."""

from collections.abc import Callable

from flows.conversation.ports import UnitOfWork
from flows.people import Person, Profile, as_seen, may_take_part, newcomer
from flows.ports import Clock, Ids

OPERATOR = "operator"
"""Stands for whoever runs Cairn, who is no person in the workspace."""


async def name_manager(
    work: Callable[[], UnitOfWork], clock: Clock, ids: Ids, workspace: str, profile: Profile, by: str = OPERATOR
) -> bool:
    """Let somebody set up programmes; whether they may be named at all. Naming them again changes nothing.

    Only full members of the workspace may. Raises NotSaved.
    """
    if not may_take_part(profile.standing):
        return False
    async with work() as unit:
        now = clock.now()
        person = await _met(unit, ids, workspace, profile, clock)
        await unit.managers.name(ids.new(), person, by, now)
        await unit.audit.note(workspace, by, "manager_named", person.id, now)
        await unit.commit()
    return True


async def dismiss_manager(
    work: Callable[[], UnitOfWork], clock: Clock, workspace: str, slack_id: str, by: str = OPERATOR
) -> bool:
    """From now on somebody may set up no programmes, and manages none; whether they were a manager. Raises NotSaved."""
    async with work() as unit:
        person = await unit.people.meet(workspace, slack_id)
        if person is None or not await unit.managers.is_manager(person):
            return False
        await unit.managers.end(person, clock.now())
        await unit.audit.note(workspace, by, "manager_dismissed", person.id, clock.now())
        await unit.commit()
    return True


async def _met(unit: UnitOfWork, ids: Ids, workspace: str, profile: Profile, clock: Clock) -> Person:
    known = await unit.people.meet(workspace, profile.slack_id)
    if known is not None:
        seen = as_seen(known, profile, clock.now())
        await unit.people.save(seen)
        return seen
    new = newcomer(ids.new(), workspace, profile, clock.now())
    await unit.people.add(new)
    return await unit.people.meet(workspace, profile.slack_id) or new
