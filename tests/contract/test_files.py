"""What stands in Slack as files is known until it is gone; what is in a journal comes out as far as it can be read."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import update

from flows.conversation.kept import KeptAnswer
from flows.conversation.state import Entry, Outcome
from flows.delivery import Deed, DeliveryState, StandingFile
from storage.memory import Memory
from storage.tables import ANSWER
from tests.contract.samples import (
    ELSEWHERE,
    MAYA,
    MAYA_ELSEWHERE,
    NOW,
    OMAR,
    answered,
    begin,
    conversation,
    delivery,
    introduce,
    later,
    queue,
    save,
    with_entries,
)

LEASE = later(seconds=30) - NOW


@pytest.fixture(autouse=True)
async def people(memory: Memory) -> None:
    await introduce(memory, MAYA, OMAR, MAYA_ELSEWHERE)


def file(name: str, **changes: Any) -> StandingFile:
    plain = StandingFile(name, MAYA.workspace, MAYA.id, "delivery", NOW, later(hours=24))
    return replace(plain, **changes)


async def keep(memory: Memory, *files: StandingFile) -> None:
    async with memory.unit_of_work() as work:
        for each in files:
            await work.files.add(each)
        await work.commit()


async def due(memory: Memory, now: datetime, limit: int = 9) -> list[StandingFile]:
    async with memory.unit_of_work() as work:
        return list(await work.files.due(now, limit))


async def answers(memory: Memory, *conversations: str) -> dict[str, KeptAnswer]:
    async with memory.unit_of_work() as work:
        return {each.entry.step: each for each in await work.journal.answers(MAYA, conversations)}


async def test_files_come_due_the_longest_due_first(memory: Memory) -> None:
    theirs = file("theirs", person=OMAR.id, delete_at=later(hours=23))
    await keep(memory, file("second"), theirs, file("much-later", delete_at=later(hours=25)))
    assert await due(memory, later(hours=22, minutes=59)) == []
    assert await due(memory, later(hours=24)) == [theirs, file("second")]
    assert await due(memory, later(hours=24), limit=1) == [theirs]


async def test_what_is_tried_again_later_comes_due_then(memory: Memory) -> None:
    await keep(memory, file("stubborn"))
    tried = file("stubborn", delete_at=later(hours=25), tries=1)
    async with memory.unit_of_work() as work:
        await work.files.save(tried)
        await work.commit()
    assert await due(memory, later(hours=24)) == []
    assert await due(memory, later(hours=25)) == [tried]


async def test_noting_the_same_file_twice_keeps_the_first(memory: Memory) -> None:
    await keep(memory, file("once"), file("once", delete_at=later(hours=48)))
    assert await due(memory, later(hours=48)) == [file("once")]


async def test_a_file_is_dropped_in_its_own_workspace_only(memory: Memory) -> None:
    elsewhere = file("same-id", workspace=ELSEWHERE, person=MAYA_ELSEWHERE.id)
    await keep(memory, file("same-id"), elsewhere)
    async with memory.unit_of_work() as work:
        await work.files.drop(MAYA.workspace, "same-id")
        await work.commit()
    assert await due(memory, later(hours=24)) == [elsewhere]


async def test_a_file_left_in_the_middle_is_uncertain_and_told_of(memory: Memory) -> None:
    gone = delivery("gone", deed=Deed.TAKE_AWAY, person=MAYA)
    await queue(memory, delivery("file", deed=Deed.FILE), replace(gone, person=""))
    await memory.outbox.claim(NOW, 9, LEASE, "token")
    await memory.outbox.lapsed(later(seconds=31))
    assert (await memory.outbox.get("file")).state is DeliveryState.UNCERTAIN
    assert (await memory.outbox.get("gone")).state is DeliveryState.DUE
    async with memory.unit_of_work() as work:
        assert [each.id for each in await work.outbox.unconfirmed(MAYA)] == ["file"]
        assert await work.outbox.unconfirmed(OMAR) == []


async def test_nobody_waits_for_a_file_to_be_taken_away(memory: Memory) -> None:
    gone = replace(delivery("gone", deed=Deed.TAKE_AWAY), person="")
    await queue(memory, gone, delivery("hello"))
    [first] = await memory.outbox.claim(NOW, 1, LEASE, "one")
    await memory.outbox.put_back(first.id, "one", later(hours=1), "ratelimited")
    assert [each.id for each in await memory.outbox.claim(NOW, 9, LEASE, "two")] == ["hello"]


async def test_everything_that_was_answered_comes_with_what_is_aside_and_without_what_is_hidden(
    memory: Memory,
) -> None:
    talk = with_entries(
        conversation(),
        answered("words", "A long week."),
        answered("number", number=4),
        answered("aside", "Not asked any more."),
        replace(answered("hidden", "Deleted."), hidden=True),
        Entry("skipped", Outcome.SKIPPED),
    )
    await begin(memory, talk)
    await save(memory, talk, frozenset({"aside"}))
    found = await answers(memory, "talk", "nobody's")
    assert set(found) == {"words", "number", "aside"}
    assert found["words"].entry.value.text == "A long week."
    assert (found["number"].entry.value.number, found["number"].entry.value.text) == (4, "")
    assert [found[step].aside for step in ("words", "number", "aside")] == [False, False, True]
    assert not any(each.lost for each in found.values())


async def test_nobody_elses_answers_come(memory: Memory) -> None:
    await begin(memory, with_entries(conversation("theirs", OMAR), answered("a", "Omar's.")))
    await begin(memory, with_entries(conversation("elsewhere", MAYA_ELSEWHERE), answered("a", "Elsewhere.")))
    assert await answers(memory, "theirs", "elsewhere") == {}


@pytest.mark.parametrize("head", [b"\x01\x00\x01", b"\x01\x00\x09", b"\x07", b""], ids=["altered", "key", "form", "no"])
async def test_what_cannot_be_opened_costs_nothing_else(memory: Memory, head: bytes) -> None:
    await begin(memory, with_entries(conversation(), answered("whole", "Whole."), answered("hurt", "x", number=3)))
    async with memory._database.transaction() as connection:
        hurt = update(ANSWER).where(ANSWER.c.step == "hurt").values(text=head + bytes(60 if head else 0))
        await connection.execute(hurt)
    found = await answers(memory, "talk")
    assert (found["whole"].entry.value.text, found["whole"].lost) == ("Whole.", False)
    assert (found["hurt"].entry.value.text, found["hurt"].entry.value.number, found["hurt"].lost) == ("", 3, True)
