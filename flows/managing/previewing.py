"""Exactly who will be written what when a programme manager lets a programme begin, before anybody is."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound
from flows.conversation.ports import UnitOfWork
from flows.errors import NotAvailable
from flows.managing.authority import programme_for
from flows.managing.inviting import let_begin
from flows.managing.looking import onlooker, visible
from flows.managing.showing import coach_welcome_sight, welcome_sight
from flows.managing.window_sights import Preview, ToBeSent
from flows.people import Person
from flows.privacy import Action
from flows.programmes.enrolment import Enrolment, Stage, invite
from flows.programmes.programme import Programme
from flows.programmes.tie import Tie
from flows.roles import COACHING

PAGE = 6
"""Messages on one page: each of them is shown whole."""


async def preview(desk: Desk, inbound: Inbound, programme_id: str, page: int = 0) -> Preview:
    """What would be sent if a programme began now. Raises NotAvailable."""
    async with desk.work() as work:
        person, today = await onlooker(desk, work, inbound)
        programme = await visible(work, person, programme_id, today, Action.CONFIRM_PROGRAMME)
        everybody = await work.enrolments.of_programme(programme)
        prepared = [each for each in everybody if each.stage is Stage.PREPARED]
        ties = await _coaching(work, programme, prepared)
        coaches = sorted({each.person for each in ties})
        waiting: list[Enrolment | str] = [*prepared, *coaches]
        pages = max(1, -(-len(waiting) // PAGE))
        shown = min(max(page, 0), pages - 1)
        some = waiting[shown * PAGE : (shown + 1) * PAGE]
        to_begin = [each.id for each in prepared]
        messages = [await _message(desk, work, programme, each, to_begin) for each in some]
        seen = _fingerprint(programme, prepared, ties)
        return Preview(programme, person.language, len(prepared), len(coaches), messages, seen, shown, pages)


async def begin(encounter: Encounter, programme_id: str, seen: str) -> Effect:
    """Let a programme begin as it was shown; STALE when it is another by now. Raises NotAvailable."""
    programme = await programme_for(encounter, programme_id, Action.CONFIRM_PROGRAMME)
    everybody = await encounter.work.enrolments.of_programme(programme)
    prepared = [each for each in everybody if each.stage is Stage.PREPARED]
    if _fingerprint(programme, prepared, await _coaching(encounter.work, programme, prepared)) != seen:
        return Effect.STALE
    return await let_begin(encounter, programme_id)


def _fingerprint(programme: Programme, prepared: Sequence[Enrolment], ties: Sequence[Tie]) -> str:
    """What everything depends on that would be sent."""
    parts = [
        programme.design.name,
        *sorted(each.id for each in prepared),
        *sorted(f"{each.id} {each.until}" for each in ties),
    ]
    return sha256("\n".join(parts).encode()).hexdigest()


async def _coaching(work: UnitOfWork, programme: Programme, prepared: Sequence[Enrolment]) -> list[Tie]:
    ties = await work.ties.of_enrolments(programme.workspace, [each.id for each in prepared]) if prepared else ()
    return [each for each in ties if each.role in COACHING and each.ended_at is None]


async def _message(
    desk: Desk, work: UnitOfWork, programme: Programme, to: Enrolment | str, to_begin: Sequence[str]
) -> ToBeSent:
    if isinstance(to, str):
        coach = await _person(work, programme.workspace, to)
        told = await coach_welcome_sight(work, programme, coach, as_if_begun=to_begin)
        return ToBeSent(coach.slack_id, coach.language, told)
    leader = await _person(work, programme.workspace, to.leader)
    sight = await welcome_sight(work, programme, invite(to, desk.clock.now()))
    others = await work.enrolments.of_leader(leader)
    elsewhere = any(each.id != to.id and each.is_known and not each.is_over for each in others)
    return ToBeSent(leader.slack_id, leader.language, sight, replace(sight, known=True) if elsewhere else None)


async def _person(work: UnitOfWork, workspace: str, person: str) -> Person:
    found = await work.people.by_id(workspace, person)
    if found is None:
        raise NotAvailable
    return found
