"""An owner of the workspace says who may set up programmes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.conversation.encounter import Effect, Encounter
from flows.managing.authority import authority
from flows.people import Person, Profile, as_seen, may_take_part, newcomer
from flows.privacy import Action, State, require

BY_OWNER = "owner"
"""Who named somebody, in the list of those who were."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who is to set up programmes from now on, as Slack tells of them, and who no longer, by Slack id."""

    named: Mapping[str, Profile] = field(default_factory=dict)
    dismissed: frozenset[str] = frozenset()


async def appoint(encounter: Encounter, wanted: Appointment) -> Effect:
    """Name and dismiss programme managers; REFUSED, changing nothing, where one named is no full member.

    Raises NotAvailable.
    """
    require((await authority(encounter)).towards(None), State.RUNNING, Action.NAME_MANAGER)
    if not all(may_take_part(each.standing) for each in wanted.named.values()):
        return Effect.REFUSED
    for slack_id in sorted({*wanted.named, *wanted.dismissed}):
        if slack_id in wanted.named:
            await _name(encounter, wanted.named[slack_id])
        else:
            await _dismiss(encounter, slack_id)
    return Effect.CHANGED


async def _name(encounter: Encounter, profile: Profile) -> None:
    person = await _met(encounter, profile)
    if await encounter.work.managers.is_manager(person):
        return
    await encounter.work.managers.name(encounter.desk.ids.new(), person, BY_OWNER, encounter.now)
    await encounter.note("manager_named", person.id)


async def _dismiss(encounter: Encounter, slack_id: str) -> None:
    person = await encounter.work.people.meet(encounter.person.workspace, slack_id)
    if person is None or not await encounter.work.managers.is_manager(person):
        return
    await encounter.work.managers.end(person, encounter.now)
    await encounter.note("manager_dismissed", person.id)


async def _met(encounter: Encounter, profile: Profile) -> Person:
    workspace, now = encounter.person.workspace, encounter.now
    known = await encounter.work.people.meet(workspace, profile.slack_id)
    if known is not None:
        await encounter.work.people.save(as_seen(known, profile, now))
        return known
    new = newcomer(encounter.desk.ids.new(), workspace, profile, now)
    await encounter.work.people.add(new)
    return await encounter.work.people.meet(workspace, profile.slack_id) or new
