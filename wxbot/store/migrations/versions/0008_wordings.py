"""Wrong and preferred wordings; ways to search the audit, and a lock on its lines."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_audit_at": ["at", "id"],
    "ix_audit_actor": ["actor", "at", "id"],
    "ix_audit_action": ["action", "at", "id"],
    "ix_audit_subject": ["subject", "at", "id"],
}

# A line that is there stays as it is. Whoever owns the database can take this away, which the chain of hashes shows.
_SAID = "audit is only added to"
_REFUSE = (
    f"CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{_SAID}'; END $$"
)
_LOCKS = {
    "sqlite": (
        f"CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, '{_SAID}'); END",
        f"CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, '{_SAID}'); END",
    ),
    "postgresql": (
        _REFUSE,
        "CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
        "CREATE TRIGGER audit_kept BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
        "CREATE TRIGGER audit_whole BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    ),
}
_KEYS = {
    "sqlite": ("DROP TRIGGER audit_unchanged", "DROP TRIGGER audit_kept"),
    "postgresql": ("DROP FUNCTION audit_refuse() CASCADE",),
}


def upgrade() -> None:
    for name, columns in _INDEXES.items():
        op.create_index(name, "audit", columns)
    for statement in _LOCKS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.create_table(
        "wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.String(length=100), nullable=False),
        sa.Column("folded", sa.String(length=100), nullable=False),
        sa.Column("preferred", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wordings")),
        sa.UniqueConstraint("folded", "language", name=op.f("uq_wordings_folded_language")),
    )


def downgrade() -> None:
    op.drop_table("wordings")
    for statement in _KEYS[op.get_bind().dialect.name]:
        op.execute(statement)
    for name in _INDEXES:
        op.drop_index(name, "audit")
