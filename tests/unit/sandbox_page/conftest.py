"""A reader of the page: Ana in Madrid, one Sunday morning."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sandbox.page.drawing import Canvas
from sandbox.page.reader import Reader


@pytest.fixture
def reader() -> Reader:
    return Reader(
        person_id="U1",
        people={"U1": "Ana Ruiz", "U2": "<b>Ben</b>"},
        channels={"C1": "general"},
        zone=ZoneInfo("Europe/Madrid"),
        now=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    )


@pytest.fixture
def canvas(reader: Reader) -> Canvas:
    return Canvas(reader, key="1700000000.000100")
