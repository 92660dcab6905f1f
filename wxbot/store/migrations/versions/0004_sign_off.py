"""The life of a revision from draft to live, and who keeps an item."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from wxbot.store.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _columns() -> list[tuple[str, sa.Column[Any]]]:
    """Made anew each time, since a column belongs to the table that it was added to."""
    items: tuple[sa.Column[Any], ...] = (
        sa.Column("title", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("state", sa.String(length=20), nullable=False, server_default="former"),
        sa.Column("changed_at", Instant(), nullable=False, server_default="1970-01-01 00:00:00.000000"),
        sa.Column("live_at", Instant(), nullable=True),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("owner", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("expires_at", Instant(), nullable=True),
    )
    revisions: tuple[sa.Column[Any], ...] = (
        sa.Column("state", sa.String(length=20), nullable=False, server_default="former"),
        sa.Column("submitted_by", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("submitted_at", Instant(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("refused_by", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("refused_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
    )
    return [*(("items", column) for column in items), *(("revisions", column) for column in revisions)]


_INDEXES = (
    ("items", "changed_at", "id"),
    ("items", "kind", "changed_at", "id"),
    ("items", "state", "changed_at", "id"),
    ("items", "owner", "changed_at", "id"),
    ("items", "review_by"),
    ("items", "expires_at"),
    ("revisions", "state", "due_at"),
)

# Every revision so far went live at once; an item shows its live one, or its newest when it was taken down.
_FILL = (
    "UPDATE revisions SET state = 'live' WHERE id IN (SELECT live_id FROM items WHERE live_id IS NOT NULL)",
    "UPDATE items SET state = 'live' WHERE live_id IS NOT NULL",
    "UPDATE items SET live_at = (SELECT live_at FROM revisions WHERE revisions.id = items.live_id)",
    """UPDATE items SET title = (SELECT title FROM revisions WHERE revisions.id = COALESCE(
        items.live_id, (SELECT MAX(id) FROM revisions WHERE revisions.item_id = items.id)))""",
    "UPDATE items SET changed_at = (SELECT MAX(created_at) FROM revisions WHERE revisions.item_id = items.id)",
)


def upgrade() -> None:
    for table, column in _columns():
        op.add_column(table, column)
    for statement in _FILL:
        op.execute(statement)
    for table, *columns in _INDEXES:
        op.create_index(op.f("_".join(("ix", table, *columns))), table, columns)


def downgrade() -> None:
    for table, *columns in _INDEXES:
        op.drop_index(op.f("_".join(("ix", table, *columns))), table)
    for table, column in _columns():
        op.drop_column(table, column.name)
