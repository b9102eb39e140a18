"""Pressing and choosing on messages: what the app hears, what cannot be done."""

from typing import Any

import pytest

from sandbox.acting.actor import Actor
from sandbox.acting.outcomes import NotOnScreenError
from sandbox.json_object import Json
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.drawn import (
    actions,
    button,
    option,
    plain,
    section,
    select,
)
from tests.unit.sandbox.given import a_message, a_whisper
from tests.unit.sandbox.scripted_app import ScriptedApp


async def test_a_press_names_the_button_the_message_and_the_person(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    message = a_message(sandbox, ana.person.id, actions(button(value="42", style="primary"), block_id="b"))

    delivery = await ana.press(message, label="Go")

    press = scripted_app.payloads[-1]
    action = press["actions"][0]
    assert delivery.failed is None
    assert press["type"] == "block_actions"
    assert (action["action_id"], action["block_id"], action["value"]) == ("go", "b", "42")
    assert (action["type"], action["style"], action["text"]) == ("button", "primary", plain("Go"))
    assert action["action_ts"]
    assert press["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel_id,
        "is_ephemeral": False,
    }
    assert press["channel"] == {"id": message.channel_id, "name": "directmessage"}
    assert (press["message"]["ts"], press["message"]["bot_id"]) == (message.ts, sandbox.app.bot_id)
    assert (press["user"]["id"], press["user"]["team_id"]) == (
        ana.person.id,
        sandbox.workspace.team_id,
    )
    assert press["trigger_id"]
    assert press["response_url"].startswith("http")


async def test_a_press_in_a_thread_says_so(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    parent = await ana.dm("hello")
    arguments = {
        "channel": parent.channel_id,
        "thread_ts": parent.ts,
        "blocks": [actions(button())],
    }
    sandbox.call("chat.postMessage", arguments, sandbox.app.token)

    await ana.press(ana.thread(parent)[-1], action_id="go")

    assert scripted_app.payloads[-1]["container"]["thread_ts"] == parent.ts


async def test_a_whisper_in_a_thread_is_pressed_in_that_thread(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    parent = await ana.dm("hello")
    arguments = {
        "channel": parent.channel_id,
        "user": ana.person.id,
        "thread_ts": parent.ts,
        "blocks": [actions(button())],
    }
    sandbox.call("chat.postEphemeral", arguments, sandbox.app.token)

    await ana.press(ana.ephemerals()[-1], label="Go")

    assert scripted_app.payloads[-1]["container"]["thread_ts"] == parent.ts


async def test_a_whispered_button_can_be_pressed_and_the_message_stays_out(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    whisper = a_whisper(sandbox, ana, actions(button()))

    await ana.press(whisper, action_id="go")

    press = scripted_app.payloads[-1]
    assert press["container"]["is_ephemeral"] is True
    assert press["container"]["message_ts"] == whisper.ts
    assert "message" not in press


async def test_only_what_stands_there_can_be_pressed(sandbox: Sandbox, ana: Actor) -> None:
    message = a_message(sandbox, ana.person.id, actions(button("Yes", "yes"), button("No", "no")))

    with pytest.raises(NotOnScreenError, match=r"'Maybe'; there is yes \(Yes\), no \(No\)"):
        await ana.press(message, label="Maybe")
    with pytest.raises(NotOnScreenError, match="nothing to use"):
        await ana.press(a_message(sandbox, ana.person.id, section()), action_id="yes")


async def test_a_redrawn_message_shows_its_new_buttons_unless_an_old_screen_is_meant(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    old = a_message(sandbox, ana.person.id, actions(button("Old", "old")))
    changed = {"channel": old.channel_id, "ts": old.ts, "blocks": [actions(button("New", "new"))]}
    sandbox.call("chat.update", changed, sandbox.app.token)

    await ana.press(old, label="New")
    with pytest.raises(NotOnScreenError):
        await ana.press(old, label="Old")
    await ana.press(old, label="Old", as_seen=True)

    pressed = [payload["actions"][0]["action_id"] for payload in scripted_app.payloads]
    assert pressed == ["new", "old"]


async def test_a_deleted_message_cannot_be_pressed(sandbox: Sandbox, ana: Actor) -> None:
    message = a_message(sandbox, ana.person.id, actions(button()))
    sandbox.workspace.delete(message)

    with pytest.raises(NotOnScreenError, match="deleted"):
        await ana.press(message, label="Go")


async def test_nobody_presses_in_a_conversation_they_do_not_see(sandbox: Sandbox, ana: Actor) -> None:
    message = a_message(sandbox, ana.person.id, actions(button()))

    with pytest.raises(NotOnScreenError, match="does not see"):
        await sandbox.act_as("Ben").press(message, label="Go")


MENUS: dict[str, tuple[Json, Any, str, Any]] = {
    "by value": (select(option("a"), option("b")), "b", "selected_option", option("b")),
    "by label": (select(option("a"), option("b")), "B", "selected_option", option("b")),
    "radio": (
        {"type": "radio_buttons", "action_id": "pick", "options": [option("a")]},
        "a",
        "selected_option",
        option("a"),
    ),
    "checkboxes": (
        {"type": "checkboxes", "action_id": "pick", "options": [option("a"), option("b")]},
        ["a", "b"],
        "selected_options",
        [option("a"), option("b")],
    ),
    "one checkbox": (
        {"type": "checkboxes", "action_id": "pick", "options": [option("a"), option("b")]},
        "a",
        "selected_options",
        [option("a")],
    ),
    "overflow": (
        {"type": "overflow", "action_id": "pick", "options": [option("a")]},
        "a",
        "selected_option",
        option("a"),
    ),
    "in groups": (
        {
            "type": "static_select",
            "action_id": "pick",
            "option_groups": [{"label": plain("G"), "options": [option("a")]}],
        },
        "a",
        "selected_option",
        option("a"),
    ),
    "date": ({"type": "datepicker", "action_id": "pick"}, "2026-12-01", "selected_date", "2026-12-01"),
    "time": ({"type": "timepicker", "action_id": "pick"}, "09:30", "selected_time", "09:30"),
    "nothing": (select(option("a")), None, "selected_option", None),
}


@pytest.mark.parametrize("name", MENUS)
async def test_a_choice_reaches_the_app(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp, name: str) -> None:
    element, choice, key, expected = MENUS[name]
    message = a_message(sandbox, ana.person.id, section(accessory=element, block_id="b"))

    await ana.choose(message, "pick", choice)

    press = scripted_app.payloads[-1]
    if name != "nothing":
        assert press["actions"][0][key] == expected
    if element["type"] != "overflow":
        assert press["state"]["values"]["b"]["pick"][key] == expected


async def test_people_and_channels_are_chosen_by_name(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    person = {"type": "users_select", "action_id": "who"}
    people = {"type": "multi_users_select", "action_id": "whom"}
    place = {"type": "conversations_select", "action_id": "where"}
    message = a_message(
        sandbox,
        ana.person.id,
        *(section(accessory=each, block_id=each["action_id"]) for each in (person, people, place)),
    )
    await ana.choose(message, "who", "Ben")
    await ana.choose(message, "whom", ["Ben", "Dana"])
    await ana.choose(message, "where", "#general")

    ben, dana = (sandbox.workspace.person(name).id for name in ("Ben", "Dana"))
    values = scripted_app.payloads[-1]["state"]["values"]
    assert values["who"]["who"]["selected_user"] == ben
    assert values["whom"]["whom"]["selected_users"] == [ben, dana]
    assert values["where"]["where"]["selected_conversation"].startswith("C")


async def test_an_option_that_is_not_offered_cannot_be_chosen(sandbox: Sandbox, ana: Actor) -> None:
    message = a_message(sandbox, ana.person.id, section(accessory=select(option("a"))))

    with pytest.raises(NotOnScreenError, match="no option 'z'; there are A"):
        await ana.choose(message, "pick", "z")
