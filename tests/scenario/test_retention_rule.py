"""A workspace that clears old messages takes no answers away: many that go at once are asked about."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from sandbox.records import Message
from sandbox.traffic import Delivery
from storage.database import Database
from storage.tables import ANSWER, DELETION, GONE_MESSAGE, INBOX
from tests.databases import Settings
from tests.scenario.forging import forge
from tests.scenario.ledger import rows
from tests.scenario.test_deleted_messages import HIDDEN, SECRET, a_week, day_after, deletes, shown, told_of
from tests.scenario.test_store_trouble import read_only_store
from tests.scenario.world import Person, Road, World, labels, new_world

ASKED = "went from Slack at once"


async def states(world: World) -> list[str]:
    """What became of the answers whose messages went, in order."""
    return [row.state for row in await rows(world, select(DELETION.c.state).order_by(DELETION.c.ts))]


async def two_wins(person: Person) -> list[Message]:
    """Two answers, and words around them that are none."""
    await person.types("wins")
    typed = [await person.types("Ben ran the review."), await person.types("Nothing much slowed me.")]
    await person.types("help")
    return typed


async def clear(world: World, older_than: timedelta = timedelta(days=89)) -> None:
    """The rule takes away what is older."""
    await world.sandbox.admin.clear_messages(older_than)
    await world.settled()


async def taken_by_nobody(world: World, message: Message) -> None:
    """One message of Cairn's goes, as only a rule takes it."""
    workspace = world.sandbox.workspace
    with workspace.noting() as happened:
        workspace.delete(message)
    await world.sandbox.admin._scene.tell(happened)
    await world.settled()


@pytest.mark.parametrize(("press", "left"), [("Keep my answers", 2), ("I deleted them", 0)])
async def test_many_old_ones_at_once_are_taken_for_the_workspaces_rule(
    world: World, ana: Person, press: str, left: int
) -> None:
    typed = await a_week(ana)
    world.later(timedelta(days=90))
    before = len(ana.heard())
    await deletes(ana, *typed)
    assert len(ana.heard()) == before + 1
    assert "3 older messages of yours went from Slack at once" in ana.last.text
    assert (await shown(ana)).count(SECRET) == 2, "they stay until the person says"
    await ana.presses(press)
    await day_after(world)
    kept = select(ANSWER.c.text).where(ANSWER.c.text.is_not(None))
    assert len(await rows(world, kept)) == left


async def test_a_rule_that_takes_cairns_messages_too_leaves_every_answer(world: World, ana: Person) -> None:
    await a_week(ana)
    world.later(timedelta(days=90))
    await world.sandbox.admin.clear_messages(timedelta(days=89))
    await world.settled()
    assert "went from Slack at once" in ana.last.text
    assert len(ana.heard()) == 1
    await ana.presses("Keep my answers")
    assert ana.last.text == "Your 3 answers stay."
    await day_after(world)
    current_answers = select(ANSWER.c.hidden).where(ANSWER.c.is_current)
    assert [row.hidden for row in await rows(world, current_answers)] == [False] * 3


async def test_a_rule_is_told_by_all_that_goes_not_only_by_answers(world: World, ana: Person) -> None:
    await two_wins(ana)
    world.later(timedelta(days=90))
    await clear(world)
    assert len(ana.heard()) == 1, "everything else is gone"
    assert f"2 older messages of yours {ASKED}" in ana.last.text
    await day_after(world)
    current = select(ANSWER.c.outcome, ANSWER.c.hidden).where(ANSWER.c.is_current)
    assert {tuple(row) for row in await rows(world, current)} == {("answered", False)}


async def test_what_a_rule_took_is_asked_about_and_what_was_deleted_beside_it_is_hidden(
    world: World, ana: Person
) -> None:
    await two_wins(ana)
    world.later(timedelta(days=90))
    await ana.types("wins")
    fresh = await ana.types("Chloe took over the budget.")
    await ana.types("skip")
    before = len(ana.heard())
    await clear(world)
    await deletes(ana, fresh)
    assert await states(world) == ["asked", "asked", "hidden"]
    assert HIDDEN in ana.last.text
    assert ASKED in ana.last.text
    assert labels(ana.last) == ["Put back", "Delete for good now", "Keep my answers", "I deleted them"]
    assert before > len(ana.heard())


async def test_deletions_by_hand_that_are_told_together_are_no_rule(world: World, ana: Person) -> None:
    typed = await a_week(ana)
    world.later(timedelta(days=3))
    with world.sandbox.deliver.hold() as held:
        for message in typed:
            await ana.actor.delete(message)
            world.later(timedelta(hours=2))
    await held.release([0, 1, 2])
    await world.settled()
    assert await states(world) == ["hidden"] * 3


async def test_a_rule_that_is_told_bit_by_bit_is_one(world: World, ana: Person) -> None:
    typed = await a_week(ana)
    world.later(timedelta(days=90))
    with world.sandbox.deliver.hold() as held:
        for message in typed:
            await ana.actor.delete(message)
    for late in (held.deliveries[2], *held.deliveries[:2]):
        await held.attempt(late)
        await world.settled()
        world.later(timedelta(minutes=5))
    assert await states(world) == ["asked"] * 3
    assert f"3 older messages of yours {ASKED}" in ana.last.text


async def test_what_went_later_than_a_minute_does_not_make_it_a_rule(world: World, ana: Person) -> None:
    typed = await a_week(ana)
    world.later(timedelta(days=90))
    for message in typed:
        await deletes(ana, message)
        world.later(timedelta(seconds=31))
    assert await states(world) == ["hidden"] * 3


async def test_what_the_person_said_holds_whatever_goes_after_it(world: World, ana: Person) -> None:
    typed = await a_week(ana)
    said = ana.heard()[0]
    world.later(timedelta(days=90))
    await deletes(ana, *typed)
    await ana.presses("I deleted them")
    await taken_by_nobody(world, said)
    assert await states(world) == ["hidden"] * 3
    assert len(await rows(world, select(GONE_MESSAGE.c.ts))) == 4


async def test_cairns_own_message_that_goes_last_brings_answers_back(world: World, ana: Person) -> None:
    typed = await two_wins(ana)
    said = ana.heard()[0]
    world.later(timedelta(days=90))
    await deletes(ana, *typed)
    assert await states(world) == ["hidden"] * 2
    before = len(ana.heard())
    await taken_by_nobody(world, said)
    assert await states(world) == ["asked"] * 2
    assert len(ana.heard()) == before - 1, "the message that told of it tells so now"
    assert ASKED in ana.last.text


async def test_a_fresh_message_of_cairns_that_goes_says_nothing(world: World, ana: Person) -> None:
    await two_wins(ana)
    await taken_by_nobody(world, ana.heard()[0])
    assert await rows(world, select(GONE_MESSAGE.c.ts)) == []
    assert await rows(world, select(INBOX.c.key).where(INBOX.c.key.startswith("deletion:"))) == []


def of_cairn(world: World) -> Delivery:
    """That a message of Cairn's went."""
    return told_of(world, "message_deleted")


async def test_messages_that_stood_where_nobody_is_known_are_nothing_to_it(world: World, ana: Person) -> None:
    await two_wins(ana)
    said = ana.heard()[0]
    world.later(timedelta(days=90))
    await taken_by_nobody(world, said)

    def elsewhere(payload: dict[str, Any]) -> None:
        payload["event"]["channel"] = "D0NOBODY"

    assert (await forge(world, of_cairn(world), elsewhere)).status == 200
    assert len(await rows(world, select(GONE_MESSAGE.c.ts))) == 1


async def test_what_cannot_be_noted_is_asked_for_again_and_nobody_is_told(
    settings: Settings, database: Database
) -> None:
    async with new_world(settings, road=Road.HTTP) as world:
        ana = world.person("Ana")
        await two_wins(ana)
        said = ana.heard()
        world.later(timedelta(days=90))
        async with read_only_store(world, database):
            workspace = world.sandbox.workspace
            with workspace.noting() as happened:
                workspace.delete(said[0])
            await world.sandbox.admin._scene.tell(happened)
            assert told_of(world, "message_deleted").status == 503
        assert [message.ts for message in ana.heard()] == [message.ts for message in said[1:]]


async def test_which_messages_went_is_forgotten_a_day_later(world: World, ana: Person) -> None:
    await two_wins(ana)
    world.later(timedelta(days=90))
    await clear(world)
    assert len(await rows(world, select(GONE_MESSAGE.c.ts))) > 2
    await day_after(world)
    assert await rows(world, select(GONE_MESSAGE.c.ts)) == []
