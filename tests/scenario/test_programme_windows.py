"""A programme manager sets up a programme in Slack, sees who will get what, and lets it begin."""

from typing import Any

import pytest

from sandbox.acting.choosing import Choice
from storage.tables import ENROLMENT, PROGRAMME
from tests.scenario.forging import count, forge
from tests.scenario.managing import (
    PRIORITIES,
    drafts,
    made_manager,
    opens,
    owns,
    plainly,
    presses,
    said,
    sends,
    top,
)
from tests.scenario.programmes import begins, programme, row
from tests.scenario.world import Person, World, labels


@pytest.fixture
async def emil(world: World) -> Person:
    """A programme manager."""
    found = world.person("Emil")
    await made_manager(world, found)
    return found


async def test_the_first_programme_takes_three_windows(world: World, ana: Person, emil: Person) -> None:
    dana = world.person("Dana")
    outcome = await drafts(emil)  # the command, and the first window
    assert outcome.errors == {}
    assert (ana.heard(), dana.heard()) == ([], [])
    assert "Nothing is sent before you press “Let it begin”." in await emil.window()
    await sends(emil)  # the second
    assert "has enrolled you in the programme “Leading change”" in ana.last.text
    assert "You accompany" in dana.last.text
    assert "It has begun. The messages are on their way." in await emil.window()
    assert "invited" in await emil.window()


@pytest.mark.parametrize(
    ("written", "field", "complaint"),
    [
        ({"name": "\u200b"}, "name", "The programme needs a name."),
        ({"priorities": "Safety\nPeople"}, "priorities", "Name three priorities at least, one in each line."),
        ({"priorities": "1\n2\n3\n4\n5\n6\n7\n8"}, "priorities", "Name 7 priorities at most, one in each line."),
        ({"priorities": "Safety\nsafety\nPeople"}, "priorities", "One of the priorities stands here twice."),
        ({"ends": "2026-01-01"}, "ends", "The last day is before the first one."),
        ({"starts": "2026-01-01", "ends": "2026-02-01"}, "ends", "The last day is over already."),
        ({"ends": "2036-01-01"}, "ends", "A programme can take five years at most."),
        (
            {"practice:weekly-reflection": "never"},
            "practice:weekly-reflection",
            "Choose at least one thing that is practised.",
        ),
    ],
)
async def test_what_is_wrong_stands_under_its_field(
    world: World, emil: Person, written: dict[str, Choice], field: str, complaint: str
) -> None:
    outcome = await drafts(emil, **written)
    assert not outcome.closed
    assert outcome.errors == {f"field:{field}": complaint}
    assert await count(world, PROGRAMME) == 0


async def test_somebody_who_cannot_take_part_keeps_everything_from_being_stored(world: World, emil: Person) -> None:
    await drafts(emil, leader="Hana", coaches=["Ivo"])
    window = said(top(emil))
    assert "is a guest" in window
    assert "is deactivated" in window
    assert await count(world, PROGRAMME) == await count(world, ENROLMENT) == 0
    outcome = await sends(emil, leader="Ana", coaches=["Dana"])
    assert outcome.errors == {}
    assert await count(world, ENROLMENT) == 1


async def test_what_is_worth_knowing_stands_above_what_is_sent(world: World, emil: Person) -> None:
    await drafts(emil, coaches=[])
    assert "has no coach and no mentor yet." in await emil.window()


async def test_what_is_shown_is_what_is_sent(world: World, emil: Person) -> None:
    ana, ben, chloe, dana, farah = (world.person(name) for name in ("Ana", "Ben", "Chloe", "Dana", "Farah"))
    world.sandbox.workspace.change_person(ben.slack_id, locale="de-DE")
    await drafts(emil)
    for leader, coach in (("Ben", "Dana"), ("Chloe", "Farah")):
        await opens(emil)
        await presses(emil, "programme:leader")
        await sends(emil, leader=leader, coaches=[coach])
    shown = plainly(top(emil).blocks)
    assert "3 leaders get the invitation below." in shown
    assert "2 coaches and mentors get one message each." in shown
    await sends(emil)
    for person in (ana, ben, chloe, dana, farah):
        [message] = person.heard()
        assert f"To <@{person.slack_id}>" in shown
        assert plainly(message.blocks) in shown
        if labels(message):
            assert ", ".join(labels(message)) in shown
    assert world.person("Gus").heard() == []


async def test_sent_twice_everybody_is_written_to_once(world: World, ana: Person, emil: Person) -> None:
    await drafts(emil)
    outcome = await sends(emil)
    assert outcome.delivery is not None
    again = await forge(world, outcome.delivery, lambda _: None)
    assert "It has begun." in again.body
    assert (len(ana.heard()), len(world.person("Dana").heard())) == (1, 1)


async def test_set_up_twice_there_is_one_programme(world: World, emil: Person) -> None:
    outcome = await drafts(emil)
    assert outcome.delivery is not None

    def renamed(payload: Any) -> None:
        payload["view"]["state"]["values"]["field:name"]["field"]["value"] = "Once more"

    for change in (lambda _: None, renamed):
        again = await forge(world, outcome.delivery, change)
        assert "Nothing is sent before you press" in again.body
    assert await count(world, PROGRAMME) == await count(world, ENROLMENT) == 1


async def test_who_takes_part_elsewhere_is_shown_both_ways(world: World, ana: Person, emil: Person) -> None:
    await begins(world, await programme(world, row(ana), by=world.person("Farah")), world.person("Farah"))
    await ana.presses("Set up (1 minute)")
    await ana.actor.submit(top(ana), {"days": ["1"], "hour": "09:00", "minutes": "5", "answer_in": "chat"})
    await drafts(emil)
    shown = plainly(top(emil).blocks)
    assert "If this leader takes part in another programme already" in shown
    await sends(emil)
    first, *rest = ana.last.blocks
    assert "in one more programme" in plainly([first])
    assert plainly([first]) in shown
    assert plainly(rest) in shown


async def test_what_was_not_shown_is_not_let_begin(world: World, ana: Person, emil: Person) -> None:
    ben = world.person("Ben")
    await drafts(emil)
    [preview] = emil.actor.open_views()
    await opens(emil)
    await presses(emil, "programme:preview")
    old = top(emil)
    await emil.actor.close(old)
    await presses(emil, "programme:leader")
    await sends(emil, leader="Ben")
    await emil.actor.close(top(emil))
    await presses(emil, "programme:preview")
    assert preview.definition["private_metadata"] != top(emil).definition["private_metadata"]
    view = top(emil)
    await presses_out(emil, ben)
    await sends(emil, view)
    assert "This has changed meanwhile, so nothing was sent." in await emil.window()
    assert ana.heard() == []
    await sends(emil)
    assert (len(ana.heard()), ben.heard()) == (1, [])


async def presses_out(emil: Person, leader: Person) -> None:
    """Take a leader out in the window below."""
    below = emil.actor.open_views()[0]
    block = [each["block_id"] for each in below.blocks if each.get("block_id", "").startswith("leader:")][-1]
    await presses(emil, "programme:take_out", on=below, block=block)


async def test_who_is_added_later_is_invited_only_when_it_is_let_begin_again(
    world: World, ana: Person, emil: Person
) -> None:
    ben, dana = world.person("Ben"), world.person("Dana")
    await drafts(emil)
    await sends(emil)
    await opens(emil)
    await presses(emil, "programme:leader")
    await sends(emil, leader="Ben", coaches=["Dana"])
    assert ben.heard() == []
    assert "1 leader gets the invitation below." in await emil.window()
    await sends(emil)
    assert [len(each.heard()) for each in (ana, ben, dana)] == [1, 1, 2]


async def test_every_script_can_be_tried_by_oneself(world: World, ana: Person, emil: Person) -> None:
    await drafts(emil, **{"practice:small-wins": "weekly"})
    await opens(emil)
    await presses(emil, "try_script:small-wins")
    assert "I have asked you the first question in our direct message." in await emil.window()
    assert emil.last.text.startswith("Small wins")
    await emil.types("The release went out.")
    assert (ana.heard(), world.person("Dana").heard()) == ([], [])


async def test_a_programme_is_changed(world: World, emil: Person) -> None:
    await drafts(emil)
    await opens(emil)
    await presses(emil, "programme:change")
    outcome = await sends(emil, quiet="soon")
    assert outcome.errors == {
        "field:quiet": "Write one day in each line, or the first and the last: 2026-12-24 to 2027-01-02."
    }
    await sends(emil, name="Leading  others", unit="Operations", quiet="2026-12-24 to 2027-01-02\n2027-04-02")
    window = await emil.window()
    assert "Saved." in window
    for line in ("Leading others", "Business unit: Operations", "Quiet: Thursday, 24 December 2026 to"):
        assert line in window
    await presses(emil, "programme:change")
    [quiet] = [each for each in top(emil).blocks if each["block_id"] == "field:quiet"]
    assert quiet["element"]["initial_value"] == "2026-12-24 – 2027-01-02\n2027-04-02"
    assert (await sends(emil)).errors == {}


async def test_two_who_change_it_at_once_see_both(world: World, emil: Person) -> None:
    farah = world.person("Farah")
    await made_manager(world, farah)
    await drafts(emil)
    await opens(emil)
    await presses(emil, "programme:managers")
    await sends(emil, managers=["Emil", "Farah"])
    await presses(emil, "programme:change")
    await opens(farah)
    await presses(farah, "programme:change")
    await sends(farah, name="By Farah")
    await sends(emil, name="By Emil", unit="Emil's unit")
    window = said(top(emil))
    assert "Somebody else has changed this programme meanwhile." in window
    assert "By Farah" in window
    [name] = [each for each in top(emil).blocks if each.get("block_id") == "field:name"]
    assert name["element"]["initial_value"] == "By Emil"
    await sends(emil)
    assert "By Emil" in said(await opens(farah))


async def test_it_ends_for_everybody(world: World, ana: Person, emil: Person) -> None:
    await drafts(emil)
    await sends(emil)
    await opens(emil)
    await presses(emil, "programme:end")
    window = await emil.window()
    assert "The programme has ended." in window
    assert "Ended on" in window
    assert "This invitation is over." in ana.last.text


async def test_the_button_stands_on_home_for_those_who_may(world: World, ana: Person, emil: Person) -> None:
    owns(world.person("Farah"))
    await ana.actor.open_home()
    await emil.actor.open_home()
    await world.settled()
    assert "Programmes" not in _home(ana)
    assert "Programmes" in _home(emil)
    home = emil.actor.home()
    assert home is not None
    await presses(emil, "programmes", on=home)
    assert "New programme" in top(emil).title


def _home(person: Person) -> list[str]:
    home = person.actor.home()
    assert home is not None
    return [each["text"]["text"] for block in home.blocks for each in block.get("elements", ()) if "action_id" in each]


async def test_typing_it_leads_to_a_button(emil: Person) -> None:
    await emil.types("programme")
    await emil.presses("Programmes")
    assert "New programme" in top(emil).title


async def test_all_of_it_in_german(world: World, emil: Person) -> None:
    world.sandbox.workspace.change_person(emil.slack_id, locale="de-DE")
    await drafts(emil)
    assert "Sonst bekommt niemand etwas." in await emil.window()
    await sends(emil)
    assert "Es hat begonnen. Die Nachrichten sind unterwegs." in await emil.window()
    assert PRIORITIES.splitlines()[0] in await emil.window()
