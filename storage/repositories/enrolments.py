"""Who takes part in what."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.errors import Conflict, NotAvailable
from flows.people import Person
from flows.programmes.enrolment import Enrolment, Reason, Stage
from flows.programmes.programme import Programme
from storage.tables import ENROLMENT, PERSON

_E = ENROLMENT.c
_CHANGING = ("stage", "invited_at", "answered_at", "reminded_at", "ended_at", "reason")
_HERE = select(ENROLMENT).where(_E.workspace == bindparam("workspace"))
_GET = _HERE.where(_E.id == bindparam("enrolment"))
_OF_LEADER = _HERE.where(_E.leader == bindparam("leader")).order_by(_E.created_at.desc(), _E.id)
_OF_PROGRAMME = _HERE.where(_E.programme == bindparam("programme")).order_by(_E.created_at, _E.id)
# Held against other changes, and not against rows that name them. On SQLite the transaction holds the whole database.
_GET_HELD = _GET.with_for_update(key_share=True)
_OF_PROGRAMME_HELD = _OF_PROGRAMME.with_for_update(key_share=True)
_TAKING_PART = (
    select(PERSON.c.slack_id, _E.programme)
    .join(PERSON, _E.leader == PERSON.c.id)
    .where(_E.workspace == bindparam("workspace"), _E.ended_at.is_(None))
)
_ADD = insert(ENROLMENT)
_SAVE = (
    update(ENROLMENT)
    .where(_E.id == bindparam("its_id"), _E.workspace == bindparam("its_workspace"))
    .values({name: bindparam(name) for name in _CHANGING})
)


class EnrolmentTable:
    """Enrolments by workspace and id, by leader, and by programme."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, workspace: str, enrolment: str, *, hold: bool = False) -> Enrolment:
        """One of this workspace, held until this unit of work ends where it is to change. Raises NotAvailable."""
        found = await self._found(_GET_HELD if hold else _GET, {"workspace": workspace, "enrolment": enrolment})
        if not found:
            raise NotAvailable("there is no such enrolment here")
        return found[0]

    async def of_leader(self, leader: Person) -> Sequence[Enrolment]:
        """All of one leader, the newest first."""
        return await self._found(_OF_LEADER, {"workspace": leader.workspace, "leader": leader.id})

    async def of_programme(self, programme: Programme, *, hold: bool = False) -> Sequence[Enrolment]:
        """All of one programme, in the order they were made; held as above."""
        query = _OF_PROGRAMME_HELD if hold else _OF_PROGRAMME
        return await self._found(query, {"workspace": programme.workspace, "programme": programme.id})

    async def taking_part(self, workspace: str) -> Collection[tuple[str, str]]:
        """Every leader whose enrolment goes on, by Slack id, each with the id of the programme."""
        rows = (await self._connection.execute(_TAKING_PART, {"workspace": workspace})).all()
        return [(row.slack_id, row.programme) for row in rows]

    async def add(self, enrolments: Sequence[Enrolment]) -> None:
        """Store new ones. Raises Conflict where a leader is in the programme already."""
        rows = [{name: getattr(each, name) for name in Enrolment.__slots__} for each in enrolments]
        try:
            if rows:
                await self._connection.execute(_ADD, rows)
        except IntegrityError:
            raise Conflict("somebody is in this programme already") from None

    async def save(self, enrolments: Sequence[Enrolment]) -> None:
        """Store them as they are now, which were held when they were looked at."""
        rows = [
            {
                "its_id": each.id,
                "its_workspace": each.workspace,
                **{name: getattr(each, name) for name in _CHANGING},
            }
            for each in enrolments
        ]
        if rows:
            await self._connection.execute(_SAVE, rows)

    async def _found(self, query: Any, which: Mapping[str, Any]) -> list[Enrolment]:
        return [_enrolment(row) for row in (await self._connection.execute(query, which)).all()]


def _enrolment(row: Row[Any]) -> Enrolment:
    kept = {name: getattr(row, name) for name in Enrolment.__slots__}
    reason = Reason(row.reason) if row.reason else None
    return Enrolment(**{**kept, "stage": Stage(row.stage), "reason": reason})
