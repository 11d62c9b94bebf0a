"""How Alembic reaches the records database: over the connection `kb.records.migrating` hands in, or as SQL text."""

from __future__ import annotations

from alembic import context

from kb.records.models import Base

connection = context.config.attributes.get("connection")
if connection is None:  # `alembic --sql`: what a database administrator would run
    context.configure(url=context.config.get_main_option("sqlalchemy.url"), target_metadata=Base.metadata)
else:
    context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
