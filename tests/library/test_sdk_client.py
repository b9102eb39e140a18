"""What the SDK's asynchronous client does when Slack misbehaves. Loopback only."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientResponse, ClientSession, ClientTimeout, ServerDisconnectedError, web
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler, AsyncServerErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

AT_ONCE = FixedValueRetryIntervalCalculator(0)
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def slack(answer: Answer) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A stand-in for Slack: its address, and the bodies that reached it."""
    arrived: list[bytes] = []

    async def take(request: web.Request) -> web.StreamResponse:
        arrived.append(await request.read())
        return await answer(request)

    app = web.Application()
    app.router.add_route("*", "/api/{method}", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/", arrived
    finally:
        await runner.cleanup()


def client(address: str, retry_handlers: list[AsyncRetryHandler]) -> AsyncWebClient:
    """A client of the stand-in."""
    return AsyncWebClient("xoxb-x", base_url=address, retry_handlers=retry_handlers)


async def dropped(request: web.Request) -> web.StreamResponse:
    """Take the message, then hang up without a word."""
    assert request.transport is not None
    request.transport.close()
    return web.Response()


def saying(status: int, text: str, media_type: str = "application/json") -> Answer:
    """Always the same answer."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=text, content_type=media_type)

    return answer


def test_by_default_a_dropped_connection_is_tried_once_more() -> None:
    (only,) = AsyncWebClient("xoxb-x").retry_handlers
    assert type(only) is AsyncConnectionErrorRetryHandler
    assert only.max_retry_count == 1


async def test_that_default_posts_one_message_twice() -> None:
    async with slack(dropped) as (address, arrived):
        by_default = client(address, [AsyncConnectionErrorRetryHandler(interval_calculator=AT_ONCE)])
        with pytest.raises(ServerDisconnectedError):
            await by_default.chat_postMessage(channel="D1", text="once")
    assert len(arrived) == 2


async def test_without_retry_handlers_one_message_is_posted_once() -> None:
    async with slack(dropped) as (address, arrived):
        with pytest.raises(ServerDisconnectedError):
            await client(address, []).chat_postMessage(channel="D1", text="once")
    assert len(arrived) == 1


@pytest.mark.parametrize(
    ("status", "text", "media_type"),
    [(200, "<html>", "text/html"), (200, '{"ok": tr', "application/json"), (502, "<html>", "text/html")],
)
async def test_an_answer_that_is_not_json_is_an_api_error(status: int, text: str, media_type: str) -> None:
    async with slack(saying(status, text, media_type)) as (address, arrived):
        with pytest.raises(SlackApiError) as caught:
            await client(address, []).chat_postMessage(channel="D1", text="x")
    # No `.get("error")` on it without asking: for truncated JSON it is aiohttp's response, which has none.
    truncated = media_type == "application/json"
    assert isinstance(caught.value.response, ClientResponse if truncated else AsyncSlackResponse)
    assert len(arrived) == 1


async def test_a_502_is_not_retried_even_by_the_handler_for_server_errors() -> None:
    async with slack(saying(502, "{}")) as (address, arrived):
        with pytest.raises(SlackApiError):
            await client(address, [AsyncServerErrorRetryHandler(1, AT_ONCE)]).auth_test()
    assert len(arrived) == 1


async def test_a_429_is_an_error_at_once_with_its_pause() -> None:
    async def busy(_request: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "30"})

    async with slack(busy) as (address, arrived):
        with pytest.raises(SlackApiError) as caught:
            await client(address, []).auth_test()
    assert caught.value.response.headers["Retry-After"] == "30"
    assert (caught.value.response.status_code, len(arrived)) == (429, 1)


async def test_a_timeout_is_a_bare_timeout_error() -> None:
    """The SDK hands aiohttp's own error on: nothing tells whether Slack has the message."""

    released = asyncio.Event()

    async def late(_request: web.Request) -> web.StreamResponse:
        await released.wait()
        return web.Response()

    async with slack(late) as (address, _), ClientSession(timeout=ClientTimeout(total=0.05)) as impatient:
        waiting = AsyncWebClient("xoxb-x", base_url=address, retry_handlers=[], session=impatient)
        with pytest.raises(TimeoutError) as caught:
            await waiting.chat_postMessage(channel="D1", text="x")
        released.set()
    assert not isinstance(caught.value, SlackApiError)
