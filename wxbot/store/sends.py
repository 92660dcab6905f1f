"""What one follower is to get of a broadcast, and what became of it: a row each, in chunks that workers claim."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Index,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store import results
from wxbot.store.broadcasts import OVER, Broadcast, Kind
from wxbot.store.columns import Instant, Table, fingerprint
from wxbot.store.database import Db, count_within

# Why a send was skipped, in words of ours.
LEFT = "the follower left"
BLOCKED = "the follower is blocked"
NO_CONSENT = "the follower has not agreed to it"
ENOUGH = "enough pushes today"

UNCLEAR = "unclear"  # Of one that is being sent: a call of it had no clear answer, so the next one must be the same.
_FORGOTTEN = 64  # Characters of a fingerprint, which is longer than any openid.


class State(StrEnum):
    DUE = "due"
    SENDING = "sending"  # Written before its call.
    SENT = "sent"  # WeChat took it.
    DELIVERED = "delivered"  # WeChat told that it arrived.
    FAILED = "failed"
    UNKNOWN = "unknown"  # The call may have gone through; a person decides.
    LATER = "later"  # In the follower's quiet hours, or to be tried again: due at its time.
    SKIPPED = "skipped"  # Nothing was called: too many pushes today, left, blocked, or no consent.


OPEN = (State.DUE, State.SENDING, State.LATER)
MADE = (State.SENDING, State.SENT, State.DELIVERED, State.UNKNOWN)


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
    lost: Mapped[int]  # Messages that WeChat took and did not deliver, before it was due again.
    due_at: Mapped[dt.datetime | None] = mapped_column(Instant)  # Of one for later.
    at: Mapped[dt.datetime | None] = mapped_column(Instant)  # Of its first call since it was due.
    message_id: Mapped[str] = mapped_column(String(64), index=True)
    why: Mapped[str] = mapped_column(String(80))  # WeChat's errcode and our class of it, or a word of ours.


class Pushed(Table):
    """How many pushes a follower got on a day of the account's zone, so that nobody gets too many."""

    __tablename__ = "pushed"

    openid: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True, index=True)
    count: Mapped[int]


def of_follower(db: Db, openid: str, limit: int = 1_000) -> Sequence[Send]:
    """The newest first."""
    return db.scalars(select(Send).where(Send.openid == openid).order_by(Send.id.desc()).limit(limit)).all()


def made(db: Db, openid: str, kind: Kind, limit: int) -> Sequence[dt.datetime]:
    """When calls to him were made that went through, or may have; the newest first."""
    his = select(Send.at).join(Broadcast, Broadcast.id == Send.broadcast_id)
    his = his.where(Send.openid == openid, Broadcast.kind == kind, Send.state.in_(MADE), Send.at.is_not(None))
    return [at for at in db.scalars(his.order_by(Send.id.desc()).limit(limit)) if at is not None]


def forget(db: Db, openid: str) -> set[tuple[int, int]]:
    """Nothing more goes to him, and what became of the rest stays without his name.

    Returns the broadcasts and chunks in which he was still to get something; they are to be counted anew.
    """
    his = update(Send).where(Send.openid == openid)
    skipped = his.where(Send.state.in_((State.DUE, State.LATER))).values(state=State.SKIPPED, why=LEFT, due_at=None)
    touched = db.execute(skipped.returning(Send.broadcast_id, Send.chunk)).all()
    db.execute(his.values(openid=fingerprint(openid)))
    db.execute(delete(Pushed).where(Pushed.openid == openid))
    results.forget(db, openid)
    return {(broadcast_id, chunk) for broadcast_id, chunk in touched}


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a send. ``at`` is None where nothing was sent, so that its next call is a new one."""

    id: int
    state: State
    why: str = ""
    message_id: str = ""
    due_at: dt.datetime | None = None
    at: dt.datetime | None = None


def is_forgotten(row: Send) -> bool:
    return len(row.openid) >= _FORGOTTEN


def add_all(db: Db, broadcast_id: int, placed: Sequence[tuple[int, str]]) -> None:
    """Rows that are due: each a number of a chunk and an openid."""
    blank = {"broadcast_id": broadcast_id, "state": State.DUE, "tries": 0, "lost": 0, "message_id": "", "why": ""}
    if placed:
        db.execute(insert(Send), [{**blank, "chunk": chunk, "openid": openid} for chunk, openid in placed])


def move_last(db: Db, broadcast_id: int, chunk: int, to: int) -> None:
    """The last send of a chunk goes into another one."""
    last = select(func.max(Send.id)).where(Send.broadcast_id == broadcast_id, Send.chunk == chunk)
    db.execute(update(Send).where(Send.id == last.scalar_subquery()).values(chunk=to))


def open_now(db: Db, broadcast_id: int, chunk: int, now: dt.datetime) -> Sequence[Send]:
    """What of a chunk is to be called now, what was begun already among it; locked."""
    mature = Send.due_at.is_(None) | (Send.due_at <= now)
    mine = select(Send).where(Send.broadcast_id == broadcast_id, Send.chunk == chunk, Send.state.in_(OPEN), mature)
    return db.scalars(mine.order_by(Send.id).with_for_update().execution_options(populate_existing=True)).all()


def begin(db: Db, ids: Collection[int], now: dt.datetime) -> None:
    """To be committed before their calls."""
    values = {"state": State.SENDING, "tries": Send.tries + 1, "at": func.coalesce(Send.at, now)}
    mine = update(Send).where(Send.id.in_(ids)).values(**values, due_at=None, why="")
    db.execute(mine.execution_options(synchronize_session=False))


def change_all(db: Db, changes: Sequence[Change], *states: State) -> None:
    """Those of them that are in one of the states; what is in another meanwhile was settled in another way."""
    if not changes:
        return
    names = ("state", "why", "message_id", "due_at", "at")
    columns = Send.__table__.c
    mine = update(Send).where(columns.id == bindparam("row"), or_(*(columns.state == state for state in states)))
    rows = [{"row": each.id, **{f"new_{name}": getattr(each, name) for name in names}} for each in changes]
    db.connection().execute(mine.values({name: bindparam(f"new_{name}") for name in names}), rows)


def renew(db: Db, broadcast_id: int, chunk: int, reasons: Collection[str]) -> None:
    """Those that failed for one of these reasons are due again.

    A message that WeChat had taken is counted as lost, and its number is dropped: what is told of it once more is not
    about the next one.
    """
    mine = update(Send).where(Send.broadcast_id == broadcast_id, Send.chunk == chunk, Send.state == State.FAILED)
    lost = Send.lost + case((Send.message_id != "", 1), else_=0)
    values = {"state": State.DUE, "tries": 0, "at": None, "due_at": None, "why": "", "message_id": "", "lost": lost}
    db.execute(mine.where(Send.why.in_(reasons)).values(**values).execution_options(synchronize_session=False))


def abandon(db: Db, broadcast_id: int, chunk: int, before: dt.datetime) -> int:
    """What was begun and first called before then becomes unknown; returns how many."""
    mine = update(Send).where(Send.broadcast_id == broadcast_id, Send.chunk == chunk, Send.state == State.SENDING)
    done = db.execute(mine.where(Send.at <= before).values(state=State.UNKNOWN, due_at=None, why=""))
    return int(done.rowcount)  # type: ignore[attr-defined]


def unknown(db: Db, broadcast_id: int, ids: Collection[int] | None, limit: int) -> Sequence[Send]:
    """Those that a person decides on, or of them the named ones; locked."""
    mine = select(Send).where(Send.broadcast_id == broadcast_id, Send.state == State.UNKNOWN)
    if ids is not None:
        mine = mine.where(Send.id.in_(ids))
    return db.scalars(mine.order_by(Send.id).limit(limit).with_for_update()).all()


def unknown_page(db: Db, broadcast_id: int, after: int, limit: int) -> Sequence[Send]:
    """Those that a person decides on, from the one after that id."""
    mine = select(Send).where(Send.broadcast_id == broadcast_id, Send.state == State.UNKNOWN, Send.id > after)
    return db.scalars(mine.order_by(Send.id).limit(limit)).all()


def page(db: Db, broadcast_id: int, after: tuple[int, int], limit: int) -> Sequence[Send]:
    """In the order of chunk and id, from the one after that."""
    mine = select(Send).where(Send.broadcast_id == broadcast_id, tuple_(Send.chunk, Send.id) > after)
    return db.scalars(mine.order_by(Send.chunk, Send.id).limit(limit)).all()


def reserve(db: Db, openids: Collection[str], day: str, most: int) -> set[str]:
    """Counts a push of that day for each follower who has had fewer than ``most``; returns who they are."""
    rows = [{"openid": openid, "day": day, "count": 1} for openid in sorted(openids)]
    return count_within(db, Pushed, rows, most, Pushed.openid)


def give_back(db: Db, openids: Collection[str], day: str) -> None:
    """Nothing was sent to them after all. The rows are taken in their order, as others take them."""
    named = Pushed.openid.in_(sorted(openids)) & (Pushed.day == day) & (Pushed.count > 0)
    db.execute(select(Pushed.openid).where(named).order_by(Pushed.openid).with_for_update()).all()
    db.execute(update(Pushed).where(named).values(count=Pushed.count - 1).execution_options(synchronize_session=False))


def sweep(db: Db, before: str) -> None:
    """Days that count no more."""
    db.execute(delete(Pushed).where(Pushed.day < before))


def thin(db: Db, before: dt.datetime, limit: int) -> int:
    """Drops rows of broadcasts that were over before then; returns how many. Their counts stay with the chunks."""
    ended = func.coalesce(Broadcast.finished_at, Broadcast.changed_at) < before
    over = select(Broadcast.id).where(Broadcast.state.in_(OVER), ended)
    oldest = select(Send.id).where(Send.broadcast_id.in_(over)).limit(limit)
    return int(db.execute(delete(Send).where(Send.id.in_(oldest))).rowcount)  # type: ignore[attr-defined]


def of_chunk(db: Db, broadcast_id: int, chunk: int) -> list[str]:
    """Openids of those that are still to get it, in their order; who was forgotten meanwhile is not among them."""
    query = select(Send.openid).where(Send.broadcast_id == broadcast_id, Send.chunk == chunk)
    query = query.where(Send.state.in_((State.DUE, State.SENDING)), func.length(Send.openid) < _FORGOTTEN)
    return list(db.scalars(query.order_by(Send.id)))


def settle_chunk(
    db: Db, broadcast_id: int, chunk: int, state: State, message_id: str, why: str, now: dt.datetime
) -> None:
    """All of a list that one call was made for; who left before it stays passed over."""
    mine = update(Send).where(Send.broadcast_id == broadcast_id, Send.chunk == chunk, Send.state != State.SKIPPED)
    values: dict[str, object] = {"state": state, "why": why, "at": now}
    if message_id:
        values["message_id"] = message_id
    db.execute(mine.values(**values).execution_options(synchronize_session=False))


def of_messages(db: Db, message_ids: Collection[str]) -> Sequence[Send]:
    """Those that WeChat gave these numbers, locked."""
    query = select(Send).where(Send.message_id.in_(message_ids), Send.message_id != "").order_by(Send.id)
    return db.scalars(query.with_for_update()).all() if message_ids else ()


def of_notice(db: Db, openid: str, template_id: str) -> Send | None:
    """The last notice to him from that template of which nothing was told yet, locked: notices have no number."""
    query = select(Send).join(Broadcast, Broadcast.id == Send.broadcast_id)
    query = query.where(Send.openid == openid, Send.state.in_((State.SENT, State.UNKNOWN)))
    query = query.where(Broadcast.kind == Kind.NOTICE, Broadcast.payload["template_id"].as_string() == template_id)
    return db.scalar(query.order_by(Send.id.desc()).limit(1).with_for_update(of=Send))
