"""An appointment to ask for, the codes that were sent, and what stands in the diary."""

from datetime import timedelta

import sqlalchemy as sa

from actions.desk_client import DeskClient
from frontdesk.clock import SettableClock
from frontdesk.conversations.codes import code_of
from frontdesk.storage.booking_tables import appointments
from frontdesk.storage.verifications import verifications
from tests.unit.actions.conftest import Line
from tests.unit.actions.talk import Talk, value
from tests.unit.actions.test_repair import PHONE

NUMBER = "+12035550142"
OTHER = value("phone_number", "+12035550143")
START = "2026-11-24T15:00:00-05:00"


def book(desk: DeskClient, start: str, phone: str = NUMBER) -> None:
    own = {"name": "Dana Smith", "phone": phone}
    desk.book({"service": "csmt", "location": "westport", "start": start, "client": own}, f"book:{start}")


def sent(line: Line) -> list[str]:
    """Every code that was sent, in order."""
    desk = line.client.app.state.desk  # type: ignore[attr-defined]
    with desk.database.read() as connection:
        rows = connection.execute(
            sa.select(verifications).order_by(verifications.c.sent_at, verifications.c.ended_at.is_(None))
        ).all()
    secret = desk.settings.session_secret
    return [code_of(secret, row.id, row.conversation_id, row.phone) for row in rows]


def wrong(line: Line) -> str:
    return f"{(int(sent(line)[-1]) + 1) % 1_000_000:06}"


def give(talk: Talk, line: Line) -> str:
    """Type the newest code."""
    return talk.say(sent(line)[-1], "inform")


def asked_for_code(talk: Talk, text: str = "when is my appointment", label: str = "my_appointment") -> Talk:
    talk.say(text, label)
    said = talk.say("203-555-0142", "inform", PHONE)
    assert "six-digit code to (203) 555-0142" in said
    return talk


def starts(talk: Talk) -> list[str]:
    return [a["start"][:16] for a in talk.desk.appointments(talk.conversation_id)]


def later(talk: Talk, clock: SettableClock, by: timedelta) -> None:
    clock.advance(by)
    talk.now += by


def notes(line: Line) -> list[str | None]:
    """What Julie reads beside each appointment."""
    with line.client.app.state.desk.database.read() as connection:  # type: ignore[attr-defined]
        return list(connection.execute(sa.select(appointments.c.note)).scalars())
