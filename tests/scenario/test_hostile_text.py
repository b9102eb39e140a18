"""Whatever people type is kept as they typed it, shown to them alone, and never parsed or repeated in a message."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from flows.text import clean, from_slack, is_blank
from sandbox.composing import escape
from storage.master_keys import new_master_key
from storage.tables import ANSWER
from tests.databases import CountedIds, SetClock
from tests.databases import Settings as Stores
from tests.scenario.forging import count, writes
from tests.scenario.hostile import AS_TYPED, CLEANED
from tests.scenario.ledger import rows
from tests.scenario.own_folder import with_deep_in_chat
from tests.scenario.world import Person, World, labels, new_world, texts

NEXT = "Next page"
MENTION = re.compile(r"<[!@#]|<https?:|<mailto:")


async def answered(ana: Person) -> list[str]:
    """What the window shows as the person's own words, piece by piece put together again."""
    await ana.types("stop")
    await ana.presses("Show what I wrote")
    window = ana.actor.open_views()[-1]
    blocks = list(window.blocks)
    while NEXT in texts(window.blocks):
        await ana.actor.press_in_view(window, label=NEXT)
        window = ana.actor.open_views()[-1]
        blocks += window.blocks
    await ana.actor.close(window)
    return own_words(blocks)


def own_words(blocks: Any) -> list[str]:
    """The quoted texts of a window, one for each question."""
    found: list[str] = []
    for block in blocks:
        for part in block.get("elements", []) if block["type"] == "rich_text" else []:
            if part["type"] == "rich_text_section":
                found.append("")  # a question
                continue
            assert part["type"] == "rich_text_quote"
            assert [each["type"] for each in part["elements"]] == ["text"]
            text = part["elements"][0]["text"]
            assert text[0] + text[-1] == "\u2068\u2069"
            assert len(text) <= 2902
            found[-1] += text[1:-1]
    return [text for text in found if text]


def said(world: World) -> Iterator[str]:
    """Everything that went into messages, as strings."""
    for call in world.sandbox.calls:
        if not call.method.startswith("views."):
            yield from _strings(call.arguments)


def _strings(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for each in node.values():
            yield from _strings(each)
    elif isinstance(node, list | tuple):
        for each in node:
            yield from _strings(each)


async def opens(world: World, ana: Person, script: str = "wins") -> int:
    """Begin a conversation; the number of things said so far."""
    await ana.types(script)
    return len(list(said(world)))


@pytest.fixture
async def world(settings: Stores, tmp_path: Path) -> AsyncIterator[World]:
    async with new_world(settings, prompts_dir=with_deep_in_chat(tmp_path)) as found:
        yield found


Say = Callable[[Person, str], Awaitable[object]]
AT_ONCE = 6
"""A deep reflection asks as many open questions."""


async def are_kept(world: World, ana: Person, typed: Mapping[str, str], say: Say) -> None:
    """Answer with all of these, and see that the window shows each as it should be kept, and that no message does."""
    waiting = list(typed.items())
    while waiting:
        these, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
        before = await opens(world, ana, "deep")
        for text, _ in these:
            await say(ana, text)
        assert await answered(ana) == [kept for _, kept in these]
        for _, kept in these:
            never_said(world, kept, before)


async def test_they_are_kept_and_shown_exactly_as_typed(world: World, ana: Person) -> None:
    assert [name for name, text in AS_TYPED.items() if clean(text) != text] == []
    await are_kept(world, ana, {text: text for text in AS_TYPED.values()}, Person.types)


async def test_what_could_harm_a_reader_is_taken_out(world: World, ana: Person) -> None:
    async def written(person: Person, text: str) -> None:
        await writes(world, person, escape(text))

    await are_kept(world, ana, dict(CLEANED.values()), written)


OF_SLACK = {
    "&lt;!here&gt;": "<!here>",
    "&amp;lt;!here&amp;gt;": "&lt;!here&gt;",
    "&amp;amp;amp;": "&amp;amp;",
    "<!channel>": "<!channel>",
    "<@U012AB3CD|ana>": "<@U012AB3CD|ana>",
    "<https://example.org|example.org>": "example.org",
    "<https://example.org|your bank>": "your bank (https://example.org)",
    "<https://example.org/?a=1&amp;b=2>": "https://example.org/?a=1&b=2",
    "<https://a|<!here>>": "<https://a|<!here>>",
}


async def test_slacks_own_markup_is_undone_once_and_no_more(world: World, ana: Person) -> None:
    await are_kept(world, ana, OF_SLACK, partial(Person.types, raw=True))


def never_said(world: World, text: str, before: int) -> None:
    """No message repeats the words, and none mentions or links anybody."""
    words = [word for word in re.split(r"\s+", text) if len(word) > 9]
    later = list(said(world))[before:]
    assert later
    for message in later:
        assert text not in message or len(text) < 4
        assert not any(word in message or escape(word) in message for word in words)
        assert not MENTION.search(message)


LONG = ("x" * 3001, "&" * 8000, "\U0001f331" * 3001, "\u4e00" * 40_000, "\u4e8c" * 40_000, "y" * 40_000)
"""As much as Slack takes in one message, or nearly; together more than one window holds."""


async def test_what_is_longer_than_a_form_is_kept_whole(world: World, ana: Person) -> None:
    async def written(person: Person, text: str) -> None:
        await writes(world, person, escape(text))

    await are_kept(world, ana, {text: text for text in LONG}, written)


async def test_where_a_long_answer_is_shown_it_says_how_to_change_it(world: World, ana: Person) -> None:
    how = "This answer is longer than a form can hold. To change it, edit the message you typed it in."
    await ana.types("wins")
    long = await ana.types("x" * 3001)
    await ana.types("stop")
    await ana.presses("Show what I wrote")
    assert how in await ana.window()
    await ana.actor.edit(long, "x" * 3000)
    await world.settled()
    await ana.presses("Show what I wrote")
    assert how not in await ana.window()


async def test_one_character_too_many_is_refused_and_nothing_is_cut(world: World, ana: Person) -> None:
    await ana.types("wins")
    for number, text in enumerate(("x" * 40_001, "\U0001f331" * 40_001), start=2):
        await writes(world, ana, escape(text))
        assert "That is longer than 40,000 characters, so it was not saved." in ana.last.text
        assert len(ana.heard()) == number
    assert await count(world, ANSWER) == 0
    await ana.types("Shorter.")
    assert await answered(ana) == ["Shorter."]


INVISIBLE = ("", " ", "\n\t ", "\u200b", "\u2060\ufeff", "\u200e\u200f", "\u3164", "\u2800", "\u0301")


@pytest.mark.parametrize("question", ["wins", "reflect"])
async def test_what_nobody_can_see_is_no_answer(world: World, ana: Person, question: str) -> None:
    await ana.types(question)
    for number, text in enumerate(INVISIBLE, start=2):
        await writes(world, ana, text)
        assert "Please write something, or press Skip." in ana.last.text
        assert "Skip" in labels(ana.last)
        assert len(ana.heard()) == number
    assert await count(world, ANSWER) == 0


async def test_a_remark_beside_a_number_is_treated_like_any_words(world: World, ana: Person) -> None:
    for text in ("<!channel> 4", "4 <@U012AB3CD>", "4 &lt;b&gt;"):
        before = await opens(world, ana, "reflect")
        await ana.types(text, raw=True)
        assert await answered(ana) == [from_slack(text)]
        assert not any(MENTION.search(message) for message in list(said(world))[before:])


NAMES = ("", " ", "x" * 200, "\u202egnirts", "<!channel>", "*bold*", "two\nlines", "\u05e9\u05dc\u05d5\u05dd")


async def test_a_name_of_any_kind_does_no_harm(world: World, ana: Person) -> None:
    for name in NAMES:
        world.sandbox.workspace.change_person(ana.slack_id, display_name=name, real_name=name, name=name)
        await ana.types("wins")
        await ana.types("We hired two people.")
        assert await answered(ana) == ["We hired two people."]
        assert not any(name.strip() and name in message for message in said(world)), name


TYPED = st.text(st.characters(exclude_categories=()), max_size=400) | st.text(
    st.sampled_from(
        "a \n\t<>&;|!@#*_~`{}\u0301\u0302\u200b\u200c\u200d\u202e\u2066\ufe0f\ufeff\U0001f468\U0001f3fd\ud800\x00"
    ),
    max_size=200,
)


@given(text=TYPED)
@settings(
    max_examples=25, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_whatever_is_typed_the_window_shows_it_cleaned_and_no_message_does(hostile: "Line", text: str) -> None:
    hostile.types(text)


class Line:
    """One world for many texts: starting a bot for each would take too long."""

    def __init__(self, runner: Any, world: World) -> None:
        self.runner, self.world = runner, world
        self.ana = world.person("Ana")

    def types(self, text: str) -> None:
        """Type it as the answer to a small win, and look."""
        self.runner.run(self._types(text))

    async def _types(self, text: str) -> None:
        before = await opens(self.world, self.ana)
        canary = f"CANARY{before}"
        typed = f"{text}\n{canary} {text}."  # a short text that ends with a question mark would be asked about first
        await writes(self.world, self.ana, escape(typed))
        kept = clean(typed)
        assert not is_blank(kept)
        assert await answered(self.ana) == [kept]
        later = list(said(self.world))[before:]
        assert later
        assert not any(canary in message or MENTION.search(message) for message in later)


@pytest.fixture
def hostile(tmp_path: Any, sqlite_template: Any) -> Iterator[Line]:
    """The bot and Ana, on a loop of their own that outlives each example."""
    shutil.copy(sqlite_template, tmp_path / "cairn.db")
    stores = Stores(f"sqlite:///{tmp_path / 'cairn.db'}", f"sqlite:///{tmp_path / 'keys.db'}", new_master_key())
    with asyncio.Runner() as runner:
        runner.run(_keys(stores))
        entered = new_world(stores)
        line = Line(runner, runner.run(entered.__aenter__()))
        yield line
        runner.run(entered.__aexit__(None, None, None))


async def _keys(stores: Stores) -> None:
    memory = stores.open(SetClock(), CountedIds().prefix)
    await memory.keys.migrate()
    await memory.close()


async def test_a_stored_answer_is_no_readable_text(world: World, ana: Person) -> None:
    await ana.types("wins")
    await ana.types("A CANARY sang.")
    [(sealed,)] = await rows(world, select(ANSWER.c.text))
    assert isinstance(sealed, bytes)
    assert b"CANARY" not in sealed
