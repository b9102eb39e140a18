"""Whoever changes a message changes the answer in it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from sandbox.mishaps import Mishap, MishapKind
from sandbox.records import Message
from sandbox.traffic import Delivery, DeliveryKind
from storage.tables import ANSWER
from tests.scenario.forging import forge
from tests.scenario.ledger import ledger, rows
from tests.scenario.world import Person, World, labels

UNREAD = "I could not read your changed message"
AT_LENGTH = "It stays with me because he did it otherwise than I would have, and it went rather better than mine do."
LED_ASIDE = "Your change leads another way."


async def changes(person: Person, message: Message, text: str) -> Delivery:
    """Change a message, and wait for what follows."""
    await person.actor.edit(message, text)
    await person.world.settled()
    return next(each for each in reversed(person.world.sandbox.deliveries) if each.kind is DeliveryKind.EVENT)


def current(person: Person, message: Message) -> Message:
    """The message as it stands now."""
    return person.actor.dm_channel.messages[message.ts]


async def written(person: Person) -> str:
    """What this person reads of the conversation that is over."""
    await person.presses("Show what I wrote")
    return await person.window()


async def numbers(world: World) -> list[Any]:
    """The numbers that count now, by step."""
    now = (
        select(ANSWER.c.number)
        .where(ANSWER.c.is_current, ANSWER.c.number.is_not(None))
        .order_by(ANSWER.c.created_at, ANSWER.c.id)
    )
    return [row.number for row in await rows(world, now)]


async def a_week(ana: Person) -> dict[str, Message]:
    """A whole reflection, typed."""
    await ana.types("reflect")
    typed = {"energy": await ana.types("4")}
    typed["moment"] = await ana.types("I let Ben run the review, and kept quiet for most of an hour.")
    while "Only you can see this" not in ana.last.text:
        typed["last"] = await ana.types("I will let him run the next one as well, and say so on Monday.")
    return typed


async def test_the_answer_follows_and_versions_are_kept(world: World, ana: Person) -> None:
    typed = await a_week(ana)
    await changes(ana, typed["moment"], "I let Chloe run the review, and kept quiet for most of an hour.")
    shown = await written(ana)
    assert "Chloe" in shown
    assert "Ben" not in shown
    kept = [row for row in (await ledger(ana)).answers if row[1] == "'moment'"]
    assert [(row[2], row[3]) for row in kept] == [("1", "False"), ("2", "True")]
    heard = ana.heard()
    assert all("Chloe" not in message.text for message in heard)


async def test_a_number_can_be_changed_while_the_conversation_goes_on(world: World, ana: Person) -> None:
    await ana.types("reflect")
    typed = await ana.types("4")
    before = ana.heard()
    await changes(ana, typed, "3 – rather")
    assert await numbers(world) == [3]
    assert len(ana.heard()) == len(before), "the open question stays where it is"


async def test_a_number_is_shown_as_it_was_changed(world: World, ana: Person) -> None:
    await ana.types("reflect")
    question = ana.last
    typed = await ana.types("4")
    await changes(ana, typed, "2")
    assert "You chose 2" in current(ana, question).text


async def test_what_cannot_be_read_changes_nothing_and_says_so(world: World, ana: Person) -> None:
    await ana.types("reflect")
    typed = await ana.types("4")
    await changes(ana, typed, "hard to say")
    assert await numbers(world) == [4]
    assert UNREAD in ana.last.text
    await changes(ana, typed, "2")
    assert await numbers(world) == [2]


async def test_a_change_that_leads_another_way_asks_there_and_loses_nothing(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("4")
    await ana.types("I let Ben run the review.")
    thin = await ana.types("No idea.")
    follow_up = ana.last
    await changes(ana, thin, AT_LENGTH)
    assert ana.last.ts != follow_up.ts, "the follow-up is no longer needed, so the next question is asked"
    assert labels(current(ana, follow_up)) == []

    await changes(ana, thin, "No idea.")
    assert ana.last.text == follow_up.text
    await ana.types("Perhaps that he can do it without me.")
    await changes(ana, thin, AT_LENGTH)
    assert LED_ASIDE in "".join(message.text for message in ana.heard()[-2:])
    aside = select(ANSWER.c.step).where(ANSWER.c.is_current, ANSWER.c.aside)
    assert [row.step for row in await rows(world, aside)] == ["unknown"]


async def test_a_change_delivered_twice_counts_once_and_an_old_one_not_at_all(world: World, ana: Person) -> None:
    await ana.types("reflect")
    typed = await ana.types("4")
    first = await changes(ana, typed, "3")
    second = await changes(ana, typed, "2")
    for delivery in (second, first, second):
        await world.sandbox.deliver.redeliver(delivery, new_event_id=True)
    await world.settled()
    assert await numbers(world) == [2]
    assert [row[2] for row in (await ledger(ana)).answers] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "edited",
    [None, {"user": "USLACKBOT", "ts": "1999999999.0"}, {"user": "UBEN", "ts": "1999999999.0"}, {}],
    ids=["link preview", "slack", "somebody else", "nobody"],
)
async def test_only_the_authors_own_change_counts(world: World, ana: Person, edited: dict[str, str] | None) -> None:
    await ana.types("reflect")
    typed = await ana.types("4")
    change = await changes(ana, typed, "3")

    def by_another(payload: dict[str, Any]) -> None:
        message = payload["event"]["message"]
        message["text"] = "1"
        message.pop("edited")
        message.update({} if edited is None else {"edited": edited})

    await forge(world, change, by_another)
    assert await numbers(world) == [3]


async def test_a_change_that_overtakes_its_message_is_heard_once(world: World, ana: Person) -> None:
    await ana.types("reflect")
    world.sandbox.mishaps.plan(Mishap(MishapKind.REORDER), about=DeliveryKind.EVENT)
    typed = await ana.actor.dm("4")
    assert await numbers(world) == []
    await changes(ana, typed, "2")
    assert await numbers(world) == [2]
    assert len((await ledger(ana)).answers) == 1


async def test_a_message_from_before_is_not_heard_because_it_changes(world: World, ana: Person) -> None:
    helped = await ana.types("help")
    await ana.types("reflect")
    await changes(ana, helped, "4")
    assert await numbers(world) == []


async def test_a_message_that_waits_for_a_yes_is_taken_as_it_reads_then(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("4")
    held = await ana.types("Was it Ben?")
    await changes(ana, held, "Was it Chloe?")
    await ana.presses("Yes, save it")
    await ana.types("stop")
    assert "Was it Chloe?" in await written(ana)


async def test_an_older_change_of_a_message_that_waits_is_not_taken(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("4")
    held = await ana.types("Was it Ben?")
    older = await changes(ana, held, "Was it Chloe?")
    await changes(ana, held, "Was it Dora?")
    await world.sandbox.deliver.redeliver(older, new_event_id=True)
    await ana.presses("Yes, save it")
    await world.sandbox.deliver.redeliver(older, new_event_id=True)
    await ana.types("stop")
    assert "Was it Dora?" in await written(ana)


async def test_an_answer_can_be_changed_long_after(world: World, ana: Person) -> None:
    typed = await a_week(ana)
    world.later(timedelta(days=40))
    await changes(ana, typed["energy"], "5")
    assert 5 in await numbers(world)


@pytest.mark.parametrize("answer", ["4", "4 – rather"])
async def test_what_was_refused_and_is_corrected_is_heard(world: World, ana: Person, answer: str) -> None:
    await ana.types("reflect")
    typed = await ana.types("banana")
    await changes(ana, typed, "bananas")
    assert await numbers(world) == []
    refused = ana.last.text
    await changes(ana, typed, answer)
    assert await numbers(world) == [4]
    assert ana.last.text != refused, "and the next question is asked"
    await changes(ana, typed, "3")
    assert await numbers(world) == [3]


async def test_a_word_that_steers_is_heard_too_where_the_message_was_refused(world: World, ana: Person) -> None:
    await ana.types("reflect")
    typed = await ana.types("banana")
    await changes(ana, typed, "skip")
    assert [row[1] for row in (await ledger(ana)).answers] == ["'energy'"]
    before = len(ana.heard())
    await changes(ana, typed, "4")
    assert len(ana.heard()) == before, "it was a skip, and what comes of that is asked already"


async def test_only_what_was_refused_last_is_heard_when_it_is_corrected(world: World, ana: Person) -> None:
    await ana.types("reflect")
    first, second = await ana.types("banana"), await ana.types("apple")
    before = len(ana.heard())
    await changes(ana, first, "4")
    assert (await numbers(world), len(ana.heard())) == ([], before)
    await ana.types("3")
    await changes(ana, second, "2")
    assert await numbers(world) == [3], "its question is answered"


async def test_an_older_correction_that_comes_late_is_not_heard(world: World, ana: Person) -> None:
    await ana.types("reflect")
    typed = await ana.types("banana")
    older = await changes(ana, typed, "bananas")
    await changes(ana, typed, "cherries")

    def said_another(payload: dict[str, Any]) -> None:
        payload["event"]["message"]["text"] = "4"
        payload["event"]["message"]["edited"]["ts"] = "1.0"

    before = len(ana.heard())
    await forge(world, older, said_another)
    assert (await numbers(world), len(ana.heard())) == ([], before)


async def test_a_correction_that_comes_after_its_deletion_is_not_heard(world: World, ana: Person) -> None:
    await ana.types("reflect")
    typed = await ana.types("banana")
    world.sandbox.mishaps.plan(Mishap(MishapKind.REORDER), about=DeliveryKind.EVENT)
    await ana.actor.edit(typed, "4")
    await ana.actor.delete(typed)
    await world.settled()
    assert await numbers(world) == []


@pytest.mark.parametrize("word", ["skip", "Stop!", "wins", "journal"])
async def test_a_word_of_ours_is_no_answer_and_does_nothing_and_that_is_said(
    world: World, ana: Person, word: str
) -> None:
    await ana.types("reflect")
    await ana.types("4")
    typed = await ana.types("I let Ben run the review.")
    await changes(ana, typed, word)
    assert "a word that I act on, so I left your answer as it was" in ana.last.text
    assert len((await ledger(ana)).answers) == 2
    await ana.types("stop")
    assert "Ben" in await written(ana)


async def test_a_change_without_a_text_says_nothing(world: World, ana: Person) -> None:
    await ana.types("reflect")
    typed = await ana.types("4")
    change = await changes(ana, typed, "3")
    before = len(ana.heard())

    def without(payload: dict[str, Any]) -> None:
        payload["event"]["message"]["edited"]["ts"] = "2999999999.0"
        del payload["event"]["message"]["text"]

    assert (await forge(world, change, without)).status == 200
    assert (await numbers(world), len(ana.heard())) == ([3], before)


@pytest.mark.parametrize(("minutes", "heard"), [(9, [2]), (11, [])])
async def test_a_change_of_a_message_never_heard_of_is_heard_while_that_may_be_on_its_way(
    world: World, ana: Person, minutes: int, heard: list[int]
) -> None:
    await ana.types("reflect")
    with world.sandbox.deliver.hold():
        typed = await ana.actor.dm("4")
    world.later(timedelta(minutes=minutes))
    await changes(ana, typed, "2")
    assert await numbers(world) == heard
