"""A person at the keyboard: types, replies, edits, presses, chooses, submits, comes and goes."""

from collections.abc import Sequence

from sandbox.acting import modals, moving, shortcuts, suggesting, writing
from sandbox.acting.answers import CommandAnswer
from sandbox.acting.choosing import Choice, chosen
from sandbox.acting.finding import find_element
from sandbox.acting.looking import Onlooker
from sandbox.acting.outcomes import CommandOutcome, NotOnScreenError, SubmitOutcome
from sandbox.acting.pressing import Surface, use
from sandbox.acting.writing import Draft
from sandbox.json_object import Json
from sandbox.records import EphemeralMessage, Message, View
from sandbox.traffic import Delivery, DeliveryKind


class Actor(Onlooker):
    """One person acting; everything they do reaches the app the way Slack sends it."""

    async def dm(self, text: str, *, files: Sequence[str] = (), raw: bool = False, deliver: bool = True) -> Message:
        """Type in the direct message with the app."""
        draft = Draft(text, files, raw)
        return await writing.write(self._scene, self._present, self.dm_channel, draft, deliver=deliver)

    async def say(self, channel: str, text: str, *, raw: bool = False, deliver: bool = True) -> Message:
        """Type in a channel, or in any conversation by its id."""
        target = self._scene.workspace.channel(channel)
        draft = Draft(text, raw=raw)
        return await writing.write(self._scene, self._present, target, draft, deliver=deliver)

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
        return await writing.write(self._scene, self._present, channel, draft, deliver=deliver)

    async def edit(self, message: Message, text: str, *, raw: bool = False, deliver: bool = True) -> Message:
        """Change a message of one's own."""
        draft = Draft(text, raw=raw)
        return await writing.edit(self._scene, self._present, self._standing(message), draft, deliver=deliver)

    async def delete(self, message: Message, *, deliver: bool = True) -> None:
        """Take a message of one's own away."""
        await writing.delete(self._scene, self._present, self._standing(message), deliver=deliver)

    async def react(self, message: Message, emoji: str) -> Message:
        """Put an emoji under a message, or take one's own away again."""
        return await writing.react(self._scene, self._present, self._standing(message), emoji)

    async def command(self, command: str, text: str = "", *, channel: str | None = None) -> CommandOutcome:
        """Run a slash command, in the direct message with the app unless told where."""
        if command not in self._scene.app.config.commands:
            raise NotOnScreenError(f"{command} is not a valid command here")
        place = self._scene.workspace.channel(channel) if channel else self.dm_channel
        answer = CommandAnswer(self._scene, self._present, place)
        payload = self._scene.payloads.command(self._present, place, command, text)
        delivery = await self._scene.deliver.send(DeliveryKind.COMMAND, payload, answer.apply)
        return CommandOutcome(delivery, answer.shown)

    async def shortcut(self, callback_id: str) -> Delivery:
        """Choose a shortcut of the app beside the composer."""
        return await shortcuts.choose(self._scene, self._present, callback_id)

    async def message_shortcut(self, message: Message, callback_id: str) -> Delivery:
        """Choose a shortcut of the app in the menu of a message."""
        return await shortcuts.choose_on(self._scene, self._present, self._standing(message), callback_id)

    async def press(
        self,
        message: Message | EphemeralMessage,
        *,
        action_id: str | None = None,
        label: str | None = None,
        block_id: str | None = None,
        as_seen: bool = False,
    ) -> Delivery:
        """Press a button; `as_seen` presses what the given message showed, however old."""
        surface = message if as_seen else self._current(message)
        found = find_element(surface.blocks, action_id=action_id, label=label, block_id=block_id)
        return await use(self._scene, self._present, surface, found, None)

    async def press_in_view(
        self, view: View, *, action_id: str | None = None, label: str | None = None, block_id: str | None = None
    ) -> Delivery:
        """Press a button in a modal or on the Home tab; where several are alike, the first, or the one in a block."""
        current = self._current_view(view)
        found = find_element(current.blocks, action_id=action_id, label=label, block_id=block_id)
        return await use(self._scene, self._present, current, found, None)

    async def choose(
        self, surface: Surface, action_id: str, option: Choice, *, block_id: str | None = None
    ) -> Delivery:
        """Choose in a menu, by the value or the label of an option, a name or a date."""
        current = self._seen(surface)
        block, element = find_element(current.blocks, action_id=action_id, block_id=block_id)
        offered = await suggesting.offered(self._scene, self._present, current, (block, element), option)
        value = chosen(offered, option, self._scene.workspace)
        return await use(self._scene, self._present, current, (block, element), value)

    async def suggestions(
        self, surface: Surface, action_id: str, typed: str, *, block_id: str | None = None
    ) -> list[Json]:
        """What the app offers while one types in a menu of its own making."""
        current = self._seen(surface)
        found = find_element(current.blocks, action_id=action_id, block_id=block_id)
        return await suggesting.ask(self._scene, self._present, current, found, typed)

    async def fill(self, view: View, block_id: str, choice: Choice) -> Delivery | None:
        """Type in a field without sending the form; delivered where the app asked for every character."""
        current = self._current_view(view)
        return await modals.fill(self._scene, self._present, current, block_id, choice)

    async def press_enter(self, view: View, block_id: str) -> Delivery | None:
        """Press Enter in a field; delivered where the app asked for that, as it does by default."""
        return await modals.press_enter(self._scene, self._present, self._current_view(view), block_id)

    async def submit(self, view: View, values: modals.Values | None = None) -> SubmitOutcome:
        """Fill fields in, by block id, and send the modal off."""
        return await modals.submit(self._scene, self._present, self._current_view(view), values or {})

    async def close(self, view: View) -> list[Delivery]:
        """Close a modal without sending it off."""
        return await modals.close(self._scene, self._present, self._current_view(view))

    async def open_home(self) -> View | None:
        """Look at the app's Home tab, which the app hears of."""
        await moving.open_tab(self._scene, self._present, "home")
        return self.home()

    async def open_messages(self) -> list[Message]:
        """Look at the app's Messages tab, which the app hears of."""
        await moving.open_tab(self._scene, self._present, "messages")
        return self.dm_messages()

    async def join(self, channel: str) -> None:
        """Go into a public channel."""
        await moving.join(self._scene, self._present, self._scene.workspace.channel(channel))

    async def leave(self, channel: str) -> None:
        """Go out of a channel."""
        await moving.leave(self._scene, self._present, self._scene.workspace.channel(channel))

    async def invite(self, channel: str, who: str) -> None:
        """Bring somebody, or the app, into a channel one is in."""
        guest = self._scene.workspace.person(who)
        await moving.invite(self._scene, self._present, self._scene.workspace.channel(channel), guest)
