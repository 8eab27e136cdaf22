"""Telling the therapist: the same promises by e-mail, in the log and scripted; never a word of content."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from frontdesk.items.notifier import LogNotifier, MailNotifier, Notifier, NotifyFailed, ScriptedNotifier
from tests.support.running import free_port


class Inbox:
    """A real SMTP server's end."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.refuse = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuse:
            return "451 try again later"
        self.messages.append(message_from_bytes(envelope.content))
        return "250 OK"


def knows_julie(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    return AuthResult(success=given == LoginPassword(b"julie", b"p@ss"), handled=False)


@pytest.fixture
def inbox() -> Iterator[Controller]:
    controller = Controller(
        Inbox(), hostname="127.0.0.1", port=free_port(), authenticator=knows_julie, auth_require_tls=False
    )
    controller.start()
    yield controller
    controller.stop()


def mail(inbox: Controller, login: str = "") -> MailNotifier:
    return MailNotifier(f"smtp://{login}127.0.0.1:{inbox.port}", "julie@example.org", "https://desk.example")


@pytest.mark.parametrize("kind", ["mail", "log", "scripted"])
@pytest.mark.parametrize("safety", [True, False])
def test_everyone_can_be_told(inbox: Controller, kind: str, safety: bool) -> None:
    """Without an error, for both kinds of news."""
    notifiers: dict[str, Notifier] = {
        "mail": mail(inbox),
        "log": LogNotifier(),
        "scripted": ScriptedNotifier(),
    }
    notifiers[kind].tell(safety=safety)


def test_a_notice_says_that_something_waits(inbox: Controller) -> None:
    """And where; nothing else."""
    mail(inbox).tell(safety=False)
    (message,) = inbox.handler.messages
    assert message["Subject"] == "Something needs you at the front desk"
    assert message["To"] == "julie@example.org"
    words = "Something needs you at the front desk: open the desk https://desk.example/console"
    assert " ".join(str(message.get_payload()).split()) == words


def test_a_safety_alert_says_so(inbox: Controller) -> None:
    """In the subject, which is what a phone shows."""
    mail(inbox).tell(safety=True)
    assert inbox.handler.messages[0]["Subject"] == "Safety alert, open the desk"


def test_it_signs_in_where_the_address_says_so(inbox: Controller) -> None:
    """With the name and the (encoded) password in the URL."""
    mail(inbox, "julie:p%40ss@").tell(safety=False)
    assert len(inbox.handler.messages) == 1
    with pytest.raises(NotifyFailed):
        mail(inbox, "julie:wrong@").tell(safety=False)


def test_a_refusal_can_be_tried_again(inbox: Controller) -> None:
    """A server that is busy."""
    inbox.handler.refuse = True
    with pytest.raises(NotifyFailed):
        mail(inbox).tell(safety=True)


def test_a_server_that_is_gone_can_be_tried_again() -> None:
    """Nothing listens there."""
    with pytest.raises(NotifyFailed):
        MailNotifier("smtp://127.0.0.1:9", "julie@example.org", "https://desk.example").tell(safety=True)
