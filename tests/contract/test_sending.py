"""Every delivery is taken by one sender, in order, and only who holds the lease says what became of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from flows.delivery import Deed, Delivery, DeliveryState
from flows.errors import NotAvailable
from flows.people import Person
from storage.memory import Memory
from tests.contract.samples import MAYA, MAYA_ELSEWHERE, NOW, OMAR, delivery, introduce, later, queue

LEASE = timedelta(seconds=30)
CROWD = [Person(f"person-{number}", MAYA.workspace, f"U{number}") for number in range(40)]


@pytest.fixture(autouse=True)
async def people(memory: Memory) -> None:
    await introduce(memory, MAYA, OMAR, MAYA_ELSEWHERE)


async def claim(memory: Memory, token: str = "mine", minutes: float = 0, limit: int = 10) -> list[str]:
    return names(await memory.outbox.claim(later(minutes=minutes), limit, LEASE, token))


def names(deliveries: Sequence[Delivery]) -> list[str]:
    return [each.id for each in deliveries]


async def state(memory: Memory, name: str) -> DeliveryState:
    return (await memory.outbox.get(name)).state


async def test_what_is_due_is_claimed_and_counted(memory: Memory) -> None:
    await queue(memory, delivery("due"), delivery("tomorrow", OMAR, due_at=later(days=1)))
    (claimed,) = await memory.outbox.claim(NOW, 10, LEASE, "mine")
    assert (claimed.id, claimed.state, claimed.attempts) == ("due", DeliveryState.SENDING, 1)
    assert await memory.outbox.get("due") == claimed
    assert await state(memory, "tomorrow") is DeliveryState.DUE


async def test_nothing_due_is_nothing_claimed(memory: Memory) -> None:
    assert await claim(memory) == []
    with pytest.raises(NotAvailable):
        await memory.outbox.get("nothing")


async def test_a_claim_takes_no_more_than_asked_in_the_order_queued(memory: Memory) -> None:
    await introduce(memory, *CROWD)
    await queue(memory, *(delivery(f"d{person.id}", person) for person in CROWD[:5]))
    assert await claim(memory, limit=3) == ["dperson-0", "dperson-1", "dperson-2"]


async def test_one_persons_deliveries_go_one_by_one(memory: Memory) -> None:
    await queue(memory, delivery("first"), delivery("second"), delivery("of-omar", OMAR))
    assert await claim(memory) == ["first", "of-omar"]
    assert await claim(memory) == []
    assert await memory.outbox.settle_sent("first", "mine", "1.7", "D0MAYA")
    assert await claim(memory) == ["second"]


async def sent(memory: Memory, name: str, token: str = "mine", minutes: float = 0) -> Delivery | None:
    """Settle this as sent, and take what follows it in its lane."""
    done = replace(await memory.outbox.get(name), ts="1.7", channel="D0MAYA")
    return await memory.outbox.settle_and_claim(done, token, later(minutes=minutes), LEASE)


async def test_what_follows_is_taken_with_what_was_sent(memory: Memory) -> None:
    await queue(memory, delivery("first", channel=None), delivery("second"), delivery("third"))
    await claim(memory)
    following = await sent(memory, "first")
    assert following == await memory.outbox.get("second")
    assert (following.state, following.attempts) == (DeliveryState.SENDING, 1)
    done = await memory.outbox.get("first")
    assert (done.state, done.ts, done.channel) == (DeliveryState.SENT, "1.7", "D0MAYA")
    assert await state(memory, "third") is DeliveryState.DUE
    assert await claim(memory) == []


async def test_what_was_taken_so_has_a_lease_of_its_own_from_then_on(memory: Memory) -> None:
    await queue(memory, delivery("first"), delivery("second"))
    await claim(memory)
    await sent(memory, "first", minutes=5)
    assert await memory.outbox.lapsed(later(minutes=5, seconds=29)) == []
    assert not await memory.outbox.settle_sent("second", "stranger", "1.8", "D0MAYA")
    assert await memory.outbox.settle_sent("second", "mine", "1.8", "D0MAYA")


async def test_only_the_same_persons_next_is_taken(memory: Memory) -> None:
    await queue(memory, delivery("first"), delivery("of-omar", OMAR), delivery("elsewhere", MAYA_ELSEWHERE))
    assert await claim(memory, limit=1) == ["first"]
    assert await sent(memory, "first") is None
    assert await claim(memory) == ["of-omar", "elsewhere"]


async def test_what_is_not_due_yet_is_not_taken_with_it(memory: Memory) -> None:
    await queue(memory, delivery("first"), delivery("tomorrow", due_at=later(days=1)), delivery("second"))
    await claim(memory)
    following = await sent(memory, "first")
    assert following is not None
    assert following.id == "second"
    assert await sent(memory, "second") is None


async def test_whoever_lost_the_lease_takes_nothing(memory: Memory) -> None:
    await queue(memory, delivery("first"), delivery("second"))
    await claim(memory)
    assert await sent(memory, "first", token="stranger") is None
    assert [await state(memory, name) for name in ("first", "second")] == [DeliveryState.SENDING, DeliveryState.DUE]
    assert await sent(memory, "first") is not None
    assert await sent(memory, "first") is None  # settled already
    assert await state(memory, "second") is DeliveryState.SENDING


async def test_whoever_is_late_overtakes_nobody_in_the_lane(memory: Memory) -> None:
    await queue(memory, delivery("first"), delivery("second"), delivery("third"))
    await claim(memory)
    await memory.outbox.lapsed(later(minutes=1))  # uncertain now, so that the next may go
    assert await claim(memory, token="other", minutes=1) == ["second"]
    assert await sent(memory, "first", minutes=1) is None
    assert await state(memory, "first") is DeliveryState.SENT
    assert await state(memory, "third") is DeliveryState.DUE


async def test_what_is_to_be_tried_again_is_not_overtaken(memory: Memory) -> None:
    await queue(memory, delivery("first"), delivery("second", due_at=later(minutes=1)), delivery("third"))
    await claim(memory)
    following = await sent(memory, "first", minutes=1)
    assert following is not None
    await memory.outbox.put_back("second", "mine", later(minutes=9), "ratelimited")
    assert await claim(memory, minutes=2) == []


async def test_two_who_settle_and_claim_never_get_the_same(memory: Memory, other_memory: Memory) -> None:
    await introduce(memory, *CROWD)
    for person in CROWD:
        await queue(memory, *(delivery(f"{person.id}-{number}", person) for number in range(3)))
    done: list[str] = []

    async def drain(senders: Memory, token: str) -> None:
        while claimed := await senders.outbox.claim(NOW, 7, LEASE, token):
            for each in claimed:
                following: Delivery | None = each
                while following is not None:
                    done.append(following.id)
                    following = await senders.outbox.settle_and_claim(following, token, NOW, LEASE)

    await asyncio.gather(drain(memory, "here"), drain(other_memory, "there"))
    await drain(memory, "rest")
    assert sorted(done) == sorted({*done})
    assert len(done) == 120
    for person in CROWD:
        assert [name for name in done if name.startswith(f"{person.id}-")] == [f"{person.id}-{n}" for n in range(3)]


@pytest.mark.parametrize("end", ["settle_failed", "settle_uncertain"])
async def test_what_ended_badly_does_not_hold_up_the_rest(memory: Memory, end: str) -> None:
    await queue(memory, delivery("first"), delivery("second"))
    await claim(memory)
    assert await getattr(memory.outbox, end)("first", "mine", "channel_not_found")
    assert await claim(memory) == ["second"]


async def test_what_is_put_back_holds_up_the_rest_until_it_is_sent(memory: Memory) -> None:
    await queue(memory, delivery("first"), delivery("second"))
    await claim(memory)
    assert await memory.outbox.put_back("first", "mine", later(minutes=1), "ratelimited")
    assert await claim(memory) == []
    assert await memory.outbox.next_due_at() == later(minutes=1)
    assert await claim(memory, minutes=1) == ["first"]
    assert (await memory.outbox.get("first")).attempts == 2


async def test_what_is_queued_for_later_does_not_hold_up_what_is_due_now(memory: Memory) -> None:
    await queue(memory, delivery("tomorrow", due_at=later(days=1)), delivery("now"))
    assert await claim(memory) == ["now"]


async def test_two_claimers_never_get_the_same(memory: Memory, other_memory: Memory) -> None:
    await introduce(memory, *CROWD)
    for person in CROWD:
        await queue(memory, *(delivery(f"{person.id}-{number}", person) for number in range(3)))

    async def drain(senders: Memory, token: str) -> list[str]:
        sent = []
        while claimed := await senders.outbox.claim(NOW, 7, LEASE, token):
            for each in claimed:
                assert await senders.outbox.settle_sent(each.id, token, "1.7", "D1")
                sent.append(each.id)
        return sent

    here, there = await asyncio.gather(drain(memory, "here"), drain(other_memory, "there"))
    # A claimer that saw only what the other had under way stops early; what is left then is the other's to finish.
    rest = await drain(memory, "rest")
    everything = [*here, *there, *rest]
    assert len(everything) == len(set(everything)) == 120
    assert await memory.outbox.counts_by_state() == {**dict.fromkeys(DeliveryState, 0), DeliveryState.SENT: 120}


async def test_the_message_posted_is_remembered(memory: Memory) -> None:
    await queue(memory, delivery("first", channel=None))
    await claim(memory)
    await memory.outbox.settle_sent("first", "mine", "1.7", "D0MAYA")
    sent = await memory.outbox.get("first")
    assert (sent.state, sent.ts, sent.channel) == (DeliveryState.SENT, "1.7", "D0MAYA")


async def test_a_tick_keeps_its_place(memory: Memory) -> None:
    await queue(memory, delivery("tick", deed=Deed.TICK, channel="D0MAYA", ts="1.2"))
    await claim(memory)
    await memory.outbox.settle_sent("tick", "mine", None, None)
    sent = await memory.outbox.get("tick")
    assert (sent.ts, sent.channel) == ("1.2", "D0MAYA")


async def test_only_the_holder_of_the_lease_settles(memory: Memory) -> None:
    await queue(memory, delivery("first"))
    await claim(memory)
    outbox = memory.outbox
    assert not await outbox.settle_sent("first", "stranger", "1.7", "D1")
    assert not await outbox.settle_failed("first", "stranger", "x")
    assert not await outbox.settle_uncertain("first", "stranger", "x")
    assert not await outbox.put_back("first", "stranger", NOW, "x")
    assert await state(memory, "first") is DeliveryState.SENDING


async def test_what_is_settled_stays_settled(memory: Memory) -> None:
    await queue(memory, delivery("first"))
    await claim(memory)
    assert await memory.outbox.settle_sent("first", "mine", "1.7", "D1")
    assert not await memory.outbox.settle_failed("first", "mine", "x")
    assert not await memory.outbox.put_back("first", "mine", NOW, "x")
    assert not await memory.outbox.settle_sent("first", "mine", "1.8", "D1")
    assert (await memory.outbox.get("first")).ts == "1.7"


async def test_a_lease_holds_until_it_ends(memory: Memory) -> None:
    await queue(memory, delivery("post"))
    await claim(memory)
    assert await memory.outbox.lapsed(later(seconds=29)) == []
    assert await claim(memory, minutes=60) == []


async def test_a_post_whose_sender_did_not_come_back_is_uncertain(memory: Memory) -> None:
    await queue(memory, delivery("post"))
    await claim(memory)
    (lapsed,) = await memory.outbox.lapsed(later(seconds=30))
    assert (lapsed.id, lapsed.state) == ("post", DeliveryState.UNCERTAIN)
    assert await claim(memory, minutes=60) == []


@pytest.mark.parametrize("deed", [Deed.REDRAW, Deed.TICK])
async def test_what_may_be_repeated_is_due_again(memory: Memory, deed: Deed) -> None:
    await queue(memory, delivery("again", deed=deed))
    await claim(memory)
    (lapsed,) = await memory.outbox.lapsed(later(minutes=1))
    assert lapsed.state is DeliveryState.DUE
    assert not await memory.outbox.settle_sent("again", "mine", None, None)
    assert await claim(memory, token="next", minutes=1) == ["again"]


async def test_a_sender_slower_than_its_lease_still_knows_best(memory: Memory) -> None:
    await queue(memory, delivery("post"))
    await claim(memory)
    await memory.outbox.lapsed(later(minutes=1))
    assert not await memory.outbox.put_back("post", "mine", NOW, "x")
    assert await memory.outbox.settle_sent("post", "mine", "1.7", "D1")
    assert await state(memory, "post") is DeliveryState.SENT


async def test_a_post_that_turns_up_in_slack_was_sent(memory: Memory) -> None:
    await queue(memory, delivery("post"))
    assert not await memory.outbox.found("post", "1.7", "D1")
    await claim(memory)
    await memory.outbox.settle_uncertain("post", "mine", "connection lost")
    assert await memory.outbox.found("post", "1.7", "D1")
    assert (await memory.outbox.get("post")).ts == "1.7"


async def test_the_next_due_moment(memory: Memory) -> None:
    assert await memory.outbox.next_due_at() is None
    await queue(memory, delivery("tomorrow", due_at=later(days=1)), delivery("in-an-hour", OMAR, due_at=later(hours=1)))
    assert await memory.outbox.next_due_at() == later(hours=1)


async def test_what_waits_for_one_under_way_is_not_due_next(memory: Memory) -> None:
    await queue(memory, delivery("first"), delivery("second"))
    await claim(memory)
    assert await memory.outbox.next_due_at() is None


async def test_every_state_has_a_count(memory: Memory) -> None:
    await queue(memory, delivery("a"), delivery("b", state=DeliveryState.FAILED), delivery("c"))
    assert await memory.outbox.counts_by_state() == {
        DeliveryState.DUE: 2,
        DeliveryState.SENDING: 0,
        DeliveryState.SENT: 0,
        DeliveryState.FAILED: 1,
        DeliveryState.UNCERTAIN: 0,
    }
