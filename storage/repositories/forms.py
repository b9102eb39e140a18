"""Opened forms with their drafts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.conversation.form import Form
from flows.conversation.written import Written
from flows.errors import NotAvailable
from flows.people import Person
from storage.cipher import Cell
from storage.tables import FORM
from storage.vault import Vault

_F = FORM.c
_OWN = (_F.person == bindparam("own_person"), _F.workspace == bindparam("own_workspace"))
_ONE = (_F.id == bindparam("own_id"), *_OWN)
_GET = select(FORM).where(*_ONE)
_OF = (
    select(FORM)
    .where(*_OWN, _F.conversation == bindparam("conversation"), _F.closed.is_(False))
    .order_by(_F.opened_at.desc(), _F.id)
)
_ADD = insert(FORM)
_SAVE = update(FORM).where(*_ONE).values({name: bindparam(name) for name in ("written", "typed_at", "order", "closed")})
_FORGET = delete(FORM).where(
    _F.opened_at < bindparam("before"), func.coalesce(_F.typed_at, _F.opened_at) < bindparam("before")
)


class FormTable:
    """Forms by person and id; what is written in them is sealed."""

    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def add(self, form: Form) -> None:
        """Keep a form, its draft encrypted."""
        row = {name: getattr(form, name) for name in Form.__slots__}
        await self._connection.execute(_ADD, {**row, "steps": list(form.steps), "written": await self._sealed(form)})

    async def get(self, person: Person, form: str) -> Form:
        """One of this person's. Raises NotAvailable otherwise."""
        row = (await self._connection.execute(_GET, _own(person, form))).first()
        if row is None:
            raise NotAvailable("no such form is open for this person")
        return await self._opened(row)

    async def save(self, form: Form) -> None:
        """Store its draft as it is now, encrypted, and whether it is closed."""
        draft = {name: getattr(form, name) for name in ("typed_at", "order", "closed")}
        which = {"own_id": form.id, "own_person": form.person, "own_workspace": form.workspace}
        await self._connection.execute(_SAVE, {**which, **draft, "written": await self._sealed(form)})

    async def of(self, person: Person, conversation: str) -> Sequence[Form]:
        """Those of a conversation that are not closed, the one opened last first."""
        which = {"own_person": person.id, "own_workspace": person.workspace, "conversation": conversation}
        return [await self._opened(row) for row in (await self._connection.execute(_OF, which)).all()]

    async def erase(self, person: Person, conversation: str, step: str, until: datetime) -> None:
        """Forget what was typed for a step up to this moment, wherever it was not sent off."""
        for form in await self.of(person, conversation):
            if step in form.written and (form.typed_at or form.opened_at) <= until:
                left = {each: held for each, held in form.written.items() if each != step}
                await self.save(replace(form, written=left))

    async def forget(self, before: datetime) -> int:
        """Forget everybody's that were neither opened nor typed in since; how many."""
        return (await self._connection.execute(_FORGET, {"before": before})).rowcount

    async def _sealed(self, form: Form) -> bytes:
        written = json.dumps({step: list(held) for step, held in form.written.items()}, ensure_ascii=False)
        return await self._vault.seal(form.person, _cell(form.workspace, form.id), written)

    async def _opened(self, row: Row[Any]) -> Form:
        kept = {name: getattr(row, name) for name in Form.__slots__}
        written = await self._vault.open(row.person, _cell(row.workspace, row.id), row.written)
        return Form(**{**kept, "steps": tuple(row.steps), "written": _read(written)})


def _read(written: str) -> Mapping[str, Written]:
    return {step: tuple(held) for step, held in json.loads(written).items()}


def _own(person: Person, form: str) -> dict[str, str]:
    return {"own_id": form, "own_person": person.id, "own_workspace": person.workspace}


def _cell(workspace: str, form: str) -> Cell:
    return Cell(FORM.name, _F.written.name, form, workspace)
