"""How far a stream was drained: kept in the transaction that keeps what was drained, so nothing counts twice."""

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Table
from wxbot.store.database import Db, add_missing


class Mark(Table):
    __tablename__ = "marks"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))


def locked(db: Db, name: str) -> str:
    """The mark, whose row stays locked until the writing transaction ends; empty at first."""
    add_missing(db, Mark, name=name, value="")
    return db.scalars(select(Mark.value).where(Mark.name == name).with_for_update()).one()


def value(db: Db, name: str) -> str:
    """The mark as it is now; empty at first."""
    return db.scalar(select(Mark.value).where(Mark.name == name)) or ""


def put(db: Db, name: str, value: str) -> None:
    db.execute(update(Mark).where(Mark.name == name).values(value=value))
