"""Telling the therapist that something waits: by e-mail where one is set, else in the log. No content."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Protocol
from urllib.parse import unquote, urlsplit

import structlog

TIMEOUT_SECONDS = 10
SUBJECT = "Something needs you at the front desk"
SAFETY_SUBJECT = "Safety alert, open the desk"

log = structlog.get_logger(__name__)


class NotifyFailed(Exception):
    """The message could not be handed over; it is worth trying again."""


class Notifier(Protocol):
    """A way to reach the therapist. Calls block."""

    def tell(self, *, safety: bool) -> None:
        """Tell that something waits, urgently for a safety alert; raises `NotifyFailed`."""


class LogNotifier:
    """Where no address is set: the console shows the items, the log says that they are there."""

    def tell(self, *, safety: bool) -> None:
        log.warning("therapist_told_in_log_only", safety=safety)


class ScriptedNotifier:
    """For tests: remembers what was told, and fails while `broken`."""

    def __init__(self) -> None:
        self.told: list[bool] = []
        self.broken = False

    def tell(self, *, safety: bool) -> None:
        if self.broken:
            raise NotifyFailed("scripted")
        self.told.append(safety)


class MailNotifier:
    """E-mail through `smtp_url`: smtp://, smtps:// (TLS from the start) or smtp+starttls://, with or without
    user:password@.
    """

    def __init__(self, smtp_url: str, notify_to: str, desk_url: str) -> None:
        self._server = urlsplit(smtp_url)
        self._to = notify_to
        self._desk_url = desk_url

    def tell(self, *, safety: bool) -> None:
        try:
            with self._connect() as smtp:
                smtp.send_message(self._message(safety))
        except (OSError, smtplib.SMTPException) as error:
            raise NotifyFailed(type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        host = self._server.hostname or "localhost"
        port = self._server.port or {"smtps": 465, "smtp+starttls": 587}.get(self._server.scheme, 25)
        if self._server.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS)
        else:
            smtp = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
        if self._server.scheme == "smtp+starttls":
            smtp.starttls(context=ssl.create_default_context())
        if self._server.username:
            smtp.login(unquote(self._server.username), unquote(self._server.password or ""))
        return smtp

    def _message(self, safety: bool) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = SAFETY_SUBJECT if safety else SUBJECT
        message["To"] = self._to
        message["From"] = self._to
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain="frontdesk.invalid")
        opening = "Safety alert, open the desk" if safety else f"{SUBJECT}: open the desk"
        message.set_content(f"{opening}\n\n{self._desk_url}/console\n")
        return message
