"""Whether the keys open what is stored: each way in which they do not, on real stores."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from bot.doctor.findings import Check, Verdict
from storage.database import open_database
from storage.keystore_schema import DATA_KEY
from storage.looking import looking_at, try_keys
from storage.master_keys import new_master_key, read_master_keys
from storage.memory import Memory
from tests.contract.samples import MAYA_ELSEWHERE
from tests.contract.words import speak
from tests.databases import Settings
from tests.scenario.stores_looked_at import ON_SQLITE, Stores, stores_of

OK, FAULT = Verdict.OK, Verdict.FAULT


@pytest.fixture
async def spoken(settings: Settings, tmp_path: Path, memory: Memory) -> Stores:
    """Stores with words of three people in them."""
    await speak(memory)
    return stores_of(settings, tmp_path)


Spoil = Callable[[Stores], Awaitable[None]]


async def another_master(stores: Stores) -> None:
    stores.change(keys=new_master_key())


async def damaged_key(stores: Stores) -> None:
    keystore = open_database(stores.settings.keystore_url)
    async with keystore.transaction() as connection:
        await connection.execute(
            update(DATA_KEY).values(wrapped=bytes(60)).where(DATA_KEY.c.owner == MAYA_ELSEWHERE.id)
        )
    await keystore.close()


async def no_keys(stores: Stores) -> None:
    keystore = open_database(stores.settings.keystore_url)
    async with keystore.transaction() as connection:
        await connection.execute(delete(DATA_KEY))
    await keystore.close()


async def half_a_master(stores: Stores) -> None:
    stores.change(keys=stores.settings.keys[:20])


@ON_SQLITE
@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (another_master, "3 of 3 people's keys need another master key"),
        (damaged_key, "1 of 3 people's keys are damaged"),
        (no_keys, "The key store is empty but the database is not"),
        (half_a_master, "key 1 of 1 is not 32 bytes"),
    ],
)
async def test_keys_that_do_not_open_what_is_stored_are_a_fault(spoken: Stores, spoil: Spoil, says: str) -> None:
    await spoil(spoken)
    found = (await spoken.seen())[Check.KEYS]
    assert found.verdict is FAULT
    assert says in found.says
    assert spoken.settings.keys not in str(found)


@pytest.mark.parametrize("batch", [1, 2, 3, 4])
@ON_SQLITE
async def test_every_key_is_tried_once_whatever_the_batch(spoken: Stores, batch: int) -> None:
    await damaged_key(spoken)
    async with looking_at(spoken.settings.keystore_url) as keystore:
        found = await try_keys(keystore, read_master_keys(spoken.settings.keys), batch)
        strange = await try_keys(keystore, read_master_keys(new_master_key()), batch)
    assert (found.count, found.damaged, found.unknown) == (3, 1, {})
    assert (strange.count, strange.damaged, sum(strange.unknown.values())) == (3, 0, 3)


@ON_SQLITE
async def test_a_newer_master_key_before_the_old_one_is_fine(spoken: Stores) -> None:
    spoken.change(keys=f"{new_master_key()},{spoken.settings.keys}")
    assert (await spoken.seen())[Check.KEYS].verdict is OK
