"""What followers subscribed to: a section, for every country or for one. No WeChat tag, and no consent to a notice."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Index, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Table
from wxbot.store.database import Db, add_missing


class Subscription(Table):
    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("openid", "section", "country"), Index(None, "section", "country"))

    id: Mapped[int] = mapped_column(primary_key=True)
    openid: Mapped[str] = mapped_column(String(64))
    section: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(2))  # Two letters; empty for every country.
    since: Mapped[dt.datetime] = mapped_column(Instant)


def add(db: Db, openid: str, section: str, country: str, now: dt.datetime) -> bool:
    """Returns whether it is new."""
    return add_missing(db, Subscription, openid=openid, section=section, country=country, since=now)


def remove(db: Db, openid: str, section: str = "", country: str = "") -> int:
    """Without a section all of his; returns how many were removed."""
    mine = delete(Subscription).where(Subscription.openid == openid)
    if section:
        mine = mine.where(Subscription.section == section, Subscription.country == country)
    return int(db.execute(mine).rowcount)  # type: ignore[attr-defined]


def of_follower(db: Db, openid: str) -> Sequence[Subscription]:
    return db.scalars(select(Subscription).where(Subscription.openid == openid).order_by(Subscription.id)).all()
