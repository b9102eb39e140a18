"""Nothing typed in a form is lost: not by going on in chat, nor by a second window, nor by what comes between."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.ticker import forget_old_forms
from flows.conversation.form import Form
from sandbox.records import View
from storage.tables import CONVERSATION, FORM
from tests.scenario.forging import forge
from tests.scenario.ledger import rows
from tests.scenario.test_forms import fields, holds, opens, sends, steps
from tests.scenario.world import Person, World, texts

LEFT = "You also typed this, and it is not saved."
THERE = "There it says:"


async def begins(person: Person, button: str = "Answer in a form", **typed: str) -> View:
    """Type in a form and close it."""
    view = await opens(person, button)
    for step, words in typed.items():
        await person.actor.fill(view, f"field:{step}", words)
    await person.actor.close(view)
    return view


async def drafts(person: Person) -> list[Form]:
    """This person's forms that were not sent off, in their one conversation."""
    [(workspace, conversation)] = await rows(person.world, select(CONVERSATION.c.workspace, CONVERSATION.c.id))
    async with person.world.memory.unit_of_work() as work:
        known = await work.people.meet(workspace, person.slack_id)
        assert known is not None
        return list(await work.forms.of(known, conversation))


async def words_in_drafts(person: Person) -> set[str]:
    return {text for form in await drafts(person) for held in form.written.values() for text in held}


async def test_what_was_typed_is_there_after_answering_one_question_in_chat(ana: Person) -> None:
    await ana.types("reflect")
    await begins(ana, moment="Half a thought", meaning="And its meaning")
    await ana.presses("4")
    assert holds(await opens(ana)) == {"moment": "Half a thought", "meaning": "And its meaning"}


async def test_what_was_typed_is_there_in_the_short_version(ana: Person) -> None:
    await ana.types("deep")
    await begins(ana, "Open the form", what_happened="Half a thought", feelings="A feeling")
    await ana.presses("Short version (about 5 minutes)")
    again = await opens(ana, "Open the form")
    assert holds(again)["what_happened"] == "Half a thought"
    assert "feelings" not in fields(again)
    assert LEFT in texts(again.blocks)
    assert "A feeling" in texts(again.blocks)


async def test_what_was_typed_is_there_after_going_back(ana: Person) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    await begins(ana, moment="Half a thought")
    await ana.presses("Back")
    assert holds(await opens(ana))["moment"] == "Half a thought"


async def test_what_two_windows_hold_comes_together(world: World, ana: Person) -> None:
    await ana.types("reflect")
    desk, phone = await opens(ana), await opens(ana)
    await ana.actor.fill(desk, "field:moment", "From the desk.")
    world.later(timedelta(seconds=5))
    await ana.actor.fill(phone, "field:meaning", "From the phone.")
    again = await opens(ana)
    assert holds(again) == {"energy": None, "moment": "From the desk.", "meaning": "From the phone."}
    assert THERE not in texts(again.blocks)


async def test_two_texts_for_one_field_are_both_there_as_often_as_it_is_opened(world: World, ana: Person) -> None:
    await ana.types("reflect")
    desk, phone = await opens(ana), await opens(ana)
    await ana.actor.fill(desk, "field:moment", "From the desk.")
    world.later(timedelta(seconds=5))
    await ana.actor.fill(phone, "field:moment", "From the phone.")
    for typed in ("From the phone.", "From the phone. And more."):
        world.later(timedelta(seconds=5))
        again = await opens(ana)
        assert holds(again)["moment"] == typed
        assert "typed somewhere else too" in texts(again.blocks)
        assert texts(again.blocks).count("From the desk.") == 1
        await ana.actor.fill(again, "field:moment", "From the phone. And more.")
        await ana.actor.close(again)
    await sends(ana, await opens(ana))
    assert await words_in_drafts(ana) == set()


async def test_who_types_on_sees_no_older_half(ana: Person) -> None:
    await ana.types("reflect")
    for words in ("Half", "Half a thought", "Another thought"):
        await begins(ana, moment=words)
        again = await opens(ana)
        assert holds(again)["moment"] == words
        assert THERE not in texts(again.blocks)
        await ana.actor.close(again)


async def test_a_field_that_was_emptied_stays_empty(ana: Person) -> None:
    await ana.types("reflect")
    await begins(ana, moment="Half a thought", meaning="Stays")
    await begins(ana, moment="")
    assert holds(await opens(ana)) == {"energy": None, "moment": None, "meaning": "Stays"}


async def test_a_window_with_both_texts_that_was_closed_can_still_be_read(ana: Person) -> None:
    await ana.types("reflect")
    form = await opens(ana)
    await ana.presses("4")
    await ana.types("Typed in the chat.")
    clash = await sends(ana, form, energy="4", moment="Written in the form.")
    assert clash is not None
    await ana.actor.close(clash)
    again = await opens(ana)
    assert fields(again) == ["meaning"]
    assert LEFT in texts(again.blocks)
    assert "Written in the form." in texts(again.blocks)
    await ana.actor.close(again)

    await ana.presses("Back")
    back = await opens(ana)
    assert holds(back)["moment"] == "Typed in the chat."
    assert THERE in texts(back.blocks)
    assert "Written in the form." in texts(back.blocks)
    await sends(ana, back, moment="Both of it.")
    assert LEFT not in texts((await opens(ana, "Go on in the form")).blocks)


async def test_an_answer_that_is_being_changed_is_there_as_far_as_it_got(ana: Person) -> None:
    await ana.types("wins")
    await ana.types("First")
    await ana.presses("Back")
    assert holds(await begins(ana, progress="First and second"))["progress"] == "First"
    again = await opens(ana)
    assert holds(again)["progress"] == "First and second"
    assert THERE not in texts(again.blocks)


async def test_what_was_sent_off_is_kept_nowhere_else(ana: Person) -> None:
    await ana.types("wins")
    await begins(ana, progress="Ben ran it.")
    lost = await opens(ana)
    await ana.actor.fill(lost, "field:obstacle", "Time")
    await sends(ana, await opens(ana))
    assert await steps(ana) == ["obstacle", "progress"]
    assert await words_in_drafts(ana) == set()


async def test_what_is_deleted_for_good_is_in_no_draft(world: World, ana: Person) -> None:
    await ana.types("wins")
    await begins(ana, progress="Only mine", obstacle="Stays here")
    await ana.types("Only mine")
    world.later(timedelta(seconds=5))
    message = next(each for each in ana.actor.dm_messages() if each.text == "Only mine")
    await ana.actor.delete(message)
    await world.settled()
    await ana.presses("Delete for good now")
    assert await words_in_drafts(ana) == {"Stays here"}


async def test_what_was_typed_after_a_deletion_is_not_deleted_with_it(world: World, ana: Person) -> None:
    await ana.types("wins")
    message = await ana.types("Only mine")
    await ana.actor.delete(message)
    await world.settled()
    deletion = ana.last
    await ana.presses("Back")
    world.later(timedelta(seconds=5))
    await begins(ana, progress="Written anew")
    await ana.presses("Delete for good now", deletion)
    assert await words_in_drafts(ana) == {"Written anew"}


async def test_a_form_that_was_sent_off_takes_no_more_drafts(world: World, ana: Person) -> None:
    await ana.types("wins")
    form = await opens(ana)
    with world.sandbox.deliver.hold() as held:
        await ana.actor.fill(form, "field:progress", "Typed")
    await sends(ana, form)
    await held.release([0])
    [(workspace, form_id)] = await rows(world, select(FORM.c.workspace, FORM.c.id))
    async with world.memory.unit_of_work() as work:
        known = await work.people.meet(workspace, ana.slack_id)
        assert known is not None
        sent = await work.forms.get(known, form_id)
    assert (sent.closed, sent.written) == (True, {})


async def test_a_form_that_was_looked_at_again_is_kept_another_month(world: World, ana: Person) -> None:
    await ana.types("wins")
    await begins(ana, progress="Begun")
    world.later(timedelta(days=29))
    await ana.actor.close(await opens(ana))
    world.later(timedelta(days=2))
    await forget_old_forms(world.running.reception.desk)
    assert holds(await opens(ana))["progress"] == "Begun"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\x00b\u202ec\u2069d", "abcd"), ("x\ud800y", "x\ufffdy"), ("\u200b \n", None)],
)
async def test_what_is_typed_is_cleaned_before_it_is_kept(
    world: World, ana: Person, typed: str, kept: str | None
) -> None:
    await ana.types("wins")
    form = await opens(ana)
    await ana.actor.fill(form, "field:progress", "as typed")
    like = world.sandbox.deliveries[-1]

    def change(payload: dict[str, Any]) -> None:
        payload["actions"][0]["action_ts"] = "2999999999.0"
        payload["view"]["state"]["values"]["field:progress"]["field"]["value"] = typed

    assert (await forge(world, like, change)).status == 200
    assert holds(await opens(ana))["progress"] == kept
