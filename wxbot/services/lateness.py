"""Letters that are overdue ring an alarm, one for all of them, until each is answered."""

import datetime as dt
from zoneinfo import ZoneInfo

from wxbot.services import Db, alarms, preferences, workdays
from wxbot.store import inbox
from wxbot.store.database import Database
from wxbot.store.inbox import Wanted

LATE = "letter-late"


def count(db: Db, now: dt.datetime, zone: ZoneInfo) -> int:
    """How many are overdue, as far as anybody needs to know."""
    days = preferences.load(db).letter_days
    return inbox.count(db, Wanted(late_before=workdays.late_before(now, days, zone, workdays.load(db))))


def watch(database: Database, now: dt.datetime, zone: ZoneInfo) -> int:
    """Rings or silences; returns how many are overdue."""
    with database.write() as db:
        late = count(db, now, zone)
        if late:
            alarms.ring(db, LATE, {"count": late}, now)
        else:
            alarms.silence(db, LATE)
    return late
