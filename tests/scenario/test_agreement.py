"""Two people agree on what a coach sees; and who sees what is one command away, for both."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from sqlalchemy import select

from flows.conversation.encounter import Effect, Encounter
from flows.managing.leaving import end_programme
from flows.programmes.cohort_file import CohortRow
from flows.programmes.programme import Programme
from flows.programmes.share import Share
from sandbox.acting.outcomes import SubmitOutcome
from sandbox.records import View
from storage.master_keys import new_master_key
from storage.tables import AGREEMENT, ENROLMENT, PERSON, SHARE, TIE
from tests.databases import Settings
from tests.scenario.forging import MEMBERS_ONLY, NOBODYS, NOT_YOURS, forge, points
from tests.scenario.ledger import rows
from tests.scenario.programmes import begins, does, programme, row
from tests.scenario.test_set_up import CHOSEN, ENDED, opens, pact, sends
from tests.scenario.world import Person, World, labels, new_world, texts

BASE = ["goals", "plans", "assignments"]
_NUMBERED = re.compile(r"'block_id': '[^':]*'|life\d+-\d+|see:[^']*|pact:[^']*|'value': '[^']*'")
"""Ids that Slack or Cairn count on as things happen, whatever they are."""
SEE, SEE_ALL = "See the agreement", "See the agreements"


@pytest.fixture
async def world(settings: Settings) -> AsyncIterator[World]:
    async with new_world(settings) as made:
        yield made


@pytest.fixture
async def begun(world: World) -> Programme:
    """Ana is invited, with Dana as her coach, Gus as her sponsor and Farah as her line manager."""
    return await begin(world, row(world.person("Ana"), world.person("Dana")))


async def begin(world: World, *rows: CohortRow) -> Programme:
    emil = world.person("Emil")
    gus, farah = world.person("Gus").slack_id, world.person("Farah").slack_id
    with_others = [replace(each, sponsors=(gus,), manager=farah) for each in rows]
    made = await programme(world, *with_others, by=emil)
    await begins(world, made, emil)
    return made


@pytest.fixture
def ana(world: World, begun: Programme) -> Person:
    return world.person("Ana")


@pytest.fixture
def dana(world: World, begun: Programme) -> Person:
    return world.person("Dana")


async def sets_up(ana: Person, *ticked: str) -> None:
    window = await opens(ana)
    assert (await sends(ana, window, **{pact(window): list(ticked)} if ticked else {})).closed


async def looks(person: Person) -> View:
    """At the one agreement they have, from who sees what."""
    await person.types("privacy")
    await person.presses(SEE if SEE in labels(person.last) else SEE_ALL)
    window = person.actor.open_views()[-1]
    if window.callback_id == "agreements_modal":
        await person.actor.press_in_view(window, label=SEE)
    return person.actor.open_views()[-1]


async def says(person: Person, *by_itself: str, yes: bool | None = True) -> SubmitOutcome:
    """Yes, with exactly this to be seen by itself; `yes` is None where they have said it before."""
    window = await looks(person)
    fields: dict[str, Any] = {"by_itself": list(by_itself)}
    outcome = await person.actor.submit(window, fields | ({"pact": ["yes"] if yes else []} if yes is not None else {}))
    await closes(person)
    return outcome


async def closes(person: Person) -> None:
    """Every window that still stands open."""
    for left in reversed(person.actor.open_views()):
        await person.actor.close(left)
    await person.world.settled()


async def versions(world: World) -> list[tuple[int, set[str], set[str], str]]:
    """Version, terms, what was withdrawn, and who said yes."""
    found = await rows(world, select(AGREEMENT).order_by(AGREEMENT.c.version))
    return [
        (
            each.version,
            set(each.terms),
            set(each.withdrawn),
            ("l" if each.leader_at else "") + ("c" if each.coach_at else ""),
        )
        for each in found
    ]


def ticked(window: View) -> list[str]:
    [element] = [each["element"] for each in window.blocks if each.get("block_id") == "by_itself"]
    return [each["value"] for each in element.get("initial_options", [])]


async def test_it_says_in_plain_words_who_sees_what(world: World, ana: Person, dana: Person) -> None:
    await sets_up(ana)
    window = await looks(ana)
    shown = texts(window.blocks)
    for said in (
        "You see all you write: words, numbers, dates.",
        "(sponsor) sees only what you share with them by name",
        "(line manager) sees none of it",
        "whether they were invited, and who accompanies them",
        "text is encrypted; numbers and dates are not, so that trends can be counted; whoever runs the server could",
        "Your yes is still open.",
        "has not said yes yet",
        "You can use everything alone",
    ):
        assert said.lower() in shown.lower()
    named = str(window.blocks)
    assert all(world.person(name).slack_id in named for name in ("Dana", "Gus", "Farah", "Emil"))
    assert "Dana" not in named
    assert ticked(window) == ["goals", "plans", "assignments"]
    assert dana.slack_id in named


async def test_both_say_yes_and_the_leader_is_told_of_the_coach(world: World, ana: Person, dana: Person) -> None:
    await sets_up(ana, "yes")
    assert (await says(dana, *BASE)).errors == {}
    assert await versions(world) == [(1, {*BASE}, set(), "lc")]
    shown = texts((await looks(ana)).blocks)
    assert "You said yes on Thursday, 19 November 2026." in shown
    assert "said yes on Thursday, 19 November 2026." in shown
    assert "An hour after you finish them, without being shared: Goals, Plans, Assignments." in ana.last.text


async def test_a_wish_for_more_is_asked_for_and_counts_when_both_agree(world: World, ana: Person, dana: Person) -> None:
    await sets_up(ana, "yes")
    await says(dana, *BASE)
    heard = len(ana.heard())
    await says(dana, *BASE, "reflections", yes=None)
    assert len(ana.heard()) == heard + 1
    assert f"<@{dana.slack_id}> asks to see more" in ana.last.text
    assert await versions(world) == [(1, {*BASE}, set(), "lc"), (2, {*BASE, "reflections"}, set(), "c")]
    proposal = ana.last
    await ana.presses(SEE, on=proposal)
    window = ana.actor.open_views()[-1]
    assert "asks to see more: Reflections." in texts(window.blocks)
    assert "reflections" not in ticked(window)
    await ana.actor.submit(window, {"by_itself": [*BASE, "reflections"]})
    await world.settled()
    assert (await versions(world))[1] == (2, {*BASE, "reflections"}, set(), "lc")
    assert next(each for each in ana.heard() if each.ts == proposal.ts).text == "This is answered."


async def test_a_leader_proposes_more_and_the_coach_looks(world: World, ana: Person, dana: Person) -> None:
    await says(dana, *BASE)
    heard = len(dana.heard())
    await sets_up(ana, "yes", "reflections")
    assert len(dana.heard()) == heard + 1
    assert (
        "would like you to see more: Reflections. It counts when you agree, for what they begin from then on."
        in dana.last.text
    )
    await says(dana, *BASE, "reflections", yes=None)
    assert (await versions(world))[1] == (2, {*BASE, "reflections"}, set(), "lc")


async def test_nobody_is_written_to_twice_before_they_said_yes(world: World, ana: Person, dana: Person) -> None:
    await says(dana, *BASE, "reflections")
    assert len(ana.heard()) == 1
    assert await versions(world) == [(1, {*BASE}, set(), ""), (2, {*BASE, "reflections"}, set(), "c")]
    assert len(dana.heard()) == 2  # the welcome, and who sees what


async def test_narrowing_needs_one_and_counts_at_once(world: World, ana: Person, dana: Person) -> None:
    await sets_up(ana, "yes", "reflections")
    await says(dana, *BASE, "reflections")
    await says(ana, "goals", yes=None)
    assert (await versions(world))[1] == (2, {*BASE, "reflections"}, {"plans", "assignments", "reflections"}, "lc")
    assert ticked(await looks(ana)) == ["goals"]


async def test_a_coach_who_wants_less_gets_less_at_once(world: World, ana: Person, dana: Person) -> None:
    await sets_up(ana, "yes")
    await says(dana, *BASE)
    await says(ana, "goals", "plans", yes=None)
    heard = len(ana.heard())
    await says(dana, "goals", yes=None)
    assert (await versions(world))[1] == (2, {"goals"}, set(), "lc")
    assert len(ana.heard()) == heard
    await says(dana, "plans", yes=None)
    assert (await versions(world))[2:] == [(3, set(), set(), "lc"), (4, {"plans"}, set(), "c")]  # more needs both


async def test_less_keeps_what_waits_for_its_hour(world: World, ana: Person, dana: Person) -> None:
    await sets_up(ana, "yes", "reflections")
    await says(dana, *BASE, "reflections")
    await shares(world, ana, dana)
    await says(ana, yes=None)
    why = {each.step: each.why for each in await rows(world, select(SHARE))}
    assert why == {"waits": "taken_back", "seen": None}


async def shares(world: World, ana: Person, dana: Person) -> None:
    """One answer that Dana sees, and one that she will see in an hour."""
    people = {each.slack_id: each.id for each in await rows(world, select(PERSON))}
    tie = next(each.id for each in await rows(world, select(TIE)) if each.person == people[dana.slack_id])
    await ana.types("skip")
    desk, workspace = world.running.reception.desk, world.sandbox.workspace.team_id
    now = desk.clock.now()

    async def act(encounter: Encounter) -> Effect:
        conversation = await encounter.work.conversations.latest(encounter.person, "first-minute")
        assert conversation is not None
        for step, after in (("seen", timedelta()), ("waits", timedelta(hours=1))):
            one = Share(
                step,
                workspace,
                encounter.person.id,
                people[dana.slack_id],
                tie,
                conversation.id,
                step,
                now,
                now + after,
            )
            await encounter.work.shares.add([one])
        return Effect.CHANGED

    await does(world, ana, act)


async def test_a_coach_agrees_with_each_or_with_all(world: World) -> None:
    dana = world.person("Dana")
    leaders = [world.person(name) for name in ("Ana", "Ben", "Chloe")]
    await begin(world, *(replace(row(each, dana), row=place) for place, each in enumerate(leaders, 2)))
    [welcome] = dana.heard()
    await dana.presses("See the agreement", on=welcome)
    [window] = dana.actor.open_views()
    blocks = [each["block_id"] for each in window.blocks if each.get("block_id", "").startswith("pact:")]
    assert len(blocks) == 3
    assert (await dana.actor.submit(window, {blocks[0]: ["yes"]})).closed
    assert sorted(who for *_, who in await versions(world)) == ["", "", "c"]
    await dana.presses("See the agreement", on=welcome)
    [window] = dana.actor.open_views()
    assert (await dana.actor.submit(window, {"all_pacts": ["yes"]})).closed
    assert [who for *_, who in await versions(world)] == ["c", "c", "c"]
    await dana.presses("See the agreement", on=welcome)
    [window] = dana.actor.open_views()
    assert "submit" not in window.definition


async def test_without_a_programme_it_reads_as_ever(world: World) -> None:
    ben = world.person("Ben")
    await ben.types("privacy")
    assert "What you answer is for you alone." in ben.last.text
    assert labels(ben.last) == []


async def test_the_command_says_who_may_see_what_now(world: World, ana: Person, dana: Person) -> None:
    await sets_up(ana)
    shown = await ana.runs("privacy")
    assert f"<@{dana.slack_id}> (coach) sees nothing now." in shown
    assert "(sponsor) sees only what you share with them by name." in shown
    assert "Leave the programme" in shown
    shown = await dana.runs("privacy")
    assert f"you accompany <@{ana.slack_id}>. You see only what each of them shares with you" in shown


async def test_a_programme_that_ended_meanwhile_is_said(
    world: World, begun: Programme, ana: Person, dana: Person
) -> None:
    await sets_up(ana)
    windows = [(each, await looks(each)) for each in (ana, dana)]
    await does(world, world.person("Emil"), lambda encounter: end_programme(encounter, begun.id))
    for person, window in windows:
        outcome = await person.actor.submit(window, {"pact": ["yes"], "by_itself": [*BASE, "reflections"]})
        assert list(outcome.errors.values()) == [ENDED]
    assert await versions(world) == [(1, {*BASE}, set(), "")]


async def test_the_same_sent_twice_counts_once(world: World, ana: Person, dana: Person) -> None:
    await sets_up(ana, "yes")
    outcome = await says(dana, *BASE, "reflections")
    assert outcome.delivery is not None
    before = await versions(world)
    assert (await forge(world, outcome.delivery, lambda _: None)).status == 200
    assert await versions(world) == before


async def test_somebody_elses_agreement_is_nothing_to_them(world: World, ana: Person, dana: Person) -> None:
    ben = world.person("Ben")
    await sets_up(ana)
    outcome = await says(dana, *BASE)
    [tie] = {each.id for each in await rows(world, select(TIE)) if each.role == "coach"}
    for value in (f"{tie}.0.", NOBODYS, "{}"):
        await points(world, ben, "see_agreement", value, on=ana.last)
        assert ben.last.text == NOT_YOURS
    assert ben.actor.open_views() == []
    gus = world.person("Gus")  # a sponsor agrees on nothing
    await points(world, gus, "see_agreement", f"{tie}.0.", on=ana.last)
    assert gus.last.text == NOT_YOURS
    assert outcome.delivery is not None
    before = await versions(world)

    def by_ben(payload: dict[str, Any]) -> None:
        payload["user"]["id"] = ben.slack_id

    def of_nobody(payload: dict[str, Any]) -> None:
        payload["view"]["private_metadata"] = "x" * 3000

    for change in (by_ben, of_nobody):
        assert (await forge(world, outcome.delivery, change)).status == 200
    assert await versions(world) == before


async def test_a_leader_leaves(world: World, ana: Person, dana: Person) -> None:
    await sets_up(ana, "yes")
    await ana.types("privacy")
    await ana.presses("Leave the programme")
    assert [each.stage for each in await rows(world, select(ENROLMENT))] == ["ended"]
    assert all(each.ended_at for each in await rows(world, select(TIE)))
    shown = await dana.runs("privacy")
    assert ana.slack_id not in shown


async def test_a_leader_leaves_from_the_window(world: World, ana: Person) -> None:
    await sets_up(ana)
    window = await looks(ana)
    await ana.actor.press_in_view(window, label="Leave the programme")
    assert "You have left the programme." in await ana.window()
    await points(world, world.person("Ben"), "leave:1", NOBODYS, on=ana.last)
    assert world.person("Ben").last.text == NOT_YOURS


async def test_a_guest_agrees_as_coach_from_outside(world: World) -> None:
    ana, hana = world.person("Ana"), world.person("Hana")
    until = (world.clock.at + timedelta(days=30)).date()
    await begin(world, replace(row(ana, hana), until=until))
    await sets_up(ana, "yes")
    assert "Only until Saturday, 19 December 2026" in texts((await looks(ana)).blocks)
    assert hana.heard()
    await hana.presses("See the agreement")
    [window] = hana.actor.open_views()
    await hana.actor.press_in_view(window, label=SEE)
    window = hana.actor.open_views()[-1]
    assert (await hana.actor.submit(window, {"pact": ["yes"]})).errors == {}
    assert await versions(world) == [(1, {*BASE}, set(), "lc")]
    await closes(hana)
    world.later(timedelta(days=40))
    await points(world, hana, "see_agreement", f"{window.private_metadata.partition('.')[0]}.0.")
    assert hana.last.text == MEMBERS_ONLY


async def everything_a_coach_gets(settings: Settings, ticks: Sequence[str], narrows: bool) -> list[Any]:
    """What Slack is told to show a coach, in a world in which the leader has said this to the agreement."""
    async with new_world(settings) as world:
        ana, dana = world.person("Ana"), world.person("Dana")
        await begin(world, row(ana, dana))
        await sets_up(ana, *ticks)
        got: list[Any] = [await dana.runs("privacy")]
        window = await looks(dana)
        got.append(window.blocks)
        await closes(dana)
        await says(dana, "goals", "reflections")
        if narrows:
            await says(ana, "goals", yes=None if ticks else True)
        got.append((await looks(dana)).blocks)
        await closes(dana)
        for wish in (["plans", "reflections"], ["reflections"], ["goals", "plans"]):
            await says(dana, *wish, yes=None)
            got.append((await looks(dana)).blocks)
            await closes(dana)
        await dana.actor.open_home()
        await world.settled()
        home = dana.actor.home()
        got.append(home.blocks if home else [])
        got += [(each.text, each.blocks) for each in dana.heard()]
        return [_NUMBERED.sub("", str(each)) for each in got]


async def test_a_coach_cannot_tell_whether_a_leader_said_yes(
    tmp_path: Path, sqlite_template: Path, keystore_template: Path
) -> None:
    asks_for_more = ["yes", "reflections"]  # the one thing that a coach is to see
    ways: list[tuple[Sequence[str], bool]] = [((), False), (["yes"], False), (["yes"], True), (asks_for_more, False)]
    worlds = []
    for number, way in enumerate(ways):
        database = copy(sqlite_template, tmp_path / f"cairn{number}.db")
        keystore = copy(keystore_template, tmp_path / f"keys{number}.db")
        stores = Settings(f"sqlite:///{database}", f"sqlite:///{keystore}", new_master_key())
        worlds.append(await everything_a_coach_gets(stores, *way))
    assert worlds[0] == worlds[1] == worlds[2] != worlds[3]


async def test_in_german(world: World) -> None:
    world.sandbox.workspace.add_person("Uwe", "Uwe Kern", tz="Europe/Berlin", locale="de-DE")
    uwe, dana = world.person("Uwe"), world.person("Dana")
    await begin(world, row(uwe, dana))
    window = await opens(uwe, "Einrichten (1 Minute)")
    assert (await uwe.actor.submit(window, {**CHOSEN, "language": "as_in_slack"})).closed
    shown = await uwe.runs("privacy")
    assert f"<@{dana.slack_id}> (Coach) sieht jetzt nichts." in shown
    await uwe.types("privatsphäre")
    await uwe.presses("Zur Vereinbarung")
    assert "Du siehst alles, was du schreibst: Worte, Zahlen, Datumsangaben." in await uwe.window()


async def test_who_changes_their_mind_often_does_not_write_often(world: World, ana: Person, dana: Person) -> None:
    await sets_up(ana, "yes")
    await says(dana, *BASE)
    heard = len(ana.heard())
    for wish in (["reflections"], [], ["reflections"], []):
        await says(dana, *BASE, *wish, yes=None)
    assert len(ana.heard()) == heard + 1
    world.later(timedelta(days=8))
    await says(dana, *BASE, "reflections", yes=None)
    assert len(ana.heard()) == heard + 2
