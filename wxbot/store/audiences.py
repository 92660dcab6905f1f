"""Who can be meant by an audience: followers, carriers of a tag, subscribers, and groups that staff name."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, String, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Table
from wxbot.store.database import Db, add_missing
from wxbot.store.followers import Follower
from wxbot.store.subscriptions import Subscription
from wxbot.store.tags import Tagging


class Group(Table):
    """Testers, or a list that was brought as a file."""

    __tablename__ = "audience_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))  # testers or list
    name: Mapped[str] = mapped_column(String(60), unique=True)
    author: Mapped[str] = mapped_column(String(120))
    added_at: Mapped[dt.datetime] = mapped_column(Instant)


class Member(Table):
    __tablename__ = "audience_members"

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    openid: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)


def groups(db: Db, kind: str = "", limit: int = 500) -> Sequence[Group]:
    query = select(Group).order_by(Group.id.desc()).limit(limit)
    return db.scalars(query.where(Group.kind == kind) if kind else query).all()


def of_id(db: Db, group_id: int, lock: bool = False) -> Group | None:
    return db.get(Group, group_id, with_for_update=lock or None)


def add(db: Db, kind: str, name: str, author: str, now: dt.datetime) -> Group | None:
    """None when a group is called so already."""
    if not add_missing(db, Group, kind=kind, name=name, author=author, added_at=now):
        return None
    return db.scalars(select(Group).where(Group.name == name)).one()


def remove(db: Db, group_id: int) -> None:
    db.execute(delete(Member).where(Member.group_id == group_id))
    db.execute(delete(Group).where(Group.id == group_id))


def put_in(db: Db, group_id: int, openid: str) -> bool:
    return add_missing(db, Member, group_id=group_id, openid=openid)


def fill(db: Db, group_id: int, openids: Sequence[str]) -> None:
    """Puts all of them in at once, into a group that has none of them."""
    if openids:
        db.execute(insert(Member), [{"group_id": group_id, "openid": openid} for openid in openids])


def sizes(db: Db, group_ids: Sequence[int]) -> dict[int, int]:
    """How many members each has; those without any are not named."""
    query = select(Member.group_id, func.count()).where(Member.group_id.in_(group_ids))
    return {row[0]: row[1] for row in db.execute(query.group_by(Member.group_id))}


def take_out(db: Db, group_id: int, openid: str) -> None:
    db.execute(delete(Member).where(Member.group_id == group_id, Member.openid == openid))


def members(db: Db, group_id: int, after: str, limit: int) -> Sequence[str]:
    """In the order of openids, from the one after ``after``."""
    query = select(Member.openid).where(Member.group_id == group_id, Member.openid > after)
    return db.scalars(query.order_by(Member.openid).limit(limit)).all()


def size(db: Db, group_id: int) -> int:
    return db.scalar(select(func.count()).select_from(Member).where(Member.group_id == group_id)) or 0


def names_of(db: Db, openid: str) -> Sequence[str]:
    """The groups that he is in."""
    his = select(Group.name).join(Member, Member.group_id == Group.id).where(Member.openid == openid)
    return db.scalars(his.order_by(Group.id)).all()


def forget(db: Db, openid: str) -> None:
    db.execute(delete(Member).where(Member.openid == openid))


def _following() -> ColumnElement[bool]:
    return Follower.subscribed & ~Follower.blocked


Chosen = Select[str]  # The openids of an audience, whoever reads or counts them.


def everyone() -> Chosen:
    return select(Follower.openid).where(_following())


def carriers(tag_id: int) -> Chosen:
    return everyone().join(Tagging, Tagging.follower_id == Follower.id).where(Tagging.tag_id == tag_id)


def subscribers(section: str, country: str) -> Chosen:
    """Who subscribed to a section for every country is meant by each of its countries, but not the other way round."""
    query = select(Subscription.openid).distinct()
    query = query.join(Follower, Follower.openid == Subscription.openid).where(_following())
    if not section:
        return query.where(Subscription.country == country)
    return query.where(Subscription.section == section, Subscription.country.in_({country, ""}))


def reachable(group_id: int) -> Chosen:
    """Members, but for those of whom we know that they left or are blocked."""
    query = select(Member.openid).outerjoin(Follower, Follower.openid == Member.openid)
    return query.where(Member.group_id == group_id, Follower.id.is_(None) | _following())


def page(db: Db, chosen: Chosen, after: str, limit: int) -> list[str]:
    """In the order of openids, from the one after ``after``."""
    (openid,) = chosen.selected_columns
    return list(db.scalars(chosen.where(openid > after).order_by(openid).limit(limit)))


def count_heard(db: Db, chosen: Chosen, since: dt.datetime) -> int:
    """How many of them were heard of since then."""
    asked = chosen.subquery()
    (openid,) = asked.c
    heard = select(func.count()).select_from(asked).join(Follower, Follower.openid == openid)
    return db.scalar(heard.where(Follower.last_seen_at >= since)) or 0


def count(db: Db, chosen: Chosen) -> int:
    return db.scalar(select(func.count()).select_from(chosen.subquery())) or 0
