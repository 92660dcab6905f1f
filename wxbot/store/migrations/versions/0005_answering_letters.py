"""How letters are answered: who, in what time, in which words."""

import sqlalchemy as sa
from alembic import op

from wxbot.store.columns import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_days")),
    )
    op.create_table(
        "canned_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_answers")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("assignee", sa.String(length=120), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("waiting_since", Instant(), nullable=True))
        batch_op.add_column(sa.Column("reading_since", Instant(), nullable=True))
        batch_op.create_index(batch_op.f("ix_letters_waiting_since_id"), ["waiting_since", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_letters_assignee_waiting_since"), ["assignee", "waiting_since"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_letters_reading_since"), ["reading_since"], unique=False)
        batch_op.create_index(batch_op.f("ix_letters_opened_at_id"), ["opened_at", "id"], unique=False)
    with op.batch_alter_table("letter_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=20), nullable=False, server_default="text"))
        for name, length in (("fate", 20), ("route", 20), ("reader", 120), ("trouble", 200)):
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("told_at", Instant(), nullable=True))
        batch_op.add_column(sa.Column("due_at", Instant(), nullable=True))
        batch_op.create_index(batch_op.f("ix_letter_entries_due_at"), ["due_at"], unique=False)
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_openid"), ["openid"], unique=False)
    op.execute("UPDATE letters SET waiting_since = opened_at WHERE state IN ('received', 'working')")
    op.execute("UPDATE letter_entries SET kind = 'answer', fate = 'asked' WHERE author <> 'writer'")


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_openid"))
    with op.batch_alter_table("letter_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_entries_due_at"))
        for name in ("due_at", "told_at", "trouble", "reader", "route", "fate", "kind"):
            batch_op.drop_column(name)
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letters_opened_at_id"))
        batch_op.drop_index(batch_op.f("ix_letters_reading_since"))
        batch_op.drop_index(batch_op.f("ix_letters_assignee_waiting_since"))
        batch_op.drop_index(batch_op.f("ix_letters_waiting_since_id"))
        for name in ("reading_since", "waiting_since", "assignee", "version"):
            batch_op.drop_column(name)
    op.drop_table("canned_answers")
    op.drop_table("calendar_days")
