"""Queries on clients and appointments."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from frontdesk.booking.records import Appointment, By, Client, ClientDetails, Screening, Slot, Status
from frontdesk.storage.booking_tables import UNDECIDED, appointments, clients
from frontdesk.storage.safety_holds import hold_stands

_QUERY = sa.select(appointments, clients.c.name, clients.c.phone, clients.c.email).join(clients)
_INSERT = appointments.insert()
# Without a conversation the second condition is unknown, which is not true.
_UNDECIDED_OF = (
    sa.select(appointments.c.id)
    .join(clients)
    .where(
        UNDECIDED,
        sa.or_(
            clients.c.phone == sa.bindparam("phone", type_=sa.String),
            appointments.c.conversation_id == sa.bindparam("conversation_id", type_=sa.String),
        ),
    )
    .limit(1)
)


def client_for(connection: Connection, details: ClientDetails, now: datetime) -> Client:
    """The client with this name (case and spacing apart) at this number; a new one when there is none.

    A new e-mail address replaces the old one; none given leaves it.
    """
    for row in connection.execute(sa.select(clients).where(clients.c.phone == details.phone)):
        if _same_name(row.name, details.name):
            if details.email and details.email != row.email:
                query = clients.update().where(clients.c.id == row.id).values(email=details.email)
                connection.execute(query)
            return Client(row.id, row.name, row.phone, details.email or row.email)
    client = Client(uuid4().hex, details.name, details.phone, details.email)
    connection.execute(
        clients.insert().values(
            id=client.id, name=client.name, phone=client.phone, email=client.email, created_at=now
        )
    )
    return client


def add(connection: Connection, appointment: Appointment) -> None:
    """Store a new appointment; its time must have been given already."""
    lasting = {
        "id": appointment.id,
        "client_id": appointment.client.id,
        "conversation_id": appointment.conversation_id,
        "note": appointment.note,
        "recent_head_injury": appointment.screening.recent_head_injury,
        "migraine_history": appointment.screening.migraine_history,
        "secret": appointment.secret,
        "created_at": appointment.created_at,
    }
    connection.execute(_INSERT, lasting | _changing(appointment))


def save(connection: Connection, appointment: Appointment) -> None:
    """Store what can change about a known appointment."""
    query = appointments.update().where(appointments.c.id == appointment.id)
    connection.execute(query.values(**_changing(appointment)))


def by_id(connection: Connection, appointment_id: str) -> Appointment | None:
    """The appointment with this id."""
    return _one(connection.execute(_QUERY.where(appointments.c.id == appointment_id)).first())


def by_secret(connection: Connection, secret: str) -> Appointment | None:
    """The appointment with this secret."""
    return _one(connection.execute(_QUERY.where(appointments.c.secret == secret)).first())


def find(
    connection: Connection,
    *,
    phone: str | None = None,
    client_id: str | None = None,
    conversation_id: str | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    statuses: tuple[Status, ...] = (),
    limit: int = 1000,
) -> list[Appointment]:
    """Appointments that match everything given, in order of time; `end` is exclusive."""
    query = _QUERY.order_by(appointments.c.starts_at, appointments.c.id).limit(limit)
    wanted: list[Any] = []
    if phone is not None:
        wanted.append(clients.c.phone == phone)
    if client_id is not None:
        wanted.append(appointments.c.client_id == client_id)
    if conversation_id is not None:
        wanted.append(appointments.c.conversation_id == conversation_id)
    if start is not None:
        # An appointment that began before `start` may still be running; none is longer than 8 hours.
        wanted += [appointments.c.starts_at > start - timedelta(hours=8), appointments.c.ends_at > start]
    if end is not None:
        wanted.append(appointments.c.starts_at < end)
    if statuses:
        wanted.append(appointments.c.status.in_([s.value for s in statuses]))
    return [_appointment(row) for row in connection.execute(query.where(*wanted))]


def approval_stands(connection: Connection, phone: str, conversation_id: str | None) -> bool:
    """Whether the therapist has yet to decide about this client: by number, or by the same conversation.

    A client who takes a booking back before she decided has not changed what they answered. A hold that
    safety found in what they wrote counts as well.
    """
    who = {"phone": phone, "conversation_id": conversation_id}
    undecided_one = connection.execute(_UNDECIDED_OF, who).first()
    return undecided_one is not None or hold_stands(connection, phone, conversation_id)


def undecided(connection: Connection, phone: str) -> list[Appointment]:
    """What `approval_stands` goes by for this number, in order of time."""
    query = _QUERY.where(UNDECIDED, clients.c.phone == phone).order_by(appointments.c.starts_at)
    return [_appointment(row) for row in connection.execute(query)]


def _same_name(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _changing(appointment: Appointment) -> dict[str, Any]:
    return {
        "status": appointment.status.value,
        "service": appointment.slot.service,
        "location": appointment.slot.location,
        "starts_at": appointment.slot.start,
        "ends_at": appointment.slot.end,
        "sequence": appointment.sequence,
        "decided_at": appointment.decided_at,
        "updated_at": appointment.updated_at,
        "attendance_confirmed_at": appointment.attendance_confirmed_at,
        "cancelled_at": appointment.cancelled_at,
        "cancelled_by": appointment.cancelled_by.value if appointment.cancelled_by else None,
    }


def _one(row: Row | None) -> Appointment | None:
    return _appointment(row) if row else None


def _appointment(row: Row) -> Appointment:
    return Appointment(
        id=row.id,
        status=Status(row.status),
        slot=Slot(row.starts_at, row.ends_at, row.location, row.service),
        client=Client(row.client_id, row.name, row.phone, row.email),
        conversation_id=row.conversation_id,
        note=row.note,
        screening=Screening(row.recent_head_injury, row.migraine_history),
        secret=row.secret,
        sequence=row.sequence,
        decided_at=row.decided_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
        attendance_confirmed_at=row.attendance_confirmed_at,
        cancelled_at=row.cancelled_at,
        cancelled_by=By(row.cancelled_by) if row.cancelled_by else None,
    )
