"""The statements of one turn, written out by hand. A test compares them with those that Cairn issues now.

They read and write Cairn's own tables, with what a turn really puts there. Only what only Cairn can know is made up:
the texts are not encrypted but as long, and the script is five steps by number.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, null, or_, select, update
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT is written alike for SQLite

from storage.tables import ANSWER, CONVERSATION, INBOX, KEPT_SCRIPT, OUTBOX, PERSON, SHARE, TIE

_P, _C, _A, _O = PERSON.c, CONVERSATION.c, ANSWER.c, OUTBOX.c

# What comes in
HEARD_BEFORE = select(INBOX.c.outcome).where(
    INBOX.c.workspace == bindparam("workspace"), INBOX.c.key == bindparam("key")
)
HOLD_PERSON = (
    select(_P.id, _P.workspace, _P.slack_id, _P.zone, _P.locale, _P.dm_channel)
    .where(_P.workspace == bindparam("workspace"), _P.slack_id == bindparam("slack_id"))
    .with_for_update()
)
MEET = insert(PERSON)
REMEMBER = insert(INBOX).on_conflict_do_nothing()

# Where the conversation stands
_OWN = select(CONVERSATION).where(_C.workspace == bindparam("workspace"), _C.person == bindparam("person"))
UNFINISHED = _OWN.where(_C.status.in_(("open", "later"))).order_by(_C.asked_at.desc(), _C.id)
LATEST = _OWN.where(_C.script == bindparam("script")).order_by(_C.started_at.desc(), _C.id).limit(3)
CONVERSATION_BY_ID = _OWN.where(_C.id == bindparam("conversation"))
ANSWERS = select(ANSWER).where(_A.conversation == bindparam("conversation"), _A.is_current)

# What becomes of it
KEEP_SCRIPT = insert(KEPT_SCRIPT).on_conflict_do_nothing()
BEGIN_CONVERSATION = insert(CONVERSATION)
MOVE_ON = (
    update(CONVERSATION)
    .where(
        _C.id == bindparam("its_id"),
        _C.workspace == bindparam("its_workspace"),
        _C.person == bindparam("its_person"),
        _C.revision == bindparam("was_revision"),
    )
    .values(
        {
            name: bindparam(name)
            for name in (
                "asked_at", "at", "turn", "short", "status", "channel", "thread", "wordings", "recalls", "revision",
                "version", "fingerprint", "language",
            )
        }
    )
)  # fmt: skip
ADD_ANSWER = insert(ANSWER)

# Who sees what was finished
COMPANIONS = (
    select(TIE)
    .where(TIE.c.workspace == bindparam("workspace"), TIE.c.leader == bindparam("person"))
    .order_by(TIE.c.since, TIE.c.id)
)
SHOWN = (
    select(SHARE)
    .where(
        SHARE.c.workspace == bindparam("workspace"),
        SHARE.c.conversation == bindparam("conversation"),
        SHARE.c.owner == bindparam("person"),
    )
    .order_by(SHARE.c.created_at, SHARE.c.id)
)

# What is to be said
_DELIVERY = (
    _O.id, _O.workspace, _O.person, _O.key, _O.deed, _O.subject, _O.due_at, _O.channel, _O.thread, _O.conversation,
    _O.turn, _O.step, _O.redraws, _O.ts, _O.details, _O.state, _O.attempts,
)  # fmt: skip
_OWN_POSTS = select(*_DELIVERY).where(
    _O.workspace == bindparam("workspace"), _O.person == bindparam("person"), _O.deed == "post"
)
NEWEST_QUESTION = (
    _OWN_POSTS.where(_O.conversation == bindparam("conversation"), _O.subject == "question")
    .order_by(_O.position.desc())
    .limit(1)
)
UNCONFIRMED = _OWN_POSTS.where(_O.state == "uncertain").order_by(_O.position)
QUEUE = insert(OUTBOX).on_conflict_do_nothing(index_elements=["workspace", "key"])

# Saying it
_EARLIER = OUTBOX.alias("earlier")
_HELD_UP = exists().where(
    _EARLIER.c.workspace == _O.workspace,
    _EARLIER.c.person == _O.person,
    _EARLIER.c.position < _O.position,
    or_(_EARLIER.c.state == "sending", _EARLIER.c.state == "due"),
)
_DUE = (
    select(_O.position)
    .where(_O.state == "due", _O.due_at <= bindparam("now"), _O.person == bindparam("its_person"), ~_HELD_UP)
    .order_by(_O.position)
    .limit(1)
    .with_for_update(skip_locked=True, of=OUTBOX)
    .cte("due")
)
CLAIM = (
    update(OUTBOX)
    .where(_O.position.in_(select(_DUE.c.position)))
    .values(
        state="sending",
        attempts=_O.attempts + 1,
        lease_until=bindparam("until"),
        lease_token=bindparam("token"),
        error=null(),
    )
    .returning(_O.position, *_DELIVERY)
)
PERSON_BY_ID = select(PERSON).where(_P.workspace == bindparam("workspace"), _P.id == bindparam("person"))
SETTLE = (
    update(OUTBOX)
    .where(
        _O.id == bindparam("its_id"),
        _O.lease_token == bindparam("its_token"),
        or_(_O.state == "sending", _O.state == "uncertain"),
    )
    .values(
        state="sent",
        error=null(),
        lease_until=null(),
        ts=func.coalesce(bindparam("its_ts"), _O.ts),
        channel=func.coalesce(bindparam("its_channel"), _O.channel),
    )
)

_NO_DELIVERY: dict[str, Any] = dict.fromkeys(
    ("thread", "conversation", "turn", "step", "redraws", "ts", "lease_until", "lease_token", "error")
)


def delivery(now: datetime, **facts: object) -> dict[str, Any]:
    """A row of the outbox that is due now."""
    due = {"due_at": now, "created_at": now, "state": "due", "attempts": 0, "details": {}}
    return {**_NO_DELIVERY, **due, **facts}
