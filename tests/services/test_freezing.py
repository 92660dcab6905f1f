"""Periods in which nothing goes out by itself."""

import datetime as dt

import pytest

from tests.services.broadcasting import NOW
from wxbot.errors import ContentError, RuleError
from wxbot.services import freezing
from wxbot.store import audit, freezes
from wxbot.store.database import Database
from wxbot.store.freezes import Freeze

DAY = dt.timedelta(days=1)


def _add(database: Database, begins: dt.datetime = NOW, ends: dt.datetime = NOW + DAY, reason: str = "Mourning") -> int:
    with database.write() as db:
        return freezing.add(db, begins, ends, reason, "li", NOW).id


def _at(database: Database, instant: dt.datetime) -> Freeze | None:
    with database.read() as db:
        return freezes.at(db, instant)


@pytest.mark.parametrize(
    ("instant", "frozen"),
    [(NOW - dt.timedelta(seconds=1), False), (NOW, True), (NOW + DAY / 2, True), (NOW + DAY, False)],
)
def test_it_holds_from_its_beginning_until_its_end(database: Database, instant: dt.datetime, frozen: bool) -> None:
    _add(database)
    assert (_at(database, instant) is not None) is frozen


def test_of_two_that_overlap_the_longer_one_counts(database: Database) -> None:
    _add(database)
    longer = _add(database, NOW + DAY / 2, NOW + 3 * DAY, "Holiday")
    found = _at(database, NOW + DAY / 2)
    assert found is not None
    assert found.id == longer


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_it_needs_its_reason(sqlite: Database, reason: str) -> None:
    with pytest.raises(ContentError, match="reason"):
        _add(sqlite, reason=reason)


@pytest.mark.parametrize("ends", [NOW, NOW - DAY])
def test_it_ends_after_it_begins(sqlite: Database, ends: dt.datetime) -> None:
    with pytest.raises(ContentError, match="ends_at"):
        _add(sqlite, ends=ends)


def test_once_it_is_lifted_nothing_is_held_back(database: Database) -> None:
    number = _add(database)
    with database.write() as db:
        freezing.remove(db, number, "wang", NOW)
    assert _at(database, NOW) is None
    with database.write() as db, pytest.raises(RuleError, match=freezing.GONE):
        freezing.remove(db, number, "wang", NOW)
    with database.read() as db:
        told = [(line.action, line.actor) for line in audit.newest(db, 10)]
    assert told == [("freeze.lifted", "wang"), ("freeze.set", "li")]
