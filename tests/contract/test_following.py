"""Answers and held replies know the message they were typed in, and deletions are found by whose they are and when."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from flows.conversation.deletions import Deletion, DeletionState, Gone
from flows.conversation.script import Value
from flows.conversation.state import Conversation, Entry, Outcome, Source
from flows.delivery import Deed, Subject
from flows.errors import NotAvailable
from storage.memory import Memory
from storage.tables import ANSWER
from tests.contract.samples import (
    MAYA,
    MAYA_ELSEWHERE,
    NOW,
    OMAR,
    answered,
    begin,
    conversation,
    delivery,
    held,
    introduce,
    later,
    load,
    queue,
    save,
    with_entries,
)

FIRST, SECOND = Source("D0MAYA", "1.5"), Source("D0MAYA", "2.5", edit="3.0")


@pytest.fixture(autouse=True)
async def people(memory: Memory) -> None:
    await introduce(memory, MAYA, OMAR, MAYA_ELSEWHERE)


def typed(text: str, source: Source, **changes: Any) -> Entry:
    return replace(answered("went_well", text), source=source, **changes)


def deletion(name: str, gone_at: datetime = NOW, **changes: Any) -> Deletion:
    plain = Deletion(
        id=name,
        workspace=MAYA.workspace,
        person=MAYA.id,
        conversation="talk",
        step="went_well",
        version=1,
        channel="D0MAYA",
        ts="1.5",
        burst="burst",
        state=DeletionState.HIDDEN,
        at=NOW,
        gone_at=gone_at,
    )
    return replace(plain, **changes)


async def answers_anew(memory: Memory) -> Conversation:
    """The same step answered in one message, and then in another."""
    await begin(memory, with_entries(conversation(), typed("One", FIRST)))
    await save(memory, with_entries(await load(memory), typed("Two", SECOND)))
    return await load(memory)


async def texts(memory: Memory) -> list[bool]:
    """Of every version whether there are words."""
    async with memory._database.connection() as connection:
        found = await connection.execute(select(ANSWER.c.text).order_by(ANSWER.c.version))
        return [row.text is not None for row in found]


async def test_an_answer_knows_its_message_and_whether_it_is_hidden(memory: Memory) -> None:
    kept = with_entries(conversation(), typed("One", SECOND, hidden=True), answered("other", "Two"))
    await begin(memory, kept)
    assert await load(memory) == kept


async def test_what_counts_now_is_found_by_its_message_and_only_by_its_author(memory: Memory) -> None:
    await answers_anew(memory)
    async with memory.unit_of_work() as work:
        find = work.conversations.typed_in
        assert await find(MAYA, *SECOND.message) == ("talk", "went_well")
        assert await find(MAYA, *FIRST.message) is None
        assert await find(MAYA, "D0OMAR", SECOND.ts) is None
        assert await find(OMAR, *SECOND.message) is None
        assert await find(MAYA_ELSEWHERE, *SECOND.message) is None


async def test_hiding_and_putting_back_makes_no_version(memory: Memory) -> None:
    await begin(memory, with_entries(conversation(), typed("One", FIRST)))
    await save(memory, with_entries(await load(memory), typed("One", FIRST, hidden=True)))
    assert (await load(memory)).entries["went_well"].hidden
    await save(memory, with_entries(await load(memory), typed("One", FIRST)))
    assert not (await load(memory)).entries["went_well"].hidden
    assert await texts(memory) == [True]


async def test_what_is_deleted_for_good_is_gone_in_every_version(memory: Memory) -> None:
    now = await answers_anew(memory)
    await save(memory, with_entries(now, Entry("went_well", Outcome.DELETED)))
    assert await texts(memory) == [False] * 3
    assert (await load(memory)).entries["went_well"].value == Value()


async def test_an_earlier_version_goes_with_its_message_and_what_counts_now_stays(memory: Memory) -> None:
    await answers_anew(memory)
    for somebody, source in ((OMAR, FIRST), (MAYA_ELSEWHERE, FIRST), (MAYA, SECOND)):
        async with memory.unit_of_work() as work:
            await work.conversations.erase_typed_in(somebody, *source.message)
            await work.commit()
        assert await texts(memory) == [True, True]
    async with memory.unit_of_work() as work:
        await work.conversations.erase_typed_in(MAYA, *FIRST.message)
        await work.commit()
    assert await texts(memory) == [False, True]
    assert (await load(memory)).entries["went_well"].value.text == "Two"


async def test_earlier_versions_go_up_to_the_one_that_was_deleted(memory: Memory) -> None:
    now = await answers_anew(memory)
    await save(memory, with_entries(now, typed("Three", SECOND)))
    for somebody, which in ((OMAR, ("talk", "went_well")), (MAYA, ("talk", "other")), (MAYA, ("his", "went_well"))):
        async with memory.unit_of_work() as work:
            await work.conversations.erase_until(somebody, *which, 3)
            await work.commit()
    assert await texts(memory) == [True, True, True]
    for version, left in ((1, [False, True, True]), (3, [False, False, True])):
        async with memory.unit_of_work() as work:
            await work.conversations.erase_until(MAYA, "talk", "went_well", version)
            await work.commit()
        assert await texts(memory) == left


async def test_it_is_kept_where_a_deleted_answer_led(memory: Memory) -> None:
    kept = with_entries(conversation(), Entry("went_well", Outcome.DELETED, led="other"), answered("other", "Two"))
    await begin(memory, kept)
    assert await load(memory) == kept


async def test_a_held_reply_is_found_by_its_message_reworded_and_dropped(memory: Memory) -> None:
    async with memory.unit_of_work() as work:
        await work.held.hold(held())
        assert await work.held.typed_in(OMAR, "D0MAYA", "1.5") is None
        assert await work.held.typed_in(MAYA, "D0MAYA", "1.6") is None
        assert await work.held.typed_in(MAYA, "D0MAYA", "1.5") == held()
        await work.held.reword(held(text="Another one?", edit="1.9"))
        assert await work.held.get(MAYA, "held") == held(text="Another one?", edit="1.9")
        await work.held.drop(MAYA, "held")
        with pytest.raises(NotAvailable):
            await work.held.get(MAYA, "held")


async def test_deletions_are_found_by_moment_burst_and_person(memory: Memory) -> None:
    await begin(memory, conversation())
    first, second = deletion("first"), deletion("second", later(minutes=1), burst="another")
    in_journal = replace(first, id="journal", burst="its own", gone_at=None)
    async with memory.unit_of_work() as work:
        for each in (second, first, in_journal):
            await work.deletions.add(each)
        between = work.deletions.between
        assert await between(MAYA, NOW, later(minutes=1)) == [first, second]
        assert await between(MAYA, later(seconds=1), later(minutes=2)) == [second]
        assert await between(MAYA, NOW, later(seconds=59)) == [first]
        assert await work.deletions.of_burst(MAYA, "burst") == [first]
        assert await between(OMAR, NOW, later(minutes=1)) == []
        assert await work.deletions.of_burst(MAYA_ELSEWHERE, "burst") == []
        await work.deletions.save(replace(first, state=DeletionState.HIDDEN, at=later(days=1), gone_at=None))
        assert await between(MAYA, NOW, later(minutes=1)) == [second]


async def test_what_went_is_known_for_a_while_whose_it_was(memory: Memory) -> None:
    first, second = Gone("D0MAYA", "1.5", NOW), Gone("D0MAYA", "2.5", later(minutes=1))
    async with memory.unit_of_work() as work:
        for each in (first, second):
            await work.deletions.note(MAYA, each)
        assert await work.deletions.gone(MAYA, NOW, later(minutes=1)) == [first, second]
        assert await work.deletions.gone(MAYA, NOW, later(seconds=59)) == [first]
        assert await work.deletions.gone(OMAR, NOW, later(minutes=1)) == []
        assert await work.deletions.gone(MAYA_ELSEWHERE, NOW, later(minutes=1)) == []
        await work.deletions.forget_gone(later(seconds=1))
        assert await work.deletions.gone(MAYA, NOW, later(minutes=1)) == [second]


async def test_a_person_is_found_by_their_channel(memory: Memory) -> None:
    async with memory.unit_of_work() as work:
        await work.people.save(replace(MAYA, dm_channel="D0MAYA"))
        found = await work.people.in_channel(MAYA.workspace, "D0MAYA")
        assert found is not None
        assert found.id == MAYA.id
        elsewhere = await work.people.in_channel(MAYA_ELSEWHERE.workspace, "D0MAYA")
        assert elsewhere is not None
        assert elsewhere.id == MAYA_ELSEWHERE.id
        assert await work.people.in_channel(MAYA.workspace, "D0NOBODY") is None


async def test_what_is_overdue_is_found_oldest_first_whoever_it_is(memory: Memory) -> None:
    await begin(memory, conversation(), conversation("his", OMAR))
    his = deletion("his", person=OMAR.id, conversation="his")
    mine, newer = deletion("mine", at=later(minutes=1)), deletion("newer", at=later(minutes=3))
    back = deletion("back", state=DeletionState.BACK)
    async with memory.unit_of_work() as work:
        for each in (newer, mine, his, back):
            await work.deletions.add(each)
        assert await work.deletions.hidden_until(later(minutes=2), 10) == [his, mine]
        assert await work.deletions.hidden_until(later(minutes=2), 1) == [his]
        assert await work.deletions.hidden_until(later(minutes=3), 2, his) == [mine, newer]
        assert await work.deletions.hidden_until(later(minutes=3), 2, replace(mine, id="m")) == [mine, newer]
        assert await work.deletions.hidden_until(later(minutes=3), 2, mine) == [newer]
        await work.deletions.save(replace(his, state=DeletionState.GONE, at=later(minutes=2)))
        assert await work.deletions.hidden_until(later(minutes=2), 10) == [mine]


async def test_posts_are_found_by_their_key_and_by_their_conversation(memory: Memory) -> None:
    await begin(memory, conversation(), conversation("his", OMAR))
    asked = delivery("asked", conversation="talk", turn=1)
    receipt = delivery("receipt", conversation="talk", turn=2, subject=Subject.RECEIPT)
    redraw = delivery("redraw", conversation="talk", turn=1, deed=Deed.REDRAW, redraws="asked")
    await queue(memory, asked, receipt, redraw, delivery("other", OMAR, conversation="his"), delivery("plain"))
    async with memory.unit_of_work() as work:
        assert await work.outbox.about(MAYA, "talk") == [asked, receipt]
        assert await work.outbox.about(OMAR, "talk") == []
        assert await work.outbox.said(MAYA, "key-asked") == asked
        assert await work.outbox.said(MAYA, "key-redraw") is None
        assert await work.outbox.said(OMAR, "key-asked") is None
