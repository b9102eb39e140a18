"""What is shown to whom, and who has opened it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT is written alike for SQLite
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.conversation.state import Outcome, Status
from flows.errors import NotAvailable
from flows.people import Person
from flows.programmes.agreement import Shared
from flows.programmes.enrolment import Stage
from flows.programmes.share import Accompanied, Reading, Share, Why
from storage.repositories.parts import in_parts
from storage.repositories.ties import tie_of
from storage.tables import ANSWER, CONVERSATION, ENROLMENT, PERSON, READING, SHARE, TIE

_S, _R, _A, _T = SHARE.c, READING.c, ANSWER.c, TIE.c
_HERE = select(SHARE).where(_S.workspace == bindparam("workspace"))
_OF_CONVERSATION = _HERE.where(_S.conversation == bindparam("conversation"), _S.owner == bindparam("owner")).order_by(
    _S.created_at, _S.id
)
_SHOWN = _HERE.where(_S.viewer == bindparam("viewer"), _S.owner == bindparam("owner")).order_by(_S.created_at, _S.id)
_STANDING = _HERE.where(_S.tie.in_(bindparam("ties", expanding=True)), _S.ended_at.is_(None)).order_by(
    _S.created_at, _S.id
)
# What is opened cannot be taken back in between: its owner is told of everybody who opened it before that.
_GET = _HERE.where(_S.id == bindparam("share"), _S.viewer == bindparam("viewer")).with_for_update(read=True)
_READABLE = (
    select(_A.conversation, _A.step)
    .join(CONVERSATION, CONVERSATION.c.id == _A.conversation)
    .where(
        _A.workspace == bindparam("workspace"),
        _A.person == bindparam("owner"),
        _A.conversation.in_(bindparam("conversations", expanding=True)),
        _A.is_current,
        _A.outcome == Outcome.ANSWERED,
        ~_A.hidden,
        ~_A.aside,
        CONVERSATION.c.status.in_((Status.DONE, Status.STOPPED)),
    )
)
_ACCOMPANIED = (
    select(TIE, PERSON.c.slack_id, PERSON.c.zone)
    .join(PERSON, PERSON.c.id == _T.leader)
    .join(ENROLMENT, ENROLMENT.c.id == _T.enrolment)
    .where(
        _T.workspace == bindparam("workspace"),
        _T.person == bindparam("person"),
        _T.ended_at.is_(None),
        ENROLMENT.c.stage != Stage.PREPARED,
    )
    .order_by(_T.since, _T.id)
)
_ADD = insert(SHARE).on_conflict_do_nothing()
_CURRENT = (_S.id.in_(bindparam("shares", expanding=True)), _S.ended_at.is_(None))
_AT_ONCE = update(SHARE).where(*_CURRENT, _S.visible_from > bindparam("at")).values(visible_from=bindparam("at"))
_HOLD = (
    update(SHARE)
    .where(
        _S.workspace == bindparam("its_workspace"),
        _S.owner == bindparam("its_owner"),
        _S.conversation == bindparam("its_conversation"),
        _S.ended_at.is_(None),
    )
    .values(visible_from=bindparam("until"))
)
_END = update(SHARE).where(*_CURRENT).values(ended_at=bindparam("at"), why=bindparam("its_why"))
_NOTE = insert(READING)
_READINGS = (
    select(READING)
    .where(
        _R.workspace == bindparam("workspace"),
        _R.owner == bindparam("owner"),
        _R.conversation == bindparam("conversation"),
    )
    .order_by(_R.at, _R.id)
)


class ShareTable:
    """Shares by what they show, by whom they are shown to, and by tie."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_conversation(self, owner: Person, conversation: str) -> Sequence[Share]:
        """Everything of one conversation that was shown to anybody, the oldest first."""
        which = {"workspace": owner.workspace, "owner": owner.id, "conversation": conversation}
        return await self._found(_OF_CONVERSATION, which)

    async def shown(self, owner: Person, viewer: Person) -> Sequence[Share]:
        """Everything of one person that was shown to another, the oldest first."""
        return await self._found(_SHOWN, {"workspace": owner.workspace, "owner": owner.id, "viewer": viewer.id})

    async def standing(self, workspace: str, ties: Collection[str]) -> Sequence[Share]:
        """Everything that is shown because of these ties now, or will be."""
        parts = [await self._found(_STANDING, {"workspace": workspace, "ties": some}) for some in in_parts(ties)]
        return [each for part in parts for each in part]

    async def get(self, viewer: Person, share: str) -> Share:
        """One that is shown to this person, held so that it cannot end before this unit of work does.

        Raises NotAvailable otherwise.
        """
        found = await self._found(_GET, {"workspace": viewer.workspace, "viewer": viewer.id, "share": share})
        if not found:
            raise NotAvailable("nothing of this id is shown to this person")
        return found[0]

    async def readable(self, owner: Person, conversations: Collection[str]) -> Mapping[str, frozenset[str]]:
        """The steps of each of these conversations that can be read: answered, not hidden, and not set aside.

        None of a conversation that is open, or was opened again.
        """
        which = {"workspace": owner.workspace, "owner": owner.id, "conversations": list(conversations)}
        rows = (await self._connection.execute(_READABLE, which)).all() if conversations else ()
        return {each: frozenset(row.step for row in rows if row.conversation == each) for each in conversations}

    async def accompanied(self, person: Person) -> Sequence[Accompanied]:
        """Whom somebody accompanies in programmes that have begun for them, in whatever role, the oldest tie first."""
        rows = (
            await self._connection.execute(_ACCOMPANIED, {"workspace": person.workspace, "person": person.id})
        ).all()
        return [Accompanied(tie_of(row), row.slack_id, row.zone) for row in rows]

    async def add(self, shares: Sequence[Share]) -> None:
        """Show something. What is shown already stays as it is."""
        rows = [{name: getattr(each, name) for name in Share.__slots__} for each in shares]
        if rows:
            await self._connection.execute(_ADD, rows)

    async def show_at_once(self, shares: Collection[str], at: datetime) -> None:
        """Do not wait for the hour."""
        for some in in_parts(shares):
            await self._connection.execute(_AT_ONCE, {"shares": some, "at": at})

    async def hold(self, owner: Person, conversation: str, until: datetime) -> None:
        """Show what stands of a conversation only from then on."""
        which = {"its_owner": owner.id, "its_workspace": owner.workspace, "its_conversation": conversation}
        await self._connection.execute(_HOLD, {**which, "until": until})

    async def end(self, shares: Collection[str], why: Why, at: datetime) -> None:
        """Show it no more."""
        for some in in_parts(shares):
            await self._connection.execute(_END, {"shares": some, "at": at, "its_why": why})

    async def note_reading(self, reading: Reading) -> None:
        """Write down that somebody opened something. Raises NotSaved when it cannot be: then nothing is shown."""
        await self._connection.execute(_NOTE, {name: getattr(reading, name) for name in Reading.__slots__})

    async def readings(self, owner: Person, conversation: str) -> Sequence[Reading]:
        """Who opened what of a conversation, the oldest first."""
        which = {"workspace": owner.workspace, "owner": owner.id, "conversation": conversation}
        rows = (await self._connection.execute(_READINGS, which)).all()
        return [Reading(**{name: getattr(row, name) for name in Reading.__slots__}) for row in rows]

    async def _found(self, query: Any, which: Mapping[str, Any]) -> list[Share]:
        return [_share(row) for row in (await self._connection.execute(query, which)).all()]


def _share(row: Row[Any]) -> Share:
    kept = {name: getattr(row, name) for name in Share.__slots__}
    return Share(**{**kept, "why": Why(row.why) if row.why else None, "what": Shared(row.what)})
