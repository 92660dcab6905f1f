"""Pictures and videos of the account's own: files of staff, and under which id WeChat keeps each for good."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import Index, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Table
from wxbot.store.database import Db, add_missing


class State(StrEnum):
    WAITING = "waiting"  # To be sent to WeChat.
    KEPT = "kept"  # WeChat has it, under its media id.
    REFUSED = "refused"  # WeChat does not want it, and would not later.


class Medium(Table):
    __tablename__ = "media"
    __table_args__ = (Index(None, "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(String(80), unique=True)  # SHA-256 and ending, below MEDIA_DIR.
    kind: Mapped[str] = mapped_column(String(10))  # image or video
    title: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20))
    media_id: Mapped[str] = mapped_column(String(128))  # Empty until WeChat has it.
    error: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = mapped_column(String(120))
    added_at: Mapped[dt.datetime] = mapped_column(Instant)
    due_at: Mapped[dt.datetime] = mapped_column(Instant)


def add(db: Db, **fields: object) -> bool:
    """Adds it unless the same file is there."""
    return add_missing(db, Medium, **fields)


def of_file(db: Db, file: str) -> Medium | None:
    return db.scalar(select(Medium).where(Medium.file == file))


def of_id(db: Db, medium_id: int, lock: bool = False) -> Medium | None:
    return db.get(Medium, medium_id, with_for_update=lock or None)


def newest(db: Db, limit: int, before: int | None = None) -> Sequence[Medium]:
    """``before`` an id, to go on from there."""
    query = select(Medium) if before is None else select(Medium).where(Medium.id < before)
    return db.scalars(query.order_by(Medium.id.desc()).limit(limit)).all()


def kept(db: Db, kind: str, limit: int) -> Sequence[Medium]:
    """Those that an auto-reply can answer with, the newest first."""
    query = select(Medium).where(Medium.kind == kind, Medium.state == State.KEPT)
    return db.scalars(query.order_by(Medium.id.desc()).limit(limit)).all()


def due(db: Db, now: dt.datetime, limit: int) -> Sequence[int]:
    waiting = select(Medium.id).where(Medium.state == State.WAITING, Medium.due_at <= now)
    return db.scalars(waiting.order_by(Medium.id).limit(limit)).all()


def claim(db: Db, medium_id: int, now: dt.datetime, again_at: dt.datetime) -> Medium | None:
    """The row, ours until ``again_at``; None when another worker has it."""
    mine = (
        update(Medium)
        .where(Medium.id == medium_id, Medium.state == State.WAITING, Medium.due_at <= now)
        .values(due_at=again_at)
    )
    if not db.execute(mine).rowcount:  # type: ignore[attr-defined]
        return None
    return db.get(Medium, medium_id, populate_existing=True)


def uses(db: Db, file: str) -> bool:
    return db.scalar(select(Medium.id).where(Medium.file == file).limit(1)) is not None
