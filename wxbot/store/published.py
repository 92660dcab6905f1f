"""The articles that the account has at WeChat, as they were fetched last."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Index, String, Text, and_, select, tuple_, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Table
from wxbot.store.database import Db


class Published(Table):
    """One article; several that were published together share WeChat's id."""

    __tablename__ = "published"
    __table_args__ = (Index(None, "updated_at", "article_id", "position"),)

    article_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # From 1.
    title: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[dt.datetime] = mapped_column(Instant)
    seen_at: Mapped[dt.datetime] = mapped_column(Instant, index=True)  # When the run began that saw it last.
    gone_at: Mapped[dt.datetime | None] = mapped_column(Instant)


def put(db: Db, article: Published) -> None:
    """As WeChat has it now, whether it was known or not."""
    db.merge(article)


def mark_gone(db: Db, unseen_since: dt.datetime, now: dt.datetime) -> None:
    unseen = update(Published).where(Published.seen_at < unseen_since, Published.gone_at.is_(None))
    db.execute(unseen.values(gone_at=now))


def find(db: Db, article_id: str, position: int, lock: bool = False) -> Published | None:
    return db.get(Published, (article_id, position), with_for_update=lock or None, populate_existing=lock)


def is_there(db: Db, article_id: str) -> bool:
    """Whether any article of that publication is."""
    left = select(Published.position).where(Published.article_id == article_id, Published.gone_at.is_(None))
    return db.scalar(left.limit(1)) is not None


def page(db: Db, limit: int, after: Published | None = None, gone: bool = False) -> Sequence[Published]:
    """Those that are there, the newest first, with ``gone`` the others too; ``after`` one, to go on from there."""
    query = select(Published)
    if not gone:
        query = query.where(Published.gone_at.is_(None))
    if after is not None:
        same = and_(
            Published.updated_at == after.updated_at,
            tuple_(Published.article_id, Published.position) > (after.article_id, after.position),
        )
        query = query.where((Published.updated_at < after.updated_at) | same)
    order = (Published.updated_at.desc(), Published.article_id, Published.position)
    return db.scalars(query.order_by(*order).limit(limit)).all()
