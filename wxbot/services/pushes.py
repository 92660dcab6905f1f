"""Pushes: what goes to each follower alone. Ticks write audiences down and send them chunk by chunk, many at once.

The rows in SQL are the truth. A worker may die at any moment: what it had begun goes on with another one, or is left to
a person where WeChat could not tell the second call from the first.
"""

import datetime as dt
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from random import SystemRandom
from zoneinfo import ZoneInfo

from wxbot.client.api import Api
from wxbot.errors import ContentError, ErrorClass, StateUnavailable, StoreUnavailable, WxbotError
from wxbot.services import Db, alarms, broadcasts, preferences, rosters, sending, turns
from wxbot.services.audiences import EACH
from wxbot.services.endings import REPEATABLE, Ending
from wxbot.services.turns import LEASE, Rules, Turn
from wxbot.state.pace import Pace
from wxbot.store import broadcasts as rows
from wxbot.store import chunks, sends
from wxbot.store.broadcasts import Broadcast, Kind, State
from wxbot.store.chunks import Hold
from wxbot.store.database import Database

log = logging.getLogger(__name__)

CHUNK = 200
LONGEST = 20.0  # Seconds after which a tick ends; the next one goes on.
_FREEZING = 5.0
_PAGES = 10  # Pages of an audience that are written before it is looked whether the time is over.
_LANES = 2  # Chunks that a process sends at the same time: while one writes down, the other one calls.
_LOOK = 16  # Chunks among which workers choose, so that they do not all run for the same one.
_PATIENCE = 20.0  # Seconds for which endings are kept while the database does not answer.
_AGAIN = 0.2
_MINUTE, _SILENCE = 60.0, 10.0  # Seconds of rest after WeChat asked for it, or has not answered anybody.
_KEPT_DAYS = 3


@dataclass(frozen=True, slots=True)
class Means:
    """What sending takes. ``size`` is how many calls are made at once."""

    database: Database
    api: Api
    pace: Pace
    callers: Executor
    rules: Rules
    clock: Callable[[], dt.datetime]
    size: int


def freeze(
    database: Database, broadcast_id: int, now: dt.datetime, chunk_size: int = CHUNK, batch: int = rosters.BATCH
) -> bool:
    """Writes the whole audience down; returns whether it is there. May be called again after a crash."""
    return rosters.write(database, broadcast_id, now, chunk_size, batch)


def freeze_due(database: Database, clock: Callable[[], dt.datetime], seconds: float = _FREEZING) -> None:
    """The tick that writes down whom the running broadcasts go to."""
    ends = time.monotonic() + seconds
    with database.read() as db:
        waiting = [row.id for row in _running(db) if row.cursor != rosters.END]
    for broadcast_id in waiting:
        try:
            while time.monotonic() < ends and _is_running(database, broadcast_id):
                if rosters.write(database, broadcast_id, clock(), CHUNK, pages=_PAGES):
                    break
        except ContentError as error:  # Whom it goes to cannot be read; those behind it must not wait.
            _stop(database, broadcast_id, error, clock())


def _running(db: Db) -> list[Broadcast]:
    return [row for row in rows.in_state(db, State.SENDING) if row.kind in EACH]


def _is_running(database: Database, broadcast_id: int) -> bool:
    with database.read() as db:
        row = rows.of_id(db, broadcast_id)
        return row is not None and row.state == State.SENDING


def work(our: Means, seconds: float = LONGEST) -> None:
    """The tick that sends: until nothing can be sent now or the time is over."""
    ends = time.monotonic() + seconds
    with ThreadPoolExecutor(_LANES) as lanes:
        list(lanes.map(lambda _: _send_many(our, lambda: time.monotonic() < ends), range(_LANES)))
    finish_ready(our.database, our.clock())


def _send_many(our: Means, going: Callable[[], bool]) -> None:
    while going():
        hold = _claim(our)
        if hold is None:
            return
        send_chunk(our, hold, going)


def _claim(our: Means) -> Hold | None:
    now = our.clock()
    with our.database.read() as db:
        if preferences.load(db).sending_stopped:
            return None
        places = [(row.id, number) for row in _running(db) for number in chunks.free(db, row.id, now, _LOOK)]
    SystemRandom().shuffle(places)
    for broadcast_id, number in places:
        hold = Hold(broadcast_id, number, secrets.token_hex(16))
        with our.database.write() as db:
            if chunks.claim(db, hold, now, now + LEASE):
                return hold
    return None


def send_chunk(our: Means, hold: Hold, going: Callable[[], bool]) -> None:
    """Turn by turn, until nothing of it can be sent now, it is not ours any more, or the time is over."""
    last: Sequence[Ending] = ()
    left = our.size
    while True:
        room, pause = _room(our, min(our.size, left)) if going() else (-1, 0.0)
        turn = _take(our, hold, last, room)
        if turn.over:
            return
        last, left = sending.make_all(our.api, our.callers, turn), turn.left
        cause = sending.common_cause(last)
        if cause is not None:
            _take(our, hold, [_undone(ending) for ending in last], -1)
            _stop(our.database, hold.broadcast_id, cause, our.clock())
            return
        _rest(our, last)
        if not last:
            time.sleep(min(pause, 1.0))


def _room(our: Means, wanted: int) -> tuple[int, float]:
    """How many calls may be made now. Without Redis none: the chunk is given back."""
    try:
        return our.pace.take(wanted) if wanted else (0, 0.0)
    except StateUnavailable:
        return -1, 0.0


def _take(our: Means, hold: Hold, last: Sequence[Ending], room: int) -> Turn:
    """What was called must be written down, so a database that does not answer is waited for."""
    ends = time.monotonic() + _PATIENCE
    while True:
        try:
            with our.database.write() as db:
                return turns.take(db, hold, last, room, our.rules, our.clock())
        except StoreUnavailable:
            if time.monotonic() > ends:
                raise
            time.sleep(_AGAIN)


def _undone(ending: Ending) -> Ending:
    """As if a call had not been made that WeChat refused for the cause that all have in common."""
    refused = ending.is_of(ErrorClass.FIX)
    return replace(ending, failure=None, untouched=True) if refused else ending


def _rest(our: Means, last: Sequence[Ending]) -> None:
    """Everybody rests when WeChat wants it, or answers nobody."""
    slower = any(ending.is_of(ErrorClass.MINUTE) for ending in last)
    if slower or sending.silence(last):
        try:
            our.pace.rest(_MINUTE if slower else _SILENCE)
        except StateUnavailable:
            log.debug("Nobody could be told to rest")


def _stop(database: Database, broadcast_id: int, cause: WxbotError, now: dt.datetime) -> None:
    with database.write() as db:
        row = rows.of_id(db, broadcast_id, lock=True)
        if row is not None:
            broadcasts.stop(db, row, cause, now)


def finish_ready(database: Database, now: dt.datetime) -> None:
    """Ends those whose whole audience is written down and settled."""
    with database.read() as db:
        ready = [row.id for row in _running(db) if row.cursor == rosters.END and not chunks.left(db, row.id)]
    for broadcast_id in ready:
        with database.write() as db:
            row = rows.of_id(db, broadcast_id, lock=True)
            if row is not None and row.state == State.SENDING and not chunks.left(db, row.id):
                broadcasts.finish(db, row, now)
                tell_unknown(db, row, now)


def tell_unknown(db: Db, row: Broadcast, now: dt.datetime) -> None:
    """An alarm rings while there are sends of it of which only a person can say whether they arrived."""
    count = sum(part.counts.get(sends.State.UNKNOWN, 0) for part in chunks.figures(db, row.id))
    name = f"{broadcasts.UNKNOWN}/{row.id}"
    if count:
        alarms.ring(db, name, {"title": row.title, "count": count}, now)
    else:
        alarms.silence(db, name)


def tend(database: Database, now: dt.datetime, zone: ZoneInfo) -> None:
    """The tick for what nobody sends any more: of a chunk whose worker died what was begun becomes unknown in time."""
    with database.read() as db:
        found = chunks.lapsed(db, now, 100)
    for hold in found:
        with database.write() as db:
            _abandon(db, hold, now)
    with database.write() as db:
        sends.sweep(db, (now.astimezone(zone).date() - dt.timedelta(days=_KEPT_DAYS)).isoformat())


def _abandon(db: Db, hold: Hold, now: dt.datetime) -> None:
    """While its broadcast runs, whoever takes the chunk up next sees to it."""
    chunk, row = chunks.held(db, hold), rows.of_id(db, hold.broadcast_id)
    if chunk is None or row is None or row.state == State.SENDING or (chunk.leased_until or now) > now:
        return
    before = now - REPEATABLE if row.kind == Kind.TEMPLATE else now
    if sends.abandon(db, hold.broadcast_id, hold.number, before):
        log.warning("Some pushes may or may not have been sent; a person must look")
    chunks.recount(db, hold.broadcast_id, [hold.number])
    if not chunk.counts.get(sends.State.SENDING):
        chunk.owner, chunk.leased_until = "", None
