"""The people Cairn has met."""

from dataclasses import asdict

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert  # its ON CONFLICT is written alike for SQLite
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.errors import NotAvailable
from flows.people import Person
from storage.tables import PERSON

_P = PERSON.c
_PERSON = select(_P.id, _P.workspace, _P.slack_id, _P.zone, _P.locale, _P.dm_channel, _P.home_opened_at).where(
    _P.workspace == bindparam("workspace")
)
# On SQLite the transaction holds the whole database and FOR UPDATE is left out.
_MEET = _PERSON.where(_P.slack_id == bindparam("slack_id")).with_for_update()
_BY_ID = _PERSON.where(_P.id == bindparam("person"))
_ADD = insert(PERSON).on_conflict_do_nothing(index_elements=["workspace", "slack_id"])
_SAVE = (
    update(PERSON)
    .where(_P.id == bindparam("its_id"), _P.workspace == bindparam("its_workspace"))
    .values({name: bindparam(name) for name in ("zone", "locale", "dm_channel", "home_opened_at")})
)


class PeopleTable:
    """People by workspace and Slack id."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def meet(self, workspace: str, slack_id: str) -> Person | None:
        """The person, held until this unit of work ends so that one person's doings happen one by one."""
        found = (await self._connection.execute(_MEET, {"workspace": workspace, "slack_id": slack_id})).first()
        return None if found is None else Person(*found)

    async def by_id(self, workspace: str, person: str) -> Person | None:
        """The person, for reading only: nobody is held up."""
        found = (await self._connection.execute(_BY_ID, {"workspace": workspace, "person": person})).first()
        return None if found is None else Person(*found)

    async def add(self, person: Person) -> None:
        """Remember somebody new. Does nothing when another process did so meanwhile."""
        await self._connection.execute(_ADD, asdict(person))

    async def save(self, person: Person) -> None:
        """Store them as they are now. Raises NotAvailable for somebody never met."""
        now = {name: getattr(person, name) for name in ("zone", "locale", "dm_channel", "home_opened_at")}
        saved = await self._connection.execute(_SAVE, {"its_id": person.id, "its_workspace": person.workspace, **now})
        if not saved.rowcount:
            raise NotAvailable("nobody of this id is known here")
