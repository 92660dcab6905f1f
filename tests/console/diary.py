"""What followers did, as the console finds it: lines of the journal and those who wrote them."""

import datetime as dt
import itertools
from typing import Any

from tests.console.conftest import Office
from tests.services.lines import ALICE, line
from wxbot.services import journal
from wxbot.store import followers
from wxbot.store import journal as rows

_numbers = itertools.count()

HOUR = dt.timedelta(hours=1)


def say(office: Office, *asked: str, ago: dt.timedelta = HOUR, **fields: Any) -> list[int]:
    """Each a minute after the one before, beginning so long ago; returns the lines' numbers."""
    begin = office.runtime.clock.instant() - ago
    lines = [
        line(f"d{next(_numbers)}", asked=words, at=at.isoformat(), **fields)
        for place, words in enumerate(asked)
        if (at := begin + place * dt.timedelta(minutes=1))
    ]
    with office.database.write() as db:
        journal.keep(db, lines, office.runtime.zone)
    with office.database.read() as db:
        return [entry.id for each in lines if (entry := rows.of_delivery(db, each.delivery)) is not None]


def follower(office: Office, openid: str = ALICE, **fields: object) -> int:
    """The number of his row."""
    with office.database.write() as db:
        row = followers.find_or_add(db, openid)
        for name, value in fields.items():
            setattr(row, name, value)
        return row.id
