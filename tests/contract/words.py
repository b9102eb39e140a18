"""Stores that hold words, and looking at them behind the repositories' back."""

from sqlalchemy import Table, select, true, update

from storage.database import Database
from storage.memory import Memory
from storage.tables import ANSWER
from tests.contract.samples import (
    MAYA,
    MAYA_ELSEWHERE,
    OMAR,
    answered,
    begin,
    conversation,
    held,
    introduce,
    save,
    with_entries,
)

CANARY = "canary-Zq7-kestrel"
WORDS = [f"{CANARY}-{number}" for number in range(4)]


async def speak(memory: Memory) -> None:
    """Three people's conversations, an edited answer and a held reply, all with canaries in them."""
    await introduce(memory, MAYA, OMAR, MAYA_ELSEWHERE)
    first = with_entries(conversation(), answered("a", WORDS[0]), answered("b", WORDS[1]))
    await begin(memory, first)
    await begin(memory, with_entries(conversation("of-omar", OMAR), answered("a", WORDS[2])))
    await begin(memory, with_entries(conversation("elsewhere", MAYA_ELSEWHERE), answered("a", WORDS[3])))
    await save(memory, with_entries(first, answered("b", f"{WORDS[1]}, edited")))
    await hold(memory, f"{CANARY} held")


async def hold(memory: Memory, text: str) -> None:
    async with memory.unit_of_work() as work:
        await work.held.hold(held(text=text))
        await work.commit()


async def read_everything(memory: Memory) -> None:
    async with memory.unit_of_work() as work:
        await work.held.get(MAYA, "held")
        for person, name in ((MAYA, "talk"), (OMAR, "of-omar"), (MAYA_ELSEWHERE, "elsewhere")):
            await work.conversations.get(person, name)


async def sealed_texts(database: Database, table: Table) -> dict[str, bytes]:
    """The sealed texts that can be read, by their row."""
    current = table.c.is_current if table is ANSWER else true()
    query = select(table.c.id, table.c.text).where(table.c.text.is_not(None), current)
    async with database.connection() as connection:
        return {row.id: row.text for row in await connection.execute(query)}


async def put(database: Database, table: Table, row: str, sealed: bytes) -> None:
    async with database.transaction() as connection:
        await connection.execute(update(table).where(table.c.id == row).values(text=sealed))
