"""Counting in working days: when a letter is due, how old it is, and before when it must have come to be late."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from wxbot.services import Db
from wxbot.store import calendar

_DAY = dt.timedelta(days=1)
_SATURDAY = 5
_MOST_LOOKED_AT = 3 * 366  # A calendar without any working day must not be searched for ever.


@dataclass(frozen=True, slots=True)
class Workdays:
    """Monday to Friday, but for the ``days`` of which something else is said."""

    days: Mapping[dt.date, bool] = field(default_factory=dict)

    def include(self, day: dt.date) -> bool:
        return self.days.get(day, day.weekday() < _SATURDAY)

    def step(self, day: dt.date, count: int) -> dt.date:
        """The working day that lies ``count`` of them after the day, or before it where that is negative."""
        step, left = (_DAY if count > 0 else -_DAY), abs(count)
        for _ in range(_MOST_LOOKED_AT):
            if not left:
                break
            day += step
            left -= self.include(day)
        return day

    def between(self, first: dt.date, last: dt.date) -> int:
        """How many come after the first day, the last one included."""
        length = min((last - first).days, _MOST_LOOKED_AT)
        return sum(self.include(first + number * _DAY) for number in range(1, length + 1))


def load(db: Db) -> Workdays:
    return Workdays({row.day: row.works for row in calendar.everything(db)})


def due(opened: dt.datetime, days: int, zone: ZoneInfo, workdays: Workdays) -> dt.date:
    """The last day on which it is in time; the day on which it came does not count."""
    return workdays.step(opened.astimezone(zone).date(), days)


def age(opened: dt.datetime, now: dt.datetime, zone: ZoneInfo, workdays: Workdays) -> int:
    """Working days that have begun since the day on which it came."""
    return workdays.between(opened.astimezone(zone).date(), now.astimezone(zone).date())


def late_before(now: dt.datetime, days: int, zone: ZoneInfo, workdays: Workdays) -> dt.datetime:
    """Whatever came before this instant and still waits is late; what came since then is not."""
    first = workdays.step(now.astimezone(zone).date(), -days)  # What came the day before had all days from here on.
    return dt.datetime.combine(first, dt.time(), zone).astimezone(dt.UTC)
