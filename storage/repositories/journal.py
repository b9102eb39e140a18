"""What a person wrote, over all their conversations: bounded in SQL, then opened all at once."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.conversation.ports import Heading, Period
from flows.conversation.state import Outcome
from flows.people import Person
from storage.cipher import Cell
from storage.tables import ANSWER, CONVERSATION
from storage.vault import Vault

_A, _C = ANSWER.c, CONVERSATION.c
_VISIBLE = (_A.is_current, _A.outcome == Outcome.ANSWERED, ~_A.hidden)
_OWN = (_C.workspace == bindparam("workspace"), _C.person == bindparam("person"))
_IN_IT = (_A.conversation == _C.id, *_VISIBLE)
_COUNTED = select(func.count()).select_from(ANSWER).where(*_IN_IT).correlate(CONVERSATION).scalar_subquery()
_PLAIN = [_C[field.name] for field in fields(Heading) if field.name != "answers"]
_NEWEST_FIRST = (_C.started_at.desc(), _C.id)
_HEADINGS = select(*_PLAIN, _COUNTED.label("answers")).where(*_OWN, exists().where(*_IN_IT)).order_by(*_NEWEST_FIRST)
_PAGE = _HEADINGS.limit(bindparam("most")).offset(bindparam("passed"))
_CHOSEN = _HEADINGS.where(_C.id.in_(bindparam("conversations", expanding=True)))
_TEXTS = (
    select(_A.conversation, _A.id, _A.text)
    .join(CONVERSATION, _A.conversation == _C.id)
    .where(*_OWN, *_VISIBLE, _A.text.is_not(None))
    .order_by(*_NEWEST_FIRST)
)


class JournalTable:
    """Everything is looked up by person."""

    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def headings(self, person: Person, period: Period, limit: int, offset: int = 0) -> Sequence[Heading]:
        """The conversations with at least one answer, the one begun last first."""
        return await self._headings(_within(_PAGE, period), {**_own(person), "most": limit, "passed": offset})

    async def chosen(self, person: Person, conversations: Sequence[str]) -> Sequence[Heading]:
        """Those of these conversations in which there is an answer, the one begun last first."""
        return await self._headings(_CHOSEN, {**_own(person), "conversations": conversations}) if conversations else ()

    async def texts(self, person: Person, period: Period) -> Sequence[tuple[str, str]]:
        """Everything written, opened, each with the id of its conversation, the one begun last first.

        One that cannot be opened is passed over. Raises KeyLost when none can.
        """
        rows = (await self._connection.execute(_within(_TEXTS, period), _own(person))).all()
        cells = ((Cell(ANSWER.name, _A.text.name, answer, person.workspace), sealed) for _, answer, sealed in rows)
        opened = await self._vault.open_all(person.id, cells)
        return [(row[0], text) for row, text in zip(rows, opened, strict=True) if text is not None]

    async def _headings(self, query: Select[Any], which: dict[str, Any]) -> Sequence[Heading]:
        return [Heading(*row) for row in await self._connection.execute(query, which)]


def _within(query: Select[Any], period: Period) -> Select[Any]:
    """The moments become parameters, so that a statement is compiled once however often it is asked."""
    limits: list[ColumnElement[bool]] = []
    limits += [_C.started_at >= period.since] if period.since else []
    limits += [_C.started_at < period.until] if period.until else []
    return query.where(*limits)


def _own(person: Person) -> dict[str, str]:
    return {"person": person.id, "workspace": person.workspace}
