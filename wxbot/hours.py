"""Hours of the day: when an office is open, and when somebody wants to be left in peace."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(
    r"(?:(?P<days>[a-z,\- ]+) )?(?P<opens>\d{1,2}(?::\d{2})?) ?[-–—~至到] ?(?P<closes>\d{1,2}(?::\d{2})?)"
)


@dataclass(frozen=True, slots=True)
class Hours:
    """From ``opens`` until just before ``closes``; where that is the earlier of the two, until the next day."""

    opens: dt.time
    closes: dt.time
    days: frozenset[int] = frozenset(range(7))  # 0 is Monday: the days on which they begin.

    @classmethod
    def parse(cls, words: str) -> "Hours":
        """Reads ``Mon-Fri 09:00-17:30``, ``22-8`` and the like. Raises ValueError."""
        found = _HOURS.fullmatch(" ".join(words.lower().replace("：", ":").split()))
        if found is None:
            raise ValueError("must be like Mon-Fri 09:00-17:30")
        opens, closes = _time(found["opens"]), _time(found["closes"])
        if opens == closes:
            raise ValueError("must begin and end at different times")
        return cls(opens, closes, _days(found["days"] or "mon-sun"))

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"

    def hold(self, local: dt.datetime, exceptions: Mapping[dt.date, bool] = MappingProxyType({})) -> bool:
        """Whether they include this instant, given in the zone in which they are meant.

        ``exceptions`` are the days on which work is done or not whatever day of the week it is.
        """
        time, today = local.time(), local.date()
        if self.opens < self.closes:
            return self._begin_on(today, exceptions) and self.opens <= time < self.closes
        yesterday = today - dt.timedelta(days=1)
        begun = self._begin_on(today, exceptions) and time >= self.opens
        return begun or (self._begin_on(yesterday, exceptions) and time < self.closes)

    def end(self, local: dt.datetime) -> dt.datetime:
        """When those end that include this instant."""
        closes = dt.datetime.combine(local.date(), self.closes, local.tzinfo)
        return closes if closes > local else closes + dt.timedelta(days=1)

    def _begin_on(self, day: dt.date, exceptions: Mapping[dt.date, bool]) -> bool:
        return exceptions.get(day, day.weekday() in self.days)


def _time(words: str) -> dt.time:
    hour, _, minute = words.partition(":")
    return dt.time(int(hour) % 24 if int(hour) == 24 else int(hour), int(minute or 0))


def _days(words: str) -> frozenset[int]:
    found: set[int] = set()
    for part in words.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if first not in _DAYS or (last or first) not in _DAYS:
            raise ValueError("days must be Mon, Tue, Wed, Thu, Fri, Sat or Sun")
        begin, end = _DAYS.index(first), _DAYS.index(last or first)
        found.update(day % 7 for day in range(begin, end + 1 if end >= begin else end + 8))
    return frozenset(found)
