"""Words are stored sealed: no row, log or error shows them."""

import logging

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.memory import Memory
from storage.tables import METADATA
from tests.contract.samples import answered, held, load, save, with_entries
from tests.contract.words import CANARY, speak
from tests.databases import SetClock, Settings


@pytest.fixture(autouse=True)
async def spoken(memory: Memory) -> None:
    await speak(memory)


async def test_no_row_shows_words(database: Database) -> None:
    seen = 0
    for table in METADATA.sorted_tables:
        async with database.connection() as connection:
            for row in await connection.execute(select(table)):
                seen += 1
                assert CANARY not in repr(tuple(row))
                assert CANARY.encode() not in b"".join(value for value in row if isinstance(value, bytes))
    assert seen == 3 + 3 + 5 + 1  # people, conversations, answers, held reply


async def test_no_log_shows_words(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "sqlalchemy")  # before the stores are opened: it looks at its level then
    memory = settings.open(SetClock(), prefix="logged")
    try:
        changed = with_entries(await load(memory), answered("c", f"{CANARY} once more"))
        await save(memory, changed)
        assert (await load(memory)).entries["c"].value.text == f"{CANARY} once more"
    finally:
        await memory.close()
    assert any(record.name.startswith("sqlalchemy.engine") for record in caplog.records)
    assert CANARY not in caplog.text


async def test_a_broken_rule_of_the_store_names_no_words(memory: Memory) -> None:
    async with memory.unit_of_work() as work:
        with pytest.raises(Exception, match="held_reply") as refusal:  # this id is taken
            await work.held.hold(held(text=f"{CANARY} again"))
    error: BaseException | None = refusal.value
    assert held().channel not in str(error), "nor anything else that was to be stored"
    while error is not None:
        assert CANARY not in f"{error} {error!r} {vars(error)}"
        error = error.__cause__ or error.__context__
