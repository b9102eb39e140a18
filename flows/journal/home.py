"""A person looks at the Home tab."""

from dataclasses import replace

from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.privacy import Action


async def home_opened(desk: Desk, inbound: Inbound) -> Effect:
    """Put up Home for this person, and keep it up to date from now on."""
    return await once(desk, inbound, _open, Action.READ_WHAT_WAS_SHARED)


async def _open(encounter: Encounter) -> Effect:
    if encounter.person.home_opened_at is None:
        await encounter.work.people.save(replace(encounter.person, home_opened_at=encounter.now))
    await encounter.voice.home()
    return Effect.OPENED
