"""Rows keep their contents to themselves, and moments keep their meaning."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Dialect, make_url

from storage.tables import METADATA
from storage.tables.columns import UtcDateTime
from storage.tables.conversation import AnswerRow
from storage.tables.traffic import HeldReplyRow

DIALECTS = [make_url(each).get_dialect()() for each in ("sqlite+aiosqlite://", "postgresql+asyncpg://")]
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_the_repr_of_a_row_shows_no_contents() -> None:
    contents: dict[str, Any] = {"id": "r1", "workspace": "T1", "text": b"secret", "step": "went_well", "number": 4}
    shown = [show(row(**contents)) for row in (HeldReplyRow, AnswerRow) for show in (repr, str)]
    assert shown == ["<HeldReplyRow r1>", "<HeldReplyRow r1>", "<AnswerRow r1>", "<AnswerRow r1>"]


def test_every_row_belongs_to_a_workspace() -> None:
    assert {name for name, table in METADATA.tables.items() if table.c.workspace.nullable} == set()


@pytest.mark.parametrize("dialect", DIALECTS, ids=["sqlite", "postgres"])
def test_a_moment_is_stored_in_utc_and_comes_back_aware(dialect: Dialect) -> None:
    column = UtcDateTime()
    in_cairo = NINE.astimezone(timezone(timedelta(hours=2)))
    assert column.process_bind_param(in_cairo, dialect) == NINE
    assert column.process_bind_param(in_cairo, dialect).utcoffset() == timedelta(0)  # type: ignore[union-attr]  # it is one
    for stored in (NINE, NINE.replace(tzinfo=None), in_cairo):
        read = column.process_result_value(stored, dialect)
        assert read == NINE
        assert read.tzinfo is UTC
    assert column.process_bind_param(None, dialect) is column.process_result_value(None, dialect) is None


@pytest.mark.parametrize("dialect", DIALECTS, ids=["sqlite", "postgres"])
def test_a_moment_without_a_zone_is_refused(dialect: Dialect) -> None:
    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(NINE.replace(tzinfo=None), dialect)
