"""Revisions on their way to citizens: what is worked on, what was, and what is due."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, or_, select, union

from wxbot.store.database import Db, add_missing
from wxbot.store.items import OPEN, Item, Revision, Signature, State


def open_ones(db: Db, item_id: int) -> Sequence[Revision]:
    """What is worked on: one at the most, unless an older version left more."""
    return db.scalars(select(Revision).where(Revision.item_id == item_id, Revision.state.in_(OPEN))).all()


def has_newer(db: Db, revision: Revision) -> bool:
    """Whether its item has a later one that counts: in work, refused, or live before this one came back."""
    later = select(Revision.id).where(Revision.item_id == revision.item_id, Revision.number > revision.number)
    return db.scalar(later.where(Revision.state != State.SUPERSEDED).limit(1)) is not None


def numbered(db: Db, item_id: int, number: int) -> Revision | None:
    return db.scalar(select(Revision).where(Revision.item_id == item_id, Revision.number == number))


def history(db: Db, item_id: int, limit: int) -> Sequence[Revision]:
    """The newest first."""
    query = select(Revision).where(Revision.item_id == item_id).order_by(Revision.number.desc())
    return db.scalars(query.limit(limit)).all()


def signatures(db: Db, revision_id: int) -> Sequence[Signature]:
    return db.scalars(select(Signature).where(Signature.revision_id == revision_id).order_by(Signature.id)).all()


def sign(db: Db, revision_id: int, signer: str, sha256: str, at: dt.datetime) -> bool:
    """Returns whether it is the person's first signature here."""
    return add_missing(db, Signature, revision_id=revision_id, signer=signer, sha256=sha256, signed_at=at)


def unsign(db: Db, revision_id: int) -> None:
    db.execute(delete(Signature).where(Signature.revision_id == revision_id))


def _due(now: dt.datetime) -> ColumnElement[bool]:
    """Whether it should be live: its time has come, or it has none and was held up when it was signed."""
    return (Revision.state == State.APPROVED) & or_(Revision.due_at.is_(None), Revision.due_at <= now)


def due_of(db: Db, item_id: int, now: dt.datetime) -> Revision | None:
    """The item's approved revision whose time has come."""
    due = select(Revision).where(Revision.item_id == item_id, _due(now))
    return db.scalar(due.order_by(Revision.number.desc()).limit(1))


def due_items(db: Db, now: dt.datetime, limit: int) -> Sequence[int]:
    """Ids of the items of which something is to go live or to be taken down by now."""
    live = select(Revision.item_id).where(_due(now))
    down = select(Item.id).where(Item.expires_at <= now)
    return db.scalars(union(live, down).limit(limit)).all()


def open_of_kinds(db: Db, kinds: Sequence[str], limit: int) -> Sequence[tuple[Item, Revision]]:
    """What is worked on of these kinds, the oldest first."""
    query = select(Item, Revision).join(Revision, Revision.item_id == Item.id)
    query = query.where(Item.kind.in_(kinds), Item.state.in_(OPEN), Revision.state.in_(OPEN))
    return [(item, revision) for item, revision in db.execute(query.order_by(Revision.id).limit(limit))]


def with_item(db: Db, revision_id: int) -> tuple[Item, Revision] | None:
    found = db.execute(
        select(Item, Revision).join(Revision, Revision.item_id == Item.id).where(Revision.id == revision_id)
    )
    row = found.one_or_none()
    return (row[0], row[1]) if row is not None else None
