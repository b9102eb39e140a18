"""How Bolt calls listeners: what it hands them, and when it acknowledges."""

import asyncio
import functools
import json
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult

EVENT = {"type": "event_callback", "team_id": "T1", "event": {"type": "message", "user": "U1", "text": "x"}}
PRESS = {"type": "block_actions", "user": {"id": "U1"}, "team": {"id": "T1"}, "actions": [{"action_id": "a"}]}


def bolt(*, before_response: bool = True) -> AsyncApp:
    """A Bolt app without a network; signatures are not its business here."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="UBOT", bot_token="xoxb-x")

    return AsyncApp(
        signing_secret="s",
        authorize=authorize,
        process_before_response=before_response,
        request_verification_enabled=False,
    )


async def ask(app: AsyncApp, payload: dict[str, Any]) -> int:
    """The status a payload gets."""
    sent = AsyncBoltRequest(body=json.dumps(payload), headers={"content-type": "application/json"})
    return (await app.async_dispatch(sent)).status


async def test_a_partial_by_keyword_hides_the_arguments_behind_it() -> None:
    seen: list[str] = []

    async def pressed(who: str, ack: AsyncAck) -> None:
        seen.append(who)
        await ack()

    hidden, kept = bolt(), bolt()
    hidden.action("a")(functools.partial(pressed, who="keyword"))  # makes `ack` keyword-only, and those Bolt ignores
    kept.action("a")(functools.partial(pressed, "position"))
    assert (await ask(hidden, PRESS), seen) == (500, [])
    assert (await ask(kept, PRESS), seen) == (200, ["position"])


async def test_an_argument_by_keyword_only_is_not_given() -> None:
    app = bolt()

    @app.action("a")
    async def pressed(*, ack: AsyncAck) -> None:
        await ack()

    assert await ask(app, PRESS) == 500


async def test_a_closure_gets_them() -> None:
    def listener(who: str, seen: list[str]) -> Any:
        async def pressed(ack: AsyncAck) -> None:
            seen.append(who)
            await ack()

        return pressed

    seen: list[str] = []
    app = bolt()
    app.action("a")(listener("closure", seen))
    assert (await ask(app, PRESS), seen) == (200, ["closure"])


@pytest.mark.parametrize("before_response", [True, False])
async def test_events_are_acknowledged_first_unless_told_otherwise(*, before_response: bool) -> None:
    may_save, saved = asyncio.Event(), asyncio.Event()
    app = bolt(before_response=before_response)

    @app.event("message")
    async def typed() -> None:
        await may_save.wait()
        saved.set()

    answer = asyncio.ensure_future(ask(app, EVENT))
    if before_response:
        may_save.set()
    assert await answer == 200
    assert saved.is_set() is before_response
    may_save.set()
    await saved.wait()


async def test_what_is_awaited_after_ack_delays_the_answer() -> None:
    acknowledged, may_go_on = asyncio.Event(), asyncio.Event()
    app = bolt()

    @app.action("a")
    async def pressed(ack: AsyncAck) -> None:
        await ack()
        acknowledged.set()
        await may_go_on.wait()

    answer = asyncio.ensure_future(ask(app, PRESS))
    await acknowledged.wait()
    for _ in range(20):
        await asyncio.sleep(0)
    assert not answer.done()
    may_go_on.set()
    assert await answer == 200
