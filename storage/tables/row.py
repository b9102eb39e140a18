"""What every table has in common."""

from typing import ClassVar

from sqlalchemy import MetaData, Table
from sqlmodel import SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints get names, so that a later migration can find them on either database."""


class Row(SQLModel):
    """A row of the main database. Every one belongs to a workspace. Its repr names only the table and the key."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)

    workspace: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'id', '')}>"

    __str__ = __repr__


def table_of(model: type[Row]) -> Table:
    """The Core table of a row class, for statements."""
    return Row.metadata.tables[str(model.__tablename__)]
