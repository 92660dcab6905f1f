"""One PostgreSQL database for many tests, one after another, since making one takes longer than most of them."""

from sqlalchemy import insert, select, text

from wxbot.store.database import Database, Db
from wxbot.store.schema import METADATA

_TABLES = METADATA.sorted_tables
_LARGE = 1_000_000  # Bytes of a table from which on dead rows would be what the next test waits for.

_END_OTHERS = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
_LARGE_ONES = (
    "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
    f"AND relname <> 'alembic_version' AND pg_table_size(oid) > {_LARGE}"
)
_COUNT_ANEW = "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence"


class EmptiedDatabase:
    """A database with the newest schema, whose rows are as migrated again whenever it is asked for.

    A test that changes the schema itself needs a database of its own.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._database = Database(url, 30)
        with self._database.read() as db:
            self._own = {table: [dict(row) for row in db.execute(select(table)).mappings()] for table in _TABLES}

    def empty(self) -> str:
        """Its URL. Whoever is still connected to it belongs to an earlier test."""
        with self._database.write() as db:
            db.execute(text(_END_OTHERS))
            db.execute(text("SET LOCAL session_replication_role = replica"))  # The audit lets nobody delete a line.
            self._delete(db)
            db.execute(text(_COUNT_ANEW))
        return self.url

    def _delete(self, db: Db) -> None:
        for name in db.scalars(text(_LARGE_ONES)).all():
            db.execute(text(f"TRUNCATE {name} CASCADE"))
        db.execute(text("; ".join(f'DELETE FROM "{table.name}"' for table in _TABLES)))
        for table, rows in self._own.items():
            if rows:
                db.execute(insert(table), rows)

    def close(self) -> None:
        self._database.close()
