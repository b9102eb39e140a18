"""What is to be said, as the use cases see it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, Select, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT is written alike for SQLite
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.delivery import SAID_ONCE, Deed, Delivery, DeliveryState, Subject
from flows.people import Person
from flows.ports import Clock
from storage.repositories.deliveries import FIELDS, to_delivery, to_row
from storage.repositories.parts import in_parts
from storage.tables import OUTBOX

_O = OUTBOX.c
_ADD = insert(OUTBOX).on_conflict_do_nothing(index_elements=["workspace", "key"])
_OWN = (_O.workspace == bindparam("workspace"), _O.person == bindparam("person"))
_OWN_POSTS = select(*FIELDS).where(*_OWN, _O.deed == Deed.POST)
_POSTED_AT = _OWN_POSTS.where(_O.channel == bindparam("channel"), _O.ts == bindparam("ts")).limit(1)
_SAID = _OWN_POSTS.where(_O.key == bindparam("key"))
_SAID_ALL = select(*FIELDS).where(
    _O.workspace == bindparam("workspace"), _O.key.in_(bindparam("keys", expanding=True)), _O.deed == Deed.POST
)
_WAITS = (
    select(_O.id)
    .where(*_OWN, _O.deed == bindparam("its_deed"), _O.state == DeliveryState.DUE, _O.attempts == 0)
    .limit(1)
)
_LAST_QUESTION = (
    _OWN_POSTS.where(_O.conversation == bindparam("conversation"), _O.subject == Subject.QUESTION)
    .order_by(_O.position.desc())
    .limit(1)
)
_ABOUT = _OWN_POSTS.where(_O.conversation == bindparam("conversation")).order_by(_O.position)
_UNCONFIRMED = (
    select(*FIELDS).where(*_OWN, _O.deed.in_(SAID_ONCE), _O.state == DeliveryState.UNCERTAIN).order_by(_O.position)
)
_GIVE_UP = (
    update(OUTBOX)
    .where(
        _O.id == bindparam("its_id"),
        _O.workspace == bindparam("its_workspace"),
        _O.person == bindparam("its_person"),
        _O.state == DeliveryState.UNCERTAIN,
    )
    .values(state=DeliveryState.FAILED, error="given up")
)


class OutboxTable:
    """Deliveries of one person at a time. Only posts make messages, so only they are found by place or question.

    What is added is written together, before anything is looked up and before the commit. The newest question of a
    conversation is remembered: a turn asks for it twice.
    """

    def __init__(self, connection: AsyncConnection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self._added: list[dict[str, Any]] = []
        self._newest: dict[tuple[str, str, str], Delivery | None] = {}

    async def add(self, delivery: Delivery) -> None:
        """Queue a delivery. Does nothing when its key was queued before."""
        self._added.append({**to_row(delivery), "created_at": self._clock.now()})
        if delivery.deed is Deed.POST:
            self._newest.clear()

    async def write(self) -> None:
        """Hand what was added to the store, in its order."""
        if self._added:
            added, self._added = self._added, []
            await self._connection.execute(_ADD, added)

    async def posted_at(self, person: Person, channel: str, ts: str) -> Delivery | None:
        """The delivery whose message stands at this place, if Cairn posted it to this person."""
        place = {"channel": channel, "ts": ts}
        row = (await self._found(_POSTED_AT, {**_own(person), **place})).first()
        return None if row is None else to_delivery(row)

    async def said(self, person: Person, key: str) -> Delivery | None:
        """The post queued under this key, if it was to this person."""
        row = (await self._found(_SAID, {**_own(person), "key": key})).first()
        return None if row is None else to_delivery(row)

    async def said_all(self, workspace: str, keys: Iterable[str]) -> Sequence[Delivery]:
        """The posts queued under these keys, to whomever."""
        found: list[Delivery] = []
        for some in in_parts(keys):
            rows = await self._found(_SAID_ALL, {"workspace": workspace, "keys": some})
            found += map(to_delivery, rows.all())
        return found

    async def waits(self, person: Person, deed: Deed) -> bool:
        """Whether a deed of this kind for this person is due and nobody has begun with it."""
        return (await self._found(_WAITS, {**_own(person), "its_deed": deed})).first() is not None

    async def last_question(self, person: Person, conversation: str) -> Delivery | None:
        """The newest post that asked a question of this conversation, whatever became of it."""
        which = {**_own(person), "conversation": conversation}
        key = (person.workspace, person.id, conversation)
        if key not in self._newest:
            row = (await self._found(_LAST_QUESTION, which)).first()
            self._newest[key] = None if row is None else to_delivery(row)
        return self._newest[key]

    async def about(self, person: Person, conversation: str) -> Sequence[Delivery]:
        """Every post about this conversation, whatever became of it, the oldest first."""
        rows = await self._found(_ABOUT, {**_own(person), "conversation": conversation})
        return [to_delivery(row) for row in rows]

    async def unconfirmed(self, person: Person) -> Sequence[Delivery]:
        """Posts and files to this person of which nobody knows whether they arrived, oldest first."""
        rows = await self._found(_UNCONFIRMED, _own(person))
        return [to_delivery(row) for row in rows]

    async def give_up(self, delivery: Delivery) -> None:
        """Close an uncertain delivery: what it said was said again, or need not be said any more."""
        self._newest.clear()
        which = {"its_id": delivery.id, "its_workspace": delivery.workspace, "its_person": delivery.person}
        await self._connection.execute(_GIVE_UP, which)

    async def _found(self, query: Select[Any], which: Mapping[str, Any]) -> CursorResult[Any]:
        await self.write()
        found: CursorResult[Any] = await self._connection.execute(query, which)
        return found


def _own(person: Person) -> dict[str, str]:
    return {"person": person.id, "workspace": person.workspace}
