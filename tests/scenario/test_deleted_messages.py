"""Whoever deletes a message deletes the answer in it: hidden at once, gone a day later, and back until then."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.ticker import forget_deleted
from sandbox.faults import http_error
from sandbox.mishaps import Mishap, MishapKind
from sandbox.records import Message
from sandbox.traffic import Delivery, DeliveryKind
from storage.tables import ANSWER, CONVERSATION, DELETION, HELD_REPLY, INBOX, PERSON
from tests.databases import Settings
from tests.scenario.forging import NOT_YOURS, audit, forge, points
from tests.scenario.ledger import ledger, rows
from tests.scenario.own_folder import laid
from tests.scenario.test_forms import opens, sends
from tests.scenario.world import Person, World, labels, new_world

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
    taken = select(INBOX.c.outcome).where(INBOX.c.key.startswith("deletion:"))
    assert [row.outcome for row in await rows(world, taken)] == ["changed"]


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
    assert "Nothing is kept this time" in current(ana, receipt).text
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


async def test_what_was_changed_in_a_deleted_message_and_told_late_goes_with_it(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("4")
    secret = await ana.types(SECRET)
    world.sandbox.mishaps.plan(Mishap(MishapKind.REORDER), about=DeliveryKind.EVENT)
    await ana.actor.edit(secret, SECRET.replace("Ben", "Dora"))
    await deletes(ana, secret)
    await ana.presses("Back")
    await ana.types("I let Chloe run it.")
    assert await texts_kept(world, "moment") == [WORDS, WORDS, WORDS]
    await day_after(world)
    assert await texts_kept(world, "moment") == [None, None, WORDS]


async def test_a_question_about_a_deleted_message_is_taken_away(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("4")
    held = await ana.types("Was it Ben?")
    asked = ana.message_with_button("Yes, save it")
    await deletes(ana, held)
    assert labels(current(ana, asked)) == []


async def test_a_hundred_damaged_entries_keep_back_no_other(
    world: World, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    _, secret, _ = await a_week(ana)
    await deletes(ana, secret)
    ben = world.person("Ben")
    world.later(timedelta(minutes=1))
    _, his, _ = await a_week(ben)
    await deletes(ben, his)
    hers = select(PERSON.c.id).where(PERSON.c.slack_id == ana.slack_id).scalar_subquery()
    [one] = await rows(world, select(DELETION).where(DELETION.c.person == hers))
    async with world.memory._database.transaction() as connection:
        await connection.execute(update(ANSWER).where(ANSWER.c.person == hers).values(text=b"damaged"))
        more = [{**one._mapping, "id": f"more-{number}"} for number in range(110)]
        await connection.execute(insert(DELETION), more)
    await day_after(world)
    assert caplog.text.count("could not be forgotten yet") == 1, "not a line for each, every minute"
    his_state = select(DELETION.c.state).where(DELETION.c.person != hers)
    assert [row.state for row in await rows(world, his_state)] == ["gone"]
    assert {row.state for row in await rows(world, select(DELETION.c.state).where(DELETION.c.person == hers))} == {
        "hidden"
    }


async def test_the_clock_asks_nothing_when_it_deletes(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    await ana.types("It was.")
    thin = await ana.types("No idea.")
    await deletes(ana, thin)
    before = len(ana.heard())
    await day_after(world)
    assert len(ana.heard()) == before, "a question that an answer led to stays, and nothing else is asked"
    [(at, status)] = await rows(world, select(CONVERSATION.c.at, CONVERSATION.c.status))
    assert (at, status) == ("unknown", "open")


ENDS = {
    "en/scripts/ends.toml": """
id = "ends"
version = 1
title = "Ends"
minutes = 1
why = "To try."
cites = ["own-practice"]
start_words = ["ends"]
starts_as = "Ends"
closing = "Thanks."

[[steps]]
id = "sure"
kind = "text"
ask = "Well?"
branches = [{ shorter_than = 10, next = "end" }]

[[steps]]
id = "why"
kind = "text"
ask = "Why?"
"""
}


async def test_what_was_finished_stays_finished(settings: Settings, tmp_path: Path) -> None:
    async with new_world(settings, prompts_dir=laid(tmp_path / "own", ENDS)) as world:
        ana = world.person("Ana")
        await ana.types("ends")
        short = await ana.types("yes")
        await deletes(ana, short)
        before = len(ana.heard())
        await day_after(world)
        assert len(ana.heard()) == before
        assert "Why?" not in "".join(message.text for message in ana.heard())
        assert await texts_kept(world, "sure") == [None, None]


async def test_nothing_is_said_to_have_led_elsewhere_when_it_is_deleted(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    await ana.types("It was.")
    thin = await ana.types("No idea.")
    await ana.types("Perhaps that I was tired.")
    await ana.types("stop")
    await deletes(ana, thin)
    await day_after(world)
    assert not any("Your change leads" in message.text for message in ana.heard())
    assert "Perhaps that I was tired." in await shown(ana), "what it led to is still there"


async def test_a_notice_that_may_be_lost_is_said_again_to_who_is_there(world: World, ana: Person) -> None:
    _, secret, _ = await a_week(ana)
    world.sandbox.faults.plan(http_error(500), method="chat.postMessage")
    await deletes(ana, secret)
    before = len(ana.heard())
    await day_after(world)
    assert len(ana.heard()) == before, "nobody is there to hear it"
    await ana.types("help")
    assert any("deleted for good" in message.text for message in ana.heard()[before:])


async def test_a_deletion_soon_after_one_that_is_settled_is_told_by_itself(world: World, ana: Person) -> None:
    _, second, third = await a_week(ana)
    await deletes(ana, second)
    await day_after(world)
    before = len(ana.heard())
    world.later(timedelta(seconds=30))
    await deletes(ana, third)
    assert len(ana.heard()) == before + 1
    assert HIDDEN in ana.last.text


async def test_a_deletion_soon_after_one_that_was_put_back_is_told_by_itself(world: World, ana: Person) -> None:
    _, second, third = await a_week(ana)
    await deletes(ana, second)
    await ana.presses("Put back")
    before = len(ana.heard())
    await deletes(ana, third)
    assert len(ana.heard()) == before + 1


async def test_a_deletion_soon_after_one_in_the_journal_is_told_by_itself(world: World, ana: Person) -> None:
    _, _, third = await a_week(ana)
    await ana.presses("Show what I wrote")
    await ana.actor.press_in_view(ana.actor.open_views()[-1], action_id="delete_answer")
    await world.settled()
    before = len(ana.heard())
    await deletes(ana, third)
    assert len(ana.heard()) == before + 1
    assert HIDDEN in ana.last.text


async def test_what_was_written_in_a_form_and_answered_anew_goes_for_good_too(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("skip")
    await sends(ana, await opens(ana), moment=SECRET, meaning="It hurts.")
    await ana.presses("Go on here")
    await ana.runs("journal")
    for press in ({"label": "Open"}, {"action_id": "delete_answer"}):
        await ana.actor.press_in_view(ana.actor.open_views()[-1], **press)
    await world.settled()
    notice = ana.last
    await ana.presses("Back")
    await ana.presses("Back")
    await ana.types("I let Chloe run it.")
    await ana.presses("Delete for good now", notice)
    assert "deleted for good" in current(ana, notice).text
    assert await texts_kept(world, "moment") == [None, WORDS]


async def test_a_gravestone_that_goes_is_no_message(world: World, ana: Person) -> None:
    _, secret, last = await a_week(ana)
    await deletes(ana, secret)
    before = len(ana.heard())

    def gravestone(payload: dict[str, Any]) -> None:
        stone = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "ts": last.ts, "hidden": True}
        payload["event"] |= {"deleted_ts": last.ts, "previous_message": stone}

    assert (await forge(world, told_of(world, "message_deleted"), gravestone)).status == 200
    assert len(ana.heard()) == before
    assert await audit(world) == []


@pytest.mark.parametrize(
    ("moments", "told"),
    [
        ({}, True),
        ({"event_ts": None}, True),
        ({"event_ts": "soon"}, True),
        ({"event_ts": "999999999999.0", "event_time": 999999999999}, False),
        ({"event_ts": None, "event_time": None}, False),
    ],
)
async def test_a_deletion_without_a_moment_is_none(
    world: World, ana: Person, moments: dict[str, Any], told: bool
) -> None:
    _, secret, last = await a_week(ana)
    await deletes(ana, secret)
    world.later(timedelta(minutes=2))
    before = len(ana.heard())

    def another(payload: dict[str, Any]) -> None:
        payload["event"]["deleted_ts"] = payload["event"]["previous_message"]["ts"] = last.ts
        payload["event_time"] = moments.get("event_time", payload["event_time"])
        payload["event"]["event_ts"] = moments.get("event_ts", payload["event"]["event_ts"])

    assert (await forge(world, told_of(world, "message_deleted"), another)).status == 200
    await world.settled()
    assert [row.state for row in await rows(world, select(DELETION.c.state))] == ["hidden"] * (1 + told)
    assert len(ana.heard()) == before, "they went together, so one message says both"


def told_of(world: World, subtype: str) -> Delivery:
    """The last event of a subtype."""
    return next(each for each in reversed(world.sandbox.deliveries) if each.payload["event"].get("subtype") == subtype)


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
