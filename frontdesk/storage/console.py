"""The console's own records: the password, one-time links, sessions, and the log of what was done there.

Links and sessions are kept as hashes only: whoever reads the database cannot sign in with it.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.storage.database import UtcDateTime, metadata

OWNER = 1

console_account = sa.Table(
    "console_account",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("password_hash", sa.String(200), nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False),
)

console_links = sa.Table(
    "console_links",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("expires_at", UtcDateTime, nullable=False),
)

console_sessions = sa.Table(
    "console_sessions",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("seen_at", UtcDateTime, nullable=False),
)

console_log = sa.Table(
    "console_log",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(64)),
)


@dataclass(frozen=True)
class Session:
    """A signed-in browser."""

    token_hash: str
    created_at: datetime
    seen_at: datetime


def password_hash(connection: Connection) -> str | None:
    """The argon2 hash of the console's password; None before the first sign-in."""
    query = sa.select(console_account.c.password_hash).where(console_account.c.id == OWNER)
    found: str | None = connection.execute(query).scalar()
    return found


def set_password_hash(connection: Connection, value: str, now: datetime) -> None:
    """Replace the password; every session and link ends with it."""
    for table in (console_sessions, console_links, console_account):
        connection.execute(table.delete())
    connection.execute(console_account.insert().values(id=OWNER, password_hash=value, changed_at=now))


def replace_link(connection: Connection, token_hash: str, expires_at: datetime) -> None:
    """Store a one-time link; an earlier one stops working."""
    connection.execute(console_links.delete())
    connection.execute(console_links.insert().values(token_hash=token_hash, expires_at=expires_at))


def link_is_good(connection: Connection, token_hash: str, now: datetime) -> bool:
    """Whether the link exists and has not expired."""
    query = sa.select(console_links.c.expires_at).where(console_links.c.token_hash == token_hash)
    expires_at: datetime | None = connection.execute(query).scalar()
    return expires_at is not None and now < expires_at


def add_session(connection: Connection, token_hash: str, now: datetime) -> None:
    connection.execute(console_sessions.insert().values(token_hash=token_hash, created_at=now, seen_at=now))


def find_session(connection: Connection, token_hash: str) -> Session | None:
    query = sa.select(console_sessions).where(console_sessions.c.token_hash == token_hash)
    row = connection.execute(query).one_or_none()
    return Session(**row._mapping) if row else None


def touch_session(connection: Connection, token_hash: str, now: datetime) -> None:
    """Note that the browser was active."""
    this = console_sessions.c.token_hash == token_hash
    connection.execute(console_sessions.update().where(this).values(seen_at=now))


def end_session(connection: Connection, token_hash: str) -> None:
    connection.execute(console_sessions.delete().where(console_sessions.c.token_hash == token_hash))


def log(connection: Connection, action: str, subject: str | None, now: datetime) -> None:
    """Add a line to the log; nothing in the program changes or removes one."""
    connection.execute(console_log.insert().values(at=now, action=action, subject=subject))
