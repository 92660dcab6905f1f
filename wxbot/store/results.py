"""What events told of messages, kept until the rows that they belong to know the messages' numbers."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import BigInteger, Integer, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Table, fingerprint
from wxbot.store.database import Db, add_missing


class Result(Table):
    __tablename__ = "results"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    delivery: Mapped[str] = mapped_column(String(64), unique=True)  # A fingerprint of the push that told it.
    kind: Mapped[str] = mapped_column(String(12))  # mass, publish, template or notice
    message_id: Mapped[str] = mapped_column(String(64), index=True)
    openid: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(String(4000))  # JSON of the event's fields.
    at: Mapped[dt.datetime] = mapped_column(Instant)
    tries: Mapped[int]
    due_at: Mapped[dt.datetime] = mapped_column(Instant, index=True)


def add(db: Db, delivery: str, kind: str, message_id: str, openid: str, body: str, at: dt.datetime) -> bool:
    """Returns whether the delivery told it for the first time."""
    words = {"kind": kind, "message_id": message_id, "openid": openid, "body": body}
    return add_missing(db, Result, delivery=fingerprint(delivery), at=at, due_at=at, tries=0, **words)


def due(db: Db, now: dt.datetime, limit: int) -> Sequence[Result]:
    """The oldest first; rows that another worker has are passed over."""
    query = select(Result).where(Result.due_at <= now).order_by(Result.due_at, Result.id).limit(limit)
    return db.scalars(query.with_for_update(skip_locked=True)).all()


def remove(db: Db, ids: Collection[int]) -> None:
    db.execute(delete(Result).where(Result.id.in_(ids)).execution_options(synchronize_session=False))


def forget(db: Db, openid: str) -> None:
    db.execute(delete(Result).where(Result.openid == openid))


def drop(db: Db, before: dt.datetime) -> None:
    """What WeChat told before then of messages that no row knows."""
    db.execute(delete(Result).where(Result.due_at < before, Result.at < before))
