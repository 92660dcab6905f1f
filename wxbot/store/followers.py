"""Followers: what the account must remember of a person, and no more."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import String, select, update
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
    tagged: Mapped[str] = mapped_column(String(8), default="")  # The language for which WeChat has his tags.
    quiet: Mapped[str] = mapped_column(String(11), default="")  # "22:00-08:00": nothing is pushed in these hours.
    tags: Mapped[list[int]] = mapped_column(Json, default=list)
    scene: Mapped[str] = mapped_column(String(64), default="")
    followed_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    last_seen_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    last_message_at: Mapped[dt.datetime | None] = mapped_column(Instant)  # What the 48-hour window counts from.


_UNKNOWN = dict.fromkeys(("language", "tagged", "quiet", "scene"), "")


def find(db: Db, openid: str) -> Follower | None:
    return db.scalar(select(Follower).where(Follower.openid == openid))


def find_or_add(db: Db, openid: str) -> Follower:
    """Only within a writing transaction; the row stays locked until it ends, so what is read of it still holds."""
    locked = select(Follower).where(Follower.openid == openid).with_for_update()
    follower = db.scalar(locked.execution_options(populate_existing=True))
    if follower is None:
        add_missing(db, Follower, openid=openid, subscribed=True, blocked=False, tags=[], **_UNKNOWN)
        follower = db.scalars(locked).one()
    return follower


def untagged(db: Db, limit: int) -> Sequence[Follower]:
    """Those who chose a language for which WeChat does not have their tags yet."""
    differs = Follower.subscribed & (Follower.language != "") & (Follower.tagged != Follower.language)
    return db.scalars(select(Follower).where(differs).order_by(Follower.id).limit(limit)).all()


def mark_tagged(db: Db, ids: Sequence[int], language: str) -> int:
    """Those who changed their mind meanwhile stay untagged; returns how many were marked."""
    same = update(Follower).where(Follower.id.in_(ids), Follower.language == language)
    return int(db.execute(same.values(tagged=language)).rowcount)  # type: ignore[attr-defined]
