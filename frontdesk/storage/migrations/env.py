"""Alembic's entry: works on the connection it is given, from the command line on the settings' database."""

from alembic import context
from sqlalchemy.engine import Connection

from frontdesk.settings import load_settings
from frontdesk.storage.database import Database, metadata


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite"
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with Database(load_settings().database_url).write() as own:
        _run(own)
