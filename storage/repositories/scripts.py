"""The scripts of conversations under way, as they were when those began."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT is written alike for SQLite
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.conversation.script import Script
from flows.errors import NotAvailable
from storage.tables import KEPT_SCRIPT

_KEEP = insert(KEPT_SCRIPT).on_conflict_do_nothing()
_KEPT = select(KEPT_SCRIPT.c.texts).where(
    *(KEPT_SCRIPT.c[name] == bindparam(name) for name in ("workspace", "script", "fingerprint", "language"))
)


class KeptScriptTable:
    """Texts of scripts by fingerprint and language."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, workspace: str, script: Script, at: datetime) -> None:
        """Keep the text of a script once per fingerprint and language."""
        row = {
            "workspace": workspace,
            "script": script.id,
            "fingerprint": script.fingerprint,
            "language": script.language,
            "texts": list(script.source),
            "kept_at": at,
        }
        await self._connection.execute(_KEEP, row)

    async def kept(self, workspace: str, script: str, fingerprint: str, language: str) -> Sequence[str]:
        """The TOML texts of a kept script in this language, base first. Raises NotAvailable when it was never kept."""
        which = {"workspace": workspace, "script": script, "fingerprint": fingerprint, "language": language}
        texts = await self._connection.scalar(_KEPT, which)
        if texts is None:
            raise NotAvailable(f"script {script} was never kept with this shape in this language")
        return tuple(texts)
