"""Texts through Twilio: the sending side of the SMS channel, with its errors told apart."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import requests
from sqlalchemy.engine import Connection
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from frontdesk.channels.texting.wording import compose, split_to_fit
from frontdesk.conversations.codes import carries_code
from frontdesk.conversations.outbox import OutgoingText, SendFailed, enqueue
from frontdesk.settings import TwilioSettings
from frontdesk.storage.consents import may_text, record_consent
from frontdesk.storage.conversations import phone_of
from frontdesk.storage.items import ItemKind, raise_item
from frontdesk.storage.messages import SAFETY, Message

TWILIO_API = "https://api.twilio.com"
OPTED_OUT = 21610
TIMEOUT_SECONDS = 10.0
AHEAD_OF_ALL = timedelta(days=1)


class _RedirectedHttp(TwilioHttpClient):  # type: ignore[misc]  # Twilio ships no types
    """Twilio's client towards another server that speaks its API."""

    def __init__(self, api_base: str) -> None:
        super().__init__(timeout=TIMEOUT_SECONDS)
        self._api_base = api_base

    def request(self, method: str, url: str, *arguments: Any, **named: Any) -> Any:
        return super().request(method, url.replace(TWILIO_API, self._api_base), *arguments, **named)


class TwilioSms:
    """The desk's `Sender` over Twilio. Calls block for at most ten seconds."""

    def __init__(self, settings: TwilioSettings, status_callback: str | None) -> None:
        # Its log lines carry whole requests, texts and numbers included.
        logging.getLogger("twilio.http_client").setLevel(logging.WARNING)
        http = (
            _RedirectedHttp(settings.api_base)
            if settings.api_base
            else TwilioHttpClient(timeout=TIMEOUT_SECONDS)
        )
        self._client = Client(settings.account_sid, settings.auth_token, http_client=http)
        is_service = settings.from_number.startswith("MG")
        self._from = {"messaging_service_sid" if is_service else "from_": settings.from_number}
        self._callback = status_callback

    def send(self, text: OutgoingText) -> str:
        """Hand the text over and return its SID; raises `SendFailed`.

        A text that may have gone out just before the desk died is looked for first.
        """
        try:
            sent = self._sent_before(text) if text.attempts > 1 else None
            message = sent or self._client.messages.create(
                to=text.to, body=text.text, **self._from, **self._reported_on(text)
            )
        except TwilioRestException as error:
            raise _failure(error) from error
        except (TwilioException, requests.RequestException) as error:
            raise SendFailed(type(error).__name__, again=True) from error
        return str(message.sid)

    def given_up(
        self, connection: Connection, text: OutgoingText, failure: SendFailed, now: datetime
    ) -> None:
        """Note the opt-out where that is the reason, and tell the therapist that nothing arrived.

        Of a code the client hears in the conversation that waits for it.
        """
        if failure.opted_out:
            record_consent(connection, text.to, False, "", "provider 21610", now)
        if carries_code(text.key):
            return
        raise_item(
            connection,
            ItemKind.UNDELIVERED,
            now,
            key=f"undelivered:{text.id}",
            conversation_id=text.conversation_id,
            text="The client has opted out of texts." if failure.opted_out else f"Error {failure.error}.",
        )

    def reply(
        self, connection: Connection, conversation_id: str, messages: Sequence[Message], now: datetime
    ) -> None:
        """Store `messages`, the replies of one turn, for sending: joined, numbered, cut to fit.

        Nothing is stored for a number that opted out.
        """
        phone = phone_of(connection, conversation_id)
        if phone is None or not messages or not may_text(connection, phone):
            return
        choices = [choice for message in messages for choice in message.choices]
        due = _due(messages[0], now)
        text = compose([message.text for message in messages], choices)
        for number, piece in enumerate(split_to_fit(text)):
            enqueue(
                connection,
                key=f"reply:{messages[0].id}:{number}",
                to=phone,
                text=piece,
                now=now,
                # One after the other: the outbox sends in the order in which texts are due.
                not_before=due + timedelta(milliseconds=number),
                conversation_id=conversation_id,
                message_id=messages[0].id,
            )

    def _reported_on(self, text: OutgoingText) -> dict[str, str]:
        """Where delivery is reported: with our id, since the report may come before the SID is noted."""
        return {"status_callback": f"{self._callback}?text={text.id}"} if self._callback else {}

    def _sent_before(self, text: OutgoingText) -> Any | None:
        same = self._client.messages.list(to=text.to, date_sent_after=text.created_at, limit=50)
        return next((message for message in same if message.body == text.text), None)


def _due(message: Message, now: datetime) -> datetime:
    """When it goes out: a safety text before everything else that waits, for whomever that is."""
    if message.kind != SAFETY:
        return now
    return now - AHEAD_OF_ALL + timedelta(milliseconds=message.seq)


def _failure(error: TwilioRestException) -> SendFailed:
    code = int(error.code or 0)
    again = error.status == 429 or error.status >= 500
    return SendFailed(str(code or error.status), again=again, opted_out=code == OPTED_OUT)
