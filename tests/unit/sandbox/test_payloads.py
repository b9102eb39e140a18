"""What an event, a command and a file look like when they reach the app."""

from sandbox.acting.actor import Actor
from sandbox.clock import ManualClock
from sandbox.sandbox import Sandbox
from tests.unit.sandbox.conftest import CAIRN
from tests.unit.sandbox.scripted_app import ScriptedApp


async def test_an_event_comes_in_its_envelope(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    message = await ana.dm("Hello <there> & @Ben")

    envelope = scripted_app.payloads[0]
    event = envelope.pop("event")
    assert (envelope["type"], envelope["api_app_id"]) == ("event_callback", sandbox.app.app_id)
    assert envelope["event_id"].startswith("Ev")
    assert envelope["event_time"] == int(sandbox.clock.now())
    assert envelope["authorizations"][0]["user_id"] == sandbox.app.bot_user_id
    ben = sandbox.workspace.person("Ben").id
    assert event["text"] == f"Hello &lt;there&gt; &amp; <@{ben}>"
    assert (event["type"], event["channel_type"]) == ("message", "im")
    assert (event["user"], event["channel"]) == (ana.person.id, message.channel_id)
    assert event["ts"] == event["event_ts"] == message.ts
    assert event["client_msg_id"] == message.client_msg_id
    assert event["blocks"][0]["type"] == "rich_text"
    assert "thread_ts" not in event


async def test_a_reply_names_its_thread_and_whose_it_is(ana: Actor, scripted_app: ScriptedApp) -> None:
    parent = await ana.dm("parent")
    await ana.reply(parent, "child")

    event = scripted_app.payloads[1]["event"]
    assert (event["thread_ts"], event["parent_user_id"]) == (parent.ts, ana.person.id)


async def test_a_file_comes_as_a_file_share(ana: Actor, scripted_app: ScriptedApp) -> None:
    await ana.dm("", files=["voice.m4a"])

    event = scripted_app.payloads[0]["event"]
    assert (event["subtype"], event["text"]) == ("file_share", "")
    assert (event["files"][0]["name"], event["files"][0]["filetype"]) == ("voice.m4a", "m4a")


async def test_channels_are_heard_only_from_inside_and_when_subscribed(
    sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp
) -> None:
    general = sandbox.workspace.channel("#general")
    await ana.say("#general", "outside")
    sandbox.workspace.invite(general.id, sandbox.app.bot_user_id)
    await ana.say("#general", "inside")

    assert [payload["event"]["text"] for payload in scripted_app.payloads] == ["inside"]
    assert scripted_app.payloads[0]["event"]["channel_type"] == "channel"


async def test_what_is_not_subscribed_is_not_sent() -> None:
    app = ScriptedApp()
    sandbox = Sandbox(ManualClock(), transport=app)
    sandbox.install(type(CAIRN)(name="Deaf", signing_secret="s", request_url="http://x.invalid"))
    ana = sandbox.act_as("Ana")
    await ana.dm("Hello?")
    await ana.open_home()

    assert app.received == []


async def test_messages_may_be_put_there_without_a_delivery(ana: Actor, scripted_app: ScriptedApp) -> None:
    await ana.dm("silently", deliver=False)

    assert scripted_app.received == []
    assert ana.dm_messages()[0].text == "silently"


async def test_a_command_comes_as_a_form(sandbox: Sandbox, ana: Actor, scripted_app: ScriptedApp) -> None:
    await ana.command("/cairn", "goal")
    await ana.command("/cairn", channel="#general")

    in_dm, in_channel = scripted_app.payloads
    assert (in_dm["command"], in_dm["text"], in_dm["channel_name"]) == (
        "/cairn",
        "goal",
        "directmessage",
    )
    assert (in_dm["user_id"], in_dm["user_name"]) == (ana.person.id, "ana.ruiz")
    assert (in_dm["team_domain"], in_dm["is_enterprise_install"]) == ("northwind", "false")
    assert in_channel["channel_name"] == "general"
    assert in_channel["channel_id"] == sandbox.workspace.channel("general").id


async def test_opening_home_tells_the_app(ana: Actor, scripted_app: ScriptedApp) -> None:
    await ana.open_home()

    event = scripted_app.payloads[0]["event"]
    assert (event["type"], event["tab"], event["user"]) == (
        "app_home_opened",
        "home",
        ana.person.id,
    )
