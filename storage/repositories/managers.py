"""Who may set up programmes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT is written alike for SQLite
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.people import Person
from storage.repositories.people import person_of
from storage.tables import MANAGER_GRANT, PERSON, PROGRAMME_MANAGER

_G = MANAGER_GRANT.c
_CURRENT = (_G.workspace == bindparam("its_workspace"), _G.ended_at.is_(None))
_OWN = (*_CURRENT, _G.person == bindparam("its_person"))
_ANYBODY = select(_G.id).where(*_CURRENT).limit(1)
_IS_MANAGER = select(_G.id).where(*_OWN)
_ALL = select(PERSON).join(MANAGER_GRANT, _G.person == PERSON.c.id).where(*_CURRENT).order_by(_G.at, PERSON.c.slack_id)
_NAME = insert(MANAGER_GRANT).on_conflict_do_nothing()
_END = update(MANAGER_GRANT).where(*_OWN).values(ended_at=bindparam("its_end"))
_MANAGE_NONE = delete(PROGRAMME_MANAGER).where(
    PROGRAMME_MANAGER.c.person == bindparam("its_person"), PROGRAMME_MANAGER.c.workspace == bindparam("its_workspace")
)


class ManagerTable:
    """Grants by person. Those that ended are kept."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def is_manager(self, person: Person) -> bool:
        """Whether somebody may now."""
        return (await self._connection.execute(_IS_MANAGER, _own(person))).first() is not None

    async def anybody(self, workspace: str) -> bool:
        """Whether there is anybody who may."""
        return (await self._connection.execute(_ANYBODY, {"its_workspace": workspace})).first() is not None

    async def all(self, workspace: str) -> Sequence[Person]:
        """Everybody who may now, in the order they were named."""
        return [person_of(row) for row in (await self._connection.execute(_ALL, {"its_workspace": workspace})).all()]

    async def name(self, grant: str, person: Person, granted_by: str, at: datetime) -> None:
        """Let somebody set up programmes; nothing happens where they may already."""
        row = {"id": grant, "workspace": person.workspace, "person": person.id, "granted_by": granted_by, "at": at}
        await self._connection.execute(_NAME, {**row, "ended_at": None})

    async def end(self, person: Person, at: datetime) -> None:
        """From now on they may not, and manage none."""
        await self._connection.execute(_END, {**_own(person), "its_end": at})
        await self._connection.execute(_MANAGE_NONE, _own(person))


def _own(person: Person) -> dict[str, Any]:
    return {"its_person": person.id, "its_workspace": person.workspace}
