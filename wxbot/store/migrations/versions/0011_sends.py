"""What each follower gets of a broadcast, and what WeChat told of it."""

import sqlalchemy as sa
from alembic import op

from wxbot.store.columns import Instant, Json

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chunks",
        sa.Column("broadcast_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("leased_until", Instant(), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("counts", Json, nullable=False),
        sa.PrimaryKeyConstraint("broadcast_id", "number", name=op.f("pk_chunks")),
    )
    with op.batch_alter_table("chunks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_chunks_broadcast_id_done_number"), ["broadcast_id", "done", "number"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_chunks_leased_until"), ["leased_until"], unique=False)

    op.create_table(
        "pushed",
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("openid", "day", name=op.f("pk_pushed")),
    )
    with op.batch_alter_table("pushed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pushed_day"), ["day"], unique=False)

    op.create_table(
        "results",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("delivery", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("body", sa.String(length=4000), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_results")),
        sa.UniqueConstraint("delivery", name=op.f("uq_results_delivery")),
    )
    with op.batch_alter_table("results", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_results_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_results_message_id"), ["message_id"], unique=False)

    op.create_table(
        "sends",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("chunk", sa.Integer(), nullable=False),
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("at", Instant(), nullable=True),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("why", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sends")),
        sa.UniqueConstraint("broadcast_id", "openid", name=op.f("uq_sends_broadcast_id_openid")),
    )
    with op.batch_alter_table("sends", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sends_broadcast_id_chunk_id"), ["broadcast_id", "chunk", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sends_broadcast_id_state_due_at"), ["broadcast_id", "state", "due_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sends_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sends_openid"), ["openid"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("sends", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sends_openid"))
        batch_op.drop_index(batch_op.f("ix_sends_message_id"))
        batch_op.drop_index(batch_op.f("ix_sends_broadcast_id_state_due_at"))
        batch_op.drop_index(batch_op.f("ix_sends_broadcast_id_chunk_id"))

    op.drop_table("sends")
    with op.batch_alter_table("results", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_results_message_id"))
        batch_op.drop_index(batch_op.f("ix_results_due_at"))

    op.drop_table("results")
    with op.batch_alter_table("pushed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pushed_day"))

    op.drop_table("pushed")
    with op.batch_alter_table("chunks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chunks_leased_until"))
        batch_op.drop_index(batch_op.f("ix_chunks_broadcast_id_done_number"))

    op.drop_table("chunks")
