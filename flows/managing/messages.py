"""Messages about programmes, on their way to people who did nothing just now themselves."""

from collections.abc import Collection, Mapping
from datetime import datetime

from flows.conversation.message_ports import Outbox
from flows.conversation.voice import Voice
from flows.delivery import Deed, Delivery, Subject
from flows.people import Person
from flows.ports import Ids


def message_to(person: Person, subject: Subject, ids: Ids, now: datetime, **details: str) -> Delivery:
    """A message in somebody's direct message with Cairn. The same about the same is never queued twice."""
    return Delivery(
        ids.new(),
        person.workspace,
        person.id,
        _key(person, subject, *details.values()),
        Deed.POST,
        subject,
        now,
        channel=person.dm_channel,
        details=details,
    )


async def bring_all_up_to_date(
    outbox: Outbox, about: Mapping[str, Person], subjects: Collection[Subject], ids: Ids, now: datetime
) -> None:
    """Redraw the messages that `message_to` made, to each of these people about what their key in `about` names."""
    keys = {_key(person, subject, each): person for each, person in about.items() for subject in subjects}
    for workspace in {each.workspace for each in about.values()}:
        for said in await outbox.said_all(workspace, keys):
            await Voice(outbox, ids, keys[said.key], now.isoformat(), now).redraw(said)


async def bring_up_to_date(
    outbox: Outbox, person: Person, subject: Subject, ids: Ids, now: datetime, *about: str
) -> None:
    """Redraw a message that `message_to` made about these, where there is one."""
    if (said := await outbox.said(person, _key(person, subject, *about))) is not None:
        await Voice(outbox, ids, person, now.isoformat(), now).redraw(said)


async def was_told(outbox: Outbox, person: Person, subject: Subject, *about: str) -> bool:
    """Whether `message_to` made a message about these."""
    return await outbox.said(person, _key(person, subject, *about)) is not None


def _key(person: Person, subject: Subject, *about: str) -> str:
    return f"{subject}:{':'.join(about)}:{person.id}"
