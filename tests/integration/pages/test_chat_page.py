"""The chat page's forms over HTTP: who may post, what is kept, what bad input does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from frontdesk.channels import chat_page
from frontdesk.channels.chat_visit import COOKIE
from tests.desk_kit import RED_FLAG, TestDesk, build


@pytest.fixture
def desk(tmp_path: Path) -> TestDesk:
    return build(tmp_path)


@pytest.fixture
def client(desk: TestDesk) -> Iterator[TestClient]:
    with TestClient(desk.app, base_url="http://desk.test", follow_redirects=True) as client:
        yield client


def say(client: TestClient, text: str, key: str = "k1", **headers: str) -> Response:
    return client.post("/chat", data={"key": key, "text": text}, headers=headers)


def test_reading_opens_no_conversation(client: TestClient) -> None:
    """A visit alone leaves no cookie and no row."""
    page = client.get("/chat")
    assert "automated front desk" in page.text
    assert COOKIE not in client.cookies


def test_a_form_of_another_site_is_refused(client: TestClient, desk: TestDesk) -> None:
    """By its origin, and by what the browser says of it."""
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert say(client, "hello", **headers).status_code == 403
    assert desk.assistant.requests == []


def test_the_own_origin_is_accepted(client: TestClient) -> None:
    """As every browser of today sends it."""
    page = say(client, "hello", origin="http://desk.test", **{"sec-fetch-site": "same-origin"})
    assert "You said: hello" in page.text


def test_a_form_sent_twice_counts_once(client: TestClient, desk: TestDesk) -> None:
    """A double click carries the same key."""
    say(client, "hello", key="same")
    say(client, "hello", key="same")
    assert len(desk.assistant.requests) == 1


def test_a_text_that_is_too_long_comes_back_into_the_form(client: TestClient, desk: TestDesk) -> None:
    """With its length, so that nothing is lost."""
    page = say(client, "x" * 2001)
    assert page.status_code == 413
    assert "this one has 2001" in page.text
    assert "x" * 2001 + "</textarea>" in page.text
    assert desk.assistant.requests == []


@pytest.mark.parametrize("text", ["", "   ", "///", "\x00\x07"])
def test_an_empty_text_changes_nothing(client: TestClient, text: str) -> None:
    """The page comes back as it was."""
    assert say(client, text).status_code == 200
    assert COOKIE not in client.cookies


def test_a_choice_that_was_never_offered_is_told_plainly(client: TestClient) -> None:
    """Nothing is sent, and the conversation stays usable."""
    say(client, "hello")
    page = client.post("/chat", data={"key": "k2", "choice": "made-up.1"})
    assert page.status_code == 409
    assert "no longer open" in page.text


def test_a_forged_cookie_is_nobody(client: TestClient) -> None:
    """The page is empty, and a message begins a new conversation."""
    client.cookies.set(COOKIE, "forged.token~99999999999999", path="/chat")
    assert "You said" not in client.get("/chat").text
    assert "You said: hello" in say(client, "hello").text


def test_an_erased_conversation_begins_anew(client: TestClient) -> None:
    """Another browser tab may still hold the old cookie."""
    say(client, "first")
    old = client.cookies[COOKIE]
    client.post("/chat/delete")
    client.cookies.set(COOKIE, old, path="/chat")
    page = say(client, "second", key="k2")
    assert "You said: second" in page.text
    assert "first" not in page.text


def test_the_copy_holds_both_sides(client: TestClient) -> None:
    """As a file to keep."""
    say(client, "hello")
    copy = client.get("/chat/transcript.txt")
    assert copy.headers["content-disposition"].startswith("attachment")
    assert "You:\nhello\n" in copy.text
    assert "Assistant:\nYou said: hello\n" in copy.text


def test_the_safety_text_needs_no_database(client: TestClient, desk: TestDesk, tmp_path: Path) -> None:
    """It is on the page although nothing could be stored, and it promises nothing about an alert."""
    say(client, "hello")
    desk.desk.database.close()
    for file in (tmp_path / "var").glob("desk.db*"):
        file.unlink()
    (tmp_path / "var" / "desk.db").mkdir()
    page = say(client, RED_FLAG, key="k2")
    assert page.status_code == 503
    assert "Call 911 or go to an ER now" in page.text
    assert "Julie is alerted" not in page.text


def test_a_page_in_waiting_loads_itself_again(
    client: TestClient, desk: TestDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the form, so that nothing typed is lost by it; after two minutes it stops."""
    monkeypatch.setattr(chat_page, "WAIT_SECONDS", 0.0)
    desk.assistant.available = False
    page = say(client, "hello")
    assert page.headers["refresh"] == "4"
    assert "The reply is being written" in page.text
    assert "<textarea" not in page.text
    desk.clock.advance(timedelta(minutes=3))
    assert "<textarea" in client.get("/chat").text
