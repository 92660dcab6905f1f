"""Numbers that only grow, each a row that is counted up in the transaction it belongs to."""

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Table
from wxbot.store.database import Db, add_missing

EDITION = "edition"
PUBLICATIONS = "publications"


class Counter(Table):
    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[int]


def value(db: Db, name: str) -> int:
    """The number last given out; 0 when none was."""
    return db.scalar(select(Counter.value).where(Counter.name == name)) or 0


def next_value(db: Db, name: str) -> int:
    """The next number. Only within a writing transaction; the row stays locked until it ends."""
    add_missing(db, Counter, name=name, value=0)
    db.execute(update(Counter).where(Counter.name == name).values(value=Counter.value + 1))
    return value(db, name)


def step_back(db: Db, name: str) -> None:
    """Gives back the number that this transaction took and did not need."""
    db.execute(update(Counter).where(Counter.name == name).values(value=Counter.value - 1))
