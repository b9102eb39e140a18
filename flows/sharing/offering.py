"""A leader shows an entry to somebody, does not wait for the hour, or takes it back."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from flows.conversation.audience import Companion, audience_of, companions
from flows.conversation.belonging import who_asks
from flows.conversation.closing import redraw_receipts
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound, once
from flows.conversation.engine import shown
from flows.conversation.moving import deny, deny_here, redraw_pressed
from flows.conversation.ports import UnitOfWork
from flows.conversation.showing import own_words_of
from flows.conversation.sights import Led
from flows.conversation.state import Conversation
from flows.errors import NotAvailable
from flows.people import Person
from flows.privacy import AUTHOR, Action, State, require
from flows.programmes.share import Share, Why
from flows.sharing.sights import ShareSight


@dataclass(frozen=True, slots=True)
class Offer:
    """With whom somebody shares what: by which ties, and which answers, or all of it where none is named."""

    conversation: str
    ties: tuple[str, ...]
    steps: tuple[str, ...] = ()


async def look(desk: Desk, workspace: str, slack_id: str, conversation: str) -> tuple[ShareSight, str]:
    """Who sees an entry, with whom it can be shared, and the language of its author. Raises NotAvailable."""
    async with desk.work() as work:
        now = desk.clock.now()
        person = await who_asks(work, workspace, slack_id, now)
        found = await work.conversations.get(person, conversation)
        require(AUTHOR, State.PRIVATE, Action.SEE_READERS)
        own = own_words_of(person, await desk.script_of(work, found), found)
        audience = await audience_of(work, person, found.id, now)
        sight = ShareSight(
            conversation=found.id,
            title=own.title,
            started=own.started,
            day=own.day,
            answers=own.answers if found.is_over else (),
            audience=audience,
            companions=await _named(work, person, await companions(work, person, now)),
        )
        return sight, person.language


async def share(desk: Desk, inbound: Inbound, offer: Offer) -> Effect:
    """Show an entry, or answers of it, to somebody at once. Raises NotSaved.

    Nothing is shown to anybody where one of them does not accompany the leader any more (NOT_AVAILABLE), or one of
    the answers is not there any more, or all of it is shown to them already (STALE).
    """
    return await once(desk, inbound, lambda encounter: _share(encounter, offer))


async def share_now(desk: Desk, inbound: Inbound, conversation: str) -> Effect:
    """Do not wait for the hour. Raises NotSaved."""

    async def act(encounter: Encounter, shares: Sequence[Share]) -> None:
        await encounter.work.shares.show_at_once([each.id for each in shares], encounter.now)

    return await once(desk, inbound, lambda found: _change(found, conversation, Action.SHARE, act))


async def take_back(desk: Desk, inbound: Inbound, conversation: str, viewer: str = "") -> Effect:
    """Show an entry to somebody no more, or to nobody; also what they would only have seen later. Raises NotSaved."""

    async def act(encounter: Encounter, shares: Sequence[Share]) -> None:
        theirs = [each.id for each in shares if viewer in {"", each.viewer}]
        await encounter.work.shares.end(theirs, Why.TAKEN_BACK, encounter.now)

    return await once(desk, inbound, lambda found: _change(found, conversation, Action.KEEP_BACK, act), needs=None)


_Act = Callable[[Encounter, Sequence[Share]], Awaitable[None]]


async def _change(encounter: Encounter, conversation: str, action: Action, act: _Act) -> Effect:
    """Do something with everything of an entry that is shown to anybody now, or in a while."""
    try:
        found = await encounter.work.conversations.get(encounter.person, conversation)
        shares = [
            each
            for each in await encounter.work.shares.of_conversation(encounter.person, found.id)
            if each.ended_at is None
        ]
        answered = shown(await encounter.desk.script_of(encounter.work, found), found)
        for state in {each.state(encounter.now, hidden=not each.of(answered)) for each in shares} or {State.PRIVATE}:
            require(AUTHOR, state, action)
    except NotAvailable:
        return await deny(encounter, conversation)
    if not shares:
        await redraw_pressed(encounter)
        return Effect.STALE
    await act(encounter, shares)
    await redraw_receipts(encounter.work, encounter.voice, found.id)
    return Effect.CHANGED


async def _share(encounter: Encounter, offer: Offer) -> Effect:
    person, now = encounter.person, encounter.now
    try:
        found = await encounter.work.conversations.get(person, offer.conversation)
        require(AUTHOR, State.PRIVATE, Action.SHARE)
        script = await encounter.desk.script_of(encounter.work, found)
        chosen = _by_tie(await companions(encounter.work, person, now, hold=True), offer.ties)
    except NotAvailable:
        return await deny_here(encounter, offer.conversation)
    steps, answered = offer.steps or ("",), shown(script, found)
    if not answered or not found.is_over or not set(offer.steps) <= set(answered):
        return Effect.STALE
    if not await _show(encounter, found, chosen, steps):
        return Effect.STALE
    await redraw_receipts(encounter.work, encounter.voice, found.id)
    return Effect.CHANGED


def _by_tie(there: Sequence[Companion], ties: Sequence[str]) -> Sequence[Companion]:
    chosen = [each for each in there if each.tie.id in ties]
    if not chosen or len(chosen) < len(set(ties)):
        raise NotAvailable("one of them does not accompany this leader, or not any more")
    return chosen


async def _show(encounter: Encounter, found: Conversation, to: Sequence[Companion], steps: Sequence[str]) -> bool:
    """Show what they do not see yet, also what they would have seen in a while anyway; whether there was any."""
    shares, viewers = encounter.work.shares, {each.tie.person for each in to}
    every = await shares.of_conversation(encounter.person, found.id)
    current = [each for each in every if each.viewer in viewers and each.step in steps and not each.ended_at]
    shown_by = {(each.tie, each.step) for each in current}
    added = [
        _at_once(encounter, found, each, step) for each in to for step in steps if (each.tie.id, step) not in shown_by
    ]
    waiting = [each.id for each in current if each.visible_from > encounter.now]
    await shares.add(added)
    await shares.show_at_once(waiting, encounter.now)
    return bool(added or waiting)


def _at_once(encounter: Encounter, found: Conversation, with_: Companion, step: str) -> Share:
    return Share(
        id=encounter.desk.ids.new(),
        workspace=found.workspace,
        owner=found.person,
        viewer=with_.tie.person,
        tie=with_.tie.id,
        conversation=found.id,
        step=step,
        created_at=encounter.now,
        visible_from=encounter.now,
    )


async def _named(work: UnitOfWork, leader: Person, there: Sequence[Companion]) -> Sequence[Led]:
    """Each person once, by one of their ties."""
    ties = {each.tie.person: each.tie.id for each in reversed(there)}
    people = await work.people.by_ids(leader.workspace, ties)
    return [Led(tie, people[person].slack_id) for person, tie in ties.items() if person in people]
