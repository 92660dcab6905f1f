"""What the check found in a broadcast when it was submitted, so that whoever signs reads it too."""

import sqlalchemy as sa
from alembic import op

from wxbot.store.columns import Json

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("findings", Json, server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.drop_column("findings")
