"""What was answered in a conversation: read, compared with what is stored, and written as new versions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.conversation.script import Audience, Value
from flows.conversation.state import Conversation, Entry, Outcome, Source
from flows.ports import Clock, Ids
from storage.cipher import Cell
from storage.tables import ANSWER
from storage.vault import Vault

_A = ANSWER.c
NOTHING: Mapping[str, Any] = {"text": None, "number": None, "day": None, "choices": None}
"""What is left of a value that its author deleted for good."""

_CURRENT = select(ANSWER).where(_A.conversation == bindparam("conversation"), _A.is_current)
_CURRENT_OF_SEVERAL = select(ANSWER).where(
    _A.conversation.in_(bindparam("conversations", expanding=True)), _A.is_current
)
"""Written anew for each number of them, so one alone, as it mostly is, is asked for by the other."""

_ADD = insert(ANSWER)
_RETIRE = update(ANSWER).where(_A.id == bindparam("its_id")).values(is_current=False)
_ERASE = (
    update(ANSWER)
    .where(_A.conversation == bindparam("its_conversation"), _A.step == bindparam("its_step"))
    .values(NOTHING)
)
"""What somebody deletes for good is gone from every version of it."""
_MARK = (
    update(ANSWER)
    .where(_A.id == bindparam("its_id"))
    .values(aside=bindparam("its_aside"), hidden=bindparam("its_hidden"))
)


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry as it is stored: its row's id, its version, and whether it is set aside."""

    id: str
    version: int
    aside: bool
    entry: Entry


@dataclass(frozen=True, slots=True)
class Change:
    """What has to be written so that the store agrees with a conversation."""

    retired: Sequence[Stored]
    fresh: Sequence[tuple[Entry, int]]  # with its version
    marked: Sequence[Stored]  # as they should be: only whether they are aside or hidden differs


class Entries:
    """The entries of conversations, inside one transaction."""

    def __init__(self, connection: AsyncConnection, vault: Vault, clock: Clock, ids: Ids) -> None:
        self._connection = connection
        self._vault = vault
        self._clock = clock
        self._ids = ids

    async def rows(self, conversations: Sequence[str]) -> Mapping[str, Sequence[Row[Any]]]:
        """The current rows of several conversations, still sealed, in one query."""
        found: defaultdict[str, list[Row[Any]]] = defaultdict(list)
        if len(conversations) == 1:
            found[conversations[0]] += await self._connection.execute(_CURRENT, {"conversation": conversations[0]})
        elif conversations:
            for row in await self._connection.execute(_CURRENT_OF_SEVERAL, {"conversations": conversations}):
                found[row.conversation].append(row)
        return found

    async def opened(self, rows: Sequence[Row[Any]]) -> dict[str, Stored]:
        """Rows with their texts opened, by step. Raises Unreadable when one cannot be."""
        return {row.step: Stored(row.id, row.version, row.aside, await self._entry(row)) for row in rows}

    async def write(
        self, conversation: Conversation, stored: Mapping[str, Stored], aside: frozenset[str]
    ) -> dict[str, Stored]:
        """Make the store agree with the conversation. Returns what is stored now. Unchanged entries write nothing."""
        change = _change(conversation.entries, stored, aside)
        if change.retired:
            await self._connection.execute(_RETIRE, [{"its_id": each.id} for each in change.retired])
        if change.marked:
            await self._connection.execute(_MARK, [_marks(each) for each in change.marked])
        added = await self._add(conversation, change.fresh, aside)
        if erased := [each for each in added if each.entry.outcome is Outcome.DELETED]:
            await self._connection.execute(_ERASE, [_which(conversation, each) for each in erased])
        gone = {each.entry.step for each in change.retired}
        kept = {step: each for step, each in stored.items() if step not in gone}
        return {**kept, **{each.entry.step: each for each in (*change.marked, *added)}}

    async def _add(
        self, conversation: Conversation, fresh: Sequence[tuple[Entry, int]], aside: frozenset[str]
    ) -> Sequence[Stored]:
        added = [Stored(self._ids.new(), version, entry.step in aside, entry) for entry, version in fresh]
        if added:
            await self._connection.execute(_ADD, [await self._row(conversation, each) for each in added])
        return added

    async def _row(self, conversation: Conversation, stored: Stored) -> dict[str, Any]:
        entry = stored.entry
        return {
            "id": stored.id,
            "workspace": conversation.workspace,
            "person": conversation.person,
            "conversation": conversation.id,
            "step": entry.step,
            "version": stored.version,
            "is_current": True,
            "outcome": entry.outcome,
            "aside": stored.aside,
            "wording": entry.wording,
            "audience": Audience.SELF,
            "number": entry.value.number,
            "day": entry.value.day,
            "choices": list(entry.value.choices) or None,
            "text": await self._sealed(conversation, stored),
            "hidden": entry.hidden,
            "source_channel": entry.source and entry.source.channel,
            "source_ts": entry.source and entry.source.ts,
            "source_edit": entry.source and entry.source.edit,
            "led": entry.led or None,
            "created_at": self._clock.now(),
        }

    async def _sealed(self, conversation: Conversation, stored: Stored) -> bytes | None:
        words = stored.entry.value.text
        if not words:
            return None
        return await self._vault.seal(conversation.person, text_cell(conversation.workspace, stored.id), words)

    async def _entry(self, row: Row[Any]) -> Entry:
        sealed = row.text
        words = "" if sealed is None else await self._vault.open(row.person, text_cell(row.workspace, row.id), sealed)
        value = value_of(row, words)
        source = Source(row.source_channel, row.source_ts, row.source_edit) if row.source_ts else None
        known = Entry(row.step, Outcome(row.outcome), value, row.wording, source, row.hidden, row.version)
        return replace(known, led=row.led or "")


def value_of(row: Row[Any], words: str) -> Value:
    """What an answer holds, its text opened."""
    return Value(words, row.number, row.day, tuple(row.choices or ()))


def text_cell(workspace: str, answer: str) -> Cell:
    """Where the text of an answer stands: it can be opened nowhere else."""
    return Cell(ANSWER.name, _A.text.name, answer, workspace)


def _change(entries: Mapping[str, Entry], stored: Mapping[str, Stored], aside: frozenset[str]) -> Change:
    """Compare. An entry that is gone from the conversation is retired, so that loading gives what was saved."""
    changed = [entry for step, entry in entries.items() if step not in stored or _differs(stored[step].entry, entry)]
    outdated = {entry.step for entry in changed} | (stored.keys() - entries.keys())
    kept = [each for step, each in stored.items() if step not in outdated]
    wanted = [replace(each, aside=each.entry.step in aside, entry=entries[each.entry.step]) for each in kept]
    return Change(
        retired=[each for step, each in stored.items() if step in outdated],
        fresh=[(entry, stored[entry.step].version + 1 if entry.step in stored else 1) for entry in changed],
        marked=[each for each, before in zip(wanted, kept, strict=True) if each != before],
    )


def _differs(before: Entry, now: Entry) -> bool:
    """Hiding an answer or putting it back makes no other version of it."""
    return replace(before, hidden=now.hidden) != now


def _marks(stored: Stored) -> dict[str, Any]:
    return {"its_id": stored.id, "its_aside": stored.aside, "its_hidden": stored.entry.hidden}


def _which(conversation: Conversation, stored: Stored) -> dict[str, str]:
    return {"its_conversation": conversation.id, "its_step": stored.entry.step}
