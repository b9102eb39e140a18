"""A programme manager sets up a programme, changes what it is, and says who else manages it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flows.conversation.encounter import Effect, Encounter
from flows.errors import CairnError, NotAvailable
from flows.managing.authority import may_create, programme_for
from flows.managing.enrolling import enrol
from flows.people import Person, Profile
from flows.privacy import Action
from flows.programmes.cohort import Hindrance, Note
from flows.programmes.cohort_file import CohortRow
from flows.programmes.programme import Design, Programme, tidied


class Hindered(CairnError):
    """Somebody cannot take part as they were named: nothing of it is stored. `hindrances` says who, and why."""

    def __init__(self, hindrances: Sequence[Hindrance]) -> None:
        super().__init__(", ".join(each.obstacle for each in hindrances))
        self.hindrances = hindrances


@dataclass(frozen=True, slots=True)
class FirstDraft:
    """What a new programme begins with: its id, chosen when the window was opened, what it is, and its first leader.

    `members` is what Slack says of everybody named. The design was found without faults. `notes` is filled with what
    is worth knowing of what was stored.
    """

    programme: str
    design: Design
    rows: Sequence[CohortRow]
    members: Mapping[str, Profile]
    notes: list[Note] = field(default_factory=list)


async def set_up(encounter: Encounter, draft: FirstDraft) -> Effect:
    """Set up a programme; STALE when this window did so before. Raises NotAvailable, and Hindered."""
    await may_create(encounter)
    if await _is_there(encounter, draft.programme):
        await programme_for(encounter, draft.programme, Action.SEE_PROGRAMME)
        return Effect.STALE
    person, now = encounter.person, encounter.now
    programme = Programme(draft.programme, person.workspace, tidied(draft.design), (person.id,), now)
    await encounter.work.programmes.add(programme)
    await encounter.note("programme_set_up", programme.id)
    plan = await enrol(encounter, programme.id, draft.rows, draft.members)
    if plan.hindrances:
        raise Hindered(plan.hindrances)
    draft.notes[:] = plan.notes
    return Effect.CHANGED


async def change_design(encounter: Encounter, programme_id: str, revision: int, design: Design) -> Effect:
    """Change what a programme is; STALE when it is not any more as it was seen. Raises NotAvailable."""
    programme = await programme_for(encounter, programme_id, Action.CHANGE_PROGRAMME)
    wanted = tidied(design)
    if programme.design == wanted:
        return Effect.CHANGED
    if programme.revision != revision:
        return Effect.STALE
    await encounter.work.programmes.save(replace(programme, design=wanted))
    return Effect.CHANGED


async def change_managers(encounter: Encounter, programme_id: str, revision: int, slack_ids: Sequence[str]) -> Effect:
    """Say who manages a programme, at least one; STALE as above, REFUSED where one of them may set up none.

    Raises NotAvailable.
    """
    programme = await programme_for(encounter, programme_id, Action.CHANGE_PROGRAMME)
    if programme.revision != revision:
        return Effect.STALE
    named = [await _manager(encounter, each) for each in sorted(set(slack_ids))]
    people = [each.id for each in named if each is not None]
    if not people or len(people) < len(named):
        return Effect.REFUSED
    await encounter.work.programmes.save(replace(programme, managers=tuple(people)))
    await encounter.note("programme_managers_named", programme.id)
    return Effect.CHANGED


async def _manager(encounter: Encounter, slack_id: str) -> Person | None:
    person = await encounter.work.people.meet(encounter.person.workspace, slack_id)
    return person if person and await encounter.work.managers.is_manager(person) else None


async def _is_there(encounter: Encounter, programme: str) -> bool:
    try:
        await encounter.work.programmes.get(encounter.person.workspace, programme)
    except NotAvailable:
        return False
    return True
