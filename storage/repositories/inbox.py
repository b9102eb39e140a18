"""What came in already."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT is written alike for SQLite
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.errors import Repeated
from storage.tables import INBOX

_OUTCOME = select(INBOX.c.outcome).where(INBOX.c.workspace == bindparam("workspace"), INBOX.c.key == bindparam("key"))
_RECORD = insert(INBOX).on_conflict_do_nothing()


class InboxTable:
    """Keys of inbound things with their first outcome."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def first_outcome(self, workspace: str, key: str) -> str | None:
        """The outcome stored for this key; None when it never came in."""
        found: str | None = await self._connection.scalar(_OUTCOME, {"workspace": workspace, "key": key})
        return found

    async def record(self, workspace: str, key: str, outcome: str, at: datetime) -> None:
        """Store the key and its outcome. Raises Repeated when it is there, or another process just stored it."""
        row = {"workspace": workspace, "key": key, "outcome": outcome, "at": at}
        if not (await self._connection.execute(_RECORD, row)).rowcount:
            raise Repeated("this came in before")
