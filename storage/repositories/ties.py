"""Who accompanies whom."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.errors import NotAvailable
from flows.people import Person
from flows.privacy import Bond
from flows.programmes.agreement import in_force
from flows.programmes.share import Why
from flows.programmes.tie import Tie
from flows.roles import Role
from storage.repositories.agreements import AgreementTable
from storage.repositories.parts import in_parts
from storage.tables import SHARE, TIE

_T, _S = TIE.c, SHARE.c
_HERE = select(TIE).where(_T.workspace == bindparam("workspace"))
_GET = _HERE.where(_T.id == bindparam("tie"))
_OF_LEADER = _HERE.where(_T.leader == bindparam("leader")).order_by(_T.since, _T.id)
_OF_PERSON = _HERE.where(_T.person == bindparam("person")).order_by(_T.since, _T.id)
_BETWEEN = _OF_LEADER.where(_T.person == bindparam("person"))
_OF_ENROLMENTS = _HERE.where(_T.enrolment.in_(bindparam("enrolments", expanding=True))).order_by(_T.since, _T.id)
# Whoever shows something waits for who ends the tie, and the other way round: else a share would outlive its tie.
_GET_HELD = _GET.with_for_update(key_share=True)
_OF_LEADER_HELD = _OF_LEADER.with_for_update(key_share=True)
_ADD = insert(TIE)
_PROLONG = (
    update(TIE)
    .where(_T.id == bindparam("its_id"), _T.workspace == bindparam("its_workspace"), _T.ended_at.is_(None))
    .values(until=bindparam("its_until"))
)
_HAND_OVER = (
    update(TIE)
    .where(_T.id == bindparam("its_id"), _T.workspace == bindparam("its_workspace"))
    .values(handed_over=bindparam("what"))
)
_END = (
    update(TIE)
    .where(_T.id.in_(bindparam("ties", expanding=True)), _T.ended_at.is_(None))
    .values(ended_at=bindparam("at"))
)
_END_SHARES = (
    update(SHARE)
    .where(_S.tie.in_(bindparam("ties", expanding=True)), _S.ended_at.is_(None))
    .values(ended_at=bindparam("at"), why=bindparam("its_why"))
)


class TieTable:
    """Ties by workspace and id, by leader, and by who accompanies."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, workspace: str, tie: str, *, hold: bool = False) -> Tie:
        """One of this workspace, held until this unit of work ends where something is shown by it.

        Raises NotAvailable otherwise.
        """
        found = await self._found(_GET_HELD if hold else _GET, {"workspace": workspace, "tie": tie})
        if not found:
            raise NotAvailable("there is no such tie here")
        return found[0]

    async def of_leader(self, leader: Person, *, hold: bool = False) -> Sequence[Tie]:
        """All of one leader, also those that ended, the oldest first; held as above."""
        query = _OF_LEADER_HELD if hold else _OF_LEADER
        return await self._found(query, {"workspace": leader.workspace, "leader": leader.id})

    async def of_person(self, person: Person) -> Sequence[Tie]:
        """All in which somebody accompanies others, also those that ended, the oldest first."""
        return await self._found(_OF_PERSON, {"workspace": person.workspace, "person": person.id})

    async def of_enrolments(self, workspace: str, enrolments: Collection[str]) -> Sequence[Tie]:
        """All of these enrolments, also those that ended, the oldest first."""
        found: list[Tie] = []
        for some in in_parts(enrolments):
            found += await self._found(_OF_ENROLMENTS, {"workspace": workspace, "enrolments": some})
        return found

    async def bonds(self, leader: Person, person: Person) -> Sequence[Bond]:
        """What ties one to the other, as far as it decides what they may do."""
        which = {"workspace": leader.workspace, "leader": leader.id, "person": person.id}
        ties = await self._found(_BETWEEN, which)
        versions = await AgreementTable(self._connection).of([each.id for each in ties])
        return [
            Bond(
                each.role,
                ended=each.ended_at is not None,
                agreed=in_force([version for version in versions if version.tie == each.id]) is not None,
                until=each.until,
            )
            for each in ties
        ]

    async def add(self, ties: Sequence[Tie]) -> None:
        """Store new ones."""
        rows = [{name: getattr(each, name) for name in Tie.__slots__} for each in ties]
        if rows:
            await self._connection.execute(_ADD, rows)

    async def prolong(self, workspace: str, tie: str, until: date | None) -> None:
        """Move the last day of somebody from outside; None for somebody who is not from outside any more."""
        which = {"its_id": tie, "its_workspace": workspace}
        await self._connection.execute(_PROLONG, {**which, "its_until": until})

    async def hand_over(self, workspace: str, tie: str, what: str) -> None:
        """Note what the leader chose to hand over to somebody who is new."""
        await self._connection.execute(_HAND_OVER, {"its_id": tie, "its_workspace": workspace, "what": what})

    async def end(self, ties: Collection[str], at: datetime) -> None:
        """They are over, and with them everything that was shown because of them."""
        for some in in_parts(ties):
            await self._connection.execute(_END, {"ties": some, "at": at})
            await self._connection.execute(_END_SHARES, {"ties": some, "at": at, "its_why": Why.TIE_ENDED})

    async def _found(self, query: Any, which: Mapping[str, Any]) -> list[Tie]:
        return [tie_of(row) for row in (await self._connection.execute(query, which)).all()]


def tie_of(row: Row[Any]) -> Tie:
    """The tie that a row holds."""
    kept = {name: getattr(row, name) for name in Tie.__slots__}
    return Tie(**{**kept, "role": Role(row.role)})
