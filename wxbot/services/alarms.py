"""Alarms: what staff must be told until it is over. Whoever finds a trouble rings, and silences when it is gone.

A name is ``noun`` or ``noun/what``, such as ``menu-drift`` or ``letter-late/20261122-0007``; ringing again changes the
details only. Details name a citizen's fields by id, never by value.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wxbot.services import Db
from wxbot.store import alarms


@dataclass(frozen=True, slots=True)
class Ringing:
    """An alarm, since when it rings, and what is to be said about it."""

    name: str
    since: dt.datetime
    details: Mapping[str, Any]

    @property
    def noun(self) -> str:
        return self.name.partition("/")[0]

    @property
    def about(self) -> str:
        """What follows the first slash of the name; empty where there is only one of its noun."""
        return self.name.partition("/")[2]


def ring(db: Db, name: str, details: Mapping[str, Any], now: dt.datetime) -> bool:
    """Within a writing transaction; returns whether it did not ring before."""
    return alarms.put(db, name, details, now)


def silence(db: Db, name: str) -> bool:
    """Within a writing transaction; returns whether it rang."""
    return alarms.remove(db, name)


def ringing(db: Db) -> list[Ringing]:
    """All that ring, the one that rings for the longest time first."""
    return [Ringing(row.name, row.since, row.details) for row in alarms.rows(db)]


def count(db: Db) -> int:
    return alarms.count(db)
