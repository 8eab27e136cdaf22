"""A client of the chat contract, as the widget is one."""

from typing import Any
from uuid import uuid4

import requests


class ChatClient:
    """One conversation. `say` and `choose` wait for the turn and return the replies to it."""

    def __init__(self, url: str) -> None:
        self._url = url
        # As a browser does, one connection for the whole conversation.
        self._http = requests.Session()
        opened = self._http.post(f"{url}/chat/conversations", timeout=30)
        opened.raise_for_status()
        body = opened.json()
        self.conversation_id: str = body["conversation_id"]
        self.token: str = body["token"]
        self.greeting: list[dict[str, Any]] = body["messages"]
        self.last: list[dict[str, Any]] = self.greeting

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, *, wait: int = 25, **body: Any) -> requests.Response:
        """One POST /chat/messages; a `client_message_id` is made up unless given."""
        message = {"client_message_id": str(uuid4())} | body
        headers = self.headers | ({"Prefer": f"wait={wait}"} if wait else {})
        return self._http.post(f"{self._url}/chat/messages", json=message, headers=headers, timeout=wait + 10)

    def say(self, text: str) -> list[dict[str, Any]]:
        return self._replies(self.post(text=text))

    def choose(self, title: str, *, last: bool = False) -> list[dict[str, Any]]:
        """Take the first choice (or that of the latest bubble) of the last replies whose title contains `title`."""
        offered = [c for m in self.last[:: -1 if last else 1] for c in m.get("choices", [])]
        matching = [c for c in offered if title.casefold() in c["title"].casefold()]
        if not matching:
            raise AssertionError(f"no choice {title!r} among {[c['title'] for c in offered]}")
        return self._replies(self.post(choice=matching[0]["id"]))

    def transcript(self, after: int = 0) -> list[dict[str, Any]]:
        """Every message of the conversation so far."""
        answer = self._http.get(
            f"{self._url}/chat/messages", params={"after": after}, headers=self.headers, timeout=30
        )
        answer.raise_for_status()
        return list(answer.json()["messages"])

    def _replies(self, response: requests.Response) -> list[dict[str, Any]]:
        if response.status_code != 200:
            raise AssertionError(f"no replies: {response.status_code} {response.text}")
        self.last = response.json()["messages"]
        return self.last


def text_of(messages: list[dict[str, Any]]) -> str:
    """All that was said, as one text."""
    return "\n".join(str(m["text"]) for m in messages)
