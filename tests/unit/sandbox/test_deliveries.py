"""Deliveries: retried when they are events, repeated, held back, kept on record."""

from typing import Any

import pytest

from sandbox.acting.actor import Actor
from sandbox.clock import ManualClock
from sandbox.sandbox import Sandbox
from sandbox.traffic import DeliveryKind
from sandbox.transport import Answer
from tests.unit.sandbox.conftest import CAIRN
from tests.unit.sandbox.drawn import actions, button, section
from tests.unit.sandbox.scripted_app import ScriptedApp, says


def _post(sandbox: Sandbox, channel: str) -> None:
    blocks = [section("Hello"), actions(button())]
    answer = sandbox.call("chat.postMessage", {"channel": channel, "blocks": blocks}, sandbox.app.token)
    assert answer["ok"], answer


async def test_an_event_is_retried_at_once_after_a_minute_and_after_five_more(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    scripted_app.always(says(status=500))
    await ana.dm("Hi")
    tried = []
    for seconds in (0, 59, 1, 299, 1, 1_000):
        sandbox.clock.advance(seconds)
        tried.append(await sandbox.run_due_retries())

    assert tried == [1, 0, 1, 0, 1, 0]
    heads = [request.headers for request in scripted_app.received]
    assert [head.get("X-Slack-Retry-Num") for head in heads] == [None, "1", "2", "3"]
    assert {head.get("X-Slack-Retry-Reason") for head in heads[1:]} == {"http_error"}
    assert len({payload["event_id"] for payload in scripted_app.payloads}) == 1
    assert (sandbox.deliveries[0].retries, sandbox.deliveries[0].failed) == (3, "http_error")


async def test_a_retry_that_is_taken_is_the_last(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    scripted_app.always(says(status=503))
    await ana.dm("Hi")
    scripted_app.always(says())
    await sandbox.run_due_retries()
    sandbox.clock.advance(3600)

    assert await sandbox.run_due_retries() == 0
    assert sandbox.deliveries[0].failed is None


async def test_an_app_may_ask_not_to_be_tried_again(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    scripted_app.always(Answer(500, {"X-Slack-No-Retry": "1"}))
    await ana.dm("Hi")

    assert await sandbox.run_due_retries() == 0


PROBLEMS = [
    (Answer(problem="http_timeout"), "http_timeout", "operation_timeout"),
    (Answer(problem="connection_failed"), "connection_failed", "dispatch_failed"),
    (says(status=500), "http_error", "http_service_error"),
    (says(status=404), "http_error", "http_client_error"),
    (says(status=302), "http_error", "http_client_error"),
]


@pytest.mark.parametrize(("answer", "as_event", "as_command"), PROBLEMS)
async def test_every_failure_has_its_name_and_only_events_come_again(
    sandbox: Sandbox,
    ana: Actor,
    scripted_app: ScriptedApp,
    answer: Answer,
    as_event: str,
    as_command: str,
) -> None:
    scripted_app.always(answer)
    await ana.dm("Hi")
    outcome = await ana.command("/cairn")
    _post(sandbox, ana.dm_channel.id)
    press = await ana.press(ana.dm_messages()[-1], label="Go")

    assert sandbox.deliveries[0].failed == as_event
    assert (outcome.failed, press.failed) == (as_command, as_command)
    assert await sandbox.run_due_retries() == 1
    assert scripted_app.received[-1].headers["X-Slack-Retry-Reason"] == as_event


async def test_the_deadline_is_three_seconds(ana: Actor, scripted_app: ScriptedApp) -> None:
    await ana.dm("Hi")

    assert scripted_app.received[0].seconds == 3.0


async def test_the_same_thing_may_come_again(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    await ana.dm("Hi")
    first = sandbox.deliveries[0]
    await sandbox.redeliver(first, times=2)
    await sandbox.redeliver(first, new_event_id=True)

    ids = [payload["event_id"] for payload in scripted_app.payloads]
    assert ids[0] == ids[1] == ids[2] != ids[3]
    assert len({payload["event"]["ts"] for payload in scripted_app.payloads}) == 1
    assert all("X-Slack-Retry-Num" not in request.headers for request in scripted_app.received)


async def test_deliveries_can_be_held_back_and_let_go_in_another_order(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    with sandbox.deliver.hold() as held:
        for text in ("one", "two", "three"):
            await ana.dm(text)
        assert scripted_app.received == []
        assert not sandbox.deliveries[0].done
        await held.release([2, 0, 1])
    await ana.dm("four")

    texts = [payload["event"]["text"] for payload in scripted_app.payloads]
    assert texts == ["three", "one", "two", "four"]


async def test_what_is_held_has_no_outcome_yet(sandbox: Sandbox, ana: Actor) -> None:
    with sandbox.deliver.hold():
        await ana.dm("lost")

    delivery = sandbox.deliveries[0]
    assert (delivery.done, delivery.failed, delivery.status) == (False, None, None)
    assert (delivery.headers, delivery.body, delivery.retries) == ({}, "", 0)


async def test_an_attempt_tells_whether_it_was_taken(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    scripted_app.always(says("busy", status=503))
    await ana.dm("Hi")
    scripted_app.always(says("thanks"))
    await sandbox.run_due_retries()

    delivery = sandbox.deliveries[0]
    assert [attempt.ok for attempt in delivery.attempts] == [False, True]
    assert delivery.body == "thanks"


async def test_held_deliveries_go_in_order_unless_told_otherwise(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    with sandbox.deliver.hold() as held:
        await ana.dm("one")
        await ana.dm("two")
        await held.release()

    texts: list[Any] = [payload["event"]["text"] for payload in scripted_app.payloads]
    assert texts == ["one", "two"]


async def test_the_record_may_be_bounded() -> None:
    sandbox = Sandbox(ManualClock(), transport=ScriptedApp(), keep=2)
    sandbox.install(CAIRN)
    ana = sandbox.act_as("Ana")
    for number in range(4):
        await ana.dm(str(number))

    kept = [delivery.payload["event"]["text"] for delivery in sandbox.deliveries]
    assert kept == ["2", "3"]
    assert sandbox.deliveries[0].kind is DeliveryKind.EVENT
