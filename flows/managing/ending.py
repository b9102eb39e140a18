"""Somebody accompanies a leader no longer: their access ends in the transaction that says so."""

from collections.abc import Collection
from datetime import datetime

from flows.conversation.closing import redraw_receipts
from flows.conversation.desk import Desk
from flows.conversation.ports import UnitOfWork
from flows.conversation.voice import Voice
from flows.ports import Ids
from flows.programmes.occasion import Occasion
from flows.timing.working_days import day_after


async def end_ties(work: UnitOfWork, ids: Ids, workspace: str, ties: Collection[str], now: datetime) -> None:
    """They are over, with all that was shown because of them and all that was to be done about them.

    The receipts of what was shown until now say so.
    """
    shown = await work.shares.standing(workspace, ties)
    await work.ties.end(ties, now)
    await work.occasions.drop(workspace, ties, now)
    owners = await work.people.by_ids(workspace, {each.owner for each in shown})
    for owner, conversation in dict.fromkeys((each.owner, each.conversation) for each in shown):
        voice = Voice(work.outbox, ids, owners[owner], f"ended:{now.isoformat()}", now)
        await redraw_receipts(work, voice, conversation)


async def last_day_over(desk: Desk, occasion: Occasion) -> bool:
    """The last day of somebody from outside has passed where their leader is; whether it has. Raises NotSaved.

    Where it has not, for the leader is further west by now, or the day was moved, it is looked at again when it has.
    """
    async with desk.work() as work:
        now = desk.clock.now()
        tie = await work.ties.get(occasion.workspace, occasion.about, hold=True)
        leader = await work.people.by_id(tie.workspace, tie.leader)
        over_at = day_after(leader.zone, tie.until) if leader and tie.until else None
        over = over_at is not None and over_at <= now
        if over:
            await end_ties(work, desk.ids, tie.workspace, [tie.id], now)
        if over_at is None or over:
            await work.occasions.done(occasion, now)
        else:
            await work.occasions.put_off(occasion, over_at)
        await work.commit()
    return over
