"""Each fault, as the SDK sees it, and whether Slack had done what it was asked."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import faults
from sandbox.acting.actor import Actor
from sandbox.connection import drop
from sandbox.faults import Fault, FaultKind
from sandbox.sandbox import Sandbox

FAULTS: dict[FaultKind, tuple[Fault, type[Exception] | None, bool]] = {
    FaultKind.RATE_LIMITED: (faults.ratelimited(30), SlackApiError, False),
    FaultKind.HTTP_ERROR: (faults.http_error(502), SlackApiError, False),
    FaultKind.SLACK_ERROR: (faults.slack_error("internal_error"), SlackApiError, False),
    FaultKind.DROP_BEFORE_ACCEPT: (
        faults.drop_before_accept(),
        aiohttp.ClientConnectionError,
        False,
    ),
    FaultKind.ACCEPT_THEN_DROP: (faults.accept_then_drop(), aiohttp.ClientConnectionError, True),
    FaultKind.HTML: (faults.html_instead_of_json(), SlackApiError, True),
    FaultKind.TRUNCATED: (faults.truncated_json(), SlackApiError, True),
    FaultKind.SLOW: (faults.slow(0.01), None, True),
}


def test_every_fault_is_tried() -> None:
    assert set(FAULTS) == set(FaultKind)


@pytest.mark.parametrize("kind", list(FAULTS))
async def test_a_fault_happens_once_and_then_all_is_well(
    sandbox: Sandbox, client: AsyncWebClient, ana: Actor, kind: FaultKind
) -> None:
    fault, error, done = FAULTS[kind]
    sandbox.faults.plan(fault, method="chat.postMessage")

    if error is None:
        await client.chat_postMessage(channel=ana.person.id, text="x")
    else:
        with pytest.raises(error):
            await client.chat_postMessage(channel=ana.person.id, text="x")

    assert (len(ana.dm_messages()) == 1) is done
    assert sandbox.calls[-1].fault == str(kind)
    assert (await client.chat_postMessage(channel=ana.person.id, text="y"))["ok"]
    assert sandbox.calls[-1].fault is None


async def test_a_rate_limit_says_when_to_come_back(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.faults.plan(faults.ratelimited(30))

    with pytest.raises(SlackApiError) as limited:
        await client.auth_test()

    assert limited.value.response.status_code == 429
    assert limited.value.response.headers["Retry-After"] == "30"


async def test_a_slow_call_outlasts_an_impatient_client(sandbox: Sandbox, base_url: str, ana: Actor) -> None:
    sandbox.faults.plan(faults.slow(0.5))
    timeout = aiohttp.ClientTimeout(total=0.1)
    headers = {"Authorization": f"Bearer {sandbox.app.token}"}
    message = {"channel": ana.person.id, "text": "x"}

    async with aiohttp.ClientSession(timeout=timeout, headers=headers) as session:
        with pytest.raises(TimeoutError):
            await session.post(f"{base_url}/api/chat.postMessage", json=message)

    assert len(ana.dm_messages()) == 1


async def test_faults_are_planned_by_method_and_number_and_can_be_cleared(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    sandbox.faults.plan(faults.slack_error("fatal_error"), method="auth.test", times=2)
    sandbox.faults.plan(faults.slack_error("internal_error"), times=5)

    seen = []
    for _ in range(3):
        with pytest.raises(SlackApiError) as failed:
            await client.auth_test()
        seen.append(failed.value.response["error"])
    sandbox.faults.clear()

    assert seen == ["fatal_error", "fatal_error", "internal_error"]
    assert (await client.auth_test())["ok"]


async def test_a_connection_that_is_none_cannot_be_dropped() -> None:
    async def send(_message: object) -> None:
        raise AssertionError("nothing may be sent")

    with pytest.raises(RuntimeError, match="real connection"):
        await drop(send)
