"""What a client wrote within the last minute."""

from datetime import UTC, datetime, timedelta

from frontdesk.channels.recent import MOST_TEXTS, RecentTexts

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def test_texts_of_one_client_come_together() -> None:
    """Oldest first, the newest at the end; nobody else's."""
    recent = RecentTexts()
    recent.with_earlier("dana", "1", "my face is numb", NOW)
    recent.with_earlier("lee", "2", "hello", NOW)
    assert recent.with_earlier("dana", "3", "since noon", NOW) == ["my face is numb", "since noon"]


def test_the_same_key_counts_once() -> None:
    """A phone that tries again has not said it twice."""
    recent = RecentTexts()
    recent.with_earlier("dana", "1", "hello", NOW)
    assert recent.with_earlier("dana", "1", "hello", NOW) == ["hello"]


def test_older_than_a_minute_is_forgotten() -> None:
    """In one client's texts, and of clients who fell silent."""
    recent = RecentTexts()
    recent.with_earlier("dana", "1", "my face is numb", NOW)
    recent.with_earlier("dana", "2", "since noon", NOW + timedelta(seconds=50))
    assert recent.with_earlier("dana", "3", "hm", NOW + timedelta(seconds=61)) == ["since noon", "hm"]
    recent.with_earlier("lee", "4", "hello", NOW + timedelta(minutes=5))
    assert list(recent._bursts) == ["lee"]


def test_no_client_takes_all_the_memory() -> None:
    """Only the newest texts are kept."""
    recent = RecentTexts()
    for number in range(3 * MOST_TEXTS):
        texts = recent.with_earlier("dana", str(number), "hello", NOW)
    assert len(texts) == MOST_TEXTS + 1
