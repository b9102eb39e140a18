"""What Slack says of people is kept true: who leaves or becomes a guest loses at once what only members have."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import ids
from bot.membership import Membership
from flows.managing.membership import hear_of
from flows.people import Profile, Standing
from flows.programmes.agreement import Shared
from flows.programmes.cohort_file import CohortRow
from flows.programmes.enrolment import join
from flows.programmes.tie import Tie
from flows.roles import Role
from sandbox.faults import http_error, slack_error
from sandbox.traffic import DeliveryKind
from storage.tables import ANSWER, PERSON
from tests.databases import Settings
from tests.scenario.forging import MEMBERS_ONLY, audit, count, forge, payloads, people, points, send, standings, writes
from tests.scenario.ledger import rows
from tests.scenario.programmes import begins, days_pass, programme, row
from tests.scenario.sharing import WINS, agree, home, opens_first, presses_on_top, reflects
from tests.scenario.world import Person, World, new_world

ONLY_READS = "You are here as coach or mentor from outside."
LAST = date(2026, 12, 1)
NOT_MEMBERS = pytest.mark.parametrize("kind", ["guest", "of another workspace", "a bot", "deactivated"])
FACTS: dict[str, dict[str, Any]] = {
    "guest": {"is_restricted": True},
    "of another workspace": {"is_stranger": True},
    "a bot": {"is_bot": True},
    "deactivated": {"deleted": True},
}


@pytest.fixture
async def world(settings: Settings) -> AsyncIterator[World]:
    async with new_world(settings) as made:
        yield made


def membership(world: World) -> Membership:
    return Membership(world.running.reception, world.sandbox.workspace.team_id, world.sandbox.app.bot_user_id)


async def changes(world: World, who: Person, **facts: Any) -> None:
    """Slack tells that somebody is different now."""
    await world.sandbox.admin.change(who.slack_id, **facts)
    await world.settled()


async def standing(world: World, who: Person) -> str:
    [(found,)] = await rows(world, select(PERSON.c.standing).where(PERSON.c.slack_id == who.slack_id))
    return str(found)


async def ties(world: World, who: Person) -> list[Tie]:
    workspace = world.sandbox.workspace.team_id
    async with world.memory.unit_of_work() as work:
        person = await work.people.meet(workspace, who.slack_id)
        assert person is not None
        return [each for each in await work.ties.of_person(person) if each.ended_at is None]


async def manages(world: World, who: Person) -> bool:
    async with world.memory.unit_of_work() as work:
        person = await work.people.meet(world.sandbox.workspace.team_id, who.slack_id)
        assert person is not None
        return await work.managers.is_manager(person)


def outside(leader: Person, coach: Person) -> CohortRow:
    return CohortRow(2, leader.slack_id, coaches=(coach.slack_id,), until=LAST)


@NOT_MEMBERS
async def test_who_was_a_member_is_refused_like_a_stranger(world: World, ana: Person, kind: str) -> None:
    await ana.types("reflect")
    question, before = ana.last, await standings(world)
    await changes(world, ana, **FACTS[kind])
    heard = len(ana.heard())

    await writes(world, ana, "4")
    await writes(world, ana, "help")
    for action in ("question:skip", "help", "privacy", "show_words", "open_journal", "settings", "download", "old"):
        assert (await points(world, ana, action, ids.Pointer("x").packed(), on=question)).status == 200, action
    general = world.sandbox.workspace.channel("general")
    for text in ("", "help", "privacy", "journal", "settings", "reflect"):
        command = payloads(world).command(ana.actor.person, general, "/cairn", text)
        assert MEMBERS_ONLY in (await send(world, DeliveryKind.COMMAND, command)).body

    told = [each.text for each in ana.heard()[heard:]]
    assert told == ([] if kind == "deactivated" else [MEMBERS_ONLY] * 10)
    assert [line for line in await audit(world) if line[1] == "refused"] == [(ana.slack_id, "refused")] * 16
    assert (await standings(world), await people(world)) == (before, {ana.slack_id})
    assert ana.actor.open_views() == []


async def test_a_window_that_was_open_takes_nothing_any_more(world: World, ana: Person) -> None:
    await ana.types("wins")
    await ana.types("We hired two people at last.")
    await ana.types("skip")
    await ana.runs("settings")
    window = ana.actor.open_views()[-1]
    await changes(world, ana, is_restricted=True)
    before = len(ana.heard())
    await ana.actor.submit(window)
    await world.settled()
    assert [each.text for each in ana.heard()[before:]] == [MEMBERS_ONLY]


async def test_who_comes_back_goes_on_where_they_were(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await changes(world, ana, deleted=True)
    assert await standing(world, ana) == "deactivated"
    await changes(world, ana, deleted=False)
    assert await standing(world, ana) == "member"
    await ana.types("4")
    assert await count(world, ANSWER) == 1


async def test_their_zone_and_language_follow_and_nobody_is_met_by_it(world: World, ana: Person) -> None:
    await ana.types("help")
    await changes(world, ana, tz="Asia/Tokyo", locale="de-DE", is_owner=True)
    await changes(world, world.person("Ben"), tz="Asia/Tokyo")
    [found] = await rows(world, select(PERSON.c.zone, PERSON.c.locale, PERSON.c.is_owner))
    assert tuple(found) == ("Asia/Tokyo", "de-DE", True)
    assert "Nobody" not in await people(world)
    assert await people(world) == {ana.slack_id}


async def test_who_leaves_coaches_and_manages_nobody_even_when_they_come_back(world: World) -> None:
    emil, ana, dana = (world.person(name) for name in ("Emil", "Ana", "Dana"))
    made = await programme(
        world, row(ana, dana), CohortRow(3, world.person("Ben").slack_id, sponsors=(emil.slack_id,)), by=emil
    )
    await begins(world, made, emil)
    for who in (dana, emil):
        assert len(await ties(world, who)) == 1
        await changes(world, who, deleted=True)
        assert await ties(world, who) == []
        await changes(world, who, deleted=False)
        assert await ties(world, who) == []
    assert not await manages(world, emil)
    noted = [action for actor, action in await audit(world) if actor == "slack"]
    assert sorted(noted) == sorted(
        ["became_deactivated", "became_member"] * 2 + ["tie_ended"] * 2 + ["manager_dismissed"]
    )


async def test_a_leader_who_said_yes_hears_that_their_coach_has_gone(world: World) -> None:
    emil, ana, ben, dana = (world.person(name) for name in ("Emil", "Ana", "Ben", "Dana"))
    made = await programme(world, row(ana, dana), row(ben, dana), by=emil)
    await begins(world, made, emil)
    async with world.memory.unit_of_work() as work:
        leader = await work.people.meet(world.sandbox.workspace.team_id, ana.slack_id)
        assert leader is not None
        [enrolment] = await work.enrolments.of_leader(leader)
        await work.enrolments.save([join(enrolment, world.clock.now())])
        await work.commit()
    said = len(dana.heard())
    await changes(world, dana, deleted=True)
    assert f"<@{dana.slack_id}>" in ana.last.text
    assert len(ana.heard()) == 2
    assert len(ben.heard()) == 1, "who has not said yes is not written to again"
    assert dana.slack_id not in ben.last.text, "and their invitation names nobody any more"
    assert len(dana.heard()) == said


async def test_a_guest_keeps_only_what_has_a_last_day(world: World) -> None:
    emil, ana, ben, dana = (world.person(name) for name in ("Emil", "Ana", "Ben", "Dana"))
    await programme(world, row(ana, dana), by=emil)
    await changes(world, emil, is_restricted=True)
    assert not await manages(world, emil)
    await changes(world, dana, is_restricted=True)
    assert await ties(world, dana) == []
    await programme(world, outside(ben, dana), by=world.person("Farah"))
    [kept] = await ties(world, dana)
    assert (kept.role, kept.until) == (Role.COACH, LAST)
    await changes(world, dana, title="Guest")
    assert await ties(world, dana) == [kept]


async def test_nothing_is_sent_to_a_leader_who_has_left_and_their_place_stays(world: World) -> None:
    emil, ana = world.person("Emil"), world.person("Ana")
    made = await programme(world, row(ana), by=emil)
    await changes(world, ana, deleted=True)
    await begins(world, made, emil)
    await days_pass(world, 10)
    assert ana.heard() == []
    async with world.memory.unit_of_work() as work:
        [enrolment] = await work.enrolments.of_programme(made)
    assert not enrolment.is_over


async def test_an_outside_coach_may_read_and_nothing_else_until_the_last_day(world: World) -> None:
    emil, ana, hana = (world.person(name) for name in ("Emil", "Ana", "Hana"))
    await begins(world, await programme(world, outside(ana, hana), by=emil), emil)
    assert "You accompany" in hana.last.text
    for text in ("reflect", "help", "We shipped it.", "journal"):
        await writes(world, hana, text)
        assert hana.last.text.startswith(ONLY_READS), text
    await writes(world, hana, "privacy")
    assert "Who sees what" in str(hana.last.blocks)
    for action in ("start:wins", "open_journal", "settings", "download", "help"):
        await points(world, hana, action, "x", on=hana.last)
        assert hana.last.text.startswith(ONLY_READS), action
    assert (await hana.runs("reflect")).startswith(ONLY_READS)
    assert "Nobody watches what you write" in await hana.runs("privacy")
    await hana.actor.open_home()
    await world.settled()
    home = await hana.actor.open_home()
    assert home is not None
    assert "Leaders you accompany" in str(home.blocks)
    assert "journal" not in str(home.blocks), "they keep none, and would be refused"
    assert await standings(world) == []

    world.later(timedelta(days=(LAST - date(2026, 11, 19)).days))
    await writes(world, hana, "help")
    assert hana.last.text.startswith(ONLY_READS), "the last day counts"
    world.later(timedelta(days=1))
    await writes(world, hana, "help")
    assert hana.last.text == MEMBERS_ONLY


async def test_an_outside_coach_of_nobody_any_more_is_refused(world: World) -> None:
    emil, ana, hana = (world.person(name) for name in ("Emil", "Ana", "Hana"))
    await begins(world, await programme(world, outside(ana, hana), by=emil), emil)
    [tie] = await ties(world, hana)
    async with world.memory.unit_of_work() as work:
        await work.ties.end([tie.id], world.clock.now())
        await work.commit()
    await writes(world, hana, "privacy")
    assert hana.last.text == MEMBERS_ONLY


async def test_what_was_deleted_in_slack_is_hidden_also_of_who_is_no_member_any_more(world: World, ana: Person) -> None:
    await ana.types("wins")
    typed = await ana.types("We hired two people at last.")
    await changes(world, ana, is_restricted=True)
    said = len(ana.heard())
    await ana.actor.delete(typed)
    await world.settled()
    [(hidden,)] = await rows(world, select(ANSWER.c.hidden).where(ANSWER.c.is_current))
    assert hidden
    assert len(ana.heard()) == said


async def test_the_daily_look_finds_what_no_event_told(world: World) -> None:
    emil, ana, ben, dana = (world.person(name) for name in ("Emil", "Ana", "Ben", "Dana"))
    await programme(world, row(ana, dana), by=emil)
    for who in (emil, ben):
        await who.types("help")
    look = membership(world)
    assert await look.look() == 0
    workspace = world.sandbox.workspace
    workspace.change_person(dana.slack_id, deleted=True)
    workspace.change_person(emil.slack_id, is_restricted=True)
    workspace.change_person(ana.slack_id, tz="Asia/Tokyo")
    vanished = workspace.people.pop(ben.slack_id)
    assert await look.look() == 4
    workspace.people[vanished.id] = vanished
    assert [await standing(world, who) for who in (dana, emil, ana, ben)] == [
        "deactivated", "guest", "member", "deactivated",
    ]  # fmt: skip
    assert (await ties(world, dana), await manages(world, emil)) == ([], False)
    assert await people(world) == {each.slack_id for each in (emil, ana, ben, dana)}
    assert await look.look() == 1, "who stands in the list again is back"


async def test_it_looks_once_a_day_and_later_where_slack_refuses(world: World, ana: Person, caplog: Any) -> None:
    await ana.types("help")
    look, calls = membership(world), world.sandbox.calls
    for fault in (http_error(503), slack_error("internal_error")):
        world.sandbox.faults.plan(fault, method="users.list")
        await look.look_daily()
        assert "The members could not be looked through yet" in caplog.text
    world.sandbox.workspace.change_person(ana.slack_id, deleted=True)
    await look.look_daily()
    assert await standing(world, ana) == "deactivated"
    listed = [each for each in calls if each.method == "users.list"]
    await look.look_daily()
    world.later(timedelta(hours=23))
    await look.look_daily()
    assert [each for each in calls if each.method == "users.list"] == listed
    world.later(timedelta(hours=1))
    await look.look_daily()
    assert len([each for each in calls if each.method == "users.list"]) == len(listed) + 1


async def test_a_list_without_cairn_itself_makes_nobody_a_leaver(world: World, ana: Person) -> None:
    await ana.types("help")
    look = replace(membership(world), us="U0ELSEWHERE")
    await look.look_daily()
    assert await standing(world, ana) == "member"


async def test_news_that_comes_late_gives_nothing_back(world: World, ana: Person) -> None:
    await ana.types("help")
    desk, workspace = world.running.reception.desk, world.sandbox.workspace.team_id
    early = world.clock.now()
    world.later(timedelta(minutes=5))
    await changes(world, ana, deleted=True)
    member = Profile(ana.slack_id, Standing.MEMBER, is_owner=True)
    assert not await hear_of(desk, workspace, member, early)
    assert await standing(world, ana) == "deactivated"
    assert await hear_of(desk, workspace, member, world.clock.now() + timedelta(minutes=1))
    assert await hear_of(desk, workspace, replace(member, standing=Standing.GUEST), early)
    assert await standing(world, ana) == "guest"


async def test_an_event_that_names_nobody_is_no_error(world: World, ana: Person) -> None:
    await ana.types("help")
    await changes(world, ana, title="Leader")
    told = next(
        each
        for each in reversed(world.sandbox.deliveries)
        if each.kind is DeliveryKind.EVENT and each.payload["event"]["type"] == "user_change"
    )
    for user in ({"id": ana.slack_id}, {"id": "U0NOBODY", "deleted": True}):

        def odd(payload: dict[str, Any], user: dict[str, Any] = user) -> None:
            payload["event"]["user"] = user

        assert (await forge(world, told, odd)).status == 200
    assert await people(world) == {ana.slack_id}


async def test_in_german_too(world: World) -> None:
    emil, ben, hana = (world.person(name) for name in ("Emil", "Ben", "Hana"))
    await world.sandbox.admin.change(hana.slack_id, locale="de-DE")
    await begins(world, await programme(world, outside(ben, hana), by=emil), emil)
    await writes(world, hana, "Wir haben geliefert.")
    assert hana.last.text.startswith("Du bist hier als Coach oder Mentor von außen.")
    assert (await hana.runs("reflect")).startswith("Du bist hier als Coach oder Mentor von außen.")
    await writes(world, hana, "privatsphäre")
    assert "Wer sieht was" in str(hana.last.blocks)
    await emil.types("help")
    await changes(world, emil, locale="de-DE", is_restricted=True)
    await writes(world, emil, "hilfe")
    assert emil.last.text == "Das geht nur für Vollmitglieder dieses Workspace. Es wurde nichts gespeichert."


async def test_an_outside_coach_reads_what_is_shared_and_no_longer_than_until_the_last_day(world: World) -> None:
    emil, ana, hana = (world.person(name) for name in ("Emil", "Ana", "Hana"))
    await begins(world, await programme(world, outside(ana, hana), by=emil), emil)
    await agree(world, ana, hana, Shared.REFLECTIONS)
    await reflects(ana)
    world.later(timedelta(hours=1))
    assert "Leaders you accompany" in await home(hana)
    assert WINS in await opens_first(hana)
    await writes(world, hana, "leaders")
    assert not hana.last.text.startswith(ONLY_READS)
    await hana.actor.close(hana.actor.open_views()[-1])
    world.later(timedelta(days=(LAST - date(2026, 11, 19)).days + 1))
    heard = len(hana.heard())
    await presses_on_top(hana, "Open")
    assert WINS not in await hana.window()
    assert [each.text for each in hana.heard()[heard:]] == [MEMBERS_ONLY]
    assert await hana.runs("leaders") == MEMBERS_ONLY
