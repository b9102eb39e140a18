"""What has happened in the demo before somebody looks: told by doing what people would do, on their own screens.

A programme has begun. Ana has been invited, and has not answered. Ben has set up, with a coach from outside, and is in
the middle of a reflection. Chloe and Dana have agreed, and Chloe shares with her what she wrote.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot import ids
from sandbox.acting.actor import Actor
from sandbox.records import Message, View
from sandbox.sandbox import Sandbox

_PRIORITIES = "Safety at every site\nCustomers first\nGrowing people"
_SET_UP = "Set up (1 minute)"
_OUTSIDE_FOR = timedelta(days=120)
_LOOK, _SHARE_NOW = "See the agreement", "Share now"
_BY_ITSELF = ("goals", "plans", "assignments", "reflections")
_CHLOE = (
    "My team decides without me, and tells me afterwards.",
    "On Wednesday I let the regional lead run our meeting.",
    "wins",
    "The regional lead agreed to try the new hand-over for two weeks.",
    "Waiting for numbers from finance. I could have asked a week earlier.",
)
_BEN = ("I say no without explaining myself for ten minutes.", "Monday: the request for a second report.", "reflect")


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells the story in one sandbox. `heard` waits until somebody was written to so often, and all of it arrived."""

    sandbox: Sandbox
    heard: Callable[[str, int], Awaitable[None]]

    async def tell(self) -> None:
        """All of it, in its order."""
        await self._programme()
        for name in ("Ana", "Ben", "Chloe", "Dana", "Jonas"):
            await self.heard(name, 1)
        await self._agrees_with_all("Dana")
        await self._sets_up("Chloe", "2", ("yes", "reflections"))
        await self.heard("Dana", 2)
        await self._agrees_to_more("Dana")
        await self._answers("Chloe", *_CHLOE)
        await self._shares("Chloe")
        await self._sets_up("Ben", "4", ("yes",))
        await self._answers("Ben", *_BEN)

    async def _programme(self) -> None:
        """Mila owns the workspace: she names herself, sets up a programme, and lets it begin."""
        mila = self._actor("Mila")
        await mila.command(ids.COMMAND, "programme")
        await self._sends(mila, {"named": ["Mila"]})
        await mila.command(ids.COMMAND, "programme")
        await mila.press_in_view(_top(mila), action_id=f"{ids.PROGRAMME}:new")
        first = {"name": "Leading change", "unit": "Operations", "priorities": _PRIORITIES, "leader": "Ana"}
        await self._sends(mila, {**first, "coaches": ["Dana"], "sponsors": ["Karin"]})
        await self._adds(mila, {"leader": "Chloe", "coaches": ["Dana"]})
        until = (datetime.fromtimestamp(self.sandbox.clock.now(), UTC) + _OUTSIDE_FOR).date().isoformat()
        await self._adds(mila, {"leader": "Ben", "coaches": ["Jonas"], "until": until})
        await self._sends(mila, {})
        await self._closes(mila)

    async def _adds(self, manager: Actor, leader: Mapping[str, Any]) -> None:
        """One more leader, and back to who will get what."""
        await self._closes(manager)
        await manager.command(ids.COMMAND, "programme")
        await manager.press_in_view(_top(manager), action_id=f"{ids.PROGRAMME}:open")
        await manager.press_in_view(_top(manager), action_id=f"{ids.PROGRAMME}:leader")
        await self._sends(manager, leader)

    async def _sends(self, actor: Actor, written: Mapping[str, Any]) -> None:
        view = _top(actor)
        outcome = await actor.submit(view, {f"{ids.FIELD}:{name}": value for name, value in written.items()})
        assert not outcome.errors, outcome.errors  # noqa: S101 - a story that does not work must not be shown
        await self.sandbox.until(lambda: view not in actor.open_views())

    async def _sets_up(self, who: str, day: str, agreed: tuple[str, ...]) -> None:
        actor = self._actor(who)
        await actor.press(actor.dm_messages()[-1], label=_SET_UP)
        view = _top(actor)
        chosen: dict[str, Any] = {
            "days": [day],
            "hour": "16:00",
            "minutes": "10",
            "answer_in": "chat",
            "language": "en",
        }
        await actor.submit(view, {**chosen, **{each: list(agreed) for each in _pacts(view)}})
        await self.heard(who, 2)

    async def _agrees_with_all(self, coach: str) -> None:
        """Dana says yes to each of her leaders, before any of them has."""
        actor = self._actor(coach)
        await actor.press(_with_button(actor, _LOOK), label=_LOOK)
        view = _top(actor)
        await actor.submit(view, {each: ["yes"] for each in _pacts(view)})
        await self._closes(actor)

    async def _agrees_to_more(self, coach: str) -> None:
        """Dana says yes to what Chloe would like her to see."""
        actor = self._actor(coach)
        await actor.press(_with_button(actor, _LOOK), label=_LOOK)
        await actor.submit(_top(actor), {"by_itself": list(_BY_ITSELF)})
        await self._closes(actor)

    async def _answers(self, who: str, *texts: str) -> None:
        actor = self._actor(who)
        for text in texts:
            heard = len(self._said_to(actor))
            await actor.dm(text)
            await self.heard(who, heard + 1)

    async def _shares(self, who: str) -> None:
        actor = self._actor(who)
        await actor.press(_with_button(actor, _SHARE_NOW), label=_SHARE_NOW)

    async def _closes(self, actor: Actor) -> None:
        for view in reversed(actor.open_views()):
            await actor.close(view)

    def _said_to(self, actor: Actor) -> list[Message]:
        bot = self.sandbox.app.bot_user_id
        return [each for each in actor.dm_messages() if each.user_id == bot]

    def _actor(self, name: str) -> Actor:
        return self.sandbox.act_as(name)


def _top(actor: Actor) -> View:
    return actor.open_views()[-1]


def _pacts(view: View) -> list[str]:
    """The fields in which one says yes, each for an agreement."""
    return [each["block_id"] for each in view.blocks if str(each.get("block_id", "")).startswith("pact:")]


def _with_button(actor: Actor, label: str) -> Message:
    """The newest message with this button."""
    return next(each for each in reversed(actor.dm_messages()) if label in _labels(each))


def _labels(message: Message) -> list[str]:
    elements = [each for block in message.blocks for each in block.get("elements", ())]
    return [each["text"]["text"] for each in elements if each.get("type") == "button"]
