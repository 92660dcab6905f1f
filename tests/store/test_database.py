"""Transactions end whole or not at all and do not wait for ever; a database that is gone is told as such."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from wxbot.errors import StoreUnavailable
from wxbot.store import counters, followers
from wxbot.store.database import Database, check
from wxbot.store.followers import Follower


@contextmanager
def _timed(least: float, most: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert least <= time.monotonic() - began <= most


def _fail_after(_work: object) -> None:
    raise ZeroDivisionError


def _count(database: Database) -> int:
    with database.read() as db:
        return counters.value(db, "letters")


def test_healthy_database_answers(database: Database) -> None:
    check(database)


def test_writing_is_committed_at_its_end(database: Database) -> None:
    with database.write() as db:
        counters.next_value(db, "letters")
    assert _count(database) == 1


def test_error_takes_everything_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as db:
        _fail_after(counters.next_value(db, "letters"))
    assert _count(database) == 0


def test_reading_keeps_nothing(database: Database) -> None:
    with database.read() as db:
        db.add(Follower(openid="oAlice"))
        db.flush()
    with database.read() as db:
        assert followers.find(db, "oAlice") is None


def test_error_of_the_code_passes_through(database: Database) -> None:
    with database.write() as db:
        followers.find_or_add(db, "oAlice")
    with pytest.raises(IntegrityError), database.write() as db:
        db.add(Follower(openid="oAlice"))


def test_reading_goes_on_while_another_writes(database: Database) -> None:
    with database.write() as db:
        counters.next_value(db, "letters")
        assert _count(database) == 0


def test_closed_port_is_told_as_unavailable_at_once() -> None:
    database = Database("postgresql://wxbot@127.0.0.1:9/wxbot", 2)
    with _timed(0, 1), pytest.raises(StoreUnavailable):
        check(database)
    database.close()


def test_sqlite_without_its_folder_is_told_as_unavailable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/no/such/folder/wxbot.db", 2)
    with _timed(0, 1), pytest.raises(StoreUnavailable):
        check(database)
    database.close()


def test_locked_sqlite_is_told_as_unavailable_after_its_patience(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url, 0.3)
    check(database)
    with sqlite3.connect(tmp_path / "wxbot.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with _timed(0.25, 1.5), pytest.raises(StoreUnavailable), database.write() as db:
            counters.next_value(db, "letters")
        other.execute("ROLLBACK")
    other.close()
    database.close()


def test_locked_row_of_postgresql_is_told_as_unavailable_after_its_patience(postgresql_database: str) -> None:
    owner, waiting = Database(postgresql_database, 5), Database(postgresql_database, 0.3)
    with owner.write() as db:
        counters.next_value(db, "letters")
        with _timed(0.25, 1.5), pytest.raises(StoreUnavailable), waiting.write() as other:
            counters.next_value(other, "letters")
    owner.close()
    waiting.close()


def test_statement_without_end_is_told_as_unavailable_after_its_patience(postgresql_database: str) -> None:
    database = Database(postgresql_database, 0.3)
    with _timed(0.25, 1.5), pytest.raises(StoreUnavailable), database.read() as db:
        db.execute(text("SELECT pg_sleep(10)"))
    database.close()


def test_connection_that_the_server_ended_is_replaced(postgresql_database: str) -> None:
    database = Database(postgresql_database, 5)
    with database.read() as db:
        backend = db.scalar(text("SELECT pg_backend_pid()"))
    other = Database(postgresql_database, 5)
    with other.read() as db:
        db.execute(text("SELECT pg_terminate_backend(:backend, 5000)"), {"backend": backend})
    check(database)
    database.close()
    other.close()


def test_connection_that_the_server_ends_midway_is_told_as_unavailable(postgresql_database: str) -> None:
    database = Database(postgresql_database, 5)
    with pytest.raises(StoreUnavailable), database.write() as db:
        db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    database.close()


def test_writer_waits_for_another_writer_within_its_patience(database: Database) -> None:
    holds = threading.Event()

    def hold() -> None:
        with database.write() as db:
            counters.next_value(db, "letters")
            holds.set()
            time.sleep(0.2)

    thread = threading.Thread(target=hold)
    thread.start()
    holds.wait(5)
    with database.write() as db:
        assert counters.next_value(db, "letters") == 2
    thread.join()


def test_missing_schema_is_told_as_unavailable(bare: Database) -> None:
    """Not as a fault of the code: web processes may be up before the first migration."""
    with pytest.raises(StoreUnavailable, match="flask migrate"), bare.read() as db:
        counters.value(db, "letters")


def test_error_does_not_show_what_was_to_be_written(database: Database) -> None:
    """It ends up in the log, and what is written is somebody's."""
    with pytest.raises(SQLAlchemyError) as raised, database.write() as db:
        db.execute(text("INSERT INTO followers (scene, openid) VALUES ('', :openid)"), {"openid": "oAlice"})
    assert "oAlice" not in str(raised.value).partition("DETAIL")[0]  # PostgreSQL's own detail shows the row.
