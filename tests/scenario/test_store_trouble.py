"""The store cannot take a change: the person is told, nothing is half done, and it works again afterwards."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace

import aiohttp
import pytest
from sqlalchemy import text, update

from flows.delivery import DeliveryState
from sandbox.faults import http_error, slack_error
from sandbox.records import Message
from storage.database import POSTGRES_CONNECTIONS, Database, open_database
from storage.tables import CONVERSATION, OUTBOX, PERSON
from tests.contract.faults import full_disk
from tests.databases import UNHURRIED, Settings
from tests.scenario.forgetful_road import Road, forgetful_road
from tests.scenario.ledger import ledger, outbox
from tests.scenario.world import Person, World, labels, new_world

NOT_SAVED, NOT_PRESSED = "Not saved, please send it again.", "Not saved, please press it again."
WORDS = "We lost a customer and won another."
ENDED = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
OTHERS = " AND pid <> pg_backend_pid()"


@pytest.fixture(name="settings")
def impatient(settings: Settings) -> Settings:
    """A bot that soon finds the store too slow, so that these tests need not wait long."""
    return replace(settings, patience=replace(UNHURRIED, busy=1))


Trouble = Callable[[World, Database], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def locked(_: World, database: Database) -> AsyncIterator[None]:
    """Another process holds what the bot needs, for longer than it waits."""
    async with database.connection() as connection:
        await connection.execute(update(PERSON).values(zone="UTC"))
        yield


@asynccontextmanager
async def read_only_store(world: World, _: Database) -> AsyncIterator[None]:
    """The disk was remounted, or the database failed over."""
    store = world.memory._database
    if store.is_sqlite:
        await pragma(store, "query_only = on")
        yield
        await pragma(store, "query_only = off")
        return
    operator = open_database(world.stores.database)
    await fail_over(operator, "on")
    yield
    await fail_over(operator, "off")
    await operator.close()
    while not all(await asyncio.gather(*(store.healthy() for _ in range(POSTGRES_CONNECTIONS)))):
        pass  # whoever takes an old connection finds it dead; now nobody will


async def fail_over(database: Database, read_only: str) -> None:
    """Every other connection ends, and new ones find a database that may (not) be written to."""
    async with database.transaction() as connection:
        name = await connection.scalar(text("SELECT current_database()"))
        await connection.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {read_only}'))
    async with database.connection() as connection:
        await connection.execute(text(ENDED + OTHERS))


@asynccontextmanager
async def full_store(world: World, _: Database) -> AsyncIterator[None]:
    """There is no room for one more page."""
    store = world.memory._database
    if not store.is_sqlite:
        async with full_disk(store):
            yield
        return
    await pragma(store, "max_page_count = 1")  # it is set to what is used now
    yield
    await pragma(store, "max_page_count = 1073741823")


async def pragma(store: Database, setting: str) -> None:
    """Change the bot's own connection to SQLite, which stays the same one, without a transaction."""
    async with store._engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await (await driver.execute(f"PRAGMA {setting}")).close()


async def healthy(world: World) -> bool:
    """What /healthz says."""
    url = f"{world.bot_url}/healthz"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert (await answer.json())["ok"] is (answer.status == 200)
        return answer.status == 200


async def command(person: Person, words: str) -> str:
    """Run /cairn without waiting for anything to be sent."""
    outcome = await person.actor.command("/cairn", words)
    assert outcome.delivery.status == 200
    return outcome.answer.text if outcome.answer else ""


@pytest.mark.parametrize("trouble", [locked, read_only_store])
async def test_whoever_types_presses_or_runs_something_is_told_and_nothing_is_half_done(
    world: World, ana: Person, database: Database, trouble: Trouble
) -> None:
    await ana.types("reflect")
    await ana.presses("4")
    before = await ledger(ana)

    async with trouble(world, database):
        await ana.actor.dm(WORDS)
        typed = world.sandbox.deliveries[-1]
        assert typed.status == 200
        assert ana.last.text.startswith(NOT_SAVED)
        pressed = await ana.actor.press(ana.message_with_button("Skip"), label="Skip")
        assert pressed.status == 200
        assert ana.last.text.startswith(NOT_PRESSED)
        assert (await command(ana, "wins")).startswith(NOT_PRESSED)
        if trouble is not locked or world.memory._database.is_sqlite:
            assert not await healthy(world)

    assert await healthy(world)
    after = await ledger(ana)
    assert (after.conversations, after.answers, after.held) == (before.conversations, before.answers, before.held)
    assert after.outbox == before.outbox

    await world.sandbox.redeliver(typed, new_event_id=True)
    await world.settled()
    assert await ledger(ana) == after, "they were told that it was not saved, so it is not saved behind their back"

    await ana.types(WORDS)
    await ana.presses("Skip")
    assert [row[1] for row in (await ledger(ana)).answers] == ["'energy'", "'meaning'", "'moment'"]


async def test_a_full_disk_is_told_and_leaves_nothing_half_done(world: World, ana: Person, database: Database) -> None:
    await ana.types("good morning")
    before = await ledger(ana)
    async with full_store(world, database):
        told = 0
        for _ in range(40):  # what room there is in the last pages is used up first
            await ana.actor.dm("reflect" if not told else WORDS)
            told += ana.last.text.startswith(NOT_SAVED)
            if told == 2:
                break
            await command(ana, "stop")
        assert told == 2
    after = await ledger(ana)
    assert after.answers == before.answers
    await ana.types("reflect")
    await ana.presses("4")
    assert [row[1] for row in (await ledger(ana)).answers] == ["'energy'"]
    assert await healthy(world)


@pytest.mark.parametrize("fault", [http_error(500), slack_error("channel_not_found")], ids=str)
async def test_where_nobody_can_be_told_slack_is_asked_to_come_again(
    world: World, ana: Person, database: Database, fault: object
) -> None:
    await ana.types("wins")
    async with read_only_store(world, database):
        world.sandbox.faults.plan(fault, method="chat.postMessage")  # type: ignore[arg-type]  # a fault of the table
        with world.left_waiting():
            await ana.actor.dm(WORDS)
        first = world.sandbox.deliveries[-1]
        assert first.failed, "so Slack comes again"

    await world.sandbox.run_due_retries()
    await world.settled()
    assert first.status == 200
    assert [row[1] for row in (await ledger(ana)).answers] == ["'progress'"]


async def test_a_restarted_bot_saves_what_slack_was_asked_to_bring_again(
    world: World, ana: Person, database: Database
) -> None:
    await ana.types("wins")
    async with read_only_store(world, database):
        world.sandbox.faults.plan(http_error(500), method="chat.postMessage")
        with world.left_waiting():
            await ana.actor.dm(WORDS)
    async with world.life():
        await world.sandbox.run_due_retries()
        await world.settled()
        assert [row[1] for row in (await ledger(ana)).answers] == ["'progress'"]


@pytest.mark.postgres
@pytest.mark.parametrize("backend", ["postgres"])
async def test_a_connection_that_is_cut_half_way_is_told_and_leaves_nothing(
    world: World, ana: Person, database: Database
) -> None:
    await ana.types("wins")
    async with database.connection() as connection:
        await connection.execute(text("SELECT 1 FROM person FOR UPDATE"))
        typing = asyncio.create_task(ana.actor.dm(WORDS))
        await waiting(database)
        await connection.execute(text(ENDED + OTHERS))
        await typing
    assert world.sandbox.deliveries[-1].status == 200
    assert ana.last.text.startswith(NOT_SAVED)
    assert (await ledger(ana)).answers == []
    await ana.types(WORDS)
    assert [row[1] for row in (await ledger(ana)).answers] == ["'progress'"]
    assert await healthy(world)


async def waiting(database: Database) -> None:
    """Wait until somebody waits for a lock."""
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    async with asyncio.timeout(30):
        while True:
            async with database.connection() as connection:
                if await connection.scalar(text(waits)):
                    return
            await asyncio.sleep(0.01)


@pytest.fixture
async def road(settings: Settings) -> AsyncIterator[tuple[Road, World]]:
    """A world whose bot reaches Postgres over a road that can lose an answer."""
    async with forgetful_road(settings.database) as (found, over), new_world(replace(settings, database=over)) as world:
        yield found, world


@pytest.mark.postgres
@pytest.mark.parametrize("backend", ["postgres"])
async def test_a_commit_whose_answer_was_lost_is_looked_up(road: tuple[Road, World]) -> None:
    lossy, world = road
    ana = world.person("Ana")
    await ana.types("wins")
    lossy.losing = 1
    await ana.types(WORDS)
    assert [text for text, _ in (await ledger(ana)).seen if text.startswith(NOT_SAVED)] == []
    assert [row[1] for row in (await ledger(ana)).answers] == ["'progress'"]


@pytest.mark.postgres
@pytest.mark.parametrize("backend", ["postgres"])
async def test_a_commit_that_nobody_can_look_up_comes_again_and_counts_once(road: tuple[Road, World]) -> None:
    lossy, world = road
    ana = world.person("Ana")
    await ana.types("wins")
    lossy.losing, lossy.closing = 1, True
    with world.left_waiting():
        await ana.actor.dm(WORDS)
    first = world.sandbox.deliveries[-1]
    assert first.failed, "so Slack comes again"
    lossy.closed = False
    await world.sandbox.run_due_retries()
    await world.settled()
    assert first.status == 200
    assert [row[1] for row in (await ledger(ana)).answers] == ["'progress'"]


async def spoil(world: World) -> None:
    """Leave conversations whose script nobody knows any more: nothing that the bot expects."""
    async with world.memory._database.transaction() as connection:
        await connection.execute(update(CONVERSATION).values(fingerprint="gone"))


async def test_what_nobody_expected_has_a_reference_in_the_log_and_in_the_answer(
    world: World, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await ana.types("reflect")
    question = ana.last
    await spoil(world)

    await ana.actor.dm(WORDS)
    assert world.sandbox.deliveries[-1].status == 200
    refers(ana.last, caplog)
    delivery = await ana.actor.press(question, label="4")
    assert delivery.status == 200
    refers(ana.last, caplog)
    said = await command(ana, "reflect")
    assert said.startswith("Something went wrong on my side.")
    assert references(caplog)[-1] in said
    assert WORDS not in caplog.text


def references(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [vars(each)["reference"] for each in caplog.records if each.levelno == logging.ERROR]


def refers(message: Message, caplog: pytest.LogCaptureFixture) -> None:
    assert message.text.startswith("Something went wrong on my side.")
    assert references(caplog)[-1] in message.text
    assert labels(message) == []


async def test_a_message_that_cannot_be_drawn_keeps_nobody_else_waiting(world: World, ana: Person) -> None:
    ben = world.person("Ben")
    await ana.types("reflect")
    await spoil(world)
    async with world.memory._database.transaction() as connection:
        await connection.execute(update(OUTBOX).values(state=DeliveryState.DUE, attempts=0))
    world.running.sender.wake()
    await ben.types("wins")
    assert "Small wins" in ben.last.text
    assert [row.state for row in await outbox(ana)] == [DeliveryState.FAILED]
