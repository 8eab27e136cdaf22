"""Erasing sessions from Rasa's tracker store."""

import sqlite3
from contextlib import closing
from pathlib import Path

from frontdesk.assistant.tracker_store import erase_sessions


def test_the_sessions_go_and_others_stay(tmp_path: Path) -> None:
    """No row and no trace in the file."""
    path = tmp_path / "rasa.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, data TEXT)")
        rows = [("c.1", "xylophonic one"), ("c.2", "xylophonic two"), ("other.1", "kept")]
        connection.executemany("INSERT INTO events (sender_id, data) VALUES (?, ?)", rows)
    erase_sessions(path, ["c.1", "c.2"])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT data FROM events").fetchall() == [("kept",)]
    assert b"xylophonic" not in path.read_bytes()
