"""Runs migrations on the connection, and in the transaction, that it is given."""

from alembic import context

from storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite changes a table by copying it
    transactional_ddl=True,  # true of SQLite as it is opened here: transactions are begun by hand
)
with context.begin_transaction():
    context.run_migrations()
