"""Typed replies that wait for "Is this your answer?"."""

from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.conversation.kept import HeldReply
from flows.errors import NotAvailable
from flows.people import Person
from storage.cipher import Cell
from storage.tables import HELD_REPLY
from storage.vault import Vault

_H = HELD_REPLY.c
_OWN = (_H.id == bindparam("id"), _H.person == bindparam("person"), _H.workspace == bindparam("workspace"))
_HOLD = insert(HELD_REPLY)
_GET = select(HELD_REPLY).where(*_OWN)
_TYPED_IN = select(HELD_REPLY).where(*_OWN[1:], _H.channel == bindparam("channel"), _H.ts == bindparam("ts"))
_REWORD = update(HELD_REPLY).where(_H.id == bindparam("its_id"), _H.person == bindparam("its_person"))
_DROP = delete(HELD_REPLY).where(*_OWN)


class HeldReplyTable:
    """Replies by person and id; their words are sealed."""

    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def hold(self, reply: HeldReply) -> None:
        """Keep it, encrypted."""
        row = {
            "id": reply.id,
            "workspace": reply.workspace,
            "person": reply.person,
            "text": await self._vault.seal(reply.person, _cell(reply.workspace, reply.id), reply.text),
            "channel": reply.channel,
            "ts": reply.ts,
            "thread": reply.thread,
            "at": reply.at,
            "edit": reply.edit,
        }
        await self._connection.execute(_HOLD, row)

    async def get(self, person: Person, reply: str) -> HeldReply:
        """One of this person's. Raises NotAvailable otherwise."""
        row = (await self._connection.execute(_GET, _own(person, reply))).first()
        if row is None:
            raise NotAvailable("no such reply of this person's is held")
        return await self._opened(row)

    async def typed_in(self, person: Person, channel: str, ts: str) -> HeldReply | None:
        """The one that stands in this message, if any."""
        which = {"person": person.id, "workspace": person.workspace, "channel": channel, "ts": ts}
        row = (await self._connection.execute(_TYPED_IN, which)).first()
        return await self._opened(row) if row else None

    async def reword(self, reply: HeldReply) -> None:
        """Keep its text and its last change as they are now."""
        sealed = await self._vault.seal(reply.person, _cell(reply.workspace, reply.id), reply.text)
        now = _REWORD.values(text=sealed, edit=reply.edit)
        await self._connection.execute(now, {"its_id": reply.id, "its_person": reply.person})

    async def drop(self, person: Person, reply: str) -> None:
        """Forget it."""
        await self._connection.execute(_DROP, _own(person, reply))

    async def _opened(self, row: Row[Any]) -> HeldReply:
        return HeldReply(
            id=row.id,
            workspace=row.workspace,
            person=row.person,
            text=await self._vault.open(row.person, _cell(row.workspace, row.id), row.text),
            channel=row.channel,
            ts=row.ts,
            thread=row.thread,
            at=row.at,
            edit=row.edit,
        )


def _own(person: Person, reply: str) -> dict[str, str]:
    return {"id": reply, "person": person.id, "workspace": person.workspace}


def _cell(workspace: str, reply: str) -> Cell:
    return Cell(HELD_REPLY.name, _H.text.name, reply, workspace)
