"""The lower floor's memory: one of Cairn's turns as statements and commits, and no more code than they need."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from benchmarks import floor_statements as sql

STEPS = 5
_LEASE = timedelta(seconds=30)
_SCRIPT = {"script": "weekly-reflection", "fingerprint": "0" * 64, "language": "en"}
_SEALED = b"\0" * 31
"""What encrypting adds to a text."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message that came in."""

    workspace: str
    slack_id: str
    channel: str
    ts: str
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A delivery that was queued. `deed` is tick, redraw or post; `place` names the conversation and its turn."""

    id: str
    deed: str
    person: str
    said: Said
    place: dict[str, Any]
    last: bool = False


class FloorStore:
    """Takes what is said, and keeps account of what is delivered."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def take(self, said: Said) -> Sequence[Letter]:
        """Everything a message leads to, in one transaction. Returns what is to be said."""
        async with self._engine.begin() as connection:
            key = {"workspace": said.workspace, "key": f"message:{said.channel}:{said.ts}"}
            await connection.execute(sql.HEARD_BEFORE, key)
            person = await self._met(connection, said)
            await connection.execute(sql.HEARD_BEFORE, {**key, "key": f"deletion:{said.channel}:{said.ts}"})
            own = {"workspace": said.workspace, "person": person}
            run = (await connection.execute(sql.UNFINISHED, own)).first()
            turn = _Turn(connection, said, person, own)
            letters = await (turn.begins() if run is None else turn.answers(run))
            await connection.execute(sql.UNCONFIRMED, own)
            await connection.execute(sql.REMEMBER, {**key, "outcome": "moved_on", "at": turn.now})
        return letters

    async def claim(self, person: str) -> str:
        """Take the next of this person's deliveries under a lease; its token."""
        token = _id()
        async with self._engine.begin() as connection:
            (await connection.execute(sql.CLAIM, _lease(person, token))).all()
        return token

    async def look(self, letter: Letter) -> None:
        """Read what a question, its redraw or the receipt shows."""
        own = {"workspace": letter.said.workspace, "person": letter.person}
        about = {"conversation": letter.place["conversation"]}
        async with self._engine.connect() as connection:
            (await connection.execute(sql.PERSON_BY_ID, own)).first()
            (await connection.execute(sql.CONVERSATION_BY_ID, {**own, **about})).first()
            (await connection.execute(sql.ANSWERS, about)).all()
            if letter.last:
                (await connection.execute(sql.SHOWN, {**own, **about})).all()
                (await connection.execute(sql.COMPANIONS, own)).all()
            else:
                (await connection.execute(sql.NEWEST_QUESTION, {**own, **about})).first()
                if letter.place["turn"] == 1:
                    (await connection.execute(sql.COMPANIONS, own)).all()

    async def settle_and_claim(self, letter: Letter, token: str, ts: str | None) -> None:
        """It is done. Take the next under the same token; nothing may be left to take."""
        async with self._engine.begin() as connection:
            done = {"its_id": letter.id, "its_token": token, "its_ts": ts, "its_channel": letter.said.channel}
            await connection.execute(sql.SETTLE, done)
            (await connection.execute(sql.CLAIM, _lease(letter.person, token))).all()

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    async def _met(self, connection: AsyncConnection, said: Said) -> str:
        known = {"workspace": said.workspace, "slack_id": said.slack_id}
        person = (await connection.execute(sql.HOLD_PERSON, known)).first()
        if person is not None:
            return str(person.id)
        fresh = {"id": _id(), **known, "zone": "Europe/Berlin", "locale": "en-US", "dm_channel": said.channel}
        await connection.execute(sql.MEET, fresh)
        return str(fresh["id"])


class _Turn:
    """What one message changes, inside its transaction."""

    def __init__(self, connection: AsyncConnection, said: Said, person: str, own: dict[str, str]) -> None:
        self._connection = connection
        self._said = said
        self._person = person
        self._own = own
        self.now = _now()

    async def begins(self) -> Sequence[Letter]:
        """A conversation and its first question."""
        await self._connection.execute(sql.UNFINISHED, self._own)
        latest = (await self._connection.execute(sql.LATEST, {**self._own, "script": _SCRIPT["script"]})).first()
        if latest is not None:
            (await self._connection.execute(sql.ANSWERS, {"conversation": latest.id})).all()
        kept = {"workspace": self._said.workspace, **_SCRIPT, "texts": ["x" * 4000], "kept_at": self.now}
        await self._connection.execute(sql.KEEP_SCRIPT, kept)
        run = self._fresh()
        await self._connection.execute(sql.BEGIN_CONVERSATION, run)
        return await self._queue(self._letter("post", "question", conversation=run["id"], turn=1, step="0"))

    async def answers(self, run: Row[Any]) -> Sequence[Letter]:
        """An answer, and the next question or the receipt."""
        answered = (await self._connection.execute(sql.ANSWERS, {"conversation": run.id})).all()
        asked = {**self._own, "conversation": run.id}
        question = (await self._connection.execute(sql.NEWEST_QUESTION, asked)).first()
        tick = self._letter("tick", "notice", ts=self._said.ts)
        about = {"conversation": run.id, "turn": run.turn, "step": run.at}
        stands = {"redraws": question.id, "ts": question.ts} if question else {}
        redraw = self._letter("redraw", "question", **about, **stands)
        last = len(answered) + 1 == STEPS
        await self._connection.execute(sql.MOVE_ON, self._moved(run, last=last))
        await self._connection.execute(sql.ADD_ANSWER, [self._answer(run)])
        if last:
            (await self._connection.execute(sql.SHOWN, {**self._own, "conversation": run.id})).all()
            (await self._connection.execute(sql.COMPANIONS, self._own)).all()
        return await self._queue(tick, redraw, self._post(run, last=last))

    def _post(self, run: Row[Any], *, last: bool) -> Letter:
        turn = run.turn if last else run.turn + 1
        return self._letter("post", "receipt" if last else "question", conversation=run.id, turn=turn, step=None)

    def _letter(self, deed: str, subject: str, **place: object) -> Letter:
        return Letter(_id(), deed, self._person, self._said, place, last=subject == "receipt")

    async def _queue(self, *letters: Letter) -> Sequence[Letter]:
        await self._connection.execute(sql.QUEUE, [self._row(each) for each in letters])
        return letters

    def _row(self, letter: Letter) -> dict[str, Any]:
        subject = "notice" if letter.deed == "tick" else "receipt" if letter.last else "question"
        known = {"id": letter.id, "workspace": self._said.workspace, "person": self._person, "deed": letter.deed}
        key = f"{letter.deed}:{subject}:message:{self._said.channel}:{self._said.ts}"
        return sql.delivery(self.now, **known, key=key, subject=subject, channel=self._said.channel, **letter.place)

    def _fresh(self) -> dict[str, Any]:
        state = {"at": "0", "status": "open", "turn": 1, "short": False, "revision": 0, "version": 1}
        place = {"channel": self._said.channel, "thread": None, "subject": "week:2026-11-16"}
        neutral = {"wordings": {str(step): 0 for step in range(STEPS)}, "recalls": {}}
        return {"id": _id(), **self._own, **_SCRIPT, **state, **place, **neutral, **self._times()}

    def _times(self) -> dict[str, datetime]:
        return {"started_at": self.now, "asked_at": self.now}

    def _moved(self, run: Row[Any], *, last: bool) -> dict[str, Any]:
        which = {"its_id": run.id, "its_workspace": run.workspace, "its_person": run.person}
        moved = {"turn": run.turn, "at": None, "status": "done"} if last else {"turn": run.turn + 1, "status": "open"}
        at = {"at": str(run.turn), "asked_at": self.now, "channel": self._said.channel, "thread": None}
        kept = {"short": run.short, "wordings": run.wordings, "recalls": run.recalls, "version": run.version}
        revisions = {"was_revision": run.revision, "revision": run.revision + 1}
        script = {"fingerprint": run.fingerprint, "language": run.language}
        return {**which, **at, **kept, **script, **revisions, **moved}

    def _answer(self, run: Row[Any]) -> dict[str, Any]:
        number = run.turn == 1
        return {
            "id": _id(),
            **self._own,
            "conversation": run.id,
            "step": str(run.turn - 1),
            "version": 1,
            "is_current": True,
            "outcome": "answered",
            "aside": False,
            "wording": 0,
            "audience": "self",
            "number": 4 if number else None,
            "day": None,
            "choices": None,
            "text": None if number else _SEALED + self._said.text.encode(),
            "created_at": self.now,
        }


def _lease(person: str, token: str) -> dict[str, Any]:
    now = _now()
    return {"its_person": person, "now": now, "until": now + _LEASE, "token": token}


def _id() -> str:
    return secrets.token_urlsafe(16)


def _now() -> datetime:
    return datetime.now(UTC)
