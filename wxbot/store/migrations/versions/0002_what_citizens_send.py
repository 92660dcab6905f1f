"""What citizens send: letters, pictures, subscriptions, consents; and what is counted."""

import sqlalchemy as sa
from alembic import op

from wxbot.store.columns import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("template_id", sa.String(length=64), nullable=False),
        sa.Column("event", sa.String(length=10), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("error", sa.String(length=120), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint("delivery", "position", name=op.f("uq_consents_delivery_position")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consents_openid_template_id"), ["openid", "template_id"], unique=False)

    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("contact_index", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("number", name=op.f("uq_letters_number")),
        sa.UniqueConstraint("origin", name=op.f("uq_letters_origin")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_contact_index"), ["contact_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_letters_openid"), ["openid"], unique=False)
        batch_op.create_index(batch_op.f("ix_letters_state_opened_at"), ["state", "opened_at"], unique=False)

    op.create_table(
        "marks",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_marks")),
    )
    op.create_table(
        "reads",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("page", sa.String(length=120), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "page", name=op.f("pk_reads")),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("media_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("file", sa.String(length=80), nullable=False),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("origin", "position", name=op.f("uq_submissions_origin_position")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submissions_file"), ["file"], unique=False)
        batch_op.create_index(batch_op.f("ix_submissions_openid"), ["openid"], unique=False)
        batch_op.create_index(batch_op.f("ix_submissions_state_due_at"), ["state", "due_at"], unique=False)

    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("section", sa.String(length=20), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("openid", "section", "country", name=op.f("uq_subscriptions_openid_section_country")),
    )
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subscriptions_section_country"), ["section", "country"], unique=False)

    op.create_table(
        "letter_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("fk_letter_entries_letter_id_letters")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_entries")),
        sa.UniqueConstraint("origin", name=op.f("uq_letter_entries_origin")),
    )
    with op.batch_alter_table("letter_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_entries_letter_id"), ["letter_id"], unique=False)

    with op.batch_alter_table("followers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tagged", sa.String(length=8), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("quiet", sa.String(length=11), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("followers", schema=None) as batch_op:
        batch_op.drop_column("quiet")
        batch_op.drop_column("tagged")

    with op.batch_alter_table("letter_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_entries_letter_id"))

    op.drop_table("letter_entries")
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subscriptions_section_country"))

    op.drop_table("subscriptions")
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submissions_state_due_at"))
        batch_op.drop_index(batch_op.f("ix_submissions_openid"))
        batch_op.drop_index(batch_op.f("ix_submissions_file"))

    op.drop_table("submissions")
    op.drop_table("reads")
    op.drop_table("marks")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letters_state_opened_at"))
        batch_op.drop_index(batch_op.f("ix_letters_openid"))
        batch_op.drop_index(batch_op.f("ix_letters_contact_index"))

    op.drop_table("letters")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consents_openid_template_id"))

    op.drop_table("consents")
