"""What is to be done at a moment, once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT is written alike for SQLite
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.programmes.occasion import Kind, Occasion
from storage.repositories.parts import in_parts
from storage.tables import OCCASION

_O = OCCASION.c
_PLAN = insert(OCCASION).on_conflict_do_nothing(index_elements=["workspace", "key"])
_DUE = (
    select(OCCASION)
    .where(_O.due_at <= bindparam("now"), _O.done_at.is_(None))
    .order_by(_O.due_at, _O.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_DONE = (
    update(OCCASION)
    .where(_O.id == bindparam("its_id"), _O.workspace == bindparam("its_workspace"))
    .values(done_at=bindparam("at"))
)
_PUT_OFF = (
    update(OCCASION)
    .where(_O.id == bindparam("its_id"), _O.workspace == bindparam("its_workspace"))
    .values(due_at=bindparam("until"))
)
_DROP = (
    update(OCCASION)
    .where(
        _O.workspace == bindparam("its_workspace"),
        _O.about.in_(bindparam("its_about", expanding=True)),
        _O.done_at.is_(None),
    )
    .values(done_at=bindparam("at"))
)


class OccasionTable:
    """Occasions by when they are due, and by what they are about."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def plan(self, occasions: Sequence[Occasion]) -> None:
        """Note what is to be done. What has its key already stays as it is."""
        rows = [{name: getattr(each, name) for name in Occasion.__slots__} for each in occasions]
        if rows:
            await self._connection.execute(_PLAN, rows)

    async def due(self, now: datetime, limit: int) -> Sequence[Occasion]:
        """What is due and not done, the oldest first, held until this unit of work ends."""
        rows = (await self._connection.execute(_DUE, {"now": now, "most": limit})).all()
        return [_occasion(row) for row in rows]

    async def done(self, occasion: Occasion, at: datetime) -> None:
        """It was done, or need not be done any more."""
        which = {"its_id": occasion.id, "its_workspace": occasion.workspace}
        await self._connection.execute(_DONE, {**which, "at": at})

    async def put_off(self, occasion: Occasion, until: datetime) -> None:
        """It is due later than was thought."""
        which = {"its_id": occasion.id, "its_workspace": occasion.workspace}
        await self._connection.execute(_PUT_OFF, {**which, "until": until})

    async def drop(self, workspace: str, about: Collection[str], at: datetime) -> None:
        """Nothing about these need be done any more."""
        for some in in_parts(about):
            await self._connection.execute(_DROP, {"its_workspace": workspace, "its_about": some, "at": at})


def _occasion(row: Row[Any]) -> Occasion:
    kept = {name: getattr(row, name) for name in Occasion.__slots__}
    return Occasion(**{**kept, "kind": Kind(row.kind)})
