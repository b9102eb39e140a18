"""Whatever comes twice, at once or late takes effect once, and nothing answers a question it was written before."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from sandbox.carrying import Carrier
from sandbox.faults import ratelimited
from sandbox.records import EphemeralMessage, Message
from sandbox.traffic import Delivery, DeliveryKind, Retry
from tests.databases import Settings
from tests.scenario.everything import everything, with_a_trial_script
from tests.scenario.ledger import Ledger, ledger
from tests.scenario.world import Person, World, labels, new_world

AGAIN = {"Help", "Show what I wrote"}
"""Asking for these twice is not a slip of the finger."""


@pytest.fixture
async def world(settings: Settings, tmp_path: Path) -> AsyncIterator[World]:
    async with new_world(settings, prompts_dir=with_a_trial_script(tmp_path / "prompts")) as found:
        yield found


async def told(person: Person) -> Ledger:
    """The whole story without any disturbance."""
    for act in everything(person):
        await act()
    return await ledger(person)


async def repeat(world: World, delivery: Delivery, times: int) -> None:
    """Deliver it again: as it was, under a new event id, and as a retry."""
    deliver = world.sandbox.deliver
    for number in range(times):
        if number == 2 and delivery.kind is DeliveryKind.EVENT:
            await deliver._attempt(delivery, Retry(0, 1, "http_timeout", delivery))
        else:
            await deliver.redeliver(delivery, new_event_id=number == 1 and delivery.kind is DeliveryKind.EVENT)
        assert delivery.status == 200
    await world.settled()


async def test_everything_that_slack_repeats_takes_effect_once(world: World, ana: Person) -> None:
    expected = await told(ana)
    for times, name in enumerate(("Ben", "Chloe", "Emil"), start=1):
        person = world.person(name)
        for act in everything(person):
            before = len(world.sandbox.deliveries)
            await act()
            for delivery in list(world.sandbox.deliveries)[before:]:
                await repeat(world, delivery, times)
        assert await ledger(person) == expected


async def test_what_is_repeated_long_after_takes_no_effect_either(world: World, ana: Person) -> None:
    expected = await told(ana)
    before = list(world.sandbox.deliveries)
    for delivery in reversed(before):
        await world.sandbox.redeliver(delivery)
    await world.settled()
    assert await ledger(ana) == expected


class Doubled:
    """Carries everything twice at the same moment, over whichever road."""

    def __init__(self, carrier: Carrier) -> None:
        self.app, self.sockets, self._carrier, self.carried = carrier.app, carrier.sockets, carrier, 0

    async def carry(self, *what: Any, **how: Any) -> Any:
        carry = self._carrier.carry
        (sent, first), (_, second) = await asyncio.gather(*(carry(*what, **how) for _ in range(2)))
        assert (first.status, second.status) == (200, 200)
        self.carried += 1
        return sent, first


async def test_copies_that_arrive_at_the_same_moment_take_effect_once(world: World, ana: Person) -> None:
    expected = await told(ana)
    doubled: Any = Doubled(world.sandbox.deliver.carrier)
    world.sandbox.deliver.carrier = doubled
    assert await told(world.person("Ben")) == expected
    assert doubled.carried > 20


class Hasty(Person):
    """Presses everything twice at once, as some do."""

    async def presses(
        self, label: str, on: Message | EphemeralMessage | None = None, *, as_seen: bool = False
    ) -> Delivery:
        if label in AGAIN:
            return await super().presses(label, on, as_seen=as_seen)
        surface = on or self.message_with_button(label)
        first, _ = await asyncio.gather(*(self.actor.press(surface, label=label) for _ in range(2)))
        await self.world.settled()
        return first


async def test_two_presses_at_once_have_the_effect_of_one(world: World, ana: Person) -> None:
    once = await told(ana)
    twice = await told(Hasty(world, world.person("Ben").actor))
    # The second press of "Later" finds it put aside already: it is saved once more as it is.
    assert [row[:-1] for row in twice.conversations] == [row[:-1] for row in once.conversations]
    assert (twice.answers, twice.held, twice.seen) == (once.answers, once.held, once.seen)
    assert twice.posts == once.posts


@pytest.mark.parametrize("answer", ["4", "typed"])
async def test_skip_and_an_answer_at_once_move_on_by_one_question(world: World, ana: Person, answer: str) -> None:
    await ana.types("reflect")
    answering = ana.actor.dm("4") if answer == "typed" else ana.actor.press(ana.last, label=answer)
    await asyncio.gather(answering, ana.actor.press(ana.last, label="Skip"))
    await world.settled()

    found = await ledger(ana)
    [(_, _, at, status, turn, *_)] = found.conversations
    assert (at, status, turn) == ("moment", "open", 2)
    assert len(found.answers) == 1
    assert labels(ana.heard()[0]) == []


async def test_a_stale_press_changes_nothing_and_the_message_is_redrawn(world: World, ana: Person) -> None:
    await ana.types("reflect")
    seen = ana.last
    await ana.presses("4")
    before = await ledger(ana)
    world.sandbox.workspace.put(replace(ana.heard()[0], text=seen.text, blocks=seen.blocks))  # the redraw never came

    for label in ("2", "Skip", "Later", "Stop"):
        await ana.presses(label, seen, as_seen=True)

    after = await ledger(ana)
    assert (after.conversations, after.answers, after.posts) == (before.conversations, before.answers, before.posts)
    assert after.seen == before.seen
    assert labels(ana.heard()[0]) == []


async def test_a_stale_press_after_the_end_changes_nothing(ana: Person) -> None:
    await ana.types("wins")
    seen = ana.last
    await ana.types("stop")
    before = await ledger(ana)
    for label in ("Skip", "Later", "Stop"):
        await ana.presses(label, seen, as_seen=True)
    assert (await ledger(ana)).seen == before.seen
    assert (await ledger(ana)).conversations == before.conversations


WRITTEN = ("It went well because we asked for help.", "I was the one who asked, and it mattered.", "Ask early again.")


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
async def test_messages_out_of_order_answer_only_what_they_were_written_after(
    world: World, ana: Person, order: tuple[int, int, int]
) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    with world.sandbox.deliver.hold() as held:
        for text in WRITTEN:
            await ana.actor.dm(text)
    for position in order:
        await world.sandbox.deliver._first_attempt(held.deliveries[position])
        await world.settled()

    # Only the one delivered first was written after its question came; about the other two Cairn asks.
    asked_about = [message for message in ana.heard() if "Is this your answer?" in message.text]
    assert len(asked_about) == 2
    assert (await ledger(ana)).held == 2
    assert [(row[0], row[1]) for row in (await ledger(ana)).answers if row[-1]] == [(0, "'moment'")]
    await settle_the_rest(world, ana)
    assert await own_words(ana) == {WRITTEN[order[0]]}


async def test_a_message_that_comes_after_later_ones_is_asked_about_and_can_still_be_saved(
    world: World, ana: Person
) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    with world.sandbox.deliver.hold() as held:
        await ana.actor.dm(WRITTEN[0])
    await ana.types(WRITTEN[1])
    await held.release()
    await world.settled()

    assert "Is this your answer?" in ana.last.text
    await ana.presses("Yes, save it")
    await ana.types("stop")
    await ana.presses("Show what I wrote")
    window = await ana.window()
    assert WRITTEN[0] in window
    assert WRITTEN[1] in window


async def test_two_quick_messages_do_not_answer_two_questions(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    await asyncio.gather(ana.actor.dm(WRITTEN[0]), ana.actor.dm(WRITTEN[1]))
    await world.settled()
    found = await ledger(ana)
    assert [row[1] for row in found.answers if row[-1]] == ["'moment'"]
    assert found.held == 1
    assert "Is this your answer?" in "\n".join(text for text, _ in found.seen)


@pytest.mark.parametrize("word", ["skip", "back"])
async def test_a_word_typed_twice_quickly_does_not_pass_over_a_question_nobody_saw(
    world: World, ana: Person, word: str
) -> None:
    await ana.types("reflect")
    await ana.types("skip")
    await ana.types("skip")
    world.sandbox.faults.plan(ratelimited(30), method="chat.postMessage")  # the next question does not come yet
    await ana.types(word)
    await ana.types(word)
    world.later(timedelta(seconds=30))
    await world.settled()
    [(_, _, at, *_)] = (await ledger(ana)).conversations
    assert at == {"skip": "next", "back": "moment"}[word]
    assert "You wrote that before my last question arrived" in "\n".join(text for text, _ in (await ledger(ana)).seen)


@pytest.mark.parametrize("word", ["skip", "back", "later", "stop"])
async def test_a_word_delivered_late_does_not_steer_the_question_after_it(world: World, ana: Person, word: str) -> None:
    await ana.types("reflect")
    with world.sandbox.deliver.hold() as held:
        await ana.actor.dm(word)
    await ana.presses("4")
    before = (await ledger(ana)).conversations
    await held.release()
    await world.settled()
    assert (await ledger(ana)).conversations == before
    assert "You wrote that before my last question arrived" in ana.last.text


async def settle_the_rest(world: World, person: Person) -> None:
    """Say no to what is asked about, and stop."""
    while any("No, leave it" in labels(message) for message in person.heard()):
        await person.presses("No, leave it")
    await person.types("stop")
    assert (await ledger(person)).held == 0
    assert world.running


async def own_words(person: Person) -> set[str]:
    """Which of the messages are kept, as the person reads them."""
    await person.presses("Show what I wrote")
    window = await person.window()
    return {text for text in WRITTEN if text in window}
