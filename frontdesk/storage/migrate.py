"""Brings a database to the newest schema, when a program starts."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection

from frontdesk.storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
_POSTGRES_LOCK = 6_174_001


def migrate(database: Database) -> None:
    """Run what is missing, in one transaction. Safe to call from two programs at once: the second waits."""
    engine = database.engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
    with engine.connect() as connection:
        if database.is_sqlite:
            # Batch mode rebuilds tables; with foreign keys on, dropping the old one would empty its children.
            # The pragma does nothing inside a transaction, hence before `begin`.
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                _upgrade(connection)
        finally:
            if database.is_sqlite:
                connection.connection.execute("PRAGMA foreign_keys=ON")


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
