"""The ledger of consents to notices, as WeChat's events tell it: accepted, refused, or used up by a notice sent."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Index, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Table
from wxbot.store.database import Db, add_missing


class Consent(Table):
    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("delivery", "position"), Index(None, "openid", "template_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery: Mapped[str] = mapped_column(String(200))  # The push that told it, and the place in its list.
    position: Mapped[int]
    openid: Mapped[str] = mapped_column(String(64))
    template_id: Mapped[str] = mapped_column(String(64))
    event: Mapped[str] = mapped_column(String(10))  # popup, change or sent
    accepted: Mapped[bool]
    message_id: Mapped[str] = mapped_column(String(64))
    error: Mapped[str] = mapped_column(String(120))
    at: Mapped[dt.datetime] = mapped_column(Instant)


def add(db: Db, **fields: object) -> bool:
    return add_missing(db, Consent, **fields)


def of_follower(db: Db, openid: str) -> Sequence[Consent]:
    return db.scalars(select(Consent).where(Consent.openid == openid).order_by(Consent.id)).all()


def remove(db: Db, openid: str) -> None:
    db.execute(delete(Consent).where(Consent.openid == openid))
