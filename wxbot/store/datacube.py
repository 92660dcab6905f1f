"""WeChat's own daily figures, which count what happens outside the chat too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import String, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Table
from wxbot.store.database import Db


class Measure(StrEnum):
    FETCHED = "fetched"  # That the day is there at all.
    FOLLOWERS = "followers"  # At the day's end.
    GAINED = "gained"  # By WeChat's number for where they came from; so for those lost.
    LOST = "lost"
    SENDERS = "senders"  # By WeChat's number for the type of message; so for the messages.
    MESSAGES = "messages"
    READERS = "readers"  # By article: WeChat's number of its push and its place in it; so for the rest.
    READS = "reads"
    SHARERS = "sharers"
    SHARES = "shares"


class Figure(Table):
    __tablename__ = "datacube"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)  # 2026-11-23, in Beijing.
    measure: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))  # Of the article.
    count: Mapped[int]


@dataclass(frozen=True, slots=True)
class Told:
    """One figure of a day."""

    measure: Measure
    key: str
    count: int
    title: str = ""


def put_day(db: Db, day: str, figures: Iterable[Told]) -> None:
    """The whole day, in place of what was known of it."""
    db.execute(delete(Figure).where(Figure.day == day))
    told = (Told(Measure.FETCHED, "", 1), *figures)
    rows = [
        {"day": day, "measure": one.measure, "key": one.key[:64], "title": one.title[:200], "count": one.count}
        for one in told
    ]
    db.execute(insert(Figure), rows)


def last_day(db: Db) -> str:
    """The newest that is there; empty when none is."""
    return db.scalar(select(func.max(Figure.day))) or ""


def days_before(db: Db, day: str, limit: int) -> Sequence[str]:
    """The days that are there before that one, the last first."""
    fetched = select(Figure.day).where(Figure.measure == Measure.FETCHED, Figure.day < day)
    return db.scalars(fetched.order_by(Figure.day.desc()).limit(limit)).all()


def sums(db: Db, first: str, last: str) -> dict[tuple[str, str], int]:
    """By day and measure, from the first day to the last."""
    query = select(Figure.day, Figure.measure, func.sum(Figure.count))
    within = query.where(Figure.day >= first, Figure.day <= last)
    return {
        (day, measure): int(count) for day, measure, count in db.execute(within.group_by(Figure.day, Figure.measure))
    }


def top(db: Db, measure: Measure, first: str, last: str, limit: int) -> Sequence[tuple[str, str, int]]:
    """Key, title and sum of what was counted most often, most first."""
    total = func.sum(Figure.count)
    query = select(Figure.key, func.max(Figure.title), total).where(Figure.measure == measure)
    within = query.where(Figure.day >= first, Figure.day <= last).group_by(Figure.key)
    rows = db.execute(within.order_by(total.desc(), Figure.key).limit(limit))
    return [(key, title, int(count)) for key, title, count in rows]


def thin(db: Db, before: str) -> None:
    """Drops the days before that one."""
    db.execute(delete(Figure).where(Figure.day < before))
