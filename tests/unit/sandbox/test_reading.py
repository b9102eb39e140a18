"""Reading conversations back: history, threads, pages."""

from typing import Any

from sandbox.acting.actor import Actor
from sandbox.json_object import Json
from sandbox.sandbox import Sandbox


def _call(sandbox: Sandbox, method: str, **arguments: Any) -> Json:
    answer = sandbox.call(method, arguments, sandbox.app.token)
    assert answer["ok"], answer
    return answer


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
