"""Everybody finds again what they wrote: page by page, by words, by date; and changes or deletes it there."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from sandbox.acting.outcomes import SubmitOutcome
from sandbox.records import View
from storage.tables import ANSWER, DELETION
from tests.scenario.ledger import rows
from tests.scenario.world import Person, World, labels, texts

BEN, CHLOE = "Ben ran the review.", "Chloe took over the café budget."
SEARCH = "journal_search"


async def a_win(person: Person, progress: str, obstacle: str = "skip") -> None:
    """A small win, typed."""
    await person.types("wins")
    await person.types(progress)
    await person.types(obstacle)


async def many_wins(person: Person, many: int) -> None:
    """One a day."""
    for number in range(many):
        await a_win(person, f"Win number {number}.")
        person.world.later(timedelta(days=1))


def top(person: Person) -> View:
    """The window that is in front."""
    return person.actor.open_views()[-1]


def shown(person: Person) -> str:
    """What it reads."""
    return texts(top(person).blocks)


def lines(person: Person) -> list[str]:
    """The entries listed there."""
    return [block["text"]["text"] for block in top(person).blocks if "accessory" in block]


async def opens(person: Person, label: str) -> None:
    """Press a button in the window in front."""
    assert (await person.actor.press_in_view(top(person), label=label)).status == 200
    await person.world.settled()


async def looks_for(person: Person, words: str) -> None:
    """Type into the search and send it off."""
    outcome = await person.actor.submit(top(person), {SEARCH: words})
    assert not outcome.errors


async def changes(person: Person, step: str, to: str) -> SubmitOutcome:
    """Fill in the field of a step and save."""
    outcome = await person.actor.submit(top(person), {f"field:{step}": to})
    await person.world.settled()
    return outcome


async def test_an_empty_journal_says_what_to_do(ana: Person) -> None:
    assert await ana.runs("journal") == ""
    assert "/cairn reflect" in shown(ana)
    assert ana.heard() == []


async def test_the_newest_come_first_ten_to_a_page(ana: Person) -> None:
    await many_wins(ana, 12)
    await ana.runs("journal")
    assert len(lines(ana)) == 10
    assert lines(ana)[0] == "Small wins, Monday, 30 November 2026: 1 answer."
    await opens(ana, "Older")
    assert lines(ana) == [
        "Small wins, Friday, 20 November 2026: 1 answer.",
        "Small wins, Thursday, 19 November 2026: 1 answer.",
    ]
    await opens(ana, "Newer")
    assert len(lines(ana)) == 10


async def test_every_button_says_something_of_its_own(ana: Person) -> None:
    await a_win(ana, BEN)
    await a_win(ana, CHLOE)
    await ana.runs("journal")
    spoken = [block["accessory"]["accessibility_label"] for block in top(ana).blocks if "accessory" in block]
    assert len(spoken) == len(set(spoken)) == 2


async def test_it_opens_from_a_word_typed_too(ana: Person) -> None:
    await a_win(ana, BEN)
    await ana.types("Journal")
    assert labels(ana.last) == ["Open my journal"]
    await ana.presses("Open my journal")
    assert len(lines(ana)) == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ben", 1),
        ("CAFE", 1),
        ("review budget", 0),
        ("took budget", 1),
        ("yesterday", 1),
        ("since 2026-11-19", 2),
        ("2026-10", 0),
        ("ben yesterday", 1),
        ("chloe yesterday", 0),
        ("", 2),
    ],
)
async def test_it_is_searched_by_words_and_dates(ana: Person, words: str, found: int) -> None:
    await a_win(ana, BEN)
    ana.world.later(timedelta(days=1))
    await a_win(ana, CHLOE)
    await ana.runs("journal")
    await looks_for(ana, words)
    assert len(lines(ana)) == found
    assert ("Nothing fits." in shown(ana)) == (found == 0)


async def test_enter_searches_too_and_pages_keep_the_search(ana: Person) -> None:
    await many_wins(ana, 12)
    await a_win(ana, BEN)
    await ana.runs("journal")
    await ana.actor.fill(top(ana), SEARCH, "win")
    await ana.actor.press_enter(top(ana), SEARCH)
    assert len(lines(ana)) == 10
    await opens(ana, "Older")
    assert len(lines(ana)) == 2
    assert "win" in repr(top(ana).blocks[0])
    assert "win" not in top(ana).definition.get("private_metadata", "")


async def test_days_are_those_where_the_person_is(world: World, ana: Person) -> None:
    world.later(timedelta(hours=8, minutes=30))  # half past eleven at night in UTC, the next day in Madrid
    await a_win(ana, BEN)
    await ana.runs("journal")
    await looks_for(ana, "since 2026-11-20")
    assert lines(ana) == ["Small wins, Friday, 20 November 2026: 1 answer."]
    assert "From Friday, 20 November 2026 on:" in shown(ana)


async def test_an_entry_opens_on_top_and_shows_every_answer(ana: Person) -> None:
    await a_win(ana, BEN, CHLOE)
    await ana.runs("journal")
    await opens(ana, "Open")
    assert BEN in shown(ana)
    assert CHLOE in shown(ana)
    assert top(ana).definition["close"]["text"] == "Back to the list"
    await ana.actor.close(top(ana))
    assert len(lines(ana)) == 1


async def test_an_answer_is_changed_in_its_window(ana: Person) -> None:
    await a_win(ana, BEN)
    before = len(ana.heard())
    await ana.runs("journal")
    await opens(ana, "Open")
    await opens(ana, "Edit")
    assert BEN in repr(top(ana).blocks)
    outcome = await changes(ana, "progress", CHLOE)
    assert outcome.errors == {}
    assert len(ana.actor.open_views()) == 2
    assert "✓ Saved." in shown(ana)
    assert CHLOE in shown(ana)
    assert BEN not in shown(ana)
    assert len(ana.heard()) == before, "nothing of it is said in the DM"
    await opens(ana, "Edit")
    assert CHLOE in repr(top(ana).blocks)


async def test_the_receipt_leads_to_the_same_window(ana: Person) -> None:
    await a_win(ana, BEN)
    await ana.presses("Show what I wrote")
    assert top(ana).definition["close"]["text"] == "Close"
    await opens(ana, "Edit")
    await changes(ana, "progress", CHLOE)
    assert CHLOE in shown(ana)
    assert top(ana).definition["close"]["text"] == "Close"


async def test_blank_words_are_not_saved(ana: Person) -> None:
    await a_win(ana, BEN)
    await ana.presses("Show what I wrote")
    await opens(ana, "Edit")
    outcome = await changes(ana, "progress", "\u200b")
    assert "There is nothing in the field." in outcome.errors["field:progress"]
    assert len(ana.actor.open_views()) == 2


async def test_what_was_changed_elsewhere_meanwhile_is_shown_beside_ones_own(world: World, ana: Person) -> None:
    await ana.types("wins")
    typed = await ana.types(BEN)
    await ana.types("skip")
    await ana.presses("Show what I wrote")
    await opens(ana, "Edit")
    await ana.actor.edit(typed, CHLOE)
    await world.settled()
    await changes(ana, "progress", "Mine is another one.")
    assert "changed somewhere else" in shown(ana)
    assert CHLOE in shown(ana)
    assert "Mine is another one." in repr(top(ana).blocks)
    await changes(ana, "progress", "Mine is another one.")
    assert "Mine is another one." in shown(ana)
    assert CHLOE not in shown(ana)


async def one_aside(world: World, ana: Person) -> None:
    """Three answers of a conversation, and one they no longer lead to."""
    await ana.types("reflect")
    await ana.types("4")
    await ana.types("Ben ran the review.")
    thin = await ana.types("No idea.")
    await ana.types("That he can do it without me.")
    await ana.types("stop")
    await ana.actor.edit(thin, "It stays with me because he did it otherwise than I would have, and rather better too.")
    await world.settled()


async def test_what_no_longer_belongs_is_kept_aside_to_be_read(world: World, ana: Person) -> None:
    await one_aside(world, ana)
    await ana.presses("Show what I wrote")
    above, _, aside = shown(ana).partition("1 answer is kept aside")
    assert "That he can do it without me." in aside
    assert "That he can do it without me." not in above
    assert (above.count("Edit"), aside.count("Edit")) == (3, 0)


async def test_what_is_kept_aside_can_be_found_and_deleted_when_nothing_else_is_left(world: World, ana: Person) -> None:
    await one_aside(world, ana)
    await ana.presses("Show what I wrote")
    for _ in range(3):
        await opens(ana, "Delete")
    assert "That he can do it without me." in shown(ana)
    await ana.runs("journal")
    assert len(lines(ana)) == 1
    await looks_for(ana, "without me")
    await opens(ana, "Open")
    await opens(ana, "Delete")
    assert "Nothing is kept of this conversation." in shown(ana)
    await ana.runs("journal")
    assert lines(ana) == []
    await ana.presses("Delete for good now")
    kept = select(ANSWER.c.text).where(ANSWER.c.step == "unknown", ANSWER.c.text.is_not(None))
    assert await rows(world, kept) == []


async def test_a_remark_stays_when_its_number_is_changed(ana: Person) -> None:
    await ana.types("reflect")
    await ana.types("4 - rough week")
    await ana.types("stop")
    await ana.presses("Show what I wrote")
    await opens(ana, "Edit")
    await changes(ana, "energy", "2")
    assert "rough week" in shown(ana)
    assert "4 - rough week" not in shown(ana)
    assert "\n2\n" in shown(ana)


async def test_a_deleted_answer_is_hidden_and_can_be_put_back(world: World, ana: Person) -> None:
    await a_win(ana, BEN, CHLOE)
    await ana.runs("journal")
    await opens(ana, "Open")
    await opens(ana, "Delete")
    assert "24 hours" in shown(ana)
    assert BEN not in shown(ana)
    assert CHLOE in shown(ana)
    assert [row.state for row in await rows(world, select(DELETION.c.state))] == ["hidden"]
    await ana.presses("Put back")
    await ana.presses("Show what I wrote")
    assert BEN in shown(ana)


async def test_an_entry_without_answers_is_no_line(ana: Person) -> None:
    await a_win(ana, BEN)
    await ana.presses("Show what I wrote")
    await opens(ana, "Delete")
    await ana.runs("journal")
    assert lines(ana) == []


async def test_nobody_sees_anybody_elses(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    ben = world.person("Ben")
    await ben.runs("journal")
    assert lines(ben) == []
    await looks_for(ben, "review")
    assert lines(ben) == []


async def test_versions_are_kept(world: World, ana: Person) -> None:
    await a_win(ana, BEN)
    await ana.presses("Show what I wrote")
    await opens(ana, "Edit")
    await changes(ana, "progress", CHLOE)
    kept = await rows(world, select(ANSWER.c.version).where(ANSWER.c.step == "progress").order_by(ANSWER.c.version))
    assert [row.version for row in kept] == [1, 2]


async def test_home_shows_the_newest_and_follows(ana: Person) -> None:
    await ana.actor.open_home()
    await ana.world.settled()
    home = ana.actor.home()
    assert home is not None
    assert "Nothing is written here yet." in texts(home.blocks)
    for number in range(6):
        await a_win(ana, f"Win number {number}.")
        ana.world.later(timedelta(days=1))
    home = ana.actor.home()
    assert home is not None
    assert texts(home.blocks).count("Small wins") == 5
    assert "Win number" not in texts(home.blocks)
    await ana.actor.press_in_view(home, label="Open my journal")
    assert len(lines(ana)) == 6
    await ana.actor.close(top(ana))
    await ana.actor.press_in_view(home, label="Open")
    assert "Win number 5." in shown(ana)


async def test_home_is_not_put_up_for_who_never_looked(ana: Person) -> None:
    await a_win(ana, BEN)
    assert ana.actor.home() is None
