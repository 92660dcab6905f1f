"""Overdue letters ring one alarm, by the working days that staff prefer and the calendar that they keep."""

import datetime as dt

from tests.services.answering import answer, letter_of
from tests.services.drafts import NOON
from tests.services.writing import SHANGHAI
from wxbot.services import alarms, calendar, lateness
from wxbot.services.calendar import Given
from wxbot.store import preferences
from wxbot.store.database import Database

WEEKS = dt.timedelta(days=14)


def _watch(database: Database, now: dt.datetime) -> tuple[int, list[object]]:
    """How many are overdue, and what the alarm says."""
    late = lateness.watch(database, now, SHANGHAI)
    with database.read() as db:
        return late, [alarm.details.get("count") for alarm in alarms.ringing(db) if alarm.name == lateness.LATE]


def test_overdue_letter_rings_until_it_is_answered(database: Database) -> None:
    number = letter_of(database)
    assert _watch(database, NOON) == (0, [])
    assert _watch(database, NOON + WEEKS) == (1, [1])
    answer(database, number, now=NOON + WEEKS)
    assert _watch(database, NOON + WEEKS) == (0, [])


def test_there_is_one_alarm_for_all_of_them(database: Database) -> None:
    for _ in range(3):
        letter_of(database)
    assert [_watch(database, NOON + WEEKS) for _ in range(2)] == [(3, [3])] * 2


def test_letter_is_overdue_after_the_last_of_its_days(sqlite: Database) -> None:
    """Written on a Sunday; the fifth working day is the Friday."""
    letter_of(sqlite)
    friday, saturday = (dt.datetime(2026, 11, day, 12, tzinfo=SHANGHAI) for day in (27, 28))
    assert [_watch(sqlite, instant)[0] for instant in (friday, saturday)] == [0, 1]


def test_what_staff_prefer_and_keep_decides(sqlite: Database) -> None:
    letter_of(sqlite)
    with sqlite.write() as db:
        preferences.put(db, {"letter_days": 15})
    assert _watch(sqlite, NOON + WEEKS)[0] == 0
    with sqlite.write() as db:
        preferences.put(db, {"letter_days": 5})
        calendar.put(
            db, [Given(dt.date(2026, 11, 23) + dt.timedelta(days=day), False, "长假") for day in range(9)], "x", NOON
        )
    assert _watch(sqlite, NOON + WEEKS)[0] == 0
