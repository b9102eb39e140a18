"""When no programme goes on for somebody, they choose whether Cairn asks them on, for themselves alone."""

from dataclasses import replace

from flows.conversation.encounter import Effect, Encounter
from flows.conversation.moving import redraw_pressed


async def go_on_alone(encounter: Encounter, *, wanted: bool) -> Effect:
    """Ask them on, or do not. It is theirs alone to say, and they may change it as often as they like."""
    if encounter.person.rhythm is None:
        await redraw_pressed(encounter)
        return Effect.STALE
    await encounter.work.people.save(replace(encounter.person, goes_on_alone=wanted))
    await redraw_pressed(encounter)
    return Effect.CHANGED
