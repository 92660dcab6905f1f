"""The audit's chain: whoever changes a line afterwards breaks it there."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import Executable

from tests.rig.postgresql import PostgresqlServer
from tests.store.together import in_threads
from wxbot.store import audit
from wxbot.store.audit import Head, Line, Proof, Search
from wxbot.store.database import Database

NOON = dt.datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=dt.UTC)
DETAILS: dict[str, Any] = {"revision": 3, "words": "护照", "nested": {"b": [1, 2.5, None, True], "a": ""}}


@pytest.fixture
def postgresql_database(postgresql: PostgresqlServer, empty_postgresql: str) -> str:
    """Of the test's own, since some drop what keeps lines as they are."""
    return postgresql.create(empty_postgresql)


def _add(database: Database, count: int = 1, actor: str = "chen") -> None:
    for number in range(count):
        with database.write() as db:
            audit.add(db, NOON + dt.timedelta(seconds=number), actor, "item.live", f"news/n-{number}.zh", DETAILS)


def _fail_after(_work: object) -> None:
    raise ZeroDivisionError


def _broken_at(database: Database) -> int | None:
    with database.read() as db:
        return audit.broken_at(db)


def _unlock(database: Database) -> None:
    """As the owner of the database could."""
    with database.write() as db:
        on = " ON audit" if db.get_bind().dialect.name == "postgresql" else ""
        for trigger in ("audit_unchanged", "audit_kept"):
            db.execute(text(f"DROP TRIGGER {trigger}{on}"))


def test_empty_chain_is_whole(database: Database) -> None:
    assert _broken_at(database) is None


def test_added_lines_are_a_whole_chain(database: Database) -> None:
    _add(database, 5)
    assert _broken_at(database) is None


def test_lines_of_one_transaction_are_a_whole_chain(database: Database) -> None:
    with database.write() as db:
        for number in range(3):
            audit.add(db, NOON, "chen", "item.live", f"news/n-{number}.zh", {})
    assert _broken_at(database) is None


def test_line_says_who_did_what_when_to_what(database: Database) -> None:
    _add(database)
    with database.read() as db:
        line = db.scalars(select(Line)).one()
        assert (line.at, line.actor, line.action, line.subject) == (NOON, "chen", "item.live", "news/n-0.zh")
        assert line.details == DETAILS


def test_instant_of_another_zone_does_not_break_the_chain(database: Database) -> None:
    beijing = dt.timezone(dt.timedelta(hours=8))
    with database.write() as db:
        audit.add(db, NOON.astimezone(beijing), "chen", "item.live", "news/n.zh", {})
    assert _broken_at(database) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", NOON + dt.timedelta(microseconds=1)),
        ("actor", "mallory"),
        ("action", "item.down"),
        ("subject", "news/another.zh"),
        ("details", {**DETAILS, "revision": 4}),
        ("previous", "f" * 64),
        ("hash", "f" * 64),
    ],
)
def test_changed_field_breaks_the_chain_at_its_line(database: Database, field: str, value: object) -> None:
    _add(database, 4)
    _unlock(database)
    with database.write() as db:
        db.execute(update(Line).where(Line.id == 2).values({field: value}))
    assert _broken_at(database) == 2


def test_changed_line_with_a_new_hash_breaks_the_chain_at_the_next(database: Database) -> None:
    _add(database, 3)
    _unlock(database)
    with database.write() as db:
        line = db.get_one(Line, 2)
        line.actor = "mallory"
        line.hash = audit._hash(line)
    assert _broken_at(database) == 3


def test_removed_line_breaks_the_chain_at_the_next(database: Database) -> None:
    _add(database, 3)
    _unlock(database)
    with database.write() as db:
        db.delete(db.get_one(Line, 2))
    assert _broken_at(database) == 3


def test_removed_last_line_breaks_the_chain(database: Database) -> None:
    _add(database, 3)
    _unlock(database)
    with database.write() as db:
        db.delete(db.get_one(Line, 3))
    assert _broken_at(database) == -1


def test_removing_all_lines_breaks_the_chain(database: Database) -> None:
    _add(database, 1)
    _unlock(database)
    with database.write() as db:
        db.delete(db.get_one(Line, 1))
    assert _broken_at(database) == -1


def test_removing_the_head_breaks_the_chain(database: Database) -> None:
    _add(database, 2)
    _unlock(database)
    with database.write() as db:
        db.delete(db.get_one(Head, 1))
    assert _broken_at(database) == -1


def test_line_of_a_failed_transaction_is_not_in_the_chain(database: Database) -> None:
    _add(database)
    with pytest.raises(ZeroDivisionError), database.write() as db:
        _fail_after(audit.add(db, NOON, "chen", "item.live", "news/failed.zh", {}))  # type: ignore[func-returns-value]
    _add(database)
    assert _broken_at(database) is None


def test_four_threads_keep_one_chain(database: Database) -> None:
    """It has no line when they begin, so that they fight for the first one as well."""
    in_threads(4, lambda number: _add(database, 10, f"staff-{number}"))
    with database.read() as db:
        assert len(db.scalars(select(Line.id)).all()) == 40
    assert _broken_at(database) is None


@pytest.mark.parametrize(
    "attempt",
    [
        update(Line).where(Line.id == 2).values(actor="mallory"),
        update(Line).values(hash=Line.hash),
        delete(Line).where(Line.id == 3),
        delete(Line),
    ],
    ids=["change", "change to the same", "remove one", "remove all"],
)
def test_database_itself_refuses_to_change_or_remove_a_line(database: Database, attempt: Executable) -> None:
    _add(database, 3)
    with pytest.raises(DBAPIError, match="only added to"), database.write() as db:
        db.execute(attempt)
    with database.read() as db:
        assert audit.prove(db).count == 3
    assert _broken_at(database) is None


def test_postgresql_refuses_to_empty_the_audit(postgresql_database: str) -> None:
    database = Database(postgresql_database, 5)
    _add(database)
    with pytest.raises(DBAPIError, match="only added to"), database.write() as db:
        db.execute(text("TRUNCATE audit"))
    database.close()


def test_forged_line_behind_the_last_one_breaks_the_chain(database: Database) -> None:
    _add(database, 2)
    with database.write() as db:
        last = db.get_one(Line, 2)
        forged = Line(at=NOON, actor="chen", action="item.live", subject="news/f.zh", details={}, previous=last.hash)
        forged.hash = audit._hash(forged)
        db.add(forged)
    assert _broken_at(database) == -1


def test_proof_says_from_when_to_when_the_chain_is_whole(database: Database) -> None:
    _add(database, 4)
    with database.read() as db:
        proof = audit.prove(db)
        newest = db.get_one(Line, 4).hash
    assert proof == Proof(4, NOON, NOON + dt.timedelta(seconds=3), newest)


def test_proof_of_a_broken_chain_ends_before_the_break(database: Database) -> None:
    _add(database, 4)
    _unlock(database)
    with database.write() as db:
        db.execute(update(Line).where(Line.id == 3).values(actor="mallory"))
    with database.read() as db:
        proof = audit.prove(db)
        second = db.get_one(Line, 2).hash
    assert proof == Proof(2, NOON, NOON + dt.timedelta(seconds=1), second, broken=3)


def _found(database: Database, **asked: Any) -> list[str]:
    with database.read() as db:
        return [line.subject for line in audit.newest(db, 50, search=Search(**asked))]


def _many(database: Database) -> None:
    lines = [
        ("chen", "item.submitted", "news/a.zh"),
        ("li", "item.live", "news/a.zh"),
        ("chen", "item.submitted", "newsletter/b.zh"),
        ("wu", "letter.answered", "letter/20261122-0001"),
    ]
    with database.write() as db:
        for hour, (actor, action, subject) in enumerate(lines):
            audit.add(db, NOON + dt.timedelta(hours=hour), actor, action, subject, {})


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["letter/20261122-0001", "newsletter/b.zh", "news/a.zh", "news/a.zh"]),
        ({"actor": "chen"}, ["newsletter/b.zh", "news/a.zh"]),
        ({"action": "item.live"}, ["news/a.zh"]),
        ({"subject": "news/a.zh"}, ["news/a.zh", "news/a.zh"]),
        ({"subject": "news"}, ["news/a.zh", "news/a.zh"]),
        ({"subject": "new%"}, []),
        ({"actor": "chen", "subject": "news"}, ["news/a.zh"]),
        ({"begin": NOON + dt.timedelta(hours=2)}, ["letter/20261122-0001", "newsletter/b.zh"]),
        ({"end": NOON + dt.timedelta(hours=1)}, ["news/a.zh"]),
        ({"begin": NOON + dt.timedelta(hours=1), "end": NOON + dt.timedelta(hours=2)}, ["news/a.zh"]),
    ],
)
def test_lines_are_searched(database: Database, asked: dict[str, Any], found: list[str]) -> None:
    _many(database)
    assert _found(database, **asked) == found


def test_pages_hold_every_line_once(database: Database) -> None:
    """Several of one instant, and one that a clock put before its forerunner."""
    with database.write() as db:
        for number in range(10):
            at = NOON + dt.timedelta(seconds=number // 4 - (5 if number == 6 else 0))
            audit.add(db, at, "chen", "item.live", f"news/n-{number}.zh", {})
    seen: list[int] = []
    before = None
    while True:
        with database.read() as db:
            rows = [line.id for line in audit.newest(db, 3, before)]
        if not rows:
            break
        seen += rows
        before = rows[-1]
    assert sorted(seen) == list(range(1, 11))
    assert seen[-1] == 7


def test_key_of_a_line_that_is_not_there_begins_anew(database: Database) -> None:
    _add(database, 2)
    with database.read() as db:
        assert [line.id for line in audit.newest(db, 5, 999)] == [2, 1]


def test_actors_and_actions_can_be_chosen_from(database: Database) -> None:
    _many(database)
    with database.read() as db:
        assert audit.actors(db) == ["chen", "li", "wu"]
        assert audit.actions(db) == ["item.live", "item.submitted", "letter.answered"]
