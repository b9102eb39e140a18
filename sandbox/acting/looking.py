"""What a person sees: conversations, threads, whispers, modals, the Home tab."""

from sandbox.acting.outcomes import NotOnScreenError
from sandbox.acting.pressing import Surface
from sandbox.acting.scene import Scene
from sandbox.records import Channel, EphemeralMessage, Message, Person, View


class Onlooker:
    """One person looking, who changes nothing by it."""

    def __init__(self, scene: Scene, person_id: str) -> None:
        self._scene = scene
        self._person_id = person_id

    @property
    def person(self) -> Person:
        """Who acts, as they are now."""
        return self._scene.workspace.people[self._person_id]

    @property
    def dm_channel(self) -> Channel:
        """Their conversation with the app."""
        return self._scene.dm_of(self._person_id)

    def home(self) -> View | None:
        """What stands on the app's Home tab."""
        return self._scene.workspace.screens.home(self._person_id)

    def dm_messages(self) -> list[Message]:
        """The conversation with the app outside threads, oldest first."""
        return self.dm_channel.top_level()

    def channel_messages(self, channel: str) -> list[Message]:
        """A channel outside threads, oldest first."""
        return self._scene.workspace.channel(channel).top_level()

    def thread(self, message: Message) -> list[Message]:
        """A thread: its parent, then the replies."""
        channel = self._scene.workspace.channels[message.channel_id]
        parent = channel.messages.get(message.thread_root)
        return ([parent] if parent else []) + channel.replies_to(message.thread_root)

    def ephemerals(self) -> list[EphemeralMessage]:
        """What only this person was shown, oldest first."""
        shown = self._scene.workspace.ephemerals
        return [each for each in shown if each.recipient_id == self._person_id]

    def open_views(self) -> list[View]:
        """The modals that stand open, the topmost last."""
        return self._scene.workspace.screens.stack(self._person_id)

    @property
    def _present(self) -> Person:
        if self.person.deleted:
            raise NotOnScreenError(f"{self.person.display_name} is deactivated")
        return self.person

    def _seen(self, surface: Surface) -> Surface:
        return self._current_view(surface) if isinstance(surface, View) else self._current(surface)

    def _current(self, message: Message | EphemeralMessage) -> Message | EphemeralMessage:
        return message if isinstance(message, EphemeralMessage) and self._sees(message) else self._standing(message)

    def _standing(self, message: Message | EphemeralMessage) -> Message:
        self._sees(message)
        current = self._scene.workspace.message(message.channel_id, message.ts)
        if current is None or current.subtype == "tombstone":
            raise NotOnScreenError("this message was deleted")
        return current

    def _sees(self, message: Message | EphemeralMessage) -> bool:
        if self._person_id not in self._scene.workspace.channels[message.channel_id].members:
            raise NotOnScreenError(f"{self.person.display_name} does not see this conversation")
        return True

    def _current_view(self, view: View) -> View:
        current = self._scene.workspace.screens.find(view.id)
        if current is None:
            raise NotOnScreenError(f"{view.title!r} is not open any more")
        return current
