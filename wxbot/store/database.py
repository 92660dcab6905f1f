"""The connection to SQL and its two kinds of transactions: reading, and writing that locks before it looks.

Whatever shows that the database cannot be reached becomes StoreUnavailable; every other error passes through.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, literal, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import InstrumentedAttribute, Session

from wxbot.errors import StoreUnavailable
from wxbot.store.columns import Table

Db = Session

_WRITES = "writes"

_NO_SUCH = ("42P01", "42703", "no such table", "no such column")  # PostgreSQL's codes, SQLite's words.


class Database:
    """One engine per process. ``patience`` is in seconds: how long a lock, a connection or a statement may take."""

    def __init__(self, url: str, patience: float) -> None:
        self.engine = _sqlite(url, patience) if url.startswith("sqlite") else _postgresql(url, patience)

    @contextmanager
    def read(self) -> Iterator[Db]:
        with _translated(), self.engine.connect() as connection, Session(connection) as db:
            yield db

    @contextmanager
    def write(self) -> Iterator[Db]:
        """Commits at the end, rolls back on any error.

        SQLite locks the whole database from the first statement on; PostgreSQL only the rows that are written or that a
        query asks for with ``with_for_update``, so whoever reads a row to change it must ask for it.
        """
        with _translated(), self.engine.connect() as connection:
            writing = connection.execution_options(**{_WRITES: True})
            with Session(writing, expire_on_commit=False) as db, db.begin():
                yield db

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise StoreUnavailable("the database has no connection left") from error
    except DBAPIError as error:
        if _lacks_schema(error):
            raise StoreUnavailable("the database has not the newest schema: run `flask migrate`") from error
        if error.connection_invalidated or isinstance(error, OperationalError | InterfaceError):
            raise StoreUnavailable(f"the database does not answer: {type(error).__name__}") from error
        raise


def _lacks_schema(error: DBAPIError) -> bool:
    return (getattr(error.orig, "sqlstate", None) or str(error.orig)).startswith(_NO_SUCH)


def _sqlite(url: str, patience: float) -> Engine:
    engine = create_engine(url, connect_args={"timeout": patience}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # The driver must not begin transactions by itself; the listener below does.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that reads and then writes must hold the lock from its start: otherwise two of them read the
        # same state, and one either loses its update or fails at once whatever the busy timeout.
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: str, patience: float) -> Engine:
    plain = make_url(url).set(drivername="postgresql+psycopg")
    milliseconds = int(patience * 1000)
    options = f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds} -c timezone=UTC"
    return create_engine(
        plain,
        connect_args={"connect_timeout": max(2, int(patience)), "options": options},
        hide_parameters=True,  # Errors end up in the log.
        pool_pre_ping=True,
        pool_timeout=patience,
        pool_size=5,
        max_overflow=15,
    )


def add_missing(db: Db, table: type[Table], **values: object) -> bool:
    """Adds the row unless one with the same key is there; returns whether it did. Of two that race one adds it."""
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    added = insert(table).values(**values).on_conflict_do_nothing().returning(literal(True))
    return db.scalar(added) is not None


def count_up(db: Db, table: type[Table], rows: Sequence[Mapping[str, object]]) -> None:
    """Adds each row's ``count`` to the row with the same key, or adds the row; one statement for all of them.

    Whoever counts the same rows at once must bring them in the same order, lest two wait for each other.
    """
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    key = [column.name for column in inspect(table).primary_key]
    new = insert(table)
    counted = new.on_conflict_do_update(
        index_elements=key, set_={"count": table.__table__.c["count"] + new.excluded["count"]}
    )
    if rows:
        db.connection().execute(counted, list(rows))


def count_within(
    db: Db, table: type[Table], rows: Sequence[Mapping[str, object]], most: int, told: InstrumentedAttribute[str]
) -> set[str]:
    """As ``count_up``, but a row that has reached ``most`` is left as it is; returns ``told`` of those that counted."""
    if not rows:
        return set()
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    key = [column.name for column in inspect(table).primary_key]
    count = table.__table__.c["count"]
    new = insert(table).values(list(rows))
    counted = new.on_conflict_do_update(
        index_elements=key, set_={"count": count + new.excluded["count"]}, where=count < most
    )
    return set(db.scalars(counted.returning(told)))


def check(database: Database) -> None:
    """Raises StoreUnavailable unless the database answers."""
    with database.read() as db:
        db.execute(text("SELECT 1"))
