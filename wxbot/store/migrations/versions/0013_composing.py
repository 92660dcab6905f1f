"""What was uploaded for articles."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("file", sa.String(length=100), nullable=False),
        sa.Column("use", sa.String(length=10), nullable=False),
        sa.Column("given", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("file", "use", name=op.f("pk_uploads")),
    )


def downgrade() -> None:
    op.drop_table("uploads")
