"""A sealed text opens only where it was put, and one that does not open harms nothing else."""

from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import delete, update

from flows.errors import Unreadable
from storage.database import Database
from storage.keystore_schema import DATA_KEY
from storage.master_keys import new_master_key
from storage.memory import Memory
from storage.tables import ANSWER, HELD_REPLY
from tests.contract.samples import MAYA, NOW, OMAR, answered, begin, conversation, load, save, with_entries
from tests.contract.words import CANARY, WORDS, put, read_everything, sealed_texts, speak
from tests.databases import SetClock, Settings


@pytest.fixture(autouse=True)
async def spoken(memory: Memory) -> None:
    await speak(memory)


async def test_no_text_opens_in_the_place_of_another(memory: Memory, database: Database) -> None:
    """Every pair is swapped: one person's, two people's, two workspaces', and between the tables."""
    cells = [(table, *cell) for table in (ANSWER, HELD_REPLY) for cell in (await sealed_texts(database, table)).items()]
    assert len(cells) == 5
    for (table, row, sealed), (_, _, other) in permutations(cells, 2):
        await put(database, table, row, other)
        with pytest.raises(Unreadable):
            await read_everything(memory)
        assert (await sealed_texts(database, table))[row] == other, "the row must stay as it was found"
        await put(database, table, row, sealed)
    await read_everything(memory)


@pytest.mark.parametrize(
    "damage",
    [b"", b"\x01", b"\x01\x00\x01" + bytes(28), b"\x02" + bytes(40), b"plain words, and many of them, as they are"],
)
async def test_what_was_never_sealed_is_unreadable_and_never_empty(
    memory: Memory, database: Database, damage: bytes
) -> None:
    await put(database, HELD_REPLY, "held", damage)
    async with memory.unit_of_work() as work:
        with pytest.raises(Unreadable):
            await work.held.get(MAYA, "held")
    assert await sealed_texts(database, HELD_REPLY) == {"held": damage}


async def test_every_byte_counts(memory: Memory, database: Database) -> None:
    sealed = (await sealed_texts(database, HELD_REPLY))["held"]
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        await put(database, HELD_REPLY, "held", bytes(altered))
        async with memory.unit_of_work() as work:
            with pytest.raises(Unreadable):
                await work.held.get(MAYA, "held")


async def test_one_damaged_entry_makes_only_its_own_conversation_unreachable(
    memory: Memory, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await begin(memory, with_entries(conversation("sound"), answered("a", "whole")))
    await damage_talk(database)
    with pytest.raises(Unreadable) as refusal:
        await load(memory)
    async with memory.unit_of_work() as work:
        unfinished = await work.conversations.unfinished(MAYA)
        latest = await work.conversations.latest(MAYA, "reflection")
        nearest = await work.conversations.nearest(MAYA, "reflection", NOW, NOW + timedelta(days=1))
    assert [each.id for each in (*unfinished, latest, nearest) if each] == ["sound"] * 3
    assert "passed over" in caplog.text
    assert CANARY not in caplog.text + str(refusal.value)


async def test_a_damaged_entry_is_never_saved_over(memory: Memory, database: Database) -> None:
    loaded = await load(memory)
    await damage_talk(database)
    before = await sealed_texts(database, ANSWER)
    with pytest.raises(Unreadable):
        await save(memory, with_entries(loaded, answered("c", "more")))
    assert await sealed_texts(database, ANSWER) == before


async def damage_talk(database: Database) -> None:
    damage = b"\x01\x00\x01" + bytes(40)
    async with database.transaction() as connection:
        await connection.execute(update(ANSWER).where(ANSWER.c.conversation == "talk").values(text=damage))


async def test_with_the_wrong_master_key_nothing_opens_and_nothing_is_added(
    settings: Settings, clock: SetClock, database: Database
) -> None:
    before = await sealed_texts(database, ANSWER)
    wrong = Settings(settings.database, settings.keystore, new_master_key()).open(clock, prefix="wrong")
    try:
        with pytest.raises(Unreadable, match="not among CAIRN_KEYS"):
            await load(wrong)
        async with wrong.unit_of_work() as work:
            with pytest.raises(Unreadable):
                await work.conversations.unfinished(MAYA)
        with pytest.raises(Unreadable):
            await begin(wrong, with_entries(conversation("new"), answered("a", "words")))
    finally:
        await wrong.close()
    assert await sealed_texts(database, ANSWER) == before


async def test_when_a_persons_key_is_destroyed_only_their_words_are_lost(
    memory: Memory, settings: Settings, clock: SetClock
) -> None:
    async with memory.keys.database.transaction() as connection:
        await connection.execute(delete(DATA_KEY).where(DATA_KEY.c.owner == MAYA.id))
    fresh = settings.open(clock, prefix="fresh")
    try:
        with pytest.raises(Unreadable, match="not in the key store"):
            await load(fresh)
        assert (await load(fresh, "of-omar", OMAR)).entries["a"].value.text == WORDS[2]
    finally:
        await fresh.close()


async def test_the_same_words_look_different_each_time(memory: Memory, database: Database) -> None:
    await begin(memory, with_entries(conversation("same"), answered("a", "same"), answered("b", "same")))
    sealed = list((await sealed_texts(database, ANSWER)).values())
    assert len({text[3:] for text in sealed}) == len(sealed) == 6


async def test_a_key_store_that_cannot_belong_is_refused(
    memory: Memory, settings: Settings, clock: SetClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    await memory.check()
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "keys.db"
    mixed_up = Settings(settings.database, f"sqlite:///{elsewhere}", settings.keys).open(clock)
    try:
        await mixed_up.keys.migrate()
        with pytest.raises(Unreadable, match="CAIRN_KEYSTORE"):
            await mixed_up.check()
    finally:
        await mixed_up.close()
