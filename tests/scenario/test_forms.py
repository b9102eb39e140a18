"""A leader answers in a form: page by page, with what they type kept, and back and forth between form and chat."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot.ticker import forget_old_forms
from sandbox.faults import slack_error
from sandbox.records import View
from storage.tables import FORM
from tests.databases import Settings
from tests.scenario.ledger import ledger, rows
from tests.scenario.own_folder import between_lives, with_deep_in_chat
from tests.scenario.world import Person, World, labels, texts

NOTHING_YET = "Nothing is written here yet. To skip, press Close and then Skip."
FORM_BUTTON = "Answer in a form"
LONG = "Because I asked for help early, and the whole team saw me do it and joined in at once."


def fields(view: View) -> list[str]:
    """The steps a form asks."""
    return [block["block_id"].partition(":")[2] for block in view.blocks if block["type"] == "input"]


def holds(view: View) -> dict[str, str | None]:
    """What the text fields of a form hold when it is opened."""
    inputs = [block for block in view.blocks if block["type"] == "input"]
    return {each["block_id"].partition(":")[2]: each["element"].get("initial_value") for each in inputs}


async def opens(person: Person, button: str = FORM_BUTTON) -> View:
    await person.presses(button)
    return person.actor.open_views()[-1]


async def sends(person: Person, view: View, **values: str) -> View | None:
    """Fill in and send off; the form that comes next."""
    outcome = await person.actor.submit(view, {f"field:{step}": value for step, value in values.items()})
    assert outcome.failed is None
    assert outcome.errors == {}
    await person.world.settled()
    return outcome.view


async def steps(person: Person) -> list[str]:
    return [row[1].strip("'") for row in (await ledger(person)).answers]


async def test_page_by_page_to_the_receipt(ana: Person) -> None:
    await ana.types("reflect")
    first = await opens(ana)
    assert fields(first) == ["energy", "moment", "meaning"]
    second = await sends(ana, first, energy="4", moment="The handover.", meaning=LONG)
    assert second is not None
    assert fields(second) == ["next"]
    assert "The next questions are in the form." in ana.heard()[0].text
    assert labels(ana.heard()[0]) == ["Go on in the form", "Go on here", "Skip"]
    assert await sends(ana, second, next="Ask early again.") is None
    assert "4 answers are kept." in ana.last.text
    assert labels(ana.heard()[0]) == []
    assert sorted(await steps(ana)) == ["energy", "meaning", "moment", "next"]
    await ana.presses("Show what I wrote")
    assert LONG in await ana.window()


async def test_a_thin_answer_gets_its_follow_up_on_the_next_page(ana: Person) -> None:
    await ana.types("reflect")
    first = await opens(ana)
    assert first.definition["submit"]["text"] == "Save and go on"
    second = await sends(ana, first, energy="3", moment="A customer left.", meaning="It hurts.")
    assert second is not None
    assert second.definition["submit"]["text"] == "Save"
    assert fields(second) == ["unknown", "next"]


async def test_what_is_left_empty_is_skipped(ana: Person) -> None:
    await ana.types("reflect")
    second = await sends(ana, await opens(ana), energy="4")
    assert second is not None
    assert await steps(ana) == ["energy", "meaning", "moment"]


async def test_what_is_typed_is_there_again_after_the_window_was_lost(world: World, ana: Person) -> None:
    await ana.types("reflect")
    lost = await opens(ana)
    await ana.actor.fill(lost, "field:moment", "Half a thought")
    await ana.actor.close(lost)
    world.later(timedelta(days=2))
    again = await opens(ana)
    assert holds(again)["moment"] == "Half a thought"
    await sends(ana, again, moment="A whole thought.")
    assert b"thought" not in b"".join(row[0] for row in await rows(world, select(FORM.c.written)))


async def test_the_words_are_there_in_the_next_life_of_the_bot(settings: Settings, tmp_path: Path) -> None:
    async with between_lives(settings, with_deep_in_chat(tmp_path / "own")) as world:
        ana = world.person("Ana")
        async with world.life():
            await ana.types("reflect")
            await ana.actor.fill(await opens(ana), "field:moment", "Before the end")
        async with world.life():
            assert holds(await opens(ana))["moment"] == "Before the end"


async def test_a_draft_is_there_again_after_the_question_before_it_was_answered_in_the_chat(ana: Person) -> None:
    await ana.types("reflect")
    left = await opens(ana)
    await ana.actor.fill(left, "field:moment", "Half a thought")
    await ana.actor.close(left)
    await ana.presses("4")
    again = await opens(ana)
    assert holds(again) == {"moment": "Half a thought", "meaning": None}
    await ana.actor.close(again)
    await ana.types("A whole thought.")
    await ana.presses("Back")
    assert holds(await opens(ana))["moment"] == "A whole thought."


async def test_a_draft_is_there_again_after_the_window_with_both_texts_was_lost(ana: Person) -> None:
    await ana.types("reflect")
    form = await opens(ana)
    await ana.presses("4")
    clash = await sends(ana, form, energy="2", moment="Half a thought")
    assert clash is not None
    await ana.actor.close(clash)
    assert holds(await opens(ana)) == {"moment": "Half a thought", "meaning": None}


async def test_one_goes_on_in_the_chat_and_back_in_the_form(ana: Person) -> None:
    await ana.types("reflect")
    second = await sends(ana, await opens(ana), energy="4", moment="The handover.", meaning=LONG)
    assert second is not None
    await ana.actor.close(second)
    await ana.presses("Go on here")
    assert "Skip" in labels(ana.last)
    third = await opens(ana)
    assert fields(third) == ["next"]
    await ana.types("Typed instead.")
    assert "4 answers are kept." in ana.last.text


async def test_a_form_that_was_overtaken_by_the_chat_offers_both_texts(ana: Person) -> None:
    await ana.types("reflect")
    form = await opens(ana)
    await ana.presses("4")
    await ana.types("Typed in the chat.")
    clash = await sends(ana, form, energy="4", moment="Written in the form.")
    assert clash is not None
    assert fields(clash) == ["moment"]
    assert holds(clash) == {"moment": "Written in the form."}
    assert "Typed in the chat." in texts(clash.blocks)
    assert await sends(ana, clash) is None
    await ana.types("stop")
    await ana.presses("Show what I wrote")
    assert "Written in the form." in await ana.window()


async def test_two_devices_the_second_is_told(world: World, ana: Person) -> None:
    await ana.types("reflect")
    desk = await opens(ana)
    phone = await opens(ana)
    world.later(timedelta(seconds=5))
    await ana.actor.fill(desk, "field:moment", "From the desk.")
    clash = await sends(ana, phone, energy="4", moment="From the phone.")
    assert clash is not None
    assert "typed somewhere else too" in texts(clash.blocks)
    assert "From the desk." in texts(clash.blocks)
    assert holds(clash)["moment"] == "From the phone."
    assert await steps(ana) == []
    second = await sends(ana, clash)
    assert second is not None
    assert await steps(ana) == ["energy", "meaning", "moment"]


async def test_nothing_or_only_spaces_is_no_answer(ana: Person) -> None:
    await ana.types("wins")
    view = await opens(ana)
    for words in ("", " \n"):
        outcome = await ana.actor.submit(view, {"field:progress": words} if words else {})
        said = "Please write something, or press Close." if words else NOTHING_YET
        assert outcome.errors == {"field:progress": said}
    assert await steps(ana) == []


async def test_a_window_that_comes_too_late_says_so(world: World, ana: Person) -> None:
    await ana.types("reflect")
    world.sandbox.faults.plan(slack_error("expired_trigger_id"), method="views.open")
    await ana.presses(FORM_BUTTON)
    assert ana.last.text == "That took too long. Please try again."


async def test_a_form_that_nobody_came_back_to_is_forgotten_after_a_month(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await ana.actor.fill(await opens(ana), "field:moment", "Begun and left.")
    world.later(timedelta(days=29))
    await forget_old_forms(world.running.reception.desk)
    assert len(await rows(world, select(FORM))) == 1
    world.later(timedelta(days=2))
    await forget_old_forms(world.running.reception.desk)
    assert await rows(world, select(FORM)) == []
    assert holds(await opens(ana))["moment"] is None
