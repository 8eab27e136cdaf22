"""Whether a hold that safety found (tier C) still stands: the therapist has yet to look at this client."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.storage.booking_tables import appointments, clients
from frontdesk.storage.conversations import conversations, findings
from frontdesk.storage.items import items


def hold_stands(connection: Connection, phone: str, conversation_id: str | None) -> bool:
    """Whether a tier C was found in this conversation, or in another one of this number, and not decided.

    Decided is what the therapist closed with an outcome, and what came before her last decision about an
    appointment of the same client.
    """
    theirs = sa.select(appointments.c.conversation_id).join(clients).where(clients.c.phone == phone)
    own = sa.or_(
        findings.c.conversation_id == conversation_id,
        findings.c.conversation_id.in_(theirs.where(appointments.c.conversation_id.is_not(None))),
        findings.c.conversation_id.in_(sa.select(conversations.c.id).where(conversations.c.phone == phone)),
    )
    closed = sa.select(items.c.id).where(
        items.c.key == "safety:" + findings.c.message_id + ":C", items.c.closed_at.is_not(None)
    )
    held = sa.select(sa.func.max(findings.c.at)).where(findings.c.tier == "C", own, ~closed.exists())
    decided = sa.select(sa.func.max(appointments.c.decided_at)).join(clients).where(clients.c.phone == phone)
    since, until = connection.execute(held).scalar(), connection.execute(decided).scalar()
    return since is not None and (until is None or until < since)
