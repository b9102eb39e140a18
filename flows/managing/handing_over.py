"""A leader is asked once what somebody who coaches them now should see of what those before could."""

from dataclasses import replace
from datetime import date

from flows.conversation.belonging import who_asks
from flows.conversation.desk import Desk
from flows.conversation.encounter import Effect, Encounter, Inbound
from flows.conversation.moving import redraw_pressed
from flows.conversation.ports import UnitOfWork
from flows.delivery import Subject
from flows.errors import NotAvailable
from flows.managing.messages import bring_up_to_date
from flows.managing.pacts import state_of_tie
from flows.managing.sights import HandOver
from flows.people import Person
from flows.privacy import Action, Facts, relations, require
from flows.programmes.handing_over import Choice, choices, handed_over, those_before
from flows.programmes.share import Share
from flows.programmes.tie import Tie
from flows.timing.local import local_day


async def look_at_hand_over(desk: Desk, who: Inbound, tie_id: str) -> HandOver:
    """What there is to hand over. Raises NotAvailable."""
    async with desk.work() as work:
        leader = await who_asks(work, *who.sender, desk.clock.now())
        tie = await _tie_for(work, leader, tie_id, local_day(leader.zone, desk.clock.now()))
        coach = await work.people.by_id(tie.workspace, tie.person)
        before, shares = await of_those_before(work, leader, tie)
        every = handed_over(shares, before, Choice.EVERYTHING_SINCE, date.min, leader.zone)
        if tie.handed_over or not every:
            raise NotAvailable("there is nothing to choose any more")
        return HandOver(
            tie.id,
            coach.slack_id if coach else "",
            choices(shares, before),
            min(local_day(leader.zone, each.created_at) for each in every),
            leader.language,
        )


async def hand_over(encounter: Encounter, tie_id: str, choice: Choice, since: date) -> Effect:
    """Hand over what the leader chose; asking again changes nothing any more. Raises NotAvailable."""
    leader, work, now = encounter.person, encounter.work, encounter.now
    tie = await _tie_for(work, leader, tie_id, encounter.today, hold=True)
    if tie.handed_over:
        await redraw_pressed(encounter)
        return Effect.STALE
    before, shares = await of_those_before(work, leader, tie)
    ids = encounter.desk.ids
    await work.shares.add(
        [
            replace(
                each,
                id=ids.new(),
                viewer=tie.person,
                tie=tie.id,
                created_at=now,
                visible_from=now,
                ended_at=None,
                why=None,
            )
            for each in handed_over(shares, before, choice, since, leader.zone)
        ]
    )
    await work.ties.hand_over(tie.workspace, tie.id, choice)
    await encounter.note("handed_over", tie.id)
    await bring_up_to_date(work.outbox, leader, Subject.NEW_COACH, ids, now, tie.enrolment, tie.id)
    return Effect.CHANGED


async def of_those_before(work: UnitOfWork, leader: Person, tie: Tie) -> tuple[list[Tie], list[Share]]:
    """Who coached this leader before, and everything that was ever shown to them."""
    before = those_before(tie, await work.ties.of_leader(leader))
    people = await work.people.by_ids(leader.workspace, [each.person for each in before])
    return before, [share for each in people.values() for share in await work.shares.shown(leader, each)]


async def _tie_for(work: UnitOfWork, leader: Person, tie_id: str, today: date, *, hold: bool = False) -> Tie:
    """A tie of the leader's own that holds. Raises NotAvailable, whether it exists or not."""
    tie = await work.ties.get(leader.workspace, tie_id, hold=hold)
    if tie.leader != leader.id:
        raise NotAvailable
    enrolment = await work.enrolments.get(tie.workspace, tie.enrolment)
    facts = Facts(leader.standing, today, is_self=True)
    require(relations(facts), state_of_tie(tie, enrolment, today), Action.HAND_OVER)
    return tie
