"""Daily figures, and what staff note of followers."""

import sqlalchemy as sa
from alembic import op

from wxbot.store.columns import Json

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "figures",
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("measure", "day", "key", name=op.f("pk_figures")),
    )
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
    )
    with op.batch_alter_table("followers", schema=None) as batch_op:
        batch_op.drop_column("tags")  # Nothing ever wrote it.
        batch_op.add_column(sa.Column("remark", sa.String(length=30), nullable=False, server_default=""))

    op.create_table(
        "taggings",
        sa.Column("follower_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["follower_id"],
            ["followers.id"],
            name=op.f("fk_taggings_follower_id_followers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("follower_id", "tag_id", name=op.f("pk_taggings")),
    )
    with op.batch_alter_table("taggings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taggings_tag_id_follower_id"), ["tag_id", "follower_id"], unique=False)

    op.add_column("journal", sa.Column("question", sa.String(length=120), nullable=False, server_default=""))
    op.drop_index("ix_journal_at", "journal")
    op.create_index("ix_journal_at_id", "journal", ["at", "id"], unique=False)
    op.create_index(
        "ix_journal_questions",
        "journal",
        ["at", "question", "id"],
        unique=False,
        sqlite_where=sa.text("question != ''"),
        postgresql_where=sa.text("question != ''"),
    )
    op.create_index("ix_revisions_live_at", "revisions", ["live_at"], unique=False)
    op.create_index("ix_submissions_state_id", "submissions", ["state", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_submissions_state_id", "submissions")
    op.drop_index("ix_revisions_live_at", "revisions")
    op.drop_index("ix_journal_questions", "journal")
    op.drop_index("ix_journal_at_id", "journal")
    op.create_index("ix_journal_at", "journal", ["at"], unique=False)
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_column("question")

    with op.batch_alter_table("taggings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taggings_tag_id_follower_id"))

    op.drop_table("taggings")
    with op.batch_alter_table("followers", schema=None) as batch_op:
        batch_op.drop_column("remark")
        batch_op.add_column(sa.Column("tags", Json, nullable=False, server_default="[]"))

    op.drop_table("tags")
    op.drop_table("figures")
