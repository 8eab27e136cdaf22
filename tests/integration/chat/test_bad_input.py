"""What no well-behaved client sends: a clear problem document, and no effect."""

from typing import Any

import httpx
import pytest

from frontdesk.channels import tokens
from tests.desk_kit import Chat, TestDesk, build, opened


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and type; every error is a problem document."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    document: dict[str, Any] = answer.json()
    assert document["status"] == answer.status_code
    assert document["title"]
    return answer.status_code, document["type"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (422, "empty_text")),
        ("  \n ", (422, "empty_text")),
        ("\x00\x07", (422, "empty_text")),
        (" // ", (422, "empty_text")),
        ("x" * 2001, (413, "text_too_long")),
    ],
    ids=("empty", "blank", "controls", "slashes", "2001 characters"),
)
def test_unusable_texts(chat: Chat, text: str, expected: tuple[int, str]) -> None:
    """Refused with the reason, nothing stored."""
    assert problem(chat.post(text)) == expected
    assert chat.texts("client") == []


def test_two_thousand_characters_are_fine(chat: Chat) -> None:
    """The limit itself is allowed, in any script."""
    assert chat.post("é" * 2000).status_code == 200


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"client_message_id": "k", "text": "\xff\xfe"}', (400, "not_utf8")),
        (b"", (400, "not_json")),
        (b"{", (400, "not_json")),
        (b"[" * 30000, (400, "not_json")),
        (b'["k", "hello"]', (400, "not_json")),
        (b'{"text": "hello"}', (422, "invalid")),
        (b'{"client_message_id": 7, "text": "hello"}', (422, "invalid")),
        (b'{"client_message_id": "", "text": "hello"}', (422, "invalid")),
        (b'{"client_message_id": "k", "text": 7}', (422, "invalid")),
        (b'{"client_message_id": "k"}', (422, "invalid")),
        (b'{"client_message_id": "k", "text": "a", "choice": "b"}', (422, "invalid")),
        (b'{"client_message_id": "k", "choice": {}}', (422, "invalid")),
    ],
    ids=lambda value: value[:12].decode("latin-1") if isinstance(value, bytes) else value[1],
)
def test_unreadable_bodies(chat: Chat, body: bytes, expected: tuple[int, str]) -> None:
    """Refused with the reason, nothing stored."""
    answer = chat.http.post("/chat/messages", content=body, headers=chat.headers)
    assert problem(answer) == expected
    assert chat.texts("client") == []


def test_a_lone_surrogate_does_no_harm(chat: Chat) -> None:
    """JSON can name half a character; it is dropped like a control character."""
    body = b'{"client_message_id": "k", "text": "hi \\ud83d there"}'
    answer = chat.http.post("/chat/messages", content=body, headers=chat.headers)
    assert answer.status_code == 202
    assert chat.texts("client") == ["hi  there"]


def test_a_huge_body_is_refused_from_its_header(chat: Chat) -> None:
    """413 before anything of it is read."""
    answer = chat.http.post("/chat/messages", content=b"x" * 10_000_000, headers=chat.headers)
    assert problem(answer) == (413, "body_too_large")


def test_a_huge_body_without_length_is_refused(chat: Chat) -> None:
    """A stream is cut off when it passes the limit."""
    answer = chat.http.post(
        "/chat/messages", content=(b"x" * 10_000 for _ in range(20)), headers=chat.headers
    )
    assert problem(answer) == (413, "body_too_large")


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer nonsense", "Basic abc", "Bearer \xe9"])
def test_a_wrong_token(chat: Chat, authorization: str) -> None:
    """401, and no word on why."""
    for method, path in (("POST", "/chat/messages"), ("GET", "/chat/messages"), ("GET", "/chat/events")):
        answer = chat.http.request(method, path, headers={"Authorization": authorization.encode("latin-1")})
        assert problem(answer) == (401, "unauthorized")


def test_a_token_of_another_desk(chat: Chat, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A conversation's id alone opens nothing: the signature must be this desk's."""
    other = build(tmp_path_factory.mktemp("other"))
    forged = tokens.issue(other.desk.settings, chat.conversation_id)
    answer = chat.http.get("/chat/messages", headers={"Authorization": f"Bearer {forged}"})
    assert problem(answer) == (401, "unauthorized")


def test_a_token_without_its_conversation(chat: Chat, desk: TestDesk) -> None:
    """A good signature for a conversation that is not here."""
    token = tokens.issue(desk.desk.settings, "gone")
    answer = chat.http.get("/chat/messages", headers={"Authorization": f"Bearer {token}"})
    assert problem(answer) == (404, "unknown_conversation")


def test_a_choice_of_another_conversation(chat: Chat, desk: TestDesk) -> None:
    """What was offered to somebody else cannot be chosen here."""
    other = Chat(chat.http)
    assert problem(chat.post(choice=f"{other.greeting['id']}.1")) == (422, "unknown_choice")
    assert problem(chat.post(choice="nonsense")) == (422, "unknown_choice")
    assert desk.assistant.requests == []


def test_too_many_messages(chat: Chat) -> None:
    """429 with the seconds to wait; what came before is answered."""
    statuses = [chat.post(f"m{n}", wait=0).status_code for n in range(25)]
    assert statuses[:20] == [202] * 20
    answer = chat.post("one more")
    assert problem(answer) == (429, "too_many_requests")
    assert 1 <= int(answer.headers["retry-after"]) <= 60


def test_too_many_conversations_from_one_address(chat: Chat) -> None:
    """New conversations are limited by address."""
    answers = [chat.http.post("/chat/conversations") for _ in range(31)]
    assert answers[0].status_code == 201
    assert problem(answers[-1]) == (429, "too_many_requests")
    assert int(answers[-1].headers["retry-after"]) >= 1


@pytest.mark.parametrize("after", ["-1", "x", "99999999999999999999"])
def test_a_nonsense_position(chat: Chat, after: str) -> None:
    """Refused, not guessed."""
    answer = chat.http.get("/chat/messages", params={"after": after}, headers=chat.headers)
    assert problem(answer) == (422, "invalid")


@pytest.mark.parametrize("prefer", ["wait", "wait=x", "wait=-5", "respond-async", "wait=999999999999"])
def test_a_nonsense_preference_is_no_preference(chat: Chat, prefer: str) -> None:
    """A preference may be ignored; it is never an error."""
    headers = chat.headers | {"Prefer": prefer}
    assert chat.http.get("/chat/messages", headers=headers).status_code == 200


def test_unknown_paths_and_methods(chat: Chat) -> None:
    """Problem documents too."""
    assert problem(chat.http.get("/nothing/here")) == (404, "not_found")
    assert problem(chat.http.put("/chat/messages")) == (405, "method_not_allowed")


def test_other_sites_may_chat_only_when_named(tmp_path: Any) -> None:
    """Cross-origin answers for the widget's origins, under /chat, and nowhere else."""
    with opened(build(tmp_path, DESK_WIDGET_ORIGINS="https://massage.example")) as chat:

        def allowed(path: str, origin: str) -> str | None:
            headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            return chat.http.options(path, headers=headers).headers.get("access-control-allow-origin")

        assert allowed("/chat/messages", "https://massage.example") == "https://massage.example"
        assert allowed("/chat/messages", "https://evil.example") is None
        assert allowed("/api/v1/appointments", "https://massage.example") is None


def test_metrics_are_for_this_machine(chat: Chat, desk: TestDesk) -> None:
    """Not for a visitor, and not through a proxy."""
    assert problem(chat.http.get("/metrics")) == (404, "not_found")
