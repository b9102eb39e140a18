"""Deleted messages whose answers followed, and for a while whatever old messages went."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.conversation.deletions import Deletion, DeletionState, Gone
from flows.people import Person
from storage.tables import DELETION, GONE_MESSAGE

_D, _G = DELETION.c, GONE_MESSAGE.c
_OWN = select(DELETION).where(_D.workspace == bindparam("workspace"), _D.person == bindparam("person"))
_BETWEEN = _OWN.where(_D.gone_at.between(bindparam("since"), bindparam("until"))).order_by(_D.gone_at, _D.id)
_OF_BURST = _OWN.where(_D.burst == bindparam("burst")).order_by(_D.at, _D.id)
_HIDDEN_UNTIL = (
    select(DELETION)
    .where(_D.state == DeletionState.HIDDEN, _D.at <= bindparam("moment"))
    .order_by(_D.at, _D.id)
    .limit(bindparam("limit"))
)
_HIDDEN_AFTER = _HIDDEN_UNTIL.where(
    or_(_D.at > bindparam("its_at"), and_(_D.at == bindparam("its_at"), _D.id > bindparam("its_id")))
)
_ADD = insert(DELETION)
_SAVE = (
    update(DELETION)
    .where(
        _D.id == bindparam("its_id"), _D.person == bindparam("its_person"), _D.workspace == bindparam("its_workspace")
    )
    .values(state=bindparam("state"), at=bindparam("at"), gone_at=bindparam("gone_at"))
)
_NOTE = insert(GONE_MESSAGE)
_GONE = select(_G.channel, _G.ts, _G.at).where(
    _G.workspace == bindparam("workspace"),
    _G.person == bindparam("person"),
    _G.at.between(bindparam("since"), bindparam("until")),
)
_FORGET_GONE = delete(GONE_MESSAGE).where(_G.at < bindparam("before"))


class DeletionTable:
    """Deletions by person; only what is overdue is looked for among everybody's."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, deletion: Deletion) -> None:
        """Keep track of one more."""
        await self._connection.execute(_ADD, {name: getattr(deletion, name) for name in Deletion.__slots__})

    async def save(self, deletion: Deletion) -> None:
        """Store its state, and its moments, as they are now."""
        which = {"its_id": deletion.id, "its_person": deletion.person, "its_workspace": deletion.workspace}
        await self._connection.execute(
            _SAVE, {**which, **{name: getattr(deletion, name) for name in ("state", "at", "gone_at")}}
        )

    async def between(self, person: Person, since: datetime, until: datetime) -> Sequence[Deletion]:
        """Those of this person whose messages went then, in their order."""
        return await self._found(_BETWEEN, {**_own(person), "since": since, "until": until})

    async def of_burst(self, person: Person, burst: str) -> Sequence[Deletion]:
        """Those of this person that belong together."""
        return await self._found(_OF_BURST, {**_own(person), "burst": burst})

    async def hidden_until(self, moment: datetime, limit: int, after: Deletion | None = None) -> Sequence[Deletion]:
        """Anybody's whose answers were hidden at this moment or before, the oldest first; only those `after` one."""
        which = {"moment": moment, "limit": limit}
        if after is None:
            return await self._found(_HIDDEN_UNTIL, which)
        return await self._found(_HIDDEN_AFTER, {**which, "its_at": after.at, "its_id": after.id})

    async def note(self, person: Person, gone: Gone) -> None:
        """Keep in mind that a message went from this person's direct message."""
        await self._connection.execute(_NOTE, {**_own(person), "channel": gone.channel, "ts": gone.ts, "at": gone.at})

    async def gone(self, person: Person, since: datetime, until: datetime) -> Sequence[Gone]:
        """What went from there then, of what was noted."""
        which = {**_own(person), "since": since, "until": until}
        return [Gone(*row) for row in await self._connection.execute(_GONE, which)]

    async def forget_gone(self, before: datetime) -> None:
        """Forget whatever messages of anybody's went before this moment."""
        await self._connection.execute(_FORGET_GONE, {"before": before})

    async def _found(self, query: Any, which: dict[str, Any]) -> Sequence[Deletion]:
        return [_deletion(row) for row in await self._connection.execute(query, which)]


def _own(person: Person) -> dict[str, str]:
    return {"person": person.id, "workspace": person.workspace}


def _deletion(row: Row[Any]) -> Deletion:
    kept = {name: getattr(row, name) for name in Deletion.__slots__ if name != "state"}
    return Deletion(**kept, state=DeletionState(row.state))
