"""Recurring broadcasts: at each time of their rule they make an occurrence, which then lives as any other broadcast.

Times are of the account's zone, where the clock changes too: a time that a day has not comes as the clock is put
forward, and one that it has twice comes once.
"""

import datetime as dt
import itertools
import logging
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from wxbot.errors import ContentError, Unavailable
from wxbot.services import Db, broadcasts, compositions, digests
from wxbot.services.compositions import Compose
from wxbot.services.uploading import DRAFTED
from wxbot.store import broadcasts as rows
from wxbot.store.broadcasts import Broadcast, Kind, State
from wxbot.store.database import Database

log = logging.getLogger(__name__)

RULE = "is no rule of the form minute hour day month weekday, such as 0 8 * * 1-5"
OFTEN = "must lie at least ten minutes apart"
REASONS = (RULE, OFTEN)

SCHEDULE = "schedule"  # Who makes occurrences.
_LEAST = dt.timedelta(minutes=10)
_MOST = 5_000  # Slots of one series that are looked at after an outage; far more than any that matters.


def check(cron: str, zone: ZoneInfo, now: dt.datetime) -> None:
    """Raises ContentError."""
    following = list(itertools.islice(slots(cron, now, zone), 50))
    if not following:
        raise ContentError(f"cron: {RULE}")
    if any(later - earlier < _LEAST for earlier, later in itertools.pairwise(following)):
        raise ContentError(f"cron: {OFTEN}")


def slots(cron: str, after: dt.datetime, zone: ZoneInfo) -> Iterator[dt.datetime]:
    """The instants that come after this one, in UTC. Raises ContentError."""
    try:
        times = CronSim(cron, after.astimezone(zone))
    except CronSimError:
        raise ContentError(f"cron: {RULE}") from None
    return (time.astimezone(dt.UTC) for time in times)


def upcoming(cron: str, after: dt.datetime, zone: ZoneInfo, count: int) -> list[dt.datetime]:
    return list(itertools.islice(slots(cron, after, zone), count))


def make_due(database: Database, compose: Compose, zone: ZoneInfo, now: dt.datetime) -> int:
    """The tick that makes occurrences; returns how many. Of many that look at once, one makes each."""
    with database.read() as db:
        active = [row.id for row in rows.in_state(db, State.ACTIVE, limit=1000) if _slot(row, zone, now) is not None]
    made = 0
    for series_id in active:
        try:
            with database.write() as db:
                made += _make(db, series_id, compose, zone, now)
        except Unavailable:
            raise
        except Exception:  # A fault of ours in one of them: the others have their times too.
            log.exception("No occurrence of broadcast %s could be made", series_id)
    return made


def _slot(series: Broadcast, zone: ZoneInfo, now: dt.datetime) -> dt.datetime | None:
    """The last of its times that has come and has no occurrence yet: those missed before it are not made up for."""
    since = series.slot or series.changed_at
    try:
        passed = itertools.takewhile(lambda slot: slot <= now, slots(series.cron, since, zone))
        return max(itertools.islice(passed, _MOST), default=None)
    except ContentError:
        return None


def _make(db: Db, series_id: int, compose: Compose, zone: ZoneInfo, now: dt.datetime) -> bool:
    series = rows.of_id(db, series_id, lock=True)
    if series is None or series.state != State.ACTIVE:
        return False
    slot = _slot(series, zone, now)
    if slot is None:
        return False
    series.slot = slot
    row = _occurrence(series, slot, now)
    why = ""
    try:
        content = digests.resolve(db, series.content, slot, zone, series.id) if series.kind in DRAFTED else None
        if series.kind in DRAFTED and content is None:
            broadcasts.note(db, series, SCHEDULE, "broadcast.skipped", now, slot=slot.isoformat())
            return False
        row.content = content or series.content
        composed = compose(db, Kind(series.kind), row.content)
        row.payload = dict(composed.payload)
        why = broadcasts.BLOCKED if any(finding.blocks for finding in composed.findings) else ""
    except ContentError as error:
        why = str(error)
    row.sha256 = compositions.digest(row, row.payload)
    db.add(row)
    db.flush()
    broadcasts.note(db, row, SCHEDULE, "broadcast.occurred", now, series=series.id)
    if why:
        broadcasts.ask(db, row, why, now)
    return True


def _occurrence(series: Broadcast, slot: dt.datetime, now: dt.datetime) -> Broadcast:
    same = ("kind", "title", "content", "audience", "grace", "author", "submitted_by", "submitted_at")
    own = {
        "state": State.SCHEDULED,
        "number": 1,
        "changed_at": now,
        "due_at": slot,
        "series_id": series.id,
        "slot": slot,
    }
    return Broadcast(**{**broadcasts.blank(), **{name: getattr(series, name) for name in same}, **own, "cron": ""})
