"""The journal when something is in its way: a store, a slow Slack, a repeat, somebody else's hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.ids import COMMAND
from sandbox.faults import slack_error
from storage.tables import ANSWER, AUDIT, INBOX
from tests.contract.faults import read_only
from tests.scenario.forging import MEMBERS_ONLY, NOBODYS, NOT_YOURS, audit, forge, people, points
from tests.scenario.hostile import AS_TYPED
from tests.scenario.ledger import outbox, rows
from tests.scenario.test_journal import BEN, CHLOE, a_win, changes, lines, looks_for, opens, shown, top
from tests.scenario.test_who_may import stranger
from tests.scenario.world import Person, World, labels

NOT_SAVED = "Could not be saved. Your words are still here."


@asynccontextmanager
async def cannot_write(world: World) -> AsyncIterator[None]:
    """The store takes nothing for a while."""
    async with read_only(world.memory._database):
        yield


async def versions(world: World) -> int:
    """How many versions of answers there are."""
    [(many,)] = await rows(world, select(func.count()).select_from(ANSWER))
    return int(many)


async def test_what_could_not_be_saved_stays_in_its_field(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    await ana.presses("Show what I wrote")
    await opens(ana, "Edit")
    before = await versions(world)
    async with cannot_write(world):
        outcome = await ana.actor.submit(top(ana), {"field:progress": CHLOE})
    assert NOT_SAVED in outcome.errors["field:progress"]
    assert not outcome.closed
    assert await versions(world) == before
    await changes(ana, "progress", CHLOE)
    assert CHLOE in shown(ana)
    assert await versions(world) == before + 1


async def test_what_was_written_stays_when_the_answer_became_too_long_for_a_field(world: World, ana: Person) -> None:
    await ana.types("wins")
    typed = await ana.types(BEN)
    await ana.types("skip")
    await ana.presses("Show what I wrote")
    await opens(ana, "Edit")
    long = "y" * 3500
    first_piece = "y" * 2900
    await ana.actor.edit(typed, long)
    await world.settled()
    await changes(ana, "progress", CHLOE)
    assert "changed somewhere else meanwhile" in shown(ana)
    assert first_piece in shown(ana)
    assert CHLOE in repr(top(ana).blocks)
    await changes(ana, "progress", CHLOE)
    assert CHLOE in shown(ana)
    assert first_piece not in shown(ana)


async def test_an_answer_that_is_deleted_already_is_not_said_to_be_hidden_again(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    await ana.presses("Show what I wrote")
    await opens(ana, "Delete")
    assert "The answer is hidden." in shown(ana)
    pressed = next(each for each in reversed(world.sandbox.deliveries) if "delete_answer" in repr(each.payload))
    await ana.presses("Delete for good now")
    await forge(world, pressed, lambda payload: payload.update(trigger_id=payload["trigger_id"] + "x"))
    assert "The answer is hidden." not in shown(ana)
    assert BEN not in shown(ana)


async def test_a_repeated_submission_changes_nothing_more(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    await ana.presses("Show what I wrote")
    await opens(ana, "Edit")
    await changes(ana, "progress", CHLOE)
    before = await versions(world), len(await rows(world, select(INBOX.c.key)))
    sent = next(each for each in reversed(world.sandbox.deliveries) if "edit_modal" in repr(each.payload))
    await forge(world, sent, lambda _: None)
    assert (await versions(world), len(await rows(world, select(INBOX.c.key)))) == before


async def test_a_repeated_deletion_says_it_once(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    await ana.presses("Show what I wrote")
    await opens(ana, "Delete")
    said = len(ana.heard())
    pressed = next(each for each in reversed(world.sandbox.deliveries) if "delete_answer" in repr(each.payload))
    await forge(world, pressed, lambda payload: payload.update(trigger_id=payload["trigger_id"] + "x"))
    assert len(ana.heard()) == said


async def test_a_window_that_slack_does_not_open_is_said_so(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    world.sandbox.faults.plan(slack_error("internal_error"), method="views.open")
    await ana.runs("journal")
    assert ana.last.text == "That took too long. Please try again."
    assert ana.actor.open_views() == []
    await ana.runs("journal")
    assert len(lines(ana)) == 1


@pytest.mark.parametrize("action", ["open_entry", "edit_answer", "delete_answer"])
async def test_a_forged_pointer_opens_nothing_and_is_written_down(world: World, ana: Person, action: str) -> None:
    await a_win(ana, BEN)
    ben = world.person("Ben")
    await ben.types("help")
    theirs = next(row.conversation for row in await rows(world, select(ANSWER.c.conversation)))
    for value in (NOBODYS, f"{theirs}.1.progress", "nonsense"):
        await points(world, ben, action, value)
        assert NOT_YOURS in ben.last.text
    assert ben.actor.open_views() == []
    assert [each for each in await audit(world) if each == (ben.slack_id, "denied")] == [(ben.slack_id, "denied")] * 3
    await ana.presses("Show what I wrote")
    assert BEN in shown(ana)


async def test_a_guest_has_no_journal(world: World) -> None:
    guest = stranger(world, "guest")
    outcome = await guest.actor.command(COMMAND, "journal")
    assert MEMBERS_ONLY in outcome.delivery.body
    assert guest.actor.open_views() == []
    await guest.actor.open_home()
    await world.settled()
    assert guest.actor.home() is None
    assert await people(world) == set()


async def test_looking_for_whatever_does_no_harm(ana: Person) -> None:
    await a_win(ana, BEN)
    await ana.runs("journal")
    for text in ("(", "\\", '"', "%", "_", "' OR 1=1 --", "9999-12", "0000-00", "🙂", "\u202e", *AS_TYPED.values()):
        await looks_for(ana, text[:150].strip() or "x")
        assert "Search" in repr(top(ana).definition)


async def test_no_word_of_theirs_is_in_a_message_or_beside_a_window(world: World, ana: Person) -> None:
    await ana.actor.open_home()
    await a_win(ana, BEN)
    await ana.types("journal")
    await ana.presses("Open my journal")
    await looks_for(ana, "review")
    await opens(ana, "Open")
    await opens(ana, "Edit")
    await changes(ana, "progress", CHLOE)
    await opens(ana, "Delete")
    said = "".join(repr(each.blocks) + each.text for each in ana.heard()) + repr(ana.actor.home())
    beside = "".join(view.definition.get("private_metadata", "") for view in ana.actor.open_views())
    kept = repr([tuple(row) for row in await outbox(ana)]) + repr(await rows(world, select(AUDIT)))
    for words in ("review", "café budget"):
        assert words not in said + beside + kept


async def test_home_is_put_up_again_after_a_stumble(world: World, ana: Person) -> None:
    world.sandbox.faults.plan(slack_error("internal_error"), method="views.publish")
    await ana.actor.open_home()
    await world.settled()
    assert ana.actor.home() is None
    world.later(timedelta(seconds=10))
    await world.settled()
    assert ana.actor.home() is not None


async def test_in_german(world: World) -> None:
    world.sandbox.workspace.add_person("Uwe", "Uwe Kern", tz="Europe/Berlin", locale="de-DE")
    uwe = world.person("Uwe")
    await uwe.types("tagebuch")
    assert labels(uwe.last) == ["Mein Tagebuch öffnen"]
    await uwe.runs("tagebuch")
    assert "Hier steht noch nichts." in shown(uwe)
    await a_win(uwe, BEN)
    await looks_for(uwe, "heute")
    assert len(lines(uwe)) == 1
    assert "Am Donnerstag, 19. November 2026:" in shown(uwe)
    await opens(uwe, "Öffnen")
    await opens(uwe, "Ändern")
    async with cannot_write(world):
        outcome = await uwe.actor.submit(top(uwe), {"field:progress": CHLOE})
    assert "Das ließ sich nicht speichern." in outcome.errors["field:progress"]
