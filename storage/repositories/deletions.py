"""Deleted messages whose answers followed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.conversation.deletions import Deletion, DeletionState
from flows.people import Person
from storage.tables import DELETION

_D = DELETION.c
_OWN = select(DELETION).where(_D.workspace == bindparam("workspace"), _D.person == bindparam("person"))
_SINCE = _OWN.where(_D.at >= bindparam("moment")).order_by(_D.at, _D.id)
_OF_BURST = _OWN.where(_D.burst == bindparam("burst")).order_by(_D.at, _D.id)
_HIDDEN_UNTIL = (
    select(DELETION)
    .where(_D.state == DeletionState.HIDDEN, _D.at <= bindparam("moment"))
    .order_by(_D.at, _D.id)
    .limit(bindparam("limit"))
)
_ADD = insert(DELETION)
_SAVE = (
    update(DELETION)
    .where(
        _D.id == bindparam("its_id"), _D.person == bindparam("its_person"), _D.workspace == bindparam("its_workspace")
    )
    .values(state=bindparam("state"), at=bindparam("at"))
)


class DeletionTable:
    """Deletions by person; only what is overdue is looked for among everybody's."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, deletion: Deletion) -> None:
        """Keep track of one more."""
        await self._connection.execute(_ADD, {name: getattr(deletion, name) for name in Deletion.__slots__})

    async def save(self, deletion: Deletion) -> None:
        """Store its state and moment as they are now."""
        which = {"its_id": deletion.id, "its_person": deletion.person, "its_workspace": deletion.workspace}
        await self._connection.execute(_SAVE, {**which, "state": deletion.state, "at": deletion.at})

    async def since(self, person: Person, moment: datetime) -> Sequence[Deletion]:
        """Those of this person from this moment on, oldest first."""
        return await self._found(_SINCE, {**_own(person), "moment": moment})

    async def of_burst(self, person: Person, burst: str) -> Sequence[Deletion]:
        """Those of this person that belong together."""
        return await self._found(_OF_BURST, {**_own(person), "burst": burst})

    async def hidden_until(self, moment: datetime, limit: int) -> Sequence[Deletion]:
        """Anybody's whose answers were hidden at this moment or before, the oldest first."""
        return await self._found(_HIDDEN_UNTIL, {"moment": moment, "limit": limit})

    async def _found(self, query: Any, which: dict[str, Any]) -> Sequence[Deletion]:
        return [_deletion(row) for row in await self._connection.execute(query, which)]


def _own(person: Person) -> dict[str, str]:
    return {"person": person.id, "workspace": person.workspace}


def _deletion(row: Row[Any]) -> Deletion:
    kept = {name: getattr(row, name) for name in Deletion.__slots__ if name != "state"}
    return Deletion(**kept, state=DeletionState(row.state))
