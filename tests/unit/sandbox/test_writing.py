"""Editing, deleting, reacting: what stands afterwards, and what the app hears."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.acting.actor import Actor
from sandbox.acting.outcomes import NotOnScreenError
from sandbox.records import ChannelKind
from sandbox.sandbox import Sandbox
from sandbox.workspace import SLACKBOT_ID
from tests.unit.sandbox.given import a_message
from tests.unit.sandbox.scripted_app import ScriptedApp


def _events(app: ScriptedApp) -> list[dict[str, Any]]:
    return [payload["event"] for payload in app.payloads]


async def test_an_edit_says_what_stood_there_and_who_changed_it(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    first = await ana.dm("4 - tired")

    changed = await ana.edit(first, "3 & tired")

    event = _events(scripted_app)[-1]
    assert (event["type"], event["subtype"], event["hidden"]) == ("message", "message_changed", True)
    assert (event["channel"], event["channel_type"]) == (first.channel_id, "im")
    assert event["message"]["text"] == "3 &amp; tired"
    assert event["message"]["edited"] == {"user": ana.person.id, "ts": changed.edited_ts}
    assert event["message"]["ts"] == event["previous_message"]["ts"] == first.ts
    assert event["previous_message"]["text"] == "4 - tired"
    assert "edited" not in event["previous_message"]
    assert event["ts"] == event["event_ts"] > first.ts
    assert ana.dm_messages() == [changed]


async def test_an_edit_that_changes_nothing_is_not_told(ana: Actor, scripted_app: ScriptedApp) -> None:
    message = await ana.dm("Hello")

    assert await ana.edit(message, "Hello") == message
    assert len(scripted_app.payloads) == 1


async def test_a_deletion_names_what_is_gone(ana: Actor, scripted_app: ScriptedApp) -> None:
    message = await ana.dm("Oops")

    await ana.delete(message)

    event = _events(scripted_app)[-1]
    assert (event["subtype"], event["deleted_ts"], event["hidden"]) == ("message_deleted", message.ts, True)
    assert (event["previous_message"]["text"], event["previous_message"]["user"]) == ("Oops", ana.person.id)
    assert ana.dm_messages() == []


async def test_a_deleted_parent_of_a_thread_leaves_a_gravestone(ana: Actor, scripted_app: ScriptedApp) -> None:
    parent = await ana.dm("parent")
    reply = await ana.reply(parent, "reply")

    await ana.delete(parent)

    event = _events(scripted_app)[-1]
    assert event["subtype"] == "message_changed"
    assert (event["message"]["subtype"], event["message"]["user"]) == ("tombstone", SLACKBOT_ID)
    assert event["message"]["edited"]["user"] == SLACKBOT_ID
    assert (event["message"]["ts"], event["message"]["reply_count"]) == (parent.ts, 1)
    assert event["message"]["hidden"] is True
    assert event["previous_message"]["text"] == "parent"
    with pytest.raises(NotOnScreenError, match="deleted"):
        await ana.edit(parent, "again")

    await ana.delete(reply)

    assert _events(scripted_app)[-1]["deleted_ts"] == reply.ts
    assert ana.dm_messages() == []


async def test_no_message_is_longer_than_slack_takes(ana: Actor, scripted_app: ScriptedApp) -> None:
    whole = await ana.dm("x" * 40_000)

    for doing in (ana.dm("x" * 40_001), ana.dm("&" * 8_001), ana.edit(whole, "y" * 40_001)):
        with pytest.raises(NotOnScreenError, match="at most 40000 characters"):
            await doing
    assert len(_events(scripted_app)) == 1


async def test_a_retention_rule_takes_old_messages_whoever_wrote_them(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    old = await ana.dm("old")
    reply = await ana.reply(old, "in its thread")
    bots = a_message(sandbox, sandbox.app.bot_user_id, {"type": "divider"})
    sandbox.clock.advance(timedelta(days=2).total_seconds())
    fresh = await ana.dm("fresh")

    assert await sandbox.admin.clear_messages(timedelta(days=1)) == 3

    gone = [event["deleted_ts"] for event in _events(scripted_app) if event.get("subtype") == "message_deleted"]
    assert (gone[0], {*gone}) == (reply.ts, {old.ts, reply.ts, bots.ts})
    assert ana.dm_messages() == [fresh]


async def test_a_file_may_lose_its_words_and_a_message_may_not(ana: Actor) -> None:
    with_file = await ana.dm("my notes", files=["notes.pdf"])
    plain = await ana.dm("words")

    assert (await ana.edit(with_file, "")).text == ""
    with pytest.raises(NotOnScreenError, match="nothing to send"):
        await ana.edit(plain, " ")


@pytest.mark.parametrize("doing", ["edit", "delete"])
async def test_nobody_changes_what_another_wrote(sandbox: Sandbox, ana: Actor, doing: str) -> None:
    message = a_message(sandbox, ana.person.id, {"type": "divider"})

    with pytest.raises(NotOnScreenError, match="did not write"):
        await (ana.edit(message, "mine") if doing == "edit" else ana.delete(message))


async def test_a_change_may_be_made_in_silence(ana: Actor, scripted_app: ScriptedApp) -> None:
    message = await ana.dm("one", deliver=False)
    changed = await ana.edit(message, "two", deliver=False)
    await ana.delete(changed, deliver=False)

    assert scripted_app.payloads == []


async def test_an_emoji_comes_and_goes(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    message = await ana.dm("Good week")
    ben_channel = sandbox.workspace.channel("#general")
    liked = await ana.react(message, "tada")
    plain = await ana.react(liked, "tada")

    added, removed = _events(scripted_app)[1:]
    assert (added["type"], added["reaction"], added["user"]) == ("reaction_added", "tada", ana.person.id)
    assert added["item"] == {"type": "message", "channel": message.channel_id, "ts": message.ts}
    assert (removed["type"], plain.reactions) == ("reaction_removed", ())
    unheard = await ana.say(ben_channel.id, "elsewhere")
    await ana.react(unheard, "tada")
    assert len(scripted_app.payloads) == 3


async def test_each_kind_of_conversation_has_its_event(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    bot, workspace = sandbox.app.bot_user_id, sandbox.workspace
    ben = workspace.person("Ben").id
    private = workspace.add_channel("board", [ana.person.id, bot], private=True)
    group = workspace.group_message([ana.person.id, ben, bot])
    public = workspace.add_channel("open", [ana.person.id, bot])
    for place in (private, group, public):
        await ana.say(place.id, place.name)

    assert group.kind is ChannelKind.MPIM
    assert [(event["text"], event["channel_type"]) for event in _events(scripted_app)] == [
        ("board", "group"),
        (group.name, "mpim"),
        ("open", "channel"),
    ]
