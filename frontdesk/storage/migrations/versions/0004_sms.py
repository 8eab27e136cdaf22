"""SMS: consents and delivery reports."""

import sqlalchemy as sa
from alembic import op

from frontdesk.storage.database import UtcDateTime

revision = "0004_sms"
down_revision = "0003_console"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sms_consents",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("allowed", sa.Boolean, nullable=False),
        sa.Column("wording", sa.String(160), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sms_consents"),
    )
    op.create_index("ix_sms_consents_phone", "sms_consents", ["phone"])
    op.create_table(
        "sms_statuses",
        sa.Column("provider_id", sa.String(64), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("error", sa.String(10)),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("provider_id", "status", name="pk_sms_statuses"),
    )


def downgrade() -> None:
    op.drop_table("sms_statuses")
    op.drop_table("sms_consents")
