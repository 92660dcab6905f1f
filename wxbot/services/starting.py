"""When a broadcast's time has come: it begins, or a person is asked. Any number of workers may look at once."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from wxbot.services import Db, audiences, broadcasts, preferences
from wxbot.services.audiences import Way
from wxbot.store import broadcasts as rows
from wxbot.store import calls, freezes
from wxbot.store.broadcasts import Broadcast, Kind, State
from wxbot.store.database import Database

# The items of a payload whose live version is not the one that was signed.
Changed = Callable[[Db, Mapping[str, Any], dt.datetime], Sequence[str]]


class Asked(StrEnum):
    """Why a person is asked instead."""

    LATE = "its time has passed"
    FROZEN = "nothing goes out in this period"
    CHANGED = "something in it was changed or taken down since it was signed"


def start_due(database: Database, account: str, changed: Changed, now: dt.datetime) -> int:
    """Begins what is due, one transaction each; returns how many began."""
    with database.read() as db:
        if preferences.load(db).sending_stopped:
            return 0
        waiting = rows.due(db, now)
    begun = 0
    for broadcast_id in waiting:
        with database.write() as db:
            begun += _start(db, broadcast_id, account, changed, now)
    return begun


def _start(db: Db, broadcast_id: int, account: str, changed: Changed, now: dt.datetime) -> bool:
    row = rows.of_id(db, broadcast_id, lock=True)
    due = row is not None and row.state == State.SCHEDULED and row.due_at is not None and row.due_at <= now
    if not due or preferences.load(db).sending_stopped:
        return False
    assert row is not None
    why = _question(db, row, changed, now)
    if why is not None:
        broadcasts.ask(db, row, why, now)
        return False
    row.state, row.started_at, row.reason = State.SENDING, now, ""
    _write_call(db, row, account, now)
    return True


def _question(db: Db, row: Broadcast, changed: Changed, now: dt.datetime) -> Asked | None:
    """None when it may begin. Whoever sends in an emergency, or has decided already, is not asked again."""
    assert row.due_at is not None
    if row.emergency or row.reason == broadcasts.DECIDED:
        return None
    if now > row.due_at + dt.timedelta(minutes=row.grace):
        return Asked.LATE
    if freezes.at(db, now) is not None:
        return Asked.FROZEN
    return Asked.CHANGED if changed(db, row.payload, now) else None


def _write_call(db: Db, row: Broadcast, account: str, now: dt.datetime) -> None:
    """The one call of what goes to everyone, to a tag or to nobody. Lists are cut into calls once they are frozen."""
    audience = audiences.parse(row.audience)
    way = audiences.way(account, Kind(row.kind), audience)
    if way in (Way.ALL, Way.TAG, Way.PUBLISH):
        calls.write(db, row.id, 0, calls.Way(way.value), now, tag=audience.tag)
