"""Everybody gets their whole journal as a file: once for each time they ask, for a day, with their own words in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot import ids
from bot.ticker import look_after_leases, take_files_away
from flows.conversation.script import Value
from flows.conversation.state import Entry, Outcome
from flows.delivery import Deed, DeliveryState
from flows.journal.markdown import unquoted
from flows.people import AnswerIn
from sandbox.faults import (
    Fault,
    accept_then_drop,
    drop_before_accept,
    html_instead_of_json,
    http_error,
    ratelimited,
    slack_error,
)
from sandbox.files import StoredFile
from sandbox.records import Message
from storage.tables import ANSWER, CONVERSATION, OUTBOX, STANDING_FILE
from tests.databases import Settings
from tests.scenario.everything import choose, with_a_trial_script
from tests.scenario.hostile import AS_TYPED
from tests.scenario.ledger import outbox, rows
from tests.scenario.test_changed_messages import AT_LENGTH
from tests.scenario.test_changed_messages import changes as rewrites
from tests.scenario.test_journal import BEN, CHLOE, a_win, opens, shown, top
from tests.scenario.world import Person, World, labels, new_world

DOWNLOAD = "Download my journal"
ROOM, COMPLETE, DELETE = "files.getUploadURLExternal", "files.completeUploadExternal", "files.delete"
A_DAY = timedelta(hours=24)
HOSTILE = [AS_TYPED[name] for name in ("a broadcast", "markup", "entities", "html", "right to left", "joined emoji")]


async def asks_for_it(person: Person) -> None:
    """Open the journal and press."""
    await person.runs("journal")
    await opens(person, DOWNLOAD)


def with_files(person: Person) -> list[Message]:
    """The messages of Cairn's that carry a file."""
    return [each for each in person.heard() if each.files]


def standing(world: World) -> list[StoredFile]:
    """What stands in Slack, whether anybody sees it or not."""
    return list(world.sandbox.workspace.files._kept.values())


def read(person: Person) -> str:
    """The file that came last."""
    found = person.world.sandbox.workspace.files.find(with_files(person)[-1].files[0]["id"])
    assert found is not None
    assert found.content is not None
    return found.content.decode()


async def noted(world: World) -> list[str]:
    """The files of which Cairn knows that they stand in Slack."""
    return [row.id for row in await rows(world, select(STANDING_FILE).order_by(STANDING_FILE.c.uploaded_at))]


async def brought(person: Person) -> list[DeliveryState]:
    """How the files stand that were to be brought."""
    return [row.state for row in await outbox(person) if row.deed == Deed.FILE]


async def the_ticker_comes(world: World) -> None:
    """What happens every minute."""
    await take_files_away(world.running.reception.desk)
    await world.settled()


async def test_the_whole_journal_comes_as_a_file(ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("4 - rough week")
    await ana.types("stop")
    ana.world.later(timedelta(days=1))
    await a_win(ana, BEN)
    await asks_for_it(ana)
    assert "Your whole journal comes as a file" in shown(ana)
    [message] = with_files(ana)
    assert message.text.startswith("Here is your whole journal as a file.")
    assert "24 hours" in message.text
    assert message.channel_id == ana.actor.dm_channel.id
    assert message.files[0]["name"] == "journal-2026-11-20.md"
    assert read(ana) == (
        "# My journal\n"
        "\n"
        "Written down for Ana on Friday, 20 November 2026: 2 entries, the newest first.\n"
        "\n"
        "## Small wins, Friday, 20 November 2026\n"
        "\n"
        "**What has moved forward lately, even by a little?**\n"
        "\n"
        f"> {BEN}\n"
        "\n"
        "## Weekly reflection, Thursday, 19 November 2026\n"
        "\n"
        "**Think of the week that began on Monday 16 November. How much energy has it left you with?**\n"
        "\n"
        "4\n"
        "\n"
        "> 4 - rough week\n"
    )


async def test_a_day_later_it_is_gone(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    await asks_for_it(ana)
    assert await noted(world) == [each.id for each in standing(world)]
    world.later(A_DAY - timedelta(seconds=1))
    await the_ticker_comes(world)
    assert len(standing(world)) == 1
    world.later(timedelta(seconds=1))
    await the_ticker_comes(world)
    assert standing(world) == []
    assert await noted(world) == []
    assert with_files(ana)[0].files[0]["mode"] == "tombstone"
    await the_ticker_comes(world)
    assert [call.method for call in world.sandbox.calls].count(DELETE) == 1


async def test_a_press_that_slack_repeats_brings_one_file(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    await ana.runs("journal")
    first = await ana.actor.press_in_view(top(ana), label=DOWNLOAD)
    await world.settled()
    await world.sandbox.redeliver(first)
    await world.settled()
    assert len(with_files(ana)) == len(standing(world)) == 1


async def test_who_is_impatient_gets_one_file(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    await ana.runs("journal")
    world.sandbox.faults.plan(ratelimited(30), method="chat.postMessage")
    await ana.types("hello")  # keeps back what comes after it
    await opens(ana, DOWNLOAD)
    await opens(ana, DOWNLOAD)
    world.later(timedelta(seconds=30))
    await world.settled()
    assert len(with_files(ana)) == 1


async def test_who_asks_again_gets_what_is_there_then(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    await asks_for_it(ana)
    await a_win(ana, CHLOE)
    await asks_for_it(ana)
    assert len(with_files(ana)) == 2
    assert CHLOE in read(ana)


async def test_from_home_the_journal_opens_and_says_so(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    await ana.actor.open_home()
    await world.settled()
    home = ana.actor.home()
    assert home is not None
    assert (await ana.actor.press_in_view(home, label=DOWNLOAD)).status == 200
    await world.settled()
    assert "Your whole journal comes as a file" in shown(ana)
    assert len(with_files(ana)) == 1


async def test_who_deletes_everything_meanwhile_is_told_that_there_is_nothing(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    await ana.runs("journal")
    world.sandbox.faults.plan(ratelimited(30), method="chat.postMessage")
    await ana.types("hello")  # keeps back what comes after it
    await opens(ana, DOWNLOAD)
    await opens(ana, "Open")
    await opens(ana, "Delete")
    world.later(timedelta(seconds=30))
    await world.settled()
    assert with_files(ana) == []
    assert any(each.text.startswith("Nothing is written here yet.") for each in ana.heard())


async def test_an_empty_journal_offers_no_file(ana: Person) -> None:
    await ana.runs("journal")
    assert DOWNLOAD not in shown(ana)


NOTHING_DONE = [http_error(503), drop_before_accept(), slack_error("fatal_error"), ratelimited(5)]
UNSURE = [html_instead_of_json(), accept_then_drop(), http_error(500), slack_error("an_error_of_next_year")]


@pytest.mark.parametrize("fault", [*NOTHING_DONE, *UNSURE], ids=str)
async def test_what_goes_wrong_before_anybody_sees_a_file_is_done_again(
    world: World, ana: Person, fault: Fault
) -> None:
    await a_win(ana, BEN)
    world.sandbox.faults.plan(fault, method=ROOM)
    await asks_for_it(ana)
    assert with_files(ana) == []
    world.later(timedelta(seconds=5))
    await world.settled()
    assert len(with_files(ana)) == 1
    assert BEN in read(ana)
    assert await brought(ana) == [DeliveryState.SENT]


async def test_bytes_that_slack_does_not_take_are_sent_again(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    files = world.sandbox.workspace.files
    right, files.base_url = files.base_url, f"{files.base_url}/nowhere"
    await asks_for_it(ana)
    files.base_url = right
    assert await noted(world) != [], "it is known before its bytes are on their way"
    world.later(timedelta(seconds=5))
    await world.settled()
    assert len(with_files(ana)) == 1
    world.later(A_DAY)
    await the_ticker_comes(world)
    assert standing(world) == []
    assert await noted(world) == []


@pytest.mark.parametrize("fault", UNSURE, ids=str)
async def test_a_file_that_may_have_come_is_never_brought_again_unasked(
    world: World, ana: Person, fault: Fault
) -> None:
    await a_win(ana, BEN)
    world.sandbox.faults.plan(fault, method=COMPLETE)
    await asks_for_it(ana)
    assert await brought(ana) == [DeliveryState.UNCERTAIN]
    came = len(with_files(ana))
    await ana.types("help")
    assert any("I am not sure that the file with your journal arrived." in each.text for each in ana.heard())
    assert len(with_files(ana)) == came
    assert await brought(ana) == [DeliveryState.FAILED]
    world.later(A_DAY)
    await the_ticker_comes(world)
    assert standing(world) == [], "wherever it got stuck"
    assert await noted(world) == []


async def test_who_asks_once_more_is_not_asked_whether_it_came(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    world.sandbox.faults.plan(http_error(500), method=COMPLETE)
    await asks_for_it(ana)
    await opens(ana, DOWNLOAD)
    assert len(with_files(ana)) == 1
    assert not any("not sure" in each.text for each in ana.heard())


async def test_a_busy_slack_is_asked_again_in_time(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    world.sandbox.faults.plan(ratelimited(30), method=COMPLETE)
    await asks_for_it(ana)
    assert with_files(ana) == []
    world.later(timedelta(seconds=30))
    await world.settled()
    assert len(with_files(ana)) == 1
    world.later(A_DAY)
    await the_ticker_comes(world)
    assert standing(world) == []


async def test_who_may_not_put_files_there_says_so(world: World, ana: Person) -> None:
    """An app that was installed before it asked for this."""
    await a_win(ana, BEN)
    world.sandbox.faults.plan(slack_error("missing_scope"), method=ROOM)
    await asks_for_it(ana)
    assert ana.last.text.startswith("I could not put the file with your journal here")
    assert with_files(ana) == []


async def test_a_process_that_dies_leaves_no_file_behind(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    world.sandbox.faults.plan(slack_error("fatal_error"), method=COMPLETE)
    await asks_for_it(ana)
    [row] = [row for row in await outbox(ana) if row.deed == Deed.FILE]
    assert await noted(world) == [each.id for each in standing(world)]
    async with world.memory._database.transaction() as connection:
        under_way = {"state": DeliveryState.SENDING, "lease_until": world.clock.at}
        await connection.execute(update(OUTBOX).where(OUTBOX.c.id == row.id).values(under_way))
    await look_after_leases(world.memory.outbox, world.clock)
    assert await brought(ana) == [DeliveryState.UNCERTAIN]
    world.later(A_DAY)
    await the_ticker_comes(world)
    assert standing(world) == []
    assert await noted(world) == []


@pytest.mark.parametrize("error", ["file_deleted", "file_not_found"])
async def test_who_deletes_the_file_first_has_done_it(world: World, ana: Person, error: str) -> None:
    await a_win(ana, BEN)
    await asks_for_it(ana)
    world.sandbox.faults.plan(slack_error(error), method=DELETE)
    world.later(A_DAY)
    await the_ticker_comes(world)
    assert await noted(world) == []


@pytest.mark.parametrize("fault", [http_error(503), slack_error("cant_delete_file")], ids=str)
async def test_slack_is_asked_to_delete_until_it_does(world: World, ana: Person, fault: Fault) -> None:
    await a_win(ana, BEN)
    await asks_for_it(ana)
    world.sandbox.faults.plan(fault, method=DELETE, times=10)
    world.later(A_DAY)
    await the_ticker_comes(world)
    for _ in range(5):
        world.later(timedelta(seconds=5))
        await world.settled()
    assert len(standing(world)) == 1
    await ana.types("help")
    assert "Look back on the week" in labels(ana.last), "nobody waits for it"
    world.sandbox.faults.clear()
    world.later(timedelta(minutes=15))
    await the_ticker_comes(world)
    assert standing(world) == []
    assert await noted(world) == []


async def test_what_cannot_be_opened_says_so_in_its_place(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    await a_win(ana, CHLOE)
    broken = select(ANSWER.c.id).where(ANSWER.c.text.is_not(None)).order_by(ANSWER.c.created_at, ANSWER.c.id).limit(1)
    async with world.memory._database.transaction() as connection:
        its_id = await connection.scalar(broken)
        await connection.execute(update(ANSWER).where(ANSWER.c.id == its_id).values(text=b"\x01" + b"\x00" * 40))
    await asks_for_it(ana)
    assert "*This text cannot be opened right now. It was not changed.*" in read(ana)
    assert (BEN in read(ana)) != (CHLOE in read(ana))
    assert "2 entries" in read(ana)


async def test_what_was_deleted_or_skipped_is_left_out_and_what_is_kept_aside_says_so(ana: Person) -> None:
    await a_win(ana, BEN, CHLOE)
    await ana.runs("journal")
    await opens(ana, "Open")
    await opens(ana, "Delete")
    await asks_for_it(ana)
    assert BEN not in read(ana)
    assert CHLOE in read(ana)
    assert read(ana).count("**") == 2


async def test_what_is_kept_aside_says_so(ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("4")
    await ana.types("I let Ben run the review.")
    thin = await ana.types("No idea.")
    await ana.types("Perhaps that he can do it without me.")
    await rewrites(ana, thin, AT_LENGTH)
    await asks_for_it(ana)
    aside = "*This answer is kept aside, because another answer no longer leads to its question.*"
    assert f"**\n\n{aside}\n\n> Perhaps that he can do it without me.\n" in read(ana)
    assert read(ana).count(aside) == 1


async def test_every_kind_of_answer_is_shown_as_elsewhere(settings: Settings, tmp_path: Path) -> None:
    async with new_world(settings, prompts_dir=with_a_trial_script(tmp_path)) as world:
        ana = world.person("Ana")
        await ana.types("trial")
        await choose(ana, ids.PICK, "2026-11-02")
        await choose(ana, ids.PICK, "Farah")
        await choose(ana, ids.PICKS, ["time", "money"])
        await ana.presses("Done")
        await ana.presses("Yes")
        await ana.presses("Continue")
        await ana.types("skip")
        await asks_for_it(ana)
        assert read(ana).split("\n\n")[3:] == [
            "**When was it?**", "Monday, 2 November 2026",
            "**Who was there?**", "Farah",
            "**Which of these?**", "Time, Money",
            "**Are you sure?**", "Yes\n",
        ]  # fmt: skip


async def test_who_has_no_name_to_be_had_is_named_by_id(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    world.sandbox.faults.plan(http_error(503), method="users.info")
    await asks_for_it(ana)
    assert f"Written down for {ana.slack_id} on" in read(ana)


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_would_do_harm_is_in_it_as_it_was_typed(world: World, ana: Person, text: str) -> None:
    await a_win(ana, text)
    await asks_for_it(ana)
    *_, quotation = read(ana).removesuffix("\n").split("**\n\n")
    assert unquoted(quotation) == text
    assert text not in with_files(ana)[-1].text


async def test_nothing_of_it_stands_in_a_message(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    await asks_for_it(ana)
    said = [call for call in world.sandbox.calls if not call.method.startswith("views.")]
    assert BEN not in repr([call.arguments for call in said])


async def test_five_thousand_entries_come_in_one_file(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    desk = world.running.reception.desk
    script = desk.library.script("small-wins", "en")
    [began] = await rows(world, select(CONVERSATION))
    async with world.memory.unit_of_work() as work:
        person = await work.people.meet(began.workspace, ana.slack_id)
        assert person is not None
        kept = await work.conversations.get(person, began.id)
        for number in range(4_999):
            entry = Entry("progress", Outcome.ANSWERED, Value(f"Win {number:04}."))
            moment = kept.started_at - timedelta(hours=number + 1)
            earlier = replace(kept, id=f"earlier-{number}", started_at=moment, entries={entry.step: entry})
            await work.conversations.add(earlier)
        await work.commit()
    assert script.fingerprint == kept.fingerprint
    await asks_for_it(ana)
    assert "5,000 entries" in read(ana)
    assert read(ana).count("\n## ") == 5_000
    wins = [line for line in read(ana).splitlines() if line.startswith("> ")]
    assert wins == [f"> {BEN}", *(f"> Win {number:04}." for number in range(4_999))]


async def test_it_speaks_the_persons_language(world: World) -> None:
    world.sandbox.workspace.add_person("Uwe", "Uwe Kern", tz="Europe/Berlin", locale="de-DE")
    uwe = world.person("Uwe")
    await uwe.types("rückblick")
    await uwe.types("4")
    await uwe.runs("tagebuch")
    await opens(uwe, "Mein Tagebuch herunterladen")
    assert read(uwe).startswith(
        "# Mein Tagebuch\n\nAufgeschrieben für Uwe am Donnerstag, 19. November 2026: 1 Eintrag.\n"
    )
    assert with_files(uwe)[0].text.startswith("Hier ist dein ganzes Tagebuch als Datei.")


async def test_where_everything_is_answered_in_the_form_it_comes_too(settings: Settings) -> None:
    async with new_world(settings, answer_in=AnswerIn.FORM) as world:
        ana = world.person("Ana")
        await ana.runs("wins")
        await ana.presses("Open the form")
        view = top(ana)
        await ana.actor.submit(view, {"field:progress": BEN})
        await world.settled()
        await asks_for_it(ana)
        assert BEN in read(ana)


async def test_who_has_left_gets_no_file_and_what_came_before_goes(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    await asks_for_it(ana)
    world.sandbox.workspace.change_person(ana.slack_id, deleted=True)
    world.later(A_DAY)
    await the_ticker_comes(world)
    assert standing(world) == []


async def test_a_store_out_of_reach_is_waited_for(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    await asks_for_it(ana)
    [first] = await noted(world)
    async with refusing_table(world, "standing_file"):
        await opens(ana, DOWNLOAD)
        assert len(with_files(ana)) == 1, "what cannot be noted is not shown"
    world.later(timedelta(seconds=5))
    await world.settled()
    assert len(with_files(ana)) == 2
    assert first in await noted(world)


@asynccontextmanager
async def refusing_table(world: World, table: str) -> AsyncIterator[None]:
    """The store takes nothing new into this table."""
    database = world.memory._database
    async with database.transaction() as connection:
        await connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {table}_elsewhere")
    yield
    async with database.transaction() as connection:
        await connection.exec_driver_sql(f"ALTER TABLE {table}_elsewhere RENAME TO {table}")
