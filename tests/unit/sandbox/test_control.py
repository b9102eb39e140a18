"""The controls over HTTP: clock, faults, sockets, people, the app's end; and who may not touch them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.acting.actor import Actor
from sandbox.clock import ManualClock
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.conftest import CAIRN
from tests.unit.sandbox.scripted_app import ScriptedApp
from tests.unit.sandbox.socket_app import APP_TOKEN, connected

Said = dict[str, Any]
Control = Callable[..., Awaitable[Said]]
START = 1_700_000_000.0


@pytest.fixture
async def session(base_url: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(base_url) as session:
        yield session


@pytest.fixture
def control(session: aiohttp.ClientSession) -> Control:
    async def send(path: str, verb: str = "POST", status: int = 200, **body: Any) -> Said:
        async with session.request(verb, f"/control/{path}", json=body) as response:
            assert response.status == status, await response.text()
            read: Said = await response.json()
            return read

    return send


async def test_the_clock_steps_jumps_runs_and_stands(sandbox: Sandbox, control: Control) -> None:
    stepped = await control("clock/step", seconds=90)
    jumped = await control("clock/jump", to=START + 3600)
    monday = await control("clock/jump", weekday="Monday", time="09:00", zone="Europe/Madrid")
    running = await control("clock/run")
    standing = await control("clock/stand")

    assert (stepped["now"], jumped["now"]) == (START + 90, START + 3600)
    assert monday["now"] == datetime(2023, 11, 20, 8, tzinfo=UTC).timestamp()
    assert (running["runs"], standing["runs"]) == (True, False)
    assert standing["now"] == sandbox.clock.now()
    versions = [each["version"] for each in (stepped, jumped, monday, running, standing)]
    assert versions == sorted(set(versions))


async def test_the_clock_is_followed_from_elsewhere(
    sandbox: Sandbox, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def asked(after: str) -> Said:
        async with session.get("/control/clock", params={"after": after}) as response:
            read: Said = await response.json()
            return read

    first = await asked("-1")
    waiting = asyncio.create_task(asked(str(first["version"])))
    await asyncio.sleep(0.02)
    waited = not waiting.done()
    sandbox.clock.advance(60)
    news = await waiting
    monkeypatch.setattr("sandbox.control.HOLD_SECONDS", 0.01)
    nothing_new = await asked(str(news["version"]))

    assert waited
    assert first == {"version": 0, "now": START, "runs": False}
    assert news == nothing_new == {"version": 1, "now": START + 60, "runs": False}
    assert (await asked("nonsense"))["version"] == 1


async def test_faults_are_planned_listed_and_cleared(
    sandbox: Sandbox, control: Control, client: AsyncWebClient, session: aiohttp.ClientSession
) -> None:
    await control("faults", kind="ratelimited", method="auth.test", number=30)
    await control("faults", kind="slack_error", error="fatal_error", times=2)
    both = await control("faults", kind="delay", number=60, about="event")

    assert both["calls"][0] == {"kind": "ratelimited", "method": "auth.test", "number": 30, "error": ""}
    assert [each["kind"] for each in both["calls"]] == ["ratelimited", "slack_error", "slack_error"]
    assert both["deliveries"] == [{"kind": "delay", "about": "event", "number": 60}]
    with pytest.raises(SlackApiError) as limited:
        await client.auth_test()
    assert limited.value.response.headers["Retry-After"] == "30"
    async with session.get("/control/faults") as response:
        assert len((await response.json())["calls"]) == 2
    assert await control("faults", "DELETE") == {"calls": [], "deliveries": []}
    assert (await client.auth_test())["ok"]


async def test_people_come_and_change(sandbox: Sandbox, control: Control, scripted_app: ScriptedApp) -> None:
    zoe = await control("people", display_name="Zoe", real_name="Zoe Adler", tz="Europe/Vienna")
    await control("people/Ana", tz="Asia/Tokyo", deleted=True)

    assert sandbox.workspace.person("Zoe").id == zoe["id"]
    assert sandbox.workspace.person("Ana").deleted
    assert [payload["event"]["type"] for payload in scripted_app.payloads] == ["team_join", "user_change"]


@pytest.mark.parametrize(("act", "refused"), [("uninstall", "account_inactive"), ("revoke", "token_revoked")])
async def test_the_app_is_taken_out(sandbox: Sandbox, control: Control, act: str, refused: str) -> None:
    assert await control(f"app/{act}") == {"refused": refused}
    assert sandbox.call("auth.test", {}, sandbox.app.token)["error"] == refused


WRONG: dict[str, tuple[str, Said, str]] = {
    "back in time": ("clock/jump", {"to": START - 1}, "only moves ahead"),
    "nowhere": ("clock/jump", {}, "say where to jump"),
    "no such day": ("clock/jump", {"weekday": "Someday"}, "no weekday 'someday'; there are monday"),
    "no such zone": ("clock/jump", {"weekday": "monday", "zone": "Mars/Phobos"}, "Mars/Phobos"),
    "no such move": ("clock/rewind", {}, "no rewind; there are stand, run, step, jump"),
    "no number": ("clock/step", {"seconds": "many"}, "many"),
    "no such fault": ("faults", {"kind": "gremlins"}, "no fault 'gremlins'; there are ratelimited"),
    "no such kind": ("faults", {"kind": "delay", "about": "letters"}, "letters"),
    "nobody": ("people/Nobody", {"tz": "Etc/UTC"}, "nobody here is called 'Nobody'"),
    "no such fact": ("people/Ana", {"shoe_size": 38}, "a person has no shoe_size"),
    "the id of a person": ("people/Ana", {"id": "U1"}, "a person has no id"),
    "no name": ("people", {}, "display_name"),
    "no such act": ("sockets/dance", {}, "no dance; there are stall, resume, cut"),
    "no such end": ("app/explode", {}, "no explode; there are uninstall, revoke"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_what_makes_no_sense_is_refused_with_a_reason(control: Control, name: str) -> None:
    path, body, reason = WRONG[name]

    assert reason in (await control(path, status=400, **body))["error"]


async def test_other_sites_and_other_types_have_no_control(
    sandbox: Sandbox, session: aiohttp.ClientSession, base_url: str
) -> None:
    step = "/control/clock/step"
    foreign = await session.post(step, json={"seconds": 60}, headers={"Origin": "http://evil.invalid"})
    as_form = await session.post(step, data={"seconds": "60"})
    listed = await session.post(step, json=[60])
    own = await session.post(step, json={"seconds": 60}, headers={"Origin": base_url})

    assert [each.status for each in (foreign, as_form, listed, own)] == [403, 415, 400, 200]
    assert sandbox.clock.now() == START + 60


class TestSockets:
    @pytest.fixture
    def sandbox(self) -> Sandbox:
        sandbox = Sandbox(ManualClock(), deadline=0.05)
        sandbox.install(replace(CAIRN, socket_mode=True, app_token=APP_TOKEN))
        return sandbox

    async def test_they_fall_silent_come_back_and_are_asked_to_leave(
        self, sandbox: Sandbox, control: Control, session: aiohttp.ClientSession, base_url: str, ana: Actor
    ) -> None:
        app = await connected(session, f"{base_url}/api/")
        await app.heard()
        stalled = await control("sockets/stall")
        await ana.dm("lost")
        await control("sockets/resume")
        await control("sockets/warning")
        said = (await app.heard())["reason"]
        async with session.get("/control/sockets") as response:
            open_now = await response.json()
        await control("sockets/link_disabled")

        assert stalled == open_now == {"enabled": True, "connections": 1}
        assert sandbox.deliveries[0].failed == "timeout"
        assert said == "warning"
        assert not sandbox.sockets.enabled
