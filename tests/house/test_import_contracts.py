"""Each import contract is broken once on purpose, in a copy, and the linter says which."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.house.tree import ROOT

COPIED = ("bot", "flows", "storage", "sandbox", "prompts")


class Break(NamedTuple):
    """A line that breaks a contract, and the file it is written into."""

    file: str
    line: str


BREAKS: Mapping[str, Break] = {
    "The edge knows storage, storage knows decisions, decisions know neither": Break(
        "storage/vault.py", "import bot.clock"
    ),
    "Decisions are pure": Break("flows/text.py", "import sqlalchemy"),
    "Storage does not know Slack": Break("storage/vault.py", "import slack_sdk"),
    "Listeners and views do not reach storage": Break("bot/payloads.py", "import storage.memory"),
    "Views only draw": Break("bot/views/parts.py", "import flows.conversation.encounter"),
    "The sandbox stands alone": Break("sandbox/ids.py", "import flows.errors"),
    "Only the demo command starts the sandbox": Break("bot/app.py", "import sandbox.ids"),
    "No cycles": Break("storage/cipher.py", "import storage.vault"),
}

_VERDICT = re.compile(r"^(?P<name>.+?) (?P<verdict>KEPT|BROKEN)", re.MULTILINE)


def contracts() -> list[str]:
    """The names of the contracts there are."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return [each["name"] for each in tomllib.load(file)["tool"]["importlinter"]["contracts"]]


def broken(copy: Path) -> set[str]:
    """The contracts that the linter finds broken in a copy."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=copy, capture_output=True, text=True, check=False)
    verdicts = {found["name"]: found["verdict"] for found in _VERDICT.finditer(done.stdout)}
    assert verdicts.keys() == set(contracts()), done.stdout + done.stderr
    return {name for name, verdict in verdicts.items() if verdict == "BROKEN"}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages, to be spoiled."""
    place = tmp_path_factory.mktemp("house")
    for package in COPIED:
        shutil.copytree(ROOT / package, place / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


@pytest.fixture
def spoiled(copy: Path, contract: str) -> Iterator[Path]:
    """The copy with one line too many in it, for as long as the test runs."""
    file = copy / BREAKS[contract].file
    good = file.read_text("utf-8")
    file.write_text(f"{good}\n{BREAKS[contract].line}\n", "utf-8")
    yield copy
    file.write_text(good, "utf-8")


def test_every_contract_has_its_break() -> None:
    assert contracts() == list(BREAKS)


def test_every_contract_is_kept(copy: Path) -> None:
    assert broken(copy) == set()


@pytest.mark.parametrize("contract", BREAKS)
def test_a_broken_contract_is_noticed(contract: str, spoiled: Path) -> None:
    assert contract in broken(spoiled)
