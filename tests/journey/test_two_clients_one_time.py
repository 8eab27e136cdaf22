"""Two clients take the same time at the same moment: one gets it, the other hears so and is offered others."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support.chat import ChatClient, text_of
from tests.support.running import FrontDesk

pytestmark = pytest.mark.system


def _choose_together(first: ChatClient, second: ChatClient, title: str) -> list[list[dict[str, Any]]]:
    with ThreadPoolExecutor(2) as pool:
        return [f.result() for f in [pool.submit(c.choose, title) for c in (first, second)]]


def _offered(chat: ChatClient) -> set[str]:
    return {c["title"] for m in chat.last for c in m["choices"]}


def test_one_gets_it_and_the_other_gets_the_nearest(front_desk: FrontDesk) -> None:
    """Nobody is told a time that somebody else holds."""
    clients = [ChatClient(front_desk.url), ChatClient(front_desk.url)]
    for chat in clients:
        chat.say("book craniosacral in westport on tuesday december 8")
    titles = sorted(_offered(clients[0]) & _offered(clients[1]))
    taken = next(t for t in titles if "Dec 8" in t)
    _choose_together(*clients, title=taken)
    refused = [chat for chat in clients if "taken" in text_of(chat.last)]
    assert len(refused) == 1, [text_of(c.last) for c in clients]
    assert taken not in _offered(refused[0])
    assert _offered(refused[0])


def test_without_the_other_client_the_time_is_there(front_desk: FrontDesk) -> None:
    """The control: the same words, alone, get the time."""
    chat = ChatClient(front_desk.url)
    chat.say("book craniosacral in westport on tuesday december 15")
    chat.choose("Dec 15")
    assert "taken" not in text_of(chat.last)
