"""What stands in Slack as files of ours."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT is written alike for SQLite
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.delivery import StandingFile
from storage.tables import STANDING_FILE

_F = STANDING_FILE.c
_ONE = (_F.workspace == bindparam("its_workspace"), _F.id == bindparam("its_id"))
_ADD = insert(STANDING_FILE).on_conflict_do_nothing(index_elements=["workspace", "id"])
_DUE = (
    select(STANDING_FILE).where(_F.delete_at <= bindparam("now")).order_by(_F.delete_at, _F.id).limit(bindparam("most"))
)
_SAVE = update(STANDING_FILE).where(*_ONE).values(delete_at=bindparam("later"), tries=bindparam("tried"))
_DROP = delete(STANDING_FILE).where(*_ONE)


class FileTable:
    """Files by Slack's id."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, file: StandingFile) -> None:
        """Keep track of one more. Does nothing when it is there already."""
        await self._connection.execute(_ADD, {name: getattr(file, name) for name in StandingFile.__slots__})

    async def due(self, now: datetime, limit: int) -> Sequence[StandingFile]:
        """Anybody's that are to be taken away by now, the longest due first."""
        rows = await self._connection.execute(_DUE, {"now": now, "most": limit})
        return [StandingFile(**{name: getattr(row, name) for name in StandingFile.__slots__}) for row in rows]

    async def save(self, file: StandingFile) -> None:
        """Store when it is to be taken away, and how often that was tried, as they are now."""
        changed = {"later": file.delete_at, "tried": file.tries}
        await self._connection.execute(_SAVE, {**_which(file.workspace, file.id), **changed})

    async def drop(self, workspace: str, file: str) -> None:
        """Forget it: it does not stand in Slack any more."""
        await self._connection.execute(_DROP, _which(workspace, file))


def _which(workspace: str, file: str) -> dict[str, str]:
    return {"its_workspace": workspace, "its_id": file}
