"""Outbound texts: once each, tried again where that helps, given up where it does not."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.conversations.outbox import (
    RETRY_AFTER,
    OutgoingText,
    SendFailed,
    deliver_next,
    enqueue,
    requeue_interrupted,
)
from frontdesk.storage.conversations import outbox
from frontdesk.storage.database import Database
from frontdesk.storage.messages import Message

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)


class Provider:
    """Takes texts, or fails with what it is told to."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.failure: SendFailed | None = None
        self.lost: list[str] = []

    def send(self, text: OutgoingText) -> str:
        if self.failure:
            raise self.failure
        self.sent.append(text.text)
        return f"SM{len(self.sent)}"

    def given_up(
        self, connection: Connection, text: OutgoingText, failure: SendFailed, now: datetime
    ) -> None:
        self.lost.append(text.key)

    def reply(
        self, connection: Connection, conversation_id: str, replies: Sequence[Message], now: datetime
    ) -> None:
        raise AssertionError("nothing is replied here")


@pytest.fixture
def provider() -> Provider:
    return Provider()


def put(database: Database, key: str = "k1", **more: datetime) -> str:
    with database.write() as connection:
        return enqueue(connection, key=key, to="+12035550142", text=f"text {key}", now=NOW, **more)


def state(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(sa.select(outbox.c.state).order_by(outbox.c.key)).scalars())


def test_a_text_goes_out_once(database: Database, provider: Provider) -> None:
    """The same key is stored once and sent once."""
    assert put(database) == put(database)
    assert deliver_next(database, provider, NOW)
    assert not deliver_next(database, provider, NOW)
    assert (provider.sent, state(database)) == (["text k1"], ["sent"])


def test_a_text_waits_for_its_time(database: Database, provider: Provider) -> None:
    """Quiet hours are the channel's own; the outbox keeps the moment."""
    put(database, not_before=NOW + timedelta(hours=1))
    assert not deliver_next(database, provider, NOW)
    assert deliver_next(database, provider, NOW + timedelta(hours=1))


def test_a_stumble_is_tried_again_later(database: Database, provider: Provider) -> None:
    """With growing pauses, and sent in the end."""
    put(database)
    provider.failure = SendFailed("503", again=True)
    now = NOW
    for pause in RETRY_AFTER[:3]:
        assert deliver_next(database, provider, now)
        assert not deliver_next(database, provider, now + pause - timedelta(seconds=1))
        now += pause
    provider.failure = None
    assert deliver_next(database, provider, now)
    assert (provider.sent, provider.lost) == (["text k1"], [])


def test_after_the_last_try_it_is_given_up(database: Database, provider: Provider) -> None:
    """The channel learns of it in the same transaction."""
    put(database)
    provider.failure = SendFailed("503", again=True)
    for _ in range(len(RETRY_AFTER) + 1):
        deliver_next(database, provider, NOW + timedelta(days=1))
        with database.write() as connection:
            connection.execute(outbox.update().values(next_attempt_at=NOW))
    assert (state(database), provider.lost) == (["failed"], ["k1"])


@pytest.mark.parametrize(("opted_out", "expected"), [(False, "failed"), (True, "opted_out")])
def test_what_can_never_work_is_not_tried_again(
    database: Database, provider: Provider, opted_out: bool, expected: str
) -> None:
    """An invalid number, or one that opted out."""
    put(database)
    provider.failure = SendFailed("21211", again=False, opted_out=opted_out)
    assert deliver_next(database, provider, NOW)
    assert not deliver_next(database, provider, NOW + timedelta(days=1))
    assert (state(database), provider.lost) == ([expected], ["k1"])


def test_one_that_was_interrupted_is_tried_again(database: Database, provider: Provider) -> None:
    """The desk died while it was handed over."""
    put(database)

    class Dying(Provider):
        def send(self, text: OutgoingText) -> str:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver_next(database, Dying(), NOW)
    assert state(database) == ["sending"]
    with database.write() as connection:
        assert requeue_interrupted(connection, NOW) == 1
    assert deliver_next(database, provider, NOW)
    assert provider.sent == ["text k1"]


def test_texts_go_out_in_order(database: Database, provider: Provider) -> None:
    """By the time they are due."""
    put(database, "late", not_before=NOW + timedelta(minutes=1))
    put(database, "early")
    while deliver_next(database, provider, NOW + timedelta(hours=1)):
        pass
    assert provider.sent == ["text early", "text late"]
