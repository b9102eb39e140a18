"""What is to be said is queued once, and found by the message or the question it is about."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from flows.delivery import Deed, Delivery, DeliveryState, Subject
from flows.people import Person
from storage.memory import Memory
from storage.unit_of_work import UnitOfWork
from tests.contract.samples import ELSEWHERE, MAYA, MAYA_ELSEWHERE, OMAR, delivery, introduce, later, queue

FULL = delivery(
    "full",
    channel="D0MAYA",
    thread="1.5",
    conversation="talk",
    turn=2,
    step="went_well",
    redraws="earlier",
    ts="1.7",
    details={"problem": "too_long", "word": "grüße"},
    state=DeliveryState.SENT,
    attempts=2,
    due_at=later(hours=1),
)


@pytest.fixture(autouse=True)
async def people(memory: Memory) -> None:
    await introduce(memory, MAYA, OMAR, MAYA_ELSEWHERE)


@pytest.mark.parametrize("stored", [delivery("bare"), FULL], ids=["bare", "full"])
async def test_it_comes_back_as_it_was_queued(memory: Memory, stored: Delivery) -> None:
    await queue(memory, stored)
    assert await memory.outbox.get(stored.id) == stored


async def test_the_same_thing_is_queued_once(memory: Memory) -> None:
    await queue(memory, delivery("first", key="same"), delivery("second", key="same"))
    await queue(memory, delivery("third", key="same"))
    assert sum((await memory.outbox.counts_by_state()).values()) == 1
    assert (await memory.outbox.get("first")).key == "same"


async def test_the_same_key_in_another_workspace_is_another_thing(memory: Memory) -> None:
    await queue(memory, delivery("here", key="same"), delivery("there", MAYA_ELSEWHERE, key="same"))
    assert (await memory.outbox.get("there")).workspace == ELSEWHERE


async def found_at(memory: Memory, person: object = MAYA) -> str | None:
    assert isinstance(person, type(MAYA))
    async with memory.unit_of_work() as work:
        found = await work.outbox.posted_at(person, "D0MAYA", "1.7")
    return found.id if found else None


async def test_the_delivery_behind_a_message_is_found(memory: Memory) -> None:
    tick = replace(FULL, id="tick", key="tick", deed=Deed.TICK)
    redraw = replace(FULL, id="redraw", key="redraw", deed=Deed.REDRAW)
    await queue(memory, delivery("other", channel="D0MAYA", ts="1.6"), FULL, tick, redraw)
    assert await found_at(memory) == "full"


@pytest.mark.parametrize("stranger", [OMAR, MAYA_ELSEWHERE, replace(MAYA, workspace=ELSEWHERE)])
async def test_a_message_to_somebody_else_is_not_found(memory: Memory, stranger: object) -> None:
    await queue(memory, FULL)
    assert await found_at(memory, stranger) is None


async def newest(work: UnitOfWork, person: Person = MAYA) -> Delivery | None:
    return await work.outbox.last_question(person, "talk")


async def test_the_last_question_is_the_post_that_asked_last(memory: Memory) -> None:
    about: dict[str, Any] = {"conversation": "talk", "turn": 2}
    await queue(
        memory,
        delivery("first", state=DeliveryState.UNCERTAIN, **about),
        delivery("second", **about),
        delivery("redraw", deed=Deed.REDRAW, **about),
        delivery("receipt", subject=Subject.RECEIPT, **about),
        delivery("other-talk", conversation="talk-2", turn=2),
        delivery("of-omar", OMAR, **about),
    )
    async with memory.unit_of_work() as work:
        found = await newest(work)
    assert found is not None
    assert found.id == "second"


async def test_what_was_just_queued_is_found_before_it_is_committed(memory: Memory) -> None:
    first, second = (delivery(f"turn-{turn}", conversation="talk", turn=turn) for turn in (1, 2))
    await queue(memory, first)
    async with memory.unit_of_work() as work:
        assert await newest(work) == first
        await work.outbox.add(second)
        await work.outbox.add(delivery("home", key="home", deed=Deed.HOME))
        assert await newest(work) == second
        assert await work.outbox.about(MAYA, "talk") == [first, second]
        assert await work.outbox.said(MAYA, second.key) == second
        assert await work.outbox.waits(MAYA, Deed.HOME)
    assert sum((await memory.outbox.counts_by_state()).values()) == 1


async def test_the_last_question_is_its_own_persons_and_as_it_stands(memory: Memory) -> None:
    lost = delivery("lost", conversation="talk", turn=1, state=DeliveryState.UNCERTAIN)
    await queue(memory, lost)
    async with memory.unit_of_work() as work:
        assert await newest(work) == lost
        for stranger in (OMAR, MAYA_ELSEWHERE, replace(MAYA, workspace=ELSEWHERE)):
            assert await newest(work, stranger) is None
        await work.outbox.give_up(lost)
        assert await newest(work) == replace(lost, state=DeliveryState.FAILED)


async def test_what_is_queued_together_is_sent_in_its_order(memory: Memory) -> None:
    await queue(memory, *(delivery(name) for name in ("tick", "redraw", "post")))
    order = []
    while claimed := await memory.outbox.claim(later(), 9, timedelta(seconds=30), "mine"):
        order += [each.id for each in claimed]
        await memory.outbox.settle_failed(order[-1], "mine", "x")
    assert order == ["tick", "redraw", "post"]


async def test_what_may_not_have_arrived_is_listed_until_given_up(memory: Memory) -> None:
    unsure: dict[str, Any] = {"state": DeliveryState.UNCERTAIN}
    await queue(memory, delivery("old", **unsure), delivery("due"), delivery("new", **unsure))
    await queue(memory, delivery("tick", deed=Deed.TICK, **unsure), delivery("of-omar", OMAR, **unsure))
    async with memory.unit_of_work() as work:
        unconfirmed = await work.outbox.unconfirmed(MAYA)
        assert [each.id for each in unconfirmed] == ["old", "new"]
        await work.outbox.give_up(unconfirmed[0])
        assert [each.id for each in await work.outbox.unconfirmed(MAYA)] == ["new"]
        await work.commit()
    assert (await memory.outbox.get("old")).state is DeliveryState.FAILED


async def test_only_what_is_uncertain_is_given_up(memory: Memory) -> None:
    await queue(memory, delivery("due"))
    async with memory.unit_of_work() as work:
        await work.outbox.give_up(delivery("due"))
        await work.commit()
    assert (await memory.outbox.get("due")).state is DeliveryState.DUE
