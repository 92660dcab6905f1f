"""Counting how often pages are read: into Redis as they are shown, from there into SQL, each reading once.

How far the stream was counted stands in SQL and changes together with the counts. So a worker that dies before it
removed what it counted, or two workers at once, count nothing twice.
"""

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Sequence

from wxbot.errors import Unavailable
from wxbot.services import Db
from wxbot.state import reads as stream
from wxbot.state.connection import QuickRedis, Redis
from wxbot.state.reads import Read
from wxbot.store import marks, reads
from wxbot.store.database import Database

log = logging.getLogger(__name__)

BATCH = 1_000
MARK = "reads"

REST = 5.0  # Seconds for which a failed Redis is not asked: longer than for the webhook, which needs it more.


class Meter:
    """Notes readings for whoever shows pages. A reading that Redis does not take at once is lost: no page waits."""

    def __init__(self, redis_url: str) -> None:
        self._quick = QuickRedis(redis_url)
        self._resting_until = 0.0  # On the monotonic clock. Threads may race on it; the last failure wins.

    def note(self, page: str, day: dt.date) -> None:
        if time.monotonic() < self._resting_until:
            return
        try:
            stream.append(self._quick, page, day.isoformat())
        except Unavailable as error:
            self._resting_until = time.monotonic() + REST
            log.warning("Readings are not counted for some seconds: %s", error)


def drain(client: Redis, database: Database) -> int:
    """Counts what waits in Redis into SQL, batch by batch; returns how many readings were new.

    Raises StateUnavailable or StoreUnavailable; what was not counted then still waits.
    """
    total = 0
    while True:
        waiting = stream.oldest(client, BATCH)
        if waiting:
            with database.write() as db:
                total += _count(db, waiting)
            stream.remove(client, [read.id for read in waiting])
        if len(waiting) < BATCH:
            return total


def _count(db: Db, waiting: Sequence[Read]) -> int:
    """Adds those that follow the mark, and moves it; two who count at once do so one after the other."""
    mark = marks.locked(db, MARK)
    new = [read for read in waiting if read.follows(mark)]
    for (day, page), count in Counter((read.day, read.page) for read in new).items():
        reads.add(db, day, page, count)
    if new:
        marks.put(db, MARK, new[-1].id)
    return len(new)
