"""What every test may ask for."""

import asyncio
import signal
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

import pytest
import uvloop
from hypothesis import settings as examples

from tests.access.tally import AccessTally
from tests.contract_tally import ContractTally
from tests.databases import (  # noqa: F401  fixtures are found by being here
    address,
    backend,
    clock,
    database,
    empty_address,
    keystore_template,
    memory,
    other_memory,
    postgres_database,
    postgres_server,
    postgres_template,
    settings,
    sqlite_template,
)

examples.register_profile("on any machine", deadline=None)
examples.load_profile("on any machine")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(ContractTally(), "contract-tally")
        config.pluginmanager.register(AccessTally(), "access-tally")
    signal.signal(signal.SIGINT, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    """End the run, as always, but without asyncio's own wiring around each fixture and each test.

    Python 3.11 writes out what a fixture has returned when it takes that down: a whole workspace, twice a story.
    """
    signal.default_int_handler(number, frame)


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Every test runs on the loop that `cairn run` runs on."""
    return {"uvloop": uvloop.new_event_loop}
