"""Answers to calls that are sent again, and an index for the list of a site's threads."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "answer",
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("site_id", sa.String(length=32), nullable=False),
        sa.Column("call_lookup", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.PrimaryKeyConstraint("lookup"),
    )
    op.create_index(op.f("ix_answer_site_id"), "answer", ["site_id"], unique=False)
    op.create_index(op.f("ix_answer_created_at"), "answer", ["created_at"], unique=False)
    op.create_table(
        "answer_comment",
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("comment_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["lookup"], ["answer.lookup"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("lookup", "comment_id"),
    )
    op.create_index(op.f("ix_answer_comment_comment_id"), "answer_comment", ["comment_id"], unique=False)
    op.create_index("thread_of_site", "thread", ["site_id", "created_at"], unique=False)
