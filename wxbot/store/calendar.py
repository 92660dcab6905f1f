"""Days on which work is done or not whatever day of the week it is: holidays, and weekends that make up for them."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Table
from wxbot.store.database import Db, add_missing


class Day(Table):
    __tablename__ = "calendar_days"

    day: Mapped[dt.date] = mapped_column(primary_key=True)
    works: Mapped[bool]
    name: Mapped[str] = mapped_column(String(60))


def find(db: Db, day: dt.date) -> Day | None:
    return db.get(Day, day)


def everything(db: Db) -> Sequence[Day]:
    return db.scalars(select(Day).order_by(Day.day)).all()


def of_year(db: Db, year: int) -> Sequence[Day]:
    within = Day.day.between(dt.date(year, 1, 1), dt.date(year, 12, 31))
    return db.scalars(select(Day).where(within).order_by(Day.day)).all()


def add(db: Db, day: dt.date, works: bool, name: str) -> bool:
    """Adds the day unless it is there; returns whether it did."""
    return add_missing(db, Day, day=day, works=works, name=name)


def put(db: Db, day: dt.date, works: bool, name: str) -> None:
    """Adds the day or changes what is said of it."""
    if not add(db, day, works, name):
        db.execute(update(Day).where(Day.day == day).values(works=works, name=name))


def remove(db: Db, day: dt.date) -> bool:
    """Returns whether it was there."""
    return bool(db.execute(delete(Day).where(Day.day == day)).rowcount)  # type: ignore[attr-defined]
