"""Counting working days through the holidays of China and the weekends that make up for them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from wxbot.services import calendar, workdays
from wxbot.services.workdays import Workdays

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINA = Workdays({given.day: given.works for given in calendar.official()})
PLAIN = Workdays()


def day(words: str) -> dt.date:
    return dt.date.fromisoformat(words)


def at(words: str) -> dt.datetime:
    """On the account's clock."""
    return dt.datetime.fromisoformat(words).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("words", "works"),
    [
        ("2026-10-01", False),  # National Day, a Thursday.
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-09-20", True),  # The Sunday before that makes up for it,
        ("2026-10-10", True),  # and the Saturday after it.
        ("2026-10-11", False),
        ("2026-09-25", False),  # Mid-autumn.
        ("2026-02-14", True),  # A Saturday before Spring Festival.
        ("2026-02-23", False),
        ("2026-11-25", True),
        ("2026-11-28", False),
    ],
)
def test_the_chinese_calendar_is_known(words: str, works: bool) -> None:
    assert CHINA.include(day(words)) is works


@pytest.mark.parametrize(
    ("opened", "days", "due"),
    [
        ("2026-11-22T10:00", 5, "2026-11-27"),  # On a Sunday: Monday is the first day.
        ("2026-11-23T00:00", 5, "2026-11-30"),
        ("2026-11-23T23:59", 5, "2026-11-30"),
        ("2026-11-27T18:00", 1, "2026-11-30"),
        ("2026-09-30T17:00", 1, "2026-10-08"),  # The evening before National Day.
        ("2026-09-30T17:00", 3, "2026-10-10"),  # Over the Saturday that is worked.
        ("2026-09-18T09:00", 5, "2026-09-24"),  # The Sunday that is worked is one of the five.
        ("2026-02-13T09:00", 5, "2026-02-27"),
    ],
)
def test_letter_is_due_after_its_working_days(opened: str, days: int, due: str) -> None:
    assert workdays.due(at(opened), days, SHANGHAI, CHINA) == day(due)


def test_day_of_a_letter_is_the_accounts_own() -> None:
    instant = dt.datetime(2026, 11, 22, 17, tzinfo=dt.UTC)  # Already Monday in Shanghai.
    assert workdays.due(instant, 1, SHANGHAI, PLAIN) == day("2026-11-24")
    assert workdays.due(instant, 1, ZoneInfo("Europe/Paris"), PLAIN) == day("2026-11-23")


@pytest.mark.parametrize(
    ("opened", "now", "age"),
    [
        ("2026-11-23T09:00", "2026-11-23T18:00", 0),
        ("2026-11-23T09:00", "2026-11-24T08:00", 1),
        ("2026-11-20T09:00", "2026-11-23T08:00", 1),
        ("2026-09-30T09:00", "2026-10-07T08:00", 0),
        ("2026-09-30T09:00", "2026-10-11T08:00", 3),
        ("2026-11-23T09:00", "2026-11-20T08:00", 0),
    ],
)
def test_age_is_told_in_working_days(opened: str, now: str, age: int) -> None:
    assert workdays.age(at(opened), at(now), SHANGHAI, CHINA) == age


@pytest.mark.parametrize("days", [1, 5, 20])
def test_letters_before_the_limit_are_late_and_those_after_it_are_not(days: int) -> None:
    """Whatever the day: what the limit says is what every letter's own due day says."""
    for number in range(1, 60):
        now = at("2026-09-01T10:00") + dt.timedelta(days=number)
        limit = workdays.late_before(now, days, SHANGHAI, CHINA)
        for opened in (limit - dt.timedelta(seconds=1), limit):
            late = now.date() > workdays.due(opened, days, SHANGHAI, CHINA)
            assert late is (opened < limit), (now, opened)


def test_calendar_without_a_working_day_is_not_searched_for_ever() -> None:
    never = Workdays({day("2026-01-01") + dt.timedelta(days=number): False for number in range(3000)})
    assert never.step(day("2026-06-01"), 5) > day("2026-06-01")
