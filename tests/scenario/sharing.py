"""Stories about sharing: an agreement in force, a reflection finished, and what stands in windows."""

from dataclasses import replace

from bot import ids
from flows.managing.ending import end_ties
from flows.programmes.agreement import Agreement, Shared, Side
from flows.programmes.cohort_file import CohortRow
from flows.programmes.programme import Programme
from flows.programmes.tie import Tie
from sandbox.records import Message
from tests.scenario.programmes import begins, programme
from tests.scenario.world import Person, World, texts

WINS = "We hired two people at last."


async def accompanied(world: World, leader: Person, *coaches: Person, sponsors: tuple[Person, ...] = ()) -> Programme:
    """A programme that has begun, in which these accompany a leader."""
    emil = world.person("Emil")
    coaching, sponsoring = (tuple(each.slack_id for each in some) for some in (coaches, sponsors))
    row = CohortRow(2, leader.slack_id, coaching, sponsors=sponsoring)
    made = await programme(world, row, by=emil)
    await begins(world, made, emil)
    return made


async def agree(world: World, leader: Person, coach: Person, *terms: Shared, by_leader: bool = True) -> None:
    """The two say yes to these terms in every tie between them, or the coach alone does."""
    desk = world.running.reception.desk
    now = desk.clock.now()
    ties = await ties_of(world, leader, coach)
    async with desk.work() as work:
        for tie in ties:
            versions = await work.agreements.of([tie.id])
            newest = max((each.version for each in versions), default=0)
            fresh = Agreement(desk.ids.new(), tie.workspace, tie.id, newest + 1, frozenset(terms), 1, Side.LEADER, now)
            await work.agreements.add(replace(fresh, leader_at=now if by_leader else None, coach_at=now))
        await work.commit()


async def tie_of(world: World, leader: Person, other: Person) -> Tie:
    """The tie in force between two people, the oldest where there are several."""
    return (await ties_of(world, leader, other))[0]


async def ties_of(world: World, leader: Person, other: Person) -> list[Tie]:
    """The ties in force between two people."""
    desk, workspace = world.running.reception.desk, world.sandbox.workspace.team_id
    async with desk.work() as work:
        met = await work.people.met(workspace, [leader.slack_id, other.slack_id])
        ties = await work.ties.of_leader(met[leader.slack_id])
        return [each for each in ties if each.person == met[other.slack_id].id and each.ended_at is None]


async def ends_tie(world: World, leader: Person, other: Person) -> None:
    """Somebody does not accompany a leader any more."""
    desk = world.running.reception.desk
    tie = await tie_of(world, leader, other)
    async with desk.work() as work:
        await end_ties(work, desk.ids, tie.workspace, [tie.id], desk.clock.now())
        await work.commit()
    await world.settled()


async def reflects(leader: Person, text: str = WINS) -> None:
    """Write down small wins, to the end."""
    await leader.types("wins")
    await leader.types(text)
    await leader.types("skip")


async def reflects_on_the_week(leader: Person) -> Message:
    """Write a weekly reflection to the end; the message that, made shorter, opens another question."""
    await leader.types("reflect")
    await leader.types("4")
    await leader.types("I let Ben run the review, and kept quiet for most of an hour.")
    told = await leader.types(
        "It stays with me because he did it otherwise than I do, and it went rather better than mine."
    )
    await leader.types("I will let him run the next one as well, and say so on Monday.")
    return told


async def presses_on_top(person: Person, label: str) -> None:
    """Press the first such button of the window in front."""
    await person.actor.press_in_view(person.actor.open_views()[-1], label=label)
    await person.world.settled()


async def closes_all(person: Person) -> None:
    """Close every window."""
    while views := person.actor.open_views():
        await person.actor.close(views[-1])


async def home(person: Person) -> str:
    """What Home shows."""
    await person.actor.open_home()
    await person.world.settled()
    view = await person.actor.open_home()
    await person.world.settled()
    assert view is not None
    return texts(view.blocks)


async def looks_at_shared(person: Person) -> str:
    """Open the list of leaders and what the first of them shares; the text of the window."""
    await closes_all(person)
    await person.runs("leaders")
    await presses_on_top(person, "What they share")
    return await person.window()


async def opens_first(person: Person) -> str:
    """Open the first entry that is shared; the text of the window."""
    await looks_at_shared(person)
    await presses_on_top(person, "Open")
    return await person.window()


async def shares_with(leader: Person, ties: list[str], what: list[str]) -> dict[str, str]:
    """Tick in the window in front with whom and what, and send it off; what is said to be wrong."""
    window = leader.actor.open_views()[-1]
    outcome = await leader.actor.submit(window, {f"{ids.SHARE_WITH}:0": ties, f"{ids.SHARE_WHAT}:0": what})
    await leader.world.settled()
    return dict(outcome.errors)
