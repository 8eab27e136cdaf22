"""An empty, migrated database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.storage.database import Database
from frontdesk.storage.migrate import migrate


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    migrate(database)
    yield database
    database.close()
