"""What other systems were answered, where they can be told otherwise, and how telling them went."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("site", sa.Column("recheck", sa.Boolean(), server_default=sa.text("1"), nullable=False))
    op.add_column("site", sa.Column("is_reachable", sa.Boolean(), server_default=sa.text("1"), nullable=False))
    op.create_table(
        "remote_check",
        sa.Column("comment_id", sa.String(length=32), nullable=False),
        sa.Column("site_id", sa.String(length=32), nullable=False),
        sa.Column("callback", sa.Text(), nullable=True),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.PrimaryKeyConstraint("comment_id"),
    )
    op.create_index("remote_check_asked", "remote_check", ["asked_at", "comment_id"], unique=False)
    # Messages written until now could not be delivered and have no next time: they end by their age.
    op.add_column("outbox", sa.Column("comment_id", sa.String(length=32), nullable=True))
    op.add_column("outbox", sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("outbox", sa.Column("next_at", sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("deadline", sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("last_result", sa.String(length=32), nullable=True))
    op.create_index("outbox_due", "outbox", ["done_at", "next_at"], unique=False)
    op.create_index("outbox_of_comment", "outbox", ["comment_id", "id"], unique=False)
