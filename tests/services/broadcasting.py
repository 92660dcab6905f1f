"""Broadcasts for tests: composed, signed and due, as staff would have them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from wxbot.services import Db, broadcasts, starting
from wxbot.services.audiences import Audience, Who
from wxbot.services.compositions import Composed, Composition
from wxbot.services.findings import Finding
from wxbot.store import audiences
from wxbot.store import broadcasts as rows
from wxbot.store.broadcasts import Broadcast, Kind
from wxbot.store.database import Database

NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
ACCOUNT = "service-verified"
EVERYONE = Audience(Who.EVERYONE)


def as_it_is(_db: Db, _kind: Kind, content: Mapping[str, Any]) -> Composed:
    """Composes nothing: what was written goes out."""
    return Composed(dict(content))


def clear(_db: Db, _row: Broadcast) -> tuple[Finding, ...]:
    """Nothing stands against it."""
    return ()


def finding(found: Finding) -> Any:
    def compose(_db: Db, _kind: Kind, content: Mapping[str, Any]) -> Composed:
        return Composed(dict(content), (found,))

    return compose


def composition(kind: Kind = Kind.TEXT, audience: Audience = EVERYONE, **fields: Any) -> Composition:
    content = fields.pop("content", {"text": "Good morning"})
    return Composition(**{"kind": kind, "title": "Morning", "content": content, "audience": audience, **fields})


def submitted(database: Database, new: Composition | None = None, now: dt.datetime = NOW) -> Broadcast:
    with database.write() as db:
        row = broadcasts.add(db, new or composition(), ACCOUNT, "chen", now)
        return broadcasts.submit(db, row.id, row.number, as_it_is, clear, "chen", now)


def scheduled(database: Database, new: Composition | None = None, now: dt.datetime = NOW) -> Broadcast:
    row = submitted(database, new, now)
    with database.write() as db:
        return broadcasts.sign(db, row.id, row.sha256, clear, "li", 1, now)


def begin(database: Database, now: dt.datetime = NOW) -> int:
    """As the tick does at their time; nothing in them has changed. Returns how many began."""
    return starting.start_due(database, ACCOUNT, lambda *_: [], now)


def begun(database: Database, new: Composition | None = None, now: dt.datetime = NOW) -> Broadcast:
    row = scheduled(database, new, now)
    assert begin(database, now) == 1
    return row


def kept(database: Database, row: Broadcast) -> Broadcast:
    """As it stands by now."""
    with database.read() as db:
        found = rows.of_id(db, row.id)
        assert found is not None
        return found


def group(database: Database, openids: Sequence[str], now: dt.datetime = NOW, name: str = "Press") -> Audience:
    """A list of these."""
    with database.write() as db:
        added = audiences.add(db, "list", name, "chen", now)
        assert added is not None
        for openid in openids:
            audiences.put_in(db, added.id, openid)
        return Audience(Who.GROUP, group=added.id)
