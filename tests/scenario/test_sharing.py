"""A leader shares an entry, keeps it, or takes it back; and who sees it is said where it is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import ids
from flows.programmes.agreement import Shared
from storage.tables import SHARE
from tests.scenario.everything import closes, sends
from tests.scenario.forging import NOBODYS, NOT_YOURS, audit, conversation_of, points
from tests.scenario.ledger import rows
from tests.scenario.sharing import (
    WINS,
    accompanied,
    agree,
    ends_tie,
    presses_on_top,
    reflects,
    reflects_on_the_week,
    shares_with,
    tie_of,
)
from tests.scenario.world import Person, World, labels

KEEPING = ["Show what I wrote", "Share now", "Keep it to myself"]
SHOWN = ["Show what I wrote", "Take back", "Share…"]
ALONE = ["Show what I wrote", "Share…"]


@pytest.fixture
def dana(world: World) -> Person:
    """A coach."""
    return world.person("Dana")


@pytest.fixture
def gus(world: World) -> Person:
    """A sponsor."""
    return world.person("Gus")


async def standing(world: World) -> list[tuple[str, str | None]]:
    """Every share: of which step, and why it ended."""
    return sorted(tuple(row) for row in await rows(world, select(SHARE.c.step, SHARE.c.why)))


async def test_without_a_programme_there_is_nobody_to_share_with(ana: Person) -> None:
    await reflects(ana)
    assert "Only you can see this." in ana.last.text
    assert labels(ana.last) == ["Show what I wrote"]
    await ana.presses("Show what I wrote")
    assert "Share…" not in await ana.window()


async def test_before_an_agreement_nothing_is_shared(world: World, ana: Person, dana: Person) -> None:
    await accompanied(world, ana, dana)
    await agree(world, ana, dana, Shared.REFLECTIONS, by_leader=False)
    await reflects(ana)
    assert "Only you can see this." in ana.last.text
    assert labels(ana.last) == ["Show what I wrote"]
    assert await standing(world) == []


async def test_what_was_agreed_on_is_seen_in_an_hour_by_whom_it_names(world: World, ana: Person, dana: Person) -> None:
    await accompanied(world, ana, dana)
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await reflects(ana)
    at = (world.clock.now() + timedelta(hours=1)).strftime("%H:%M")
    assert f"<@{dana.slack_id}> can see this from " in ana.last.text
    assert f":{at[3:]}" in ana.last.text
    assert labels(ana.last) == KEEPING
    assert dana.heard()[1:] == [], "nobody is told what somebody wrote"


async def test_it_is_not_waited_for_or_kept_as_they_wish(world: World, ana: Person, dana: Person) -> None:
    await accompanied(world, ana, dana)
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await reflects(ana)
    await ana.presses("Share now")
    assert f"<@{dana.slack_id}> can see this." in ana.last.text
    assert labels(ana.last) == SHOWN
    await ana.presses("Take back")
    assert "Only you can see this." in ana.last.text
    assert labels(ana.last) == ALONE
    await reflects(ana)
    await ana.presses("Keep it to myself")
    assert labels(ana.last) == ALONE
    assert await standing(world) == [("", "taken_back"), ("", "taken_back")]


async def test_goals_alone_share_no_reflection_but_a_leader_may(world: World, ana: Person, dana: Person) -> None:
    await accompanied(world, ana, dana)
    await agree(world, ana, dana, Shared.GOALS)
    await reflects(ana)
    assert "Only you can see this." in ana.last.text
    assert labels(ana.last) == ALONE


async def test_what_was_finished_before_is_never_reached(world: World, ana: Person, dana: Person) -> None:
    await accompanied(world, ana, dana)
    await reflects(ana)
    world.later(timedelta(minutes=1))
    await agree(world, ana, dana, Shared.REFLECTIONS)
    assert await standing(world) == []
    await ana.types("reflect")
    await ana.presses("4")
    await ana.types("stop")
    assert "Only you can see this." in ana.last.text, "nor what was stopped"
    assert await standing(world) == []


async def test_what_was_begun_before_is_not_reached_by_finishing_it(world: World, ana: Person, dana: Person) -> None:
    await accompanied(world, ana, dana)
    await ana.types("wins")
    asked = ana.last
    world.later(timedelta(minutes=1))
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await ana.types(WINS)
    await ana.types("skip")
    assert "Only you can see what you answer." in asked.text
    assert "Only you can see this." in ana.last.text
    assert await standing(world) == []


async def test_what_was_begun_before_is_not_reached_by_changing_it(world: World, ana: Person, dana: Person) -> None:
    await accompanied(world, ana, dana)
    told = await reflects_on_the_week(ana)
    world.later(timedelta(days=30))
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await ana.actor.edit(told, "It went well.")
    await world.settled()
    await ana.types("I did not know how he felt.")
    assert "Only you can see this." in ana.last.text
    assert await standing(world) == []


async def test_in_the_form_it_is_the_same(world: World, ana: Person, dana: Person) -> None:
    await accompanied(world, ana, dana)
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await ana.types("wins")
    await ana.presses("Answer in a form")
    await sends(ana, progress="We hired two people.")
    assert labels(ana.last) == KEEPING
    assert await standing(world) == [("", None)]


async def test_what_was_kept_stays_kept_when_it_is_changed(world: World, ana: Person, dana: Person) -> None:
    await accompanied(world, ana, dana)
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await reflects(ana)
    await ana.presses("Keep it to myself")
    await ana.presses("Show what I wrote")
    await presses_on_top(ana, "Edit")
    await sends(ana, progress="We hired three people.")
    assert await standing(world) == [("", "taken_back")]


async def test_an_entry_is_shared_by_name_all_of_it_or_an_answer(
    world: World, ana: Person, dana: Person, gus: Person
) -> None:
    await accompanied(world, ana, dana, sponsors=(gus,))
    await ana.types("reflect")
    await ana.presses("4")
    await ana.types("The handover went well.")
    await ana.types("stop")
    await ana.presses("Share…")
    window = await ana.window()
    assert "Only you can see this." in window
    assert f"<@{gus.slack_id}>" in window
    assert dana.slack_id not in window, "there is no agreement yet"
    sponsor = (await tie_of(world, ana, gus)).id
    assert await shares_with(ana, [], []) == {
        "share_with:0": "Please tick with whom you want to share it.",
        "share_what:0": "Please tick what you want to share.",
    }
    assert await shares_with(ana, [sponsor], ["moment"]) == {}
    assert "✓ Shared." in await ana.window()
    assert "can see 1 answer of it" in await ana.window()
    assert f"<@{gus.slack_id}> can see single answers of this." in ana.last.text
    await closes(ana)
    await ana.presses("Show what I wrote")
    await presses_on_top(ana, "Share…")
    assert await shares_with(ana, [sponsor], [ids.ALL_OF_IT]) == {}
    assert "can see all of it" in await ana.window()
    assert await standing(world) == [("", None), ("moment", None)]
    await presses_on_top(ana, "Take back")
    assert "✓ Taken back." in await ana.window()
    assert await standing(world) == [("", "taken_back"), ("moment", "taken_back")]


async def test_who_accompanies_nobody_any_more_is_not_named(world: World, ana: Person, dana: Person) -> None:
    await accompanied(world, ana, dana)
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await reflects(ana)
    await ana.presses("Share now")
    assert f"<@{dana.slack_id}> can see this." in ana.last.text
    await ends_tie(world, ana, dana)
    assert "Only you can see this." in ana.last.text
    assert labels(ana.last) == ["Show what I wrote"]


async def test_that_it_was_shared_is_said_when_it_was_not_before(world: World, ana: Person, gus: Person) -> None:
    await accompanied(world, ana, sponsors=(gus,))
    await reflects(ana)
    await ana.presses("Share…")
    sponsor = (await tie_of(world, ana, gus)).id
    assert await shares_with(ana, [sponsor], [ids.ALL_OF_IT]) == {}
    assert "✓ Shared." in await ana.window()
    assert await shares_with(ana, [sponsor], [ids.ALL_OF_IT]) == {}
    assert "✓ Shared." not in await ana.window()
    assert await standing(world) == [("", None)]


async def test_a_window_that_was_open_when_the_engagement_ended_shares_nothing(
    world: World, ana: Person, dana: Person, gus: Person
) -> None:
    await accompanied(world, ana, dana, sponsors=(gus,))
    await reflects(ana)
    await ana.presses("Share…")
    sponsor = (await tie_of(world, ana, gus)).id
    await ends_tie(world, ana, gus)
    for _ in range(2):
        assert await shares_with(ana, [sponsor], [ids.ALL_OF_IT]) == {
            "share_with:0": "This engagement has ended, so it was not saved. You can copy your words from here."
        }
    assert await standing(world) == []
    assert (ana.slack_id, "denied") in await audit(world)


async def test_an_answer_that_went_meanwhile_is_not_shared(world: World, ana: Person, gus: Person) -> None:
    await accompanied(world, ana, sponsors=(gus,))
    await ana.types("reflect")
    await ana.presses("4")
    await ana.types("The handover went well.")
    await ana.types("stop")
    sponsor = (await tie_of(world, ana, gus)).id
    await ana.presses("Show what I wrote")
    await presses_on_top(ana, "Share…")
    [reading, sharing] = ana.actor.open_views()
    await ana.actor.close(sharing)
    await presses_on_top(ana, "Share…")
    await world.settled()
    about, _ = await conversation_of(world, ana)
    message = next(
        each
        for each in ana.actor.dm_channel.messages.values()
        if each.user_id == ana.slack_id and "handover" in each.text
    )
    await ana.actor.delete(message)
    await world.settled()
    assert await shares_with(ana, [sponsor], ["moment"]) == {}
    assert "Shared" not in await ana.window()
    assert await standing(world) == []
    assert reading.callback_id == ids.WORDS_MODAL
    assert about


@pytest.mark.parametrize("action", [ids.SHARE, ids.SHARE_NOW, ids.KEEP_BACK, ids.TAKE_BACK])
async def test_nobody_shares_or_keeps_what_is_anothers(world: World, ana: Person, dana: Person, action: str) -> None:
    await accompanied(world, ana, dana)
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await reflects(ana)
    about, _ = await conversation_of(world, ana)
    before = await rows(world, select(SHARE))
    for value in (f"{about}.0.", NOBODYS):
        await points(world, dana, action, value, on=ana.last)
        assert dana.last.text == NOT_YOURS
    assert await rows(world, select(SHARE)) == before
    assert dana.actor.open_views() == []
    assert (dana.slack_id, "denied") in await audit(world)


async def test_a_press_that_comes_twice_or_late_changes_nothing_more(world: World, ana: Person, dana: Person) -> None:
    await accompanied(world, ana, dana)
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await reflects(ana)
    first = ana.last
    await ana.presses("Keep it to myself", on=first, as_seen=True)
    delivery = world.sandbox.deliveries[-1]
    await world.sandbox.redeliver(delivery)
    await ana.presses("Share now", on=first, as_seen=True)
    assert labels(ana.last) == ALONE, "what was taken back is not taken up again by an old button"
    assert await standing(world) == [("", "taken_back")]


async def test_who_will_see_it_is_said_before_anything_is_answered(world: World, ana: Person, dana: Person) -> None:
    await ana.types("wins")
    assert "Only you can see what you answer." in ana.last.text
    await ana.types("stop")
    await accompanied(world, ana, dana)
    await agree(world, ana, dana, Shared.REFLECTIONS)
    await ana.types("wins")
    assert "Only you can see what you answer." not in ana.last.text
    seen = f"<@{dana.slack_id}> can see it an hour after you finish, unless you keep it to yourself."
    assert seen in ana.last.text
