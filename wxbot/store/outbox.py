"""Customer-service messages that wait to be sent: one row each, claimed before its call, never sent twice."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Index, String, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, aliased, mapped_column

from wxbot.store.columns import Instant, Json, Table, fingerprint
from wxbot.store.database import Db, add_missing

LEFT = "the follower left"  # Why a message to him was not sent.


class Status(StrEnum):
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"  # WeChat said no, and would again.
    UNKNOWN = "unknown"  # The call may have gone through; a person decides, since this call cannot be repeated safely.


class Outgoing(Table):
    __tablename__ = "outbox"
    __table_args__ = (UniqueConstraint("delivery", "position"), Index(None, "status", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery: Mapped[str] = mapped_column(String(200))  # A fingerprint of the push that this follows from.
    position: Mapped[int]
    openid: Mapped[str] = mapped_column(String(64), index=True)
    message: Mapped[dict[str, Any]] = mapped_column(Json)
    status: Mapped[str] = mapped_column(String(20))
    due_at: Mapped[dt.datetime] = mapped_column(Instant)
    claimed_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    error: Mapped[str] = mapped_column(String(200), default="")


def add(db: Db, delivery: str, position: int, openid: str, message: dict[str, Any], due_at: dt.datetime) -> bool:
    """Leaves a message for sending, once for each place that follows from a delivery."""
    return add_missing(
        db,
        Outgoing,
        delivery=fingerprint(delivery),
        position=position,
        openid=openid,
        message=message,
        status=Status.DUE,
        due_at=due_at,
        error="",
    )


def drop(db: Db, openid: str) -> int:
    """Nothing more is sent to one who left; returns how many messages waited for him."""
    his = update(Outgoing).where(Outgoing.openid == openid, Outgoing.status == Status.DUE)
    return int(db.execute(his.values(status=Status.REFUSED, error=LEFT)).rowcount)  # type: ignore[attr-defined]


def erase(db: Db, openid: str) -> None:
    """What was sent to him is gone too: his name and every word."""
    db.execute(update(Outgoing).where(Outgoing.openid == openid).values(openid="", message={}))


def of_follower(db: Db, openid: str) -> Sequence[Outgoing]:
    return db.scalars(select(Outgoing).where(Outgoing.openid == openid).order_by(Outgoing.id)).all()


def newest(db: Db, openid: str, limit: int) -> Sequence[Outgoing]:
    return db.scalars(select(Outgoing).where(Outgoing.openid == openid).order_by(Outgoing.id.desc()).limit(limit)).all()


def of_delivery(db: Db, delivery: str) -> Sequence[Outgoing]:
    """What follows from it, in its order."""
    same = select(Outgoing).where(Outgoing.delivery == fingerprint(delivery)).order_by(Outgoing.position)
    return db.scalars(same).all()


def renew(db: Db, delivery: str, statuses: Sequence[Status], due_at: dt.datetime) -> int:
    """What was not sent is due again; returns how many messages."""
    again = update(Outgoing).where(Outgoing.delivery == fingerprint(delivery), Outgoing.status.in_(statuses))
    return int(db.execute(again.values(status=Status.DUE, due_at=due_at, error="")).rowcount)  # type: ignore[attr-defined]


def _first_of_his(after: dt.datetime | None = None) -> ColumnElement[bool]:
    """Whether no earlier message to the same follower is unfinished, or none that is due ``after`` an instant."""
    earlier = aliased(Outgoing)
    waits = earlier.status == Status.DUE
    if after is not None:
        waits &= earlier.due_at > after
    ahead = select(earlier.id).where(earlier.openid == Outgoing.openid, earlier.id < Outgoing.id)
    return ~ahead.where(waits | (earlier.status == Status.SENDING)).exists()


def due(db: Db, now: dt.datetime, limit: int) -> Sequence[int]:
    """Ids of the rows to send now, in the order in which they were written."""
    waiting = select(Outgoing.id).where(Outgoing.status == Status.DUE, Outgoing.due_at <= now, _first_of_his(now))
    return db.scalars(waiting.order_by(Outgoing.id).limit(limit)).all()


def claim(db: Db, row_id: int, now: dt.datetime) -> Outgoing | None:
    """The row, ours to send; None when another worker has it, or when an earlier message must go before it."""
    mine = db.execute(
        update(Outgoing)
        .where(Outgoing.id == row_id, Outgoing.status == Status.DUE, _first_of_his())
        .values(status=Status.SENDING, claimed_at=now)
        .execution_options(synchronize_session=False)
    )
    return db.get(Outgoing, row_id, populate_existing=True) if mine.rowcount else None  # type: ignore[attr-defined]


def settle(db: Db, row_id: int, status: Status, error: str = "", due_at: dt.datetime | None = None) -> None:
    values: dict[str, object] = {"status": status, "error": error[:200]}
    if due_at is not None:
        values["due_at"] = due_at
    db.execute(update(Outgoing).where(Outgoing.id == row_id).values(**values))


def abandon(db: Db, claimed_before: dt.datetime) -> int:
    """Rows whose worker died around the call become unknown; returns how many."""
    lapsed = update(Outgoing).where(Outgoing.status == Status.SENDING, Outgoing.claimed_at < claimed_before)
    return int(db.execute(lapsed.values(status=Status.UNKNOWN)).rowcount)  # type: ignore[attr-defined]


def thin(db: Db, before: dt.datetime, limit: int) -> int:
    """Drops what was over before then; returns how many. What a person has to look at stays."""
    over = (Status.SENT, Status.REFUSED)
    oldest = select(Outgoing.id).where(Outgoing.status.in_(over), Outgoing.due_at < before).limit(limit)
    return int(db.execute(delete(Outgoing).where(Outgoing.id.in_(oldest))).rowcount)  # type: ignore[attr-defined]
