"""People's keys are made once, wrapped by the newest master key, and outlive its change."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from flows.errors import SchemaTooNew, SchemaTooOld
from storage.cipher import KeyLost
from storage.database import Database, open_database
from storage.keystore import KeyStore
from storage.keystore_schema import _SCHEMA, DATA_KEY
from storage.master_keys import new_master_key, read_master_keys
from tests.databases import SetClock

OLD, NEW = new_master_key(), new_master_key()


def keystore(database: Database, setting: str, clock: SetClock | None = None) -> KeyStore:
    return KeyStore(database, read_master_keys(setting), clock or SetClock())


@pytest.fixture
async def database(empty_address: str) -> AsyncIterator[Database]:
    """A key store's own database, on either kind."""
    opened = open_database(empty_address)
    await keystore(opened, OLD).migrate()
    yield opened
    await opened.close()


async def rows(database: Database) -> list[dict[str, Any]]:
    async with database.connection() as connection:
        return [dict(row) for row in (await connection.execute(select(DATA_KEY))).mappings()]


async def same_key(store: KeyStore, other: KeyStore, owner: str = "maya") -> bool:
    """Whether both hold the same key: what one seals the other opens."""
    mine, theirs = await store.data_key("T1", owner), await other.data_key_version("T1", owner, 1)
    return theirs.cipher.decrypt(bytes(12), mine.cipher.encrypt(bytes(12), b"words", b""), b"") == b"words"


async def test_a_key_is_made_once_and_kept_wrapped(database: Database) -> None:
    clock = SetClock()
    store = keystore(database, OLD, clock)
    assert await store.is_empty()
    first = await store.data_key("T1", "maya")
    clock.at += timedelta(days=1)
    assert await store.data_key("T1", "maya") is first
    (row,) = await rows(database)
    assert (row["workspace"], row["owner"], row["version"]) == ("T1", "maya", 1)
    assert row["created_at"] == SetClock().at
    assert row["wrapped_by"] == read_master_keys(OLD)[0].id
    assert len(row["wrapped"]) == 12 + 32 + 16
    assert not await store.is_empty()


async def test_it_is_the_same_after_a_restart(database: Database) -> None:
    assert await same_key(keystore(database, OLD), keystore(database, OLD))


async def test_everybody_has_their_own(database: Database) -> None:
    store = keystore(database, OLD)
    for workspace, owner in (("T1", "maya"), ("T1", "omar"), ("T2", "maya")):
        await store.data_key(workspace, owner)
    assert len({row["wrapped"] for row in await rows(database)}) == 3


async def test_two_processes_agree_on_one_key(database: Database, empty_address: str) -> None:
    other = open_database(empty_address)
    try:
        here, there = keystore(database, OLD), keystore(other, OLD)
        await asyncio.gather(*(store.data_key("T1", f"o{n}") for n in range(5) for store in (here, there)))
        assert len(await rows(database)) == 5
        assert [await same_key(here, keystore(other, OLD), f"o{n}") for n in range(5)] == [True] * 5
        assert [await same_key(there, keystore(other, OLD), f"o{n}") for n in range(5)] == [True] * 5
    finally:
        await other.close()


async def test_who_comes_second_takes_the_key_the_first_is_just_making(database: Database, empty_address: str) -> None:
    other = open_database(empty_address)
    try:
        first, second = keystore(database, OLD), keystore(other, OLD)
        async with database.transaction() as connection:
            await first._newest_row(connection, "T1", "maya")
            waiting = asyncio.create_task(second.data_key("T1", "maya"))
            await asyncio.sleep(0.1)  # long enough to get to where it waits; were it slower, it would pass all the same
            assert not waiting.done()
        await waiting
        assert await same_key(second, first)
    finally:
        await other.close()


async def test_a_version_that_is_not_there_is_lost(database: Database) -> None:
    store = keystore(database, OLD)
    await store.data_key("T1", "maya")
    with pytest.raises(KeyLost, match="key 2 of maya"):
        await store.data_key_version("T1", "maya", 2)


async def test_an_older_master_key_still_opens(database: Database) -> None:
    await keystore(database, OLD).data_key("T1", "maya")
    rotated = keystore(database, f"{NEW},{OLD}")
    assert await same_key(rotated, keystore(database, OLD))
    await rotated.data_key("T1", "omar")
    assert [row["wrapped_by"] for row in await rows(database) if row["owner"] == "omar"] == [
        read_master_keys(NEW)[0].id
    ]


async def test_after_rewrapping_the_old_master_key_may_go(database: Database) -> None:
    before = keystore(database, OLD)
    for number in range(250):  # more than two batches
        await before.data_key("T1", f"o{number}")
    assert await keystore(database, f"{NEW},{OLD}").rewrap() == 250
    assert {row["wrapped_by"] for row in await rows(database)} == {read_master_keys(NEW)[0].id}
    assert await same_key(before, keystore(database, NEW), "o7")
    assert await keystore(database, NEW).rewrap() == 0


async def test_without_the_old_master_key_rewrapping_changes_nothing(database: Database) -> None:
    await keystore(database, OLD).data_key("T1", "maya")
    before = await rows(database)
    with pytest.raises(KeyLost, match=read_master_keys(OLD)[0].id):
        await keystore(database, NEW).rewrap()
    assert await rows(database) == before


async def test_a_wrapped_key_works_only_for_its_owner(database: Database) -> None:
    store = keystore(database, OLD)
    await store.data_key("T1", "maya")
    await store.data_key("T1", "omar")
    (maya,) = [row for row in await rows(database) if row["owner"] == "maya"]
    async with database.transaction() as connection:
        await connection.execute(update(DATA_KEY).where(DATA_KEY.c.owner == "omar").values(wrapped=maya["wrapped"]))
    with pytest.raises(KeyLost, match="integrity"):
        await keystore(database, OLD).data_key("T1", "omar")


async def test_only_the_last_keys_stay_in_memory(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.keystore.CACHED_KEYS", 2)
    store = keystore(database, OLD)
    first = await store.data_key("T1", "o1")
    for owner in ("o2", "o3"):
        await store.data_key("T1", owner)
    assert await store.data_key("T1", "o1") is not first
    assert await store.data_key("T1", "o3") is await store.data_key("T1", "o3")


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    store = keystore(database, OLD)
    await store.data_key("T1", "maya")
    await store.migrate()
    await store.check()
    assert len(await rows(database)) == 1


async def test_tables_of_another_age_are_refused(empty_address: str, database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(update(_SCHEMA).values(version=2))
    store = keystore(database, OLD)
    with pytest.raises(SchemaTooNew, match="newer"):
        await store.check()
    with pytest.raises(SchemaTooNew):
        await store.migrate()
    async with database.transaction() as connection:
        await connection.execute(insert(_SCHEMA).values(version=0))
        await connection.execute(_SCHEMA.delete().where(_SCHEMA.c.version == 2))
    with pytest.raises(SchemaTooOld, match="cairn migrate"):
        await store.check()


async def test_a_key_store_without_tables_says_what_to_run(address: str) -> None:
    """A main database is no key store."""
    wrong = open_database(address)
    try:
        with pytest.raises(SchemaTooOld, match="cairn migrate"):
            await keystore(wrong, OLD).check()
    finally:
        await wrong.close()
