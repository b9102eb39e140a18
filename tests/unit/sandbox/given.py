"""What stands before a person when a test begins."""

from sandbox.acting.actor import Actor
from sandbox.json_object import Json
from sandbox.records import EphemeralMessage, Message, View
from sandbox.sandbox import Sandbox


def a_message(sandbox: Sandbox, person_id: str, *blocks: Json) -> Message:
    """The app has posted these blocks to somebody."""
    arguments = {"channel": person_id, "text": "x", "blocks": list(blocks)}
    answer = sandbox.call("chat.postMessage", arguments, sandbox.app.token)
    assert answer["ok"], answer
    message = sandbox.workspace.message(answer["channel"], answer["ts"])
    assert message is not None
    return message


def a_whisper(sandbox: Sandbox, ana: Actor, *blocks: Json) -> EphemeralMessage:
    """The app has shown these blocks to Ana alone."""
    arguments = {"channel": ana.dm_channel.id, "user": ana.person.id, "blocks": list(blocks)}
    assert sandbox.call("chat.postEphemeral", arguments, sandbox.app.token)["ok"]
    return ana.ephemerals()[-1]


def an_open_modal(sandbox: Sandbox, ana: Actor, view: Json) -> View:
    """The app has put this modal before Ana."""
    trigger = sandbox.workspace.screens.issue_trigger(ana.person.id)
    answer = sandbox.call("views.open", {"trigger_id": trigger, "view": view}, sandbox.app.token)
    assert answer["ok"], answer
    return ana.open_views()[-1]
