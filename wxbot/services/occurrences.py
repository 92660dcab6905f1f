"""Recurring broadcasts: at each time of their rule they make an occurrence, which then lives as any other broadcast.

Times are of the account's zone, where the clock changes too: a time that a day has not comes as the clock is put
forward, and one that it has twice comes once.
"""

import datetime as dt
import itertools
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from wxbot.errors import ContentError, Unavailable
from wxbot.services import Db, broadcasts, compositions, digests
from wxbot.services.compositions import Compose
from wxbot.services.uploading import DRAFTED
from wxbot.store import audit
from wxbot.store import broadcasts as rows
from wxbot.store.audit import Search
from wxbot.store.broadcasts import Broadcast, Kind, State
from wxbot.store.database import Database

log = logging.getLogger(__name__)

RULE = "is no rule of the form minute hour day month weekday, such as 0 8 * * 1-5"
NEVER = "never comes due: no month that it names has such a day"
OFTEN = "must lie at least ten minutes apart"
REASONS = (RULE, NEVER, OFTEN)

SCHEDULE = "schedule"  # Who makes occurrences.
SKIPPED = "broadcast.skipped"  # In the audit, which alone knows of a time that led to nothing: nothing was new,
MISSED = "broadcast.missed"  # or nobody looked before the next one had come.
_FIELDS = 5
_ANY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_LEAST = dt.timedelta(minutes=10)
_MOST = 5_000  # Slots of one series that are looked at after an outage; far more than any that matters.


def check(cron: str, zone: ZoneInfo, now: dt.datetime) -> None:
    """Raises ContentError."""
    following = list(itertools.islice(slots(cron, now, zone), 50))
    if not following:
        raise ContentError(f"cron: {NEVER}")
    if any(later - earlier < _LEAST for earlier, later in itertools.pairwise(following)):
        raise ContentError(f"cron: {OFTEN}")


def slots(cron: str, after: dt.datetime, zone: ZoneInfo) -> Iterator[dt.datetime]:
    """The instants that come after this one, in UTC. Raises ContentError."""
    parts = cron.split()
    if len(parts) != _FIELDS:
        raise ContentError(f"cron: {RULE}")
    try:
        times = CronSim(cron, after.astimezone(zone))
    except CronSimError:
        raise ContentError(f"cron: {NEVER if _is_form(parts) else RULE}") from None
    return (time.astimezone(dt.UTC) for time in times)


def _is_form(parts: Sequence[str]) -> bool:
    """Whether only its day and its months do not go together."""
    minute, hour, day, month, weekday = parts
    try:
        for each in (f"{minute} {hour} {day} * {weekday}", f"0 0 1 {month} *"):
            CronSim(each, _ANY)
    except CronSimError:
        return False
    return True


def upcoming(cron: str, after: dt.datetime, zone: ZoneInfo, count: int) -> list[dt.datetime]:
    return list(itertools.islice(slots(cron, after, zone), count))


def make_due(database: Database, compose: Compose, zone: ZoneInfo, now: dt.datetime) -> int:
    """The tick that makes occurrences; returns how many. Of many that look at once, one makes each."""
    with database.read() as db:
        active = [row.id for row in rows.in_state(db, State.ACTIVE, limit=1000) if _passed(row, zone, now)]
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


def _passed(series: Broadcast, zone: ZoneInfo, now: dt.datetime) -> list[dt.datetime]:
    """Its times that have come since the last one that was looked at."""
    since = series.slot or series.changed_at
    try:
        passed = itertools.takewhile(lambda slot: slot <= now, slots(series.cron, since, zone))
        return list(itertools.islice(passed, _MOST))
    except ContentError:
        return []


def _make(db: Db, series_id: int, compose: Compose, zone: ZoneInfo, now: dt.datetime) -> bool:
    series = rows.of_id(db, series_id, lock=True)
    if series is None or series.state != State.ACTIVE:
        return False
    passed = _passed(series, zone, now)
    if not passed:
        return False
    *missed, slot = passed
    if missed:  # Only the last one is made up for.
        first, last = missed[0].isoformat(), missed[-1].isoformat()
        broadcasts.note(db, series, SCHEDULE, MISSED, now, slot=last, first=first, count=len(missed))
    series.slot = slot
    row = _occurrence(series, slot, now)
    why = ""
    try:
        content = digests.resolve(db, series.content, slot, zone, series.id) if series.kind in DRAFTED else None
        if series.kind in DRAFTED and content is None:
            broadcasts.note(db, series, SCHEDULE, SKIPPED, now, slot=slot.isoformat())
            return False
        row.content = content or series.content
        composed = compose(db, Kind(series.kind), row.content)
        row.payload, row.findings = dict(composed.payload), [each.as_json() for each in composed.findings]
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


@dataclass(frozen=True, slots=True)
class Past:
    """A time that has come and what it led to; ``row`` is None where it led to nothing, and ``why`` says why.

    ``count`` counts those that were missed one after the other, of which ``slot`` is the last.
    """

    slot: dt.datetime
    row: Broadcast | None
    why: str = ""
    count: int = 1


def past(db: Db, series_id: int, limit: int) -> list[Past]:
    """The last ones first."""
    made = [Past(row.slot, row) for row in rows.occurrences(db, series_id, limit) if row.slot is not None]
    for action in (SKIPPED, MISSED):
        lines = audit.newest(db, limit, search=Search(action=action, subject=f"broadcast/{series_id}"))
        made += [_nothing(action, line.details) for line in lines]
    return sorted(made, key=lambda each: each.slot, reverse=True)[:limit]


def _nothing(action: str, details: Mapping[str, Any]) -> Past:
    return Past(dt.datetime.fromisoformat(str(details["slot"])), None, action, int(details.get("count", 1)))
