"""What is to be done at a moment: looked at anew where it is too early, and kept back by nothing that fails."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from flows.conversation.desk import Desk
from flows.conversation.ports import UnitOfWork
from flows.errors import NotSaved
from flows.managing.leaving import end_what_is_over
from flows.managing.occasions import attend
from flows.programmes.cohort_file import CohortRow
from flows.programmes.occasion import Kind, Occasion
from flows.programmes.programme import Programme
from storage.tables import TIE
from tests.scenario.ledger import rows
from tests.scenario.programmes import DESIGN, begins, programme
from tests.scenario.world import Person, World

LAST = date(2026, 12, 1)
OVER_IN_MADRID, OVER_IN_NEW_YORK = datetime(2026, 12, 1, 23, tzinfo=UTC), datetime(2026, 12, 2, 5, tzinfo=UTC)
MORE_THAN_AT_ONCE = 101


async def accompanied_from_outside(world: World, ana: Person) -> None:
    emil, hana = world.person("Emil"), world.person("Hana")
    made = await programme(world, CohortRow(2, ana.slack_id, coaches=(hana.slack_id,), until=LAST), by=emil)
    await begins(world, made, emil)
    desk = world.running.reception.desk
    async with desk.work() as work:
        [enrolment] = await work.enrolments.of_programme(made)
        await work.occasions.drop(made.workspace, [enrolment.id], desk.clock.now())
        await work.commit()


async def is_over(world: World, at: datetime) -> bool:
    """Whether the tie has ended once it was looked what is due at this time."""
    world.later(at - world.clock.now())
    await attend(world.running.reception.desk)
    [tie] = await rows(world, TIE.select())
    return tie.ended_at is not None


async def test_a_last_day_is_over_where_the_leader_is_by_then(world: World, ana: Person) -> None:
    await accompanied_from_outside(world, ana)
    async with world.memory.unit_of_work() as work:
        met = await work.people.meet(world.sandbox.workspace.team_id, ana.slack_id)
        assert met is not None
        await work.people.save(replace(met, zone="America/New_York"))
        await work.commit()
    assert not await is_over(world, OVER_IN_MADRID)
    assert not await is_over(world, OVER_IN_NEW_YORK - timedelta(seconds=1))
    assert await is_over(world, OVER_IN_NEW_YORK)


async def test_what_fails_keeps_nothing_back_however_much_it_is(world: World, ana: Person) -> None:
    await accompanied_from_outside(world, ana)
    workspace, now = world.sandbox.workspace.team_id, world.clock.now()
    async with world.memory.unit_of_work() as work:
        numbers = [f"fails-{number}" for number in range(MORE_THAN_AT_ONCE)]
        await work.occasions.plan([Occasion(each, workspace, each, Kind.REMIND, "nothing", now) for each in numbers])
        await work.commit()
    assert await is_over(world, OVER_IN_MADRID)
    assert len(await attend(world.running.reception.desk)) == MORE_THAN_AT_ONCE, "it stays due"


class _Refusing:
    """Programmes of which some cannot be saved."""

    def __init__(self, programmes: Any, refused: Collection[str]) -> None:
        self._programmes, self._refused = programmes, refused

    def __getattr__(self, name: str) -> Any:
        return getattr(self._programmes, name)

    async def save(self, made: Programme) -> None:
        if made.id in self._refused:
            raise NotSaved
        await self._programmes.save(made)


def refusing(desk: Desk, refused: Collection[str]) -> Desk:
    @asynccontextmanager
    async def work() -> AsyncIterator[UnitOfWork]:
        async with desk.work() as unit:
            unit.programmes = cast("Any", _Refusing(unit.programmes, refused))
            yield unit

    return replace(desk, work=cast("Callable[[], UnitOfWork]", work))


async def test_a_programme_that_cannot_be_ended_keeps_back_no_other(world: World) -> None:
    desk, workspace = world.running.reception.desk, world.sandbox.workspace.team_id
    now = desk.clock.now()
    refused = [f"programme-{number:02}" for number in range(11)]
    async with desk.work() as work:
        for each in (*refused, "the-last"):
            await work.programmes.add(Programme(each, workspace, DESIGN, (), now, now))
        await work.commit()
    world.later(timedelta(days=(DESIGN.ends - now.date()).days + 3))
    failed = await end_what_is_over(refusing(desk, refused))
    assert [each.id for each, _ in failed] == refused
    async with desk.work() as work:
        ended = await work.programmes.get(workspace, "the-last")
    assert ended.ended_at == world.clock.now()
