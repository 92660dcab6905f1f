"""Who did what when: lines that are only ever added, each carrying the hash of the one before.

The chain's head is a row that the adding transaction locks, so that two lines cannot follow the same one. The database
itself refuses to change or remove a line (migration 0008); who takes that away is found out by the chain.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Index, String, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from wxbot.store.columns import Instant, Json, Table
from wxbot.store.database import Db, add_missing

_HEAD = 1
_FIRST = "0" * 64  # What the first line follows.
_MOST_VALUES = 500  # Actors or actions that can be chosen from.


class Line(Table):
    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_at", "at", "id"),
        Index("ix_audit_actor", "actor", "at", "id"),
        Index("ix_audit_action", "action", "at", "id"),
        Index("ix_audit_subject", "subject", "at", "id"),
    )

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
    return _digest(line.previous, line.at, line.actor, line.action, line.subject, line.details)


def _digest(previous: str, at: dt.datetime, actor: str, action: str, subject: str, details: dict[str, Any]) -> str:
    utc = at.astimezone(dt.UTC).isoformat()  # As it comes back from the store.
    fields = [previous, utc, actor, action, subject, details]
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


@dataclass(frozen=True, slots=True)
class Proof:
    """How far the chain is whole: ``count`` lines, from the first instant to the last, ending in ``hash``.

    ``broken`` is the id of the first line that does not follow from the one before; None when the chain is whole.
    -1 stands for the end: the last lines are not there any more.
    """

    count: int
    first: dt.datetime | None
    last: dt.datetime | None
    hash: str
    broken: int | None = None


def prove(db: Db) -> Proof:
    """Reads every line, and the head in the same query, so that what is added meanwhile makes no difference."""
    head = select(Head.hash).where(Head.id == _HEAD).scalar_subquery()
    columns = (head, Line.id, Line.previous, Line.hash, Line.at, Line.actor, Line.action, Line.subject, Line.details)
    proof, ending = Proof(0, None, None, _FIRST), db.scalar(select(head))
    with db.execute(select(*columns).order_by(Line.id).execution_options(yield_per=1000)) as lines:
        for newest_hash, number, previous, digest, at, *fields in lines:
            ending = newest_hash
            if previous != proof.hash or digest != _digest(previous, at, *fields):
                return replace(proof, broken=number)
            proof = Proof(proof.count + 1, proof.first or at, at, digest)
    return proof if proof.hash == (ending or _FIRST) else replace(proof, broken=-1)


def broken_at(db: Db) -> int | None:
    """As ``Proof.broken``."""
    return prove(db).broken


def of_hash(db: Db, digest: str) -> Line | None:
    return db.scalar(select(Line).where(Line.hash == digest))


@dataclass(frozen=True, slots=True)
class Search:
    """What is empty is not asked for. A subject without a slash is that of a whole noun; ``end`` is the first after."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    begin: dt.datetime | None = None
    end: dt.datetime | None = None


_ANY = Search()


def newest(db: Db, limit: int, before: int | None = None, search: Search = _ANY) -> Sequence[Line]:
    """The newest first; ``before`` an id, to go on from there."""
    query = select(Line).where(*_conditions(search)).order_by(Line.at.desc(), Line.id.desc()).limit(limit)
    if before is not None and (last := db.get(Line, before)) is not None:
        query = query.where(tuple_(Line.at, Line.id) < (last.at, last.id))
    return db.scalars(query).all()


def _conditions(search: Search) -> Iterator[ColumnElement[bool]]:
    for column, value in ((Line.actor, search.actor), (Line.action, search.action)):
        if value:
            yield column == value
    if search.subject:
        whole = "/" in search.subject
        yield (
            Line.subject == search.subject if whole else Line.subject.startswith(f"{search.subject}/", autoescape=True)
        )
    if search.begin is not None:
        yield Line.at >= search.begin
    if search.end is not None:
        yield Line.at < search.end


def actors(db: Db) -> list[str]:
    return _different(db, Line.actor)


def actions(db: Db) -> list[str]:
    return _different(db, Line.action)


def _different(db: Db, column: InstrumentedAttribute[str]) -> list[str]:
    """The values of a column, each found by one step through its index, however many lines have it."""
    found: list[str] = []
    query = select(column).order_by(column).limit(1)
    value = db.scalar(query)
    while value is not None and len(found) < _MOST_VALUES:
        found.append(value)
        value = db.scalar(query.where(column > value))
    return found
