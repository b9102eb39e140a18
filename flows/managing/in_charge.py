"""Whoever runs Cairn puts somebody in charge of a programme, as when all who managed it have gone."""

from collections.abc import Callable
from dataclasses import replace

from flows.conversation.ports import UnitOfWork
from flows.managing.importing import programme_called
from flows.managing.naming import OPERATOR
from flows.ports import Clock
from flows.programmes.programme import Programme


async def put_in_charge(
    work: Callable[[], UnitOfWork], clock: Clock, workspace: str, slack_id: str, called: str
) -> Programme:
    """Let a programme manager manage one that is not over, by id or name, beside those who do. Naming twice is no harm.

    Raises NotImported where there is no such programme, Conflict when somebody changes it meanwhile, and NotSaved.
    """
    async with work() as unit:
        programme = await programme_called(unit, workspace, called)
        person = await unit.people.meet(workspace, slack_id)
        if person is not None and person.id not in programme.managers:
            await unit.programmes.save(replace(programme, managers=(*programme.managers, person.id)))
            await unit.audit.note(workspace, OPERATOR, "put_in_charge", f"{programme.id} {person.id}", clock.now())
            await unit.commit()
        return programme
