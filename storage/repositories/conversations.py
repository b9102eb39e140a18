"""Conversations with their entries.

A conversation with an entry that cannot be opened raises Unreadable when it is asked for by its id. Where one looks for
whatever fits (unfinished, latest, nearest) it is passed over and reported to the log, so that one damaged entry does
not stand in the way of everything else; its rows stay as they are. When a person's key itself is lost, nothing of
theirs can go on, and every lookup says so.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.conversation.state import Conversation, Outcome, Place, Status
from flows.errors import Conflict, NotAvailable, Unreadable
from flows.people import AnswerIn, Person
from storage.cipher import KeyLost
from storage.repositories.entries import NOTHING, Entries, Stored
from storage.tables import ANSWER, CONVERSATION

PASSED_OVER = 3
"""So many of the likeliest conversations are looked at before a search gives up because of damage."""

_log = logging.getLogger(__name__)

_C = CONVERSATION.c
_PLAIN = (
    "id", "workspace", "person", "script", "version", "fingerprint", "language", "subject", "started_at", "asked_at",
    "at", "turn", "short", "revision",
)  # fmt: skip
_OWN = select(CONVERSATION).where(_C.workspace == bindparam("workspace"), _C.person == bindparam("person"))
_GET = _OWN.where(_C.id == bindparam("conversation"))
_UNFINISHED = _OWN.where(_C.status.in_((Status.OPEN, Status.LATER))).order_by(_C.asked_at.desc(), _C.id)
_OF_SCRIPT = _OWN.where(_C.script == bindparam("script")).order_by(_C.started_at.desc(), _C.id).limit(PASSED_OVER)
_WITH_WORDS = exists().where(
    ANSWER.c.conversation == _C.id,
    ANSWER.c.is_current,
    ANSWER.c.outcome == Outcome.ANSWERED,
    ANSWER.c.text.is_not(None),
    ~ANSWER.c.aside,
    ~ANSWER.c.hidden,
)
_NEAREST = _OF_SCRIPT.where(_C.started_at >= bindparam("since"), _C.started_at < bindparam("until"), _WITH_WORDS)
_TYPED_IN = (
    select(ANSWER.c.conversation, ANSWER.c.step)
    .where(
        ANSWER.c.workspace == bindparam("workspace"),
        ANSWER.c.person == bindparam("person"),
        ANSWER.c.source_channel == bindparam("channel"),
        ANSWER.c.source_ts == bindparam("ts"),
        ANSWER.c.is_current,
    )
    .limit(1)
)
_ERASE = (
    update(ANSWER)
    .where(
        ANSWER.c.workspace == bindparam("its_workspace"),
        ANSWER.c.person == bindparam("its_person"),
        ~ANSWER.c.is_current,
    )
    .values(NOTHING)
)
"""Only of versions that others came after: what counts now goes by its conversation, which knows what follows."""
_ERASE_TYPED_IN = _ERASE.where(
    ANSWER.c.source_channel == bindparam("its_channel"),
    ANSWER.c.source_ts == bindparam("its_ts"),
)
_ERASE_UNTIL = _ERASE.where(
    ANSWER.c.conversation == bindparam("its_conversation"),
    ANSWER.c.step == bindparam("its_step"),
    ANSWER.c.version <= bindparam("its_version"),
)
_ADD = insert(CONVERSATION)
_SAVE = (
    update(CONVERSATION)
    .where(
        _C.id == bindparam("its_id"),
        _C.workspace == bindparam("its_workspace"),
        _C.person == bindparam("its_person"),
        _C.revision == bindparam("was_revision"),
    )
    .values(
        {
            name: bindparam(name)
            for name in (
                "asked_at", "at", "turn", "short", "status", "channel", "thread", "wordings", "recalls", "revision",
                "version", "fingerprint", "language", "answer_in",
            )
        }
    )
)  # fmt: skip


class ConversationTable:
    """Everything is looked up by person and id. What was read is remembered, so that saving need not read it again."""

    def __init__(self, connection: AsyncConnection, entries: Entries) -> None:
        self._connection = connection
        self._entries = entries
        self._stored: dict[str, Mapping[str, Stored]] = {}

    async def get(self, person: Person, conversation: str) -> Conversation:
        """One conversation of this person. Raises NotAvailable otherwise, Unreadable when an entry is damaged."""
        row = (await self._connection.execute(_GET, {**_own(person), "conversation": conversation})).first()
        if row is None:
            raise NotAvailable("no such conversation of this person's")
        sealed = await self._entries.rows([row.id])
        return await self._opened(row, sealed.get(row.id, ()))

    async def unfinished(self, person: Person) -> Sequence[Conversation]:
        """Those that are open or put aside, the one asked last first."""
        rows = (await self._connection.execute(_UNFINISHED, _own(person))).all()
        sealed = await self._entries.rows([row.id for row in rows])
        found = [await self._opened_or_none(row, sealed.get(row.id, ())) for row in rows]
        return [conversation for conversation in found if conversation is not None]

    async def latest(self, person: Person, script: str) -> Conversation | None:
        """The one of this script that was started last, whatever became of it."""
        return await self._first_readable(_OF_SCRIPT, {**_own(person), "script": script})

    async def nearest(self, person: Person, script: str, since: datetime, until: datetime) -> Conversation | None:
        """The last one of this script started in [since, until) that has at least one answer with words."""
        when = {"since": since, "until": until}
        return await self._first_readable(_NEAREST, {**_own(person), "script": script, **when})

    async def typed_in(self, person: Person, channel: str, ts: str) -> tuple[str, str] | None:
        """The conversation and the step whose answer stands in this message of the person's."""
        row = (await self._connection.execute(_TYPED_IN, {**_own(person), "channel": channel, "ts": ts})).first()
        return (row.conversation, row.step) if row else None

    async def erase_typed_in(self, person: Person, channel: str, ts: str) -> None:
        """Forget what was answered in this message of the person's, in every version that does not count any more."""
        its = {"its_workspace": person.workspace, "its_person": person.id, "its_channel": channel, "its_ts": ts}
        await self._connection.execute(_ERASE_TYPED_IN, its)

    async def erase_until(self, person: Person, conversation: str, step: str, version: int) -> None:
        """Forget what was answered to a step up to this version, in every version that does not count any more."""
        its = {"its_workspace": person.workspace, "its_person": person.id, "its_conversation": conversation}
        await self._connection.execute(_ERASE_UNTIL, {**its, "its_step": step, "its_version": version})

    async def add(self, conversation: Conversation) -> None:
        """Store a new conversation."""
        identity = {name: getattr(conversation, name) for name in _PLAIN}
        await self._connection.execute(_ADD, {**identity, **_progress(conversation)})
        self._stored[conversation.id] = await self._entries.write(conversation, {}, frozenset())

    async def save(self, conversation: Conversation, aside: frozenset[str]) -> None:
        """Store progress: changed entries become new versions, `aside` ones are marked so.

        Raises Conflict when the stored revision is not `conversation.revision` any more.
        """
        which = {
            "its_id": conversation.id,
            "its_workspace": conversation.workspace,
            "its_person": conversation.person,
            "was_revision": conversation.revision,
        }
        now = {**_progress(conversation), "revision": conversation.revision + 1}
        if not (await self._connection.execute(_SAVE, {**which, **now})).rowcount:
            raise Conflict("this conversation was changed meanwhile")
        stored = await self._stored_entries(conversation.id)
        self._stored[conversation.id] = await self._entries.write(conversation, stored, aside)

    async def _first_readable(self, query: Select[Any], which: Mapping[str, Any]) -> Conversation | None:
        for row in (await self._connection.execute(query, which)).all():
            sealed = await self._entries.rows([row.id])
            if found := await self._opened_or_none(row, sealed.get(row.id, ())):
                return found
        return None

    async def _opened_or_none(self, row: Row[Any], sealed: Sequence[Row[Any]]) -> Conversation | None:
        try:
            return await self._opened(row, sealed)
        except KeyLost:
            raise
        except Unreadable as damage:
            _log.error("a conversation is passed over: %s", damage, extra={"conversation": row.id})
            return None

    async def _opened(self, row: Row[Any], sealed: Sequence[Row[Any]]) -> Conversation:
        stored = await self._entries.opened(sealed)
        self._stored[row.id] = stored
        return replace(_bare(row), entries={step: each.entry for step, each in stored.items()})

    async def _stored_entries(self, conversation: str) -> Mapping[str, Stored]:
        """What was read in this transaction still holds: the revision that was just compared says so."""
        if conversation in self._stored:
            return self._stored[conversation]
        sealed = await self._entries.rows([conversation])
        return await self._entries.opened(sealed.get(conversation, ()))


def _own(person: Person) -> dict[str, Any]:
    return {"person": person.id, "workspace": person.workspace}


def _progress(conversation: Conversation) -> dict[str, Any]:
    """The columns that change while a conversation goes on."""
    return {
        "asked_at": conversation.asked_at,
        "at": conversation.at,
        "turn": conversation.turn,
        "short": conversation.short,
        "status": conversation.status,
        "channel": conversation.place.channel,
        "thread": conversation.place.thread,
        "wordings": dict(conversation.wordings),
        "recalls": dict(conversation.recalls),
        "version": conversation.version,
        "fingerprint": conversation.fingerprint,
        "language": conversation.language,
        "answer_in": conversation.answer_in,
    }


def _bare(row: Row[Any]) -> Conversation:
    """A conversation without its entries."""
    plain = {name: getattr(row, name) for name in _PLAIN}
    return Conversation(
        **plain,
        status=Status(row.status),
        place=Place(row.channel, row.thread),
        wordings=row.wordings,
        recalls=row.recalls,
        answer_in=AnswerIn(row.answer_in) if row.answer_in else None,
    )
