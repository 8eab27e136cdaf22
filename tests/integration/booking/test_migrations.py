"""Tables go up and down on both databases, and the tables in code are the ones in the database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from frontdesk.storage import booking_tables
from frontdesk.storage.database import Database
from frontdesk.storage.migrate import MIGRATIONS
from frontdesk.storage.verifications import verifications
from tests.support.diary import database_url

DIARY = {
    booking_tables.clients.name, booking_tables.appointments.name, booking_tables.spans.name,
    booking_tables.blocks.name, booking_tables.waitlist.name, booking_tables.offers.name,
    booking_tables.idempotency_keys.name,
}  # fmt: skip


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with database_url(request.param, fresh=True) as url:
        made = Database(url)
        yield made
        made.close()


def migrate_to(database: Database, revision: str, *, down: bool) -> None:
    with database.write() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, revision)


def tables(database: Database) -> set[str]:
    return set(sa.inspect(database.engine).get_table_names())


def test_way_down_and_up_again(database: Database) -> None:
    """Down to before the diary nothing of it is left; up again everything is there, the guard too."""
    assert tables(database) >= DIARY
    migrate_to(database, "0001_conversations", down=True)
    assert not tables(database) & DIARY
    migrate_to(database, "0002_booking", down=False)
    assert tables(database) >= DIARY
    row = "INSERT INTO diary_spans (id, location, starts, near_until, far_until, created_at) VALUES ({}, 'a', {}, {}, {}, '2026-01-01')"
    with database.write() as connection:
        connection.execute(sa.text(row.format("'1'", 0, 60, 60)))
    with pytest.raises(sa.exc.IntegrityError, match="diary_overlap"), database.write() as connection:
        connection.execute(sa.text(row.format("'2'", 59, 120, 120)))


def test_codes_go_down_and_up_again(database: Database) -> None:
    """Without them the rest stands; with them the table is the one in code."""
    migrate_to(database, "0006_decisions", down=True)
    assert "verifications" not in tables(database)
    migrate_to(database, "0007_verifications", down=False)
    with database.read() as connection:
        found = compare_metadata(MigrationContext.configure(connection), verifications.metadata)
    assert [difference for difference in found if "verifications" in str(difference)] == []


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")  # the exclusion constraints
def test_tables_in_code_are_those_in_the_database(database: Database) -> None:
    """No column, index or constraint is in one place only."""
    with database.read() as connection:
        context = MigrationContext.configure(connection)
        found = compare_metadata(context, booking_tables.metadata)
    ours = [difference for difference in found if any(name in str(difference) for name in DIARY)]
    assert ours == []
