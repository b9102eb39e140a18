"""People come, change and go; so may the app. What the app hears of it."""

from dataclasses import replace
from typing import Any

import pytest

from sandbox.acting.actor import Actor
from sandbox.acting.outcomes import NotOnScreenError
from sandbox.clock import ManualClock
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.conftest import CAIRN
from tests.unit.sandbox.scripted_app import ScriptedApp


def _events(app: ScriptedApp) -> list[dict[str, Any]]:
    return [payload["event"] for payload in app.payloads]


async def test_somebody_new_is_announced(sandbox: Sandbox, scripted_app: ScriptedApp) -> None:
    zoe = await sandbox.admin.add("Zoe", "Zoe Adler", tz="Europe/Vienna")

    event = _events(scripted_app)[0]
    assert (event["type"], event["user"]["id"], event["user"]["tz"]) == ("team_join", zoe.id, "Europe/Vienna")
    assert event["user"]["profile"]["first_name"] == "Zoe"
    assert event["cache_ts"] == int(sandbox.clock.now())


CHANGES: dict[str, tuple[dict[str, object], Any]] = {
    "zone": ({"tz": "Asia/Tokyo"}, lambda user: (user["tz"], user["tz_offset"]) == ("Asia/Tokyo", 32400)),
    "locale": ({"locale": "de-DE"}, lambda user: user["locale"] == "de-DE"),
    "name": ({"display_name": "Anita"}, lambda user: user["profile"]["display_name"] == "Anita"),
    "status": (
        {"status_text": "On leave", "status_emoji": ":palm_tree:"},
        lambda user: (user["profile"]["status_text"], user["profile"]["status_emoji"]) == ("On leave", ":palm_tree:"),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_is_announced(sandbox: Sandbox, scripted_app: ScriptedApp, change: str) -> None:
    facts, shown = CHANGES[change]

    await sandbox.admin.change("Ana", **facts)

    event = _events(scripted_app)[0]
    assert event["type"] == "user_change"
    assert shown(event["user"]), event["user"]


async def test_leavers_and_guests_are_marked_and_come_back(sandbox: Sandbox, scripted_app: ScriptedApp) -> None:
    for change in (sandbox.admin.deactivate, sandbox.admin.reactivate, sandbox.admin.make_guest):
        await change("Ana")
    await sandbox.admin.make_member("Ana")

    marks = [(event["user"]["deleted"], event["user"]["is_restricted"]) for event in _events(scripted_app)]
    assert marks == [(True, False), (False, False), (False, True), (False, False)]
    assert all(event["user"]["tz"] == "Europe/Madrid" for event in _events(scripted_app))


async def test_whoever_owns_the_workspace_is_marked(sandbox: Sandbox, scripted_app: ScriptedApp) -> None:
    await sandbox.admin.make_owner("Ana")

    assert [(each["user"]["is_owner"], each["user"]["is_admin"]) for each in _events(scripted_app)] == [(True, True)]


async def test_a_change_that_changes_nothing_is_not_announced(sandbox: Sandbox, scripted_app: ScriptedApp) -> None:
    await sandbox.admin.change("Ana", tz="Europe/Madrid")

    assert scripted_app.payloads == []


async def test_the_app_hears_who_joins_and_leaves_the_channels_it_is_in(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    channel = sandbox.workspace.add_channel("retro", [ana.person.id])
    await sandbox.act_as("Ben").join("#retro")
    await ana.invite("#retro", "Cairn")
    await sandbox.act_as("Chloe").join("#retro")
    await sandbox.act_as("Ben").leave("#retro")

    came, joined, left = _events(scripted_app)
    assert (came["type"], came["user"], came["inviter"]) == (
        "member_joined_channel",
        sandbox.app.bot_user_id,
        ana.person.id,
    )
    assert (joined["user"], joined["channel_type"]) == (sandbox.workspace.person("Chloe").id, "C")
    assert "inviter" not in joined
    assert (left["type"], left["user"]) == ("member_left_channel", sandbox.workspace.person("Ben").id)
    assert left["channel"] == channel.id


async def test_a_closed_door_stays_closed(sandbox: Sandbox, ana: Actor) -> None:
    private = sandbox.workspace.add_channel("board", [ana.person.id], private=True)
    ben = sandbox.act_as("Ben")

    with pytest.raises(NotOnScreenError, match="needs an invitation"):
        await ben.join(private.id)
    with pytest.raises(NotOnScreenError, match="needs an invitation"):
        await sandbox.act_as("Hana").join("#general")
    with pytest.raises(NotOnScreenError, match="not in board"):
        await ben.leave(private.id)
    with pytest.raises(NotOnScreenError, match="not in board"):
        await ben.invite(private.id, "Chloe")
    with pytest.raises(NotOnScreenError, match="Ivo is deactivated"):
        await ana.invite(private.id, "Ivo")


async def test_looking_at_the_tabs_is_heard(ana: Actor, scripted_app: ScriptedApp) -> None:
    await ana.open_home()
    await ana.open_messages()

    assert [(event["type"], event["tab"]) for event in _events(scripted_app)] == [
        ("app_home_opened", "home"),
        ("app_home_opened", "messages"),
    ]


@pytest.mark.parametrize(
    "order", [("tokens_revoked", "app_uninstalled"), ("app_uninstalled", "tokens_revoked")], ids=str
)
async def test_an_app_that_is_taken_out_hears_it_and_its_token_opens_nothing(
    sandbox: Sandbox, scripted_app: ScriptedApp, order: tuple[str, str]
) -> None:
    await sandbox.admin.uninstall(order)

    assert tuple(event["type"] for event in _events(scripted_app)) == order
    revoked = next(event for event in _events(scripted_app) if event["type"] == "tokens_revoked")
    assert revoked["tokens"] == {"oauth": [], "bot": [sandbox.app.bot_user_id]}
    assert sandbox.call("auth.test", {}, sandbox.app.token) == {"ok": False, "error": "account_inactive"}


async def test_a_token_that_is_taken_back_says_so(sandbox: Sandbox, scripted_app: ScriptedApp) -> None:
    await sandbox.admin.revoke_token()

    assert [event["type"] for event in _events(scripted_app)] == ["tokens_revoked"]
    assert sandbox.call("auth.test", {}, sandbox.app.token)["error"] == "token_revoked"


WITHOUT = ("users:read", "im:history", "channels:read")


@pytest.mark.parametrize("scope", WITHOUT)
async def test_what_the_app_may_not_know_it_does_not_hear(scope: str) -> None:
    app = ScriptedApp()
    sandbox = Sandbox(ManualClock(), transport=app)
    sandbox.install(replace(CAIRN, scopes=[each for each in CAIRN.scopes if each != scope]))
    ana = sandbox.act_as("Ana")
    retro = sandbox.workspace.add_channel("retro", [sandbox.app.bot_user_id])
    await sandbox.admin.change("Ben", tz="Asia/Tokyo")
    await ana.dm("Hello")
    await ana.join(retro.id)

    heard = {event["type"] for event in _events(app)}
    told = dict(zip(WITHOUT, ("user_change", "message", "member_joined_channel"), strict=True))
    assert heard == set(told.values()) - {told[scope]}
