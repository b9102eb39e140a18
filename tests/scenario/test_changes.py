"""Who coaches a leader changes, a leader goes, a programme ends: access ends at once, and the leader is told once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from bot import ids
from flows.conversation.encounter import Effect, Encounter
from flows.managing.changing import accompany
from flows.managing.enrolling import enrol
from flows.managing.leaving import end_programme, leave, take_out
from flows.programmes.cohort import Plan
from flows.programmes.cohort_file import CohortRow
from flows.programmes.enrolment import Enrolment, Stage, join
from flows.programmes.programme import Programme
from flows.programmes.share import Share, Why
from flows.programmes.tie import Tie
from flows.rhythm import Rhythm
from storage.tables import AUDIT, SHARE
from tests.databases import Settings
from tests.scenario.forging import NOT_YOURS, points
from tests.scenario.ledger import rows
from tests.scenario.programmes import begins, days_pass, does, everybody, programme, row
from tests.scenario.world import Person, World, labels, new_world

HAND_OVER = "Hand something over"
ENDED = "This engagement has ended, so it was not saved. You can copy your words from here."


@pytest.fixture
async def world(settings: Settings) -> AsyncIterator[World]:
    async with new_world(settings) as made:
        yield made


@pytest.fixture
async def made(world: World) -> Programme:
    """A programme of Emil's that has begun, in which Dana coaches Ana. Ana takes part and is asked on Mondays."""
    emil, ana, dana = (world.person(name) for name in ("Emil", "Ana", "Dana"))
    made = await programme(world, row(ana, dana), by=emil)
    await begins(world, made, emil)

    async def sets_up(encounter: Encounter) -> Effect:
        [mine] = await encounter.work.enrolments.of_leader(encounter.person)
        await encounter.work.enrolments.save([join(mine, encounter.now)])
        await encounter.work.people.save(replace(encounter.person, rhythm=Rhythm(frozenset({1}), time(16), 5)))
        return Effect.CHANGED

    await does(world, ana, sets_up)
    return made


async def enrolment(world: World, made: Programme) -> Enrolment:
    async with world.running.reception.desk.work() as work:
        [found] = await work.enrolments.of_programme(made)
        return found


async def ties(world: World, made: Programme) -> list[Tie]:
    about = await enrolment(world, made)
    async with world.running.reception.desk.work() as work:
        found = await work.ties.of_enrolments(made.workspace, [about.id])
        return sorted(found, key=lambda each: (each.since, each.id))


async def changes(world: World, made: Programme, wanted: CohortRow, by: str = "Emil") -> Plan:
    """A manager changes who accompanies the leader."""
    about, plans = await enrolment(world, made), list[Plan]()

    async def act(encounter: Encounter) -> Effect:
        plans.append(await accompany(encounter, about.id, wanted, everybody(world)))
        return Effect.CHANGED

    await does(world, world.person(by), act)
    return plans[-1]


async def ana_writes(world: World, *, shown_to: Tie, when: timedelta = timedelta()) -> str:
    """An entry of Ana's that somebody sees."""
    ana = world.person("Ana")
    await ana.types("wins")
    await ana.types("I asked before I answered.")
    await ana.types("skip")
    desk = world.running.reception.desk
    async with desk.work() as work:
        person = await work.people.meet(shown_to.workspace, ana.slack_id)
        assert person is not None
        entry = await work.conversations.latest(person, "small-wins")
        assert entry is not None
        now = desk.clock.now()
        share = Share(desk.ids.new(), person.workspace, person.id, shown_to.person, shown_to.id, entry.id, "", now, now)
        await work.shares.add([replace(share, visible_from=now + when)])
        await work.commit()
    return entry.id


async def shown(world: World) -> list[tuple[str, str, str | None]]:
    """What is shown because of which tie, and why no more."""
    return [
        (each.tie, each.conversation, each.why)
        for each in await rows(world, select(SHARE).order_by(SHARE.c.created_at, SHARE.c.id))
    ]


async def test_a_new_coach_begins_with_an_empty_page_and_the_one_before_sees_nothing(
    world: World, made: Programme
) -> None:
    ana, ben, chloe = (world.person(name) for name in ("Ana", "Ben", "Chloe"))
    [old] = await ties(world, made)
    entry = await ana_writes(world, shown_to=old)
    assert (await changes(world, made, row(ana, ben))).hindrances == ()
    old, new = await ties(world, made)
    assert (old.ended_at, new.ended_at) == (new.since, None)
    assert await shown(world) == [(old.id, entry, Why.TIE_ENDED)]
    assert f"has named <@{ben.slack_id}> as your coach in the programme “Leading change”." in ana.last.text
    dana = world.person("Dana")
    assert f"<@{dana.slack_id}> coaches you no longer in this programme, and sees nothing of yours" in ana.last.text
    assert labels(ana.last) == ["See the agreement", HAND_OVER]
    assert f"You accompany <@{ana.slack_id}>." in ben.last.text
    assert chloe.heard() == []


async def test_whoever_stays_keeps_their_tie_and_nobody_is_told(world: World, made: Programme) -> None:
    ana, dana = world.person("Ana"), world.person("Dana")
    [before], said = await ties(world, made), len(ana.heard())
    farah = world.person("Farah")
    wanted = CohortRow(2, ana.slack_id, (dana.slack_id,), sponsors=(farah.slack_id,))
    await changes(world, made, wanted)
    kept, sponsor = await ties(world, made)
    assert kept == before
    assert sponsor.role == "sponsor"
    assert (len(ana.heard()), len(dana.heard()), farah.heard()) == (said, 1, [])


async def test_what_is_handed_over_is_asked_once(world: World, made: Programme) -> None:
    ana, ben = world.person("Ana"), world.person("Ben")
    [old] = await ties(world, made)
    first = await ana_writes(world, shown_to=old)
    world.later(timedelta(days=7))
    second = await ana_writes(world, shown_to=old)
    await ana_writes(world, shown_to=old, when=timedelta(hours=1))
    await changes(world, made, row(ana, ben))
    *_, new = await ties(world, made)
    await ana.presses(HAND_OVER)
    assert "Everything I shared since a day" in await ana.window()
    assert "My goals and plans" not in await ana.window()
    view = ana.actor.open_views()[-1]
    assert view.blocks[2]["element"]["initial_date"] == "2026-11-19"
    sent = await ana.actor.submit(view, {ids.HAND_OVER_WHAT: "everything_since", ids.HAND_OVER_SINCE: "2026-11-20"})
    await world.settled()
    assert sent.delivery is not None
    assert [(tie, entry) for tie, entry, why in await shown(world) if why is None] == [(new.id, second)]
    assert first != second
    assert "You have handed over what you had shared." in ana.last.text
    assert labels(ana.last) == ["See the agreement"]


async def test_nothing_is_handed_over_where_nothing_was_shared(world: World, made: Programme) -> None:
    ana, ben = world.person("Ana"), world.person("Ben")
    await changes(world, made, row(ana, ben))
    assert labels(ana.last) == ["See the agreement"]


async def test_a_window_that_asks_is_worth_nothing_after_the_coach_has_gone(world: World, made: Programme) -> None:
    ana, ben, chloe = (world.person(name) for name in ("Ana", "Ben", "Chloe"))
    [old] = await ties(world, made)
    await ana_writes(world, shown_to=old)
    await changes(world, made, row(ana, ben))
    await ana.presses(HAND_OVER)
    view = ana.actor.open_views()[-1]
    world.later(timedelta(minutes=1))
    await changes(world, made, row(ana, chloe))
    refused = await ana.actor.submit(view, {ids.HAND_OVER_WHAT: "everything_since"})
    assert refused.errors == {ids.HAND_OVER_WHAT: ENDED}
    assert [each for each in await shown(world) if each[2] is None] == []


async def test_nobody_hands_over_for_somebody_else(world: World, made: Programme) -> None:
    ana, ben, dana = (world.person(name) for name in ("Ana", "Ben", "Dana"))
    [old] = await ties(world, made)
    await ana_writes(world, shown_to=old)
    await changes(world, made, row(ana, ben))
    *_, new = await ties(world, made)
    await points(world, dana, ids.HAND_OVER, ids.Pointer(new.id).packed(), on=dana.last)
    assert dana.last.text == NOT_YOURS
    assert dana.actor.open_views() == []


@pytest.mark.parametrize("how", ["leaves", "is taken out", "the programme is ended", "the programme is over"])
async def test_a_part_in_a_programme_ends_with_one_message_and_all_access(
    world: World, made: Programme, how: str
) -> None:
    ana, emil, dana = (world.person(name) for name in ("Ana", "Emil", "Dana"))
    [tie], about = await ties(world, made), await enrolment(world, made)
    entry = await ana_writes(world, shown_to=tie)
    said, coach_heard = len(ana.heard()), len(dana.heard())
    await ends(world, made, about, how, ana, emil)
    assert (await enrolment(world, made)).stage is Stage.ENDED
    assert [each.ended_at is not None for each in await ties(world, made)] == [True]
    assert await shown(world) == [(tie.id, entry, Why.TIE_ENDED)]
    [farewell] = ana.heard()[said:]
    assert "Your journal stays yours." in farewell.text
    assert labels(farewell) == ["Open my journal", "Go on for me alone"]
    assert len(dana.heard()) == coach_heard
    await days_pass(world, 40)
    assert len(ana.heard()) == said + 1


async def ends(world: World, made: Programme, about: Enrolment, how: str, ana: Person, emil: Person) -> None:
    match how:
        case "leaves":
            await does(world, ana, lambda encounter: leave(encounter, about.id))
        case "is taken out":
            await does(world, emil, lambda encounter: take_out(encounter, about.id))
        case "the programme is ended":
            await does(world, emil, lambda encounter: end_programme(encounter, made.id))
        case _:
            world.later(timedelta(days=(made.design.ends - date(2026, 11, 19)).days))
            await days_pass(world, 0)
            assert (await enrolment(world, made)).stage is Stage.JOINED, "it is not over everywhere"
            await days_pass(world, 1)


async def test_the_rhythm_may_go_on_alone(world: World, made: Programme) -> None:
    ana, emil = world.person("Ana"), world.person("Emil")
    await does(world, emil, lambda encounter: end_programme(encounter, made.id))
    assert "If you do nothing, I stop." in ana.last.text
    await ana.presses("Go on for me alone")
    assert "I go on asking you on the days and at the hour that you chose, for you alone." in ana.last.text
    await ana.presses("Stop asking")
    assert labels(ana.last) == ["Open my journal", "Go on for me alone"]
    await ana.presses("Open my journal")
    assert len(ana.actor.open_views()) == 1


async def test_whoever_never_said_yes_is_not_written_to_again(world: World) -> None:
    emil, ben = world.person("Emil"), world.person("Ben")
    made = await programme(world, row(ben), by=emil)
    await begins(world, made, emil)
    await does(world, emil, lambda encounter: end_programme(encounter, made.id))
    [welcome] = ben.heard()
    assert "This invitation is over." in welcome.text
    await days_pass(world, 30)
    assert len(ben.heard()) == 1


async def test_whoever_left_may_come_back(world: World, made: Programme) -> None:
    ana, emil = world.person("Ana"), world.person("Emil")
    about = await enrolment(world, made)
    await does(world, ana, lambda encounter: leave(encounter, about.id))

    async def again(encounter: Encounter) -> Effect:
        assert (await enrol(encounter, made.id, [row(ana)], everybody(world))).hindrances == ()
        return Effect.CHANGED

    assert await does(world, emil, again) is Effect.CHANGED
    assert await begins(world, made, emil) is Effect.CHANGED
    assert labels(ana.last) == ["Set up (1 minute)", "Who sees what", "Not now"]


@pytest.mark.parametrize("who", ["Dana", "Ana"])
async def test_only_a_manager_of_the_programme_changes_it(world: World, made: Programme, who: str) -> None:
    about = await enrolment(world, made)
    before = await ties(world, made)
    effects = [
        await does(world, world.person(who), lambda encounter: take_out(encounter, about.id)),
        await does(world, world.person(who), lambda encounter: end_programme(encounter, made.id)),
    ]
    assert effects == [Effect.NOT_AVAILABLE] * 2
    assert (await ties(world, made), (await enrolment(world, made)).stage) == (before, Stage.JOINED)
    assert [each.action for each in await rows(world, select(AUDIT)) if each.action == "denied"] == ["denied"] * 2


async def test_it_is_written_down_who_did_what(world: World, made: Programme) -> None:
    ana, ben, emil = (world.person(name) for name in ("Ana", "Ben", "Emil"))
    await changes(world, made, row(ana, ben))
    about = await enrolment(world, made)
    await does(world, ana, lambda encounter: leave(encounter, about.id))
    await does(world, emil, lambda encounter: end_programme(encounter, made.id))
    people = {ana.slack_id, emil.slack_id}
    done = [(each.actor, each.action, each.about) for each in await rows(world, select(AUDIT)) if each.actor in people]
    assert sorted(done) == sorted(
        [
            (emil.slack_id, "enrolled", made.id),
            (emil.slack_id, "programme_begun", made.id),
            (emil.slack_id, "accompanied", about.id),
            (ana.slack_id, "left", about.id),
            (emil.slack_id, "programme_ended", made.id),
        ]
    )


LAST = date(2026, 12, 1)


async def accompanies(world: World, made: Programme, row: CohortRow) -> None:
    about = await enrolment(world, made)

    async def act(encounter: Encounter) -> Effect:
        plan = await accompany(encounter, about.id, row, everybody(world))
        assert plan.hindrances == ()
        return Effect.CHANGED

    await does(world, world.person("Emil"), act)


async def ties_of(world: World, coach: Person) -> list[Tie]:
    async with world.running.reception.desk.work() as work:
        person = await work.people.meet(world.sandbox.workspace.team_id, coach.slack_id)
        return [*await work.ties.of_person(person)] if person else []


async def test_who_is_from_outside_is_prolonged_in_sight_of_the_leader(world: World, made: Programme) -> None:
    ana, dana, hana = (world.person(name) for name in ("Ana", "Dana", "Hana"))
    await accompanies(world, made, replace(row(ana, dana, hana), until=LAST))
    before = len(ana.heard())
    await accompanies(world, made, row(ana, dana, hana))  # without a day, they keep their own
    assert [each.until for each in await ties_of(world, hana)] == [LAST]
    assert len(ana.heard()) == before
    await accompanies(world, made, replace(row(ana, dana, hana), until=LAST + timedelta(days=30)))
    assert f"<@{hana.slack_id}> accompanies you" in ana.last.text
    assert "until Thursday, 31 December 2026" in ana.last.text
    assert len(await ties_of(world, hana)) == 1
    assert len(ana.heard()) == before + 1


async def test_who_is_past_their_last_day_comes_back_with_an_empty_page(world: World, made: Programme) -> None:
    ana, dana, hana = (world.person(name) for name in ("Ana", "Dana", "Hana"))
    await accompanies(world, made, replace(row(ana, dana, hana), until=LAST))
    world.later(timedelta(days=20))  # and nobody has looked at the clock yet
    await accompanies(world, made, replace(row(ana, dana, hana), until=LAST + timedelta(days=60)))
    [old, new] = await ties_of(world, hana)
    assert old.ended_at is not None
    assert new.until == LAST + timedelta(days=60)
    assert f"has named <@{hana.slack_id}> as your coach" in ana.last.text
    assert "no longer" not in ana.last.text
