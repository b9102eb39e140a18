"""What a form makes of what was answered, skipped or put aside elsewhere while it stood open."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from sandbox.faults import accept_then_drop
from storage.tables import ANSWER
from tests.scenario.ledger import rows
from tests.scenario.test_forms import LONG, fields, opens, sends, steps
from tests.scenario.test_forms_answers import refused, wrote
from tests.scenario.world import Person, World, labels, texts


async def test_what_is_not_asked_any_more_is_said_at_once(ana: Person) -> None:
    await ana.types("reflect")
    form = await opens(ana)
    await ana.types("stop")
    gone = "This question is not asked any more. You can copy your words from here."
    assert await refused(ana, form, moment="A thought") == {"moment": gone}
    assert await steps(ana) == []


async def test_what_the_chat_left_to_the_form_is_taken_without_asking(ana: Person) -> None:
    await ana.types("reflect")
    form = await opens(ana)
    await ana.presses("4")
    second = await sends(ana, form, energy="4", meaning=LONG)
    assert second is not None
    assert fields(second) == ["next"]
    assert await steps(ana) == ["energy", "meaning", "moment"]


async def test_what_the_chat_skipped_is_answered_by_the_form(ana: Person) -> None:
    await ana.types("wins")
    form = await opens(ana)
    await ana.presses("Skip")
    assert await sends(ana, form, progress="Ben ran it.", obstacle="Time.") is None
    assert "2 answers are kept." in ana.last.text
    assert "Ben ran it." in await wrote(ana)


async def test_a_clash_takes_along_what_is_still_to_come(ana: Person) -> None:
    await ana.types("reflect")
    form = await opens(ana)
    await ana.presses("4")
    clash = await sends(ana, form, energy="5", meaning=LONG)
    assert clash is not None
    assert "answered somewhere else meanwhile" in texts(clash.blocks)
    assert fields(clash) == ["energy", "moment", "meaning"]
    await sends(ana, clash)
    assert await steps(ana) == ["energy", "energy", "meaning", "moment"]
    assert fields(await opens(ana)) == ["next"]


async def test_a_clash_keeps_everything_else_that_was_written(world: World, ana: Person) -> None:
    await ana.types("reflect")
    desk, phone = await opens(ana), await opens(ana)
    await ana.presses("Skip")
    await ana.types("Typed in the chat.")
    world.later(timedelta(seconds=5))
    await ana.actor.fill(desk, "field:meaning", "Meant at the desk.")
    clash = await sends(ana, phone, energy="4", moment="From the phone.", meaning=LONG)
    assert clash is not None
    world.later(timedelta(seconds=5))
    await ana.actor.fill(desk, "field:meaning", "Meant at the desk, and once more.")
    clash = await sends(ana, clash)
    assert clash is not None
    for words in ("Typed in the chat.", "From the phone.", "Meant at the desk, and once more.", LONG):
        assert words in str(clash.blocks)
    await sends(ana, clash)
    await ana.types("stop")
    read = await wrote(ana)
    for words in ("4\n", "From the phone.", LONG):
        assert words in read


@pytest.mark.parametrize("typed", ["The same words.", ""])
async def test_the_same_on_two_devices_is_no_clash(world: World, ana: Person, typed: str) -> None:
    await ana.types("reflect")
    desk, phone = await opens(ana), await opens(ana)
    world.later(timedelta(seconds=5))
    await ana.actor.fill(desk, "field:moment", typed or "Something")
    await ana.actor.fill(desk, "field:moment", typed)
    second = await sends(ana, phone, energy="4", moment="The same words.", meaning=LONG)
    assert second is not None
    assert fields(second) == ["next"]


async def test_opening_a_form_takes_up_what_was_put_aside_and_nothing_else(ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    await ana.types("It was.")
    thin = await ana.types("No idea.")
    await ana.types("Unknown thing")
    await ana.actor.edit(thin, LONG)
    await ana.world.settled()
    asked = ana.message_with_button("Answer in a form")
    await ana.presses("Later")
    await ana.presses("Answer in a form", asked, as_seen=True)
    aside = select(ANSWER.c.step).where(ANSWER.c.is_current, ANSWER.c.aside)
    assert await rows(ana.world, aside) == [("unknown",)]
    assert "Later" in labels(ana.message_with_button("Answer in a form"))


async def test_who_lost_both_the_message_and_the_window_is_led_back_to_the_form(world: World, ana: Person) -> None:
    await ana.types("reflect")
    world.sandbox.faults.plan(accept_then_drop(), method="chat.postMessage", times=2)
    await ana.presses("4")
    second = await sends(ana, await opens(ana), moment="The handover.", meaning=LONG)
    assert second is not None
    await ana.actor.close(second)
    assert "The next questions are in the form" in ana.last.text
    await sends(ana, await opens(ana, "Go on in the form"), next="Ask early.")
    assert await steps(ana) == ["energy", "meaning", "moment", "next"]
