"""Whether anything was ever sealed, so that a key store that was mixed up is noticed before it does harm."""

from sqlalchemy import select, union_all

from storage.database import Database
from storage.tables import ANSWER, FORM, HELD_REPLY

_ANY = union_all(
    select(ANSWER.c.id).where(ANSWER.c.text.is_not(None)), select(HELD_REPLY.c.id), select(FORM.c.id)
).limit(1)


async def holds_sealed_texts(database: Database) -> bool:
    """Whether there is at least one text that only a key can open."""
    async with database.connection() as connection:
        return (await connection.execute(_ANY)).first() is not None
