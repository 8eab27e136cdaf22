"""How a client of the patterns talks: on the website, or from a telephone with signed texts."""

import re
import sqlite3
import time
from typing import Literal, Protocol

from tests.conversations.patterns.reading_texts import read_texts
from tests.conversations.simulated.reading import Reading, read
from tests.support.chat import ChatClient
from tests.support.running import FrontDesk
from tests.support.twilio import ScriptedTwilio

Channel = Literal["web", "sms"]
# Who writes is said before the first reply, in a text of its own.
_INTRODUCTION = "I'm Julie's automated assistant. Not for"
# A burst of texts ends after two seconds of quiet; the rest is for loaded machines.
_MOST_SECONDS = 60.0


class Talk(Protocol):
    """One client's side of a conversation."""

    channel: Channel

    @property
    def conversation_id(self) -> str: ...

    def send(self, *texts: str) -> Reading:
        """Send messages, one right after the other, and read all that comes back."""

    def overhear(self) -> Reading:
        """Read what has come since, without having said anything."""


class WebTalk:
    """The website's chat."""

    channel: Channel = "web"

    def __init__(self, desk: FrontDesk) -> None:
        self._chat = ChatClient(desk.url)
        self._seen = self._chat.greeting[-1]["seq"]

    @property
    def conversation_id(self) -> str:
        return self._chat.conversation_id

    def send(self, *texts: str) -> Reading:
        for text in texts[:-1]:
            self._chat.post(wait=0, text=text)
        self._chat.post(text=texts[-1]).raise_for_status()
        return self.overhear()

    def overhear(self) -> Reading:
        messages = self._chat.transcript(self._seen)
        self._seen = messages[-1]["seq"] if messages else self._seen
        return read([m for m in messages if m["from"] != "client"])


class TextTalk:
    """A telephone: what comes back is what Twilio was given to send."""

    channel: Channel = "sms"

    def __init__(self, desk: FrontDesk, twilio: ScriptedTwilio, phone: str) -> None:
        self._desk, self._twilio, self._number = desk, twilio, "+1" + phone.replace("-", "")
        self._seen = 0

    @property
    def conversation_id(self) -> str:
        return str(self._one("SELECT id FROM conversations WHERE phone = ? AND channel = 'sms'"))

    @property
    def turns(self) -> int:
        """How many turns the conversation has had."""
        own = "(SELECT id FROM conversations WHERE phone = ?)"
        return int(self._one(f"SELECT count(*) FROM turns WHERE conversation_id = {own}") or 0)

    def send(self, *texts: str) -> Reading:
        for text in texts:
            self._twilio.text_from(self._number, text, self._desk.url).raise_for_status()
        return self.overhear()

    def send_picture(self, text: str) -> Reading:
        """A message with a picture, as Twilio reports one."""
        media = {"MediaUrl0": f"{self._twilio.url}/media/1", "MediaContentType0": "image/jpeg"}
        sent = self._twilio.text_from(self._number, text, self._desk.url, **media, NumMedia="1")
        sent.raise_for_status()
        return self.overhear()

    def overhear(self) -> Reading:
        self._wait_until_all_is_said()
        texts = self._twilio.texts_to(self._number)
        new, self._seen = texts[self._seen :], len(texts)
        return read_texts([text for text in new if _INTRODUCTION not in text])

    def _wait_until_all_is_said(self) -> None:
        end = time.monotonic() + _MOST_SECONDS
        while self._is_busy():
            assert time.monotonic() < end, f"no end of a turn with {self._number}"
            time.sleep(0.05)

    def _is_busy(self) -> bool:
        """Whether a message waits, a turn is under way or a text has still to go out."""
        own = "(SELECT id FROM conversations WHERE phone = ?1)"
        query = f"""
            SELECT (SELECT count(*) FROM messages WHERE state = 'waiting' AND conversation_id IN {own})
                 + (SELECT count(*) FROM turns WHERE state = 'open' AND conversation_id IN {own})
                 + (SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending') AND "to" = ?1)
        """
        return bool(self._one(query))

    def _one(self, query: str) -> object:
        with sqlite3.connect(f"file:{self._desk.data_dir / 'desk.db'}?mode=ro", uri=True) as database:
            row = database.execute(query, (self._number,)).fetchone()
        return row[0] if row else None


def said_aloud(reading: Reading) -> list[str]:
    """A reply as the report of a failure shows it."""
    told = [re.sub(r"https?://\S+", "<link>", b.text) for b in reading.bubbles]
    return [f"D: {text}" for text in told] + ([f"   {list(reading.titles)}"] if reading.titles else [])
