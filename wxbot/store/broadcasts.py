"""Broadcasts: what is to be sent to whom and when, who signed it, and how far it came."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Json, Table
from wxbot.store.database import Db, add_missing


class Kind(StrEnum):
    ARTICLE = "article"  # A mass send of one to eight articles; so text and image.
    TEXT = "text"
    IMAGE = "image"
    PUBLISH = "publish"  # Articles that get an address, and are pushed to nobody.
    TEMPLATE = "template"  # One call for each follower; so the two that follow.
    NOTICE = "notice"
    CUSTOM = "custom"


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    SCHEDULED = "scheduled"
    ASKING = "asking"  # Its time passed by more than its grace, or something in it changed: a person decides.
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"  # WeChat refuses every further call until staff do something.
    FINISHED = "finished"
    CANCELLED = "cancelled"
    ACTIVE = "active"  # A recurring one: it sends nothing itself, but makes an occurrence for each of its times.
    ENDED = "ended"


OPEN = (State.DRAFT, State.SUBMITTED, State.REFUSED)  # May be changed, the second one after it was taken back.
RUNNING = (State.SENDING, State.PAUSED, State.STOPPED)
HALTED = (State.PAUSED, State.STOPPED)  # May go on when a person says so.
UNDER_WAY = (*OPEN, State.SCHEDULED, State.ASKING, *RUNNING, State.ACTIVE)  # Something may still come of it.
OVER = (State.FINISHED, State.CANCELLED)


class Broadcast(Table):
    __tablename__ = "broadcasts"
    __table_args__ = (UniqueConstraint("series_id", "slot"), Index(None, "state", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(120))  # For staff.
    content: Mapped[dict[str, Any]] = mapped_column(Json)  # As it was composed.
    payload: Mapped[dict[str, Any]] = mapped_column(Json)  # What goes out, word for word; empty until submitted.
    audience: Mapped[dict[str, Any]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(String(64))  # Of all that is signed; empty until submitted.
    findings: Mapped[list[dict[str, Any]]] = mapped_column(Json)  # Of the check, when it was submitted.
    state: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]  # Counts its changes, so that of two people who write the second is told.

    due_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    grace: Mapped[int]  # Minutes after its time in which it is still sent without a question.
    cron: Mapped[str] = mapped_column(String(120))  # In the account's zone; empty for one that goes out once.
    series_id: Mapped[int | None] = mapped_column(index=True)
    slot: Mapped[dt.datetime | None] = mapped_column(Instant)

    author: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[dt.datetime] = mapped_column(Instant)
    submitted_by: Mapped[str] = mapped_column(String(120))
    submitted_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    refused_by: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text)  # Of a refusal, or why a person is asked.
    emergency: Mapped[str] = mapped_column(Text)  # Why one person alone sent it; empty where it was signed.
    reviewed_by: Mapped[str] = mapped_column(String(120))  # Who looked at an emergency afterwards.

    started_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    finished_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    leased_until: Mapped[dt.datetime | None] = mapped_column(Instant)  # A worker prepares it until then.
    prepared: Mapped[dict[str, Any]] = mapped_column(Json)  # What WeChat has been given for it so far.
    trouble: Mapped[dict[str, Any]] = mapped_column(Json)  # The error that stopped it.
    frozen: Mapped[int]  # Followers whose rows are written.
    cursor: Mapped[str] = mapped_column(String(64))  # From where the freezing goes on; "end" when it is over.


class BroadcastSignature(Table):
    __tablename__ = "broadcast_signatures"
    __table_args__ = (UniqueConstraint("broadcast_id", "signer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    broadcast_id: Mapped[int]
    signer: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[dt.datetime] = mapped_column(Instant)


def of_id(db: Db, broadcast_id: int, lock: bool = False) -> Broadcast | None:
    return db.get(Broadcast, broadcast_id, with_for_update=lock or None, populate_existing=lock)


def page(db: Db, states: Sequence[State], before: int | None, count: int, kind: str = "") -> Sequence[Broadcast]:
    """The newest first; every state and kind where none is named. ``before`` an id, to go on from there."""
    query = select(Broadcast).order_by(Broadcast.id.desc()).limit(count)
    if kind:
        query = query.where(Broadcast.kind == kind)
    if states:
        query = query.where(Broadcast.state.in_(states))
    return db.scalars(query if before is None else query.where(Broadcast.id < before)).all()


def in_state(db: Db, *states: State, limit: int = 100) -> Sequence[Broadcast]:
    """The oldest first."""
    return db.scalars(select(Broadcast).where(Broadcast.state.in_(states)).order_by(Broadcast.id).limit(limit)).all()


def due(db: Db, now: dt.datetime, limit: int = 20) -> Sequence[int]:
    """Ids of those whose time has come."""
    waiting = select(Broadcast.id).where(Broadcast.state == State.SCHEDULED, Broadcast.due_at <= now)
    return db.scalars(waiting.order_by(Broadcast.due_at, Broadcast.id).limit(limit)).all()


def lease(db: Db, broadcast_id: int, now: dt.datetime, until: dt.datetime) -> Broadcast | None:
    """The row, ours to prepare until then; None when another worker has it, or it is not to be sent now."""
    free = Broadcast.leased_until.is_(None) | (Broadcast.leased_until <= now)
    mine = update(Broadcast).where(Broadcast.id == broadcast_id, Broadcast.state == State.SENDING, free)
    if not db.execute(mine.values(leased_until=until)).rowcount:  # type: ignore[attr-defined]
        return None
    return db.get(Broadcast, broadcast_id, populate_existing=True)


def occurrences_before(db: Db, series_id: int, slot: dt.datetime, limit: int) -> Sequence[Broadcast]:
    """Those that went out or are about to, the last first."""
    query = select(Broadcast).where(Broadcast.series_id == series_id, Broadcast.slot < slot)
    query = query.where(Broadcast.state.not_in((State.CANCELLED, State.REFUSED)))
    return db.scalars(query.order_by(Broadcast.slot.desc()).limit(limit)).all()


def between(db: Db, begins: dt.datetime, ends: dt.datetime, limit: int = 500) -> Sequence[Broadcast]:
    """What goes out, or went out, in that time."""
    query = select(Broadcast).where(Broadcast.due_at >= begins, Broadcast.due_at < ends)
    return db.scalars(query.order_by(Broadcast.due_at, Broadcast.id).limit(limit)).all()


def signatures(db: Db, broadcast_id: int) -> Sequence[BroadcastSignature]:
    mine = select(BroadcastSignature).where(BroadcastSignature.broadcast_id == broadcast_id)
    return db.scalars(mine.order_by(BroadcastSignature.id)).all()


def sign(db: Db, broadcast_id: int, signer: str, sha256: str, at: dt.datetime) -> bool:
    """Returns whether it is the person's first signature here."""
    return add_missing(db, BroadcastSignature, broadcast_id=broadcast_id, signer=signer, sha256=sha256, signed_at=at)


def unsign(db: Db, broadcast_id: int) -> None:
    db.execute(delete(BroadcastSignature).where(BroadcastSignature.broadcast_id == broadcast_id))


def occurrences(db: Db, series_id: int, limit: int) -> Sequence[Broadcast]:
    """Of a recurring one, the newest first."""
    query = select(Broadcast).where(Broadcast.series_id == series_id).order_by(Broadcast.id.desc())
    return db.scalars(query.limit(limit)).all()


WAITING = (State.SUBMITTED, State.ASKING, State.STOPPED)  # For somebody's signature, decision or deed.


def count_waiting(db: Db, most: int = 100) -> int:
    """How many wait for somebody, counted up to so many."""
    return len(db.scalars(select(Broadcast.id).where(Broadcast.state.in_(WAITING)).limit(most)).all())


def last_begun(db: Db) -> Broadcast | None:
    begun = select(Broadcast).where(Broadcast.started_at.is_not(None))
    return db.scalar(begun.order_by(Broadcast.started_at.desc(), Broadcast.id.desc()).limit(1))
