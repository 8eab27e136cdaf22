"""The chat contract's JSON and headers, read and written without knowing what is done with them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.conversations.inbox import MAX_CHARACTERS, clean, without_slashes
from frontdesk.problems import Problem
from frontdesk.storage.messages import Message

MAX_WAIT_SECONDS = 25
MAX_KEY_CHARACTERS = 64
_TIME = re.compile(r'"appointment_time":\s*"(\d{4}-\d\d-\d\dT\d\d:\d\d[^"]{0,20})"')


@dataclass(frozen=True)
class SentMessage:
    """What a client sent: a text (cleaned, not empty) or the id of a choice, under the client's own key."""

    key: str
    text: str = ""
    choice: str | None = None


def parse_message(body: bytes) -> SentMessage:
    """Read the body of `POST /chat/messages`; raises `Problem` for everything that is not one."""
    content = _json_object(body)
    key, text, choice = (content.get(name) for name in ("client_message_id", "text", "choice"))
    if not isinstance(key, str) or not 1 <= len(key) <= MAX_KEY_CHARACTERS:
        raise _invalid("client_message_id must be a text of 1 to 64 characters, new for each message")
    if choice is not None and text is None:
        if not isinstance(choice, str) or len(choice) > MAX_KEY_CHARACTERS:
            raise _invalid("choice must be the id of an offered choice")
        return SentMessage(key, choice=choice)
    if not isinstance(text, str) or choice is not None:
        raise _invalid("either text or choice is needed, and it must be a text")
    return SentMessage(key, text=_bounded(text))


def preferred_wait(prefer: str | None) -> float:
    """Seconds that the client is willing to wait (`Prefer: wait=10`), at most 25; 0 without the header."""
    match = re.search(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})", prefer or "")
    return float(min(int(match[1]), MAX_WAIT_SECONDS)) if match else 0.0


def message_json(message: Message) -> dict[str, Any]:
    """A message as the client sees it: payloads of choices stay here."""
    shown: dict[str, Any] = {
        "seq": message.seq,
        "id": message.id,
        "from": message.sender,
        "text": message.text,
        "choices": [_choice_json(choice) for choice in message.choices],
        "kind": message.kind,
        "at": message.at.isoformat(),
    }
    if message.key is not None:
        shown["client_message_id"] = message.key
    if message.appointment is not None:
        shown["appointment"] = message.appointment
    return shown


def _choice_json(choice: Mapping[str, str]) -> dict[str, str]:
    """A choice of a time says which, so that a picker can show it; nothing else of the payload goes out."""
    time = _TIME.search(choice["payload"])
    return {"id": choice["id"], "title": choice["title"]} | ({"start": time[1]} if time else {})


def _json_object(body: bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Problem(400, "not_utf8", "The request is not valid UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise Problem(400, "not_json", "The request is not readable JSON") from error
    if not isinstance(content, dict):
        raise Problem(400, "not_json", "The request must be a JSON object")
    return content


def _bounded(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        detail = f"A message has at most {MAX_CHARACTERS} characters; this one has {len(text)}"
        raise Problem(413, "text_too_long", "The message is too long", detail)
    text = clean(text)
    if not without_slashes(text):
        raise Problem(422, "empty_text", "The message is empty")
    return text


def _invalid(detail: str) -> Problem:
    return Problem(422, "invalid", "The request is not what is expected here", detail)
