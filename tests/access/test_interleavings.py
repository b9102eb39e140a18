"""Random stories around one leader, each step beside what a plain model of its own says: no wrong yes, no wrong no.

Whatever is opened, sent off or turned over points at ties, shares and windows of any age, most of them over by then.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from bot import ids
from bot.ticker import attend_to_occasions
from bot.views.pacts import YES
from flows import privacy
from flows.managing.enrolling import FIRST_TERMS
from flows.privacy import Action, State
from flows.programmes.agreement import Shared
from flows.programmes.cohort_file import CohortRow
from flows.programmes.handing_over import Choice
from flows.programmes.programme import Programme
from storage.tables import AUDIT, ENROLMENT, PERSON, SHARE, TIE
from tests.access.door import Watch, chosen, day, presses, sends_off, several, ticked
from tests.access.model import HOUR, Bond, Model
from tests.databases import Settings
from tests.scenario.forging import conversation_of
from tests.scenario.ledger import rows
from tests.scenario.programmes import begins, programme
from tests.scenario.world import Person, World, new_world

STEPS, SEEDS = 50, 6
DAYS_OUTSIDE = 3
INSIDE = ("Dana", "Farah")
OUTSIDE, SPONSOR, MANAGER = "Hana", "Ben", "Emil"
MOST_WORDS = "Words of entry {place} of a long story."


@dataclass
class Story:
    """A world, the model beside it, and what in the world stands for what in the model."""

    world: World
    random: Random
    leader: Person
    model: Model
    programme: Programme | None = None
    enrolment: str = ""
    ties: list[tuple[Bond, str]] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)

    def person(self, name: str) -> Person:
        return self.world.person(name)

    def tie(self, bond: Bond) -> str:
        return next(tie for each, tie in self.ties if each is bond)

    def bond(self) -> Bond:
        """Anybody's, of any time; rather one that holds."""
        held = self.model.held()
        return self.random.choice(held if held and self.random.random() < 0.6 else self.model.bonds)

    def judge(self, step: str, *, allowed: bool, wanted: bool) -> None:
        """Compare what happened with what the model says."""
        self.told[f"{step} {'yes' if wanted else 'no'}"] += 1
        assert allowed is wanted, (step, "a wrong yes" if allowed else "a wrong no", self.told)


async def begun(world: World, seed: int) -> Story:
    """The leader takes part, and has agreed with everybody who coaches; in every other story that they see it all."""
    made = world.sandbox.workspace.add_person("Lea", tz="UTC")
    story = Story(world, Random(seed), world.person(made.id), Model(world.clock.now()))
    await takes_part(story)
    for each in list(story.model.bonds):
        for side in () if each.sponsors else ("leader", "other"):
            await agrees_with(story, each, side, by_itself=False)
        for side in () if each.sponsors or seed % 2 else ("leader", "other"):
            await agrees_with(story, each, side, by_itself=True)
    return story


async def takes_part(story: Story) -> None:
    """A new programme, in which the leader takes part with everybody who can."""
    model = story.model
    if model.takes_part:
        return
    last = model.now.date() + timedelta(days=DAYS_OUTSIDE)
    away = model.gone | model.guests
    inside = tuple(each for each in INSIDE[:1] if each not in away)
    people = [story.person(each).slack_id for each in (*inside, OUTSIDE)]
    sponsors = () if SPONSOR in away else (story.person(SPONSOR).slack_id,)
    row = CohortRow(2, story.leader.slack_id, tuple(people), sponsors=sponsors, until=last)
    story.programme = await programme(story.world, row, by=story.person(MANAGER))
    await begins(story.world, story.programme, story.person(MANAGER))
    model.part, model.takes_part = model.part + 1, True
    which = select(ENROLMENT.c.id).where(ENROLMENT.c.programme == story.programme.id)
    [(story.enrolment,)] = await rows(story.world, which)
    for name in inside:
        model.bonds.append(Bond(name, False, model.now, model.part))
    model.bonds.append(Bond(OUTSIDE, False, model.now, model.part, last))
    if sponsors:
        model.bonds.append(Bond(SPONSOR, True, model.now, model.part))
    await finds_ties(story)


async def finds_ties(story: Story) -> None:
    """Which tie in the store is which in the model."""
    table = select(TIE.c.id, PERSON.c.slack_id).join(PERSON, PERSON.c.id == TIE.c.person)
    known = {tie for _, tie in story.ties}
    here = TIE.c.enrolment == story.enrolment
    fresh = {who: tie for tie, who in await rows(story.world, table.where(here)) if tie not in known}
    without = [each for each in story.model.bonds if not any(each is bond for bond, _ in story.ties)]
    story.ties += [(each, fresh[story.person(each.person).slack_id]) for each in without]


async def writes(story: Story) -> None:
    for text in ("wins", MOST_WORDS.format(place=len(story.entries)), "skip"):
        await story.leader.types(text)
    story.entries.append((await conversation_of(story.world, story.leader))[0])
    story.model.writes()


async def shares(story: Story) -> None:
    """From a window that may have been opened long ago."""
    if not story.entries:
        return
    place, bond = story.random.randrange(len(story.entries)), story.bond()
    values = {
        **ticked(f"{ids.SHARE_WITH}:0", story.tie(bond), action=f"{ids.SHARE_WITH}:0"),
        **ticked(f"{ids.SHARE_WHAT}:0", ids.ALL_OF_IT, action=f"{ids.SHARE_WHAT}:0"),
    }
    wanted = story.model.may_share(bond)
    sent = await sends_off(story.leader, ids.SHARE_MODAL, ids.Pointer(story.entries[place]).packed(), values)
    story.judge("share", allowed='"response_action": "update"' in str(sent.body), wanted=wanted)
    if wanted:
        story.model.shares(place, bond)


async def shares_now(story: Story) -> None:
    await on_receipt(story, ids.SHARE_NOW, story.model.shares_now)


async def takes_back(story: Story) -> None:
    await on_receipt(story, story.random.choice([ids.TAKE_BACK, ids.KEEP_BACK]), story.model.takes_back)


async def on_receipt(story: Story, action: str, change: Callable[[int], None]) -> None:
    """The author alone does this; anybody else is told that there is nothing here for them."""
    if not story.entries:
        return
    place = story.random.randrange(len(story.entries))
    others = [OUTSIDE, SPONSOR, *INSIDE]
    who = story.leader if story.random.random() < 0.7 else story.person(story.random.choice(others))
    before = await refused(story)
    await presses(who, action, story.entries[place])
    story.judge(action, allowed=await refused(story) == before, wanted=who is story.leader)
    if who is story.leader:
        change(place)


async def refused(story: Story) -> int:
    return len(await rows(story.world, select(AUDIT.c.id).where(AUDIT.c.action.in_(["denied", "refused"]))))


async def lists(story: Story) -> None:
    bond = story.bond()
    who, watch = story.person(bond.person), Watch.begins(story.person(bond.person))
    await presses(who, ids.SHARED_BY, story.tie(bond))
    seen = watch.seen()
    holds = bond.holds(story.model.now) and story.model.is_here(bond)
    story.judge("list", allowed=f'"callback_id": "{ids.SHARED_MODAL}"' in seen, wanted=holds)
    found = {
        place for place in range(len(story.entries)) for each in await share_ids(story, bond, place) if each in seen
    }
    wanted = story.model.readable(bond)
    assert found == wanted, ("the list", found, wanted)


async def share_ids(story: Story, bond: Bond, place: int) -> list[str]:
    """By what an entry was ever shown to somebody because of a bond."""
    which = SHARE.c.conversation == story.entries[place], SHARE.c.tie == story.tie(bond)
    in_order = select(SHARE.c.id).where(*which).order_by(SHARE.c.created_at, SHARE.c.id)
    return [each for (each,) in await rows(story.world, in_order)]


async def opens(story: Story) -> None:
    await looks(story, ids.OPEN_SHARED)


async def turns(story: Story) -> None:
    """A page of a window that was opened earlier."""
    await looks(story, f"{ids.SHARED_WORDS_PAGE}:next")


async def looks(story: Story, action: str) -> None:
    shown = [(place, each) for place, shows in enumerate(story.model.entries) for each in shows]
    if not shown:
        return
    place, each = story.random.choice(shown)
    known = await share_ids(story, each.bond, place)
    mine = [one for one in story.model.entries[place] if one.bond is each.bond]
    at = next(number for number, one in enumerate(mine) if one is each)
    reader = story.random.choice([each.bond.person] * 5 + [SPONSOR, OUTSIDE, MANAGER])
    who = story.person(reader)
    watch = Watch.begins(who)
    await presses(who, action, known[at])
    words = MOST_WORDS.format(place=place)
    wanted = reader == each.bond.person and story.model.may_read(each)
    story.judge("turn" if ":" in action else "open", allowed=words in watch.seen(), wanted=wanted)


async def agrees(story: Story) -> None:
    bond, side = story.bond(), story.random.choice(["leader", "other"])
    by_itself = bond.agreed and story.random.random() < 0.7
    if len(bond.want) == 1 and not by_itself:
        return  # to say no to a proposal is to leave it alone
    await agrees_with(story, bond, side, by_itself=by_itself)


async def agrees_with(story: Story, bond: Bond, side: str, *, by_itself: bool) -> None:
    who = story.leader if side == "leader" else story.person(bond.person)
    terms = FIRST_TERMS | {Shared.REFLECTIONS} if by_itself else FIRST_TERMS
    values = {**ticked(ids.PACT, YES), **ticked(ids.BY_ITSELF, *terms)}
    wanted = story.model.may_agree(bond, side)
    sent = await sends_off(who, ids.AGREEMENT_MODAL, ids.Pointer(story.tie(bond), choice="en").packed(), values)
    story.judge("agree", allowed="errors" not in str(sent.body), wanted=wanted)
    if wanted:
        story.model.agrees(bond, side, by_itself)


async def parts(story: Story) -> None:
    """The leader leaves, is taken out, or the programme ends; others try it, too."""
    assert story.programme is not None
    how = story.random.choice(["leave", "take_out", "end"])
    right = story.leader if how == "leave" else story.person(MANAGER)
    who = right if story.random.random() < 0.5 else story.person(story.random.choice([*INSIDE, SPONSOR, OUTSIDE]))
    wanted = who is right and story.model.takes_part
    action = f"{ids.LEAVE}:1" if how == "leave" else f"{ids.PROGRAMME}:{how}"
    before = await running(story)
    await presses(who, action, story.programme.id if how == "end" else story.enrolment)
    story.judge(how, allowed=before and not await running(story), wanted=wanted)
    if wanted:
        story.model.leaves()


async def running(story: Story) -> bool:
    return bool(await rows(story.world, select(ENROLMENT.c.id).where(ENROLMENT.c.stage == "invited")))


async def changes_coach(story: Story) -> None:
    """From a window that may have been opened before all this; somebody else tries it with the same."""
    assert story.programme is not None
    new = story.random.choice(INSIDE)
    values: dict[str, Any] = {}
    kept = {each.person: each for each in story.model.held() if each.person in {OUTSIDE, SPONSOR}}
    last_day = kept[OUTSIDE].last_day if OUTSIDE in kept else None
    values.update(several("coaches", *[story.person(each) for each in (new, OUTSIDE) if each == new or each in kept]))
    values.update(several("sponsors", story.person(SPONSOR)) if SPONSOR in kept else {})
    values.update(day("until", str(last_day)) if last_day else {})
    who = story.person(MANAGER if story.random.random() < 0.7 else new)
    wanted = who.slack_id == story.person(MANAGER).slack_id and story.model.takes_part
    wanted = wanted and story.model.may_be_named(new, last_day)
    pointer = ids.Pointer(story.programme.id, 0, story.enrolment).packed()
    sent = await sends_off(who, ids.LEADER_MODAL, pointer, values)
    said = str(sent.body)
    story.judge("change coach", allowed="errors" not in said and "update" not in said, wanted=wanted)
    if wanted:
        story.model.changes_coach(new, INSIDE, last_day)
        await finds_ties(story)


async def hands_over(story: Story) -> None:
    bond = story.bond()
    if bond.sponsors:
        return
    wanted = story.model.may_hand_over(bond)
    values: dict[str, Any] = {
        **chosen(ids.HAND_OVER_WHAT, Choice.EVERYTHING_SINCE, action=ids.HAND_OVER_WHAT),
        ids.HAND_OVER_SINCE: {ids.HAND_OVER_SINCE: {"type": "datepicker", "selected_date": "2020-01-01"}},
    }
    sent = await sends_off(story.leader, ids.HAND_OVER_MODAL, story.tie(bond), values)
    story.judge("hand over", allowed="errors" not in str(sent.body), wanted=wanted)
    if wanted:
        story.model.hands_over(bond)


async def time_passes(story: Story) -> None:
    by = story.random.choice([HOUR, timedelta(minutes=20), timedelta(days=1)])
    story.world.later(by)
    if story.random.random() < 0.5:
        await attend_to_occasions(story.world.running.reception.desk)
        await story.world.settled()
    story.model.time_passes(by)


async def goes_away(story: Story) -> None:
    """Slack tells that somebody is a guest, or gone."""
    name = story.random.choice([*INSIDE, SPONSOR])
    if name in story.model.gone | story.model.guests:
        await story.world.sandbox.admin.change(story.person(name).slack_id, deleted=False, is_restricted=False)
        await story.world.settled()
        story.model.comes_back(name)
        return
    facts = story.random.choice([{"deleted": True}, {"is_restricted": True}])
    await story.world.sandbox.admin.change(story.person(name).slack_id, **facts)
    await story.world.settled()
    story.model.goes_away(name, as_guest="is_restricted" in facts)


Step = Callable[[Story], Awaitable[None]]

WHAT_HAPPENS: Sequence[tuple[Step, int]] = (
    (writes, 5),
    (shares, 8),
    (shares_now, 3),
    (takes_back, 3),
    (lists, 6),
    (opens, 8),
    (turns, 5),
    (agrees, 8),
    (parts, 2),
    (takes_part, 3),
    (changes_coach, 4),
    (hands_over, 4),
    (time_passes, 4),
    (goes_away, 2),
)


async def told(stores: Settings, seed: int, steps: int = STEPS) -> Counter[str]:
    """A story of so many steps that are judged; what was tried how often, and whether the model said yes or no."""
    async with new_world(stores) as world:
        story = await begun(world, seed)
        kinds, weights = zip(*WHAT_HAPPENS, strict=True)
        while sum(story.told.values()) < steps:
            [step] = story.random.choices(kinds, weights)
            await step(story)
        return story.told


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_no_wrong_yes_and_no_wrong_no(
    settings: Settings, backend: str, seed: int, record_property: Callable[[str, object], None]
) -> None:
    asked = await told(settings, seed)
    record_property(f"access: random steps judged on {backend}", sum(asked.values()))
    refused = sum(many for step, many in asked.items() if step.endswith("no"))
    assert sum(asked.values()) == STEPS
    assert STEPS / 8 < refused < STEPS * 7 / 8, asked


@pytest.mark.parametrize(("leak", "seed"), [(State.TAKEN_BACK, 2), (State.ANNOUNCED, 4)])
@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_wrong_yes_in_the_table_is_noticed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, leak: State, seed: int
) -> None:
    """The list and the window both ask about each entry; one that is shown too long, or too soon, is enough."""
    for action in (Action.READ, Action.SEE_IN_LIST):
        more = {each: states | {leak} for each, states in privacy.TABLE[action].items()}
        monkeypatch.setattr(privacy, "TABLE", {**privacy.TABLE, action: more})
    with pytest.raises(AssertionError, match=r"a wrong yes|the list"):
        await told(settings, seed)
