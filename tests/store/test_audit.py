"""The audit's chain: whoever changes a line afterwards breaks it there."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.store.together import in_threads
from wxbot.store import audit
from wxbot.store.audit import Head, Line
from wxbot.store.database import Database

NOON = dt.datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=dt.UTC)
DETAILS: dict[str, Any] = {"revision": 3, "words": "护照", "nested": {"b": [1, 2.5, None, True], "a": ""}}


def _add(database: Database, count: int = 1, actor: str = "chen") -> None:
    for number in range(count):
        with database.write() as db:
            audit.add(db, NOON + dt.timedelta(seconds=number), actor, "item.live", f"news/n-{number}.zh", DETAILS)


def _fail_after(_work: object) -> None:
    raise ZeroDivisionError


def _broken_at(database: Database) -> int | None:
    with database.read() as db:
        return audit.broken_at(db)


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
    with database.write() as db:
        db.execute(update(Line).where(Line.id == 2).values({field: value}))
    assert _broken_at(database) == 2


def test_changed_line_with_a_new_hash_breaks_the_chain_at_the_next(database: Database) -> None:
    _add(database, 3)
    with database.write() as db:
        line = db.get_one(Line, 2)
        line.actor = "mallory"
        line.hash = audit._hash(line)
    assert _broken_at(database) == 3


def test_removed_line_breaks_the_chain_at_the_next(database: Database) -> None:
    _add(database, 3)
    with database.write() as db:
        db.delete(db.get_one(Line, 2))
    assert _broken_at(database) == 3


def test_removed_last_line_breaks_the_chain(database: Database) -> None:
    _add(database, 3)
    with database.write() as db:
        db.delete(db.get_one(Line, 3))
    assert _broken_at(database) == -1


def test_removing_all_lines_breaks_the_chain(database: Database) -> None:
    _add(database, 1)
    with database.write() as db:
        db.delete(db.get_one(Line, 1))
    assert _broken_at(database) == -1


def test_removing_the_head_breaks_the_chain(database: Database) -> None:
    _add(database, 2)
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
