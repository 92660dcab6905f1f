"""Followers: what the account must remember of a person, and no more."""

import datetime as dt

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Json, Table
from wxbot.store.database import Db


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
    """Only within a writing transaction."""
    follower = find(db, openid)
    if follower is None:
        follower = Follower(openid=openid, language="", subscribed=True, blocked=False, tags=[], scene="")
        db.add(follower)
        db.flush()
    return follower
