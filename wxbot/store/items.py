"""Items and their numbered revisions with signatures; the live revision is what citizens see.

An item repeats what lists show and sort by, so that a list reads one table; ``services/items.py`` keeps that true.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from wxbot.store.columns import Instant, Json, Table
from wxbot.store.database import Db, add_missing

DELIVERED = "delivered"  # Who wrote and signed what came with the files.

BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class State(StrEnum):
    """Where a revision is on its way; one that left it does not come back, but for a former one that is live again."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    APPROVED = "approved"  # Signed by as many as it takes; it waits for its time.
    LIVE = "live"
    FORMER = "former"  # Was live: another took its place, or it was taken down.
    SUPERSEDED = "superseded"  # Never live: a newer one took its place.


OPEN = (State.DRAFT, State.SUBMITTED, State.APPROVED)  # What a newer revision supersedes.
IN_WORK = (*OPEN, State.REFUSED)  # What somebody has to do something about.


class Item(Table):
    __tablename__ = "items"
    __table_args__ = (
        UniqueConstraint("kind", "slug", "language"),
        Index(None, "changed_at", "id"),
        Index(None, "kind", "changed_at", "id"),
        Index(None, "state", "changed_at", "id"),
        Index(None, "owner", "changed_at", "id"),
        Index(None, "review_by"),
        Index(None, "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(8))
    live_id: Mapped[int | None] = mapped_column(
        index=True
    )  # The revision that citizens see; None: none yet, or taken down.
    # Of the revision that is worked on, or else of the live one, or else of the newest.
    title: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(20), default=State.DRAFT)
    changed_at: Mapped[dt.datetime] = mapped_column(Instant, default=BEGINNING)
    live_at: Mapped[dt.datetime | None] = mapped_column(Instant)  # When the live revision became that.
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(Instant)  # When it was said to match its translation.
    owner: Mapped[str] = mapped_column(String(120), default="")  # Who keeps it true: an e-mail, or empty.
    review_by: Mapped[dt.date | None]
    expires_at: Mapped[dt.datetime | None] = mapped_column(Instant)  # When it is to be taken down.


class Revision(Table):
    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("item_id", "number"), Index(None, "state", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[dict[str, Any]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    live_at: Mapped[dt.datetime | None] = mapped_column(Instant, index=True)  # When it last went live.
    state: Mapped[str] = mapped_column(String(20), default=State.DRAFT)
    submitted_by: Mapped[str] = mapped_column(String(120), default="")
    submitted_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(Text, default="")  # What the submitter tells those who are to sign.
    due_at: Mapped[dt.datetime | None] = mapped_column(Instant)  # None: live as soon as it is signed.
    refused_by: Mapped[str] = mapped_column(String(120), default="")
    refused_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="")  # Why it was refused.


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


def hold(db: Db, kind: str, slug: str, language: str) -> Item:
    """The item, made if there is none, its row locked until the writing transaction ends."""
    add_missing(db, Item, kind=kind, slug=slug, language=language)
    query = select(Item).where(Item.kind == kind, Item.slug == slug, Item.language == language)
    return db.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def of_id(db: Db, item_id: int) -> Item | None:
    return db.get(Item, item_id)


def hold_id(db: Db, item_id: int) -> Item | None:
    """Like ``hold`` for an item that is known to be there."""
    return db.get(Item, item_id, with_for_update=True, populate_existing=True)


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


def live_of_kind(db: Db, kind: str) -> list[LiveRow]:
    """The live revisions of one kind."""
    query = (
        select(Revision.id, Item.kind, Item.slug, Item.language, Revision.title, Revision.body)
        .join(Item, Item.live_id == Revision.id)
        .where(Item.kind == kind)
        .order_by(Item.id)
    )
    return [LiveRow(*row) for row in db.execute(query)]


def delivered_body(db: Db, kind: str, slug: str, language: str) -> dict[str, Any] | None:
    """The body as it was last delivered, in the language or else in any; None for what staff made up themselves."""
    query = (
        select(Revision.body)
        .join(Item, Item.id == Revision.item_id)
        .where(Item.kind == kind, Item.slug == slug, Revision.author == DELIVERED)
        .order_by((Item.language == language).desc(), Item.language.desc(), Revision.id.desc())
        .limit(1)
    )
    return db.scalar(query)


def last_live_at(db: Db) -> dt.datetime | None:
    """When something went live last, whoever put it there; None before anything did."""
    return db.scalar(
        select(Revision.live_at).where(Revision.live_at.is_not(None)).order_by(Revision.live_at.desc()).limit(1)
    )


def live_with_items(db: Db, kind: str) -> Sequence[tuple[Item, Revision]]:
    """What is live of one kind, in the order in which the items were made."""
    query = select(Item, Revision).join(Revision, Item.live_id == Revision.id).where(Item.kind == kind)
    return [(item, revision) for item, revision in db.execute(query.order_by(Item.id))]


def recent_live(
    db: Db, kind: str, language: str, limit: int, since: dt.datetime | None = None
) -> Sequence[tuple[Item, Revision, dt.datetime]]:
    """What is live of one kind and language, those that were changed last first, and only since then.

    With each comes when it first went live, as far as its revisions tell.
    """
    every = aliased(Revision)
    first = select(func.min(every.live_at)).where(every.item_id == Item.id).scalar_subquery()
    query = select(Item, Revision, first).join(Revision, Item.live_id == Revision.id)
    query = query.where(Item.kind == kind, Item.language == language)
    if since is not None:
        query = query.where(Item.changed_at >= since)
    query = query.order_by(Item.changed_at.desc(), Item.id.desc()).limit(limit)
    return [(item, revision, at or revision.created_at) for item, revision, at in db.execute(query)]
