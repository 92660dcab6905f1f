"""Followers: what the account must remember of a person, and no more."""

import datetime as dt

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Json, Table
from wxbot.store.database import Db, add_missing


class Follower(Table):
    __tablename__ = "followers"

    id: Mapped[int] = mapped_column(primary_key=True)
    openid: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(8), default="")  # Empty until it was chosen or is known.
    subscribed: Mapped[bool] = mapped_column(default=True)
    blocked: Mapped[bool] = mapped_column(default=False)
    tags: Mapped[list[int]] = mapped_column(Json, default=list)
    scene: Mapped[str] = mapped_column(String(64), default="")
    followed_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    last_seen_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    last_message_at: Mapped[dt.datetime | None] = mapped_column(Instant)  # What the 48-hour window counts from.


def find(db: Db, openid: str) -> Follower | None:
    return db.scalar(select(Follower).where(Follower.openid == openid))


def find_or_add(db: Db, openid: str) -> Follower:
    """Only within a writing transaction; the row stays locked until it ends, so what is read of it still holds."""
    locked = select(Follower).where(Follower.openid == openid).with_for_update()
    follower = db.scalar(locked.execution_options(populate_existing=True))
    if follower is None:
        add_missing(db, Follower, openid=openid, language="", subscribed=True, blocked=False, tags=[], scene="")
        follower = db.scalars(locked).one()
    return follower
