"""Following a conversation: long polls and the event stream wake up when something is said."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from frontdesk.conversations.takeover import take_over
from tests.desk_kit import Chat, TestDesk, served


@pytest.fixture
def chat(desk: TestDesk) -> Iterator[Chat]:
    """Over a real port: a stream that never ends needs one."""
    with served(desk.app) as url, httpx.Client(base_url=url, timeout=20) as http:
        yield Chat(http)


def events(chat: Chat, after: int, count: int) -> list[dict[str, Any]]:
    """The first events of the stream."""
    got: list[dict[str, Any]] = []
    with chat.http.stream("GET", "/chat/events", params={"after": after}, headers=chat.headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("data:"):
                got.append(json.loads(line[5:]))
            if len(got) == count:
                break
    return got


def test_a_long_poll_ends_with_the_message(chat: Chat) -> None:
    """It was waiting before the message came, and returns it long before its time is over."""
    writer = threading.Timer(0.2, lambda: chat.post("hello", wait=0))
    writer.start()
    started = time.perf_counter()
    content = chat.read(after=1, wait=15)
    assert content["messages"][0]["text"] == "hello"
    assert time.perf_counter() - started < 10
    writer.join()


def test_a_long_poll_without_news_comes_back_empty(chat: Chat) -> None:
    """After the time the client gave."""
    assert chat.read(after=1, wait=1)["messages"] == []


def test_a_long_poll_ends_when_the_therapist_steps_in(desk: TestDesk, chat: Chat) -> None:
    """Who answers is news."""
    writer = threading.Timer(0.2, lambda: take_over(desk.desk, chat.conversation_id))
    writer.start()
    assert chat.read(after=1, wait=15) == {"messages": [], "mode": "therapist"}
    writer.join()


def test_the_stream_resumes_after_a_number(chat: Chat) -> None:
    """A reconnecting client misses nothing and sees nothing twice."""
    chat.say("hello")
    (first,) = events(chat, after=1, count=1)
    assert [m["seq"] for m in first["messages"]] == [2, 3]
    assert first["mode"] == "assistant"


def test_the_stream_tells_what_comes(chat: Chat) -> None:
    """First the present state, then each change."""
    writer = threading.Timer(0.3, lambda: chat.say("hello"))
    writer.start()
    first, second = events(chat, after=0, count=2)
    assert [m["seq"] for m in first["messages"]] == [1]
    assert second["messages"][0]["text"] == "hello"
    writer.join()


def test_the_stream_tells_who_answers(desk: TestDesk, chat: Chat) -> None:
    """The widget shows it without being asked."""
    writer = threading.Timer(0.3, lambda: take_over(desk.desk, chat.conversation_id))
    writer.start()
    assert [e["mode"] for e in events(chat, after=0, count=2)] == ["assistant", "therapist"]
    writer.join()


def test_metrics_answer_on_this_machine(chat: Chat) -> None:
    """Routes by template, never by what was sent."""
    chat.say("hello")
    figures = chat.http.get("/metrics").text
    assert 'desk_requests_total{method="POST",route="/chat/messages",status="200"} 1.0' in figures
    assert chat.http.get("/metrics", headers={"X-Forwarded-For": "198.51.100.9"}).status_code == 404
