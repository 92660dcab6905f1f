"""What one follower is to get of a broadcast, and what became of it: a row each, in chunks that workers claim."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import BigInteger, Index, Integer, String, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Table, fingerprint
from wxbot.store.database import Db

LEFT = "the follower left"  # Why a send to him was skipped.


class State(StrEnum):
    DUE = "due"
    SENDING = "sending"  # Written before its call.
    SENT = "sent"  # WeChat took it.
    DELIVERED = "delivered"  # WeChat told that it arrived.
    FAILED = "failed"
    UNKNOWN = "unknown"  # The call may have gone through; a person decides.
    LATER = "later"  # In the follower's quiet hours, or to be tried again: due at its time.
    SKIPPED = "skipped"  # Nothing was called: too many pushes today, left, blocked, or no consent.


class Send(Table):
    __tablename__ = "sends"
    __table_args__ = (
        UniqueConstraint("broadcast_id", "openid"),
        Index(None, "broadcast_id", "chunk", "id"),
        Index(None, "broadcast_id", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    broadcast_id: Mapped[int]
    chunk: Mapped[int]
    openid: Mapped[str] = mapped_column(String(64), index=True)  # A fingerprint once he is forgotten.
    state: Mapped[str] = mapped_column(String(12))
    tries: Mapped[int]
    due_at: Mapped[dt.datetime | None] = mapped_column(Instant)  # Of one for later.
    at: Mapped[dt.datetime | None] = mapped_column(Instant)  # When its call was made for the first time.
    message_id: Mapped[str] = mapped_column(String(64), index=True)
    why: Mapped[str] = mapped_column(String(80))  # WeChat's errcode and our class of it, or a word of ours.


class Chunk(Table):
    """Some sends of one broadcast. Whoever holds the lease sends them; the figures are written when it is through."""

    __tablename__ = "chunks"
    __table_args__ = (Index(None, "done", "leased_until"),)

    broadcast_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    done: Mapped[bool]
    owner: Mapped[str] = mapped_column(String(40))
    leased_until: Mapped[dt.datetime | None] = mapped_column(Instant)


class Pushed(Table):
    """How many pushes a follower got on a day of the account's zone, so that nobody gets too many."""

    __tablename__ = "pushed"

    openid: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True, index=True)
    count: Mapped[int]


class Result(Table):
    """What an event of WeChat's told of a message, kept until the row that it belongs to knows the message's id."""

    __tablename__ = "results"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    delivery: Mapped[str] = mapped_column(String(64), unique=True)  # A fingerprint of the push that told it.
    kind: Mapped[str] = mapped_column(String(12))  # mass, publish, template or notice
    message_id: Mapped[str] = mapped_column(String(64), index=True)
    openid: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(String(4000))  # JSON of the event's fields.
    at: Mapped[dt.datetime] = mapped_column(Instant)
    tries: Mapped[int]
    due_at: Mapped[dt.datetime] = mapped_column(Instant, index=True)


def of_follower(db: Db, openid: str, limit: int = 1_000) -> Sequence[Send]:
    """The newest first."""
    return db.scalars(select(Send).where(Send.openid == openid).order_by(Send.id.desc()).limit(limit)).all()


def forget(db: Db, openid: str) -> None:
    """Nothing more goes to him, and what became of the rest stays without his name."""
    his = update(Send).where(Send.openid == openid)
    db.execute(his.where(Send.state.in_((State.DUE, State.LATER))).values(state=State.SKIPPED, why=LEFT, due_at=None))
    db.execute(his.values(openid=fingerprint(openid)))
    db.execute(delete(Pushed).where(Pushed.openid == openid))
    db.execute(delete(Result).where(Result.openid == openid))
