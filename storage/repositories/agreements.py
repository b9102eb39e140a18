"""What the two of a tie agreed on."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.errors import Conflict
from flows.programmes.agreement import Agreement, Shared, Side
from storage.repositories.parts import in_parts
from storage.tables import AGREEMENT

_A = AGREEMENT.c
_OF = select(AGREEMENT).where(_A.tie.in_(bindparam("ties", expanding=True))).order_by(_A.tie, _A.version)
_HOLD = _OF.with_for_update()
_ADD = insert(AGREEMENT)
_SAVE = (
    update(AGREEMENT)
    .where(_A.id == bindparam("its_id"), _A.workspace == bindparam("its_workspace"))
    .values({name: bindparam(name) for name in ("leader_at", "coach_at", "withdrawn")})
)


class AgreementTable:
    """Agreements by tie; every version is kept."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, ties: Collection[str]) -> Sequence[Agreement]:
        """All versions of these ties, the oldest first."""
        found: list[Agreement] = []
        for some in in_parts(sorted(ties)):
            found += map(_agreement, (await self._connection.execute(_OF, {"ties": some})).all())
        return found

    async def hold(self, ties: Collection[str]) -> Sequence[Agreement]:
        """The same, held until this unit of work ends, so that the two of a tie change it one after the other."""
        if ties:
            await self._connection.execute(_HOLD, {"ties": list(ties)})
        return await self.of(ties)  # looked at again, for who was waited for may have added a version

    async def add(self, agreement: Agreement) -> None:
        """Store a new version. Raises Conflict when somebody else has meanwhile."""
        await self.add_all([agreement])

    async def add_all(self, agreements: Sequence[Agreement]) -> None:
        """Store many new versions. Raises Conflict when somebody else has one of them meanwhile."""
        try:
            if agreements:
                await self._connection.execute(_ADD, [_columns(each) for each in agreements])
        except IntegrityError:
            raise Conflict("another version was proposed meanwhile") from None

    async def save(self, agreement: Agreement) -> None:
        """Store what was said yes to, or taken out."""
        which = {"its_id": agreement.id, "its_workspace": agreement.workspace}
        said = {"leader_at": agreement.leader_at, "coach_at": agreement.coach_at}
        await self._connection.execute(_SAVE, {**which, **said, "withdrawn": sorted(agreement.withdrawn)})


def _columns(agreement: Agreement) -> dict[str, Any]:
    row = {name: getattr(agreement, name) for name in Agreement.__slots__}
    return {**row, "terms": sorted(agreement.terms), "withdrawn": sorted(agreement.withdrawn)}


def _agreement(row: Row[Any]) -> Agreement:
    kept = {name: getattr(row, name) for name in Agreement.__slots__}
    terms = {name: frozenset(map(Shared, getattr(row, name))) for name in ("terms", "withdrawn")}
    return Agreement(**{**kept, **terms, "proposed_by": Side(row.proposed_by)})
