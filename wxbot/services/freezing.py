"""Freeze periods that staff set: while one lasts, what would go out by itself waits for a person's word."""

import datetime as dt

from wxbot.errors import ContentError, RuleError
from wxbot.services import Db
from wxbot.store import audit, freezes
from wxbot.store.freezes import Freeze

REASON_MAX = 200
REASON = f"give a reason of at most {REASON_MAX} characters"
ORDER = "must lie after the beginning"
GONE = "there is no such period"
REASONS = (REASON, ORDER, GONE)


def add(db: Db, begins_at: dt.datetime, ends_at: dt.datetime, reason: str, actor: str, now: dt.datetime) -> Freeze:
    """Raises ContentError, beginning with the field's name."""
    if not 1 <= len(reason.strip()) <= REASON_MAX:
        raise ContentError(f"reason: {REASON}")
    if ends_at <= begins_at:
        raise ContentError(f"ends_at: {ORDER}")
    row = freezes.add(db, begins_at=begins_at, ends_at=ends_at, reason=reason.strip(), author=actor)
    details = {"begins_at": begins_at.isoformat(), "ends_at": ends_at.isoformat(), "reason": row.reason}
    audit.add(db, now, actor, "freeze.set", f"freeze/{row.id}", details)
    return row


def remove(db: Db, freeze_id: int, actor: str, now: dt.datetime) -> None:
    row = freezes.of_id(db, freeze_id, lock=True)
    if row is None:
        raise RuleError(GONE)
    freezes.remove(db, row)
    audit.add(db, now, actor, "freeze.lifted", f"freeze/{freeze_id}", {"reason": row.reason})
