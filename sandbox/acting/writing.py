"""Writing, editing and deleting messages, and telling the app, if it listens there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sandbox.acting.outcomes import NotOnScreenError
from sandbox.acting.scene import Scene
from sandbox.checks.messages import TEXT_LIMIT
from sandbox.composing import Composed, compose
from sandbox.records import Channel, Message, Person


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
    _require_words(draft, draft.files)
    workspace = scene.workspace
    composed = _composed(scene, draft)
    with workspace.noting() as happened:
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
    await scene.tell(happened if deliver else ())
    return message


async def edit(scene: Scene, person: Person, message: Message, draft: Draft, *, deliver: bool = True) -> Message:
    """Put other words into a message; Slack tells nobody when they are the same."""
    _require_own(person, message)
    _require_words(draft, message.files)
    composed = _composed(scene, draft)
    if composed.text == message.text:
        return message
    edited_ts = scene.workspace.ids.ts()
    changed = replace(message, text=composed.text, blocks=composed.blocks, edited_ts=edited_ts)
    with scene.workspace.noting() as happened:
        scene.workspace.put(changed)
    await scene.tell(happened if deliver else ())
    return changed


async def delete(scene: Scene, person: Person, message: Message, *, deliver: bool = True) -> None:
    """Take a message away."""
    _require_own(person, message)
    with scene.workspace.noting() as happened:
        scene.workspace.delete(message)
    await scene.tell(happened if deliver else ())


async def react(scene: Scene, person: Person, message: Message, emoji: str) -> Message:
    """Put an emoji under a message, or take it away where the person's own stands there."""
    standing = next((each.user_ids for each in message.reactions if each.name == emoji), ())
    others = tuple(each for each in standing if each != person.id)
    with scene.workspace.noting() as happened:
        changed = scene.workspace.react(message, emoji, others if person.id in standing else (*standing, person.id))
    await scene.tell(happened)
    return changed


def _require_own(person: Person, message: Message) -> None:
    if message.user_id != person.id:
        raise NotOnScreenError(f"{person.display_name} did not write this message")


def _require_words(draft: Draft, files: Sequence[object]) -> None:
    if not draft.text.strip() and not files:
        raise NotOnScreenError("there is nothing to send")


def _composed(scene: Scene, draft: Draft) -> Composed:
    """What becomes of the draft; Slack's own composer refuses what no message holds."""
    workspace = scene.workspace
    if draft.raw:
        composed = Composed(draft.text, ())
    else:
        composed = compose(draft.text, workspace.people.values(), workspace.ids.short())
    if len(composed.text) > TEXT_LIMIT:
        raise NotOnScreenError(f"a message has at most {TEXT_LIMIT} characters")
    return composed
