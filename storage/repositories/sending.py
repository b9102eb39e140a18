"""The sender's side of the outbox: taking deliveries under a lease and saying what became of them.

Every method is a short transaction of its own. What a sender says of a delivery counts only while the lease is its
own, told by a token. One person's deliveries form a lane: what was queued first is finished first, and only one is
under way.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Update, and_, bindparam, case, exists, func, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.delivery import SAID_ONCE, Delivery, DeliveryState
from flows.errors import NotAvailable
from storage.database import Database
from storage.repositories.deliveries import FIELDS, to_delivery
from storage.tables import OUTBOX

_O = OUTBOX.c
_EARLIER = OUTBOX.alias("earlier")
_UNFINISHED_BEFORE = (
    _EARLIER.c.workspace == _O.workspace,
    _EARLIER.c.person == _O.person,
    _EARLIER.c.position < _O.position,
)
_SENDING = _EARLIER.c.state == DeliveryState.SENDING
_TO_BE_TRIED_AGAIN = and_(_EARLIER.c.state == DeliveryState.DUE, _EARLIER.c.attempts > 0)
_DUE_NOW = and_(_EARLIER.c.state == DeliveryState.DUE, _EARLIER.c.due_at <= bindparam("now"))
# What was queued for a later hour does not hold up what is due before it; what failed and is tried again does.
_BLOCKED = exists().where(*_UNFINISHED_BEFORE, or_(_SENDING, _TO_BE_TRIED_AGAIN, _DUE_NOW))
_BLOCKED_UNTIL_SETTLED = exists().where(*_UNFINISHED_BEFORE, or_(_SENDING, _TO_BE_TRIED_AGAIN))

_IS_DUE = _O.state == DeliveryState.DUE


def _claim(*whose: ColumnElement[bool]) -> Update:
    """Take the first `most` of these that are due and not blocked, in one statement."""
    due = (
        select(_O.position)
        .where(_IS_DUE, _O.due_at <= bindparam("now"), *whose, ~_BLOCKED)
        .order_by(_O.position)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True, of=OUTBOX)
        .cte("due")
    )
    return (
        update(OUTBOX)
        .where(_O.position.in_(select(due.c.position)))
        .values(
            state=DeliveryState.SENDING,
            attempts=_O.attempts + 1,
            lease_until=bindparam("until"),
            lease_token=bindparam("token"),
            error=null(),
        )
        .returning(_O.position, *FIELDS)
    )


_CLAIM = _claim()
_CLAIM_NEXT = _claim(_O.workspace == bindparam("its_workspace"), _O.person == bindparam("its_person"))
_NEXT_DUE = select(func.min(_O.due_at)).where(_IS_DUE, ~_BLOCKED_UNTIL_SETTLED)
_GET = select(*FIELDS).where(_O.id == bindparam("its_id"))
_COUNTS = select(_O.state, func.count().label("many")).group_by(_O.state)

_LEASED = (_O.id == bindparam("its_id"), _O.lease_token == bindparam("token"))
_UNDER_WAY = _O.state == DeliveryState.SENDING
_UNSURE = _O.state == DeliveryState.UNCERTAIN
_MESSAGE: dict[str, Any] = {
    "ts": func.coalesce(bindparam("its_ts"), _O.ts),
    "channel": func.coalesce(bindparam("its_channel"), _O.channel),
}
_SENT: dict[str, Any] = {"state": DeliveryState.SENT, "error": null(), "lease_until": null(), **_MESSAGE}
# A sender that was slower than its lease still knows best: its word counts as long as nobody acted on the doubt.
_SETTLE_SENT = update(OUTBOX).where(*_LEASED, or_(_UNDER_WAY, _UNSURE)).values(_SENT)
_FOUND = update(OUTBOX).where(_O.id == bindparam("its_id"), _UNSURE).values(_SENT)
_SETTLE = (
    update(OUTBOX)
    .where(*_LEASED, _UNDER_WAY)
    .values(state=bindparam("its_state"), error=bindparam("its_error"), lease_until=null())
)
_PUT_BACK = _SETTLE.values(due_at=bindparam("its_due_at"), lease_token=null())
_SAID_ONCE = _O.deed.in_(SAID_ONCE)
_LAPSED = (
    update(OUTBOX)
    .where(_UNDER_WAY, _O.lease_until <= bindparam("now"))
    .values(
        state=case((_SAID_ONCE, DeliveryState.UNCERTAIN), else_=DeliveryState.DUE),
        lease_until=null(),
        lease_token=case((_SAID_ONCE, _O.lease_token), else_=null()),
        error="the sender did not come back",
    )
    .returning(_O.position, *FIELDS)
)


class SendersOutbox:
    """What the sender needs: claim, settle, and look after what was left lying."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, now: datetime, limit: int, lease_for: timedelta, token: str) -> Sequence[Delivery]:
        """Take what is due, at most one per person, in the order it was queued. Nobody else gets it meanwhile."""
        lease = {"now": now, "until": now + lease_for, "token": token, "most": limit}
        async with self._database.transaction() as connection:
            taken = (await connection.execute(_CLAIM, lease)).all()
        return [to_delivery(row) for row in sorted(taken, key=lambda row: row.position)]

    async def settle_sent(self, delivery: str, token: str, ts: str | None, channel: str | None) -> bool:
        """Slack has it, at this place. False when the lease had passed to somebody else."""
        return await self._settle(_SETTLE_SENT, _place(delivery, token, ts, channel))

    async def settle_and_claim(
        self, sent: Delivery, token: str, now: datetime, lease_for: timedelta
    ) -> Delivery | None:
        """Slack has it, at its `channel` and `ts`; take the next in its lane that is due, under the same token.

        None when there is none. None, too, when the lease had passed to somebody else: then the lane is theirs.
        """
        whose = {"its_workspace": sent.workspace, "its_person": sent.person}
        lease = {"now": now, "until": now + lease_for, "token": token, "most": 1}
        async with self._database.transaction() as connection:
            if not await _settled(connection, _SETTLE_SENT, _place(sent.id, token, sent.ts, sent.channel)):
                return None
            row = (await connection.execute(_CLAIM_NEXT, {**whose, **lease})).first()
        return None if row is None else to_delivery(row)

    async def settle_failed(self, delivery: str, token: str, error: str) -> bool:
        """Slack refused it for good. `error` is a code, never words. False when the lease was lost."""
        return await self._settle_as(DeliveryState.FAILED, delivery, token, error)

    async def settle_uncertain(self, delivery: str, token: str, error: str) -> bool:
        """Slack may or may not have it. False when the lease was lost."""
        return await self._settle_as(DeliveryState.UNCERTAIN, delivery, token, error)

    async def put_back(self, delivery: str, token: str, due_at: datetime, error: str) -> bool:
        """Slack certainly does not have it; try again then. False when the lease was lost."""
        again = {"its_state": DeliveryState.DUE, "its_error": error, "its_due_at": due_at}
        return await self._settle(_PUT_BACK, {"its_id": delivery, "token": token, **again})

    async def found(self, delivery: str, ts: str, channel: str) -> bool:
        """An uncertain delivery turned out to stand in Slack. False when it is not uncertain any more."""
        return await self._settle(_FOUND, {"its_id": delivery, "its_ts": ts, "its_channel": channel})

    async def lapsed(self, now: datetime) -> Sequence[Delivery]:
        """Look after deliveries whose lease ran out: posts and files become uncertain, the rest is due again.

        Returns them.
        """
        async with self._database.transaction() as connection:
            rows = (await connection.execute(_LAPSED, {"now": now})).all()
        return [to_delivery(row) for row in sorted(rows, key=lambda row: row.position)]

    async def get(self, delivery: str) -> Delivery:
        """One delivery as it stands now. Raises NotAvailable when there is none of this id."""
        async with self._database.connection() as connection:
            row = (await connection.execute(_GET, {"its_id": delivery})).first()
        if row is None:
            raise NotAvailable("no such delivery")
        return to_delivery(row)

    async def next_due_at(self) -> datetime | None:
        """When there is something to claim next; what waits for an earlier delivery of its lane is left out."""
        async with self._database.connection() as connection:
            moment: datetime | None = await connection.scalar(_NEXT_DUE)
        return moment

    async def counts_by_state(self) -> Mapping[DeliveryState, int]:
        """How many deliveries stand where, for health and metrics. Every state has its count."""
        async with self._database.connection() as connection:
            counted = {row.state: row.many for row in await connection.execute(_COUNTS)}
        return {state: counted.get(state, 0) for state in DeliveryState}

    async def _settle_as(self, state: DeliveryState, delivery: str, token: str, error: str) -> bool:
        return await self._settle(_SETTLE, {"its_id": delivery, "token": token, "its_state": state, "its_error": error})

    async def _settle(self, statement: Update, which: Mapping[str, Any]) -> bool:
        async with self._database.transaction() as connection:
            return await _settled(connection, statement, which)


async def _settled(connection: AsyncConnection, statement: Update, which: Mapping[str, Any]) -> bool:
    return bool((await connection.execute(statement, which)).rowcount)


def _place(delivery: str, token: str, ts: str | None, channel: str | None) -> Mapping[str, Any]:
    return {"its_id": delivery, "token": token, "its_ts": ts, "its_channel": channel}
