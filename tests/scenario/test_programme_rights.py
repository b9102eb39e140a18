"""Who may set up programmes, and what becomes of windows of those who no longer may."""

import json
import re
from typing import Any

import pytest

from bot import ids
from flows.conversation.encounter import Effect, Encounter
from flows.programmes.enrolment import join
from sandbox.records import View
from sandbox.traffic import DeliveryKind
from storage.tables import ENROLMENT, PROGRAMME
from tests.scenario.forging import MEMBERS_ONLY, NOBODYS, NOT_YOURS, audit, count
from tests.scenario.managing import (
    NOT_A_MANAGER,
    drafts,
    made_manager,
    opens,
    owns,
    presses,
    said,
    sends,
    top,
)
from tests.scenario.programmes import does
from tests.scenario.world import Person, World

ENDED = "This engagement has ended, so it was not saved. You can copy your words from here."


@pytest.fixture
async def emil(world: World) -> Person:
    """A manager of a programme in which Ana takes part, with Dana as her coach."""
    found = world.person("Emil")
    await made_manager(world, found)
    await drafts(found)
    await opens(found)
    return found


async def test_nobody_else_sets_up_programmes(world: World, ana: Person) -> None:
    assert await ana.runs("programme") == NOT_A_MANAGER
    assert ana.actor.open_views() == []
    hana = world.person("Hana")
    assert await hana.runs("programme") == MEMBERS_ONLY
    assert hana.actor.open_views() == []


async def test_a_coach_sets_up_none_either(world: World, emil: Person) -> None:
    dana = world.person("Dana")
    await presses(emil, "programme:preview")
    await sends(emil)
    assert await dana.runs("programme") == NOT_A_MANAGER


async def test_an_owner_names_programme_managers_and_dismisses_them(world: World, ana: Person) -> None:
    gus = world.person("Gus")
    owns(gus)
    await gus.runs("programme")
    assert "Nobody can set up programmes yet." in said(top(gus))
    await sends(gus, named=["Ana", "Ben"])
    assert (await drafts(ana)).errors == {}
    await gus.actor.close(top(gus))
    await gus.runs("programme")
    assert f"<@{ana.slack_id}>" in said(top(gus))
    assert (await sends(gus, dismissed=["Ana"], named=["Ana"])).errors == {
        "field:dismissed": "Somebody stands in both fields."
    }
    await sends(gus, dismissed=["Ana"], named=[])
    assert await ana.runs("programme") == NOT_A_MANAGER
    acts = [act for _, act in await audit(world)]
    assert (acts.count("manager_named"), acts.count("manager_dismissed")) == (2, 1)


async def test_an_owner_who_names_themself_goes_on_from_there(world: World) -> None:
    gus = world.person("Gus")
    owns(gus)
    await gus.runs("programme")
    await sends(gus, named=["Gus"])
    await presses(gus, "programme:new")
    assert "New programme" in top(gus).title
    await gus.actor.close(top(gus))
    await presses(gus, "programme:name")
    assert f"<@{gus.slack_id}>" in said(top(gus))


@pytest.mark.parametrize("who", ["Hana", "Ivo", "Cairn"])
async def test_only_full_members_can_be_programme_managers(world: World, who: str) -> None:
    gus = world.person("Gus")
    owns(gus)
    await gus.runs("programme")
    outcome = await sends(gus, named=["Ben", who])
    assert outcome.errors == {"field:named": "Only full members of this workspace can be programme managers."}
    assert await world.person("Ben").runs("programme") == NOT_A_MANAGER


async def test_an_owner_who_owns_no_longer_names_nobody(world: World) -> None:
    gus = world.person("Gus")
    owns(gus)
    await gus.runs("programme")
    view = top(gus)
    owns(gus, owns=False)
    assert await gus.runs("programme") == NOT_A_MANAGER
    outcome = await sends(gus, view, named=["Ben"])
    assert outcome.errors == {"field:named": ENDED}
    assert await world.person("Ben").runs("programme") == NOT_A_MANAGER


WINDOWS: dict[str, dict[str, Any]] = {
    "change": {"name": "Another name"},
    "leader": {"leader": "Ben"},
    "table": {"table": "leader\nU0NOBODY99"},
    "managers": {"managers": ["Emil"]},
}


async def dismissed(world: World, emil: Person) -> None:
    gus = world.person("Gus")
    owns(gus)
    await gus.runs("programme")
    await sends(gus, dismissed=["Emil"])


async def ended(world: World, emil: Person) -> None:
    await presses(emil, "programme:end", on=emil.actor.open_views()[0])


@pytest.mark.parametrize("meanwhile", [dismissed, ended])
@pytest.mark.parametrize("window", WINDOWS)
async def test_a_window_does_nothing_when_it_is_too_late(
    world: World, emil: Person, window: str, meanwhile: Any
) -> None:
    await presses(emil, f"programme:{window}")
    await meanwhile(world, emil)
    outcome = await sends(emil, **WINDOWS[window])
    assert list(outcome.errors.values()) == [ENDED]
    assert await count(world, ENROLMENT) == 1
    assert "denied" in [act for _, act in await audit(world)]


@pytest.mark.parametrize("meanwhile", [dismissed, ended])
async def test_nothing_begins_when_it_is_too_late(world: World, ana: Person, emil: Person, meanwhile: Any) -> None:
    await presses(emil, "programme:preview")
    await meanwhile(world, emil)
    await sends(emil)
    assert said(top(emil)) == NOT_YOURS
    assert ana.heard() == []


@pytest.mark.parametrize(
    "action",
    ["open", "change", "leader", "table", "managers", "preview", "shown_further", "end", "accompany", "take_out"],
)
async def test_somebody_elses_programme_is_nothing_to_another_manager(world: World, emil: Person, action: str) -> None:
    farah = world.person("Farah")
    await made_manager(world, farah)
    await drafts(farah, leader="Ben")
    await opens(farah)
    theirs = pointer(top(emil), action)
    before = await state(world)
    for value in (theirs, NOBODYS):
        await points(world, farah, f"programme:{action}", value)
        assert said(top(farah)) == NOT_YOURS
        assert farah.last.text == NOT_YOURS
    assert await state(world) == before


async def test_a_dismissed_manager_finds_no_programme(world: World, emil: Person) -> None:
    await dismissed(world, emil)
    await presses(emil, "programme:preview")
    assert said(top(emil)) == NOT_YOURS
    assert await emil.runs("programme") == NOT_A_MANAGER


async def test_others_manage_a_programme_only_when_they_may_set_one_up(world: World, emil: Person) -> None:
    farah = world.person("Farah")
    await presses(emil, "programme:managers")
    outcome = await sends(emil, managers=["Emil", "Farah"])
    assert outcome.errors == {
        "field:managers": "At least one of these people is no programme manager. An owner of this workspace names them."
    }
    await made_manager(world, farah)
    await sends(emil, managers=["Farah"])
    assert "You have no programme yet." in said(top(emil))
    assert "Leading change" in said(await opens(farah))


async def test_two_who_name_managers_at_once_see_both(world: World, emil: Person) -> None:
    farah, gus = world.person("Farah"), world.person("Gus")
    for person in (farah, gus):
        await made_manager(world, person)
    await presses(emil, "programme:managers")
    await sends(emil, managers=["Emil", "Farah"])
    await presses(emil, "programme:managers")
    await opens(farah)
    await presses(farah, "programme:managers")
    await sends(farah, managers=["Emil", "Farah", "Gus"])
    await sends(emil, managers=["Emil"])
    assert "Somebody else has changed this programme meanwhile." in said(top(emil))
    assert f"<@{gus.slack_id}>" in said(top(emil))
    await sends(emil)
    assert f"<@{gus.slack_id}>" not in said(top(emil))


async def test_a_manager_sees_the_same_whatever_a_leader_answered(world: World, ana: Person, emil: Person) -> None:
    await presses(emil, "programme:preview")
    await sends(emil)
    unanswered = seen(await opens(emil))
    await ana.presses("Not now")
    put_off = seen(await opens(emil))
    await joined(world, ana)
    assert seen(await opens(emil)) == put_off == unanswered


async def joined(world: World, leader: Person) -> None:
    """This leader has set up."""

    async def act(encounter: Encounter) -> Effect:
        [enrolment] = await encounter.work.enrolments.of_leader(encounter.person)
        await encounter.work.enrolments.save([join(enrolment, encounter.now)])
        return Effect.CHANGED

    await does(world, leader, act)


def seen(view: View) -> str:
    """All of a window, without the ids that Slack gives to blocks by itself."""
    return re.sub(r'"block_id": "[0-9a-f]{5}"', "", json.dumps(view.definition))


def pointer(view: View, action: str) -> str:
    """What a button with this name points at, or one like it."""
    every = [each for block in view.blocks for each in block.get("elements", ()) if "action_id" in each]
    about = "leader:" if action in {"accompany", "take_out"} else "programme.doings"
    block = next(block for block in view.blocks if block.get("block_id", "").startswith(about))
    exact = [each["value"] for each in every if each["action_id"] == f"{ids.PROGRAMME}:{action}"]
    return str(exact[0] if exact else block["elements"][0]["value"])


async def points(world: World, who: Person, action_id: str, value: str) -> None:
    """A press in somebody's own window on a button of any value."""
    view = top(who)
    pressed = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
    payloads = world.sandbox._installed.payloads
    await world.sandbox.deliver.send(DeliveryKind.INTERACTION, payloads.press_in_view(who.actor.person, view, pressed))
    await world.settled()


async def state(world: World) -> tuple[int, int]:
    return await count(world, PROGRAMME), await count(world, ENROLMENT)
