"""Freeze periods: times in which nothing goes out by itself, such as days of mourning."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Table
from wxbot.store.database import Db


class Freeze(Table):
    __tablename__ = "freezes"

    id: Mapped[int] = mapped_column(primary_key=True)
    begins_at: Mapped[dt.datetime] = mapped_column(Instant)
    ends_at: Mapped[dt.datetime] = mapped_column(Instant, index=True)
    reason: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = mapped_column(String(120))

    def holds(self, instant: dt.datetime) -> bool:
        return self.begins_at <= instant < self.ends_at


def at(db: Db, instant: dt.datetime) -> Freeze | None:
    """The one that lasts longest of those in which the instant lies."""
    inside = select(Freeze).where(Freeze.begins_at <= instant, Freeze.ends_at > instant)
    return db.scalar(inside.order_by(Freeze.ends_at.desc()).limit(1))


def between(db: Db, begins: dt.datetime, ends: dt.datetime) -> Sequence[Freeze]:
    query = select(Freeze).where(Freeze.begins_at < ends, Freeze.ends_at > begins)
    return db.scalars(query.order_by(Freeze.begins_at)).all()


def of_id(db: Db, freeze_id: int, lock: bool = False) -> Freeze | None:
    return db.get(Freeze, freeze_id, with_for_update=lock or None)


def add(db: Db, **fields: object) -> Freeze:
    row = Freeze(**fields)
    db.add(row)
    db.flush()
    return row


def remove(db: Db, row: Freeze) -> None:
    db.delete(row)


def newest(db: Db, limit: int) -> Sequence[Freeze]:
    """The one that ends last comes first."""
    return db.scalars(select(Freeze).order_by(Freeze.ends_at.desc(), Freeze.id.desc()).limit(limit)).all()
