"""Indexes of the few appointments by which the therapist has to decide, or has decided, about a client.

Without them every booking reads all appointments there ever were.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_decisions"
down_revision = "0005_calendar"
branch_labels = None
depends_on = None

UNDECIDED = sa.text(
    "status = 'pending_approval' OR (recent_head_injury AND decided_at IS NULL AND cancelled_by = 'client')"
)
DECIDED = sa.text("decided_at IS NOT NULL")


def upgrade() -> None:
    for name, which in (("ix_appointments_undecided", UNDECIDED), ("ix_appointments_decided", DECIDED)):
        op.create_index(name, "appointments", ["client_id"], postgresql_where=which, sqlite_where=which)


def downgrade() -> None:
    for name in ("ix_appointments_decided", "ix_appointments_undecided"):
        op.drop_index(name, "appointments")
