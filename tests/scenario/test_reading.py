"""Whoever accompanies a leader reads what is shown to them, no more and no longer, and each opening is written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, event, select

from benchmarks.statement_record import recorded
from bot import ids
from bot.ids import Pointer
from flows.errors import NotSaved
from flows.programmes.agreement import Shared
from flows.programmes.cohort_file import CohortRow
from storage.database import Database
from storage.tables import READING, SHARE
from tests.scenario.everything import closes, sends
from tests.scenario.forging import NOT_YOURS, audit, conversation_of, count, points
from tests.scenario.ledger import rows
from tests.scenario.programmes import begins, programme
from tests.scenario.sharing import (
    WINS,
    accompanied,
    agree,
    closes_all,
    ends_tie,
    home,
    looks_at_shared,
    opens_first,
    presses_on_top,
    reflects,
    reflects_on_the_week,
    shares_with,
    tie_of,
)
from tests.scenario.test_store_trouble import read_only_store
from tests.scenario.world import Person, World, labels, texts

HOUR = timedelta(hours=1)
NOTHING_YET = "Nothing is shared yet."


@pytest.fixture
def dana(world: World) -> Person:
    """A coach."""
    return world.person("Dana")


@pytest.fixture
async def shared(world: World, ana: Person, dana: Person) -> str:
    """What Ana wrote is shown to Dana by now; the id of the share."""
    await accompanied(world, ana, dana)
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await reflects(ana)
    world.later(HOUR)
    [(share,)] = await rows(world, select(SHARE.c.id))
    return str(share)


async def test_a_coach_finds_leaders_on_home_and_reads_what_they_share(
    world: World, ana: Person, dana: Person, shared: str
) -> None:
    assert "Leaders you accompany" in await home(dana)
    view = await dana.actor.open_home()
    assert view is not None
    assert ana.slack_id in str(view.blocks)
    assert WINS not in str(view.blocks)
    await dana.actor.press_in_view(view, label="What they share")
    assert "Small wins" in await dana.window()
    await presses_on_top(dana, "Open")
    assert WINS in await dana.window()
    assert ana.slack_id in str(dana.actor.open_views()[-1].blocks)
    assert await count(world, READING) == 1
    assert (dana.slack_id, "opened") in await audit(world)


async def test_help_tells_a_coach_the_way_to_their_leaders(world: World, ana: Person, dana: Person) -> None:
    assert "You accompany leaders" not in await dana.runs("help")
    await accompanied(world, ana, dana)
    assert "You accompany leaders" in await dana.runs("help")
    await dana.types("help")
    assert "You accompany leaders" in dana.last.text


async def test_nothing_is_seen_before_the_hour_is_over(world: World, ana: Person, dana: Person) -> None:
    await accompanied(world, ana, dana)
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await reflects(ana)
    world.later(HOUR - timedelta(seconds=1))
    assert NOTHING_YET in await looks_at_shared(dana)
    [(share,)] = await rows(world, select(SHARE.c.id))
    await points(world, dana, ids.OPEN_SHARED, Pointer(share).packed())
    assert dana.last.text == NOT_YOURS
    world.later(timedelta(seconds=1))
    assert WINS in await opens_first(dana)


async def test_who_opened_it_and_on_which_day_is_told_when_it_is_taken_back(
    world: World, ana: Person, dana: Person, shared: str
) -> None:
    assert WINS in await opens_first(dana)
    await ana.presses("Keep it to myself")
    day = "Thursday 19 November"
    assert f"<@{dana.slack_id}> opened this on {day}." in ana.last.text
    await closes(dana)
    await presses_on_top(dana, "Open")
    assert dana.last.text == NOT_YOURS
    assert NOTHING_YET in await looks_at_shared(dana)
    await ana.presses("Share…")
    assert f"opened this on {day}." in await ana.window()


async def test_what_is_changed_or_deleted_is_seen_so_from_the_next_click(
    world: World, ana: Person, dana: Person, shared: str
) -> None:
    assert WINS in await opens_first(dana)
    await ana.presses("Show what I wrote")
    await presses_on_top(ana, "Edit")
    await sends(ana, progress="We hired three people.")
    assert "We hired three people." in await opens_first(dana)
    await presses_on_top(ana, "Delete")
    await closes(dana)
    await presses_on_top(dana, "Open")
    assert dana.last.text == NOT_YOURS
    assert NOTHING_YET in await looks_at_shared(dana)
    await ana.presses("Put back")
    assert "We hired three people." in await opens_first(dana)
    await closes_all(ana)
    await ana.presses("Show what I wrote")
    await presses_on_top(ana, "Delete")
    await ana.presses("Delete for good now")
    assert NOTHING_YET in await looks_at_shared(dana)


async def test_what_is_opened_again_is_not_there_until_it_ended_and_its_hour_is_over(
    world: World, ana: Person, dana: Person
) -> None:
    await accompanied(world, ana, dana)
    await agree(world, ana, dana, Shared.REFLECTIONS)
    told = await reflects_on_the_week(ana)
    receipt = ana.last.ts
    world.later(HOUR)
    assert "kept quiet" in await opens_first(dana)
    await ana.actor.edit(told, "It went well.")
    await world.settled()
    await closes(dana)
    await presses_on_top(dana, "Open")
    assert dana.last.text == NOT_YOURS
    assert NOTHING_YET in await looks_at_shared(dana)
    await ana.types("I did not know how he felt.")
    for said in (ana.actor.dm_channel.messages[receipt], ana.last):
        assert f"<@{dana.slack_id}> can see this from " in said.text
        assert labels(said) == ["Show what I wrote", "Share now", "Keep it to myself"]
    world.later(HOUR - timedelta(seconds=1))
    assert NOTHING_YET in await looks_at_shared(dana)
    world.later(timedelta(seconds=1))
    assert "I did not know how he felt." in await opens_first(dana)


async def test_by_two_ties_it_is_seen_once_and_by_the_one_that_is_left(world: World, ana: Person, dana: Person) -> None:
    for _ in range(2):
        await accompanied(world, ana, dana)
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await reflects(ana)
    assert ana.last.text.count(f"<@{dana.slack_id}>") == 1
    world.later(HOUR)
    await looks_at_shared(dana)
    assert texts(dana.actor.open_views()[-1].blocks).count("Small wins") == 1
    await ends_tie(world, ana, dana)
    assert WINS in await opens_first(dana)
    await ends_tie(world, ana, dana)
    assert "Leaders you accompany" not in await home(dana)


async def test_single_answers_are_all_that_a_sponsor_sees_of_it(world: World, ana: Person) -> None:
    gus = world.person("Gus")
    await accompanied(world, ana, sponsors=(gus,))
    await ana.types("reflect")
    await ana.presses("4")
    await ana.types("The handover went well.")
    await ana.types("I had asked early.")
    await ana.types("stop")
    await ana.presses("Share…")
    await shares_with(ana, [(await tie_of(world, ana, gus)).id], ["meaning"])
    assert "1 answer." in await looks_at_shared(gus)
    await presses_on_top(gus, "Open")
    window = await gus.window()
    assert "I had asked early." in window
    assert "handover" not in window


@pytest.mark.parametrize("ending", ["the tie", "the share"])
async def test_a_window_left_open_is_refused_at_the_next_click(
    world: World, ana: Person, dana: Person, shared: str, ending: str
) -> None:
    await ana.types("wins")
    await ana.types("x" * 3000)
    await ana.types("skip")
    world.later(HOUR)
    await looks_at_shared(dana)
    if ending == "the tie":
        await ends_tie(world, ana, dana)
    else:
        for message in ana.heard():
            if "Keep it to myself" in str(message.blocks):
                await ana.presses("Keep it to myself", on=message)
    before = await count(world, READING)
    await presses_on_top(dana, "Open")
    assert dana.last.text == NOT_YOURS
    assert len(dana.actor.open_views()) == 2
    assert await count(world, READING) == before
    tie = Pointer("nobody", 1).packed()
    await points(world, dana, f"{ids.SHARED_WORDS_PAGE}:next", Pointer(shared, 1).packed())
    await points(world, dana, f"{ids.SHARED_PAGE}:older", tie)
    assert WINS not in str([each.blocks for each in dana.actor.open_views()])
    assert await count(world, READING) == before
    if ending == "the tie":
        assert "Leaders you accompany" not in await home(dana)


async def test_the_words_go_from_a_window_whose_page_is_turned_too_late(
    world: World, ana: Person, dana: Person, shared: str
) -> None:
    await ana.types("wins")
    for _ in range(2):
        await ana.types("\U0001f331" * 39_000)
    world.later(HOUR)
    await opens_first(dana)
    await presses_on_top(dana, "Next page")
    assert "Page 2 of 2" in await dana.window()
    assert await count(world, READING) == 2
    await presses_on_top(dana, "Previous page")
    assert "\U0001f331" in await dana.window()
    await ends_tie(world, ana, dana)
    await presses_on_top(dana, "Next page")
    assert "\U0001f331" not in await dana.window()
    assert NOT_YOURS in await dana.window()
    assert await count(world, READING) == 3


@pytest.mark.parametrize("who", ["Ben", "Emil", "Ana"])
async def test_nobody_else_reads_it(world: World, ana: Person, dana: Person, shared: str, who: str) -> None:
    other = world.person(who)
    await other.types("help")
    tie = (await tie_of(world, ana, dana)).id
    about, _ = await conversation_of(world, ana)
    for action in (ids.OPEN_SHARED, f"{ids.SHARED_WORDS_PAGE}:next", ids.SHARED_BY, f"{ids.SHARED_PAGE}:older"):
        for value in (shared, tie, about):
            await points(world, other, action, Pointer(value).packed())
            assert other.last.text == NOT_YOURS
    assert other.actor.open_views() == []
    assert await count(world, READING) == 0
    await other.runs("leaders")
    assert "You accompany nobody here." in await other.window()


async def test_every_refusal_costs_the_same(world: World, ana: Person, dana: Person, shared: str) -> None:
    ben = world.person("Ben")
    await accompanied(world, ben, world.person("Gus"))
    for keeps in ("Keep it to myself", ""):
        await reflects(ana)
        if keeps:
            await ana.presses(keeps)
    found = await rows(world, select(SHARE.c.id, SHARE.c.ended_at, SHARE.c.visible_from))
    [ended] = [each.id for each in found if each.ended_at]
    [announced] = [each.id for each in found if not each.ended_at and each.visible_from > world.clock.now()]
    await same_cost(world, dana, ids.OPEN_SHARED, ended, announced, "nobody's")
    await same_cost(world, ben, ids.OPEN_SHARED, shared, ended, "nobody's")
    tie, other = (await tie_of(world, ana, dana)).id, (await tie_of(world, ben, world.person("Gus"))).id
    await ends_tie(world, ana, dana)
    await same_cost(world, dana, ids.OPEN_SHARED, shared, ended, "nobody's")
    await same_cost(world, dana, ids.SHARED_BY, tie, other, "nobody's")


async def same_cost(world: World, who: Person, action: str, *values: str) -> None:
    """Each of these is refused with the same statements."""
    await cost(world, who, action, "anything")  # where they write from is remembered with the first press
    costs = [await cost(world, who, action, value) for value in values]
    assert all(each == costs[0] for each in costs), costs


async def cost(world: World, who: Person, action: str, value: str) -> dict[str, int]:
    """The statements of a press that is refused, but for those that bring the answer to Slack."""
    with recorded() as counted:
        await points(world, who, action, Pointer(value).packed())
    assert who.last.text == NOT_YOURS
    return {name: many for name, many in sorted(counted.items()) if " " in name and "outbox" not in name}


async def test_what_cannot_be_written_down_is_not_shown(
    world: World, ana: Person, dana: Person, shared: str, database: Database
) -> None:
    await looks_at_shared(dana)
    async with read_only_store(world, database):
        await dana.actor.press_in_view(dana.actor.open_views()[-1], label="Open")
        assert "This could not be opened now." in await dana.window()
        assert WINS not in await dana.window()
    assert await count(world, READING) == 0
    await closes_all(dana)
    assert WINS in await opens_first(dana)


async def test_german_is_spoken_to_those_who_read_it(world: World, ana: Person) -> None:
    world.sandbox.workspace.add_person("Uwe", "Uwe Kern", tz="Europe/Berlin", locale="de-DE")
    uwe = world.person("Uwe")
    await uwe.types("hilfe")
    await accompanied(world, ana, uwe)
    await agree(world, ana, uwe, Shared.REFLECTIONS)
    await uwe.runs("führungskräfte")
    assert "Wen du begleitest" in uwe.actor.open_views()[-1].title
    await presses_on_top(uwe, "Was geteilt ist")
    assert "Noch ist nichts geteilt." in await uwe.window()
    await uwe.types("führungskräfte")
    assert "öffnet sich in einem Fenster" in uwe.last.text
    await uwe.presses("Alle anzeigen")
    assert len(uwe.actor.open_views()) >= 1


async def test_a_list_is_paged_and_read_from_the_newest(world: World, ana: Person, dana: Person) -> None:
    await accompanied(world, ana, dana)
    await agree(world, ana, dana, Shared.REFLECTIONS)
    for number in range(11):
        await reflects(ana, f"Win number {number}.")
        world.later(timedelta(minutes=5))
    world.later(HOUR)
    await looks_at_shared(dana)
    await presses_on_top(dana, "Older")
    await presses_on_top(dana, "Open")
    assert "Win number 0." in await dana.window()
    await closes(dana)
    await presses_on_top(dana, "Newer")
    await presses_on_top(dana, "Open")
    assert "Win number 10." in await dana.window()


async def test_a_double_click_opens_one_window_and_is_read_once(
    world: World, ana: Person, dana: Person, shared: str
) -> None:
    await opens_first(dana)
    await world.sandbox.redeliver(world.sandbox.deliveries[-1])
    await world.settled()
    assert await count(world, READING) == 1
    assert len(dana.actor.open_views()) == 3


async def test_a_coach_from_outside_reads_until_the_last_day(world: World, ana: Person) -> None:
    hana, emil = world.person("Hana"), world.person("Emil")
    until = world.clock.now().date() + timedelta(days=1)
    row = CohortRow(2, ana.slack_id, (hana.slack_id,), until=until)
    await begins(world, await programme(world, row, by=emil), emil)
    await agree(world, ana, hana, Shared.REFLECTIONS)
    await reflects(ana)
    await ana.presses("Share now")
    assert "Leaders you accompany" in await home(hana)
    assert WINS in await opens_first(hana)
    await closes(hana)
    world.later(timedelta(days=2))
    await presses_on_top(hana, "Open")
    assert WINS not in await hana.window()
    await closes_all(hana)
    await hana.runs("leaders")
    assert hana.actor.open_views() == []
    assert await count(world, READING) == 1


async def test_what_the_store_did_not_commit_is_not_shown(world: World, ana: Person, dana: Person, shared: str) -> None:
    """Everything was read and written, and then it did not last."""
    await looks_at_shared(dana)
    with commits_fail_after("reading"):
        await dana.actor.press_in_view(dana.actor.open_views()[-1], label="Open")
    assert "This could not be opened now." in await dana.window()
    assert WINS not in str([each.blocks for each in dana.actor.open_views()])
    assert await count(world, READING) == 0
    await closes(dana)
    await presses_on_top(dana, "Open")
    assert WINS in await dana.window()


@contextmanager
def commits_fail_after(table: str) -> Iterator[None]:
    """No transaction lasts in which something was written into this table."""
    wrote: set[int] = set()

    def executed(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(f"INSERT INTO {table} "):
            wrote.add(id(connection))

    def committing(connection: Connection) -> None:
        if id(connection) in wrote:
            connection.connection.rollback()
            raise NotSaved("failing on its disk")

    event.listen(Engine, "before_cursor_execute", executed)
    event.listen(Engine, "commit", committing)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", executed)
        event.remove(Engine, "commit", committing)
