"""Groups of followers that staff name: testers, and lists that were brought as a file."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Table
from wxbot.store.database import Db, add_missing


class Group(Table):
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


def take_out(db: Db, group_id: int, openid: str) -> None:
    db.execute(delete(Member).where(Member.group_id == group_id, Member.openid == openid))


def members(db: Db, group_id: int, after: str, limit: int) -> Sequence[str]:
    """In the order of openids, from the one after ``after``."""
    query = select(Member.openid).where(Member.group_id == group_id, Member.openid > after)
    return db.scalars(query.order_by(Member.openid).limit(limit)).all()


def size(db: Db, group_id: int) -> int:
    return db.scalar(select(func.count()).select_from(Member).where(Member.group_id == group_id)) or 0


def forget(db: Db, openid: str) -> None:
    db.execute(delete(Member).where(Member.openid == openid))
