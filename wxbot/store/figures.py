"""Daily figures: for each day, measure and key how often it happened. Days are the account's own."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import ColumnElement, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Table
from wxbot.store.database import Db, count_up

KEY_MAX = 120


class Measure(StrEnum):
    GAINED = "gained"  # Followers.
    LOST = "lost"
    MESSAGES = "messages"
    UNANSWERED = "unanswered"  # Of the messages, those in words that nothing answered.
    TAP = "tap"  # By the button's key.
    SECTION = "section"  # Messages and taps by what answered them.
    WORD = "word"  # Messages by the telling words in them.


class Figure(Table):
    __tablename__ = "figures"

    measure: Mapped[str] = mapped_column(String(20), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)  # 2026-11-23, in the account's time zone.
    key: Mapped[str] = mapped_column(String(KEY_MAX), primary_key=True)  # Empty where the measure has no parts.
    count: Mapped[int]


def add(db: Db, counts: Mapping[tuple[str, Measure, str], int]) -> None:
    """By day, measure and key, in one statement."""
    rows = [
        {"day": day, "measure": measure.value, "key": key[:KEY_MAX], "count": count}
        for (day, measure, key), count in sorted(counts.items())
    ]
    count_up(db, Figure, rows)


def by_day(db: Db, measure: Measure, first: str, last: str) -> dict[str, int]:
    """What was counted on each day from the first to the last; days without anything are left out."""
    query = select(Figure.day, func.sum(Figure.count)).where(*_within(measure, first, last)).group_by(Figure.day)
    return {day: int(count) for day, count in db.execute(query)}


def total(db: Db, measure: Measure, first: str, last: str) -> int:
    return int(db.scalar(select(func.coalesce(func.sum(Figure.count), 0)).where(*_within(measure, first, last))) or 0)


def top(db: Db, measure: Measure, first: str, last: str, limit: int) -> list[tuple[str, int]]:
    """The keys counted most often, most first."""
    count = func.sum(Figure.count)
    query = select(Figure.key, count).where(*_within(measure, first, last)).group_by(Figure.key)
    return [(key, int(found)) for key, found in db.execute(query.order_by(count.desc(), Figure.key).limit(limit))]


def _within(measure: Measure, first: str, last: str) -> tuple[ColumnElement[bool], ...]:
    return (Figure.measure == measure.value, Figure.day >= first, Figure.day <= last)


def trim(db: Db, measure: Measure, day: str, least: int, most: int) -> None:
    """Keeps of the day's keys at most ``most``, the most frequent, and none counted less often than ``least``."""
    of_day = _within(measure, day, day)
    db.execute(delete(Figure).where(*of_day, Figure.count < least))
    rest = select(Figure.key).where(*of_day).order_by(Figure.count.desc(), Figure.key).offset(most)
    if keys := db.scalars(rest).all():
        db.execute(delete(Figure).where(*of_day, Figure.key.in_(keys)))


def thin(db: Db, before: str) -> None:
    """Drops the days before that one."""
    db.execute(delete(Figure).where(Figure.day < before))
