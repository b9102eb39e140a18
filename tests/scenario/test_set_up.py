"""A leader sets up on one screen, and begins with one minute."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from flows.managing.ending import end_ties
from flows.managing.leaving import end_programme
from flows.people import AnswerIn
from flows.programmes.programme import Programme
from sandbox.acting.outcomes import SubmitOutcome
from sandbox.records import View
from storage.tables import AGREEMENT, CONVERSATION, ENROLMENT, PERSON, TIE
from tests.databases import Settings
from tests.scenario.forging import NOBODYS, NOT_YOURS, audit, forge, points
from tests.scenario.ledger import rows
from tests.scenario.programmes import begins, days_pass, does, programme, row
from tests.scenario.world import Person, World, labels, new_world, texts

CHOSEN: dict[str, Any] = {"days": ["1", "4"], "hour": "16:30", "minutes": "10", "answer_in": "chat", "language": "en"}
SET_UP = "Set up (1 minute)"
ENDED = "This engagement has ended, so it was not saved. You can copy your words from here."


@pytest.fixture
async def world(settings: Settings) -> AsyncIterator[World]:
    async with new_world(settings) as made:
        yield made


@pytest.fixture
async def begun(world: World) -> Programme:
    """Ana is invited, with Dana as her coach."""
    emil, ana, dana = (world.person(name) for name in ("Emil", "Ana", "Dana"))
    made = await programme(world, row(ana, dana), by=emil)
    await begins(world, made, emil)
    return made


@pytest.fixture
def ana(world: World, begun: Programme) -> Person:
    return world.person("Ana")


async def opens(person: Person, label: str = SET_UP) -> View:
    await person.presses(label)
    [window] = person.actor.open_views()
    return window


async def sends(person: Person, window: View, **chosen: Any) -> SubmitOutcome:
    outcome = await person.actor.submit(window, {**CHOSEN, **chosen})
    await person.world.settled()
    return outcome


def pact(window: View) -> str:
    """The block of the only agreement."""
    [block] = [each["block_id"] for each in window.blocks if each.get("block_id", "").startswith("pact:")]
    return str(block)


async def chosen(world: World, person: Person) -> Any:
    columns = (PERSON.c.days, PERSON.c.hour, PERSON.c.minutes, PERSON.c.answer_in, PERSON.c.language)
    [found] = await rows(world, select(*columns).where(PERSON.c.slack_id == person.slack_id))
    return tuple(found)


async def stage(world: World) -> list[str]:
    return [found for (found,) in await rows(world, select(ENROLMENT.c.stage))]


async def agreements(world: World) -> list[tuple[int, list[str], bool, bool]]:
    table = AGREEMENT.c
    found = await rows(
        world, select(table.version, table.terms, table.leader_at, table.coach_at).order_by(table.version)
    )
    return [(version, list(terms), bool(leader), bool(coach)) for version, terms, leader, coach in found]


async def test_one_screen_asks_and_presets_nothing(ana: Person) -> None:
    window = await opens(ana)
    shown = texts(window.blocks)
    assert "Nobody watches what you write here. Please write roles, not names" in shown
    assert "HR care team: #hr-care" in shown
    assert "whoever runs the server could read both" in shown.lower()
    elements = {each["block_id"]: each["element"] for each in window.blocks if each["type"] == "input"}
    for name in ("days", "hour", "minutes", "answer_in"):
        assert not [key for key in elements[name] if key.startswith("initial")]
    users = [part for part in str(window.blocks).split("'") if part == ana.world.person("Dana").slack_id]
    assert users


async def test_set_up_keeps_everything_and_begins_with_one_minute(world: World, ana: Person) -> None:
    window = await opens(ana)
    outcome = await sends(ana, window, **{pact(window): ["yes", "reflections"]})
    assert outcome.closed
    assert await chosen(world, ana) == ("14", "16:30", 10, "chat", "en")
    assert await stage(world) == ["joined"]
    firsts = ["assignments", "goals", "plans"]
    assert await agreements(world) == [(1, firsts, True, False), (2, [*firsts, "reflections"], True, False)]
    welcome, question = ana.heard()
    assert "You are set up: Monday, Thursday at 16:30." in welcome.text
    assert labels(welcome) == []
    assert "by which change would you notice" in question.text
    await days_pass(world, 30)
    assert ana.heard() == [welcome, question]


async def test_nothing_need_be_agreed_on(world: World, ana: Person) -> None:
    assert (await sends(ana, await opens(ana))).closed
    assert await agreements(world) == [(1, ["assignments", "goals", "plans"], False, False)]
    assert await stage(world) == ["joined"]


async def test_the_same_sent_twice_counts_once(world: World, ana: Person) -> None:
    window = await opens(ana)
    outcome = await sends(ana, window, **{pact(window): ["yes"]})
    assert outcome.delivery is not None
    heard = ana.heard()
    assert (await world.sandbox.deliver.send(outcome.delivery.kind, outcome.delivery.payload)).status == 200
    await world.settled()
    assert ana.heard() == heard
    assert len(await rows(world, select(CONVERSATION.c.id))) == 1


async def test_what_is_missing_is_said_under_its_field(world: World, ana: Person) -> None:
    window = await opens(ana)
    assert set((await ana.actor.submit(window, {"days": ["1"]})).errors) == {"hour", "minutes", "answer_in"}
    outcome = await sends(ana, window, **{pact(window): ["reflections"]})
    assert outcome.errors == {pact(window): "To show your reflections, tick “I agree” too. Or tick nothing."}
    assert await stage(world) == ["invited"]


async def test_what_is_none_of_ours_is_as_if_it_were_missing(world: World, ana: Person) -> None:
    window = await opens(ana)
    outcome = await sends(ana, window, **{pact(window): ["reflections"]})
    assert outcome.delivery is not None

    def forged(payload: dict[str, Any]) -> None:
        payload["view"]["state"]["values"] = {
            "days": {"days": {"selected_options": [{"value": "8"}, "x"]}},
            "hour": {"hour": {"selected_time": "25:99"}},
            "minutes": {"minutes": {"selected_option": {"value": "9"}}},
            "answer_in": {"answer_in": None},
        }

    assert (await forge(world, outcome.delivery, forged)).status == 200

    def elsewhere(payload: dict[str, Any]) -> None:
        payload["view"]["private_metadata"] = "{}"

    assert (await forge(world, outcome.delivery, elsewhere)).status == 200
    assert await stage(world) == ["invited"]


async def test_set_up_again_changes_what_was_chosen(world: World, ana: Person) -> None:
    await sends(ana, await opens(ana))
    await ana.actor.open_home()
    await world.settled()
    home = ana.actor.home()
    assert home is not None
    shown = texts(home.blocks)
    assert "Your time: Monday, Thursday at 16:30, 10 minutes a week." in shown
    await ana.actor.press_in_view(home, label="Change my days and hour")
    [window] = ana.actor.open_views()
    elements = {each["block_id"]: each["element"] for each in window.blocks if each["type"] == "input"}
    assert elements["hour"]["initial_time"] == "16:30"
    assert (await sends(ana, window, days=["2"], hour="09:00", minutes="5", answer_in="form", language="de")).closed
    assert await chosen(world, ana) == ("2", "09:00", 5, "form", "de")
    assert len(await rows(world, select(CONVERSATION.c.id))) == 1


async def test_home_keeps_the_invitation_that_was_put_off(world: World, ana: Person) -> None:
    await ana.presses("Not now")
    await ana.actor.open_home()
    await world.settled()
    home = ana.actor.home()
    assert home is not None
    assert "You are invited to the programme “Leading change”." in texts(home.blocks)
    await ana.actor.press_in_view(home, label=SET_UP)
    [window] = ana.actor.open_views()
    assert (await sends(ana, window)).closed
    assert await stage(world) == ["joined"]


async def test_a_programme_that_ended_meanwhile_keeps_nothing(world: World, begun: Programme, ana: Person) -> None:
    window = await opens(ana)
    await does(world, world.person("Emil"), lambda encounter: end_programme(encounter, begun.id))
    outcome = await sends(ana, window)
    assert outcome.errors == {"days": ENDED}
    assert await chosen(world, ana) == (None, None, None, None, None)
    assert (ana.slack_id, "denied") in await audit(world)


async def test_somebody_elses_invitation_opens_nothing(world: World, ana: Person) -> None:
    ben, window = world.person("Ben"), await opens(ana)
    outcome = await sends(ana, window, **{pact(window): ["reflections"]})
    theirs = window.private_metadata
    for value in (theirs, NOBODYS, "nothing of ours"):
        await points(world, ben, "set_up", value, on=ana.last)
        assert ben.last.text == NOT_YOURS
    assert ben.actor.open_views() == []
    assert outcome.delivery is not None

    def by_ben(payload: dict[str, Any]) -> None:
        payload["user"]["id"] = ben.slack_id
        payload["view"]["state"]["values"].pop(pact(window))

    assert (await forge(world, outcome.delivery, by_ben)).status == 200
    assert await stage(world) == ["invited"]


async def test_a_coach_who_went_meanwhile_is_said(world: World, ana: Person) -> None:
    window = await opens(ana)
    desk = world.running.reception.desk
    [(tie,)] = await rows(world, select(TIE.c.id))
    async with desk.work() as work:
        await end_ties(work, desk.ids, world.sandbox.workspace.team_id, [tie], desk.clock.now())
        await work.commit()
    assert (await sends(ana, window, **{pact(window): ["yes"]})).errors == {pact(window): ENDED}
    assert await stage(world) == ["invited"], "nothing is kept, and nothing is lost"
    assert (await sends(ana, window, **{pact(window): []})).closed


async def test_where_only_forms_are_allowed_it_says_so(settings: Settings) -> None:
    async with new_world(settings, answer_in=AnswerIn.FORM) as world:
        emil, ana = world.person("Emil"), world.person("Ana")
        await begins(world, await programme(world, row(ana), by=emil), emil)
        window = await opens(ana)
        assert "In this workspace all questions are answered in the form." in texts(window.blocks)
        chosen = {key: value for key, value in CHOSEN.items() if key != "answer_in"}
        assert (await ana.actor.submit(window, chosen)).closed


async def test_in_german(world: World) -> None:
    world.sandbox.workspace.add_person("Uwe", "Uwe Kern", tz="Europe/Berlin", locale="de-DE")
    emil, uwe = world.person("Emil"), world.person("Uwe")
    await begins(world, await programme(world, row(uwe), by=emil), emil)
    window = await opens(uwe, "Einrichten (1 Minute)")
    assert window.title == "Einrichten"
    assert (await sends(uwe, window, language="as_in_slack")).closed
    welcome, question = uwe.heard()
    assert "Du bist eingerichtet: Montag, Donnerstag um 16:30." in welcome.text
    assert "An welcher Veränderung würdest du merken" in question.text
