"""Commands and messages: who may say what where, and what comes back."""

import pytest

from sandbox.acting.actor import Actor
from sandbox.acting.outcomes import NotOnScreenError
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.drawn import (
    section,
)
from tests.unit.sandbox.scripted_app import ScriptedApp, says


async def test_a_command_is_answered_to_one_person(ana: Actor, scripted_app: ScriptedApp) -> None:
    scripted_app.always(says({"text": "Here you are", "blocks": [section("Here")]}))

    outcome = await ana.command("/cairn", "help")

    assert outcome.failed is None
    assert outcome.answer == ana.ephemerals()[-1]
    assert ana.ephemerals()[-1].text == "Here you are"


async def test_a_command_may_be_answered_in_plain_text_to_all_or_not_at_all(
    ana: Actor, scripted_app: ScriptedApp
) -> None:
    silent = await ana.command("/cairn")
    scripted_app.always(says("Plain words"))
    plainly = await ana.command("/cairn")
    scripted_app.always(says({"response_type": "in_channel", "text": "For all"}))
    openly = await ana.command("/cairn", channel="#general")

    assert silent.answer is None
    assert plainly.answer is not None
    assert plainly.answer.text == "Plain words"
    assert openly.answer == ana.channel_messages("#general")[-1]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"blocks": [section("x" * 3001)]}, "invalid_blocks"),
        ({"response_type": "ephemeral"}, "no_text"),
        ({"text": "x", "colour": "blue"}, "unknown_response: colour"),
        ([], "json_not_object"),
    ],
)
async def test_a_command_answered_wrongly_is_an_error_mark(
    ana: Actor, scripted_app: ScriptedApp, answer: object, reason: str
) -> None:
    scripted_app.always(says(answer))

    outcome = await ana.command("/cairn")

    assert outcome.failed is not None
    assert reason in outcome.failed
    assert ana.ephemerals() == []


async def test_a_command_that_the_app_does_not_have_is_not_sent(ana: Actor) -> None:
    with pytest.raises(NotOnScreenError, match="not a valid command"):
        await ana.command("/cairns")


async def test_a_deactivated_person_does_nothing(sandbox: Sandbox, ana: Actor) -> None:
    sandbox.workspace.change_person(ana.person.id, deleted=True)

    with pytest.raises(NotOnScreenError, match="deactivated"):
        await ana.dm("Hello")


async def test_nobody_writes_where_they_are_not_nor_nothing(sandbox: Sandbox, ana: Actor) -> None:
    with pytest.raises(NotOnScreenError, match="not in leadership"):
        await sandbox.act_as("Emil").say("#leadership", "Hello")
    with pytest.raises(NotOnScreenError, match="nothing to send"):
        await ana.dm("  ")


async def test_two_people_talk_without_the_app(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    ben = sandbox.act_as("Ben")
    between = sandbox.workspace.direct_message(ana.person.id, ben.person.id)

    await ana.say(between.id, "Lunch?")

    assert [message.text for message in between.top_level()] == ["Lunch?"]
    assert scripted_app.received == []
    assert ana.dm_messages() == []
