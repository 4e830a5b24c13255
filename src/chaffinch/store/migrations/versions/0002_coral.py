"""Where Coral asks: the secret under which it signs, encrypted, for each site."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("site", sa.Column("coral_secret", sa.LargeBinary(), nullable=True))
