"""Fetching from WeChat step by step: each is short and goes on where the last one ended, whichever worker took it.

What WeChat refuses is put off, by what the refusal means; one that staff can do something about rings.
"""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from wxbot.errors import ErrorClass, StateUnavailable, WechatError
from wxbot.services import Db, alarms
from wxbot.store import syncs as rows
from wxbot.store.database import Database
from wxbot.store.syncs import Sync

log = logging.getLogger(__name__)

BEIJING = ZoneInfo("Asia/Shanghai")  # WeChat's own days, wherever the account is.
END = ""  # The cursor of a run that is over.
REFUSED = "wechat-refuses"

Step = Callable[[str], str]  # Takes the cursor, empty at first, and gives the next one; END when the run is over.

_LEASE = dt.timedelta(minutes=5)  # Longer than the calls of one step may take.
_SOON = dt.timedelta(minutes=1)
_LATER = dt.timedelta(minutes=10)
_MUCH_LATER = dt.timedelta(hours=6)

_WAITS = {
    ErrorClass.TOKEN: _SOON,
    ErrorClass.MINUTE: _SOON,
    ErrorClass.RETRY: _LATER,
    ErrorClass.UNKNOWN: _LATER,
    ErrorClass.CONFIGURATION: _LATER,
    ErrorClass.PENDING: _LATER,
    ErrorClass.DROP: _LATER,
    ErrorClass.FIX: _LATER,
}
_LOST = (ErrorClass.DROP, ErrorClass.FIX)  # WeChat does not know the cursor any more: the run begins anew.


def advance(database: Database, name: str, step: Step, next_run: dt.datetime, now: dt.datetime) -> bool:
    """Takes the step that is due, if one is; returns whether it did. After the last one ``next_run`` is due."""
    with database.read() as db:
        if not rows.is_due(db, name, now):
            return False
    until = now + _LEASE
    with database.write() as db:
        cursor = rows.claim(db, name, now, until)
    if cursor is None:
        return False
    try:
        cursor = step(cursor)
    except (WechatError, StateUnavailable) as error:
        _put_off(database, name, until, error, now)
        return True
    with database.write() as db:
        ended = {"due_at": next_run, "done_at": now} if cursor == END else {"due_at": now}
        rows.settle(db, name, until, cursor=cursor, trouble="", **ended)
        alarms.silence(db, REFUSED)
    return True


def _put_off(
    database: Database, name: str, until: dt.datetime, error: WechatError | StateUnavailable, now: dt.datetime
) -> None:
    log.warning("Fetching %s from WeChat did not work: %s", name, error)
    values: dict[str, object] = {"due_at": now + _SOON, "trouble": str(error)[:200]}
    if isinstance(error, WechatError):
        values["due_at"] = _again_at(error, now)
        if error.kind in _LOST:
            values["cursor"] = ""
    with database.write() as db:
        rows.settle(db, name, until, **values)
        if isinstance(error, WechatError) and error.kind is ErrorClass.CONFIGURATION:
            details = {"code": error.code, "remedy": error.remedy or "", "places": error.places}
            alarms.ring(db, REFUSED, details, now)


def _again_at(error: WechatError, now: dt.datetime) -> dt.datetime:
    if error.kind is ErrorClass.DAY:
        return tomorrow(now, dt.time(0, 5))
    return now + _WAITS.get(error.kind, _MUCH_LATER)


def tomorrow(now: dt.datetime, at: dt.time) -> dt.datetime:
    """That time on WeChat's next day."""
    return dt.datetime.combine(now.astimezone(BEIJING).date() + dt.timedelta(days=1), at, BEIJING)


def hurry(db: Db, name: str, now: dt.datetime) -> None:
    """Staff ask for it: the next step is due now, within a writing transaction."""
    rows.hurry(db, name, now)


def find(db: Db, name: str) -> Sync | None:
    return rows.find(db, name)


def all_syncs(db: Db) -> Sequence[Sync]:
    """What is fetched, when it was fetched last, and what troubles it."""
    return rows.all_syncs(db)
