"""Followers: what the account must remember of a person, and no more."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import String, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Table
from wxbot.store.database import Db, add_missing
from wxbot.store.tags import Tagging


class Follower(Table):
    __tablename__ = "followers"

    id: Mapped[int] = mapped_column(primary_key=True)
    openid: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(8), default="")  # Empty until it was chosen or is known.
    subscribed: Mapped[bool] = mapped_column(default=True)
    blocked: Mapped[bool] = mapped_column(default=False)
    tagged: Mapped[str] = mapped_column(String(8), default="")  # The language for which WeChat has his tags.
    quiet: Mapped[str] = mapped_column(String(11), default="")  # "22:00-08:00": nothing is pushed in these hours.
    remark: Mapped[str] = mapped_column(String(30), default="")  # Staff's word for him, as WeChat has it.
    scene: Mapped[str] = mapped_column(String(64), default="")
    followed_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    last_seen_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    last_message_at: Mapped[dt.datetime | None] = mapped_column(Instant)  # What the 48-hour window counts from.


_UNKNOWN = dict.fromkeys(("language", "tagged", "quiet", "remark", "scene"), "")


def find(db: Db, openid: str) -> Follower | None:
    return db.scalar(select(Follower).where(Follower.openid == openid))


def find_or_add(db: Db, openid: str) -> Follower:
    """Only within a writing transaction; the row stays locked until it ends, so what is read of it still holds."""
    locked = select(Follower).where(Follower.openid == openid).with_for_update()
    follower = db.scalar(locked.execution_options(populate_existing=True))
    if follower is None:
        add_missing(db, Follower, openid=openid, subscribed=True, blocked=False, **_UNKNOWN)
        follower = db.scalars(locked).one()
    return follower


def add_all(db: Db, openids: Collection[str]) -> None:
    """Those who are not known yet. Nothing but that they follow is known."""
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    new = [{"openid": openid, "subscribed": True, "blocked": False, **_UNKNOWN} for openid in sorted(openids)]
    if new:
        db.connection().execute(insert(Follower).on_conflict_do_nothing(), new)


def after(db: Db, row_id: int, limit: int) -> Sequence[Follower]:
    """The next ones, in the order in which they became known."""
    return db.scalars(select(Follower).where(Follower.id > row_id).order_by(Follower.id).limit(limit)).all()


def untagged(db: Db, limit: int) -> Sequence[Follower]:
    """Those who chose a language for which WeChat does not have their tags yet."""
    differs = Follower.subscribed & (Follower.language != "") & (Follower.tagged != Follower.language)
    return db.scalars(select(Follower).where(differs).order_by(Follower.id).limit(limit)).all()


def mark_tagged(db: Db, ids: Sequence[int], language: str) -> int:
    """Those who changed their mind meanwhile stay untagged; returns how many were marked."""
    same = update(Follower).where(Follower.id.in_(ids), Follower.language == language)
    return int(db.execute(same.values(tagged=language)).rowcount)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which followers a list shows; what is empty does not narrow it."""

    language: str = ""
    tag: int = 0
    blocked: bool = False
    seen_since: dt.datetime | None = None
    words: str = ""  # The whole openid, or something of staff's remark.


def find_all(db: Db, wanted: Wanted, limit: int, before: int | None = None) -> Sequence[Follower]:
    """Those known last first; ``before`` an id, to go on from there."""
    query = select(Follower)
    if before is not None:
        query = query.where(Follower.id < before)
    if wanted.language:
        query = query.where(Follower.language == wanted.language)
    if wanted.tag:
        carries = exists().where(Tagging.follower_id == Follower.id, Tagging.tag_id == wanted.tag)
        query = query.where(carries)
    if wanted.blocked:
        query = query.where(Follower.blocked.is_(True))
    if wanted.seen_since is not None:
        query = query.where(Follower.last_seen_at >= wanted.seen_since)
    if wanted.words:
        remarked = Follower.remark.icontains(wanted.words, autoescape=True)
        query = query.where(or_(Follower.openid == wanted.words, remarked))
    return db.scalars(query.order_by(Follower.id.desc()).limit(limit)).all()


def with_id(db: Db, row_id: int) -> Follower | None:
    return db.get(Follower, row_id)


def with_ids(db: Db, ids: Collection[int], lock: bool = False) -> Sequence[Follower]:
    query = select(Follower).where(Follower.id.in_(ids)).order_by(Follower.id)
    return db.scalars(query.with_for_update() if lock else query).all()


def ids_of(db: Db, openids: Collection[str]) -> dict[str, int]:
    """The rows of those who are known, by openid."""
    rows = db.execute(select(Follower.openid, Follower.id).where(Follower.openid.in_(openids)))
    return {row.openid: row.id for row in rows}


def locked(db: Db, row_id: int) -> Follower | None:
    """The row, ours until the writing transaction ends."""
    return db.get(Follower, row_id, with_for_update=True, populate_existing=True)


def of_openids(db: Db, openids: Collection[str]) -> dict[str, Follower]:
    """Those who are known, by openid."""
    return {row.openid: row for row in db.scalars(select(Follower).where(Follower.openid.in_(openids)))}


def written_since(db: Db, openids: Collection[str], at: dt.datetime) -> Sequence[str]:
    """Who of them was heard of since then, in the order of openids."""
    heard = select(Follower.openid).where(Follower.openid.in_(openids), Follower.last_seen_at >= at)
    return db.scalars(heard.order_by(Follower.openid)).all()


def leave(db: Db, openids: Collection[str]) -> None:
    """WeChat says that they do not follow; whoever is heard of again does."""
    mine = update(Follower).where(Follower.openid.in_(openids)).values(subscribed=False)
    db.execute(mine.execution_options(synchronize_session=False))
