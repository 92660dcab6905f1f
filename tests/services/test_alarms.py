"""Alarms ring until the trouble is over, once for each trouble."""

import datetime as dt

from tests.services.drafts import NOON
from tests.store.together import in_threads
from wxbot.services import alarms
from wxbot.services.alarms import Ringing
from wxbot.store.database import Database

LATER = NOON + dt.timedelta(minutes=5)


def _ring(database: Database, name: str, now: dt.datetime = NOON, **details: object) -> bool:
    with database.write() as db:
        return alarms.ring(db, name, details, now)


def _silence(database: Database, name: str) -> bool:
    with database.write() as db:
        return alarms.silence(db, name)


def _ringing(database: Database) -> list[Ringing]:
    with database.read() as db:
        return alarms.ringing(db)


def test_alarm_rings_until_it_is_silenced(database: Database) -> None:
    assert _ring(database, "menu-drift", tag="english")
    assert _ringing(database) == [Ringing("menu-drift", NOON, {"tag": "english"})]
    assert _silence(database, "menu-drift")
    assert _ringing(database) == []


def test_alarm_that_rings_already_keeps_since_when_and_takes_the_new_details(database: Database) -> None:
    _ring(database, "menu-drift", tag="english")
    assert not _ring(database, "menu-drift", LATER, tag="")
    assert _ringing(database) == [Ringing("menu-drift", NOON, {"tag": ""})]


def test_alarm_that_rings_again_rings_since_then(database: Database) -> None:
    _ring(database, "menu-drift")
    _silence(database, "menu-drift")
    _ring(database, "menu-drift", LATER)
    assert [alarm.since for alarm in _ringing(database)] == [LATER]


def test_alarm_that_does_not_ring_can_be_silenced(database: Database) -> None:
    assert not _silence(database, "menu-drift")


def test_alarm_that_rings_longest_comes_first(database: Database) -> None:
    _ring(database, "a", LATER)
    _ring(database, "b", NOON)
    assert [alarm.name for alarm in _ringing(database)] == ["b", "a"]


def test_alarm_says_what_it_is_about(database: Database) -> None:
    _ring(database, "letter-late/20261122-0007")
    (alarm,) = _ringing(database)
    assert (alarm.noun, alarm.about) == ("letter-late", "20261122-0007")


def test_alarms_are_counted(database: Database) -> None:
    _ring(database, "a")
    _ring(database, "b")
    with database.read() as db:
        assert alarms.count(db) == 2


def test_of_two_workers_that_ring_at_once_one_is_the_first(database: Database) -> None:
    assert sorted(in_threads(2, lambda _: _ring(database, "menu-drift"))) == [False, True]
