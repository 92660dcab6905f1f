"""When a broadcast's time has come: it begins, or a person is asked. Any number of workers may look at once."""

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from wxbot.errors import ContentError, RuleError, Unavailable
from wxbot.services import Db, audiences, broadcasts, preferences
from wxbot.services.audiences import Audience, Way
from wxbot.store import broadcasts as rows
from wxbot.store import calls, freezes
from wxbot.store.broadcasts import HALTED, Broadcast, Kind, State
from wxbot.store.database import Database

log = logging.getLogger(__name__)

# The items of a payload whose live version is not the one that was signed.
Changed = Callable[[Db, Mapping[str, Any], dt.datetime], Sequence[str]]


class Asked(StrEnum):
    """Why a person is asked instead."""

    LATE = "its time has passed"
    FROZEN = "nothing goes out in this period"
    CHANGED = "something in it was changed or taken down since it was signed"
    NOBODY = "there is nobody whom it would go to"


_LEAST = dt.timedelta(minutes=1)  # Of grace: even what may not wait is looked at only once a second.
_COUNTED = (Way.LIST, Way.EACH)  # Whose followers we name; those of a tag or of everyone are WeChat's to find.


def start_due(database: Database, account: str, changed: Changed, now: dt.datetime) -> int:
    """Begins what is due, one transaction each; returns how many began."""
    with database.read() as db:
        if preferences.load(db).sending_stopped:
            return 0
        waiting = rows.due(db, now)
    begun = 0
    for broadcast_id in waiting:
        try:
            with database.write() as db:
                begun += _start(db, broadcast_id, account, changed, now)
        except Unavailable:
            raise
        except Exception:  # A fault of ours in one of them: the others have their times too.
            log.exception("Broadcast %s could not begin", broadcast_id)
    return begun


def _start(db: Db, broadcast_id: int, account: str, changed: Changed, now: dt.datetime) -> bool:
    row = rows.of_id(db, broadcast_id, lock=True)
    due = row is not None and row.state == State.SCHEDULED and row.due_at is not None and row.due_at <= now
    if not due or preferences.load(db).sending_stopped:
        return False
    assert row is not None
    try:
        audience = audiences.parse(row.audience)
        way = audiences.way(account, Kind(row.kind), audience)
    except ContentError as error:  # The account is of another kind than it was when this was signed.
        broadcasts.ask(db, row, str(error), now)
        return False
    why = _question(db, row, way, audience, changed, now)
    if why is not None:
        broadcasts.ask(db, row, why, now)
        return False
    row.state, row.started_at, row.reason = State.SENDING, now, ""
    if way not in _COUNTED:  # Lists are cut into calls once they are frozen.
        calls.write(db, row.id, 0, calls.Way(way.value), now, tag=audience.tag)
    return True


def _question(db: Db, row: Broadcast, way: Way, audience: Audience, changed: Changed, now: dt.datetime) -> Asked | None:
    """None when it may begin. Whoever sends in an emergency is not asked, and whoever said "now" only when that is
    long ago. One that was put off is asked about anew, but for a change that was known when somebody put it off."""
    assert row.due_at is not None
    if row.emergency:
        return None
    if now > row.due_at + max(dt.timedelta(minutes=row.grace), _LEAST):
        return Asked.LATE
    if row.reason == broadcasts.DECIDED:
        return None
    if freezes.at(db, now) is not None:
        return Asked.FROZEN
    if row.reason != Asked.CHANGED and changed(db, row.payload, now):
        return Asked.CHANGED
    return Asked.NOBODY if way in _COUNTED and not audiences.page(db, audience, "", 1) else None


def resume(
    db: Db, broadcast_id: int, changed: Changed, actor: str, now: dt.datetime, heeded: bool = False
) -> Broadcast:
    """Goes on with what was paused or stopped, once a person has read what speaks against it by now.

    Raises RuleError: ``why`` is what must be read first, unless it is ``heeded``.
    """
    row = broadcasts.hold(db, broadcast_id, *HALTED)
    found = against(db, row, changed, now)
    if found and not heeded:
        raise RuleError(found[0])
    return broadcasts.resume(db, broadcast_id, actor, now)


def against(db: Db, row: Broadcast, changed: Changed, now: dt.datetime) -> tuple[Asked, ...]:
    """What a person would be asked about if it began now, of what may have come up since it did."""
    frozen = (Asked.FROZEN,) if freezes.at(db, now) is not None else ()
    return (*frozen, Asked.CHANGED) if changed(db, row.payload, now) else frozen
