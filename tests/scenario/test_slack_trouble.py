"""Slack is slow, busy, broken or unsure: nothing is said twice, and who turns up again gets what was lost."""

from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta

import pytest

from flows.delivery import Deed, DeliveryState
from sandbox.faults import (
    Fault,
    accept_then_drop,
    drop_before_accept,
    html_instead_of_json,
    http_error,
    ratelimited,
    slack_error,
    slow,
    truncated_json,
)
from sandbox.records import Message
from tests.scenario.ledger import ledger, outbox
from tests.scenario.world import Person, World, labels

POST, UPDATE, TICK = "chat.postMessage", "chat.update", "reactions.add"
WORDS = "We lost a customer and won another."

UNSURE: dict[str, tuple[Fault, bool]] = {
    "500": (http_error(500), False),
    "503": (http_error(503), False),
    "html": (html_instead_of_json(), True),
    "truncated": (truncated_json(), True),
    "accepted, then dropped": (accept_then_drop(), True),
    "dropped": (drop_before_accept(), False),
    "fatal_error": (slack_error("fatal_error"), False),
    "unknown error": (slack_error("an_error_of_next_year"), False),
}
"""What leaves open whether Slack has the message, and whether it does."""

TOO_SLOW = slow(2)


async def lose_the_second_question(world: World, person: Person, fault: Fault) -> None:
    """Answer the first question; then things go wrong."""
    await person.types("good morning")
    await person.types("reflect")
    world.sandbox.faults.plan(fault, method=POST)
    with waiting_less_for(fault, world):
        await person.presses("4")


def waiting_less_for(fault: Fault, world: World) -> AbstractContextManager[None]:
    """A test need not wait until a slow Slack has answered."""
    return world.impatient() if fault is TOO_SLOW else nullcontext()


async def second_questions(person: Person) -> list[DeliveryState]:
    """How the posts of the second question stand, oldest first."""
    return [row.state for row in await outbox(person) if row.deed == Deed.POST and row.step == "moment"]


def asking(person: Person) -> list[Message]:
    """The messages in which a question can be answered now."""
    return [message for message in person.heard() if "Skip" in labels(message)]


def said_once(world: World) -> bool:
    """Whether Slack was asked to post each delivery at most once with effect, as far as it told."""
    posted = [call for call in world.sandbox.calls if call.method == POST and call.ok]
    return max(Counter(call.arguments["metadata"]["event_payload"]["id"] for call in posted).values()) == 1


async def test_a_busy_slack_is_asked_again_in_time(world: World, ana: Person) -> None:
    await lose_the_second_question(world, ana, ratelimited(30))
    assert await second_questions(ana) == [DeliveryState.DUE]
    assert asking(ana) == []

    world.later(timedelta(seconds=29))
    await world.settled()
    assert asking(ana) == []
    world.later(timedelta(seconds=1))
    await world.settled()
    assert await second_questions(ana) == [DeliveryState.SENT]
    assert len(asking(ana)) == 1
    assert said_once(world)


async def test_a_slack_that_is_busy_for_a_day_is_asked_again_after_a_quarter_of_an_hour(
    world: World, ana: Person
) -> None:
    await lose_the_second_question(world, ana, ratelimited(86_400))
    world.later(timedelta(minutes=15))
    await world.settled()
    assert await second_questions(ana) == [DeliveryState.SENT]


async def test_what_is_typed_before_the_question_came_is_asked_about(world: World, ana: Person) -> None:
    await lose_the_second_question(world, ana, ratelimited(30))
    await ana.types(WORDS)
    world.later(timedelta(seconds=30))
    await world.settled()
    assert [row[1] for row in (await ledger(ana)).answers] == ["'energy'"]
    assert "Is this your answer?" in ana.last.text
    await ana.presses("Yes, save it")
    assert [row[1] for row in (await ledger(ana)).answers] == ["'energy'", "'moment'"]
    assert said_once(world)


async def test_who_asks_twice_while_the_question_is_on_its_way_gets_it_once(world: World, ana: Person) -> None:
    world.sandbox.faults.plan(ratelimited(30), method=POST)
    await ana.types("reflect")
    await ana.types("reflect")
    assert await ana.runs("reflect", channel="leadership") == "I have written to you in our direct message."
    world.later(timedelta(seconds=30))
    await world.settled()
    assert len(ana.heard()) == len(asking(ana)) == 1
    assert said_once(world)
    await ana.types("reflect")
    assert len(ana.heard()) == 2, "now that it came, it is asked again"


async def by_typing(person: Person) -> None:
    await person.types(WORDS)


async def by_pressing(person: Person) -> None:
    await person.presses("Who sees what")


async def by_a_command(person: Person) -> None:
    await person.runs("wins", channel="leadership")


async def by_asking_for_it(person: Person) -> None:
    await person.runs("reflect", channel="leadership")


WAYS = {"Ana": by_typing, "Ben": by_pressing, "Chloe": by_a_command, "Emil": by_asking_for_it}


def two_ways(fault: str) -> dict[str, Callable[[Person], Awaitable[None]]]:
    """Two of the ways to turn up: every fault meets two of them, every way meets half of the faults."""
    first = list(UNSURE).index(fault)
    names = list(WAYS)
    return {name: WAYS[name] for name in (names[first % len(names)], names[(first + 1) % len(names)])}


@pytest.mark.parametrize("unsure", UNSURE)
async def test_who_turns_up_again_gets_the_lost_question_once_more(world: World, unsure: str) -> None:
    fault, arrived = UNSURE[unsure]
    people = [(world.person(name), turn_up) for name, turn_up in two_ways(unsure).items()]
    for person, _ in people:
        await lose_the_second_question(world, person, fault)
        assert await second_questions(person) == [DeliveryState.UNCERTAIN]
    world.later(timedelta(days=1))
    await world.settled()
    for person, _ in people:
        assert len(asking(person)) == arrived, "nobody turned up, so nothing is said"
    for person, turn_up in people:
        await turn_up(person)
        await gets_it_once_more(person)
    assert said_once(world)


async def test_a_question_that_slack_was_too_slow_to_take_is_said_once_more(world: World, ana: Person) -> None:
    await lose_the_second_question(world, ana, TOO_SLOW)
    assert await second_questions(ana) == [DeliveryState.UNCERTAIN]
    await by_typing(ana)
    await gets_it_once_more(ana)
    assert said_once(world)


async def gets_it_once_more(person: Person) -> None:
    await person.types("privacy")  # whatever they do next, it is not said a third time
    assert await second_questions(person) == [DeliveryState.FAILED, DeliveryState.SENT]
    assert [row[1] for row in (await ledger(person)).answers] == ["'energy'"], "they may not have seen the question"
    await person.presses("Skip", next(message for message in reversed(asking(person)) if _is_second(message)))
    assert [row[1] for row in (await ledger(person)).answers] == ["'energy'", "'moment'"]


def _is_second(message: Message) -> bool:
    return "moment" in message.text or "gave you energy" in message.text


@pytest.mark.parametrize("word", ["skip", "back"])
async def test_a_word_does_not_steer_past_a_question_that_may_not_have_come(
    world: World, ana: Person, word: str
) -> None:
    await lose_the_second_question(world, ana, drop_before_accept())
    await ana.types(word)
    assert [row[1] for row in (await ledger(ana)).answers] == ["'energy'"]
    assert len(asking(ana)) == 1
    assert await second_questions(ana) == [DeliveryState.FAILED, DeliveryState.SENT]


async def test_a_question_that_did_arrive_can_be_answered_where_it_stands(world: World, ana: Person) -> None:
    await lose_the_second_question(world, ana, accept_then_drop())
    [arrived] = asking(ana)
    await ana.presses("Skip", arrived)
    assert await second_questions(ana) == [DeliveryState.FAILED]
    assert [row[1] for row in (await ledger(ana)).answers] == ["'energy'", "'moment'"]
    assert said_once(world)


async def test_a_lost_receipt_comes_when_they_turn_up(world: World, ana: Person) -> None:
    await ana.types("wins")
    world.sandbox.faults.plan(drop_before_accept(), method=POST)
    await ana.types("stop")
    assert "We stop here." not in ana.last.text
    await ana.types("privacy")
    assert "We stop here." in ana.last.text
    assert said_once(world)


async def test_a_lost_is_this_your_answer_comes_when_they_turn_up(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    world.sandbox.faults.plan(drop_before_accept(), method=POST)
    await ana.types("What do you mean?")
    await ana.types("privacy")
    await ana.presses("Yes, save it")
    assert [row[1] for row in (await ledger(ana)).answers] == ["'energy'", "'moment'"]


async def test_an_answered_is_this_your_answer_does_not_come_again(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    world.sandbox.faults.plan(accept_then_drop(), method=POST)
    await ana.types("What do you mean?")
    await ana.presses("No, leave it")
    assert (await ledger(ana)).held == 0
    heard = "\n".join(message.text for message in ana.heard())
    assert "settled" not in heard
    assert "no longer available" not in heard


async def test_a_lost_remark_is_not_said_later(world: World, ana: Person) -> None:
    world.sandbox.faults.plan(drop_before_accept(), method=POST)
    await ana.types("privacy")
    await ana.types("reflect")
    assert len(ana.heard()) == 1


async def test_that_nothing_was_saved_is_said_once_more_when_it_may_be_lost(world: World, ana: Person) -> None:
    world.sandbox.faults.plan(drop_before_accept(), method=POST)
    await ana.types("I was the one who asked.")
    assert ana.heard() == []
    await ana.types("reflect")
    _, admitted = ana.heard()
    assert admitted.text == "You wrote me something when no question was open, so I did not save your message."


async def test_a_lost_question_that_was_answered_otherwise_is_not_asked_again(world: World, ana: Person) -> None:
    await lose_the_second_question(world, ana, drop_before_accept())
    await ana.types("stop")
    await ana.types("privacy")
    assert await second_questions(ana) == [DeliveryState.FAILED]
    assert asking(ana) == []


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_too_long"])
async def test_what_slack_will_not_draw_is_said_plainly(world: World, ana: Person, error: str) -> None:
    await lose_the_second_question(world, ana, slack_error(error))
    assert await second_questions(ana) == [DeliveryState.SENT]
    assert ana.last.blocks == ()
    assert "Skip" in ana.last.text
    await ana.types(WORDS)
    assert [row[1] for row in (await ledger(ana)).answers] == ["'energy'", "'moment'"]


async def test_where_nobody_can_be_reached_the_question_waits_to_be_asked_for(world: World, ana: Person) -> None:
    await lose_the_second_question(world, ana, slack_error("channel_not_found"))
    assert await second_questions(ana) == [DeliveryState.FAILED]
    await ana.types(WORDS)
    assert "Is this your answer? The question was:" in "".join(ana.last.text.splitlines())
    assert [row[1] for row in (await ledger(ana)).answers] == ["'energy'"]
    await ana.runs("reflect")
    assert await second_questions(ana) == [DeliveryState.FAILED, DeliveryState.SENT]


@pytest.mark.parametrize("method", [UPDATE, TICK])
async def test_what_is_harmless_to_repeat_is_repeated_until_it_stands(world: World, method: str) -> None:
    for number, fault in enumerate([*(fault for fault, _ in UNSURE.values()), ratelimited(5)]):
        world.sandbox.workspace.add_person(f"Leader {number}")
        await it_stands_in_the_end(world, world.person(f"Leader {number}"), method, fault, times=2)


@pytest.mark.parametrize("method", [UPDATE, TICK])
async def test_what_slack_is_too_slow_to_take_is_repeated_where_that_is_harmless(
    world: World, ana: Person, method: str
) -> None:
    await it_stands_in_the_end(world, ana, method, TOO_SLOW, times=1)


async def it_stands_in_the_end(world: World, ana: Person, method: str, fault: Fault, times: int) -> None:
    """Answer while this method goes wrong, and wait until it no longer does."""
    await ana.types("reflect")
    world.sandbox.faults.plan(fault, method=method, times=times)
    with waiting_less_for(fault, world):
        typed = await ana.types("4")
    for _ in range(times):
        world.later(timedelta(seconds=5))
        await world.settled()
    assert "Think of the week" in ana.heard()[0].text
    assert labels(ana.heard()[0]) == []
    assert [each.name for each in ana.actor.dm_channel.messages[typed.ts].reactions] == ["white_check_mark"]
    assert len(asking(ana)) == 1
    assert {row.state for row in await outbox(ana)} == {DeliveryState.SENT}


@pytest.mark.parametrize("fault", [TOO_SLOW, http_error(503), slack_error("internal_error")], ids=str)
async def test_a_first_message_comes_again_when_slack_does_not_say_who_wrote_it(
    world: World, ana: Person, fault: Fault
) -> None:
    world.sandbox.faults.plan(fault, method="users.info")
    with waiting_less_for(fault, world), world.left_waiting():
        await ana.actor.dm("reflect")
    first = world.sandbox.deliveries[-1]
    assert first.failed, "so Slack comes again"
    await world.settled()
    assert ana.heard() == []

    await world.sandbox.run_due_retries()
    await world.settled()
    assert first.status == 200
    assert len(asking(ana)) == 1


async def test_a_first_command_is_answered_kindly_when_slack_does_not_say_who_ran_it(world: World, ana: Person) -> None:
    world.sandbox.faults.plan(http_error(503), method="users.info")
    assert await ana.runs("reflect") == "Slack did not answer me just now. Please try again in a moment."
    assert "I have written to you" in await ana.runs("reflect", channel="leadership")
    assert len(asking(ana)) == 1


async def test_a_first_press_is_answered_kindly_when_slack_does_not_say_who_pressed(world: World, ana: Person) -> None:
    await ana.types("reflect")
    seen = ana.last
    await ana.types("stop")
    ben = world.person("Ben")
    shared = world.sandbox.workspace.put(_in_the_dm_of(ben, seen))
    world.sandbox.faults.plan(http_error(503), method="users.info")
    delivery = await ben.presses("4", shared)
    assert delivery.status == 200
    assert ben.last.text == "Slack did not answer me just now. Please try again in a moment."


def _in_the_dm_of(person: Person, message: Message) -> Message:
    return Message(
        channel_id=person.actor.dm_channel.id,
        ts=person.world.sandbox.workspace.ids.ts(),
        user_id=message.user_id,
        text=message.text,
        blocks=message.blocks,
    )


@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id"])
async def test_a_window_that_comes_too_late_says_so(world: World, ana: Person, error: str) -> None:
    await finish(ana)
    world.sandbox.faults.plan(slack_error(error), method="views.open")
    delivery = await ana.presses("Show what I wrote")
    assert delivery.status == 200
    assert ana.last.text == "That took too long. Please try again."
    await ana.presses("Show what I wrote")
    assert WORDS in await ana.window()


async def test_a_window_that_slack_is_slow_to_open_says_so(world: World, ana: Person) -> None:
    await finish(ana)
    world.sandbox.faults.plan(TOO_SLOW, method="views.open")
    with world.impatient():
        delivery = await ana.presses("Show what I wrote")
    assert delivery.status == 200
    assert ana.last.text == "That took too long. Please try again."


async def finish(person: Person) -> None:
    """A short conversation with one answer."""
    await person.types("wins")
    await person.types(WORDS)
    await person.types("stop")
