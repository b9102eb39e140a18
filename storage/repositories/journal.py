"""What a person wrote, over all their conversations: bounded in SQL, then opened all at once."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.conversation.kept import Heading, KeptAnswer, Period
from flows.conversation.state import Entry, Outcome
from flows.people import Person
from storage.repositories.entries import text_cell, value_of
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
_ANSWERS = select(ANSWER).where(
    _A.workspace == bindparam("workspace"),
    _A.person == bindparam("person"),
    _A.conversation.in_(bindparam("conversations", expanding=True)),
    *_VISIBLE,
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
        cells = ((text_cell(person.workspace, answer), sealed) for _, answer, sealed in rows)
        opened = await self._vault.open_all(person.id, cells)
        return [(row[0], text) for row, text in zip(rows, opened, strict=True) if text is not None]

    async def answers(self, person: Person, conversations: Sequence[str]) -> Sequence[KeptAnswer]:
        """Everything answered in these conversations, opened as far as it can be; with what is set aside."""
        rows = (await self._connection.execute(_ANSWERS, {**_own(person), "conversations": conversations})).all()
        texts = await self._opened(person, rows)
        return [_kept(row, text) for row, text in zip(rows, texts, strict=True)]

    async def _opened(self, person: Person, rows: Sequence[Row[Any]]) -> Sequence[str | None]:
        """The text of each row, empty where there is none, None where it cannot be opened."""
        written = [row for row in rows if row.text is not None]
        cells = [(text_cell(person.workspace, row.id), row.text) for row in written]
        opened = await self._vault.open_each(person.id, cells)
        texts = dict(zip((row.id for row in written), opened, strict=True))
        return [texts.get(row.id, "") for row in rows]

    async def _headings(self, query: Select[Any], which: dict[str, Any]) -> Sequence[Heading]:
        return [Heading(*row) for row in await self._connection.execute(query, which)]


def _within(query: Select[Any], period: Period) -> Select[Any]:
    """The moments become parameters, so that a statement is compiled once however often it is asked."""
    limits: list[ColumnElement[bool]] = []
    limits += [_C.started_at >= period.since] if period.since else []
    limits += [_C.started_at < period.until] if period.until else []
    return query.where(*limits)


def _kept(row: Row[Any], text: str | None) -> KeptAnswer:
    entry = Entry(row.step, Outcome(row.outcome), value_of(row, text or ""), row.wording, version=row.version)
    return KeptAnswer(row.conversation, entry, row.aside, lost=text is None)


def _own(person: Person) -> dict[str, str]:
    return {"person": person.id, "workspace": person.workspace}
