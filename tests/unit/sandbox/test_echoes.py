"""An app hears of its own messages, and of those that call it by its name."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.acting.actor import Actor
from sandbox.clock import ManualClock
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.conftest import CAIRN
from tests.unit.sandbox.scripted_app import ScriptedApp


@pytest.fixture
def sandbox(scripted_app: ScriptedApp) -> Sandbox:
    sandbox = Sandbox(ManualClock(), transport=scripted_app, echoes=True)
    sandbox.install(CAIRN)
    return sandbox


def _events(app: ScriptedApp) -> list[dict[str, Any]]:
    return [payload["event"] for payload in app.payloads]


async def _heard(sandbox: Sandbox, app: ScriptedApp, count: int) -> list[dict[str, Any]]:
    enough: Callable[[], object] = lambda: len(app.received) >= count  # noqa: E731 - a name for what is waited for
    await sandbox.until(enough)
    return _events(app)


async def test_an_app_hears_what_it_writes_changes_and_takes_away(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    def call(method: str, **arguments: Any) -> dict[str, Any]:
        answer = sandbox.call(method, arguments, sandbox.app.token)
        assert answer["ok"], answer
        return answer

    posted = call("chat.postMessage", channel=ana.person.id, text="Good morning")
    place = {"channel": posted["channel"], "ts": posted["ts"]}
    call("reactions.add", channel=place["channel"], timestamp=place["ts"], name="wave")
    call("chat.update", **place, text="Good evening")
    call("chat.delete", **place)
    wrote, reacted, changed, deleted = await _heard(sandbox, scripted_app, 4)

    assert (wrote["bot_id"], wrote["app_id"]) == (sandbox.app.bot_id, sandbox.app.app_id)
    assert (wrote["user"], wrote["text"], wrote["channel_type"]) == (sandbox.app.bot_user_id, "Good morning", "im")
    assert wrote["bot_profile"]["name"] == "Cairn"
    assert "subtype" not in wrote
    assert (reacted["type"], reacted["user"]) == ("reaction_added", sandbox.app.bot_user_id)
    assert (changed["subtype"], changed["message"]["text"]) == ("message_changed", "Good evening")
    assert changed["message"]["edited"]["user"] == sandbox.app.bot_user_id
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", posted["ts"])


async def test_what_is_refused_has_not_happened(sandbox: Sandbox, scripted_app: ScriptedApp) -> None:
    assert not sandbox.call("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, sandbox.app.token)["ok"]
    await sandbox.act_as("Ana").dm("Hello")

    assert [event["text"] for event in _events(scripted_app)] == ["Hello"]


async def test_calling_the_app_by_its_name_is_an_event_of_its_own(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    sandbox.workspace.invite(sandbox.workspace.channel("general").id, sandbox.app.bot_user_id)
    await ana.say("#general", "@Cairn are you there?")
    await ana.dm("@Cairn and here?")

    assert [event["type"] for event in _events(scripted_app)] == ["message", "app_mention", "message"]
    mention = _events(scripted_app)[1]
    assert mention["text"] == f"<@{sandbox.app.bot_user_id}> are you there?"
    assert mention["channel"] == sandbox.workspace.channel("general").id
