"""frontdesk.console.signin"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from frontdesk.console.signin import (
    form_token,
    has_password,
    is_signed_in,
    issue_link,
    link_is_good,
    set_password,
    sign_in,
    sign_out,
    why_not,
)
from frontdesk.storage import console
from frontdesk.storage.database import Database

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
PASSWORD = "three quiet words"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    tables = [console.console_account, console.console_links, console.console_sessions, console.console_log]
    console.metadata.create_all(database.engine, tables=tables)
    return database


@pytest.fixture
def session(database: Database) -> str:
    opened = set_password(database, issue_link(database, NOW), PASSWORD, NOW)
    assert opened
    return opened


def test_a_link_sets_the_password_once(database: Database) -> None:
    """Who finds the link later gets nothing from it."""
    token = issue_link(database, NOW)
    assert set_password(database, token, PASSWORD, NOW)
    assert set_password(database, token, "another password", NOW) is None
    assert sign_in(database, PASSWORD, NOW)


def test_looking_at_a_link_does_not_use_it_up(database: Database) -> None:
    """A phone that previews the link must not lock the owner out."""
    token = issue_link(database, NOW)
    assert link_is_good(database, token, NOW)
    assert link_is_good(database, token, NOW)


def test_a_link_ends_after_a_day_and_when_a_new_one_is_made(database: Database) -> None:
    """Old terminal output opens nothing."""
    first = issue_link(database, NOW)
    assert not link_is_good(database, first, NOW + timedelta(hours=24))
    issue_link(database, NOW)
    assert not link_is_good(database, first, NOW)


def test_a_wrong_password_opens_nothing(database: Database, session: str) -> None:
    """Neither does any password before one was set."""
    assert sign_in(database, "three quiet birds", NOW) is None


def test_nobody_signs_in_before_a_password_is_set(database: Database) -> None:
    """There is no default password."""
    assert not has_password(database)
    assert sign_in(database, "", NOW) is None


@pytest.mark.parametrize(
    ("idle", "expected"),
    [(timedelta(hours=11), True), (timedelta(hours=13), False), (timedelta(days=8), False)],
)
def test_a_session_ends_when_nobody_uses_it(
    database: Database, session: str, idle: timedelta, expected: bool
) -> None:
    """A phone left on a table signs itself out."""
    assert is_signed_in(database, session, NOW + idle) is expected


def test_a_session_ends_after_a_week_however_busy(database: Database, session: str) -> None:
    """Activity prolongs the day, not the week."""
    for hours in range(0, 7 * 24, 10):
        assert is_signed_in(database, session, NOW + timedelta(hours=hours))
    assert not is_signed_in(database, session, NOW + timedelta(days=7, minutes=1))


def test_signing_out_ends_the_session(database: Database, session: str) -> None:
    """The cookie is worth nothing afterwards."""
    sign_out(database, session)
    assert not is_signed_in(database, session, NOW)


def test_a_new_password_ends_every_session(database: Database, session: str) -> None:
    """After a reset, whoever was signed in is not."""
    set_password(database, issue_link(database, NOW), "other words entirely", NOW)
    assert not is_signed_in(database, session, NOW)


def test_nothing_stored_signs_anybody_in(database: Database, session: str) -> None:
    """The database holds hashes, not the cookie."""
    with database.read() as connection:
        stored = connection.execute(console.console_sessions.select()).one().token_hash
    assert not is_signed_in(database, stored, NOW)


@pytest.mark.parametrize(
    ("password", "repeated"), [("short", "short"), ("x" * 201, "x" * 201), (PASSWORD, "else")]
)
def test_a_password_that_will_not_do_is_explained(password: str, repeated: str) -> None:
    """The page says what to change."""
    assert why_not(password, repeated)
    assert why_not(PASSWORD, PASSWORD) is None


def test_the_form_token_belongs_to_one_session() -> None:
    """A form of one browser is worth nothing in another."""
    assert form_token("a", "secret") != form_token("b", "secret")
