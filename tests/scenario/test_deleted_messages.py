"""Whoever deletes a message deletes the answer in it: hidden at once, gone a day later, and back until then."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.ticker import forget_deleted
from sandbox.mishaps import Mishap, MishapKind
from sandbox.records import Message
from sandbox.traffic import DeliveryKind
from storage.tables import ANSWER, DELETION, HELD_REPLY, PERSON
from tests.scenario.forging import NOT_YOURS, points
from tests.scenario.ledger import ledger, rows
from tests.scenario.world import Person, World, labels

SECRET = "I let Ben run the review, and kept quiet for most of an hour."
WORDS = "sealed words"
HIDDEN = "You deleted an answer, or the message it was in."


async def deletes(person: Person, *messages: Message) -> None:
    """Delete messages, and wait for what follows."""
    for message in messages:
        await person.actor.delete(message)
    await person.world.settled()


async def a_week(person: Person) -> list[Message]:
    """A reflection that was stopped after three answers, typed."""
    await person.types("reflect")
    typed = [await person.types("4"), await person.types(SECRET), await person.types(f"{SECRET} It went well.")]
    await person.types("stop")
    return typed


async def shown(person: Person) -> str:
    """What this person reads of the conversation."""
    await person.presses("Show what I wrote")
    return await person.window()


def current(person: Person, message: Message) -> Message:
    """The message as it stands now."""
    return person.actor.dm_channel.messages[message.ts]


async def day_after(world: World) -> None:
    """A day passes, and the ticker comes round."""
    world.later(timedelta(days=1, minutes=1))
    await forget_deleted(world.running.reception.desk)
    await world.settled()


async def texts_kept(world: World, step: str) -> list[Any]:
    """Of every version of an answer, None or that there are words."""
    versions = select(ANSWER.c.text).where(ANSWER.c.step == step).order_by(ANSWER.c.version)
    return [row.text and WORDS for row in await rows(world, versions)]


async def test_it_is_hidden_at_once_and_can_be_put_back(world: World, ana: Person) -> None:
    _, secret, _ = await a_week(ana)
    await deletes(ana, secret)
    assert HIDDEN in ana.last.text
    assert "Friday" in ana.last.text, "until when"
    assert labels(ana.last) == ["Put back", "Delete for good now"]
    notice = ana.last
    assert (await shown(ana)).count(SECRET) == 1, "the other answer repeats it; this one is hidden"

    await ana.presses("Put back", notice)
    assert labels(ana.actor.dm_channel.messages[notice.ts]) == []
    await day_after(world)
    assert (await shown(ana)).count(SECRET) == 2


async def test_a_day_later_every_version_is_gone(world: World, ana: Person) -> None:
    _, secret, _ = await a_week(ana)
    await ana.actor.edit(secret, SECRET.replace("Ben", "Chloe"))
    await world.settled()
    await deletes(ana, secret)
    await day_after(world)
    assert await texts_kept(world, "moment") == [None, None, None]
    assert (await shown(ana)).count("kept quiet") == 1
    assert "deleted for good" in ana.last.text
    assert labels(ana.last) == []
    await day_after(world)
    assert [row.state for row in await rows(world, select(DELETION.c.state))] == ["gone"]


async def test_it_can_be_deleted_for_good_at_once(world: World, ana: Person) -> None:
    _, secret, _ = await a_week(ana)
    await deletes(ana, secret)
    await ana.presses("Delete for good now")
    assert await texts_kept(world, "moment") == [None, None]


async def test_a_parent_of_a_thread_is_deleted_too(world: World, ana: Person) -> None:
    _, secret, _ = await a_week(ana)
    await ana.actor.reply(secret, "help")
    await world.settled()
    await deletes(ana, secret)
    assert HIDDEN in "".join(message.text for message in ana.heard())


async def test_a_question_that_is_open_stays_open(world: World, ana: Person) -> None:
    await ana.types("reflect")
    energy = await ana.types("4")
    await deletes(ana, energy)
    await ana.presses("Delete for good now")
    await ana.types(SECRET)
    assert [row[1] for row in (await ledger(ana)).answers if row[3] == "True"] == ["'energy'", "'moment'"]


async def test_what_waits_for_a_yes_is_forgotten(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("4")
    held = await ana.types("Was it Ben?")
    await deletes(ana, held)
    assert await rows(world, select(HELD_REPLY.c.id)) == []


async def test_a_deletion_that_overtakes_its_message_is_heeded(world: World, ana: Person) -> None:
    await ana.types("reflect")
    world.sandbox.mishaps.plan(Mishap(MishapKind.REORDER), about=DeliveryKind.EVENT)
    typed = await ana.actor.dm("4")
    await deletes(ana, typed)
    assert (await ledger(ana)).answers == []


async def test_other_messages_can_be_deleted_without_a_word(world: World, ana: Person) -> None:
    helped = await ana.types("help")
    before = len(ana.heard())
    await deletes(ana, helped)
    assert len(ana.heard()) == before


async def test_a_repeated_deletion_counts_once(world: World, ana: Person) -> None:
    _, secret, _ = await a_week(ana)
    await deletes(ana, secret)
    before = len(ana.heard())
    await ana.presses("Put back")
    for delivery in [each for each in world.sandbox.deliveries if "message_deleted" in repr(each.payload)]:
        await world.sandbox.redeliver(delivery)
    await world.settled()
    assert len(ana.heard()) == before
    assert (await shown(ana)).count(SECRET) == 2


async def test_two_at_once_are_one_message(world: World, ana: Person) -> None:
    first, second, _ = await a_week(ana)
    before = len(ana.heard())
    await deletes(ana, first, second)
    assert len(ana.heard()) == before + 1
    assert "You deleted 2 answers" in ana.last.text
    await ana.presses("Put back")
    assert (await shown(ana)).count(SECRET) == 2


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


async def test_the_receipt_counts_only_what_can_be_seen(world: World, ana: Person) -> None:
    _, secret, _ = await a_week(ana)
    receipt = ana.last
    assert "3 answers are kept." in receipt.text
    await deletes(ana, secret)
    assert "2 answers are kept." in current(ana, receipt).text
    await ana.presses("Put back")
    assert "3 answers are kept." in current(ana, receipt).text
    await day_after(world)
    assert "3 answers are kept." in current(ana, receipt).text


async def test_a_receipt_of_nothing_left_offers_nothing(world: World, ana: Person) -> None:
    typed = await a_week(ana)
    receipt = ana.last
    await deletes(ana, *typed)
    assert "You wrote nothing this time" in current(ana, receipt).text
    assert labels(current(ana, receipt)) == []


async def test_a_number_that_was_deleted_stands_in_no_message(world: World, ana: Person) -> None:
    await ana.types("reflect")
    question = ana.last
    energy = await ana.types("4")
    assert "You chose 4" in current(ana, question).text
    await deletes(ana, energy)
    assert "You deleted this answer." in current(ana, question).text
    assert not any("You chose" in message.text for message in ana.heard())
    await ana.presses("Put back")
    assert "You chose 4" in current(ana, question).text
    assert "4" in await opened_after_stopping(ana)


async def opened_after_stopping(person: Person) -> str:
    """What this person reads of a conversation that they stop now."""
    await person.types("stop")
    return await shown(person)


async def test_looking_back_opens_no_hidden_answer(world: World, ana: Person) -> None:
    typed = await a_week(ana)
    world.later(timedelta(weeks=4))
    await ana.types("look back")
    await deletes(ana, typed[1])
    await ana.presses("Show what I wrote", ana.message_with_button("Continue"))
    assert (await ana.window()).count(SECRET) == 1, "the other answer repeats it; this one is hidden"


async def test_there_is_nothing_to_look_back_on_where_every_word_is_hidden(world: World, ana: Person) -> None:
    typed = await a_week(ana)
    world.later(timedelta(weeks=4))
    await deletes(ana, *typed[1:])
    await ana.types("look back")
    assert "There is nothing to look back on yet." in ana.last.text


async def test_an_answer_given_anew_is_not_deleted_with_the_one_before(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("4")
    secret = await ana.types(SECRET)
    await deletes(ana, secret)
    notice = ana.last
    await ana.presses("Back")
    await ana.types("I let Chloe run it.")
    await day_after(world)
    assert await texts_kept(world, "moment") == [None, WORDS]
    assert "deleted for good" in current(ana, notice).text
    assert "Chloe" in await opened_after_stopping(ana)


async def test_what_was_answered_anew_is_not_put_back(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("4")
    secret = await ana.types(SECRET)
    await deletes(ana, secret)
    notice = ana.last
    await ana.presses("Back")
    await ana.types("I let Chloe run it.")
    await ana.presses("Put back", notice)
    assert "The new answer stays." in current(ana, notice).text
    assert labels(current(ana, notice)) == []
    text = await opened_after_stopping(ana)
    assert "Chloe" in text
    assert "Ben" not in text


async def test_the_message_of_an_earlier_answer_takes_its_words_along(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("4")
    secret = await ana.types(SECRET)
    await ana.presses("Back")
    await ana.types("I let Chloe run it.")
    before = len(ana.heard())
    await deletes(ana, secret)
    assert await texts_kept(world, "moment") == [None, WORDS]
    assert len(ana.heard()) == before


async def test_a_change_that_comes_after_the_deletion_shows_nothing(world: World, ana: Person) -> None:
    _, secret, _ = await a_week(ana)
    world.sandbox.mishaps.plan(Mishap(MishapKind.REORDER), about=DeliveryKind.EVENT)
    await ana.actor.edit(secret, SECRET.replace("Ben", "Chloe"))
    await deletes(ana, secret)
    assert "Chloe" not in await shown(ana)
    await ana.presses("Put back")
    assert "Chloe" in await shown(ana), "as it read last"


async def test_a_question_about_a_deleted_message_is_taken_away(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("4")
    held = await ana.types("Was it Ben?")
    asked = ana.message_with_button("Yes, save it")
    await deletes(ana, held)
    assert labels(current(ana, asked)) == []


async def test_one_damaged_entry_keeps_back_no_other(
    world: World, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    _, secret, _ = await a_week(ana)
    await deletes(ana, secret)
    ben = world.person("Ben")
    _, his, _ = await a_week(ben)
    await deletes(ben, his)
    hers = select(PERSON.c.id).where(PERSON.c.slack_id == ana.slack_id).scalar_subquery()
    async with world.memory._database.transaction() as connection:
        await connection.execute(update(ANSWER).where(ANSWER.c.person == hers).values(text=b"damaged"))
    await day_after(world)
    assert "could not be forgotten yet" in caplog.text
    assert sorted(row.state for row in await rows(world, select(DELETION.c.state))) == ["gone", "hidden"]


async def test_nobody_decides_about_anothers_deletion(world: World, ana: Person) -> None:
    _, secret, _ = await a_week(ana)
    await deletes(ana, secret)
    [burst] = [row.burst for row in await rows(world, select(DELETION.c.burst))]
    ben = world.person("Ben")
    await ben.types("reflect")
    for what in ("put_back", "delete_now", "keep", "hide"):
        await points(world, ben, f"deletion:{what}", f"{burst}.0.")
        assert ben.last.text == NOT_YOURS
    assert [row.state for row in await rows(world, select(DELETION.c.state))] == ["hidden"]
