"""Whether a site shares what it learns, and of which feature version a row of the feedback log is."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("site", sa.Column("shares", sa.Boolean(), server_default=sa.text("1"), nullable=False))
    # All rows until now are of the first version.
    features = sa.Column("feature_version", sa.Integer(), server_default=sa.text("1"), nullable=False)
    op.add_column("feedback", features)
    op.create_index("feedback_features", "feedback", ["feature_version", "position"], unique=False)
