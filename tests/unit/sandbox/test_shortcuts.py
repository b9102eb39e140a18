"""Shortcuts, and menus whose options the app looks up."""

from typing import Any

import pytest

from sandbox.acting.actor import Actor
from sandbox.acting.outcomes import NotOnScreenError
from sandbox.json_object import Json
from sandbox.records import Message
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.drawn import modal, option, question, section, text_field
from tests.unit.sandbox.given import an_open_modal
from tests.unit.sandbox.scripted_app import ScriptedApp, says


async def test_a_global_shortcut_opens_a_form(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    delivery = await ana.shortcut("reflect_now")

    payload = scripted_app.payloads[0]
    assert delivery.failed is None
    assert (payload["type"], payload["callback_id"]) == ("shortcut", "reflect_now")
    assert payload["user"] == {"id": ana.person.id, "username": "ana.ruiz", "team_id": sandbox.workspace.team_id}
    assert "channel" not in payload
    opened = {"trigger_id": payload["trigger_id"], "view": modal()}
    assert sandbox.call("views.open", opened, sandbox.app.token)["ok"]


async def test_a_message_shortcut_brings_the_message_along(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    parent = await sandbox.act_as("Ben").say("#general", "We shipped it")
    reply = await ana.reply(parent, "Well done")

    await ana.message_shortcut(reply, "praise")

    payload = scripted_app.payloads[-1]
    assert (payload["type"], payload["callback_id"]) == ("message_action", "praise")
    assert payload["channel"] == {"id": parent.channel_id, "name": "general"}
    assert (payload["message_ts"], payload["message"]["text"]) == (reply.ts, "Well done")
    assert payload["message"]["thread_ts"] == parent.ts
    assert payload["response_url"].startswith("http")
    assert payload["trigger_id"]
    assert payload["user"]["name"] == "ana.ruiz"


async def test_only_what_the_app_has_is_offered(sandbox: Sandbox, ana: Actor) -> None:
    message = await ana.dm("x")

    with pytest.raises(NotOnScreenError, match="no global shortcut 'praise'; there is reflect_now"):
        await ana.shortcut("praise")
    with pytest.raises(NotOnScreenError, match="no message shortcut"):
        await ana.message_shortcut(message, "reflect_now")


async def test_a_message_that_one_does_not_see_has_no_menu(sandbox: Sandbox, ana: Actor) -> None:
    message = await sandbox.act_as("Ben").dm("private")

    with pytest.raises(NotOnScreenError, match="does not see"):
        await ana.message_shortcut(message, "praise")


EXTERNAL: Json = {"type": "external_select", "action_id": "goal", "min_query_length": 1}


def _menu(sandbox: Sandbox, ana: Actor, element: Json = EXTERNAL) -> Message:
    block = section(accessory=element, block_id="b")
    message = Message(ana.dm_channel.id, sandbox.workspace.ids.ts(), sandbox.app.bot_user_id, "x", blocks=(block,))
    return sandbox.workspace.put(message)


async def test_options_are_looked_up_while_one_types(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    scripted_app.always(says({"options": [option("g1", "Delegate"), option("g2", "Listen")]}))
    message = _menu(sandbox, ana)

    shown = await ana.suggestions(message, "goal", "del")

    payload = scripted_app.payloads[-1]
    assert [each["value"] for each in shown] == ["g1", "g2"]
    assert (payload["type"], payload["value"]) == ("block_suggestion", "del")
    assert (payload["action_id"], payload["block_id"]) == ("goal", "b")
    assert payload["container"]["message_ts"] == message.ts
    await ana.choose(message, "goal", "Listen")
    assert scripted_app.payloads[-1]["actions"][0]["selected_option"]["value"] == "g2"


async def test_several_may_be_chosen_from_groups_in_a_form(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    group = {"label": {"type": "plain_text", "text": "Goals"}, "options": [option("g1"), option("g2")]}
    scripted_app.always(says({"option_groups": [group]}))
    view = an_open_modal(sandbox, ana, modal(question("first")))
    element = EXTERNAL | {"type": "multi_external_select"}
    view = sandbox.workspace.screens.redraw(view, modal(question("goals", element=element)))

    assert await ana.fill(view, "goals", ["g1", "g2"]) is None

    asked = scripted_app.payloads[-1]
    assert (asked["type"], asked["view"]["id"]) == ("block_suggestion", view.id)
    values = sandbox.workspace.screens.entered(ana.person.id, view.id)
    assert [each["value"] for each in values["goals"]["goal"]["selected_options"]] == ["g1", "g2"]


@pytest.mark.parametrize(
    "answer",
    [
        {"options": [{"text": "x"}]},
        {"options": [option("a", "x" * 76)]},
        {"options": [option(str(number)) for number in range(101)]},
        {"option_groups": {}},
        {"options": ["x"]},
        {},
        [],
    ],
    ids=["no value", "long text", "too many", "no list", "no object", "nothing", "a list"],
)
async def test_options_that_slack_would_not_take_are_not_shown(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp, answer: Any
) -> None:
    scripted_app.always(says(answer))

    assert await ana.suggestions(_menu(sandbox, ana), "goal", "x") == []
    assert sandbox.deliveries[-1].failed in {"invalid_options", "json_not_object"}


async def test_enter_and_characters_are_heard_where_they_were_asked_for(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    def field(*moments: str) -> Json:
        return text_field(dispatch_action_config={"trigger_actions_on": list(moments)})

    blocks = [
        question("plain"),
        question("enter", dispatch_action=True),
        question("typing", element=field("on_character_entered"), dispatch_action=True),
        question("both", element=field("on_character_entered", "on_enter_pressed"), dispatch_action=True),
    ]
    view = an_open_modal(sandbox, ana, modal(*blocks))
    heard = {}
    for block in blocks:
        typed = await ana.fill(view, block["block_id"], "so f")
        entered = await ana.press_enter(view, block["block_id"])
        heard[block["block_id"]] = (typed is not None, entered is not None)

    assert heard == {"plain": (False, False), "enter": (False, True), "typing": (True, False), "both": (True, True)}
    assert {payload["actions"][0]["value"] for payload in scripted_app.payloads} == {"so f"}


CANNOT: dict[str, tuple[Json, Any, str]] = {
    "no date": ({"type": "datepicker"}, "tomorrow", "nobody can pick 'tomorrow'"),
    "no time": ({"type": "timepicker"}, "25:00", "nobody can pick '25:00'"),
    "too many": ({"type": "multi_users_select", "max_selected_items": 1}, ["Ana", "Ben"], "at most 1"),
}


@pytest.mark.parametrize("name", CANNOT)
async def test_what_the_client_does_not_let_through_is_refused(sandbox: Sandbox, ana: Actor, name: str) -> None:
    element, choice, reason = CANNOT[name]
    message = _menu(sandbox, ana, element | {"action_id": "pick"})

    with pytest.raises(NotOnScreenError, match=reason):
        await ana.choose(message, "pick", choice)


async def test_several_channels_are_chosen_by_name(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    message = _menu(sandbox, ana, {"type": "multi_channels_select", "action_id": "pick"})

    await ana.choose(message, "pick", ["#general", "#leadership"])

    chosen = scripted_app.payloads[-1]["actions"][0]["selected_channels"]
    assert chosen == [sandbox.workspace.channel(name).id for name in ("general", "leadership")]
