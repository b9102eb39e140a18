"""What people type is found in no log line, in no call to Slack but windows, and in no file or row in the clear."""

import io
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import ids
from bot.logs import configure
from bot.settings import LogFormat
from sandbox.faults import drop_before_accept, html_instead_of_json, http_error, slack_error, slow
from storage.tables import METADATA
from tests.databases import Settings
from tests.scenario.everything import (
    choose,
    closes,
    deletes,
    edits,
    fills,
    presses_in_window,
    sends,
    with_a_trial_script,
)
from tests.scenario.own_folder import with_deep_in_chat
from tests.scenario.test_store_trouble import read_only_store, spoil
from tests.scenario.world import Person, World, new_world

CANARY = "Serinus"
"""In everything that is typed, in every spelling below; no word of Cairn's or of Slack's contains it."""

PICK = "pick"


class Song:
    """Words with a canary each, none the same twice."""

    def __init__(self) -> None:
        self.sung = 0

    def __call__(self, words: str) -> str:
        self.sung += 1
        return f"{words} {CANARY}{self.sung}"


@pytest.fixture
async def world(settings: Settings, tmp_path: Path) -> AsyncIterator[World]:
    async with new_world(settings, prompts_dir=with_a_trial_script(with_deep_in_chat(tmp_path))) as found:
        yield found


class Everything(logging.Handler):
    """Keeps every record there is, formatted as a careless operator would."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.lines: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        by_its_server = "websockets" in Path(record.pathname).parts  # under uvicorn's name; the bot's end is aiohttp's
        name = "websockets" if by_its_server else record.name
        self.lines.append((name, f"{self.format(record)} {vars(record)!r}"))

    @property
    def said(self) -> str:
        """All but what the sandbox's own side of the wire says, which is Slack's business."""
        return "\n".join(line for name, line in self.lines if not name.startswith(SLACKS_OWN))


SLACKS_OWN = ("sandbox", "python_multipart", "websockets")


@pytest.fixture
def all_lines() -> Iterator[Everything]:
    """Every logger at DEBUG."""
    root, kept = logging.getLogger(), Everything()
    level = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(kept)
    yield kept
    root.removeHandler(kept)
    root.setLevel(level)


@pytest.fixture
def our_lines() -> Iterator[dict[LogFormat, io.StringIO]]:
    """What the bot writes when it is set up as it is shipped, at its most talkative, in each of its formats."""
    root = logging.getLogger()
    before, streams, ours = (root.handlers[:], root.level), {}, []
    for log_format in LogFormat:
        streams[log_format] = io.StringIO()
        configure(log_format, logging.DEBUG, streams[log_format])
        ours += root.handlers
    root.handlers[:] = ours
    yield streams
    root.handlers[:], root.level = before


async def a_full_life(world: World, person: Person) -> Song:
    """All scripts, wrong answers, doubts, windows, and everything that can go wrong while words are about."""
    sing = Song()
    await the_week(person, sing)
    await wins_and_depths(world, person, sing)
    await every_kind(person, sing)
    await a_change_of_mind(person, sing)
    await in_windows(world, person, sing)
    await the_journal_as_a_file(world, person)
    await slack_fails(world, person, sing)
    await the_store_fails(world, person, sing)
    return sing


async def the_week(person: Person, sing: Song) -> None:
    await person.types(sing("hello"))
    await person.types("reflect")
    await person.types(sing("eleven"))
    await person.types(sing("4 – rough week"))
    await person.types(sing("What do you mean") + "?")
    await person.presses("No, leave it")
    await person.types(sing("Is it this") + "?")
    await person.presses("Yes, save it")
    await person.types(sing("short"))
    await person.types(sing("not known <!channel> & =1+1"))
    await person.presses("Back")
    await person.types(sing("known after all"))
    await person.types(sing("next"))
    await person.presses("Show what I wrote")


async def wins_and_depths(world: World, person: Person, sing: Song) -> None:
    await person.types("wins")
    world.later(timedelta(minutes=40))
    await person.types(sing("late"))
    await person.runs(sing("wins"))
    await person.types("deep")
    await person.replies(person.last, sing("a long story"))
    await person.types(sing("which one is it"))
    await person.types("stop")
    await person.types("stop")
    world.later(timedelta(weeks=4))
    await person.types("look back")
    await person.presses("Show what I wrote", person.message_with_button("Show what I wrote"))
    await person.types(sing("changed"))
    await person.types("stop")


async def every_kind(person: Person, sing: Song) -> None:
    await person.types("trial")
    await person.types(sing("some day"))
    await choose(person, PICK, "2026-11-02")
    await person.types(sing("nobody"))
    await choose(person, PICK, "Farah")
    await person.types(sing("all of them"))
    await person.presses("Skip")
    await person.types(sing("perhaps"))
    await person.types("yes")
    await person.presses("Continue")
    await person.types(sing("x" * 20_000))
    await person.types("stop")


async def a_change_of_mind(person: Person, sing: Song) -> None:
    await person.types("wins")
    await person.types(sing("one person"))
    await edits(person, sing("two people"))
    await deletes(person)
    await person.presses("Put back")
    await person.types("stop")


async def in_windows(world: World, person: Person, sing: Song) -> None:
    while person.actor.open_views():
        await closes(person)
    await the_journal(world, person, sing)
    await a_form(world, person, sing)


async def the_journal(world: World, person: Person, sing: Song) -> None:
    await person.runs("journal")
    await person.actor.submit(person.actor.open_views()[-1], {ids.JOURNAL_SEARCH: sing("nothing like it")})
    await person.actor.submit(person.actor.open_views()[-1], {ids.JOURNAL_SEARCH: "two people"})
    await presses_in_window(person, "Open")
    await presses_in_window(person, "Edit")
    async with read_only_store(world, world.memory._database):
        refused = await person.actor.submit(person.actor.open_views()[-1], {"field:progress": sing("four people")})
        assert refused.errors
    await sends(person, progress=sing("three people"))
    await presses_in_window(person, "Delete")
    await closes(person)
    await closes(person)


async def a_form(world: World, person: Person, sing: Song) -> None:
    await person.types("reflect")
    await person.presses("Answer in a form")
    await fills(person, "moment", sing("half a thought"))
    await closes(person)
    await person.presses("Answer in a form")
    async with read_only_store(world, world.memory._database):
        await fills(person, "moment", sing("a draft that is not kept"))
        refused = await person.actor.submit(person.actor.open_views()[-1], {"field:moment": sing("not saved")})
        assert refused.errors
    await sends(person, energy="4", moment=sing("a whole thought"), meaning=sing("I had asked too little before it"))
    await fills(person, "next", sing("a draft of something"))
    await closes(person)
    await person.types("stop")


async def the_journal_as_a_file(world: World, person: Person) -> None:
    """Well, and with each of the three calls going wrong."""
    for method in ("", "files.getUploadURLExternal", "files.completeUploadExternal"):
        if method:
            world.sandbox.faults.plan(html_instead_of_json(), method=method)
        await person.runs("journal")
        await person.actor.press_in_view(person.actor.open_views()[-1], label="Download my journal")
        await world.settled()
        world.later(timedelta(seconds=5))
        await world.settled()
    files = [each.content for each in world.sandbox.workspace.files._kept.values()]
    assert any(CANARY.encode() in (each or b"") for each in files), "the words are in the file"


async def slack_fails(world: World, person: Person, sing: Song) -> None:
    faults = (http_error(500), html_instead_of_json(), drop_before_accept(), slow(2), slack_error("invalid_blocks"))
    await person.types("wins")
    for fault in faults:
        world.sandbox.faults.plan(fault, method="chat.postMessage")
        with world.impatient():
            await person.types(sing("into the void"))
        await person.types("skip")
        await person.types("stop")
        await person.types("wins")
    await person.types(sing("a small one"))
    await person.types("stop")
    for fault in (slow(2), slack_error("expired_trigger_id"), http_error(500), drop_before_accept()):
        world.sandbox.faults.plan(fault, method="views.open")
        with world.impatient():
            await person.presses("Show what I wrote")
    await world.person("Hana").types(sing("I am a guest"))
    world.sandbox.faults.plan(http_error(500), method="users.info")
    with world.left_waiting():
        await world.person("Gus").types(sing("who am I"))


async def the_store_fails(world: World, person: Person, sing: Song) -> None:
    await person.types("wins")
    async with read_only_store(world, world.memory._database):
        await person.actor.dm(sing("not saved"))
        await person.actor.command("/cairn", sing("wins"))
    await spoil(world)
    await person.actor.dm(sing("nobody expected this"))
    await world.settled()


def calls(world: World) -> str:
    """Everything the bot told Slack outside windows."""
    return "\n".join(repr(call.arguments) for call in world.sandbox.calls if not call.method.startswith("views."))


async def test_words_are_in_no_line_no_message_no_file_and_no_row(
    our_lines: dict[LogFormat, io.StringIO], all_lines: Everything, world: World, ana: Person, tmp_path: Path
) -> None:
    """In no line as Cairn is shipped, nor when every logger says all it can."""
    song = await a_full_life(world, ana)
    assert song.sung >= 30
    for log_format, stream in our_lines.items():
        written = stream.getvalue()
        assert "A request failed" in written, log_format
        assert not [word for word in (CANARY, "Ana", "xoxb") if word in written], log_format

    assert "A request failed" in all_lines.said
    assert "A delivery was not sent" in all_lines.said
    leaks = [(name, line) for name, line in all_lines.lines if CANARY in line and not name.startswith(SLACKS_OWN)]
    assert leaks == []
    assert CANARY not in calls(world)
    windows = [repr(call.arguments) for call in world.sandbox.calls if call.method == "views.open"]
    assert any(CANARY in each for each in windows), "the words are somewhere, so the test could find them"

    await ana.types(song("held for a while") + "?")
    assert CANARY not in repr(await every_row(world))
    files = contents(tmp_path)
    assert "keys.db" in files
    for name, content in files.items():
        for coding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert CANARY.encode(coding) not in content, name


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in a folder: databases, write-ahead logs, key stores."""
    return {each.name: each.read_bytes() for each in folder.rglob("*") if each.is_file()}


async def every_row(world: World) -> list[Any]:
    """The whole database as rows, in whichever database they are."""
    async with world.memory._database.connection() as connection:
        return [row for table in METADATA.sorted_tables for row in await connection.execute(select(table))]


async def test_a_word_that_does_leak_would_be_found(all_lines: Everything, world: World, ana: Person) -> None:
    """The control: a careless line, a careless message and a careless row, each found the way the others are sought."""
    song = Song()
    await ana.types(song("hello"))
    logging.getLogger("bot.listeners.messages").debug("Heard %s", song("something"))
    assert CANARY in all_lines.said
    await world.running.sender.slack.chat_postMessage(channel=ana.actor.dm_channel.id, text=song("you wrote"))
    assert CANARY in calls(world)
    async with world.memory._database.transaction() as connection:
        [table] = [each for each in METADATA.sorted_tables if each.name == "person"]
        await connection.execute(table.update().values(locale=song("en")))
    assert CANARY in repr(await every_row(world))
