"""The sender: what it tells Slack, what it makes of the answer, and that nothing keeps it from the next delivery."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.models.blocks import DividerBlock
from slack_sdk.web.async_client import AsyncWebClient

from bot.drawing import Letter
from bot.sender import LEASE, Sender
from bot.uploading import Uploads
from bot.views.parts import Drawn
from flows.delivery import Deed, Delivery, DeliveryState
from flows.errors import NotAvailable, NotSaved
from flows.people import Person
from storage.memory import Memory
from tests.contract.samples import MAYA, NOW, OMAR, delivery, introduce, queue
from tests.databases import CountedIds, SetClock, open_fresh_memory
from tests.unit.test_slack_answers import answered, failed, refused

POSTED = {"ok": True, "channel": "D0MAYA", "ts": "1.000100"}


class Slack(AsyncWebClient):
    """Slack's end of the wire: answers each call with what was planned for it, else with success."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.planned: list[Any] = []
        self.pause = 0.0
        self.was_asked = asyncio.Event()

    async def api_call(self, api_method: str, **given: Any) -> Any:
        self.asked.append((api_method, given.get("json") or given.get("params") or {}))
        self.was_asked.set()
        await asyncio.sleep(self.pause)
        answer = self.planned.pop(0) if self.planned else POSTED
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def methods(self) -> list[str]:
        return [method for method, _ in self.asked]


@dataclass
class Notes:
    """What the sender noted of files."""

    kept: list[str] = field(default_factory=list)

    async def note(self, _: Delivery, file: str) -> None:
        self.kept.append(file)

    async def forget(self, _: str, file: str) -> None:
        self.kept.remove(file)


@dataclass
class Post:
    """A sender with its queue, and Slack at the other end."""

    memory: Memory
    clock: SetClock
    slack: Slack = field(default_factory=Slack)
    shelf: Notes = field(default_factory=Notes)
    undrawable: dict[str, Exception] = field(default_factory=dict)

    def __post_init__(self) -> None:
        uploads = Uploads(self.slack, self.shelf)
        self.sender = Sender(self.memory.outbox, self._draw, self.slack, uploads, self.clock, CountedIds("token"))

    async def _draw(self, which: Delivery) -> Letter:
        if which.id in self.undrawable:
            raise self.undrawable[which.id]
        return Letter(Drawn(f"about {which.id}", (DividerBlock(),)), MAYA.slack_id)

    async def send(self, *deliveries: Delivery) -> Sequence[Delivery]:
        """Queue these, let the sender work, and see how they stand."""
        await queue(self.memory, *deliveries)
        await self.sender.drain()
        return [await self.memory.outbox.get(each.id) for each in deliveries]


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    clock = SetClock(NOW)
    memory = await open_fresh_memory(clock)
    await introduce(memory, MAYA, OMAR)
    yield Post(memory, clock)
    await memory.close()


def to_maya(name: str, **changes: Any) -> Delivery:
    return delivery(name, channel="D0MAYA", **changes)


async def test_a_post_is_marked_with_its_delivery_and_remembered_where_it_stands(post: Post) -> None:
    [sent] = await post.send(to_maya("hello", thread="0.5"))
    assert (sent.state, sent.ts, sent.channel) == (DeliveryState.SENT, "1.000100", "D0MAYA")
    [(method, given)] = post.slack.asked
    assert method == "chat.postMessage"
    assert (given["channel"], given["thread_ts"], given["text"]) == ("D0MAYA", "0.5", "about hello")
    assert given["metadata"]["event_payload"] == {"id": "hello"}


async def test_where_no_channel_is_known_the_direct_message_is_opened(post: Post) -> None:
    post.slack.planned = [{"ok": True, "channel": {"id": "D0NEW"}}]
    [sent] = await post.send(delivery("hello"))
    assert post.slack.methods == ["conversations.open", "chat.postMessage"]
    assert post.slack.asked[1][1]["channel"] == "D0NEW"
    assert sent.state is DeliveryState.SENT


async def test_a_tick_is_put_on_the_persons_message(post: Post) -> None:
    [sent] = await post.send(to_maya("tick", deed=Deed.TICK, ts="0.7"))
    assert post.slack.asked[0][0] == "reactions.add"
    assert (sent.state, sent.ts) == (DeliveryState.SENT, "0.7")


async def test_a_redraw_changes_the_message_that_was_sent(post: Post) -> None:
    await post.send(to_maya("first"))
    [redrawn] = await post.send(to_maya("again", deed=Deed.REDRAW, redraws="first"))
    assert post.slack.methods[-1] == "chat.update"
    assert post.slack.asked[-1][1]["ts"] == "1.000100"
    assert redrawn.state is DeliveryState.SENT


async def test_a_redraw_that_knows_where_the_message_stands_looks_nowhere(post: Post) -> None:
    queue_ = _Counted(post.memory)
    sender = Sender(queue_, post.sender.draw, post.slack, post.sender.uploads, post.clock, CountedIds("token"))
    await queue(post.memory, to_maya("again", deed=Deed.REDRAW, redraws="first", ts="0.7"))
    await sender.drain()
    assert post.slack.asked[-1][1]["ts"] == "0.7"
    assert queue_.lookups == 0


async def test_what_never_arrived_for_certain_is_not_redrawn(post: Post) -> None:
    post.slack.planned = [TimeoutError()]
    first, redrawn = await post.send(to_maya("first"), to_maya("again", deed=Deed.REDRAW, redraws="first"))
    assert post.slack.methods == ["chat.postMessage"]
    assert (first.state, redrawn.state) == (DeliveryState.UNCERTAIN, DeliveryState.SENT)


@pytest.mark.parametrize("answer", [{"ok": True}, {"ok": True, "channel": "D0MAYA"}, {"ok": True, "ts": 1.5}], ids=repr)
async def test_a_post_that_stands_nobody_knows_where_is_uncertain(post: Post, answer: dict[str, Any]) -> None:
    post.slack.planned = [answer]
    [left] = await post.send(to_maya("hello"))
    assert left.state is DeliveryState.UNCERTAIN


@pytest.mark.parametrize(
    "error",
    [answered("", 500), answered("busy", 503), failed({}), refused("fatal_error"), TimeoutError()],
    ids=repr,
)
async def test_a_post_that_may_have_arrived_is_never_posted_again(post: Post, error: Exception) -> None:
    post.slack.planned = [error]
    [left] = await post.send(to_maya("hello"))
    post.clock.at += timedelta(days=1)
    await post.memory.outbox.lapsed(post.clock.at)
    await post.sender.drain()
    assert left.state is DeliveryState.UNCERTAIN
    assert post.slack.methods == ["chat.postMessage"]


@pytest.mark.parametrize(("waited", "given"), [(7, "7"), (30, "abc"), (30, ""), (900, "86400")])
async def test_a_busy_slack_is_asked_again_when_it_said(post: Post, waited: int, given: str) -> None:
    post.slack.planned = [answered({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": given})]
    [left] = await post.send(to_maya("hello"))
    assert (left.state, left.due_at) == (DeliveryState.DUE, NOW + timedelta(seconds=waited))
    post.clock.at += timedelta(seconds=waited - 1)
    assert await post.sender.drain() == 0
    post.clock.at += timedelta(seconds=1)
    assert await post.sender.drain() == 1
    assert (await post.memory.outbox.get("hello")).state is DeliveryState.SENT
    assert post.slack.methods == ["chat.postMessage"] * 2


async def test_what_slack_will_not_draw_is_said_plainly_once(post: Post) -> None:
    post.slack.planned = [refused("invalid_blocks")]
    [sent] = await post.send(to_maya("hello"))
    assert sent.state is DeliveryState.SENT
    assert [given.get("blocks") for _, given in post.slack.asked][1] is None
    assert post.slack.asked[1][1]["text"] == "about hello"


async def test_what_slack_will_not_even_say_plainly_has_failed(post: Post) -> None:
    post.slack.planned = [refused("invalid_blocks"), refused("msg_too_long")]
    [left] = await post.send(to_maya("hello"))
    assert left.state is DeliveryState.FAILED
    assert len(post.slack.asked) == 2


async def test_where_nobody_can_be_reached_it_has_failed_and_the_others_are_served(post: Post) -> None:
    post.slack.planned = [refused("channel_not_found")]
    left, sent = await post.send(to_maya("hello"), delivery("other", OMAR, channel="D0OMAR"))
    assert [left.state, sent.state] == [DeliveryState.FAILED, DeliveryState.SENT]


@pytest.mark.parametrize("deed", [Deed.TICK, Deed.REDRAW])
async def test_what_is_harmless_to_repeat_is_repeated_a_few_times(post: Post, deed: Deed) -> None:
    await post.send(to_maya("first"))
    post.slack.planned = [TimeoutError()] * 5
    await queue(post.memory, to_maya("second", deed=deed, ts="0.7", redraws="first"))
    for _ in range(6):
        await post.sender.drain()
        post.clock.at += timedelta(seconds=5)
    assert (await post.memory.outbox.get("second")).state is DeliveryState.FAILED
    assert len(post.slack.asked) == 1 + 5


async def test_a_tick_that_stands_already_is_done(post: Post) -> None:
    post.slack.planned = [refused("already_reacted")]
    [sent] = await post.send(to_maya("tick", deed=Deed.TICK, ts="0.7"))
    assert (sent.state, sent.ts) == (DeliveryState.SENT, "0.7")


async def test_what_has_nothing_to_show_any_more_is_closed(post: Post) -> None:
    post.undrawable["hello"] = NotAvailable()
    [left] = await post.send(to_maya("hello"))
    assert (left.state, post.slack.asked) == (DeliveryState.FAILED, [])


@pytest.mark.parametrize("error", [KeyError("a step that is gone"), NotSaved("the store is busy")], ids=repr)
async def test_one_that_cannot_be_drawn_keeps_nobody_waiting(
    post: Post, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    post.undrawable["hello"] = error
    left, sent = await post.send(to_maya("hello"), delivery("other", OMAR, channel="D0OMAR"))
    assert (left.state, sent.state) == (DeliveryState.DUE, DeliveryState.SENT)
    assert "A delivery could not be drawn" in caplog.text

    post.undrawable.clear()
    post.clock.at += timedelta(seconds=5)
    await post.sender.drain()
    assert (await post.memory.outbox.get("hello")).state is DeliveryState.SENT


async def test_a_post_that_can_never_be_drawn_is_left_for_when_they_turn_up(post: Post) -> None:
    post.undrawable["hello"] = KeyError("a step that is gone")
    await queue(post.memory, to_maya("hello"))
    for _ in range(6):
        await post.sender.drain()
        post.clock.at += timedelta(seconds=5)
    assert (await post.memory.outbox.get("hello")).state is DeliveryState.UNCERTAIN
    assert post.slack.asked == []


async def test_a_redraw_that_can_never_be_drawn_has_failed(post: Post) -> None:
    post.undrawable["hello"] = KeyError("a step that is gone")
    await queue(post.memory, to_maya("hello", deed=Deed.REDRAW, redraws="first"))
    for _ in range(6):
        await post.sender.drain()
        post.clock.at += timedelta(seconds=5)
    assert (await post.memory.outbox.get("hello")).state is DeliveryState.FAILED


async def test_a_call_is_waited_for_only_so_long(post: Post) -> None:
    post.sender.patience, post.slack.pause = 0.01, 5.0
    [left] = await post.send(to_maya("hello"))
    assert left.state is DeliveryState.UNCERTAIN


async def test_who_finishes_later_than_the_lease_is_still_believed(post: Post) -> None:
    await queue(post.memory, to_maya("hello"))
    [taken] = await post.memory.outbox.claim(NOW, 1, LEASE, "slow")
    await post.memory.outbox.lapsed(NOW + LEASE)
    await post.memory.outbox.settle_sent(taken.id, "slow", "1.5", "D0MAYA")
    assert (await post.memory.outbox.get("hello")).state is DeliveryState.SENT


async def test_a_failing_store_is_waited_for(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    await post.memory.close()
    broken = Sender(_Broken(post.memory), post.sender.draw, post.slack, post.sender.uploads, post.clock, CountedIds())
    working = asyncio.create_task(broken.run())
    with caplog.at_level(logging.ERROR):
        broken.wake()
        await asyncio.sleep(0.01)
    assert not working.done()
    assert "The outbox is out of reach" in caplog.text
    broken.close()
    await working


class _Broken:
    """An outbox whose store is gone."""

    def __init__(self, memory: Memory) -> None:
        self._outbox = memory.outbox

    def __getattr__(self, name: str) -> Any:
        return getattr(self._outbox, name)

    async def claim(self, *_: object) -> Sequence[Delivery]:
        raise NotSaved("the store could not take the change: it is out of reach")


async def test_it_sends_when_woken_and_ends_when_closed(post: Post) -> None:
    await queue(post.memory, to_maya("hello"))
    working = asyncio.create_task(post.sender.run())
    post.sender.wake()
    async with asyncio.timeout(5):
        await post.slack.was_asked.wait()
        post.sender.close()
        await working
    assert (await post.memory.outbox.get("hello")).state is DeliveryState.SENT


async def test_what_follows_is_taken_up_with_what_was_sent(post: Post) -> None:
    queue_ = _Counted(post.memory)
    sender = Sender(queue_, post.sender.draw, post.slack, post.sender.uploads, post.clock, CountedIds("token"))
    await queue(post.memory, *(to_maya(name) for name in ("first", "second", "third")))
    assert await sender.drain() == 3
    assert queue_.claims == 1
    assert [given["text"] for _, given in post.slack.asked] == ["about first", "about second", "about third"]


async def test_after_one_that_failed_the_next_is_looked_for(post: Post) -> None:
    post.slack.planned = [refused("channel_not_found")]
    first, second = await post.send(to_maya("first"), to_maya("second"))
    assert [first.state, second.state] == [DeliveryState.FAILED, DeliveryState.SENT]


async def test_more_than_can_be_taken_at_once_are_all_served(post: Post) -> None:
    crowd = [Person(f"person-{number}", MAYA.workspace, f"U{number}") for number in range(60)]
    await introduce(post.memory, *crowd)
    await queue(post.memory, *(delivery(f"to-{each.id}", each, channel="D1") for each in crowd))
    assert await post.sender.drain() == 60


async def test_what_is_queued_while_the_last_is_settled_is_looked_for(post: Post) -> None:
    queue_ = _Counted(post.memory)
    sender = Sender(queue_, post.sender.draw, post.slack, post.sender.uploads, post.clock, CountedIds("token"))

    async def settled_meanwhile() -> None:
        await queue(post.memory, to_maya("late"))
        sender.wake()

    queue_.after_settling = settled_meanwhile
    await queue(post.memory, to_maya("first"))
    assert await sender.drain() == 2
    assert (await post.memory.outbox.get("late")).state is DeliveryState.SENT


async def test_whoever_closes_takes_up_nothing_more(post: Post) -> None:
    post.slack.pause = 0.01
    await queue(post.memory, to_maya("first"), to_maya("second"))
    working = asyncio.create_task(post.sender.run())
    post.sender.wake()
    async with asyncio.timeout(5):
        await post.slack.was_asked.wait()
        post.sender.close()
        await working
    states = [(await post.memory.outbox.get(name)).state for name in ("first", "second")]
    assert states == [DeliveryState.SENT, DeliveryState.DUE]


class _Counted:
    """An outbox that counts what it is asked for, and may be interrupted when something was settled."""

    def __init__(self, memory: Memory) -> None:
        self._outbox = memory.outbox
        self.claims = 0
        self.lookups = 0
        self.after_settling: Callable[[], Awaitable[None]] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._outbox, name)

    async def claim(self, *given: Any) -> Sequence[Delivery]:
        self.claims += 1
        return await self._outbox.claim(*given)

    async def get(self, delivery: str) -> Delivery:
        self.lookups += 1
        return await self._outbox.get(delivery)

    async def settle_and_claim(self, *given: Any) -> Delivery | None:
        following = await self._outbox.settle_and_claim(*given)
        after, self.after_settling = self.after_settling, None
        if after:
            await after()
        return following


async def test_nobody_waits_for_somebody_elses_slow_message(post: Post) -> None:
    post.slack.pause = 5.0
    await queue(post.memory, to_maya("slow"))
    working = asyncio.create_task(post.sender.run())
    post.sender.wake()
    async with asyncio.timeout(5):
        await post.slack.was_asked.wait()
        post.slack.pause = 0.0
        await queue(post.memory, delivery("quick", OMAR, channel="D0OMAR"))
        post.sender.wake()
        while (await post.memory.outbox.get("quick")).state is not DeliveryState.SENT:
            pass  # asking takes a moment in which others may go on
    assert (await post.memory.outbox.get("slow")).state is DeliveryState.SENDING
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
