"""Who did what when: lines that are only ever added, each carrying the hash of the one before.

The chain's head is a row that the adding transaction locks, so that two lines cannot follow the same one.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Json, Table
from wxbot.store.database import Db, add_missing

_HEAD = 1
_FIRST = "0" * 64  # What the first line follows.


class Line(Table):
    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(200))
    details: Mapped[dict[str, Any]] = mapped_column(Json)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class Head(Table):
    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))


def _hash(line: Line) -> str:
    at = line.at.astimezone(dt.UTC).isoformat()  # As it comes back from the store.
    fields = [line.previous, at, line.actor, line.action, line.subject, line.details]
    return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _locked_head(db: Db) -> Head:
    add_missing(db, Head, id=_HEAD, hash=_FIRST)
    # The update takes the row's lock on PostgreSQL; SQLite's writing transaction holds its lock already.
    db.execute(update(Head).where(Head.id == _HEAD).values(hash=Head.hash))
    return db.get_one(Head, _HEAD, populate_existing=True)


def add(db: Db, at: dt.datetime, actor: str, action: str, subject: str, details: Mapping[str, Any]) -> None:
    """Adds a line within the caller's writing transaction. Details name a citizen's fields by id, never by value."""
    head = _locked_head(db)
    line = Line(at=at, actor=actor, action=action, subject=subject, details=dict(details), previous=head.hash)
    line.hash = head.hash = _hash(line)
    db.add(line)
    db.flush()


def broken_at(db: Db) -> int | None:
    """The id of the first line that does not follow from the one before; None when the chain is whole.

    -1 stands for the end: the last lines are not there any more.
    """
    previous = _FIRST
    with db.scalars(select(Line).order_by(Line.id).execution_options(yield_per=500)) as lines:
        for line in lines:
            if line.previous != previous or line.hash != _hash(line):
                return line.id
            previous = line.hash
    head = db.get(Head, _HEAD)
    return None if previous == (head.hash if head else _FIRST) else -1


def newest(db: Db, limit: int, before: int | None = None) -> Sequence[Line]:
    """The newest first; ``before`` an id, to go on from there."""
    query = select(Line) if before is None else select(Line).where(Line.id < before)
    return db.scalars(query.order_by(Line.id.desc()).limit(limit)).all()
