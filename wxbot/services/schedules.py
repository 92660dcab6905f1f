"""What happens to items at its time: an approved revision goes live, an item is taken down.

The rows say when and the worker's tick carries it out; of workers that race one gets the item's lock, and the others
find nothing left to do.
"""

import datetime as dt
import logging

from wxbot.errors import ContentError, RuleError, WxbotError
from wxbot.services import Db, items, releases, steps
from wxbot.services.steps import Why
from wxbot.store import audit
from wxbot.store import items as rows
from wxbot.store import revisions as store
from wxbot.store.database import Database

TIMETABLE = "timetable"  # Who does what nobody pressed a button for.
_BATCH = 100

log = logging.getLogger(__name__)


def expire(db: Db, item_id: int, at: dt.datetime | None, actor: str, now: dt.datetime) -> None:
    """When the item is to be taken down, whichever revision is live then; None: it stays."""
    item = rows.hold_id(db, item_id)
    if item is None:
        raise RuleError(Why.GONE)
    if at is not None and at <= now:
        raise RuleError(Why.PAST)
    item.expires_at, item.changed_at = at, now
    audit.add(db, now, actor, "item.expires", items.name_of(item), {"at": at and at.astimezone(dt.UTC).isoformat()})


def publish_due(database: Database, now: dt.datetime) -> int:
    """Carries out what is due, each item by itself; returns at how many steps what citizens see changed."""
    with database.read() as db:
        waiting = store.due_items(db, now, _BATCH)
    return sum(_carry_out(database, item_id, now) for item_id in waiting)


def _carry_out(database: Database, item_id: int, now: dt.datetime) -> int:
    """In the order of the times, however long nobody carried anything out. What cannot go live holds up nothing."""
    with database.read() as db:
        due = store.due_of(db, item_id, now)
    first = (due.due_at if due is not None else None) or now
    changed = int(_take_down(database, item_id, first, now))
    if due is not None:
        changed += _publish(database, item_id, now)
        changed += _take_down(database, item_id, now, now)
    return changed


def _take_down(database: Database, item_id: int, until: dt.datetime, now: dt.datetime) -> bool:
    with database.write() as db:
        item = rows.hold_id(db, item_id)
        if item is None or item.expires_at is None or item.expires_at > until:
            return False
        item.expires_at = None
        return releases.take_down(db, item_id, TIMETABLE, now)


def _publish(database: Database, item_id: int, now: dt.datetime) -> bool:
    try:
        with database.write() as db:
            rows.hold_id(db, item_id)
            due = store.due_of(db, item_id, now)
            if due is not None:
                releases.go_live(db, due.id, TIMETABLE, now)
            return due is not None
    except (RuleError, ContentError) as error:
        _ring(database, item_id, error, now)
        return False


def _ring(database: Database, item_id: int, error: WxbotError, now: dt.datetime) -> None:
    with database.write() as db:
        item = rows.hold_id(db, item_id)
        if item is not None and steps.ring_stuck(db, item, error, now):
            log.error("An item did not go live at its time: %s: %s", items.name_of(item), error)
