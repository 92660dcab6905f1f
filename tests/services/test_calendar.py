"""The calendar that staff keep: seeded once, then theirs, in lists as people paste them."""

import datetime as dt

import pytest
from sqlalchemy import select

from tests.services.drafts import NOON
from tests.store.together import in_threads
from wxbot.errors import RuleError
from wxbot.services import calendar, editions, workdays
from wxbot.services.calendar import Given
from wxbot.store import calendar as rows
from wxbot.store.audit import Line
from wxbot.store.database import Database

SPRING = dt.date(2027, 2, 6)


def _seed(database: Database) -> int:
    with database.write() as db:
        return calendar.seed(db, NOON)


def _put(database: Database, *given: Given) -> int:
    with database.write() as db:
        return calendar.put(db, given, "chen", NOON)


def _days(database: Database) -> dict[dt.date, tuple[bool, str]]:
    with database.read() as db:
        return {row.day: (row.works, row.name) for row in rows.everything(db)}


def test_official_days_are_taken_over_as_far_as_they_are_known(database: Database) -> None:
    assert _seed(database) == len(_days(database)) > 30
    assert _days(database)[dt.date(2026, 10, 1)] == (False, "国庆节")
    assert _days(database)[dt.date(2026, 10, 10)] == (True, "国庆节调休上班")
    assert calendar.known_until() >= dt.date(2026, 12, 31)


def test_seeding_again_changes_nothing(database: Database) -> None:
    _seed(database)
    before = _days(database)
    assert (_seed(database), _days(database)) == (0, before)


def test_day_that_staff_removed_does_not_come_back(database: Database) -> None:
    _seed(database)
    with database.write() as db:
        assert calendar.remove(db, [dt.date(2026, 10, 10)], "chen", NOON)
    _seed(database)
    assert dt.date(2026, 10, 10) not in _days(database)


def test_what_staff_said_before_the_seeding_stays(database: Database) -> None:
    _put(database, Given(dt.date(2026, 10, 1), True, "使馆开放日"))
    _seed(database)
    assert _days(database)[dt.date(2026, 10, 1)] == (True, "使馆开放日")


def test_calendars_seeded_together_are_seeded_once(database: Database) -> None:
    counts = in_threads(4, lambda _: _seed(database))
    assert sorted(counts) == [0, 0, 0, len(_days(database))]


def test_days_can_be_put_changed_and_removed(database: Database) -> None:
    assert _put(database, Given(SPRING, False, "春节"), Given(SPRING, False, "春节")) == 2
    assert _put(database, Given(SPRING, False, "春节")) == 0
    assert _put(database, Given(SPRING, True, "春节")) == 1
    assert _days(database) == {SPRING: (True, "春节")}
    with database.write() as db:
        assert [calendar.remove(db, [SPRING], "chen", NOON) for _ in range(2)] == [1, 0]
    assert _days(database) == {}


def test_same_day_put_by_two_at_once_is_there_once(database: Database) -> None:
    in_threads(4, lambda number: _put(database, Given(SPRING, bool(number % 2), "春节")))
    assert list(_days(database)) == [SPRING]


def test_change_is_audited_and_reaches_every_process(database: Database) -> None:
    with database.read() as db:
        before = editions.version(db)
    _put(database, Given(SPRING, False, "春节"))
    with database.read() as db:
        told = db.scalars(select(Line)).one()
        assert (told.actor, told.action, told.details) == ("chen", "calendar.changed", {"2027-02-06": "holiday"})
        assert editions.version(db) == before + 1
        assert not workdays.load(db).include(SPRING)


@pytest.mark.parametrize(
    ("line", "days", "works", "name"),
    [
        ("2027-02-05 春节", 1, False, "春节"),
        ("2027-02-05 休 春节", 1, False, "春节"),
        ("2027/2/5, holiday, Spring Festival", 1, False, "Spring Festival"),
        ("2027年2月5日 放假：春节", 1, False, "春节"),
        ("2027-02-05..2027-02-11 春节", 7, False, "春节"),
        ("2027年2月5日至2027年2月11日 休 春节", 7, False, "春节"),
        ("2027-02-05 - 2027-02-11 Spring Festival", 7, False, "Spring Festival"),
        ("2027-02-05 班 春节调休", 1, True, "春节调休"),
        ("2027.2.5 working Spring Festival", 1, True, "Spring Festival"),
        ("2027-02-05\t上班\t春节调休", 1, True, "春节调休"),
        ("2027-02-05 Workers' Day", 1, False, "Workers' Day"),
        ("2027-02-05 休渔节", 1, False, "休渔节"),
    ],
)
def test_pasted_line_is_understood(line: str, days: int, works: bool, name: str) -> None:
    found = calendar.parse(f"\n{line}\n\n")
    assert [(given.works, given.name) for given in found] == [(works, name)] * days
    assert found[0].day == dt.date(2027, 2, 5)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("", "1 to"),
        ("春节", "Line 1 does not begin with a day"),
        ("2027-02-05 春节\n2027-02-30 春节", "Line 2 names a day that does not exist"),
        ("2027-02-05..2027-02-01 春节", "Line 1: the last day"),
        ("2027-02-05", "Line 1 needs a name"),
        ("2027-02-05 休", "Line 1 needs a name"),
        ("2027-02-05 " + "字" * 61, "Line 1 needs a name"),
        ("2027-01-01..2029-01-01 x", "Line 1: the last day"),
    ],
)
def test_pasted_list_that_cannot_be_understood_names_the_line(words: str, complaint: str) -> None:
    with pytest.raises(RuleError, match=complaint):
        calendar.parse(words)


def test_day_without_a_name_is_refused(sqlite: Database) -> None:
    with pytest.raises(RuleError, match="name"):
        _put(sqlite, Given(SPRING, False, " "))
