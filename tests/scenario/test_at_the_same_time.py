"""What two people do at the same moment leaves what one after the other would have left. SQLite lets nobody meet."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from flows.conversation.choosing import Chosen
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, once
from flows.managing.changing import accompany
from flows.managing.invitations import bring_to_mind, not_now
from flows.managing.leaving import end_programme, leave, take_out
from flows.managing.setting_up import SetUp, set_up
from flows.programmes.agreement import Shared
from flows.programmes.enrolment import Enrolment, Reason, Stage, join
from flows.programmes.programme import Programme
from flows.programmes.share import Why
from flows.rhythm import Rhythm
from flows.sharing.offering import take_back
from flows.sharing.reading import open_shared
from storage.tables import READING, SHARE, TIE
from tests.scenario.ledger import rows
from tests.scenario.meanwhile import Meanwhile, does_on, inbound_of
from tests.scenario.programmes import everybody, row
from tests.scenario.sharing import accompanied, agree, reflects
from tests.scenario.world import Person, World

pytestmark = pytest.mark.postgres

MONDAYS = SetUp(Rhythm(frozenset({1}), time(16), 5), Chosen(None, ""), {})


@pytest.fixture
def backend() -> str:
    return "postgres"


@pytest.fixture
def emil(world: World) -> Person:
    """Who manages programmes."""
    return world.person("Emil")


@pytest.fixture
def dana(world: World) -> Person:
    """Who coaches."""
    return world.person("Dana")


@pytest.fixture
async def made(world: World, ana: Person, dana: Person) -> Programme:
    """A programme to which Ana is invited, with Dana as coach."""
    await ana.types("help")
    return await accompanied(world, ana, dana)


@pytest.fixture
def desk(world: World) -> Desk:
    return world.running.reception.desk


async def enrolment_in(desk: Desk, made: Programme) -> Enrolment:
    async with desk.work() as work:
        [found] = await work.enrolments.of_programme(made)
    return found


async def test_who_takes_back_while_it_is_opened_takes_it_back(
    world: World, ana: Person, dana: Person, made: Programme, desk: Desk
) -> None:
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await reflects(ana)
    await ana.presses("Share now")
    [shown] = await rows(world, select(SHARE))
    taking = Meanwhile(lambda: take_back(desk, inbound_of(ana), shown.conversation))
    opening = await open_shared(taking.after(desk, "shares", "get"), inbound_of(dana), shown.id)
    assert (opening.effect, await taking.outcome()) == (Effect.OPENED, Effect.CHANGED)
    [over] = await rows(world, select(SHARE))
    assert over.why == Why.TAKEN_BACK
    assert len(await rows(world, select(READING))) == 1, "and its author is told who had opened it"


async def test_two_who_hold_each_other_up_both_come_through(ana: Person, dana: Person, made: Programme) -> None:
    desk = ana.world.running.reception.desk

    async def meets(encounter: Encounter, other: Person) -> Effect:
        await encounter.work.people.meet(encounter.person.workspace, other.slack_id)
        return Effect.CHANGED

    second = Meanwhile(lambda: does_on(desk, dana, lambda encounter: meets(encounter, ana)))
    first = await does_on(second.after(desk, "people", "meet"), ana, lambda encounter: meets(encounter, dana))
    assert (first, await second.outcome()) == (Effect.CHANGED, Effect.CHANGED)


async def test_two_who_name_each_other_do_not_hold_each_other_up(ana: Person, dana: Person, made: Programme) -> None:
    desk, tried = ana.world.running.reception.desk, []

    async def meets(encounter: Encounter) -> Effect:
        tried.append(encounter.person.slack_id)
        for other in (ana, dana):
            await encounter.work.people.meet(encounter.person.workspace, other.slack_id)
        return Effect.CHANGED

    second = Meanwhile(lambda: once(desk, inbound_of(ana, dana), meets))
    first = await once(second.after(desk, "people", "meet"), inbound_of(dana, ana), meets)
    assert (first, await second.outcome()) == (Effect.CHANGED, Effect.CHANGED)
    assert sorted(tried) == sorted([ana.slack_id, dana.slack_id]), "each of them once"


async def test_who_sets_up_while_the_programme_ends_does_not_undo_its_end(
    emil: Person, ana: Person, made: Programme, desk: Desk
) -> None:
    enrolment = await enrolment_in(desk, made)

    async def ends(encounter: Encounter) -> Effect:
        return await end_programme(encounter, made.id)

    ending = Meanwhile(lambda: does_on(desk, emil, ends))
    effect = await set_up(ending.after(desk, "enrolments", "get"), inbound_of(ana), enrolment.id, MONDAYS)
    assert (effect, await ending.outcome()) == (Effect.CHANGED, Effect.CHANGED)
    over = await enrolment_in(desk, made)
    assert (over.stage, over.reason) == (Stage.ENDED, Reason.PROGRAMME_OVER)


async def test_who_says_not_now_while_it_is_brought_to_mind_is_heard(
    world: World, ana: Person, made: Programme, desk: Desk
) -> None:
    enrolment = await enrolment_in(desk, made)
    world.later(timedelta(days=6))
    async with desk.work() as work:
        [due] = await work.occasions.due(world.clock.now(), 10)
    answering = Meanwhile(lambda: not_now(desk, inbound_of(ana), enrolment.id))
    assert await bring_to_mind(answering.after(desk, "enrolments", "get"), due)
    assert await answering.outcome() is Effect.CHANGED
    answered = await enrolment_in(desk, made)
    assert (answered.stage, answered.reminded_at) == (Stage.WAITING, world.clock.now())


async def test_what_is_finished_while_the_tie_ends_is_not_shown_for_ever(
    world: World, emil: Person, ana: Person, dana: Person, made: Programme, desk: Desk
) -> None:
    enrolment = await enrolment_in(desk, made)
    await agree(world, ana, dana, Shared.REFLECTIONS)
    taking_out = Meanwhile(lambda: does_on(desk, emil, lambda encounter: take_out(encounter, enrolment.id)))
    world.running.reception.desk = taking_out.after(desk, "ties", "of_leader")
    await reflects(ana)
    assert await taking_out.outcome() is Effect.CHANGED
    [share] = await rows(world, select(SHARE))
    assert (share.ended_at, share.why) == (world.clock.now(), Why.TIE_ENDED)


async def test_nobody_is_to_accompany_a_leader_who_leaves(
    world: World, emil: Person, ana: Person, made: Programme, desk: Desk
) -> None:
    ben, enrolment = world.person("Ben"), await enrolment_in(desk, made)
    async with desk.work() as work:
        await work.enrolments.save([join(enrolment, world.clock.now())])
        await work.commit()

    async def names_ben(encounter: Encounter) -> Effect:
        await accompany(encounter, enrolment.id, row(ana, ben), everybody(world))
        return Effect.CHANGED

    leaving = Meanwhile(lambda: does_on(desk, ana, lambda encounter: leave(encounter, enrolment.id)))
    effect = await does_on(leaving.after(desk, "people", "by_id"), emil, names_ben)
    assert (effect, await leaving.outcome()) == (Effect.NOT_AVAILABLE, Effect.CHANGED)
    await world.settled()
    assert all(tie.ended_at for tie in await rows(world, select(TIE)))
    assert ben.heard() == []
