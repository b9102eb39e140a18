"""What becomes of messages, reactions and views when all is well."""

from typing import Any

from sandbox.acting.actor import Actor
from sandbox.json_object import Json
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.drawn import actions, button, home, modal, question, section


def _call(sandbox: Sandbox, method: str, **arguments: Any) -> Json:
    answer = sandbox.call(method, arguments, sandbox.app.token)
    assert answer["ok"], answer
    return answer


def test_a_post_to_somebody_who_left_succeeds(sandbox: Sandbox) -> None:
    ivo = sandbox.workspace.person("Ivo")

    posted = _call(sandbox, "chat.postMessage", channel=ivo.id, text="Hello?")

    assert posted["channel"].startswith("D")


def test_a_message_carries_its_metadata_to_those_who_ask(sandbox: Sandbox, ana: Actor) -> None:
    metadata = {"event_type": "cairn_delivery", "event_payload": {"row": "r1"}}
    posted = _call(sandbox, "chat.postMessage", channel=ana.dm_channel.id, text="Hi", metadata=metadata)

    history = {"channel": ana.dm_channel.id}
    silent = _call(sandbox, "conversations.history", **history)["messages"]
    telling = _call(sandbox, "conversations.history", **history, include_all_metadata=True)

    assert posted["message"]["metadata"] == metadata
    assert "metadata" not in silent[0]
    assert telling["messages"][0]["metadata"] == metadata


def test_an_update_keeps_what_it_leaves_out(sandbox: Sandbox, ana: Actor) -> None:
    metadata = {"event_type": "e", "event_payload": {}}
    posted = _call(
        sandbox,
        "chat.postMessage",
        channel=ana.person.id,
        text="Before",
        blocks=[section(block_id="b")],
        metadata=metadata,
    )
    message = {"channel": posted["channel"], "ts": posted["ts"]}

    changed = _call(sandbox, "chat.update", **message, text="After")["message"]
    emptied = _call(sandbox, "chat.update", **message, text="After", blocks=[], metadata={})

    assert (changed["text"], changed["blocks"]) == ("After", [section(block_id="b")])
    assert changed["metadata"] == metadata
    assert changed["edited"]["user"] == sandbox.app.bot_user_id
    assert not {"blocks", "metadata"} & set(emptied["message"])


def test_missing_ids_are_filled_in(sandbox: Sandbox, ana: Actor) -> None:
    nameless = button()
    del nameless["action_id"]

    posted = _call(sandbox, "chat.postMessage", channel=ana.person.id, blocks=[actions(nameless)])

    block = posted["message"]["blocks"][0]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]


def test_a_deleted_message_is_gone(sandbox: Sandbox, ana: Actor) -> None:
    posted = _call(sandbox, "chat.postMessage", channel=ana.person.id, text="Oops")

    _call(sandbox, "chat.delete", channel=posted["channel"], ts=posted["ts"])

    assert ana.dm_messages() == []


async def test_a_deleted_parent_leaves_a_gravestone(sandbox: Sandbox, ana: Actor) -> None:
    posted = _call(sandbox, "chat.postMessage", channel=ana.person.id, text="Question")
    await ana.reply(ana.dm_messages()[0], "Answer")

    _call(sandbox, "chat.delete", channel=posted["channel"], ts=posted["ts"])

    parent, reply = ana.thread(ana.dm_messages()[0])
    assert (parent.subtype, parent.text) == ("tombstone", "This message was deleted.")
    assert reply.text == "Answer"


def test_an_ephemeral_message_is_seen_by_one_person(sandbox: Sandbox, ana: Actor) -> None:
    sandbox.workspace.invite(sandbox.workspace.channel("#general").id, sandbox.app.bot_user_id)

    shown = _call(sandbox, "chat.postEphemeral", channel="#general", user=ana.person.id, text="Psst")

    assert [each.ts for each in ana.ephemerals()] == [shown["message_ts"]]
    assert sandbox.act_as("Ben").ephemerals() == []
    assert ana.channel_messages("#general") == []


def test_reactions_come_and_go(sandbox: Sandbox, ana: Actor) -> None:
    posted = _call(sandbox, "chat.postMessage", channel=ana.person.id, text="Done")
    target = {"channel": posted["channel"], "timestamp": posted["ts"], "name": "eyes"}

    _call(sandbox, "reactions.add", **target)
    standing = ana.dm_messages()[0].reactions
    read = _call(sandbox, "conversations.history", channel=posted["channel"])["messages"][0]
    _call(sandbox, "reactions.remove", **target)

    assert [(each.name, each.user_ids) for each in standing] == [("eyes", (sandbox.app.bot_user_id,))]
    assert read["reactions"] == [{"name": "eyes", "users": [sandbox.app.bot_user_id], "count": 1}]
    assert ana.dm_messages()[0].reactions == ()


def test_the_public_scope_posts_where_the_app_is_no_member(sandbox: Sandbox) -> None:
    sandbox.app.config = type(sandbox.app.config)(
        name="Cairn", signing_secret="s", scopes=["chat:write", "chat:write.public"]
    )

    assert _call(sandbox, "chat.postMessage", channel="#general", text="Hello")["ok"]


def test_a_home_tab_is_published_and_redrawn_with_its_hash(sandbox: Sandbox, ana: Actor) -> None:
    first = _call(sandbox, "views.publish", user_id=ana.person.id, view=home())["view"]
    again = _call(
        sandbox,
        "views.publish",
        user_id=ana.person.id,
        view=home(section("New")),
        hash=first["hash"],
    )["view"]

    shown = ana.home()
    assert shown is not None
    assert (again["id"], shown.hash) == (first["id"], again["hash"])
    assert again["hash"] != first["hash"]
    assert shown.blocks[0]["text"]["text"] == "New"


def test_a_modal_is_found_by_the_id_the_app_chose(sandbox: Sandbox, ana: Actor) -> None:
    trigger = sandbox.workspace.screens.issue_trigger(ana.person.id)
    _call(sandbox, "views.open", trigger_id=trigger, view=modal(external_id="mine"))

    drawn = modal(question("r"), external_id="mine")
    _call(sandbox, "views.update", external_id="mine", view=drawn)

    assert ana.open_views()[0].blocks[0]["block_id"] == "r"
