"""Do for a person what they typed or pressed on the page."""

from collections.abc import Awaitable, Callable

from sandbox.acting.actor import Actor
from sandbox.acting.outcomes import NotOnScreenError
from sandbox.json_object import Json
from sandbox.page.desk import Desk
from sandbox.page.entered import EXTERNAL, labels, with_offers
from sandbox.page.form import Form, Press, enter
from sandbox.page.own_words import as_typed
from sandbox.page.sight import Sight
from sandbox.page.trouble import plan
from sandbox.page.world import turn
from sandbox.records import EphemeralMessage, Message, View
from sandbox.sandbox import Sandbox
from sandbox.surface import elements

Surface = Message | EphemeralMessage | View
NO_SUCH_COMMAND = (
    "{} is not a command here. What begins with a slash is taken for a command: "
    "put a space before it to send it as a message."
)


async def act(sandbox: Sandbox, desk: Desk, sight: Sight, form: Form) -> None:
    """Take one posted form to where it belongs."""
    doing = Doing(sandbox, desk, sight)
    try:
        await doing.whatever(form)
    except NotOnScreenError as gone:
        desk.note(sight.me.id, f"That did not work: {gone}.")


class Doing:
    """One thing that one person does."""

    def __init__(self, sandbox: Sandbox, desk: Desk, sight: Sight) -> None:
        self._sandbox = sandbox
        self._desk = desk
        self._sight = sight
        self._actor: Actor = sandbox.act_as(sight.me.id)

    async def whatever(self, form: Form) -> None:
        """What the form asks for: it names a doing, an element that was used, or holds words to send."""
        if named := DOINGS.get(form.word("do")):
            await named(self, form)
        elif form.word("clock"):
            turn(self._sight, form.word("clock"))
        elif form.word("trouble"):
            await plan(self._sandbox, form)
        elif form.word("shortcut"):
            await self.shortcut(form)
        elif search := form.press("suggest"):
            await self.suggest(form, search)
        elif press := form.press():
            await self.press(form, press)
        else:
            await self.write(form)

    async def write(self, form: Form) -> None:
        """Send what stands in a composer: words, or a slash command."""
        typed = form.typed("text")
        self._desk.begin(self._sight.me.id)
        if typed.startswith("/"):
            await self._command(typed.strip(), in_thread=bool(form.word("thread_ts")))
        elif typed.strip():
            await self._say(typed.strip(), form.word("thread_ts"))

    async def press(self, form: Form, press: Press) -> None:
        """Use an element of a message, a modal or the Home tab."""
        surface, key = self._touched(form)
        failed = await self._use(surface, key, form, press)
        if failed:
            self._desk.trouble(self._sight.me.id, key, f"{self._app} did not respond ({failed}).")

    async def suggest(self, form: Form, search: Press) -> None:
        """Let the app look up what was typed in a menu of its own making."""
        surface, key = self._touched(form)
        typed = form.searched(search)
        offers = await self._actor.suggestions(surface, search.action_id, typed, block_id=search.block_id)
        self._desk.offer(self._sight.me.id, key, search.action_id, offers)

    async def shortcut(self, form: Form) -> None:
        """Choose a shortcut of the app, beside the composer or on a message."""
        callback_id, ts = form.word("shortcut"), form.word("message")
        self._desk.begin(self._sight.me.id, ts)
        if not ts:
            delivery = await self._actor.shortcut(callback_id)
        else:
            delivery = await self._actor.message_shortcut(self._standing(form), callback_id)
        if delivery.failed:
            self._desk.note(self._sight.me.id, f"{self._app} did not respond ({delivery.failed}).")

    async def edit(self, form: Form) -> None:
        """Change one's own message."""
        self._desk.begin(self._sight.me.id, form.word("message"))
        words = form.typed("text").strip()
        if not words:
            raise NotOnScreenError("a message needs words; to take it away, delete it")
        message = self._standing(form)
        if words != as_typed(message.text, self._sight.reader.people):
            await self._actor.edit(message, words)

    async def delete(self, form: Form) -> None:
        """Take one's own message away."""
        self._desk.begin(self._sight.me.id, form.word("message"))
        await self._actor.delete(self._standing(form))

    async def finish(self, form: Form) -> None:
        """Send a modal off, or close it."""
        view = self._view(form)
        self._desk.begin(self._sight.me.id, view.id)
        if form.word("do") == "close":
            await self._actor.close(view)
            return
        self._enter(view, form)
        outcome = await self._actor.submit(view)
        self._desk.refuse(view, outcome.errors)
        if outcome.failed:
            words = f"{self._app} did not respond ({outcome.failed}). Your answers are still here: try again."
            self._desk.trouble(self._sight.me.id, view.id, words)

    @property
    def _app(self) -> str:
        return self._sandbox.app.name

    async def _say(self, words: str, thread_ts: str) -> None:
        channel = self._sight.channel or self._sight.workspace.direct_message(self._sight.me.id, self._sight.here)
        if not thread_ts:
            await self._actor.say(channel.id, words)
            return
        # A thread outlives its deleted parent: any message of it leads there.
        in_thread = [channel.messages.get(thread_ts), *channel.replies_to(thread_ts)]
        message = next((each for each in in_thread if each is not None), None)
        if message is None:
            raise NotOnScreenError("this thread is gone")
        await self._actor.reply(message, words)

    async def _command(self, typed: str, *, in_thread: bool) -> None:
        command, _, rest = typed.partition(" ")
        me = self._sight.me.id
        if command not in self._sandbox.app.config.commands:
            self._desk.note(me, NO_SUCH_COMMAND.format(command))
        elif in_thread:
            self._desk.note(me, f"{command} cannot be used in threads.")
        else:
            channel = self._sight.channel
            outcome = await self._actor.command(command, rest.strip(), channel=channel.id if channel else None)
            if outcome.failed:
                self._desk.note(me, f"{typed} did not work: {self._app} did not respond ({outcome.failed}).")

    async def _use(self, surface: Surface, key: str, form: Form, press: Press) -> str | None:
        """Use one element; gives why the app did not take it."""
        standing = with_offers(surface.blocks, self._desk.offers(self._sight.me.id, key))
        found = [pair for pair in elements(standing) if _is_pressed(*pair, press)]
        if not found:
            raise NotOnScreenError("what you pressed is gone")
        block, element = found[0]
        pressed = {"action_id": press.action_id, "block_id": block["block_id"]}
        if element["type"] == "button" and isinstance(surface, View):
            return (await self._actor.press_in_view(surface, **pressed)).failed
        if element["type"] == "button" and not isinstance(surface, View):
            return (await self._actor.press(surface, **pressed)).failed
        choice = press.choice if press.choice is not None else form.entered(block, element, self._sight.reader.zone)
        if element["type"] in EXTERNAL:
            # Whoever acts names an option as it reads: the app is asked for it once more.
            choice = labels(element["options"], choice)
        return (await self._actor.choose(surface, press.action_id, choice, block_id=block["block_id"])).failed

    def _touched(self, form: Form) -> tuple[Surface, str]:
        """What was used, with everything that stands in its fields put before the person."""
        surface = self._surface(form)
        key = surface.id if isinstance(surface, View) else surface.ts
        self._desk.begin(self._sight.me.id, key)
        self._enter(surface, form)
        return surface, key

    def _enter(self, surface: Surface, form: Form) -> None:
        key = surface.id if isinstance(surface, View) else surface.ts
        me = self._sight.me.id
        enter(self._sight.workspace, me, key, with_offers(surface.blocks, self._desk.offers(me, key)), form)

    def _standing(self, form: Form) -> Message:
        message = self._message(form.word("message"))
        if not isinstance(message, Message):
            raise NotOnScreenError("only messages that everybody sees have a menu")
        return message

    def _surface(self, form: Form) -> Surface:
        return self._message(form.word("message")) if form.word("message") else self._view(form)

    def _message(self, ts: str) -> Message | EphemeralMessage:
        channel, me = self._sight.channel, self._sight.me.id
        lasting = channel.messages.get(ts) if channel else None
        shown = [each for each in self._sight.workspace.ephemerals if each.ts == ts and each.recipient_id == me]
        found = [lasting] if lasting else shown
        if not found:
            raise NotOnScreenError("this message is gone")
        return found[0]

    def _view(self, form: Form) -> View:
        screens = self._sight.workspace.screens
        view = screens.home(self._sight.me.id) if form.word("home") else screens.find(form.word("view"))
        if view is None or view.user_id != self._sight.me.id:
            raise NotOnScreenError("this is not open any more")
        return view


def _is_pressed(block: Json, element: Json, press: Press) -> bool:
    """In other blocks there may be elements with the same id."""
    return bool(element["action_id"] == press.action_id and block["block_id"] == press.block_id)


DOINGS: dict[str, Callable[[Doing, Form], Awaitable[None]]] = {
    "submit": Doing.finish,
    "close": Doing.finish,
    "edit": Doing.edit,
    "delete": Doing.delete,
}
