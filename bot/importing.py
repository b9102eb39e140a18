"""`cairn programme`: what programmes there are, and a table of leaders for one of them.

It may run beside a running bot. People are looked up in Slack's own list, which is kept nowhere.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.clock import RandomIds, SystemClock
from bot.roster import roster
from bot.settings import Settings
from bot.slack import introduce, slack_client
from bot.views.cohort_lines import cohort_lines
from flows.conversation.ports import UnitOfWork
from flows.managing.importing import Import, Imported, NotImported, import_cohort
from flows.people import Profile
from flows.ports import Clock, Ids
from flows.programmes.cohort import Plan, named
from flows.programmes.cohort_file import Cohort, read_cohort, read_members
from flows.programmes.programme import Programme
from flows.roles import COACHING, Role
from flows.words import Words
from storage.database import Patience
from storage.memory import Memory, open_memory

_UNHURRIED = Patience(busy=30.0, reach=10.0, answer=60.0)
"""Nobody waits in Slack for what is done here."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator wants: the bytes of the table and of Slack's list of members, if any; the rest as typed."""

    table: bytes
    programme: str
    members: bytes | None = None
    by: str = ""
    only_check: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What came of it, line by line, and whether all is fine."""

    lines: Sequence[str]
    is_fine: bool = True


async def list_programmes(settings: Settings, clock: Clock | None = None, ids: Ids | None = None) -> Said:
    """A line for each programme that is not over. Raises CairnError."""
    async with slack_client(settings.slack_bot_token, settings.slack_api_url) as slack:
        workspace = (await introduce(slack)).team_id
    async with _opened(settings, clock or SystemClock(), ids or RandomIds()) as memory, memory.unit_of_work() as unit:
        work: UnitOfWork = unit
        programmes = await work.programmes.running(workspace)
        managers = await work.people.by_ids(workspace, {each for found in programmes for each in found.managers})
    slack_ids = {each.id: each.slack_id for each in managers.values()}
    return Said([_listed(each, slack_ids) for each in programmes] or ["There is no programme that is not over."])


async def import_table(
    settings: Settings, wish: Wish, words: Words, clock: Clock | None = None, ids: Ids | None = None
) -> Said:
    """Check a table and store it, all of it or nothing. Raises CairnError."""
    cohort = read_table(wish)
    if cohort.findings:
        return _wrong(list(cohort_lines(cohort.findings, words)), len(cohort.findings))
    async with slack_client(settings.slack_bot_token, settings.slack_api_url) as slack:
        workspace = (await introduce(slack)).team_id
        everybody = await roster(slack, workspace)
    clock, ids = clock or SystemClock(), ids or RandomIds()
    async with _opened(settings, clock, ids) as memory:
        work: Callable[[], UnitOfWork] = memory.unit_of_work
        wanted = Import(workspace, wish.programme, wish.by, cohort.rows, _those(cohort, everybody))
        imported = await import_cohort(work, clock, ids, wanted, only_check=wish.only_check)
    if imported.plan.hindrances:
        return _wrong(list(cohort_lines(imported.plan.hindrances, words)), len(imported.plan.hindrances))
    return Said([*_preview(imported, words), *_outcome(wish)])


def read_table(wish: Wish) -> Cohort:
    """The table with its e-mails joined. Raises NotImported where the list of members is none."""
    members = read_members(wish.members) if wish.members is not None else None
    if wish.members is not None and members is None:
        raise NotImported(
            "the list of members has no columns “email” and “userid”; take the one that Slack exports under "
            "Manage members"
        )
    return read_cohort(wish.table, members)


@asynccontextmanager
async def _opened(settings: Settings, clock: Clock, ids: Ids) -> AsyncIterator[Memory]:
    memory = open_memory(settings.database_url, settings.keystore_url, settings.keys, clock, ids, _UNHURRIED)
    try:
        await memory.check()
        yield memory
    finally:
        await memory.close()


def _those(cohort: Cohort, everybody: Mapping[str, Profile]) -> Mapping[str, Profile]:
    """What Slack says of those who are named, and of nobody else."""
    return {each: everybody[each] for each in named(cohort.rows) if each in everybody}


def _wrong(lines: Sequence[str], count: int) -> Said:
    return Said([*lines, f"Nothing was stored: {_counted(count, 'thing')} to put right."], is_fine=False)


def _preview(imported: Imported, words: Words) -> list[str]:
    plan, design = imported.plan, imported.programme.design
    head = f"{design.name}: {_counted(len(plan.enrolments), 'leader')}, {_accompanying(plan)}."
    welcome = f"The welcome names {imported.by.slack_id} as the one who enrolled them."
    return [head, welcome, *cohort_lines(plan.notes, words)]


def _accompanying(plan: Plan) -> str:
    coaches = {each.person for each in plan.ties if each.role in COACHING}
    sponsors = {each.person for each in plan.ties if each.role is Role.SPONSOR}
    managers = {each.person for each in plan.ties if each.role is Role.LINE_MANAGER}
    counted = ((coaches, "coach or mentor", "coaches and mentors"), (sponsors, "sponsor", "sponsors"))
    said = [_counted(len(who), one, many) for who, one, many in (*counted, (managers, "line manager", "line managers"))]
    return ", ".join(said)


def _outcome(wish: Wish) -> list[str]:
    if wish.only_check:
        return ["All is fine. Nothing was stored: leave out --check to store it."]
    return [
        "Stored. Nobody has been written to: a programme manager lets it begin in Slack with /cairn programme.",
    ]


def _listed(programme: Programme, slack_ids: Mapping[str, str]) -> str:
    design = programme.design
    state = "begun" if programme.confirmed_at else "prepared"
    managers = ", ".join(slack_ids[each] for each in programme.managers if each in slack_ids) or "nobody"
    return f"{programme.id}  {design.name}  {design.starts} to {design.ends}, {state}, managed by {managers}"


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
