"""Canned answers: what staff write to many, kept once, for one kind of letter or for all."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import String, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Table
from wxbot.store.database import Db


class Canned(Table):
    __tablename__ = "canned_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(20))  # Of letters; empty: for all of them.
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    changed_by: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[dt.datetime] = mapped_column(Instant)


def of_id(db: Db, canned_id: int, lock: bool = False) -> Canned | None:
    return db.get(Canned, canned_id, with_for_update=lock or None)


def everything(db: Db) -> Sequence[Canned]:
    return db.scalars(select(Canned).order_by(Canned.language.desc(), Canned.kind, Canned.title, Canned.id)).all()


def fitting(db: Db, language: str, kind: str) -> Sequence[Canned]:
    """Those for the kind first, then those for every letter."""
    fits = (Canned.language == language) & Canned.kind.in_((kind, ""))
    return db.scalars(select(Canned).where(fits).order_by(Canned.kind.desc(), Canned.title, Canned.id)).all()


def remove(db: Db, canned_id: int) -> None:
    db.execute(delete(Canned).where(Canned.id == canned_id))
