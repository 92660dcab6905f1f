"""Rosters: an audience written down, one row for each follower, when a broadcast begins.

Every transaction moves the broadcast's cursor with the rows that it writes, so a crash at any point goes on without a
row twice or missing. A chunk is there as soon as it is full, and may be sent while others are still written.
"""

import datetime as dt
from collections.abc import Sequence

from wxbot.services import Db, audiences, consents, windows
from wxbot.services.audiences import EACH
from wxbot.store import broadcasts, chunks, followers, sends
from wxbot.store.broadcasts import RUNNING, Broadcast, Kind
from wxbot.store.database import Database

END = "end"  # The cursor of one whose audience is written down.
BATCH = 1_000
_LEAST = 2  # Openids of a call to a list: WeChat refuses a single one.


def write(
    database: Database, broadcast_id: int, now: dt.datetime, chunk_size: int, batch: int = BATCH, pages: int = 0
) -> bool:
    """Writes the audience down from where it was left, at most so many ``pages``; returns whether all of it is there.

    A broadcast that is not running any more is left as it is.
    """
    count = 0
    while not pages or count < pages:
        count += 1
        with database.write() as db:
            row = broadcasts.of_id(db, broadcast_id, lock=True)
            if row is None or row.cursor == END:
                return row is not None
            if row.state not in RUNNING:
                return False
            _write_page(db, row, now, chunk_size, batch)
            if row.cursor == END:
                return True
    return False


def _write_page(db: Db, row: Broadcast, now: dt.datetime, chunk_size: int, batch: int) -> None:
    audience = audiences.parse(row.audience)
    openids = audiences.page(db, audience, row.cursor, batch)
    wanted = _reachable(db, row, openids, now)
    first, last = row.frozen, row.frozen + len(wanted)
    sends.add_all(db, row.id, [(place // chunk_size, openid) for place, openid in enumerate(wanted, first)])
    for number in range(first // chunk_size, last // chunk_size):
        chunks.add(db, row.id, number, chunk_size)
    row.frozen, row.cursor = last, openids[-1] if openids else END
    if row.cursor == END and last % chunk_size:
        _add_last(db, row, last // chunk_size, last % chunk_size)


def _add_last(db: Db, row: Broadcast, number: int, size: int) -> None:
    if number and size < _LEAST and row.kind not in EACH:
        sends.move_last(db, row.id, number - 1, number)
        chunks.recount(db, row.id, [number - 1])
        chunks.shrink(db, row.id, number - 1)
        size += 1
    chunks.add(db, row.id, number, size)


def _reachable(db: Db, row: Broadcast, openids: Sequence[str], now: dt.datetime) -> Sequence[str]:
    """A notice goes to those who agreed to it, a customer-service message to those who have a window open for it."""
    if row.kind == Kind.NOTICE:
        agreed = consents.agreed(db, row.payload["template_id"], openids)
        return [openid for openid in openids if openid in agreed]
    if row.kind == Kind.CUSTOM:
        lately = followers.written_since(db, openids, now - windows.LONGEST)
        return [openid for openid in lately if windows.of_follower(db, openid, True, now).left]
    return openids
