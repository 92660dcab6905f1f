"""WeChat's own daily figures: fetched on the morning after, and summed up for staff."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wxbot.client import datacube
from wxbot.client.api import Api
from wxbot.errors import ErrorClass, WechatError
from wxbot.services import Db, syncs
from wxbot.services.syncs import BEIJING, END
from wxbot.store import datacube as rows
from wxbot.store.database import Database
from wxbot.store.datacube import Measure, Told

NAME = "datacube"
_READY = dt.time(8, 15)  # In Beijing: WeChat promises yesterday's figures from eight o'clock on.
_PATIENCE = dt.time(14, 0)  # A day that is still empty by then was an empty day.
_BACK = 7  # Days that are fetched of the time before the account was connected, or while it was away.


@dataclass(frozen=True, slots=True)
class Day:
    """What WeChat told of a day; ``followers`` None where it told nothing of them."""

    day: dt.date
    followers: int | None
    gained: int
    lost: int
    messages: int
    reads: int
    shares: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article in a stretch of days; ``number`` is WeChat's number of its push and its place in it."""

    number: str
    title: str
    reads: int


def sync(database: Database, api: Api, now: dt.datetime) -> bool:
    """A step, if one is due; returns whether it was."""
    return syncs.advance(database, NAME, lambda _: step(database, api, now), syncs.tomorrow(now, _READY), now)


def step(database: Database, api: Api, now: dt.datetime) -> str:
    """The next day that is missing and can be had. Raises WechatError, RETRY while WeChat is not ready."""
    local = now.astimezone(BEIJING)
    newest = local.date() - dt.timedelta(days=1 if local.time() >= _READY else 2)
    with database.read() as db:
        last = rows.last_day(db)
    day = newest - dt.timedelta(days=_BACK - 1)
    if last:
        day = max(day, dt.date.fromisoformat(last) + dt.timedelta(days=1))
    if day <= newest:
        figures = list(_figures(api, day))
        if not figures and local.date() - day == dt.timedelta(days=1) and local.time() < _PATIENCE:
            raise WechatError(ErrorClass.RETRY, None, "WeChat has nothing of yesterday yet")
        with database.write() as db:
            rows.put_day(db, day.isoformat(), figures)
    return END if day >= newest else day.isoformat()


def _figures(api: Api, day: dt.date) -> Iterator[Told]:
    for count in datacube.followers(api, day, day):
        yield Told(Measure.FOLLOWERS, "", count.count)
    for coming in datacube.coming(api, day, day):
        yield Told(Measure.GAINED, str(coming.source), coming.gained)
        yield Told(Measure.LOST, str(coming.source), coming.lost)
    for messages in datacube.messages(api, day, day):
        yield Told(Measure.SENDERS, str(messages.type), messages.senders)
        yield Told(Measure.MESSAGES, str(messages.type), messages.count)
    for read in datacube.reads(api, day):
        yield from _of_article(read)


def _of_article(read: datacube.Reads) -> Iterator[Told]:
    counts = {
        Measure.READERS: read.readers,
        Measure.READS: read.reads,
        Measure.SHARERS: read.sharers,
        Measure.SHARES: read.shares,
    }
    for measure, count in counts.items():
        yield Told(measure, read.article, count, read.title)


def page(db: Db, before: dt.date, limit: int) -> list[Day]:
    """So many of the days before that one, the last first."""
    found = rows.days_before(db, before.isoformat(), limit)
    return days(db, dt.date.fromisoformat(found[-1]), dt.date.fromisoformat(found[0]))[::-1] if found else []


def days(db: Db, first: dt.date, last: dt.date) -> list[Day]:
    """Those that were fetched, the earliest first."""
    by_day: dict[str, dict[str, int]] = {}
    for (day, measure), count in rows.sums(db, first.isoformat(), last.isoformat()).items():
        by_day.setdefault(day, {})[measure] = count
    return [_day(day, counts) for day, counts in sorted(by_day.items())]


def _day(day: str, counts: Mapping[str, int]) -> Day:
    return Day(
        dt.date.fromisoformat(day),
        counts.get(Measure.FOLLOWERS),
        *(counts.get(each, 0) for each in (Measure.GAINED, Measure.LOST, Measure.MESSAGES)),
        *(counts.get(each, 0) for each in (Measure.READS, Measure.SHARES)),
    )


def articles(db: Db, first: dt.date, last: dt.date, limit: int) -> Sequence[Article]:
    """Those read most, the most read first."""
    found = rows.top(db, Measure.READS, first.isoformat(), last.isoformat(), limit)
    return [Article(number, title, count) for number, title, count in found]
