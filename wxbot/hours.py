"""Hours of the day: when an office is open, and when somebody wants to be left in peace."""

import datetime as dt
import re
from dataclasses import dataclass

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

    def hold(self, local: dt.datetime) -> bool:
        """Whether they include this instant, given in the zone in which they are meant."""
        time, today, yesterday = local.time(), local.weekday(), (local.weekday() - 1) % 7
        if self.opens < self.closes:
            return today in self.days and self.opens <= time < self.closes
        return (today in self.days and time >= self.opens) or (yesterday in self.days and time < self.closes)


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
