"""What Alembic runs: the versions that are missing, in the transaction that it was given."""

from alembic import context

from ivr.message.migrations import VERSION_TABLE
from ivr.message.tables import metadata


def _ours(name: str | None, kind: str, parents: object) -> bool:
    """Say whether a table is one of this program: the engine of the work has its own beside them."""
    return kind != "table" or (name or "").startswith("ivr_")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite cannot change a column: the table is made anew
    include_name=_ours,
)
with context.begin_transaction():
    context.run_migrations()
