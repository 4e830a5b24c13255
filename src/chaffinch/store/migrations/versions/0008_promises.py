"""What sites promise about honest comments, and the comments drawn at random by which it is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("site", sa.Column("lose_at_most", sa.String(length=32), nullable=True))
    op.add_column("site", sa.Column("hold_at_most", sa.String(length=32), nullable=True))
    share = sa.Column("audit_share", sa.String(length=32), server_default=sa.text("'1/50'"), nullable=False)
    op.add_column("site", share)
    op.add_column("site", sa.Column("audit_generation", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_table(
        "audit",
        sa.Column("comment_id", sa.String(length=32), nullable=False),
        sa.Column("site_id", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("label", sa.String(length=8), nullable=True),
        sa.Column("drawn_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.PrimaryKeyConstraint("comment_id"),
    )
    op.create_index(op.f("ix_audit_drawn_at"), "audit", ["drawn_at"], unique=False)
    op.create_index("audit_sample", "audit", ["site_id", "label", "model", "score"], unique=False)
    op.create_index("audit_waiting", "audit", ["label", "drawn_at", "comment_id"], unique=False)
