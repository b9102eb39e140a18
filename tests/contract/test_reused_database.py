"""That no test finds what the one before it left in the Postgres they share."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.postgres_server import PostgresServer, ReusedDatabase

pytestmark = pytest.mark.postgres

MAYA = "INSERT INTO person (id, workspace, slack_id, zone, locale) VALUES ('maya', 'T1', 'U1', 'UTC', 'en')"


@pytest.fixture
def reused(postgres_server: PostgresServer, postgres_template: str) -> Iterator[ReusedDatabase]:
    database = ReusedDatabase(postgres_server, postgres_template)
    yield database
    database.close()


def put(address: str, statement: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(statement.format(name=name).encode())


def people_in(address: str) -> int:
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT count(*) FROM person").fetchone()
    assert row is not None
    return int(row[0])


def test_it_comes_back_empty(reused: ReusedDatabase) -> None:
    with reused.lent() as first:
        put(first, MAYA)
        assert people_in(first) == 1
    with reused.lent() as second:
        assert second == first
        assert people_in(second) == 0


def test_it_counts_from_the_start_again(reused: ReusedDatabase) -> None:
    for _ in range(2):
        with reused.lent() as address, psycopg.connect(address, autocommit=True) as connection:
            row = connection.execute("SELECT nextval('outbox_position_seq')").fetchone()
            assert row == (1,)


def test_rows_that_others_point_at_go_with_them(reused: ReusedDatabase) -> None:
    pair = "CREATE TABLE {name}_a (id int PRIMARY KEY); CREATE TABLE {name}_b (id int REFERENCES {name}_a)"
    with reused.lent() as address:
        put(address, pair)
        put(address, "INSERT INTO {name}_a VALUES (1); INSERT INTO {name}_b VALUES (1)")
        name = address.partition("?")[0].rpartition("/")[2]
        reused._server.emptied(name)
        with psycopg.connect(address) as connection:
            for table in ("a", "b"):
                assert connection.execute(f"SELECT * FROM {name}_{table}".encode()).fetchall() == []


def test_whoever_stayed_in_it_is_shown_out(reused: ReusedDatabase) -> None:
    with reused.lent() as first:
        stayed = psycopg.connect(first)
        stayed.execute(MAYA.encode())  # it holds the table until it ends
    with reused.lent() as second:
        assert people_in(second) == 0
    with pytest.raises(psycopg.OperationalError):
        stayed.execute("SELECT 1")
    stayed.close()


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE person ADD COLUMN hat TEXT",
        "ALTER TABLE person ALTER COLUMN zone DROP NOT NULL",
        "ALTER TABLE person ADD CONSTRAINT short CHECK (length(zone) < 99)",
        "ALTER DATABASE {name} SET default_transaction_read_only = on",
        "CREATE INDEX people ON person (zone)",
        "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TRIGGER t BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "DROP TABLE answer CASCADE",
        "GRANT SELECT ON person TO PUBLIC",
        "UPDATE alembic_version SET version_num = 'later'",
    ],
)
def test_a_changed_one_is_not_lent_again(reused: ReusedDatabase, change: str) -> None:
    with reused.lent() as first:
        put(first, change)
    with reused.lent() as second:
        assert second != first
        put(second, MAYA)
