"""The migrations give exactly the tables that the code describes."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import frontdesk.storage.conversations
import frontdesk.storage.items
import frontdesk.storage.verifications  # noqa: F401 - registers its table, as the line above does
from frontdesk.storage.database import Database, metadata
from frontdesk.storage.migrate import migrate


def test_migrated_schema_is_the_described_one(tmp_path: Path) -> None:
    """Nothing that the code describes is missing in, or different from, the migrated database."""
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    migrate(database)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = [d for d in compare_metadata(context, metadata) if d[0] not in ("remove_table",)]
    assert [d for d in differences if not str(d[0]).startswith("remove")] == []


def test_two_programs_may_start_at_once(tmp_path: Path) -> None:
    """Both bring the same new database up, neither fails."""
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: migrate(Database(url)), range(4)))
    tables = sa.inspect(Database(url).engine).get_table_names()
    assert {"conversations", "messages", "turns", "items"} <= set(tables)


def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    """A second start finds nothing to do."""
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    migrate(database)
    migrate(database)
    assert sa.inspect(database.engine).has_table("outbox")
