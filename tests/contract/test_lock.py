"""The embedded database is held by one process; Postgres may be shared."""

from pathlib import Path

import pytest

from flows.errors import NotSaved, StoreLocked
from storage.lock import hold_store


def test_a_second_one_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'cairn.db'}"
    with (
        hold_store(address),
        pytest.raises(StoreLocked, match=r"another Cairn is running on .*cairn\.db"),
        hold_store(address),
    ):
        pytest.fail("both hold it")
    with hold_store(address):
        assert (tmp_path / "cairn.db.lock").exists()


def test_two_databases_are_held_apart(tmp_path: Path) -> None:
    with hold_store(f"sqlite:///{tmp_path / 'a.db'}"), hold_store(f"sqlite:///{tmp_path / 'b.db'}"):
        assert {file.name for file in tmp_path.iterdir()} == {"a.db.lock", "b.db.lock"}


@pytest.mark.parametrize("address", ["sqlite://", "postgresql://cairn@localhost/cairn"])
def test_what_cannot_be_or_may_be_shared_is_not_held(address: str) -> None:
    with hold_store(address), hold_store(address):
        pass


def test_a_lock_that_cannot_be_made_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match="out of reach"), hold_store(f"sqlite:///{tmp_path / 'missing' / 'cairn.db'}"):
        pytest.fail("there is no such folder")
