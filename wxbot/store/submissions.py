"""Pictures and videos that followers share: fetched before WeChat forgets them, shown once staff approved them."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import Index, String, Text, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Table
from wxbot.store.database import Db, add_missing


class State(StrEnum):
    WAITING = "waiting"  # To be fetched.
    FETCHED = "fetched"  # To be moderated.
    APPROVED = "approved"
    REFUSED = "refused"
    LOST = "lost"  # WeChat had it no more, or it was no picture and no video.


class Submission(Table):
    __tablename__ = "submissions"
    # An id is never given twice: a moderator who approves one must not approve another that came in its place.
    __table_args__ = (
        UniqueConstraint("origin", "position"),
        Index(None, "state", "due_at"),
        Index(None, "state", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(String(200))  # The form it was given in.
    position: Mapped[int]
    openid: Mapped[str] = mapped_column(String(64), index=True)
    media_id: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))  # image or video
    caption: Mapped[str] = mapped_column(Text)  # Sealed.
    state: Mapped[str] = mapped_column(String(20))
    file: Mapped[str] = mapped_column(String(80), index=True)  # SHA-256 and ending, below MEDIA_DIR; empty until then.
    sent_at: Mapped[dt.datetime] = mapped_column(Instant)
    due_at: Mapped[dt.datetime] = mapped_column(Instant)
    decided_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    decided_by: Mapped[str] = mapped_column(String(120), default="")


def add(db: Db, **fields: object) -> bool:
    """Adds the submission unless its form gave it already."""
    return add_missing(db, Submission, **fields)


def due(db: Db, now: dt.datetime, limit: int) -> Sequence[int]:
    """Ids of those to fetch now, those that WeChat forgets first before all."""
    waiting = select(Submission.id).where(Submission.state == State.WAITING, Submission.due_at <= now)
    return db.scalars(waiting.order_by(Submission.sent_at).limit(limit)).all()


def claim(db: Db, row_id: int, now: dt.datetime, again_at: dt.datetime) -> Submission | None:
    """The row, ours until ``again_at``; None when another worker has it."""
    mine = (
        update(Submission)
        .where(Submission.id == row_id, Submission.state == State.WAITING, Submission.due_at <= now)
        .values(due_at=again_at)
    )
    if not db.execute(mine).rowcount:  # type: ignore[attr-defined]
        return None
    return db.get(Submission, row_id, populate_existing=True)


def settle(db: Db, row_id: int, state: State, file: str = "") -> bool:
    """What became of fetching it; nothing when it was erased meanwhile."""
    waiting = update(Submission).where(Submission.id == row_id, Submission.state == State.WAITING)
    return bool(db.execute(waiting.values(state=state, file=file)).rowcount)  # type: ignore[attr-defined]


def in_state(db: Db, state: State, limit: int, before: int | None = None) -> Sequence[Submission]:
    """The newest first; ``before`` an id, to go on from there."""
    query = select(Submission).where(Submission.state == state)
    if before is not None:
        query = query.where(Submission.id < before)
    return db.scalars(query.order_by(Submission.id.desc()).limit(limit)).all()


def shows(db: Db, file: str) -> bool:
    """Whether an approved submission has this file."""
    approved = select(Submission.id).where(Submission.file == file, Submission.state == State.APPROVED)
    return db.scalar(approved.limit(1)) is not None


def uses(db: Db, file: str) -> bool:
    """Whether any submission has this file."""
    return db.scalar(select(Submission.id).where(Submission.file == file).limit(1)) is not None


def of_follower(db: Db, openid: str) -> Sequence[Submission]:
    return db.scalars(select(Submission).where(Submission.openid == openid).order_by(Submission.id)).all()
