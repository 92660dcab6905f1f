"""How often each page was read on each day."""

from collections.abc import Sequence

from sqlalchemy import String, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Table
from wxbot.store.database import Db, add_missing


class Reads(Table):
    __tablename__ = "reads"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)  # 2026-11-23, in the account's time zone.
    page: Mapped[str] = mapped_column(String(120), primary_key=True)  # Kind and slug, or a section's name.
    count: Mapped[int]


def add(db: Db, day: str, page: str, count: int) -> None:
    add_missing(db, Reads, day=day, page=page, count=0)
    db.execute(update(Reads).where(Reads.day == day, Reads.page == page).values(count=Reads.count + count))


def of_page(db: Db, page: str) -> int:
    return db.scalar(select(func.coalesce(func.sum(Reads.count), 0)).where(Reads.page == page)) or 0


def of_day(db: Db, day: str) -> Sequence[Reads]:
    """The most read first."""
    return db.scalars(select(Reads).where(Reads.day == day).order_by(Reads.count.desc(), Reads.page)).all()


def top(db: Db, first: str, last: str, limit: int) -> list[tuple[str, int]]:
    """The pages read most from the first day to the last, the most read first."""
    count = func.sum(Reads.count)
    query = select(Reads.page, count).where(Reads.day >= first, Reads.day <= last).group_by(Reads.page)
    return [(page, int(found)) for page, found in db.execute(query.order_by(count.desc(), Reads.page).limit(limit))]


def thin(db: Db, before: str) -> None:
    """Drops the days before that one."""
    db.execute(delete(Reads).where(Reads.day < before))
