"""What Slack says of people is kept true, and what it takes from them ends in the same transaction.

Nothing is ever given back by it: who comes back has what a colleague has, until they are named anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from flows.conversation.desk import Desk
from flows.conversation.ports import UnitOfWork
from flows.delivery import Subject
from flows.managing.ending import end_ties
from flows.managing.messages import bring_up_to_date, message_to
from flows.people import Person, Profile, Standing, as_seen
from flows.programmes.enrolment import Stage
from flows.programmes.tie import Tie
from flows.roles import COACHING

SLACK = "slack"
"""Stands in the audit for what Slack told."""


async def hear_of(desk: Desk, workspace: str, profile: Profile, at: datetime) -> bool:
    """Take what Slack says of somebody whom Cairn has met; whether anything is different now. Raises NotSaved.

    `at` is the moment it speaks of. News that comes late may take something away, and never gives anything.
    """
    async with desk.work() as work:
        person = await work.people.meet(workspace, profile.slack_id)
        if person is None:
            return False
        after = as_seen(person, profile, max(at, person.seen_at or at))
        is_late = person.seen_at is not None and at < person.seen_at
        if not _differs(person, after) or (is_late and _gives(person, after)):
            return False
        await work.people.save(after)
        if after.standing is not person.standing:
            await _follow(desk, work, after)
        await work.commit()
    return True


async def whoever_differs(desk: Desk, workspace: str, listed: Mapping[str, Profile]) -> list[Profile]:
    """What is different now, by Slack's list of everybody, by Slack id. Who is missing from it has been deactivated.

    People of other workspaces never stand in that list.
    """
    async with desk.work() as work:
        met = await work.people.everybody(workspace)
    told = ((each, listed.get(each.slack_id) or _missing(each)) for each in met)
    return [profile for person, profile in told if _differs(person, as_seen(person, profile, desk.clock.now()))]


def ties_that_end(standing: Standing, ties: Iterable[Tie]) -> list[Tie]:
    """Those of somebody's running ties that they cannot keep: a guest only what has a last day, others none."""
    running = [each for each in ties if each.ended_at is None]
    if standing is Standing.MEMBER:
        return []
    if standing is Standing.GUEST:
        return [each for each in running if not (each.outside and each.role in COACHING)]
    return running


async def _follow(desk: Desk, work: UnitOfWork, person: Person) -> None:
    """End what they cannot have any more, and write down why."""
    workspace, now = person.workspace, desk.clock.now()
    await work.audit.note(workspace, SLACK, f"became_{person.standing}", person.id, now)
    if person.standing is Standing.MEMBER:
        return
    if over := ties_that_end(person.standing, await work.ties.of_person(person)):
        await _end(desk, work, over, now)
    if await work.managers.is_manager(person):
        await work.managers.end(person, now)
        await work.audit.note(workspace, SLACK, "manager_dismissed", person.id, now)


async def _end(desk: Desk, work: UnitOfWork, over: Sequence[Tie], now: datetime) -> None:
    """Their leaders are held meanwhile, so that nothing is shared with somebody who goes at this very moment."""
    workspace = over[0].workspace
    leaders = await work.people.by_ids(workspace, [each.leader for each in over])
    for slack_id in sorted(each.slack_id for each in leaders.values()):
        await work.people.meet(workspace, slack_id)
    await end_ties(work, desk.ids, workspace, [each.id for each in over], now)
    for each in over:
        await work.audit.note(workspace, SLACK, "tie_ended", each.id, now)
        if each.role in COACHING:
            await _tell(desk, work, leaders[each.leader], each, now)


async def _tell(desk: Desk, work: UnitOfWork, leader: Person, gone: Tie, now: datetime) -> None:
    """A leader who said yes hears that somebody coaches them no more; an invitation that waits shows it."""
    enrolment = await work.enrolments.get(gone.workspace, gone.enrolment)
    if enrolment.stage is Stage.JOINED:
        told = message_to(leader, Subject.NEW_COACH, desk.ids, now, enrolment=enrolment.id, gone=gone.id)
        await work.outbox.add(told)
    await bring_up_to_date(work.outbox, leader, Subject.WELCOME, desk.ids, now, enrolment.id)


def _missing(person: Person) -> Profile:
    standing = person.standing if person.standing is Standing.OUTSIDER else Standing.DEACTIVATED
    return Profile(person.slack_id, standing, person.zone, person.locale)


def _differs(before: Person, after: Person) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in ("standing", "is_owner", "zone", "locale"))


def _gives(before: Person, after: Person) -> bool:
    """Whether they would be more than they were."""
    back = before.standing is not Standing.MEMBER and after.standing is not before.standing
    return back or (after.is_owner and not before.is_owner)
