"""Who may see the console: a one-time link at first, then a password, then a session cookie.

Sessions end after a week, or after twelve hours without a click.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from frontdesk.storage import console as records
from frontdesk.storage.database import Database

LINK_LASTS = timedelta(hours=24)
SESSION_LASTS = timedelta(days=7)
SESSION_IDLES = timedelta(hours=12)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200

_hasher = PasswordHasher()
# Verified against when nobody has set a password yet, so that an answer takes as long as ever.
_NO_PASSWORD = (
    "$argon2id$v=19$m=65536,t=3,p=4$MDAwMDAwMDAwMDAwMDAwMA$MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA"  # noqa: S105 - no password
)


def issue_link(database: Database, now: datetime) -> str:
    """A token that lets its holder set the password once, within a day. Any earlier one ends."""
    token = secrets.token_urlsafe(32)
    with database.write() as connection:
        records.replace_link(connection, _hash(token), now + LINK_LASTS)
    return token


def has_password(database: Database) -> bool:
    """Whether somebody has signed in before."""
    with database.read() as connection:
        return records.password_hash(connection) is not None


def link_is_good(database: Database, token: str, now: datetime) -> bool:
    """Whether `token` may still set the password. Looking does not use it up."""
    with database.read() as connection:
        return records.link_is_good(connection, _hash(token), now)


def why_not(password: str, repeated: str) -> str | None:
    """What is wrong with a new password, as a sentence; None where it will do."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Please take at least {SHORTEST_PASSWORD} characters. Three or four words are fine."
    if len(password) > LONGEST_PASSWORD:
        return f"Please take at most {LONGEST_PASSWORD} characters."
    if password != repeated:
        return "The two do not match. Please type the same password twice."
    return None


def set_password(database: Database, token: str, password: str, now: datetime) -> str | None:
    """Use the link up, set the password, and open a session; None where the link is no good (any more)."""
    hashed = _hasher.hash(password)
    with database.write() as connection:
        if not records.link_is_good(connection, _hash(token), now):
            return None
        records.set_password_hash(connection, hashed, now)
        records.log(connection, "password_set", None, now)
        session = secrets.token_urlsafe(32)
        records.add_session(connection, _hash(session), now)
    return session


def sign_in(database: Database, password: str, now: datetime) -> str | None:
    """A new session where the password is right; None where it is not, after the same time."""
    with database.read() as connection:
        known = records.password_hash(connection)
    try:
        _hasher.verify(known or _NO_PASSWORD, password[: LONGEST_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return None
    if known is None:
        return None
    session = secrets.token_urlsafe(32)
    with database.write() as connection:
        records.add_session(connection, _hash(session), now)
        records.log(connection, "signed_in", None, now)
    return session


def is_signed_in(database: Database, session: str, now: datetime) -> bool:
    """Whether the cookie belongs to a live session; notes the activity, once a minute at most."""
    with database.read() as connection:
        found = records.find_session(connection, _hash(session))
    if found is None or now - found.created_at > SESSION_LASTS or now - found.seen_at > SESSION_IDLES:
        return False
    if now - found.seen_at > timedelta(minutes=1):
        with database.write() as connection:
            records.touch_session(connection, found.token_hash, now)
    return True


def sign_out(database: Database, session: str) -> None:
    """End the session."""
    with database.write() as connection:
        records.end_session(connection, _hash(session))


def form_token(session: str, secret: str) -> str:
    """What every form of this session carries, so that no other page can post in its name."""
    return hmac.new(secret.encode(), session.encode(), hashlib.sha256).hexdigest()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
