"""The journal: every message that came in, what was decided and why. A delivery drained twice has one line."""

import datetime as dt
from typing import Any

from sqlalchemy import Index, String, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Json, Table
from wxbot.store.database import Db, add_missing


class Entry(Table):
    __tablename__ = "journal"
    __table_args__ = (Index(None, "openid", "at"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery: Mapped[str] = mapped_column(String(200), unique=True)
    openid: Mapped[str] = mapped_column(String(64))
    at: Mapped[dt.datetime] = mapped_column(Instant)
    source: Mapped[str] = mapped_column(String(20))
    asked: Mapped[str] = mapped_column(Text)
    hit: Mapped[str] = mapped_column(String(120))
    decision: Mapped[dict[str, Any]] = mapped_column(Json)
    reply: Mapped[str] = mapped_column(String(40))


def add(db: Db, **fields: object) -> bool:
    """Adds the line unless its delivery has one; returns whether it did."""
    return add_missing(db, Entry, **fields)


def of_delivery(db: Db, delivery: str) -> Entry | None:
    return db.scalar(select(Entry).where(Entry.delivery == delivery))


def count(db: Db) -> int:
    return db.scalar(select(func.count()).select_from(Entry)) or 0
