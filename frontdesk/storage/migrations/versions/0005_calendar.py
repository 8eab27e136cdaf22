"""The therapist's own calendar: what was written into it, and how old the knowledge of it is."""

import sqlalchemy as sa
from alembic import op

from frontdesk.storage.database import UtcDateTime

revision = "0005_calendar"
down_revision = "0004_sms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_events",
        sa.Column("appointment_id", sa.String(32), nullable=False),
        sa.Column("written", sa.Text, nullable=False),
        sa.Column("written_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("appointment_id", name="pk_calendar_events"),
    )
    op.create_table(
        "calendar_state",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("read_at", UtcDateTime),
        sa.Column("failing_since", UtcDateTime),
        sa.Column("error", sa.String(80)),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_state"),
    )


def downgrade() -> None:
    op.drop_table("calendar_state")
    op.drop_table("calendar_events")
