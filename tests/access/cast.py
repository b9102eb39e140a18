"""Everybody there is to one leader, each of them in one relation, and the leader's things in the state that is asked.

A stage is built through the use cases where these lead to it; what only time or other people's answers bring is put
into the store as they would have put it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from bot import ids
from flows.conversation.encounter import Effect, Encounter, Inbound
from flows.conversation.state import Place
from flows.managing.enrolling import FIRST_TERMS, enrol
from flows.managing.leaving import end_programme
from flows.managing.previewing import preview
from flows.privacy import Action, Relation, State
from flows.programmes.agreement import Agreement, Shared, Side
from flows.programmes.cohort_file import CohortRow
from flows.programmes.enrolment import Enrolment, invite, join
from flows.programmes.programme import Programme
from flows.programmes.share import Share, Why
from flows.programmes.tie import Tie
from flows.roles import Role
from storage.tables import ANSWER, DELETION
from tests.access import door
from tests.scenario.forging import conversation_of
from tests.scenario.ledger import rows
from tests.scenario.programmes import does, everybody, programme
from tests.scenario.world import Person, World

LAST_DAY = date(2029, 1, 1)
_NUMBERS = count(1)

FULL = Relation.COLLEAGUE
"""What every full member is as well."""


@dataclass(frozen=True)
class Actor:
    """Somebody who tries: the relation that is looked at, and what else they are besides, written down by hand."""

    name: str
    relation: Relation
    besides: frozenset[Relation] = frozenset()

    @property
    def all(self) -> frozenset[Relation]:
        """Everything they are."""
        return self.besides | {self.relation}


MEMBER, VISITOR = frozenset({FULL}), frozenset({Relation.GUEST})

ACTORS = (
    Actor("leader", Relation.SELF, MEMBER),
    Actor("coach", Relation.COACH, MEMBER),
    Actor("coach from outside", Relation.COACH, VISITOR),
    Actor("new coach", Relation.COACH_TO_BE, MEMBER),
    Actor("new coach from outside", Relation.COACH_TO_BE, VISITOR),
    Actor("former coach", Relation.FORMER_COACH, MEMBER),
    Actor("former coach from outside", Relation.FORMER_COACH, VISITOR),
    Actor("sponsor", Relation.SPONSOR, MEMBER),
    Actor("line manager", Relation.LINE_MANAGER, MEMBER),
    Actor("manager", Relation.MANAGER, MEMBER),
    Actor("other manager", Relation.OTHER_MANAGER, MEMBER),
    Actor("owner", Relation.OWNER, MEMBER),
    Actor("colleague", Relation.COLLEAGUE),
    Actor("guest", Relation.GUEST),
    Actor("outsider", Relation.OUTSIDER),
    Actor("bot", Relation.BOT),
    Actor("gone", Relation.GONE),
)

_TIED = {
    "coach": Role.COACH,
    "coach from outside": Role.COACH,
    "new coach": Role.MENTOR,
    "new coach from outside": Role.MENTOR,
    "former coach": Role.COACH,
    "former coach from outside": Role.COACH,
    "sponsor": Role.SPONSOR,
    "line manager": Role.LINE_MANAGER,
}
_FACTS: Mapping[str, dict[str, object]] = {
    "coach from outside": {"is_restricted": True},
    "new coach from outside": {"is_restricted": True},
    "former coach from outside": {"is_restricted": True},
    "owner": {"is_owner": True},
    "guest": {"is_restricted": True},
    "outsider": {"is_stranger": True},
    "bot": {"is_bot": True},
    "gone": {},
}


@dataclass
class Cast:
    """The people of a world, who play their parts towards one leader after another."""

    world: World
    people: dict[str, Person]

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def newcomer(self) -> Person:
        """A full member who is nothing to anybody yet."""
        made = self.world.sandbox.workspace.add_person(f"Newcomer {next(_NUMBERS)}")
        return self.world.person(made.id)


async def cast(world: World) -> Cast:
    """Everybody but the leaders."""
    people = {}
    for each in ACTORS[1:]:
        facts: dict[str, Any] = _FACTS.get(each.name, {})
        made = world.sandbox.workspace.add_person(each.name.title(), **facts)
        people[each.name] = world.person(made.id)
    await people["gone"].types("help")
    await world.sandbox.admin.change(people["gone"].slack_id, deleted=True)
    await people["owner"].runs("programme")
    await programme(world, by=people["other manager"])
    await world.settled()
    return Cast(world, people)


@dataclass
class Stage:
    """One leader with everybody around them, and what there is to be seen or changed."""

    cast: Cast
    leader: Person
    programme: Programme
    enrolment: Enrolment
    ties: Mapping[str, Tie]
    preview: str
    conversation: str = ""
    words: str = ""
    step: str = ""
    version: int = 1
    burst: str = ""
    shares: Mapping[str, str] = field(default_factory=dict)

    def person(self, actor: Actor) -> Person:
        """Who plays this part."""
        return self.leader if actor.relation is Relation.SELF else self.cast[actor.name]

    def tie(self, actor: Actor) -> str:
        """The tie by which they would ask: their own, or else the coach's, of which they have only heard."""
        return self.ties.get(actor.name, self.ties["coach"]).id

    def share(self, actor: Actor) -> str:
        """The same for what is shared."""
        return self.shares.get(actor.name) or self.shares.get("coach") or self.conversation


async def stage(cast: Cast, state: State, action: Action) -> Stage:
    """A fresh leader, in whose programme and with whose entry it stands so."""
    world = cast.world
    made = world.sandbox.workspace.add_person(f"Leader {next(_NUMBERS)}")
    leader = world.person(made.id)
    found = await _enrolled(cast, leader)
    if state is not State.PREPARED:
        await _begins(found, joined=action is not Action.SET_UP)
    await _agree(found, action)
    if action is Action.CONFIRM_PROGRAMME:
        await _another(found)
    found = replace(found, preview=await _preview(found))
    if state is State.OVER:
        await does(world, cast["manager"], lambda each: end_programme(each, found.programme.id))
    if action in ENTRIES:
        found = await _entry(found, state, action)
    async with world.memory.unit_of_work() as work:
        programme_now = await work.programmes.get(found.programme.workspace, found.programme.id)
    return replace(found, programme=programme_now)


ENTRIES = frozenset(
    {
        Action.READ,
        Action.SEE_IN_LIST,
        Action.SHARE,
        Action.KEEP_BACK,
        Action.CHANGE,
        Action.DELETE,
        Action.PUT_BACK,
        Action.SEE_READERS,
    }
)
"""What is done with an entry; everything else is done with a programme or a part of it."""


async def _enrolled(cast: Cast, leader: Person) -> Stage:
    row = CohortRow(
        2,
        leader.slack_id,
        coaches=_ids(cast, Role.COACH),
        mentors=_ids(cast, Role.MENTOR),
        sponsors=_ids(cast, Role.SPONSOR),
        manager=cast["line manager"].slack_id,
        until=LAST_DAY,
    )
    made = await programme(cast.world, row, by=cast["manager"])
    names = {person.slack_id: name for name, person in cast.people.items()}
    async with cast.world.memory.unit_of_work() as work:
        [enrolment] = await work.enrolments.of_programme(made)
        ties = await work.ties.of_enrolments(made.workspace, [enrolment.id])
        known = await work.people.by_ids(made.workspace, [each.person for each in ties])
        by_name = {names[known[each.person].slack_id]: each for each in ties}
        gone = [by_name[name].id for name in ("former coach", "former coach from outside")]
        await work.ties.end(gone, cast.world.clock.now())
        await work.commit()
    return Stage(cast, leader, made, enrolment, by_name, "")


def _ids(cast: Cast, role: Role) -> tuple[str, ...]:
    return tuple(cast[name].slack_id for name, as_what in _TIED.items() if as_what is role)


async def _begins(found: Stage, *, joined: bool) -> None:
    """As when a manager lets it begin, without the messages: those are told of elsewhere."""
    now = found.cast.world.clock.now()
    async with found.cast.world.memory.unit_of_work() as work:
        here = await work.programmes.get(found.programme.workspace, found.programme.id)
        await work.programmes.save(replace(here, confirmed_at=now))
        invited = invite(found.enrolment, now)
        await work.enrolments.save([join(invited, now) if joined else invited])
        await work.commit()


async def _agree(found: Stage, action: Action) -> None:
    """Those who coach by now have agreed with the leader; where something is to be accepted, more is proposed."""
    now = found.cast.world.clock.now()
    async with found.cast.world.memory.unit_of_work() as work:
        for name in ("coach", "coach from outside", "former coach", "former coach from outside"):
            tie = found.ties[name]
            [first] = await work.agreements.of([tie.id])
            await work.agreements.save(replace(first, leader_at=now, coach_at=now))
            if action is Action.ACCEPT and tie.ended_at is None:
                await work.agreements.add(_more(found, tie))
        await work.commit()


def _more(found: Stage, tie: Tie) -> Agreement:
    now, new = found.cast.world.clock.now(), found.cast.world.running.reception.desk.ids.new
    terms = FIRST_TERMS | {Shared.REFLECTIONS}
    return Agreement(new(), tie.workspace, tie.id, 2, terms, 1, Side.LEADER, now, leader_at=now)


async def _another(found: Stage) -> None:
    """One more leader, who has not been told."""
    world = found.cast.world
    late = world.sandbox.workspace.add_person(f"Late {next(_NUMBERS)}")

    async def put_in(encounter: Encounter) -> Effect:
        await enrol(encounter, found.programme.id, [CohortRow(2, late.id)], everybody(world))
        return Effect.CHANGED

    await does(world, found.cast["manager"], put_in)


async def _preview(found: Stage) -> str:
    """What a manager has before them who is about to let it begin."""
    world, manager = found.cast.world, found.cast["manager"]
    inbound = Inbound("look", found.programme.workspace, manager.slack_id, Place())
    return (await preview(world.running.reception.desk, inbound, found.programme.id)).seen


async def _entry(found: Stage, state: State, action: Action) -> Stage:
    leader, world = found.leader, found.cast.world
    words = f"We hired {next(_NUMBERS)} people at last."
    for text in ("wins", words, "skip"):
        await leader.types(text)
    conversation, _ = await conversation_of(world, leader)
    of_it = ANSWER.c.conversation == conversation
    answers = await rows(world, select(ANSWER.c.step, ANSWER.c.version).where(of_it, ANSWER.c.text.is_not(None)))
    [(step, version)] = answers
    entered = replace(found, conversation=conversation, words=words, step=step, version=version)
    shown = replace(entered, shares=await _shown(entered, state, action))
    if state is not State.HIDDEN and action is not Action.PUT_BACK:
        return shown
    await door.presses(leader, ids.DELETE_ANSWER, conversation, version, step)
    [(burst,)] = await rows(world, select(DELETION.c.burst).where(DELETION.c.conversation == conversation))
    if state is not State.HIDDEN:
        await door.presses(leader, f"{ids.DELETION}:put_back", burst)
    return replace(shown, burst=burst)


async def _shown(found: Stage, state: State, action: Action) -> dict[str, str]:
    """What everybody with a tie would have been shown, the ties that show nothing included."""
    if state is State.PRIVATE:
        return {}
    world = found.cast.world
    now, new = world.clock.now(), world.running.reception.desk.ids.new
    shares = {}
    async with world.memory.unit_of_work() as work:
        for name, tie in found.ties.items():
            share = Share(
                new(), tie.workspace, tie.leader, tie.person, tie.id, found.conversation, "", now, now - timedelta(1)
            )
            if state is State.ANNOUNCED or (state is State.HIDDEN and action is Action.SHARE):
                share = replace(share, visible_from=now + timedelta(hours=1))
            if state is State.TAKEN_BACK:
                share = replace(share, ended_at=now, why=Why.TAKEN_BACK)
            shares[name] = share
        await work.shares.add(list(shares.values()))
        await work.commit()
    return {name: each.id for name, each in shares.items()}
