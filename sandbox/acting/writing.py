"""Typing a message into a conversation and telling the app, if it listens there."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.acting.outcomes import NotOnScreenError
from sandbox.acting.scene import Scene
from sandbox.composing import Composed, compose
from sandbox.payloads import EVENT_NAMES
from sandbox.records import Channel, Message, Person
from sandbox.traffic import DeliveryKind


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the composer when Enter is pressed; raw text is taken as Slack's markup."""

    text: str
    files: Sequence[str] = ()
    raw: bool = False
    thread_ts: str | None = None


async def write(scene: Scene, person: Person, channel: Channel, draft: Draft, *, deliver: bool = True) -> Message:
    """Put a typed message into a conversation and deliver the event."""
    if person.id not in channel.members:
        raise NotOnScreenError(f"{person.display_name} is not in {channel.name}")
    if not draft.text.strip() and not draft.files:
        raise NotOnScreenError("there is nothing to send")
    workspace = scene.workspace
    composed = _composed(scene, draft)
    message = workspace.put(
        Message(
            channel_id=channel.id,
            ts=workspace.ids.ts(),
            user_id=person.id,
            text=composed.text,
            blocks=composed.blocks,
            thread_ts=draft.thread_ts,
            subtype="file_share" if draft.files else None,
            client_msg_id=workspace.ids.uuid(),
            files=tuple(workspace.file(name, person.id) for name in draft.files),
        )
    )
    hears = scene.app.hears(EVENT_NAMES[channel.kind])
    if deliver and hears and scene.app.bot_user_id in channel.members:
        payload = scene.payloads.message_event(message, channel)
        await scene.deliver.send(DeliveryKind.EVENT, payload)
    return message


def _composed(scene: Scene, draft: Draft) -> Composed:
    if draft.raw:
        return Composed(draft.text, ())
    workspace = scene.workspace
    return compose(draft.text, workspace.people.values(), workspace.ids.short())
