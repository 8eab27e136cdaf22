"""Codes by SMS: which were sent, how often they were tried, what they proved."""

import sqlalchemy as sa
from alembic import op

from frontdesk.storage.database import UtcDateTime

revision = "0007_verifications"
down_revision = "0006_decisions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "verifications",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("number_mark", sa.String(64), nullable=False),
        sa.Column("phone", sa.String(20)),
        sa.Column("sent_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("key", sa.String(100)),
        sa.Column("checked_key", sa.String(100)),
        sa.Column("checked_as", sa.String(10)),
        sa.Column("wrong", sa.Integer, nullable=False, server_default="0"),
        sa.Column("wrong_at", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("proved_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_verifications"),
        sa.UniqueConstraint("conversation_id", "key", name="uq_verifications_conversation_id_key"),
    )
    for column in ("conversation_id", "number_mark", "sent_at"):
        op.create_index(f"ix_verifications_{column}", "verifications", [column])


def downgrade() -> None:
    op.drop_table("verifications")
