"""Stores to be spoiled and then looked at, as `cairn doctor` looks at them."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.doctor.about_stores import Space
from bot.doctor.findings import Check, Finding, Verdict
from bot.doctor.stores import look_at_stores
from bot.settings import Settings as BotSettings
from storage.database import open_database
from tests.databases import Settings

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
ON_POSTGRES = pytest.mark.parametrize("backend", [pytest.param("postgres", marks=pytest.mark.postgres)])


@dataclass
class Stores:
    """Stores to be looked at."""

    settings: BotSettings
    folder: Path

    async def seen(self, space: Space = Space(0, 0)) -> dict[Check, Finding]:  # noqa: B008 - a frozen value
        return {each.check: each for each in await look_at_stores(self.settings, space, self.folder)}

    def change(self, **settings: str) -> None:
        self.settings = replace(self.settings, **settings)  # type: ignore[arg-type]  # the fields changed here are texts

    def files(self) -> dict[str, bytes]:
        """Every file with its bytes, but for the memory that SQLite's processes share: who reads takes a lock there."""
        return {each.name: each.read_bytes() for each in self.folder.iterdir() if not each.name.endswith("-shm")}


def stores_of(settings: Settings, folder: Path) -> Stores:
    """These stores, which are as they should be."""
    for each in folder.glob("*.db"):
        each.chmod(0o600)
    bot = BotSettings(database_url=settings.database, keystore_url=settings.keystore, keys=settings.keys)
    return Stores(bot, folder)


async def change(address: str, *statements: str) -> None:
    """Spoil a database behind everybody's back."""
    database = open_database(address)
    async with database.transaction() as connection:
        for each in statements:
            await connection.exec_driver_sql(each)
    await database.close()


def verdicts(seen: dict[Check, Finding]) -> dict[Check, Verdict]:
    return {check: each.verdict for check, each in seen.items()}
