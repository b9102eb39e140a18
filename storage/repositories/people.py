"""The people Cairn has met."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT is written alike for SQLite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.errors import Conflict, NotAvailable
from flows.people import AnswerIn, Person, Standing
from flows.rhythm import Rhythm, read_rhythm, written
from storage.repositories.parts import in_parts
from storage.tables import PERSON

_P = PERSON.c
_CHANGING = (
    "zone", "locale", "dm_channel", "home_opened_at", "answer_in", "language", "standing", "is_owner", "seen_at",
    "days", "hour", "minutes", "alone",
)  # fmt: skip
_PERSON = select(PERSON).where(_P.workspace == bindparam("workspace"))
# On SQLite the transaction holds the whole database and FOR UPDATE is left out. Not held against rows that only name
# this person, such as what somebody else opened of theirs: those would wait for each other.
_MEET = _PERSON.where(_P.slack_id == bindparam("slack_id")).with_for_update(key_share=True)
_BY_ID = _PERSON.where(_P.id == bindparam("person"))
_BY_IDS = _PERSON.where(_P.id.in_(bindparam("people", expanding=True)))
_IN_CHANNEL = _PERSON.where(_P.dm_channel == bindparam("channel")).limit(1)
_MET = _PERSON.where(_P.slack_id.in_(bindparam("slack_ids", expanding=True)))
_ADD_NEW = insert(PERSON)
_ADD = _ADD_NEW.on_conflict_do_nothing(index_elements=["workspace", "slack_id"])
_SAVE = (
    update(PERSON)
    .where(_P.id == bindparam("its_id"), _P.workspace == bindparam("its_workspace"))
    .values({name: bindparam(name) for name in _CHANGING})
)


class PeopleTable:
    """People by workspace and Slack id."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def meet(self, workspace: str, slack_id: str) -> Person | None:
        """The person, held until this unit of work ends so that one person's doings happen one by one."""
        found = (await self._connection.execute(_MEET, {"workspace": workspace, "slack_id": slack_id})).first()
        return None if found is None else person_of(found)

    async def by_id(self, workspace: str, person: str) -> Person | None:
        """The person, for reading only: nobody is held up."""
        found = (await self._connection.execute(_BY_ID, {"workspace": workspace, "person": person})).first()
        return None if found is None else person_of(found)

    async def by_ids(self, workspace: str, people: Iterable[str]) -> Mapping[str, Person]:
        """Those of these whom Cairn has met, by id, for reading only."""
        found: dict[str, Person] = {}
        for some in in_parts(dict.fromkeys(people)):
            rows = await self._connection.execute(_BY_IDS, {"workspace": workspace, "people": some})
            found |= {row.id: person_of(row) for row in rows}
        return found

    async def in_channel(self, workspace: str, channel: str) -> Person | None:
        """The person whose direct message with Cairn this is, for reading only."""
        found = (await self._connection.execute(_IN_CHANNEL, {"workspace": workspace, "channel": channel})).first()
        return None if found is None else person_of(found)

    async def met(self, workspace: str, slack_ids: Iterable[str]) -> Mapping[str, Person]:
        """Those of these whom Cairn has met, by Slack id, for reading only."""
        found: dict[str, Person] = {}
        for some in in_parts(slack_ids):
            rows = await self._connection.execute(_MET, {"workspace": workspace, "slack_ids": some})
            found |= {row.slack_id: person_of(row) for row in rows.all()}
        return found

    async def everybody(self, workspace: str) -> Sequence[Person]:
        """All whom Cairn has met, for reading only."""
        rows = await self._connection.execute(_PERSON, {"workspace": workspace})
        return [person_of(row) for row in rows.all()]

    async def add(self, person: Person) -> None:
        """Remember somebody new. Does nothing when another process did so meanwhile."""
        await self._connection.execute(_ADD, _columns(person))

    async def add_all(self, people: Sequence[Person]) -> None:
        """Remember many who are new. Raises Conflict when another process met one of them meanwhile."""
        try:
            if people:
                await self._connection.execute(_ADD_NEW, [_columns(each) for each in people])
        except IntegrityError:
            raise Conflict("somebody of these was met meanwhile") from None

    async def save(self, person: Person) -> None:
        """Store all that may change about them as it is now. Raises NotAvailable for somebody never met."""
        which = {"its_id": person.id, "its_workspace": person.workspace}
        saved = await self._connection.execute(_SAVE, {**which, **_changing(person)})
        if not saved.rowcount:
            raise NotAvailable("nobody of this id is known here")


def _columns(person: Person) -> dict[str, Any]:
    identity = {"id": person.id, "workspace": person.workspace, "slack_id": person.slack_id}
    return {**identity, **_changing(person)}


def _changing(person: Person) -> dict[str, Any]:
    """The columns that change. What was not chosen is left empty."""
    return {
        "zone": person.zone,
        "locale": person.locale,
        "dm_channel": person.dm_channel,
        "home_opened_at": person.home_opened_at,
        "answer_in": person.answer_in,
        "language": person.chosen_language or None,
        "standing": person.standing,
        "is_owner": person.is_owner,
        "seen_at": person.seen_at,
        "alone": person.goes_on_alone,
        **_rhythm(person.rhythm),
    }


def _rhythm(rhythm: Rhythm | None) -> dict[str, Any]:
    days, hour, minutes = written(rhythm) if rhythm else (None, None, None)
    return {"days": days, "hour": hour, "minutes": minutes}


def person_of(row: Row[Any]) -> Person:
    """The person in a row."""
    return Person(
        id=row.id,
        workspace=row.workspace,
        slack_id=row.slack_id,
        zone=row.zone,
        locale=row.locale,
        dm_channel=row.dm_channel,
        home_opened_at=row.home_opened_at,
        answer_in=AnswerIn(row.answer_in) if row.answer_in else None,
        chosen_language=row.language or "",
        standing=Standing(row.standing),
        is_owner=row.is_owner,
        seen_at=row.seen_at,
        rhythm=read_rhythm(row.days, row.hour, row.minutes) if row.days else None,
        goes_on_alone=row.alone,
    )
