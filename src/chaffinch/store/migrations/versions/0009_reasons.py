"""Which reasons a labelled comment had, so that each reason's record on a site can be counted."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    # What was labelled before stays without: its comment's reasons are not known for certain any more.
    op.add_column("feedback", sa.Column("reasons", sa.Text(), nullable=True))
    op.create_index("feedback_of_site", "feedback", ["site_id", "position"], unique=False)
