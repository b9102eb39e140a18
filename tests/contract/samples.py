"""People, conversations and deliveries to store in tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.conversation.kept import HeldReply
from flows.conversation.script import Audience, Kind, Script, Step, Value
from flows.conversation.state import Conversation, Entry, Outcome
from flows.delivery import Deed, Delivery, Subject
from flows.people import Person
from storage.memory import Memory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORKSPACE = "T0CAIRN"
MAYA = Person("person-maya", WORKSPACE, "U0MAYA", "Europe/Berlin", "de-DE", "D0MAYA")
OMAR = Person("person-omar", WORKSPACE, "U0OMAR", "Africa/Cairo", "en-GB", "D0OMAR")
ELSEWHERE = "T0OTHER"
MAYA_ELSEWHERE = Person("person-maya-2", ELSEWHERE, "U0MAYA", "Europe/Berlin", "de-DE", "D0MAYA")


def conversation(name: str = "talk", person: Person = MAYA, **changes: Any) -> Conversation:
    plain = Conversation(
        id=name,
        workspace=person.workspace,
        person=person.id,
        script="reflection",
        version=1,
        fingerprint="f1",
        language="en",
        subject="week:2026-W10",
        started_at=NOW,
        asked_at=NOW,
        at="went_well",
    )
    return replace(plain, **changes)


def answered(step: str, text: str = "", **value: Any) -> Entry:
    return Entry(step, Outcome.ANSWERED, Value(text, **value))


def with_entries(of: Conversation, *entries: Entry) -> Conversation:
    return replace(of, entries={**of.entries, **{entry.step: entry for entry in entries}})


def delivery(name: str, person: Person = MAYA, **changes: Any) -> Delivery:
    plain = Delivery(name, person.workspace, person.id, f"key-{name}", Deed.POST, Subject.QUESTION, NOW)
    return replace(plain, **changes)


def held(name: str = "held", person: Person = MAYA, **changes: Any) -> HeldReply:
    plain = HeldReply(name, person.workspace, person.id, "Is this one?", "D0MAYA", "1.5", None, NOW)
    return replace(plain, **changes)


def script(**changes: Any) -> Script:
    steps = {"went_well": Step("went_well", Kind.TEXT, ("What went well?",), "end")}
    plain = Script(
        id="reflection",
        version=1,
        language="en",
        title="Reflection",
        minutes=3,
        why="",
        closing="",
        subject="week",
        audience=Audience.SELF,
        cites=(),
        start_words=(),
        starts_as="",
        steps=steps,
        fingerprint="f1",
        source=("id = 'reflection'\n", "title = 'Rückblick'\n"),
    )
    return replace(plain, **changes)


async def introduce(memory: Memory, *people: Person) -> None:
    async with memory.unit_of_work() as work:
        for person in people:
            await work.people.add(person)
        await work.commit()


async def begin(memory: Memory, *conversations: Conversation) -> None:
    async with memory.unit_of_work() as work:
        for each in conversations:
            await work.conversations.add(each)
        await work.commit()


async def save(memory: Memory, changed: Conversation, aside: frozenset[str] = frozenset()) -> None:
    async with memory.unit_of_work() as work:
        await work.conversations.save(changed, aside)
        await work.commit()


async def load(memory: Memory, name: str = "talk", person: Person = MAYA) -> Conversation:
    async with memory.unit_of_work() as work:
        return await work.conversations.get(person, name)


async def queue(memory: Memory, *deliveries: Delivery) -> None:
    async with memory.unit_of_work() as work:
        for each in deliveries:
            await work.outbox.add(each)
        await work.commit()


def later(**delta: float) -> datetime:
    return NOW + timedelta(**delta)
