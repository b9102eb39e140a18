"""A person at the keyboard: types, replies, presses, chooses, submits, looks."""

from collections.abc import Sequence

from sandbox.acting import modals
from sandbox.acting.answers import CommandAnswer
from sandbox.acting.choosing import Choice, chosen
from sandbox.acting.finding import find_element
from sandbox.acting.outcomes import CommandOutcome, NotOnScreenError, SubmitOutcome
from sandbox.acting.pressing import Surface, use
from sandbox.acting.scene import Scene
from sandbox.acting.writing import Draft, write
from sandbox.records import Channel, EphemeralMessage, Message, Person, View
from sandbox.traffic import Delivery, DeliveryKind


class Actor:
    """One person acting; everything they do reaches the app the way Slack sends it."""

    def __init__(self, scene: Scene, person_id: str) -> None:
        self._scene = scene
        self._person_id = person_id

    @property
    def person(self) -> Person:
        """Who acts, as they are now."""
        return self._scene.workspace.people[self._person_id]

    @property
    def _present(self) -> Person:
        if self.person.deleted:
            raise NotOnScreenError(f"{self.person.display_name} is deactivated")
        return self.person

    @property
    def dm_channel(self) -> Channel:
        """Their conversation with the app."""
        return self._scene.dm_of(self._person_id)

    async def dm(self, text: str, *, files: Sequence[str] = (), raw: bool = False, deliver: bool = True) -> Message:
        """Type in the direct message with the app."""
        draft = Draft(text, files, raw)
        return await write(self._scene, self._present, self.dm_channel, draft, deliver=deliver)

    async def say(self, channel: str, text: str, *, raw: bool = False, deliver: bool = True) -> Message:
        """Type in a channel, or in any conversation by its id."""
        target = self._scene.workspace.channel(channel)
        draft = Draft(text, raw=raw)
        return await write(self._scene, self._present, target, draft, deliver=deliver)

    async def reply(
        self,
        message: Message,
        text: str,
        *,
        files: Sequence[str] = (),
        raw: bool = False,
        deliver: bool = True,
    ) -> Message:
        """Type in the thread of a message."""
        channel = self._scene.workspace.channels[message.channel_id]
        draft = Draft(text, files, raw, thread_ts=message.thread_root)
        return await write(self._scene, self._present, channel, draft, deliver=deliver)

    async def command(self, command: str, text: str = "", *, channel: str | None = None) -> CommandOutcome:
        """Run a slash command, in the direct message with the app unless told where."""
        if command not in self._scene.app.config.commands:
            raise NotOnScreenError(f"{command} is not a valid command here")
        place = self._scene.workspace.channel(channel) if channel else self.dm_channel
        answer = CommandAnswer(self._scene, self._present, place)
        payload = self._scene.payloads.command(self._present, place, command, text)
        delivery = await self._scene.deliver.send(DeliveryKind.COMMAND, payload, answer.apply)
        return CommandOutcome(delivery, answer.shown)

    async def press(
        self,
        message: Message | EphemeralMessage,
        *,
        action_id: str | None = None,
        label: str | None = None,
        as_seen: bool = False,
    ) -> Delivery:
        """Press a button; `as_seen` presses what the given message showed, however old."""
        surface = message if as_seen else self._current(message)
        found = find_element(surface.blocks, action_id=action_id, label=label)
        return await use(self._scene, self._present, surface, found, None)

    async def press_in_view(self, view: View, *, action_id: str | None = None, label: str | None = None) -> Delivery:
        """Press a button in a modal or on the Home tab."""
        current = self._current_view(view)
        found = find_element(current.blocks, action_id=action_id, label=label)
        return await use(self._scene, self._present, current, found, None)

    async def choose(self, surface: Message | EphemeralMessage | View, action_id: str, option: Choice) -> Delivery:
        """Choose in a menu, by the value or the label of an option, a name or a date."""
        current = self._seen(surface)
        found = find_element(current.blocks, action_id=action_id)
        value = chosen(found[1], option, self._scene.workspace)
        return await use(self._scene, self._present, current, found, value)

    async def fill(self, view: View, block_id: str, choice: Choice) -> Delivery | None:
        """Type in a field without sending the form; delivered where the app asked for it."""
        current = self._current_view(view)
        return await modals.fill(self._scene, self._present, current, block_id, choice)

    async def submit(self, view: View, values: modals.Values | None = None) -> SubmitOutcome:
        """Fill fields in, by block id, and send the modal off."""
        return await modals.submit(self._scene, self._present, self._current_view(view), values or {})

    async def close(self, view: View) -> list[Delivery]:
        """Close a modal without sending it off."""
        return await modals.close(self._scene, self._present, self._current_view(view))

    async def open_home(self) -> View | None:
        """Look at the app's Home tab, which the app hears of."""
        home = self.home()
        if self._scene.app.hears("app_home_opened"):
            payload = self._scene.payloads.home_opened(self._present, self.dm_channel, home)
            await self._scene.deliver.send(DeliveryKind.EVENT, payload)
        return self.home()

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

    def _seen(self, surface: Surface) -> Surface:
        return self._current_view(surface) if isinstance(surface, View) else self._current(surface)

    def _current(self, message: Message | EphemeralMessage) -> Message | EphemeralMessage:
        if self._person_id not in self._scene.workspace.channels[message.channel_id].members:
            raise NotOnScreenError(f"{self.person.display_name} does not see this conversation")
        if isinstance(message, EphemeralMessage):
            return message
        current = self._scene.workspace.message(message.channel_id, message.ts)
        if current is None:
            raise NotOnScreenError("this message was deleted")
        return current

    def _current_view(self, view: View) -> View:
        current = self._scene.workspace.screens.find(view.id)
        if current is None:
            raise NotOnScreenError(f"{view.title!r} is not open any more")
        return current
