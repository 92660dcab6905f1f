"""The calendar that staff keep: seeded with the official days as far as they are known, then theirs to change."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chinese_calendar import constants

from wxbot.errors import RuleError
from wxbot.services import Db, items
from wxbot.store import audit, calendar, marks

_MARK = "calendar"  # The last year whose official days were taken over, so that none comes back that staff removed.
_FIRST_YEAR = 2026
SEEDER = "delivered"
NAME_MOST = 60
DAYS_MOST = 400  # In one pasted list.

_DATE = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_LINE = re.compile(rf"{_DATE}(?:\s*(?:-|–|—|~|～|至|到|\.\.)\s*{_DATE})?[\s,，:：]*(?P<rest>.*)")
_WORKING = re.compile(r"(?:上班|补班|班|工作日|working day|working|work)(?=[\s,，:：]|$)[\s,，:：]*", re.IGNORECASE)
_FREE = re.compile(r"(?:放假|休息|休|假|holiday|off|free)(?=[\s,，:：]|$)[\s,，:：]*", re.IGNORECASE)


class Why(StrEnum):
    """What is wrong with a day or a list of days."""

    NAME = "A day needs a name of at most %(most)s characters."
    COUNT = "The list must have 1 to %(most)s days."
    NO_DAY = "Line %(number)s does not begin with a day such as 2027-02-05."
    ORDER = "Line %(number)s: the last day must come after the first."
    NO_SUCH_DAY = "Line %(number)s names a day that does not exist."
    LINE_NAME = "Line %(number)s needs a name of at most %(most)s characters."


@dataclass(frozen=True, slots=True)
class Given:
    """What staff say of one day."""

    day: dt.date
    works: bool
    name: str


def official() -> Iterator[Given]:
    """The days that the state council announced, from the first year that matters to the last one known."""
    chinese = {each.value: str(each.chinese) for each in constants.Holiday}
    for days, works, word in ((constants.holidays, False, ""), (constants.workdays, True, "调休上班")):
        for day, name in days.items():
            if day.year >= _FIRST_YEAR:
                yield Given(day, works, f"{chinese[name]}{word}")


def known_until() -> dt.date:
    """The last day of the last year whose official days are known."""
    return dt.date(max(day.year for day in constants.holidays), 12, 31)


def unseeded(db: Db) -> bool:
    """Whether official days are known that were not taken over yet."""
    return int(marks.value(db, _MARK) or 0) < known_until().year


def seed(db: Db, now: dt.datetime, actor: str = SEEDER) -> int:
    """Takes over the official days of years that were not taken over yet; returns how many. What staff put stays."""
    done = int(marks.locked(db, _MARK) or 0)
    new = [given for given in official() if given.day.year > done]
    added = [given for given in new if calendar.add(db, given.day, given.works, given.name)]
    if known_until().year > done:
        marks.put(db, _MARK, str(known_until().year))
    if added:
        audit.add(db, now, actor, "calendar.seeded", f"calendar/{known_until().year}", {"days": len(added)})
        items.bump(db)
    return len(added)


def put(db: Db, given: Sequence[Given], actor: str, now: dt.datetime) -> int:
    """Keeps what is said of the days; returns of how many something else was said before.

    Every process has it with the edition that this counts up.
    """
    changed = [each for each in given if _differs(db, each)]
    for each in changed:
        calendar.put(db, each.day, each.works, each.name)
    if changed:
        said = {each.day.isoformat(): "working" if each.works else "holiday" for each in changed}
        audit.add(db, now, actor, "calendar.changed", "calendar", said)
        items.bump(db)
    return len(changed)


def _differs(db: Db, given: Given) -> bool:
    if not given.name.strip() or len(given.name) > NAME_MOST:
        raise RuleError(Why.NAME, most=NAME_MOST)
    kept = calendar.find(db, given.day)
    return kept is None or (kept.works, kept.name) != (given.works, given.name)


def remove(db: Db, days: Sequence[dt.date], actor: str, now: dt.datetime) -> int:
    """They are again what their days of the week say; returns of how many something else was said."""
    removed = [day for day in days if calendar.remove(db, day)]
    if removed:
        audit.add(db, now, actor, "calendar.changed", "calendar", {day.isoformat(): "as usual" for day in removed})
        items.bump(db)
    return len(removed)


def parse(words: str) -> list[Given]:
    """A pasted list: a day or a range in each line, whether work is done on it, and its name.

    ``2027-02-05..2027-02-11 休 春节`` or ``2027年2月14日 班 春节调休``. Raises RuleError that names the line.
    """
    found: dict[dt.date, Given] = {}
    for number, line in enumerate(words.splitlines(), 1):
        if line.strip():
            found |= {given.day: given for given in _line(line.strip(), number)}
    if not 1 <= len(found) <= DAYS_MOST:
        raise RuleError(Why.COUNT, most=DAYS_MOST)
    return [found[day] for day in sorted(found)]


def _line(line: str, number: int) -> Iterator[Given]:
    match = _LINE.fullmatch(line)
    if match is None:
        raise RuleError(Why.NO_DAY, number=number)
    first = _day(match.groups()[:3], number)
    last = _day(match.groups()[3:6], number) if match[4] else first
    if not 0 <= (last - first).days < DAYS_MOST:
        raise RuleError(Why.ORDER, number=number)
    works, name = _said(match["rest"].strip(), number)
    for offset in range((last - first).days + 1):
        yield Given(first + dt.timedelta(days=offset), works, name)


def _day(parts: Sequence[str], number: int) -> dt.date:
    try:
        year, month, day = map(int, parts)
        return dt.date(year, month, day)
    except ValueError:
        raise RuleError(Why.NO_SUCH_DAY, number=number) from None


def _said(rest: str, number: int) -> tuple[bool, str]:
    """Whether work is done, and the name; a line that says neither means a holiday."""
    working = _WORKING.match(rest)
    name = (_WORKING if working else _FREE).sub("", rest, count=1) if working or _FREE.match(rest) else rest
    if not name.strip() or len(name) > NAME_MOST:
        raise RuleError(Why.LINE_NAME, number=number, most=NAME_MOST)
    return bool(working), name.strip()
