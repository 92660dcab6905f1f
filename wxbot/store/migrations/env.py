"""Alembic's entry: runs the migrations on the connection that ``schema.migrate`` hands over."""

from alembic import context

from wxbot.store.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite changes a table by copying it.
)
with context.begin_transaction():
    context.run_migrations()
