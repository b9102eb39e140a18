"""Programmes with their managers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.errors import Conflict, NotAvailable
from flows.people import Person
from flows.programmes.programme import Cadence, Design, Practice, Programme, Quiet
from storage.tables import PROGRAMME, PROGRAMME_MANAGER

_P, _M = PROGRAMME.c, PROGRAMME_MANAGER.c
_GET = select(PROGRAMME).where(_P.id == bindparam("programme"), _P.workspace == bindparam("workspace"))
_MANAGED_BY = (
    select(PROGRAMME)
    .join(PROGRAMME_MANAGER, _M.programme == _P.id)
    .where(_M.person == bindparam("person"), _P.workspace == bindparam("workspace"))
    .order_by(_P.created_at.desc(), _P.id)
)
_RUNNING = (
    select(PROGRAMME)
    .where(_P.workspace == bindparam("workspace"), _P.ended_at.is_(None))
    .order_by(_P.created_at.desc(), _P.id)
)
_OVER_BY = (
    select(PROGRAMME)
    .where(_P.ends < bindparam("day"), _P.ended_at.is_(None), _P.confirmed_at.is_not(None))
    .order_by(_P.ends, _P.id)
    .limit(bindparam("most"))
)
_MANAGERS = select(_M.programme, _M.person).where(_M.programme.in_(bindparam("programmes", expanding=True)))
_ADD = insert(PROGRAMME)
_SAVE = (
    update(PROGRAMME)
    .where(
        _P.id == bindparam("its_id"),
        _P.workspace == bindparam("its_workspace"),
        _P.revision == bindparam("was_revision"),
    )
    .values(
        {name: bindparam(name) for name in ("name", "starts", "ends", "design", "confirmed_at", "ended_at", "revision")}
    )
)
_NO_MANAGERS = delete(PROGRAMME_MANAGER).where(_M.programme == bindparam("its_programme"))
_ADD_MANAGER = insert(PROGRAMME_MANAGER)


class ProgrammeTable:
    """Programmes by workspace and id."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, workspace: str, programme: str) -> Programme:
        """One of this workspace. Raises NotAvailable otherwise, after as many statements as for one that is there."""
        rows = (await self._connection.execute(_GET, {"workspace": workspace, "programme": programme})).all()
        found = await self._with_managers(rows)
        if not found:
            raise NotAvailable("there is no such programme here")
        return found[0]

    async def managed_by(self, person: Person) -> Sequence[Programme]:
        """Those of one manager, the newest first."""
        return await self._found(_MANAGED_BY, {"workspace": person.workspace, "person": person.id})

    async def running(self, workspace: str) -> Sequence[Programme]:
        """Those of a workspace that are not over, the newest first."""
        return await self._found(_RUNNING, {"workspace": workspace})

    async def over_by(self, day: date, limit: int) -> Sequence[Programme]:
        """Those whose last day was before this one and that were not ended yet, of every workspace."""
        return await self._found(_OVER_BY, {"day": day, "most": limit})

    async def add(self, programme: Programme) -> None:
        """Store a new one."""
        whose = {"id": programme.id, "workspace": programme.workspace, "created_at": programme.created_at}
        await self._connection.execute(_ADD, {**whose, **_columns(programme), "revision": programme.revision})
        await self._set_managers(programme)

    async def save(self, programme: Programme) -> None:
        """Store it as it is now. Raises Conflict when somebody else has meanwhile."""
        which = {"its_id": programme.id, "its_workspace": programme.workspace, "was_revision": programme.revision}
        saved = await self._connection.execute(
            _SAVE, {**which, **_columns(programme), "revision": programme.revision + 1}
        )
        if not saved.rowcount:
            raise Conflict("the programme was changed meanwhile")
        await self._connection.execute(_NO_MANAGERS, {"its_programme": programme.id})
        await self._set_managers(programme)

    async def _set_managers(self, programme: Programme) -> None:
        whose = {"programme": programme.id, "workspace": programme.workspace}
        if programme.managers:
            await self._connection.execute(_ADD_MANAGER, [{**whose, "person": each} for each in programme.managers])

    async def _found(self, query: Any, which: Mapping[str, Any]) -> list[Programme]:
        rows = (await self._connection.execute(query, which)).all()
        return await self._with_managers(rows) if rows else []

    async def _with_managers(self, rows: Sequence[Row[Any]]) -> list[Programme]:
        managers = (await self._connection.execute(_MANAGERS, {"programmes": [row.id for row in rows]})).all()
        return [_programme(row, sorted(each.person for each in managers if each.programme == row.id)) for row in rows]


def _columns(programme: Programme) -> dict[str, Any]:
    design = programme.design
    return {
        "name": design.name,
        "starts": design.starts,
        "ends": design.ends,
        "design": {
            "unit": design.unit,
            "priorities": list(design.priorities),
            "practices": [[each.script, each.every] for each in design.practices],
            "quiet": [[each.first.isoformat(), each.last.isoformat()] for each in design.quiet],
        },
        "confirmed_at": programme.confirmed_at,
        "ended_at": programme.ended_at,
    }


def _programme(row: Row[Any], managers: Sequence[str]) -> Programme:
    kept = row.design
    design = Design(
        row.name,
        row.starts,
        row.ends,
        kept["unit"],
        tuple(kept["priorities"]),
        tuple(Practice(script, Cadence(every)) for script, every in kept["practices"]),
        tuple(Quiet(date.fromisoformat(first), date.fromisoformat(last)) for first, last in kept["quiet"]),
    )
    times = (row.created_at, row.confirmed_at, row.ended_at)
    return Programme(row.id, row.workspace, design, tuple(managers), *times, row.revision)
