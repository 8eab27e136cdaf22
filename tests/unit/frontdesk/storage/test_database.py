"""frontdesk.storage.database"""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from frontdesk.storage.database import Database, JsonText, UtcDateTime

notes = sa.Table("notes", sa.MetaData(), sa.Column("at", UtcDateTime), sa.Column("body", JsonText))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    notes.metadata.create_all(database.engine)
    return database


def test_times_come_back_in_utc(database: Database) -> None:
    """Whatever offset went in, the moment is the same."""
    with database.write() as connection:
        connection.execute(notes.insert().values(at=datetime.fromisoformat("2026-11-23T09:00-05:00")))
    with database.read() as connection:
        assert connection.execute(sa.select(notes.c.at)).scalar() == datetime(2026, 11, 23, 14, tzinfo=UTC)


def test_a_naive_time_is_refused(database: Database) -> None:
    """A time without an offset never reaches a row."""
    with pytest.raises(sa.exc.StatementError, match="naive"), database.write() as connection:
        connection.execute(notes.insert().values(at=datetime(2026, 11, 23)))  # noqa: DTZ001 - what is refused


def test_a_failed_block_leaves_nothing(database: Database) -> None:
    """A transaction is all or nothing."""
    with pytest.raises(RuntimeError), database.write() as connection:
        connection.execute(notes.insert().values(body={"a": 1}))
        raise RuntimeError
    with database.read() as connection:
        assert connection.execute(sa.select(notes.c.body)).all() == []


def test_a_writer_locks_from_its_first_statement(database: Database) -> None:
    """Two writers never both read the old state: the second waits, and is refused when it may not wait."""
    with database.write(), pytest.raises(sa.exc.OperationalError), database.engine.connect() as other:
        other.exec_driver_sql("PRAGMA busy_timeout=1")
        other.exec_driver_sql("DELETE FROM notes")


def test_json_survives(database: Database) -> None:
    """Nested values come back as they were."""
    with database.write() as connection:
        connection.execute(notes.insert().values(body={"ñ": [1, None]}))
    with database.read() as connection:
        assert connection.execute(sa.select(notes.c.body)).scalar() == {"ñ": [1, None]}


def test_an_error_does_not_carry_the_values(database: Database) -> None:
    """It ends in the log, where nothing that a client wrote may stand."""
    with pytest.raises(sa.exc.OperationalError) as caught, database.write() as connection:
        connection.execute(sa.text("INSERT INTO missing VALUES (:said)"), {"said": "my face is numb"})
    assert "numb" not in str(caught.value)
