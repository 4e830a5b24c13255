"""Which campaign a comment was noticed to be of."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("comment", sa.Column("campaign", sa.String(length=16), nullable=True))
    op.create_index("comment_campaign", "comment", ["campaign", "state"], unique=False)
