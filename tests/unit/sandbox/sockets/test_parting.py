"""How a connection ends: asked to, broken off, or without a word."""

import asyncio

import aiohttp
import pytest

from sandbox.acting.actor import Actor
from sandbox.mishaps import Mishap, MishapKind
from sandbox.sandbox import Sandbox
from sandbox.sockets.envelopes import Parting
from tests.unit.sandbox.socket_app import APP_TOKEN, RawApp, SdkApp, connected, sdk_app
from tests.unit.sandbox.sockets.conftest import TOO_LATE


@pytest.mark.parametrize("reason", [Parting.WARNING, Parting.REFRESH_REQUESTED])
async def test_slacks_own_client_connects_anew_when_asked_to(
    sandbox: Sandbox, app: SdkApp, ana: Actor, reason: Parting
) -> None:
    await sandbox.sockets.disconnect(reason)
    await ana.dm("Still there?")

    assert [request.payload["event"]["text"] for request in app.received] == ["Still there?"]
    assert sandbox.deliveries[0].failed is None
    await sandbox.until(lambda: sandbox.sockets.connections == 1)


async def test_a_connection_that_is_refreshed_is_given_nothing_new_and_may_still_acknowledge(
    sandbox: Sandbox, raw: RawApp, ana: Actor, session: aiohttp.ClientSession, api_url: str
) -> None:
    first = asyncio.create_task(ana.dm("before"))
    before = await raw.heard()
    await sandbox.sockets.disconnect(Parting.REFRESH_REQUESTED)
    assert (await raw.heard())["reason"] == "refresh_requested"
    second = asyncio.create_task(ana.dm("after"))
    new = await connected(session, api_url)
    assert (await new.heard())["type"] == "hello"

    after = await new.heard()
    await raw.acknowledges(before)
    await new.acknowledges(after)
    await asyncio.gather(first, second)

    assert after["payload"]["event"]["text"] == "after"
    assert [delivery.failed for delivery in sandbox.deliveries] == [None, None]


async def test_switched_off_it_is_over(sandbox: Sandbox, raw: RawApp, ana: Actor) -> None:
    await sandbox.sockets.disconnect(Parting.LINK_DISABLED)

    assert (await raw.heard())["reason"] == "link_disabled"
    assert (await raw.socket.receive()).type is aiohttp.WSMsgType.CLOSE
    await sandbox.until(lambda: sandbox.sockets.connections == 0)
    await ana.dm("Hello?")
    assert sandbox.deliveries[0].failed == "connection_failed"
    assert sandbox.call("apps.connections.open", {}, APP_TOKEN)["error"] == "socket_mode_not_enabled"


async def test_a_connection_that_breaks_off_is_a_failure_at_once(sandbox: Sandbox, raw: RawApp, ana: Actor) -> None:
    sending = asyncio.create_task(ana.dm("Hello"))
    await raw.heard()
    sandbox.sockets.cut()
    await sending

    assert sandbox.deliveries[0].failed == "connection_failed"
    assert sandbox.sockets.connections == 0


async def test_pings_are_answered_until_the_connection_falls_silent(sandbox: Sandbox, raw: RawApp, ana: Actor) -> None:
    sandbox.deliver.deadline = TOO_LATE
    sandbox.sockets.stall()
    await raw.socket.ping(b"there?")
    await ana.dm("lost on the way")
    silent = sandbox.deliveries[0].failed
    with pytest.raises(TimeoutError):
        await raw.socket.receive(timeout=TOO_LATE)

    sandbox.sockets.resume()
    sandbox.deliver.deadline = 3.0
    sending = asyncio.create_task(ana.dm("heard again"))
    envelope = await raw.heard()
    await raw.acknowledges(envelope)
    await sending

    assert silent == "timeout"
    assert not raw.socket.closed
    assert envelope["payload"]["event"]["text"] == "heard again"


async def test_silence_may_begin_with_a_delivery(sandbox: Sandbox, raw: RawApp, ana: Actor) -> None:
    sandbox.deliver.deadline = TOO_LATE
    sandbox.mishaps.plan(Mishap(MishapKind.SILENCE))
    await ana.dm("Hello?")

    assert sandbox.deliveries[0].failed == "timeout"
    with pytest.raises(TimeoutError):
        await raw.socket.receive(timeout=TOO_LATE)


async def test_a_silent_connection_is_given_up_when_the_app_comes_back(
    sandbox: Sandbox, raw: RawApp, ana: Actor, session: aiohttp.ClientSession, api_url: str
) -> None:
    sandbox.sockets.stall()
    back = await connected(session, api_url)
    assert (await back.heard())["num_connections"] == 1
    sending = asyncio.create_task(ana.dm("Hello"))

    await back.acknowledges(await back.heard())
    await sending

    assert sandbox.deliveries[0].failed is None


async def test_slacks_own_client_notices_the_silence(sandbox: Sandbox, ana: Actor, api_url: str) -> None:
    async with sdk_app(api_url, ping_interval=0.05) as app:
        sandbox.sockets.stall()
        first = app.client.current_session
        await sandbox.until(lambda: app.client.current_session is not first and sandbox.sockets.connections == 1)
        await ana.dm("Hello")

    assert [request.payload["event"]["text"] for request in app.received] == ["Hello"]
