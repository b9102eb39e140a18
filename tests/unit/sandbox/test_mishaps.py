"""What goes wrong on the way to the app, once and as it was planned; and when Slack stops sending."""

from sandbox.acting.actor import Actor
from sandbox.mishaps import Mishap, MishapKind
from sandbox.quota import EventQuota
from sandbox.sandbox import Sandbox
from sandbox.traffic import DeliveryKind
from tests.unit.sandbox.scripted_app import ScriptedApp, says


def _texts(app: ScriptedApp) -> list[str]:
    return [payload["event"]["text"] for payload in app.payloads]


async def test_an_event_comes_twice_without_a_word(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    sandbox.mishaps.plan(Mishap(MishapKind.DUPLICATE))
    await ana.dm("once")
    await ana.dm("twice?")

    assert _texts(scripted_app) == ["once", "once", "twice?"]
    first, second, _ = scripted_app.payloads
    assert first["event_id"] != second["event_id"]
    assert all("X-Slack-Retry-Num" not in request.headers for request in scripted_app.received)


async def test_a_duplicate_may_say_that_it_is_retry_number_0(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    sandbox.mishaps.plan(Mishap(MishapKind.DUPLICATE_RESET))
    await ana.dm("once")

    assert [request.headers.get("X-Slack-Retry-Num") for request in scripted_app.received] == [None, "0"]


async def test_a_press_comes_twice_as_it_was(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    sandbox.mishaps.plan(Mishap(MishapKind.DUPLICATE), about=DeliveryKind.COMMAND)
    await ana.dm("untouched")
    await ana.command("/cairn")

    _, first, second = scripted_app.payloads
    assert first == second


async def test_the_next_one_overtakes(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    sandbox.mishaps.plan(Mishap(MishapKind.REORDER))
    await ana.dm("first")
    await ana.dm("second")

    assert _texts(scripted_app) == ["second", "first"]


async def test_without_a_next_one_it_arrives_after_a_minute(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    sandbox.mishaps.plan(Mishap(MishapKind.REORDER))
    await ana.dm("alone")
    sandbox.clock.advance(59)
    tried = [await sandbox.run_due_retries()]
    sandbox.clock.advance(1)
    tried.append(await sandbox.run_due_retries())

    assert tried == [0, 1]
    assert _texts(scripted_app) == ["alone"]


async def test_a_delay_lasts_by_the_sandboxs_clock(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    sandbox.mishaps.plan(Mishap(MishapKind.DELAY, number=600))
    await ana.dm("late")
    await ana.dm("at once")
    sandbox.clock.advance(600)
    await sandbox.run_due_retries()

    assert _texts(scripted_app) == ["at once", "late"]


async def test_an_answer_that_is_lost_brings_a_retry(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    sandbox.mishaps.plan(Mishap(MishapKind.ANSWER_LOST))
    await ana.dm("taken")
    await sandbox.run_due_retries()

    assert _texts(scripted_app) == ["taken", "taken"]
    assert scripted_app.received[1].headers["X-Slack-Retry-Reason"] == "http_timeout"
    assert sandbox.deliveries[0].failed is None


async def test_silence_lets_nothing_through(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    sandbox.mishaps.plan(Mishap(MishapKind.SILENCE))
    outcome = await ana.command("/cairn")

    assert scripted_app.received == []
    assert outcome.failed == "operation_timeout"


async def test_mishaps_are_listed_and_cleared(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    sandbox.mishaps.plan(Mishap(MishapKind.DUPLICATE), times=2)
    await ana.dm("one")
    left = [planned.mishap.kind for planned in sandbox.mishaps.planned()]
    sandbox.mishaps.clear()
    await ana.dm("two")

    assert left == [MishapKind.DUPLICATE]
    assert _texts(scripted_app) == ["one", "one", "two"]


async def test_what_was_held_back_may_be_repeated_too(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    await ana.dm("first")
    with sandbox.deliver.hold() as held:
        await sandbox.redeliver(sandbox.deliveries[0])
        assert len(scripted_app.received) == 1
        await held.release()

    assert _texts(scripted_app) == ["first", "first"]


async def test_over_the_hours_share_events_are_dropped_and_the_app_is_told_once_a_minute(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    sandbox.deliver.quota = EventQuota(most=2)
    for text in ("one", "two", "three", "four"):
        await ana.dm(text)
    sandbox.clock.advance(60)
    await ana.dm("five")
    sandbox.clock.advance(3600)
    await ana.dm("six")

    heard = [payload.get("event", payload).get("text", payload["type"]) for payload in scripted_app.payloads]
    assert heard == ["one", "two", "app_rate_limited", "app_rate_limited", "six"]
    limited = scripted_app.payloads[2]
    assert limited["minute_rate_limited"] == 1_700_000_000 // 60 * 60
    assert (limited["team_id"], limited["api_app_id"]) == (sandbox.workspace.team_id, sandbox.app.app_id)
    assert [delivery.failed for delivery in sandbox.deliveries].count("app_rate_limited") == 3


async def test_an_app_that_takes_hardly_anything_gets_no_more_events(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    sandbox.deliver.quota = EventQuota(least_tries=20)
    await ana.dm("taken")
    scripted_app.always(says(status=500))
    for number in range(19):
        await ana.dm(str(number))
    disabled = [sandbox.app.events_disabled]
    await ana.dm("one too many")
    disabled.append(sandbox.app.events_disabled)
    await ana.dm("unheard")

    assert disabled == [False, True]
    assert len(scripted_app.received) == 21
    assert sandbox.deliveries[-1].failed == "events_disabled"
    assert await sandbox.run_due_retries() == 0
    sandbox.admin.enable_events()
    scripted_app.always(says())
    await ana.dm("heard")
    assert _texts(scripted_app)[-1] == "heard"
