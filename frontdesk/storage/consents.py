"""Who may be texted: every opt-in and opt-out with time, wording and source; what the provider reports.

The newest row of a number decides. Nothing is changed or removed, so the history can be shown.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.storage.database import UtcDateTime, metadata

sms_consents = sa.Table(
    "sms_consents",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("phone", sa.String(20), nullable=False, index=True),
    sa.Column("allowed", sa.Boolean, nullable=False),
    sa.Column("wording", sa.String(160), nullable=False),
    sa.Column("source", sa.String(40), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

sms_statuses = sa.Table(
    "sms_statuses",
    metadata,
    sa.Column("provider_id", sa.String(64), primary_key=True),
    sa.Column("status", sa.String(20), primary_key=True),
    sa.Column("error", sa.String(10)),
    sa.Column("at", UtcDateTime, nullable=False),
)


def record_consent(
    connection: Connection, phone: str, allowed: bool, wording: str, source: str, now: datetime
) -> None:
    """Note that the number may, or may no longer, be texted. `source` is where that was said."""
    row = {"phone": phone, "allowed": allowed, "wording": wording[:160], "source": source, "at": now}
    connection.execute(sms_consents.insert().values(**row))


def may_text(connection: Connection, phone: str) -> bool:
    """Whether the number has not opted out, or has rejoined since."""
    newest = sa.select(sms_consents.c.allowed).where(sms_consents.c.phone == phone)
    allowed: bool | None = connection.execute(newest.order_by(sms_consents.c.id.desc()).limit(1)).scalar()
    return allowed is not False


def record_status(
    connection: Connection, provider_id: str, status: str, error: str | None, now: datetime
) -> bool:
    """Store what the provider reports of a text; False where the same report came before."""
    key = (sms_statuses.c.provider_id == provider_id, sms_statuses.c.status == status)
    if connection.execute(sa.select(sms_statuses.c.at).where(*key)).first():
        return False
    connection.execute(
        sms_statuses.insert().values(provider_id=provider_id, status=status, error=error, at=now)
    )
    return True
