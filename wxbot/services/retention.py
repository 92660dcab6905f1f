"""How long things are kept: what is older than the settings say goes, a little at a time, and counts of it stay.

The audit is not among it: the database refuses to remove a line of it, whatever it tells.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from wxbot.services import Db
from wxbot.store import datacube, figures, journal, outbox, reads, results, sends
from wxbot.store.database import Database

_ROWS = 1_000  # Of one transaction, so that nobody waits for it.
_TURNS = 20  # Transactions of one tick and table.
_RESULTS = 30  # Days after which no row will come to know the message that WeChat told of.


@dataclass(frozen=True, slots=True)
class Keep:
    """Days, from the settings."""

    journal: int
    figures: int
    outbox: int
    sends: int


def thin(database: Database, keep: Keep, now: dt.datetime, zone: dt.tzinfo) -> int:
    """Drops what is too old; returns how many rows of those that tell of a person. Doing it again does no harm."""
    today = now.astimezone(zone).date()
    with database.write() as db:
        _thin_days(db, (today - dt.timedelta(days=keep.figures)).isoformat())
        results.drop(db, now - dt.timedelta(days=_RESULTS))
    return (
        _thin(database, lambda db: journal.thin(db, now - dt.timedelta(days=keep.journal), _ROWS))
        + _thin(database, lambda db: outbox.thin(db, now - dt.timedelta(days=keep.outbox), _ROWS))
        + _thin(database, lambda db: sends.thin(db, now - dt.timedelta(days=keep.sends), _ROWS))
    )


def _thin_days(db: Db, before: str) -> None:
    for table in (figures, reads, datacube):
        table.thin(db, before)


def _thin(database: Database, some: Callable[[Db], int]) -> int:
    total = 0
    for _ in range(_TURNS):
        with database.write() as db:
            count = some(db)
        total += count
        if count < _ROWS:
            break
    return total
