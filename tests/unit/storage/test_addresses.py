"""Addresses of databases: which are taken, and that refusing one never repeats its password."""

from pathlib import Path

import pytest

from storage.database import open_database, sqlite_file
from storage.master_keys import new_master_key
from storage.memory import open_memory
from tests.databases import CountedIds, SetClock


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("sqlite:///cairn.db", Path("cairn.db")),
        ("sqlite:////var/lib/cairn/cairn.db", Path("/var/lib/cairn/cairn.db")),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
        ("postgresql://cairn@db/cairn", None),
    ],
)
def test_the_file_of_an_address(address: str, file: Path | None) -> None:
    assert sqlite_file(address) == file


@pytest.mark.parametrize(
    "address", ["postgresql://cairn:swordfish@db/cairn", "postgres://db/cairn", "postgresql:///cairn?host=/run/pg"]
)
def test_postgres_goes_by_two_names_and_over_sockets(address: str) -> None:
    assert not open_database(address).is_sqlite


@pytest.mark.parametrize(
    "address",
    ["mysql://cairn:swordfish@db/cairn", "cairn:swordfish", "", "postgresql+psycopg://cairn:swordfish@db/cairn"],
)
def test_anything_else_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(ValueError, match="starts with sqlite:/// or postgresql://") as refusal:
        open_database(address)
    assert "swordfish" not in str(refusal.value)
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None


def test_the_key_store_must_be_another_database() -> None:
    address = "postgresql://cairn@db/cairn"
    with pytest.raises(ValueError, match="CAIRN_KEYSTORE must be another"):
        open_memory(address, address, new_master_key(), SetClock(), CountedIds())
