"""What became of a broadcast's sends once their rows are gone: how many ended how, and nobody's name."""

import datetime as dt

from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.broadcasts import Broadcast
from wxbot.store.chunks import Chunk
from wxbot.store.columns import Table
from wxbot.store.database import Db, count_up
from wxbot.store.sends import Result, Send


class Outcome(Table):
    __tablename__ = "outcomes"

    broadcast_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(12), primary_key=True)
    why: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int]


def of_broadcast(db: Db, broadcast_id: int) -> dict[tuple[str, str], int]:
    """By state and reason; nothing as long as the rows themselves are there."""
    rows = db.execute(select(Outcome.state, Outcome.why, Outcome.count).where(Outcome.broadcast_id == broadcast_id))
    return {(state, why): count for state, why, count in rows}


def oldest(db: Db, before: dt.datetime) -> int | None:
    """A broadcast that was over before then and whose rows are still there."""
    over = select(Broadcast.id).where(Broadcast.finished_at < before).order_by(Broadcast.id)
    return db.scalar(over.where(select(Send.id).where(Send.broadcast_id == Broadcast.id).exists()).limit(1))


def thin(db: Db, broadcast_id: int, limit: int) -> int:
    """Turns rows into counts, within a writing transaction; returns how many."""
    some = select(Send.id).where(Send.broadcast_id == broadcast_id).order_by(Send.id).limit(limit).with_for_update()
    ids = db.scalars(some).all()
    grouped = select(Send.state, Send.why, func.count()).where(Send.id.in_(ids)).group_by(Send.state, Send.why)
    counts = sorted(tuple(row) for row in db.execute(grouped))
    rows = [{"broadcast_id": broadcast_id, "state": s, "why": w, "count": n} for s, w, n in counts]
    count_up(db, Outcome, rows)
    db.execute(delete(Send).where(Send.id.in_(ids)))
    if len(ids) < limit:
        db.execute(delete(Chunk).where(Chunk.broadcast_id == broadcast_id))
    return len(ids)


def drop_results(db: Db, before: dt.datetime) -> None:
    """What WeChat told of messages that nobody knows any more."""
    db.execute(delete(Result).where(Result.due_at < before, Result.at < before))
