"""Hours of the day as staff and followers write them, and which instants they include."""

import datetime as dt

import pytest

from wxbot.hours import Hours

MONDAY = dt.datetime(2026, 11, 23)  # noqa: DTZ001 - on the account's own clock.
NINE, HALF_PAST_FIVE = dt.time(9), dt.time(17, 30)
MON, TUE, FRI, SAT, SUN = 0, 1, 4, 5, 6


def at(hour: int, minute: int = 0, day: int = MON) -> dt.datetime:
    return MONDAY + dt.timedelta(days=day, hours=hour, minutes=minute)


def held(hours: Hours, *instants: dt.datetime) -> list[bool]:
    return [hours.hold(instant) for instant in instants]


@pytest.mark.parametrize(
    "words",
    [
        *("09:00-17:30", "9:00-17:30", "9-17:30", "09:00 - 17:30", " 9:00-17:30 "),
        *("9：00-17：30", "9:00–17:30", "9:00—17:30", "9:00~17:30", "9:00至17:30", "9:00到17:30", "9:00 到 17:30"),
    ],
)
def test_times_may_be_written_in_many_ways(words: str) -> None:
    hours = Hours.parse(words)
    assert (hours.opens, hours.closes, hours.days) == (NINE, HALF_PAST_FIVE, frozenset(range(7)))


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("mon-sun", {0, 1, 2, 3, 4, 5, 6}),
        ("Wed", {2}),
        ("MON,WED,FRI", {0, 2, 4}),
        ("Mon-Wed, Sat", {0, 1, 2, 5}),
        ("Sat-Mon", {5, 6, 0}),
        ("Sun-Sat", {0, 1, 2, 3, 4, 5, 6}),
        ("Fri-Fri", {4}),
    ],
)
def test_days_may_be_named_one_by_one_and_from_one_to_another(words: str, days: set[int]) -> None:
    assert Hours.parse(f"{words} 09:00-17:30").days == days


@pytest.mark.parametrize(
    "words",
    [
        *("", "always", "9", "9-", "-17", "9:00", "9-17-18", "9:00-17:30 daily", "nine-five"),
        *("25-9", "9-25", "9:60-17", "9:0-17", "9:000-17", "9.30-17"),
        *("9-9", "09:00-9", "0-24"),
        *("Mo-Fr 9-17", "Mon-Frx 9-17", "Mon-Tue-Wed 9-17", "Mon, 9-17", "-Fri 9-17", "Monday 9-17", "Mon-Fri9-17"),
    ],
)
def test_what_is_no_hours_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"must|hour|minute"):
        Hours.parse(words)


def test_hours_include_their_beginning_and_not_their_end() -> None:
    hours = Hours.parse("9:00-17:30")
    assert held(hours, at(8, 59), at(9), at(17, 29), at(17, 30)) == [False, True, True, False]


def test_hours_hold_on_their_days_only() -> None:
    hours = Hours.parse("Mon-Fri 9:00-17:30")
    assert held(hours, *(at(12, day=day) for day in range(7))) == [True] * 5 + [False] * 2


def test_hours_over_midnight_last_into_the_next_day() -> None:
    hours = Hours.parse("22:00-8:00")
    assert held(hours, at(21, 59), at(22), at(23, 59), at(0), at(7, 59), at(8), at(12)) == [
        *(False, True, True, True, True),
        *(False, False),
    ]


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin() -> None:
    hours = Hours.parse("Fri 22:00-8:00")
    friday, saturday = (at(23, day=FRI), at(7, day=FRI)), (at(7, day=SAT), at(23, day=SAT))
    assert held(hours, *friday, *saturday) == [True, False, True, False]


def test_hours_of_sunday_night_last_into_monday() -> None:
    hours = Hours.parse("Sun 22:00-8:00")
    assert held(hours, at(7, day=MON), at(23, day=MON), at(7, day=SUN), at(23, day=SUN)) == [True, False, False, True]


@pytest.mark.parametrize("words", ["9:00-24:00", "9-24", "9:00-0:00"])
def test_hours_may_last_until_midnight(words: str) -> None:
    hours = Hours.parse(words)
    assert held(hours, at(8, 59), at(9), at(23, 59), at(0)) == [False, True, True, False]


@pytest.mark.parametrize("words", ["9-17:30", "22:00-08:00", "0:00-6:00", "9-24"])
def test_hours_are_read_again_as_they_are_told(words: str) -> None:
    hours = Hours.parse(words)
    assert Hours.parse(str(hours)) == hours


def test_hours_are_told_by_their_times() -> None:
    assert str(Hours.parse("Mon-Fri 9-17:30")) == "09:00-17:30"


HOLIDAY, MAKE_UP = MONDAY.date(), MONDAY.date() + dt.timedelta(days=SAT)
EXCEPTIONS = {HOLIDAY: False, MAKE_UP: True}


def test_hours_know_holidays_and_the_weekends_that_make_up_for_them() -> None:
    hours = Hours.parse("Mon-Fri 9:00-17:30")
    told = [hours.hold(at(12, day=day), EXCEPTIONS) for day in range(7)]
    assert told == [False, True, True, True, True, True, False]


def test_hours_over_midnight_that_begin_on_a_holiday_do_not_hold() -> None:
    hours = Hours.parse("Mon-Fri 22:00-8:00")
    assert [hours.hold(instant, EXCEPTIONS) for instant in (at(23), at(7, day=1), at(23, day=1))] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("words", "now", "ends"),
    [("22:00-08:00", at(23), at(8, day=TUE)), ("22:00-08:00", at(7), at(8)), ("9-12", at(9), at(12))],
)
def test_hours_end_when_they_close_next(words: str, now: dt.datetime, ends: dt.datetime) -> None:
    assert Hours.parse(words).end(now) == ends
