"""What is drawn is handled, and what is handled is drawn."""

from collections.abc import Iterable

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.listener.async_listener import AsyncListener
from slack_sdk.models.blocks import DividerBlock
from slack_sdk.models.views import View

from bot import ids
from bot.manifest import EVENTS
from flows.conversation.presses import Button
from tests.house.drawn import action_ids, callback_ids, windows
from tests.house.listening import app, closing, command, event, hears, is_stray, listeners, press
from tests.unit.every_view import TOGETHER

pytestmark = TOGETHER


@pytest.fixture
def bolt() -> AsyncApp:
    return app()


async def deaf_to(bolt: AsyncApp, drawn: Iterable[str]) -> list[str]:
    """Action ids that no listener of ours takes."""
    ours = listeners(bolt)
    return [action_id for action_id in drawn if not await taken(ours, action_id)]


async def idle(bolt: AsyncApp, drawn: Iterable[str]) -> list[AsyncListener]:
    """Listeners for presses that nothing drawn ever reaches."""
    bodies = [press(action_id) for action_id in drawn]
    never = [each for each in listeners(bolt) if not [body for body in bodies if await hears(each, body)]]
    sent = [closing("view_submission", window) for window in callback_ids()]
    other = [command(ids.COMMAND), *map(event, EVENTS), *sent]
    return [each for each in never if not [body for body in other if await hears(each, body)]]


async def taken(ours: list[AsyncListener], action_id: str) -> bool:
    return bool([each for each in ours if await hears(each, press(action_id))])


def unanswered(window: View) -> list[str]:
    """What Slack sends when this window is sent or closed."""
    drawn = window.to_dict()
    kinds = {"view_submission": "submit" in drawn, "view_closed": bool(drawn.get("notify_on_close"))}
    return [kind for kind, sends in kinds.items() if sends]


async def test_everything_that_can_be_pressed_is_handled(bolt: AsyncApp) -> None:
    assert len(action_ids()) > 10
    assert await deaf_to(bolt, action_ids()) == []


async def test_everything_that_is_handled_can_be_pressed_typed_or_run(bolt: AsyncApp) -> None:
    assert await idle(bolt, action_ids()) == []


async def test_the_strays_are_the_last_and_take_the_rest(bolt: AsyncApp) -> None:
    strays = [is_stray(each) for each in bolt._async_listeners]
    assert strays == sorted(strays)
    last = [each for each in bolt._async_listeners if is_stray(each)]
    assert [each for each in last if await hears(each, press("of-an-older-version"))]


async def test_an_id_that_nobody_handles_is_noticed(bolt: AsyncApp) -> None:
    assert await deaf_to(bolt, ["question:skip", "quest", "journal"]) == ["quest", "journal"]


async def test_a_listener_that_nothing_reaches_is_noticed(bolt: AsyncApp) -> None:
    @bolt.action("journal")
    async def never(ack: AsyncAck) -> None:
        await ack()

    assert [each.ack_function.__name__ for each in await idle(bolt, action_ids())] == ["never"]


def test_the_buttons_of_a_question_are_those_it_knows() -> None:
    names = {action_id.split(":")[1] for action_id in action_ids() if action_id.startswith(f"{ids.QUESTION}:")}
    assert names == set(Button)


async def test_every_window_that_reports_back_is_listened_for(bolt: AsyncApp) -> None:
    for window in windows():
        for kind in unanswered(window):
            body = closing(kind, str(window.callback_id))
            assert [each for each in listeners(bolt) if await hears(each, body)], (kind, window.callback_id)


def test_a_window_that_reports_back_is_recognised() -> None:
    blocks = [DividerBlock()]
    assert unanswered(View(type="modal", title="A", submit="Send", blocks=blocks)) == ["view_submission"]
    assert unanswered(View(type="modal", title="A", notify_on_close=True, blocks=blocks)) == ["view_closed"]


def test_windows_are_named_in_one_place() -> None:
    named = {value for name, value in vars(ids).items() if name.endswith("_MODAL")}
    assert {window.callback_id for window in windows()} == named
