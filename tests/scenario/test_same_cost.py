"""What is not there, and what is somebody else's, read the same and cost the same: no answer tells them apart."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from benchmarks.statement_record import recorded
from bot import ids
from flows.conversation.encounter import Effect, Encounter
from flows.conversation.moving import deny
from flows.conversation.ports import UnitOfWork
from flows.errors import NotAvailable
from flows.managing.authority import enrolment_managed, programme_for
from flows.managing.invitations import enrolment_for
from flows.people import Person as Known
from flows.privacy import Action
from flows.programmes.share import Share, Why
from tests.databases import Settings
from tests.scenario.forging import NOT_YOURS, conversation_of, points
from tests.scenario.programmes import begins, does, programme, row
from tests.scenario.world import Person, World, new_world

RANDOM = "random-000000000000000000"


@pytest.fixture
async def world(settings: Settings) -> AsyncIterator[World]:
    async with new_world(settings) as made:
        yield made


@dataclass(frozen=True)
class Ids:
    """What somebody else has: a programme, an enrolment, a tie, a share, a conversation; and the same, ended."""

    programme: str
    enrolment: str
    tie: str
    share: str
    ended_programme: str
    ended_enrolment: str
    ended_share: str


@pytest.fixture
async def theirs(world: World) -> Ids:
    """A programme of Emil's in which Ana takes part and Dana coaches, and one that is over."""
    emil, ana, dana = (world.person(name) for name in ("Emil", "Ana", "Dana"))
    over, running = await programme(world, row(ana, dana), by=emil), await programme(world, row(ana, dana), by=emil)
    await begins(world, running, emil)
    await ana.types("reflect")
    conversation, _ = await conversation_of(world, ana)
    workspace, now = running.workspace, world.clock.now()
    async with world.memory.unit_of_work() as work:
        [ended] = await work.enrolments.of_programme(over)
        [enrolment] = await work.enrolments.of_programme(running)
        await work.programmes.save((await work.programmes.get(workspace, over.id)).ended(now))
        [tie] = await work.ties.of_enrolments(workspace, [enrolment.id])
        share = Share("share", workspace, tie.leader, tie.person, tie.id, conversation, "", now, now)
        gone = replace(share, id="gone", step="energy", ended_at=now, why=Why.TAKEN_BACK)
        await work.shares.add([share, gone])
        await work.commit()
    return Ids(running.id, enrolment.id, tie.id, share.id, over.id, ended.id, gone.id)


@pytest.fixture
async def farah(world: World) -> Person:
    """A programme manager who has nothing to do with any of it, and coaches nobody."""
    found = world.person("Farah")
    await programme(world, by=found)
    return found


Look = Callable[[Encounter, str], Awaitable[object]]


async def cost(world: World, who: Person, look: Look, about: str) -> Counter[str]:
    """The statements of one look in an encounter that is refused."""
    spent = Counter[str]()

    async def act(encounter: Encounter) -> Effect:
        with recorded() as counted, pytest.raises(NotAvailable):
            await look(encounter, about)
        spent.update(counted)
        return await deny(encounter, about)

    assert await does(world, who, act) is Effect.NOT_AVAILABLE
    assert who.last.text == NOT_YOURS
    return without_the_clocks(spent)


def without_the_clocks(counted: Counter[str]) -> Counter[str]:
    """What the sender and the ticker do meanwhile is no cost of a look."""
    theirs = ("outbox", "occasion", "COMMIT", "ROLLBACK")
    return Counter({name: many for name, many in counted.items() if not any(each in name for each in theirs)})


async def _programme(encounter: Encounter, about: str) -> object:
    return await programme_for(encounter, about, Action.CHANGE_PROGRAMME)


async def _enrolment(encounter: Encounter, about: str) -> object:
    return await enrolment_managed(encounter, about, Action.NAME_COACH)


async def _own_enrolment(encounter: Encounter, about: str) -> object:
    return await enrolment_for(encounter, about, Action.SET_UP)


@pytest.mark.parametrize(
    ("look", "which", "ended"),
    [
        (_programme, "programme", "ended_programme"),
        (_enrolment, "enrolment", "ended_enrolment"),
        (_own_enrolment, "enrolment", "ended_enrolment"),
    ],
    ids=["a programme", "an enrolment managed", "an invitation"],
)
async def test_what_is_somebody_elses_costs_what_is_not_there(
    world: World, theirs: Ids, farah: Person, look: Look, which: str, ended: str
) -> None:
    least = await cost(world, farah, look, RANDOM)
    assert least, "something was looked up"
    for about in (getattr(theirs, which), getattr(theirs, ended)):
        assert await cost(world, farah, look, about) == least


async def lookups(world: World, who: Person, look: Callable[[UnitOfWork, Known], Awaitable[object]]) -> Counter[str]:
    """The statements of one look-up in the store that finds nothing for this person."""
    async with world.memory.unit_of_work() as work:
        person = await work.people.meet(world.sandbox.workspace.team_id, who.slack_id)
        assert person is not None
        with recorded() as counted, pytest.raises(NotAvailable):
            await look(work, person)
    return without_the_clocks(counted)


async def test_a_share_is_looked_up_alike_whoever_it_is_for(world: World, theirs: Ids, farah: Person) -> None:
    found = [
        await lookups(world, farah, lambda work, person, about=about: work.shares.get(person, about))  # type: ignore[misc]  # bound now
        for about in (RANDOM, theirs.share, theirs.ended_share)
    ]
    assert found[0] == found[1] == found[2] == Counter({"SELECT share": 1})


async def test_a_conversation_of_somebody_else_costs_what_is_not_there(world: World, farah: Person) -> None:
    ana = world.person("Ana")
    await ana.types("reflect")
    about, turn = await conversation_of(world, ana)
    await ana.types("stop")
    world.later(timedelta(minutes=1))
    await farah.types("help")
    costs = []
    for conversation in (RANDOM, about):
        with recorded() as counted:
            await points(world, farah, "question:skip", ids.Pointer(conversation, turn).packed())
        assert farah.last.text == NOT_YOURS
        costs.append(without_the_clocks(counted))
    assert costs[0] == costs[1]
