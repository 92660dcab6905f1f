"""Items as lists of the console show them: filtered, searched, and read on from a key, whatever their number."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from wxbot.store.columns import Instant
from wxbot.store.database import Db
from wxbot.store.items import Item, Revision, Signature, State

SOURCE = "zh"  # The language that the others are translations of.
MANY = 100  # What is counted is counted up to here.

Key = tuple[dt.datetime, int]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is to hold; whatever is empty does not matter."""

    words: str = ""  # In the title or the slug.
    kind: str = ""
    kinds: Collection[str] = ()  # Any of these.
    language: str = ""
    state: str = ""  # ``live`` includes what is live while its next revision is in work.
    owner: str = ""


def find(db: Db, wanted: Filter, limit: int, after: Key | None = None) -> Sequence[Item]:
    """What changed last comes first."""
    # Words are looked for in the table as it lies: SQLite would go through all of it by the index, row by row.
    changed_at = func.coalesce(Item.changed_at, Item.changed_at) if wanted.words else Item.changed_at
    query = _filtered(select(Item), wanted).order_by(changed_at.desc(), Item.id.desc())
    if after is not None:
        query = query.where(tuple_(Item.changed_at, Item.id) < tuple_(literal(after[0], Instant), literal(after[1])))
    return db.scalars(query.limit(limit)).all()


def _filtered(query: Select[Any], wanted: Filter) -> Select[Any]:
    for column, value in ((Item.kind, wanted.kind), (Item.language, wanted.language), (Item.owner, wanted.owner)):
        if value:
            query = query.where(column == value)
    if wanted.kinds:
        query = query.where(Item.kind.in_(wanted.kinds))
    if wanted.state:
        query = query.where(Item.live_id.is_not(None) if wanted.state == State.LIVE else Item.state == wanted.state)
    if wanted.words:
        found = (column.icontains(wanted.words, autoescape=True) for column in (Item.title, Item.slug))
        query = query.where(or_(*found))
    return query


def to_sign(db: Db, signer: str, limit: int, after: int | None = None) -> Sequence[Item]:
    """What waits for this person's signature, the longest first: neither his own, nor signed by him already."""
    query = _to_sign(signer).order_by(Item.id)
    return db.scalars((query.where(Item.id > after) if after is not None else query).limit(limit)).all()


def _to_sign(signer: str) -> Select[Any]:
    signed = select(Signature.id).where(Signature.revision_id == Revision.id, Signature.signer == signer)
    return (
        select(Item)
        .join(Revision, Revision.item_id == Item.id)
        .where(Revision.state == State.SUBMITTED, Revision.author != signer, Revision.submitted_by != signer)
        .where(~signed.exists())
    )


def stale(
    db: Db, today: dt.date, limit: int, after: tuple[dt.date, int] | None = None, owner: str = ""
) -> Sequence[Item]:
    """What should have been read again before today, the longest overdue first."""
    query = _stale(today, owner).order_by(Item.review_by, Item.id)
    if after is not None:
        query = query.where(tuple_(Item.review_by, Item.id) > after)
    return db.scalars(query.limit(limit)).all()


def _stale(today: dt.date, owner: str) -> Select[Any]:
    query = select(Item).where(Item.review_by < today, Item.live_id.is_not(None))
    return query.where(Item.owner == owner) if owner else query


def behind(db: Db, limit: int, after: int | None = None) -> Sequence[Item]:
    """Live translations older than the live text that they are of, unless somebody said since that they still fit."""
    source = aliased(Item)
    query = (
        select(Item)
        .join(source, (source.kind == Item.kind) & (source.slug == Item.slug) & (source.language == SOURCE))
        .where(Item.language != SOURCE, Item.live_at < source.live_at)
        .where(or_(Item.confirmed_at.is_(None), Item.confirmed_at < source.live_at))
        .order_by(Item.id)
    )
    return db.scalars((query.where(Item.id > after) if after is not None else query).limit(limit)).all()


def untranslated(db: Db, language: str, limit: int, after: int | None = None) -> Sequence[Item]:
    """What is live and has nothing live in this language."""
    other = aliased(Item)
    there = select(other.id).where(
        other.kind == Item.kind, other.slug == Item.slug, other.language == language, other.live_id.is_not(None)
    )
    query = select(Item).where(Item.language == SOURCE, Item.live_id.is_not(None), ~there.exists()).order_by(Item.id)
    return db.scalars((query.where(Item.id > after) if after is not None else query).limit(limit)).all()


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for somebody, each up to ``MANY``."""

    to_sign: int
    refused: int
    stale: int


def waiting_for(db: Db, person: str, today: dt.date) -> Waiting:
    refused = select(Item).where(Item.owner == person, Item.state == State.REFUSED)
    queries = (_to_sign(person), refused, _stale(today, person))
    return Waiting(*(_count(db, query) for query in queries))


def _count(db: Db, query: Select[Any]) -> int:
    some = query.with_only_columns(literal(1)).limit(MANY).subquery()
    return db.scalar(select(func.count()).select_from(some)) or 0
