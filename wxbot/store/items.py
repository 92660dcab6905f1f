"""Items and their numbered revisions with signatures; the live revision is what citizens see."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Json, Table
from wxbot.store.database import Db

DELIVERED = "delivered"  # Who wrote and signed what came with the files.


class Item(Table):
    __tablename__ = "items"
    __table_args__ = (UniqueConstraint("kind", "slug", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(8))
    live_id: Mapped[int | None] = mapped_column(
        index=True
    )  # The revision that citizens see; None: none yet, or taken down.


class Revision(Table):
    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("item_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[dict[str, Any]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    live_at: Mapped[dt.datetime | None] = mapped_column(Instant, index=True)


class Signature(Table):
    """Who vouched for a revision: the hash is of exactly what was signed."""

    __tablename__ = "signatures"
    __table_args__ = (UniqueConstraint("revision_id", "signer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    signer: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[dt.datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A live revision as the edition needs it."""

    revision_id: int
    kind: str
    slug: str
    language: str
    title: str
    body: dict[str, Any]


def find(db: Db, kind: str, slug: str, language: str) -> Item | None:
    return db.scalar(select(Item).where(Item.kind == kind, Item.slug == slug, Item.language == language))


def revision(db: Db, revision_id: int | None) -> Revision | None:
    return db.get(Revision, revision_id) if revision_id is not None else None


def newest(db: Db, item: Item) -> Revision | None:
    return db.scalar(select(Revision).where(Revision.item_id == item.id).order_by(Revision.number.desc()).limit(1))


def signers(db: Db, revision_id: int) -> Sequence[str]:
    return db.scalars(select(Signature.signer).where(Signature.revision_id == revision_id)).all()


def live_ids(db: Db) -> Sequence[int]:
    return db.scalars(select(Item.live_id).where(Item.live_id.is_not(None)).order_by(Item.id)).all()  # type: ignore[return-value]


def live_rows(db: Db, revision_ids: Collection[int] | None = None) -> list[LiveRow]:
    """The live revisions, all or those with the given ids, in the order in which their items were made."""
    query = (
        select(Revision.id, Item.kind, Item.slug, Item.language, Revision.title, Revision.body)
        .join(Item, Item.live_id == Revision.id)
        .order_by(Item.id)
    )
    if revision_ids is not None:
        query = query.where(Revision.id.in_(revision_ids))
    return [LiveRow(*row) for row in db.execute(query)]


def last_live_at(db: Db) -> dt.datetime | None:
    """When something went live last, whoever put it there; None before anything did."""
    return db.scalar(
        select(Revision.live_at).where(Revision.live_at.is_not(None)).order_by(Revision.live_at.desc()).limit(1)
    )
