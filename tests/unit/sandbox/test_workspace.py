"""Time, ids, people and the seed: the ground the rest stands on."""

import asyncio
from datetime import UTC, datetime

import pytest

from sandbox.acting.actor import Actor
from sandbox.bot_app import BotApp
from sandbox.changes import Changes
from sandbox.clock import ManualClock, SystemClock
from sandbox.ids import Ids
from sandbox.records import ChannelKind
from sandbox.sandbox import Sandbox
from sandbox.seed import northwind
from tests.unit.sandbox.conftest import CAIRN
from tests.unit.sandbox.scripted_app import ScriptedApp


def test_a_manual_clock_moves_only_when_moved_and_only_ahead() -> None:
    clock = ManualClock(datetime(2026, 11, 23, 9, tzinfo=UTC))
    began = clock.now()
    clock.advance(90)

    assert began == datetime(2026, 11, 23, 9, tzinfo=UTC).timestamp()
    assert clock.now() == began + 90
    with pytest.raises(ValueError, match="only moves ahead"):
        clock.advance(-1)


def test_a_system_clock_runs_and_jumps() -> None:
    clock = SystemClock()
    began = clock.now()
    clock.advance(3600)

    assert clock.now() >= began + 3600
    with pytest.raises(ValueError, match="only moves ahead"):
        clock.advance(-1)


def test_timestamps_are_unique_and_grow() -> None:
    clock = ManualClock(1_700_000_000)
    ids = Ids(clock)
    given = [ids.ts(), ids.ts()]
    clock.advance(1)
    given.append(ids.ts())

    assert given == ["1700000000.000100", "1700000000.000200", "1700000001.000100"]


def test_more_messages_than_a_second_holds_still_grow() -> None:
    ids = Ids(ManualClock())
    given = [float(ids.ts()) for _ in range(10_050)]

    assert given == sorted(set(given))


def test_two_runs_give_the_same_ids() -> None:
    one, other = Ids(ManualClock()), Ids(ManualClock())

    assert [one.trigger(), one.hash(), one.uuid(), one.short()] == [
        other.trigger(),
        other.hash(),
        other.uuid(),
        other.short(),
    ]
    assert one.trigger() != other.hash()


def test_filled_in_ids_never_meet() -> None:
    ids = Ids(ManualClock())
    given = [ids.short() for _ in range(5_000)]

    assert len(set(given)) == len(given)
    assert {len(each) for each in given} == {5}


def test_people_are_found_by_id_and_by_either_name() -> None:
    workspace = northwind(ManualClock())
    ana = workspace.person("Ana")

    assert workspace.person("Ana Ruiz") is ana
    assert workspace.person(ana.id) is ana
    with pytest.raises(LookupError, match="nobody here is called 'Nobody'"):
        workspace.person("Nobody")


def test_the_seed_has_everybody_a_programme_needs_and_some_it_does_not() -> None:
    workspace = northwind(ManualClock())
    zones = {name: workspace.person(name).tz for name in ("Ana", "Ben", "Chloe", "Dana")}

    assert workspace.name == "Northwind"
    assert zones == {
        "Ana": "Europe/Madrid",
        "Ben": "Europe/London",
        "Chloe": "Asia/Singapore",
        "Dana": "Europe/Berlin",
    }
    assert [p.display_name for p in workspace.people.values() if p.is_restricted] == ["Hana", "Jonas"]
    assert [p.display_name for p in workspace.people.values() if p.is_owner] == ["Mila"]
    assert [p.display_name for p in workspace.people.values() if p.deleted] == ["Ivo"]
    assert workspace.channel("#leadership").members < workspace.channel("general").members
    assert workspace.channel("general").kind is ChannelKind.PUBLIC


def test_the_app_is_in_no_channel_at_first(sandbox: Sandbox) -> None:
    channels = sandbox.workspace.channels.values()

    assert not any(sandbox.app.bot_user_id in channel.members for channel in channels)


def test_one_app_is_installed_and_no_second() -> None:
    sandbox = Sandbox(ManualClock())
    with pytest.raises(RuntimeError, match="install an app first"):
        sandbox.act_as("Ana")
    sandbox.install(CAIRN)

    with pytest.raises(RuntimeError, match="Cairn is installed already"):
        sandbox.install(CAIRN)


def test_what_the_sandbox_would_never_send_cannot_be_subscribed_to() -> None:
    with pytest.raises(ValueError, match="channel_rename"):
        BotApp(name="x", signing_secret="s", events=["message.im", "channel_rename"])
    with pytest.raises(ValueError, match="begins with a slash: cairn"):
        BotApp(name="x", signing_secret="s", commands=["cairn"])


def test_channels_are_unknown_by_name_until_they_are_there() -> None:
    workspace = northwind(ManualClock())

    assert workspace.find_channel("directmessage") is None
    with pytest.raises(LookupError, match="no channel '#nowhere'"):
        workspace.channel("#nowhere")


async def test_changes_wake_whoever_waits() -> None:
    changes = Changes()
    waiting = asyncio.create_task(changes.beyond(changes.version))
    await asyncio.sleep(0)
    changes.bump()

    assert await waiting == 1
    assert await changes.beyond(0) == 1


async def test_somebody_who_gave_up_waiting_is_forgotten() -> None:
    changes = Changes()
    waiting = asyncio.create_task(changes.beyond(0))
    await asyncio.sleep(0)
    waiting.cancel()
    changes.bump()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    assert changes.version == 1


async def test_until_waits_for_what_is_to_happen(sandbox: Sandbox, ana: Actor) -> None:
    async def later() -> None:
        await asyncio.sleep(0)
        await ana.dm("there")

    task = asyncio.create_task(later())
    await sandbox.until(lambda: [m.text for m in ana.dm_messages()] == ["there"])
    await task

    with pytest.raises(TimeoutError):
        await sandbox.until(lambda: False, seconds=0.01)


async def test_raw_text_is_taken_as_slacks_markup(ana: Actor, scripted_app: ScriptedApp) -> None:
    await ana.dm("<@U1> &lt;", raw=True)

    assert scripted_app.payloads[0]["event"]["text"] == "<@U1> &lt;"
    assert "blocks" not in scripted_app.payloads[0]["event"]
