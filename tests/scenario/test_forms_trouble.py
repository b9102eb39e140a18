"""A form that is sent off twice, forged, or meets a store in trouble: nothing half done, and the words stay."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot import ids
from sandbox.records import View
from sandbox.traffic import Delivery
from storage.database import Database
from storage.tables import ANSWER, FORM
from tests.databases import Settings
from tests.scenario.forgetful_road import Road, forgetful_road
from tests.scenario.forging import audit, count, forge
from tests.scenario.ledger import ledger, rows
from tests.scenario.test_forms import holds, opens, sends, steps
from tests.scenario.test_store_trouble import Trouble, full_store, impatient, locked, read_only_store
from tests.scenario.world import Person, World, new_world

settings = impatient

WORDS = "We lost a customer and won another."
MANY_WORDS = "\U0001f331" * 3000  # more than a page of the store holds
NOT_YET = "Not saved yet."


def submission(world: World) -> Delivery:
    """The last window that was sent off."""
    return next(each for each in reversed(world.sandbox.deliveries) if each.payload.get("type") == "view_submission")


async def test_sent_off_twice_it_counts_once_and_is_answered_alike(world: World, ana: Person) -> None:
    await ana.types("reflect")
    await sends(ana, await opens(ana), energy="4", moment=WORDS)
    before = await ledger(ana)
    first = submission(world)
    for again in await world.sandbox.redeliver(first, times=4):
        assert again.status == 200
        assert body(again) == body(first)
    await world.settled()
    assert (await ledger(ana)).answers == before.answers
    assert (await ledger(ana)).posts == before.posts


def body(delivery: Delivery) -> bytes | str:
    assert delivery.last is not None
    return delivery.last.response_body


@pytest.mark.parametrize("trouble", [locked, read_only_store])
async def test_a_store_in_trouble_leaves_the_window_open_with_the_words_in_it(
    world: World, ana: Person, database: Database, trouble: Trouble
) -> None:
    await ana.types("wins")
    form = await opens(ana)
    async with trouble(world, database):
        await stays_open(ana, form)
    await is_taken_after_all(ana, form)


async def test_a_full_disk_leaves_the_window_open_too(world: World, ana: Person, database: Database) -> None:
    ben = world.person("Ben")
    await ben.types("good morning")
    await ana.types("wins")
    form = await opens(ana)
    async with full_store(world, database):
        told = 0
        for _ in range(40):  # what room there is in the last pages is used up first, by somebody else
            await ben.actor.dm("reflect" if not told else WORDS)
            told += ben.last.text.startswith("Not saved")
            if told == 2:
                break
            await ben.actor.command("/cairn", "stop")
        assert told == 2
        await stays_open(ana, form)
    await is_taken_after_all(ana, form)


async def stays_open(ana: Person, form: View) -> None:
    """Sent off, it comes back with a sentence under its first field."""
    outcome = await ana.actor.submit(form, {"field:progress": MANY_WORDS})
    assert outcome.failed is None
    assert not outcome.closed
    assert outcome.errors["field:progress"].startswith(NOT_YET)


async def is_taken_after_all(ana: Person, form: View) -> None:
    """Sent off once more, just as it stands."""
    assert await steps(ana) == []
    await sends(ana, form)
    assert await steps(ana) == ["obstacle", "progress"]
    await ana.presses("Show what I wrote")
    assert MANY_WORDS[:2000] in await ana.window()


@pytest.fixture
async def road(settings: Settings) -> AsyncIterator[tuple[Road, World]]:
    """A world whose bot reaches Postgres over a road that can lose an answer."""
    async with forgetful_road(settings.database) as (found, over), new_world(replace(settings, database=over)) as world:
        yield found, world


@pytest.mark.postgres
@pytest.mark.parametrize("backend", ["postgres"])
@pytest.mark.parametrize("closing", [False, True])
async def test_a_commit_whose_answer_was_lost_is_looked_up_not_guessed(
    road: tuple[Road, World], *, closing: bool
) -> None:
    lossy, world = road
    ana = world.person("Ana")
    await ana.types("wins")
    form = await opens(ana)
    lossy.losing, lossy.closing = 1, closing
    outcome = await ana.actor.submit(form, {"field:progress": WORDS})
    assert bool(outcome.errors) is closing
    lossy.closed = False
    if closing:
        assert outcome.errors["field:progress"].startswith(NOT_YET)
        outcome = await ana.actor.submit(form, {})
        assert outcome.errors == {}
    await world.settled()
    assert await steps(ana) == ["obstacle", "progress"]
    assert "1 answer is kept." in ana.last.text


async def forged(world: World, like: Delivery, **changes: Any) -> Delivery:
    """A submission with another hash, so that it is a new one, and with other parts."""

    def change(payload: dict[str, Any]) -> None:
        payload["view"]["hash"] = world.sandbox.workspace.ids.new("h")
        payload["view"].update({key: value for key, value in changes.items() if key != "user"})
        payload["user"]["id"] = changes.get("user", payload["user"]["id"])

    return await forge(world, like, change)


@pytest.mark.parametrize("about", ["nobody-0000000000000000000", "", "{}", "x" * 3000, "<!channel>"])
async def test_a_window_that_points_at_nothing_changes_nothing(world: World, ana: Person, about: str) -> None:
    await ana.types("wins")
    await ana.actor.submit(await opens(ana), {"field:progress": " "})
    answered = await forged(world, submission(world), private_metadata=about)
    assert answered.status == 200
    assert "no longer available" in str(body(answered))
    assert await count(world, ANSWER) == 0


async def test_nobody_else_sends_it_off_or_types_in_it(world: World, ana: Person) -> None:
    ben = world.person("Ben")
    await ben.types("hello")
    await ana.types("wins")
    form = await opens(ana)
    await ana.actor.fill(form, "field:progress", "Mine.")
    typed = world.sandbox.deliveries[-1]
    await forge(world, typed, lambda payload: payload["user"].update(id=ben.slack_id))
    await ana.actor.submit(form, {"field:progress": " "})
    answered = await forged(world, submission(world), user=ben.slack_id, state=state(WORDS))
    assert "no longer available" in str(body(answered))
    assert (ben.slack_id, "denied") in await audit(world)
    assert await count(world, ANSWER) == 0
    assert holds(await opens(ana)) == {"progress": "Mine.", "obstacle": None}


def state(words: str) -> dict[str, Any]:
    return {"values": {"field:progress": {ids.FIELD: {"type": "plain_text_input", "value": words}}}}


async def test_more_than_a_field_holds_is_refused_and_nothing_is_cut(world: World, ana: Person) -> None:
    await ana.types("wins")
    await ana.actor.submit(await opens(ana), {"field:progress": " "})
    like = submission(world)
    answered = await forged(world, like, state=state("x" * 3001))
    assert "longer than 3,000 characters" in str(body(answered))
    assert await count(world, ANSWER) == 0
    for words in ("\U0001f331" * 3000, "&" * 3000):
        await ana.types("wins")
        await sends(ana, await opens(ana), progress=words)
        await ana.presses("Show what I wrote")
        assert words[:2900] in await ana.window()


async def test_what_was_typed_first_and_told_last_is_left_aside(world: World, ana: Person) -> None:
    await ana.types("wins")
    form = await opens(ana)
    with world.sandbox.deliver.hold() as held:
        await ana.actor.fill(form, "field:progress", "First")
        await ana.actor.fill(form, "field:progress", "First and second")
    await held.release([1, 0])
    assert holds(await opens(ana)) == {"progress": "First and second", "obstacle": None}


async def test_a_draft_that_cannot_be_kept_disturbs_nobody(world: World, ana: Person, database: Database) -> None:
    await ana.types("wins")
    form: View = await opens(ana)
    said = len(ana.heard())
    async with read_only_store(world, database):
        delivery = await ana.actor.fill(form, "field:progress", "Typed on.")
        assert delivery is not None
        assert delivery.status == 200
    await world.settled()
    assert len(ana.heard()) == said
    assert (await rows(world, select(FORM.c.typed_at)))[0][0] is None
    await sends(ana, form)
    assert await steps(ana) == ["obstacle", "progress"]
