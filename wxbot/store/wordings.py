"""Wordings that staff keep: what must not be written, what is written instead, and what is right as it stands."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import String, UniqueConstraint, func, or_, select, tuple_
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Table
from wxbot.store.database import Db


class Wording(Table):
    """``folded`` is the wrong wording as it is compared, so that two spellings of one wording are one row."""

    __tablename__ = "wordings"
    __table_args__ = (UniqueConstraint("folded", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    wrong: Mapped[str] = mapped_column(String(100))
    folded: Mapped[str] = mapped_column(String(100))
    preferred: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8))  # Empty: of every language.
    level: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(String(200))


class Rule(NamedTuple):
    """A wording as the check reads it: thousands of them, at every check."""

    wrong: str
    preferred: str
    language: str
    level: str
    note: str


def everything(db: Db) -> tuple[Rule, ...]:
    query = select(Wording.wrong, Wording.preferred, Wording.language, Wording.level, Wording.note)
    return tuple(map(Rule._make, db.execute(query.order_by(Wording.folded, Wording.id))))


def of_id(db: Db, wording_id: int, lock: bool = False) -> Wording | None:
    return db.get(Wording, wording_id, with_for_update=lock or None)


def find(db: Db, folded: str, language: str) -> Wording | None:
    query = select(Wording).where(Wording.folded == folded, Wording.language == language)
    return db.scalar(query.with_for_update())


def page(
    db: Db, words: str, level: str, language: str | None, after: tuple[str, int] | None, limit: int
) -> Sequence[Wording]:
    """Those whose fields hold the words, by the wrong wording; ``after`` is the key of the last row before."""
    query = select(Wording).order_by(Wording.folded, Wording.id).limit(limit)
    if words:
        fields = (Wording.wrong, Wording.folded, Wording.preferred, Wording.note)
        query = query.where(or_(*(field.icontains(words, autoescape=True) for field in fields)))
    if level:
        query = query.where(Wording.level == level)
    if language is not None:
        query = query.where(Wording.language == language)
    if after is not None:
        query = query.where(tuple_(Wording.folded, Wording.id) > after)
    return db.scalars(query).all()


def count(db: Db) -> int:
    return db.scalar(select(func.count()).select_from(Wording)) or 0
