"""The ledger of calls that reach many followers at once: written before each call, so that it is never made anew."""

import datetime as dt
import secrets
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, func, literal, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.broadcasts import Broadcast
from wxbot.store.broadcasts import State as Life
from wxbot.store.columns import Instant, Json, Table
from wxbot.store.database import Db, add_missing


class Way(StrEnum):
    ALL = "all"  # mass/sendall to everyone.
    TAG = "tag"  # mass/sendall to a tag.
    LIST = "list"  # mass/send to a chunk of openids.
    PUBLISH = "publish"  # freepublish/submit.


class State(StrEnum):
    WAITING = "waiting"  # To be made at its due time; nothing of it has happened.
    CALLING = "calling"  # Written before the call: it may have happened.
    ACCEPTED = "accepted"  # WeChat has it, and will tell what became of it.
    CONFIRMING = "confirming"  # The account's administrator is asked on his phone.
    FINISHED = "finished"
    FAILED = "failed"  # WeChat refused it, before or after it took it.
    UNKNOWN = "unknown"  # A person must look: it may have gone out.
    RECALLED = "recalled"
    CANCELLED = "cancelled"


UNSETTLED = (State.WAITING, State.CALLING, State.ACCEPTED, State.CONFIRMING)


class Call(Table):
    __tablename__ = "calls"
    __table_args__ = (UniqueConstraint("broadcast_id", "position"), Index(None, "state", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    broadcast_id: Mapped[int]
    position: Mapped[int]  # For a list also the number of its chunk of sends.
    way: Mapped[str] = mapped_column(String(20))
    tag: Mapped[int]  # WeChat's number of it; 0 for the others.
    size: Mapped[int]  # Openids of a list; 0 where only WeChat knows.
    client_id: Mapped[str] = mapped_column(String(32), unique=True)  # What WeChat dedupes by.
    media_id: Mapped[str] = mapped_column(String(128))  # Of the draft made for this call, which uses it up.
    state: Mapped[str] = mapped_column(String(20))
    tries: Mapped[int]
    due_at: Mapped[dt.datetime] = mapped_column(Instant)  # When it is to be made, made again, or asked about.
    called_at: Mapped[dt.datetime | None] = mapped_column(Instant)  # The first time.
    settled_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    message_id: Mapped[str] = mapped_column(String(64), index=True)  # WeChat's msg_id, or publish_id.
    data_id: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(60))  # As WeChat tells it.
    total: Mapped[int]
    filtered: Mapped[int]  # Left after filtering.
    sent: Mapped[int]
    failed: Mapped[int]
    urls: Mapped[list[str]] = mapped_column(Json)
    article_id: Mapped[str] = mapped_column(String(128))
    error: Mapped[dict[str, Any]] = mapped_column(Json)  # kind, code, message, rid


def write(db: Db, broadcast_id: int, position: int, way: Way, now: dt.datetime, tag: int = 0, size: int = 0) -> bool:
    """One to be made, unless the broadcast has one at that position. Its client id is fixed from here on."""
    words = dict.fromkeys(("media_id", "message_id", "data_id", "status", "article_id"), "")
    figures = dict.fromkeys(("tries", "total", "filtered", "sent", "failed"), 0)
    place = {"broadcast_id": broadcast_id, "position": position, "way": way, "tag": tag, "size": size}
    return add_missing(
        db,
        Call,
        **{**words, **figures, **place},
        client_id=secrets.token_hex(16),
        state=State.WAITING,
        due_at=now,
        urls=[],
        error={},
    )


def of_id(db: Db, call_id: int, lock: bool = False) -> Call | None:
    return db.get(Call, call_id, with_for_update=lock or None, populate_existing=lock)


def of_broadcast(db: Db, broadcast_id: int) -> Sequence[Call]:
    return db.scalars(select(Call).where(Call.broadcast_id == broadcast_id).order_by(Call.position)).all()


def of_broadcasts(db: Db, broadcast_ids: Collection[int]) -> Sequence[Call]:
    return db.scalars(select(Call).where(Call.broadcast_id.in_(broadcast_ids))).all()


def of_message(db: Db, message_id: str, lock: bool = False) -> Call | None:
    query = select(Call).where(Call.message_id == message_id, Call.message_id != "").limit(1)
    return db.scalar(query.with_for_update() if lock else query)


def of_article(db: Db, article_id: str) -> Call | None:
    """By which it was published."""
    return db.scalar(select(Call).where(Call.article_id == article_id, Call.way == Way.PUBLISH).limit(1))


def broadcasts_of(db: Db, article_ids: Collection[str]) -> dict[str, int]:
    """Which of these articles went out with a broadcast of ours, and its number."""
    found = select(Call.article_id, Call.broadcast_id).where(Call.article_id.in_(article_ids), Call.article_id != "")
    return {row.article_id: row.broadcast_id for row in db.execute(found)}


def due(db: Db, now: dt.datetime, limit: int, *states: State) -> Sequence[Call]:
    query = select(Call).where(Call.state.in_(states), Call.due_at <= now)
    return db.scalars(query.order_by(Call.due_at, Call.id).limit(limit)).all()


def abandoned(db: Db, now: dt.datetime, before: dt.datetime, limit: int = 50) -> Sequence[Call]:
    """Those that are being called, or were when somebody died, of broadcasts that are cancelled, and those first called
    before then of any that wait; locked."""
    query = select(Call).join(Broadcast, Broadcast.id == Call.broadcast_id)
    query = query.where(Call.state == State.CALLING, Call.due_at <= now)
    cancelled = Broadcast.state == Life.CANCELLED
    waiting = Broadcast.state.in_((Life.PAUSED, Life.STOPPED)) & (Call.called_at <= before)
    return db.scalars(query.where(cancelled | waiting).limit(limit).with_for_update(of=Call)).all()


def to_make(db: Db, broadcast_id: int, now: dt.datetime) -> Sequence[Call]:
    """Those that were not made, or may have been made by one who died."""
    open_ones = Call.state.in_((State.WAITING, State.CALLING)) & (Call.due_at <= now)
    query = select(Call).where(Call.broadcast_id == broadcast_id, open_ones)
    return db.scalars(query.order_by(Call.position)).all()


def claim(db: Db, call: Call, until: dt.datetime) -> bool:
    """Whether it is ours until then: nobody else claimed it since it was read."""
    mine = update(Call).where(Call.id == call.id, Call.state == call.state, Call.due_at == call.due_at)
    done = db.execute(mine.values(due_at=until).execution_options(synchronize_session=False))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def keep_draft(db: Db, call_id: int, media_id: str) -> None:
    db.execute(update(Call).where(Call.id == call_id).values(media_id=media_id))


def begin(db: Db, call_id: int, now: dt.datetime, until: dt.datetime) -> bool:
    """From here on it may have been made; returns whether it still is to be."""
    mine = update(Call).where(Call.id == call_id, Call.state.in_((State.WAITING, State.CALLING)))
    values = {"state": State.CALLING, "tries": Call.tries + 1, "due_at": until}
    first = func.coalesce(Call.called_at, literal(now, Instant()))
    done = db.execute(mine.values(**values, called_at=first).execution_options(synchronize_session=False))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def renew(call: Call, now: dt.datetime) -> None:
    """It is made anew, since a person has found that it never went out: under another id, and with another draft."""
    call.client_id, call.media_id, call.message_id, call.data_id = secrets.token_hex(16), "", "", ""
    call.state, call.due_at, call.called_at, call.tries = State.WAITING, now, None, 0
    call.settled_at, call.error = None, {}


def made_since(db: Db, since: dt.datetime, *ways: Way) -> Sequence[Call]:
    """Those that were made from then on, whatever became of them; at most a few hundred a month."""
    query = select(Call).where(Call.called_at >= since)
    return db.scalars(query.where(Call.way.in_(ways)) if ways else query).all()


def unsettled(db: Db, broadcast_id: int) -> bool:
    query = select(Call.id).where(Call.broadcast_id == broadcast_id, Call.state.in_(UNSETTLED)).limit(1)
    return db.scalar(query) is not None


def cancel_waiting(db: Db, broadcast_id: int, now: dt.datetime) -> int:
    """Those that were never made will not be; returns how many."""
    mine = update(Call).where(Call.broadcast_id == broadcast_id, Call.state == State.WAITING)
    return int(db.execute(mine.values(state=State.CANCELLED, settled_at=now)).rowcount)  # type: ignore[attr-defined]
