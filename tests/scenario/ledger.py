"""What is stored about one person and what they see, without ids and times: who did the same has the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Table, select

from flows.delivery import Deed
from storage.tables import ANSWER, CONVERSATION, DELETION, FORM, HELD_REPLY, OUTBOX, PERSON
from tests.scenario.world import Person, World, labels

_CONVERSATION = ("script", "subject", "at", "status", "turn", "short", "wordings", "revision")
_ANSWER = ("step", "version", "is_current", "outcome", "aside", "hidden", "wording", "number", "day", "choices")
_OUTBOX = ("deed", "subject", "turn", "step", "state")


@dataclass(frozen=True)
class Ledger:
    """One person's side of Cairn: rows of the store, and the messages with their buttons as they stand now."""

    conversations: Sequence[tuple[Any, ...]]
    answers: Sequence[tuple[Any, ...]]
    held: int
    outbox: Sequence[tuple[Any, ...]]
    seen: Sequence[tuple[str, list[str]]]
    windows: int
    deletions: Sequence[str]
    forms: Sequence[tuple[Any, ...]]

    @property
    def posts(self) -> Sequence[tuple[Any, ...]]:
        """What was said anew; redrawing an old message once more is no harm."""
        return [row for row in self.outbox if row[0] == Deed.POST]


async def rows(world: World, what: Select[Any]) -> Sequence[Any]:
    """Rows as they are committed."""
    async with world.memory._database.connection() as connection:
        return list(await connection.execute(what))


async def outbox(person: Person) -> Sequence[Any]:
    """Everything queued for this person, in order."""
    return await rows(person.world, _own(OUTBOX, person, OUTBOX.c.position))


async def ledger(person: Person) -> Ledger:
    """How this person stands now."""
    world = person.world
    found = await rows(world, _own(CONVERSATION, person, CONVERSATION.c.started_at))
    # The clock stands in a story, so what began is told apart by what it is; ids are another life's each time.
    conversations = sorted(found, key=lambda row: repr(_picked(row, _CONVERSATION)))
    answers = await rows(world, _own(ANSWER, person, ANSWER.c.created_at, ANSWER.c.id))
    place = {row.id: position for position, row in enumerate(conversations)}
    return Ledger(
        conversations=[_picked(row, _CONVERSATION) for row in conversations],
        answers=sorted(
            (place[row.conversation], *map(repr, _picked(row, _ANSWER)), row.text is not None) for row in answers
        ),
        held=len(await rows(world, _own(HELD_REPLY, person, HELD_REPLY.c.id))),
        outbox=[_picked(row, _OUTBOX) for row in await outbox(person)],
        seen=[(message.text, labels(message)) for message in person.heard()],
        windows=len(person.actor.open_views()),
        deletions=sorted(row.state for row in await rows(world, _own(DELETION, person, DELETION.c.id))),
        forms=sorted((row.turn, row.closed) for row in await rows(world, _own(FORM, person, FORM.c.id))),
    )


def _own(table: Table, person: Person, *order: Any) -> Select[Any]:
    its_id = select(PERSON.c.id).where(PERSON.c.slack_id == person.slack_id).scalar_subquery()
    return select(table).where(table.c.person == its_id).order_by(*order)


def _picked(row: Any, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)
