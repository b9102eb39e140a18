"""Everything the sandbox sends is what Slack's own types say that Slack sends."""

from collections.abc import Awaitable, Callable

import pytest

from sandbox.acting.actor import Actor
from sandbox.json_object import Json
from sandbox.sandbox import Sandbox
from sandbox.schemas import inbound
from tests.unit.sandbox.drawn import actions, button, home, modal, option, plain, question, section, text_field
from tests.unit.sandbox.examples import GOOD_ELEMENTS
from tests.unit.sandbox.given import a_message, a_whisper, an_open_modal
from tests.unit.sandbox.scripted_app import ScriptedApp, says

Story = Callable[[Sandbox, Actor], Awaitable[object]]
# The types leave these out, and Slack sends them all the same.
KNOWN_EXTRAS = {
    "/actions/0/selected_option: url",
    "/event: client_msg_id",
    "/event: event_ts",
    "/event: team",
    "/user: username",
}
CHOICES: dict[str, str | list[str]] = {
    "static_select": "a",
    "multi_static_select": ["a"],
    "users_select": "Ben",
    "multi_users_select": ["Ben"],
    "channels_select": "general",
    "multi_channels_select": ["general"],
    "conversations_select": "general",
    "multi_conversations_select": ["general"],
    "radio_buttons": "a",
    "checkboxes": ["a"],
    "overflow": "a",
    "datepicker": "2026-11-23",
    "timepicker": "09:30",
    "datetimepicker": "1700000000",
}


async def _writing(sandbox: Sandbox, ana: Actor) -> None:
    sandbox.workspace.invite(sandbox.workspace.channel("general").id, sandbox.app.bot_user_id)
    parent = await ana.dm("Hello <there> & *you*")
    reply = await ana.reply(parent, "a reply")
    await ana.edit(reply, "another reply")
    await ana.delete(parent)
    await ana.delete(reply)
    await ana.dm("", files=["voice.m4a"])
    await ana.say("#general", "in a channel")


async def _moving(sandbox: Sandbox, ana: Actor) -> None:
    sandbox.workspace.invite(sandbox.workspace.channel("general").id, sandbox.app.bot_user_id)
    sandbox.workspace.change_person(sandbox.workspace.person("Hana").id, is_restricted=False)
    await sandbox.act_as("Hana").join("#general")
    await sandbox.act_as("Hana").leave("#general")
    await ana.react(a_message(sandbox, ana.person.id, section()), "eyes")
    await sandbox.admin.add("Jo", "Jo March", tz="Europe/Oslo")
    await sandbox.admin.change("Ana", tz="Asia/Tokyo")
    await sandbox.admin.deactivate("Ben")


async def _leaving(sandbox: Sandbox, _ana: Actor) -> None:
    await sandbox.admin.uninstall()


async def _home(sandbox: Sandbox, ana: Actor) -> None:
    await ana.open_home()
    sandbox.call("views.publish", {"user_id": ana.person.id, "view": home(actions(button()))}, sandbox.app.token)
    view = await ana.open_home()
    assert view is not None
    await ana.press_in_view(view, label="Go")
    await ana.open_messages()


async def _pressing(sandbox: Sandbox, ana: Actor) -> None:
    rows = [actions(button(value="1", url="https://x.y"), block_id="b")]
    rows += [actions(GOOD_ELEMENTS[name] | {"action_id": name}, block_id=name) for name in CHOICES]
    message = a_message(sandbox, ana.person.id, *rows)
    await ana.press(message, label="Go")
    for name, choice in CHOICES.items():
        await ana.choose(message, name, choice)
    whisper = a_whisper(sandbox, ana, actions(button()))
    await ana.press(whisper, label="Go")


async def _forms(sandbox: Sandbox, ana: Actor) -> None:
    heard = text_field(dispatch_action_config={"trigger_actions_on": ["on_character_entered"]})
    fields = [question("typed", dispatch_action=True, element=heard)]
    fields += [
        question(name, element=GOOD_ELEMENTS[name] | {"action_id": name}) for name in CHOICES if name != "overflow"
    ]
    view = an_open_modal(sandbox, ana, modal(*fields, notify_on_close=True))
    await ana.fill(view, "typed", "so f")
    await ana.submit(view, {name: choice for name, choice in CHOICES.items() if name != "overflow"})
    closed = an_open_modal(sandbox, ana, modal(question("typed", optional=True), notify_on_close=True))
    await ana.close(closed)


async def _commands(_sandbox: Sandbox, ana: Actor) -> None:
    await ana.command("/cairn", "reflect")
    await ana.command("/cairn", channel="#general")
    await ana.shortcut("reflect_now")
    await ana.message_shortcut(await ana.dm("x"), "praise")


async def _menus(sandbox: Sandbox, ana: Actor) -> None:
    message = a_message(sandbox, ana.person.id, actions(GOOD_ELEMENTS["external_select"], block_id="b"))
    await ana.suggestions(message, "x", "del")
    await ana.choose(message, "x", "a")
    view = an_open_modal(sandbox, ana, modal(question(element=GOOD_ELEMENTS["external_select"])))
    await ana.suggestions(view, "x", "del")


STORIES: dict[str, tuple[Story, set[str]]] = {
    "writing": (_writing, {"event"}),
    "coming and going": (_moving, {"event"}),
    "leaving": (_leaving, {"event"}),
    "Home": (_home, {"event", "block_actions"}),
    "pressing": (_pressing, {"block_actions"}),
    "forms": (_forms, {"block_actions", "view_submission", "view_closed"}),
    "commands": (_commands, {"command", "shortcut", "message_action", "event"}),
    "menus": (_menus, {"block_suggestion", "block_actions"}),
}


@pytest.mark.parametrize("name", STORIES)
async def test_what_is_sent_is_what_slack_sends(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp, name: str
) -> None:
    story, expected = STORIES[name]
    scripted_app.script = lambda sent: (
        says({"options": [option("a")]}) if sent.get("type") == "block_suggestion" else says()
    )

    await story(sandbox, ana)

    sent = [delivery.payload for delivery in sandbox.deliveries]
    assert {inbound.kind_of(payload) for payload in sent} == expected
    found = [inbound.problems(inbound.kind_of(payload), payload) for payload in sent]
    assert [str(error) for each in found for error in each.errors] == []
    extras = {f"{extra.pointer}: {extra.message.rpartition(' ')[2]}" for each in found for extra in each.warnings}
    assert extras <= KNOWN_EXTRAS


def test_the_stories_send_every_kind() -> None:
    assert set().union(*(kinds for _, kinds in STORIES.values())) == inbound.kinds()


PRESS: Json = {
    "type": "block_actions",
    "team": None,
    "user": {"id": "U1", "username": "ana"},
    "token": "t",
    "trigger_id": "1.2.3",
    "api_app_id": "A1",
    "container": {},
    "actions": [
        {"type": "button", "block_id": "b", "action_id": "a", "action_ts": "1.0", "text": plain("Go") | {"emoji": True}}
    ],
}
EVENT: Json = {
    "type": "event_callback",
    "token": "t",
    "team_id": "T1",
    "api_app_id": "A1",
    "event_id": "Ev1",
    "event_time": 1,
    "event": {
        "type": "message",
        "channel": "D1",
        "user": "U1",
        "text": "Hello",
        "ts": "1.0",
        "event_ts": "1.0",
        "channel_type": "im",
    },
}
SPOILT: dict[str, tuple[Json, str]] = {
    "no user": ({key: each for key, each in PRESS.items() if key != "user"}, "missing required field: user"),
    "a number for a text": (PRESS | {"trigger_id": 5}, "must be a string [json-pointer:/trigger_id]"),
    "an action without its time": (
        PRESS | {"actions": [{key: each for key, each in PRESS["actions"][0].items() if key != "action_ts"}]},
        "missing required field: action_ts [json-pointer:/actions/0]",
    ),
    "an event without its envelope": ({"type": "event_callback", "event": EVENT["event"]}, "event_id"),
    "a message without a channel": (
        EVENT | {"event": {key: each for key, each in EVENT["event"].items() if key != "channel"}},
        "missing required field: channel [json-pointer:/event]",
    ),
    "a file share without files' kind of text": (
        EVENT | {"event": EVENT["event"] | {"subtype": "file_share", "text": None}},
        "must be a string [json-pointer:/event/text]",
    ),
    "an event that Slack does not know": (
        EVENT | {"event": {"type": "rain"}},
        "unsupported type: rain [json-pointer:/event/type]",
    ),
    "no event": (EVENT | {"event": None}, "must be an object [json-pointer:/event]"),
}


@pytest.mark.parametrize("payload", [PRESS, EVENT])
def test_a_right_payload_is_right(payload: Json) -> None:
    assert inbound.problems(inbound.kind_of(payload), payload) == inbound.Problems()


@pytest.mark.parametrize("name", SPOILT)
def test_a_wrong_payload_is_found_out(name: str) -> None:
    payload, expected = SPOILT[name]

    found = inbound.problems(inbound.kind_of(payload), payload)

    assert found
    assert expected in "\n".join(map(str, found.errors))


def test_a_strange_key_is_a_warning() -> None:
    found = inbound.problems("block_actions", PRESS | {"mood": "fine"})

    assert not found
    assert [str(each) for each in found.warnings] == ["invalid additional property: mood [json-pointer:/]"]


def test_a_kind_without_a_schema_is_named() -> None:
    with pytest.raises(LookupError, match="there is no schema for 'dialog_submission'; there is one for block_actions"):
        inbound.problems("dialog_submission", {})
