"""Whoever runs Cairn puts a table of leaders into a programme, in the name of one of its managers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flows.conversation.ports import UnitOfWork
from flows.errors import CairnError, Conflict
from flows.managing.enrolling import Setting, planning_for, store
from flows.managing.naming import OPERATOR
from flows.people import Person, Profile
from flows.ports import Clock, Ids
from flows.programmes.cohort import Plan
from flows.programmes.cohort_file import CohortRow
from flows.programmes.programme import Programme
from flows.timing.local import local_day

_TRIES = 3


class NotImported(CairnError):
    """There is no such programme, or nobody in whose name it could be done; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Import:
    """A table for a programme, which is named by its id or its name.

    `by` is the Slack id of the manager who is named as the one who enrolled everybody; empty for the first there is.
    `members` is what Slack says of everybody named, by Slack id.
    """

    workspace: str
    programme: str
    by: str
    rows: Sequence[CohortRow]
    members: Mapping[str, Profile]


@dataclass(frozen=True, slots=True)
class Imported:
    """What was planned for which programme, and by whom; stored unless it was only looked at, or something is wrong."""

    plan: Plan
    programme: Programme
    by: Person


async def import_cohort(
    work: Callable[[], UnitOfWork], clock: Clock, ids: Ids, wanted: Import, *, only_check: bool
) -> Imported:
    """Plan it and, unless it is only to be checked, store all of it in the same transaction.

    Nobody is written to. Raises NotImported, NotSaved, and Conflict when others keep enrolling the same people.
    """
    for _ in range(_TRIES - 1):
        try:
            return await _import(work, clock, ids, wanted, only_check=only_check)
        except Conflict:
            continue  # somebody enrolled one of them meanwhile: look at what is there now
    return await _import(work, clock, ids, wanted, only_check=only_check)


async def _import(
    work: Callable[[], UnitOfWork], clock: Clock, ids: Ids, wanted: Import, *, only_check: bool
) -> Imported:
    async with work() as unit:
        now = clock.now()
        programme = await programme_called(unit, wanted.workspace, wanted.programme)
        by = await _manager(unit, programme, wanted.by)
        setting = Setting(programme, by, ids, now, local_day(by.zone, now))
        plan = (await planning_for(unit, setting, wanted.rows, wanted.members)).plan(wanted.rows)
        if not (only_check or plan.hindrances):
            await store(unit, ids, plan, now)
            await unit.audit.note(wanted.workspace, OPERATOR, "cohort_imported", programme.id, now)
            await unit.commit()
    return Imported(plan, programme, by)


async def programme_called(work: UnitOfWork, workspace: str, called: str) -> Programme:
    """The one of this id or name that is not over. Raises NotImported where there is none, or several."""
    running = await work.programmes.running(workspace)
    found = [each for each in running if called == each.id or called.casefold() == each.design.name.casefold()]
    if not found:
        raise NotImported(f"no programme is called “{called}”; cairn programme list shows all that are not over")
    if len(found) > 1:
        several = ", ".join(each.id for each in found)
        raise NotImported(f"several programmes are called “{called}”; name one by its id: {several}")
    return found[0]


async def _manager(work: UnitOfWork, programme: Programme, slack_id: str) -> Person:
    managers = await work.people.by_ids(programme.workspace, programme.managers)
    named = [managers[each] for each in programme.managers if each in managers]
    if not named:
        raise NotImported("nobody manages this programme any more; let somebody manage it first: /cairn programme")
    if not slack_id:
        return named[0]
    found = next((each for each in named if each.slack_id == slack_id), None)
    if found is None:
        those = ", ".join(each.slack_id for each in named)
        raise NotImported(f"{slack_id} does not manage this programme; name one of those who do with --by: {those}")
    return found
