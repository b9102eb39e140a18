"""Deliveries as nobody's Slack would send them by itself: somebody else's hand, another value, another workspace."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from bot.ids import Pointer
from sandbox.happenings import Wrote
from sandbox.records import Message
from sandbox.traffic import Delivery, DeliveryKind
from storage.tables import AUDIT, CONVERSATION, PERSON
from tests.scenario.ledger import rows
from tests.scenario.world import Person, World

MEMBERS_ONLY = "This is only for full members of this workspace. Nothing was saved."
NOT_YOURS = "This is no longer available to you."
OLD_BUTTON = "This button is from an older version. Type “help” to see what we can do."
NOBODYS = Pointer("nobody-0000000000000000000", 1, "").packed()

Payload = dict[str, Any]


async def send(world: World, kind: DeliveryKind, payload: Payload) -> Delivery:
    """Deliver a payload, signed as ever."""
    delivery = await world.sandbox.deliver.send(kind, payload)
    await world.settled()
    return delivery


async def forge(world: World, like: Delivery, change: Callable[[Payload], None]) -> Delivery:
    """Deliver something like an earlier delivery, with a change."""
    payload = deepcopy(like.payload)
    if "trigger_id" in payload:
        payload["trigger_id"] = world.sandbox.workspace.ids.new("Tr")
    change(payload)
    return await send(world, like.kind, payload)


async def writes(world: World, who: Person, text: str, **fields: object) -> Delivery:
    """A message event as Slack would send it, whether or not this person could write it."""
    channel = who.actor.dm_channel
    ids = world.sandbox.workspace.ids
    message = Message(channel.id, ids.ts(), who.slack_id, text, client_msg_id=ids.uuid())
    [payload] = world.sandbox._installed.events.of([Wrote(message)])
    payload["event"].update(fields)
    return await send(world, DeliveryKind.EVENT, payload)


async def points(
    world: World, who: Person, action_id: str, value: str, *, on: Message | None = None, **action: object
) -> Delivery:
    """A press of this person on a button of any id and value, on some message as if it stood in their DM."""
    surface = replace(on or who.last, channel_id=who.actor.dm_channel.id)
    pressed = {"type": "button", "action_id": action_id, "block_id": value[:255] or "b", "value": value, **action}
    payload = payloads(world).press_on_message(who.actor.person, surface, pressed)
    return await send(world, DeliveryKind.INTERACTION, payload)


def payloads(world: World) -> Any:
    """What writes the payloads of this workspace."""
    return world.sandbox._installed.payloads


async def audit(world: World) -> list[tuple[str, str]]:
    """Every line of the audit: who, and what."""
    return [
        tuple(row) for row in await rows(world, select(AUDIT.c.actor, AUDIT.c.action).order_by(AUDIT.c.at, AUDIT.c.id))
    ]


async def people(world: World) -> set[str]:
    """The Slack ids of everybody there is a row for."""
    return {slack_id for (slack_id,) in await rows(world, select(PERSON.c.slack_id))}


async def standings(world: World) -> list[Any]:
    """Where every conversation stands."""
    return sorted(
        await rows(world, select(CONVERSATION.c.id, CONVERSATION.c.turn, CONVERSATION.c.at, CONVERSATION.c.status))
    )


async def conversation_of(world: World, who: Person) -> tuple[str, int]:
    """The id and the turn of this person's newest conversation."""
    its_owner = select(PERSON.c.id).where(PERSON.c.slack_id == who.slack_id).scalar_subquery()
    theirs = select(CONVERSATION.c.id, CONVERSATION.c.turn).where(CONVERSATION.c.person == its_owner)
    found = await rows(world, theirs.order_by(CONVERSATION.c.started_at.desc(), CONVERSATION.c.id.desc()))
    return found[0][0], found[0][1]


async def count(world: World, table: Any) -> int:
    """How many rows there are."""
    [(number,)] = await rows(world, select(func.count()).select_from(table))
    return int(number)
