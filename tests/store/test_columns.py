"""What every column of a kind does, on both databases."""

import datetime as dt

import pytest
from sqlalchemy.exc import StatementError

from wxbot.store import followers, preferences
from wxbot.store.database import Database

NOON = dt.datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=dt.UTC)
BEIJING = dt.timezone(dt.timedelta(hours=8))


def _kept(database: Database, instant: dt.datetime | None) -> dt.datetime | None:
    with database.write() as db:
        followers.find_or_add(db, "oAlice").followed_at = instant
    with database.read() as db:
        follower = followers.find(db, "oAlice")
        assert follower is not None
        return follower.followed_at


def test_instant_comes_back_as_it_was(database: Database) -> None:
    assert _kept(database, NOON) == NOON


def test_instant_of_another_zone_comes_back_in_utc(database: Database) -> None:
    kept = _kept(database, NOON.astimezone(BEIJING))
    assert kept is not None
    assert (kept, kept.tzinfo) == (NOON, dt.UTC)


def test_instant_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="an instant needs a time zone"):
        _kept(database, NOON.replace(tzinfo=None))


def test_no_instant_comes_back_as_none(database: Database) -> None:
    assert _kept(database, None) is None


def test_json_comes_back_as_it_was(database: Database) -> None:
    with database.write() as db:
        preferences.put(db, {"signatures": {"news": 2}})
    with database.read() as db:
        assert preferences.all_values(db) == {"signatures": {"news": 2}}
