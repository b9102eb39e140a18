"""One thing a person does, and what is found of it afterwards."""

from storage.memory import Memory
from tests.contract.samples import MAYA, NOW, WORKSPACE, conversation, delivery

LARGE = "subject " * 5000
"""More than fits on a page, so that the store has to find room."""

NOTHING, EVERYTHING = (False, 0, 0), (True, 1, 1)


async def turn(memory: Memory) -> None:
    """An inbox key, a conversation and something to say, in one unit of work."""
    async with memory.unit_of_work() as work:
        await work.people.meet(WORKSPACE, "U0MAYA")
        await work.inbox.record(WORKSPACE, "key", "started", NOW)
        await work.outbox.add(delivery("question"))
        await work.conversations.add(conversation(subject=LARGE))
        await work.commit()


async def traces(memory: Memory) -> tuple[bool, int, int]:
    """Whether the key, how many conversations, and how many deliveries are there."""
    async with memory.unit_of_work() as work:
        outcome = await work.inbox.first_outcome(WORKSPACE, "key")
        unfinished = await work.conversations.unfinished(MAYA)
    return outcome is not None, len(unfinished), sum((await memory.outbox.counts_by_state()).values())
