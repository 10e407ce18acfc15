"""Alembic's entry point: it gets its connection from `store.schema.migrate`."""

from alembic import context

from assess.store.columns import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
