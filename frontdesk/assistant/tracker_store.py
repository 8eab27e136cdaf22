"""Erasing from Rasa's tracker store on this machine: Rasa itself can only add to it."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

WAIT_SECONDS = 5.0


def erase_sessions(path: Path, senders: Sequence[str]) -> None:
    """Delete every event of these sessions and leave no trace of them in the file; raises `sqlite3.Error`."""
    with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        with connection:
            connection.executemany(
                "DELETE FROM events WHERE sender_id = ?", [(sender,) for sender in senders]
            )
        # Only where Rasa runs it in WAL mode is there anything to do here.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
