"""Whether a hold that safety found (tier C) still stands: the therapist has yet to look at this client."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.storage.booking_tables import DECIDED, appointments, clients
from frontdesk.storage.conversations import conversations, findings
from frontdesk.storage.items import items

_PHONE = sa.bindparam("phone", type_=sa.String)
_CONVERSATION = sa.bindparam("conversation_id", type_=sa.String)
_THEIRS = (
    sa.select(appointments.c.conversation_id)
    .join(clients)
    .where(clients.c.phone == _PHONE, appointments.c.conversation_id.is_not(None))
)
_CLOSED = sa.select(items.c.id).where(
    items.c.key == "safety:" + findings.c.message_id + ":C", items.c.closed_at.is_not(None)
)
_HELD = sa.select(sa.func.max(findings.c.at)).where(
    findings.c.tier == "C",
    sa.or_(
        findings.c.conversation_id == _CONVERSATION,
        findings.c.conversation_id.in_(_THEIRS),
        findings.c.conversation_id.in_(sa.select(conversations.c.id).where(conversations.c.phone == _PHONE)),
    ),
    ~_CLOSED.exists(),
)
_DECIDED = (
    sa.select(sa.func.max(appointments.c.decided_at)).join(clients).where(clients.c.phone == _PHONE, DECIDED)
)


def hold_stands(connection: Connection, phone: str, conversation_id: str | None) -> bool:
    """Whether a tier C was found in this conversation, or in another one of this number, and not decided.

    Decided is what the therapist closed with an outcome, and what came before her last decision about an
    appointment of the same client.
    """
    since = connection.execute(_HELD, {"phone": phone, "conversation_id": conversation_id}).scalar()
    if since is None:
        return False
    until = connection.execute(_DECIDED, {"phone": phone}).scalar()
    return until is None or until < since
