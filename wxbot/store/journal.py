"""The journal: every message that came in, what was decided and why. A delivery drained twice has one line."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Index, String, Text, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Json, Table, fingerprint
from wxbot.store.database import Db, add_missing


class Entry(Table):
    __tablename__ = "journal"
    __table_args__ = (Index(None, "openid", "at"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery: Mapped[str] = mapped_column(String(200), unique=True)  # A fingerprint: the key itself names a follower.
    openid: Mapped[str] = mapped_column(String(64))
    at: Mapped[dt.datetime] = mapped_column(Instant)
    source: Mapped[str] = mapped_column(String(20))
    asked: Mapped[str] = mapped_column(Text)
    hit: Mapped[str] = mapped_column(String(120))
    decision: Mapped[dict[str, Any]] = mapped_column(Json)
    reply: Mapped[str] = mapped_column(String(40))


def add(db: Db, *, delivery: str, **fields: object) -> bool:
    """Adds the line unless its delivery has one; returns whether it did."""
    return add_missing(db, Entry, delivery=fingerprint(delivery), **fields)


def of_delivery(db: Db, delivery: str) -> Entry | None:
    return db.scalar(select(Entry).where(Entry.delivery == fingerprint(delivery)))


def count(db: Db) -> int:
    return db.scalar(select(func.count()).select_from(Entry)) or 0


def of_follower(db: Db, openid: str) -> Sequence[Entry]:
    return db.scalars(select(Entry).where(Entry.openid == openid).order_by(Entry.id)).all()


def knows(db: Db, openid: str) -> bool:
    return db.scalar(select(Entry.id).where(Entry.openid == openid).limit(1)) is not None


def release(db: Db, openid: str) -> None:
    """His lines stay for the figures, without him: neither his name nor his words nor what was made of them."""
    his = update(Entry).where(Entry.openid == openid)
    db.execute(his.values(openid="", asked="", decision={}))
