"""The parts of the running desk, as views and workers get them; put together in `app.py` only."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Request

from frontdesk.assistant.protocol import Assistant
from frontdesk.clock import Clock
from frontdesk.conversations.events import Events
from frontdesk.conversations.outbox import Sender
from frontdesk.items.notifier import Notifier
from frontdesk.practice import Practice
from frontdesk.settings import Settings
from frontdesk.storage.database import Database

if TYPE_CHECKING:
    from frontdesk.booking.provider import BookingProvider
    from frontdesk.booking.service import Diary


@dataclass(frozen=True)
class Desk:
    """Everything a view may need. `sms` is None where no phone number is connected;
    `bookings` is what clients' bookings are handed to: `diary`, or another system."""

    settings: Settings
    practice: Practice
    clock: Clock
    database: Database
    assistant: Assistant
    diary: "Diary"
    bookings: "BookingProvider"
    notifier: Notifier
    events: Events
    sms: Sender | None


async def get_desk(request: Request) -> Desk:
    """FastAPI dependency: the desk that this application serves (sub-applications carry it as well).

    A coroutine, because FastAPI runs plain functions in a thread.
    """
    desk: Desk = request.app.state.desk
    return desk
