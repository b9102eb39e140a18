"""Who did, or was refused, what."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.ports import Ids
from storage.tables import AUDIT

_NOTE = insert(AUDIT)


class AuditTable:
    """Lines are added and never changed."""

    def __init__(self, connection: AsyncConnection, ids: Ids) -> None:
        self._connection = connection
        self._ids = ids

    async def note(self, workspace: str, actor: str, action: str, about: str, at: datetime) -> None:
        """Write one line."""
        line = {"workspace": workspace, "actor": actor, "action": action, "about": about, "at": at}
        await self._connection.execute(_NOTE, {"id": self._ids.new(), **line})
