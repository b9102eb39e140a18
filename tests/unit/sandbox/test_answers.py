"""What the Web API answers when all is well, and what the workspace then holds."""

from typing import Any

import pytest

from sandbox.acting.actor import Actor
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.drawn import actions, button, home, modal, question, section

Json = dict[str, Any]


def _call(sandbox: Sandbox, method: str, **arguments: Any) -> Json:
    answer = sandbox.call(method, arguments, sandbox.app.token)
    assert answer["ok"], answer
    return answer


def test_the_app_learns_who_it_is(sandbox: Sandbox) -> None:
    me = _call(sandbox, "auth.test")
    bot = _call(sandbox, "bots.info", bot=me["bot_id"])["bot"]

    assert me["user_id"] == sandbox.app.bot_user_id
    assert me["team_id"] == sandbox.workspace.team_id
    assert bot["app_id"] == sandbox.app.app_id


def test_a_person_has_a_zone_and_a_locale_when_asked_for(sandbox: Sandbox, ana: Actor) -> None:
    plain = _call(sandbox, "users.info", user=ana.person.id)["user"]
    full = _call(sandbox, "users.info", user=ana.person.id, include_locale="true")["user"]

    assert "locale" not in plain
    assert full["locale"] == "es-ES"
    assert (full["tz"], full["tz_label"], full["tz_offset"]) == ("Europe/Madrid", "CET", 3600)
    assert full["profile"]["display_name"] == "Ana"
    assert (full["deleted"], full["is_bot"], full["is_restricted"]) == (False, False, False)


@pytest.mark.parametrize(("who", "fact"), [("Ivo", "deleted"), ("Hana", "is_restricted"), ("Cairn", "is_bot")])
def test_those_who_are_not_members_like_others_are_marked(sandbox: Sandbox, who: str, fact: str) -> None:
    person = sandbox.workspace.person(who)

    assert _call(sandbox, "users.info", user=person.id)["user"][fact] is True


def test_a_stranger_from_another_workspace_is_marked(sandbox: Sandbox) -> None:
    stranger = sandbox.workspace.add_person("Zoe", is_stranger=True)

    assert _call(sandbox, "users.info", user=stranger.id)["user"]["is_stranger"] is True


@pytest.mark.parametrize("zone", ["Mars/Phobos", "", "../etc"])
def test_a_zone_that_nobody_knows_is_passed_on(sandbox: Sandbox, ana: Actor, zone: str) -> None:
    sandbox.workspace.change_person(ana.person.id, tz=zone)

    user = _call(sandbox, "users.info", user=ana.person.id)["user"]

    assert (user["tz"], user["tz_offset"]) == (zone, 0)


def test_opening_a_direct_message_twice_gives_the_same_one(sandbox: Sandbox, ana: Actor) -> None:
    first = _call(sandbox, "conversations.open", users=ana.person.id)
    again = _call(sandbox, "conversations.open", users=ana.person.id, return_im=True)

    assert again["channel"]["id"] == first["channel"]["id"]
    assert again["channel"]["user"] == ana.person.id
    assert (first.get("already_open"), again["already_open"]) == (None, True)


def test_a_known_direct_message_is_resumed_by_its_id(sandbox: Sandbox, ana: Actor) -> None:
    opened = _call(sandbox, "conversations.open", channel=ana.dm_channel.id)

    assert opened["channel"]["id"] == ana.dm_channel.id


def test_a_channel_says_who_is_in_it(sandbox: Sandbox) -> None:
    info = _call(sandbox, "conversations.info", channel="#general", include_num_members=True)

    assert (info["channel"]["is_member"], info["channel"]["num_members"]) == (False, 7)
    assert (info["channel"]["is_channel"], info["channel"]["is_general"]) == (True, True)


def test_a_direct_message_says_with_whom(sandbox: Sandbox, ana: Actor) -> None:
    info = _call(sandbox, "conversations.info", channel=ana.dm_channel.id)["channel"]

    assert (info["is_im"], info["user"]) == (True, ana.person.id)
    assert "num_members" not in info


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


async def test_history_is_newest_first_and_leaves_threads_out(sandbox: Sandbox, ana: Actor) -> None:
    first = await ana.dm("one")
    await ana.reply(first, "in the thread")
    await ana.dm("two")

    messages = _call(sandbox, "conversations.history", channel=first.channel_id)["messages"]

    assert [each["text"] for each in messages] == ["two", "one"]
    assert messages[1]["reply_count"] == 1


async def test_history_comes_in_pages_and_between_bounds(sandbox: Sandbox, ana: Actor) -> None:
    sent = [await ana.dm(text) for text in ("one", "two", "three")]
    channel = {"channel": sent[0].channel_id}

    page = _call(sandbox, "conversations.history", **channel, limit=2)
    rest = _call(
        sandbox,
        "conversations.history",
        **channel,
        limit="2",
        cursor=page["response_metadata"]["next_cursor"],
    )
    after = _call(sandbox, "conversations.history", **channel, oldest=sent[0].ts)
    since = _call(sandbox, "conversations.history", **channel, oldest=sent[0].ts, inclusive="1")

    assert (page["has_more"], rest["has_more"]) == (True, False)
    assert [each["text"] for each in rest["messages"]] == ["one"]
    assert (len(after["messages"]), len(since["messages"])) == (2, 3)


async def test_a_thread_is_found_from_any_of_its_messages(sandbox: Sandbox, ana: Actor) -> None:
    parent = await ana.dm("parent")
    reply = await ana.reply(parent, "child")
    thread = {"channel": parent.channel_id, "ts": reply.ts}

    messages = _call(sandbox, "conversations.replies", **thread)["messages"]

    assert [each["text"] for each in messages] == ["parent", "child"]
    assert messages[1]["parent_user_id"] == ana.person.id


def test_an_answer_to_a_reply_joins_its_thread(sandbox: Sandbox, ana: Actor) -> None:
    channel = ana.dm_channel.id
    parent = _call(sandbox, "chat.postMessage", channel=channel, text="a")["ts"]
    reply = _call(sandbox, "chat.postMessage", channel=channel, text="b", thread_ts=parent)["ts"]

    third = _call(sandbox, "chat.postMessage", channel=channel, text="c", thread_ts=reply)

    assert third["message"]["thread_ts"] == parent


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
