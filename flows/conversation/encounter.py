"""One thing a person did, taken once: repeats get the first answer, and everything it causes is saved together."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from flows.conversation.belonging import may_now
from flows.conversation.desk import Desk
from flows.conversation.lost import make_good
from flows.conversation.ports import UnitOfWork
from flows.conversation.state import Place
from flows.conversation.voice import Voice
from flows.errors import Conflict, Crossed, NotSaved, Repeated, Unconfirmed
from flows.people import Person, Profile, Standing, may_take_part, newcomer
from flows.privacy import Action
from flows.timing.local import local_day

_TRIES = 5


class Effect(StrEnum):
    """What an encounter led to. Stored with its inbox key, so that a repeat can be answered alike."""

    STARTED = "started"
    RESUMED = "resumed"
    MOVED_ON = "moved_on"
    FINISHED = "finished"
    ASKED_AGAIN = "asked_again"
    CONFIRMING = "confirming"
    DECLINED = "declined"
    HELPED = "helped"
    NOT_UNDERSTOOD = "not_understood"
    STALE = "stale"
    NOT_AVAILABLE = "not_available"
    REFUSED = "refused"
    OPENED = "opened"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Inbound:
    """Where something came from. `key` tells repeats; `ts` is the message typed or pressed, if any.

    `direct` says that it happened in the person's DM with Cairn, `typed` that it is a message; `edit` is Slack's
    timestamp of the change when a changed message is heard. `profile` comes with people Cairn has not met, and with
    those it knows to be no full members; `reads` says of such a one that they may read what is shared with them.
    `present` is False where a clock acts for the person, who is not there to hear. `others`, by Slack id, are changed
    along with the person: they are held with them, in one order, so that two who name each other do not wait for ever.
    """

    key: str
    workspace: str
    slack_id: str
    place: Place
    ts: str | None = None
    direct: bool = True
    typed: bool = False
    edit: str = ""
    profile: Profile | None = None
    reads: bool = False
    present: bool = True
    others: tuple[str, ...] = ()

    @property
    def sender(self) -> tuple[str, str]:
        """Whom it is from: workspace and Slack id."""
        return self.workspace, self.slack_id

    @property
    def may_take_part(self) -> bool:
        """Whether it comes from a full member of the workspace, as far as is known before it is looked into."""
        return self.profile is None or may_take_part(self.profile.standing)


@dataclass(frozen=True, slots=True)
class Encounter:
    """An inbound thing inside its unit of work, with the person it came from.

    `only_reads`: they are no full member, and here only to read what is shared with them.
    """

    desk: Desk
    work: UnitOfWork
    person: Person
    inbound: Inbound
    now: datetime
    only_reads: bool = False

    @property
    def place(self) -> Place:
        """Where Cairn goes on: where the person is, or their DM when they are elsewhere."""
        return self.inbound.place if self.inbound.direct else Place(self.person.dm_channel)

    @property
    def today(self) -> date:
        """The day it is where the person is."""
        return local_day(self.person.zone, self.now)

    @property
    def voice(self) -> Voice:
        """What lets this encounter say something."""
        return Voice(self.work.outbox, self.desk.ids, self.person, self.inbound.key, self.now)

    async def note(self, action: str, about: str) -> None:
        """Write down that this person did, or was refused, something. Ids only."""
        await self.work.audit.note(self.person.workspace, self.person.slack_id, action, about, self.now)


Act = Callable[[Encounter], Awaitable[Effect]]


async def once(desk: Desk, inbound: Inbound, act: Act, needs: Action | None = Action.KEEP_A_JOURNAL) -> Effect:
    """Let `act` take effect exactly once for this inbound key. Raises NotSaved when the store cannot.

    `needs` is what somebody must be allowed to do with Cairn at all, else they are refused: nearly everything is for
    full members. None where it only takes away what is theirs, which whoever has it may.
    """
    for _ in range(_TRIES - 1):
        try:
            return await _attempt(desk, inbound, act, needs)
        except (Conflict, Crossed, Repeated):
            continue  # somebody else was faster: look at what is there now
    return await _attempt(desk, inbound, act, needs)


async def first_time(desk: Desk, inbound: Inbound) -> bool:
    """Whether this came in for the first time: for what changes nothing here and still must not be done twice."""
    async with desk.work() as work:
        try:
            await work.inbox.record(inbound.workspace, inbound.key, Effect.OPENED, desk.clock.now())
        except Repeated:
            return False
        await work.commit()
        return True


async def _attempt(desk: Desk, inbound: Inbound, act: Act, needs: Action | None) -> Effect:
    async with desk.work() as work:
        if (outcome := await work.inbox.first_outcome(inbound.workspace, inbound.key)) is not None:
            return Effect(outcome)
        now = desk.clock.now()
        person = await _meet(desk, work, inbound)
        if person is None:
            effect = await _refuse(desk, work, inbound, now)
        else:
            effect = await _unless_refused(Encounter(desk, work, person, inbound, now), act, needs)
        await work.inbox.record(inbound.workspace, inbound.key, effect, now)
        try:
            await work.commit()
        except NotSaved as error:
            doubt = error
        else:
            return effect
    return await _look_up(desk, inbound, doubt)


async def _look_up(desk: Desk, inbound: Inbound, doubt: NotSaved) -> Effect:
    """After a commit that failed: it may have lasted all the same, when only the store's answer was lost."""
    try:
        async with desk.work() as work:
            outcome = await work.inbox.first_outcome(inbound.workspace, inbound.key)
    except NotSaved:
        raise Unconfirmed(str(doubt)) from doubt
    if outcome is None:
        raise doubt
    return Effect(outcome)


async def _meet(desk: Desk, work: UnitOfWork, inbound: Inbound) -> Person | None:
    for slack_id in sorted({inbound.slack_id, *inbound.others}) if inbound.others else ():
        await work.people.meet(inbound.workspace, slack_id)
    person = await work.people.meet(inbound.workspace, inbound.slack_id)
    profile = inbound.profile
    if person is None and profile is not None and inbound.may_take_part:
        await work.people.add(newcomer(desk.ids.new(), inbound.workspace, profile, desk.clock.now()))
        person = await work.people.meet(inbound.workspace, inbound.slack_id)
    return await _remember_channel(work, inbound, person) if person else None


async def _remember_channel(work: UnitOfWork, inbound: Inbound, person: Person) -> Person:
    if not inbound.direct or person.dm_channel == inbound.place.channel:
        return person
    person = replace(person, dm_channel=inbound.place.channel)
    await work.people.save(person)
    return person


_ON_HOME = frozenset({Effect.STARTED, Effect.MOVED_ON, Effect.FINISHED, Effect.CHANGED})
"""Effects after which Home may no longer show what is there."""


async def _welcome(encounter: Encounter, act: Act) -> Effect:
    effect = await act(encounter)
    if effect in _ON_HOME and encounter.person.home_opened_at:
        await encounter.voice.home()
    if encounter.inbound.present:
        await make_good(encounter.work, encounter.person, encounter.voice)
    return effect


async def _unless_refused(encounter: Encounter, act: Act, needs: Action | None) -> Effect:
    """Let it take effect where they may do that, at this moment; the clock acts for whoever was here before."""
    work, person, inbound = encounter.work, encounter.person, encounter.inbound
    if needs is None or not inbound.present or await may_now(work, person, Action.KEEP_A_JOURNAL, encounter.now):
        return await _welcome(encounter, act)
    reads = await may_now(work, person, Action.READ_WHAT_WAS_SHARED, encounter.now)
    if reads and needs is Action.READ_WHAT_WAS_SHARED:
        return await _welcome(replace(encounter, only_reads=True), act)
    if reads:
        return await tell_what_is_open(encounter)
    return await _refuse_known(encounter)


async def tell_what_is_open(encounter: Encounter) -> Effect:
    """Say to somebody who only reads here what they can do, in answer to what they cannot."""
    inbound, person = encounter.inbound, encounter.person
    await encounter.work.audit.note(inbound.workspace, inbound.slack_id, "refused", inbound.key, encounter.now)
    if not _answered_elsewhere(inbound):
        await encounter.voice.notice("only_reads", inbound.place if inbound.direct else Place(person.dm_channel))
    return Effect.REFUSED


async def _refuse_known(encounter: Encounter) -> Effect:
    """The same as to a stranger, to whoever was a member once; in their DM where there is no message to answer."""
    person, inbound = encounter.person, encounter.inbound
    told = replace(inbound, profile=Profile(person.slack_id, person.standing, person.zone, person.language))
    if inbound.ts is None and person.dm_channel and not _answered_elsewhere(inbound):
        told = replace(told, direct=True, ts="", place=Place(person.dm_channel))
    return await _refuse(encounter.desk, encounter.work, told, encounter.now)


def _answered_elsewhere(inbound: Inbound) -> bool:
    """A command is answered where it was run, and who only looks at Home has asked for nothing."""
    return inbound.key.startswith(("command:", "event:"))


async def _refuse(desk: Desk, work: UnitOfWork, inbound: Inbound, now: datetime) -> Effect:
    """Say no in the DM where it was asked; a command is refused in its own answer. No person row is made.

    Slack takes messages for people who have left, too, but nobody would be there to read this one.
    """
    await work.audit.note(inbound.workspace, inbound.slack_id, "refused", inbound.key, now)
    profile = inbound.profile or Profile(inbound.slack_id, Standing.OUTSIDER)
    gone = profile.standing is Standing.DEACTIVATED
    if inbound.direct and inbound.ts is not None and not gone:
        nobody = Person("", inbound.workspace, inbound.slack_id, locale=profile.locale)
        voice = Voice(work.outbox, desk.ids, nobody, inbound.key, now)
        await voice.notice("members_only", inbound.place)
    return Effect.REFUSED
