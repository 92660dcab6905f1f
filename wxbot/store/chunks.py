"""Chunks of a broadcast's sends: what one worker does at a time, who has it until when, and how far it came."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Index, Select, String, case, cast, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Json, Table
from wxbot.store.database import Db
from wxbot.store.sends import OPEN, Send, State

_PART = 500  # Chunks that are counted by one query.


class Chunk(Table):
    """Whoever holds the lease sends it. All that changes one of its sends counts it anew in the same transaction."""

    __tablename__ = "chunks"
    __table_args__ = (Index(None, "broadcast_id", "done", "number"), Index(None, "leased_until"))

    broadcast_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    done: Mapped[bool]  # Nothing of it is to be called any more.
    again: Mapped[bool]  # Those of its sends that failed and may be tried again are due when it is next taken up.
    owner: Mapped[str] = mapped_column(String(40))
    leased_until: Mapped[dt.datetime | None] = mapped_column(Instant)
    due_at: Mapped[dt.datetime | None] = mapped_column(Instant)  # When the first of those for later is due.
    ended_at: Mapped[dt.datetime | None] = mapped_column(Instant)  # When a worker was last through with it.
    counts: Mapped[dict[str, int]] = mapped_column(Json)  # Sends by their state; of those that failed by reason too.


@dataclass(frozen=True, slots=True)
class Hold:
    """A chunk that is ours while the lease lasts."""

    broadcast_id: int
    number: int
    owner: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What a chunk tells of its sends."""

    size: int
    ended_at: dt.datetime | None
    counts: dict[str, int]


def add(db: Db, broadcast_id: int, number: int, size: int) -> None:
    blank = {"done": False, "again": False, "owner": "", "counts": {State.DUE.value: size}}
    db.add(Chunk(broadcast_id=broadcast_id, number=number, size=size, **blank))
    db.flush()


def shrink(db: Db, broadcast_id: int, number: int) -> None:
    """One of its sends went into another chunk."""
    one = (Chunk.broadcast_id == broadcast_id) & (Chunk.number == number)
    db.execute(update(Chunk).where(one).values(size=Chunk.size - 1))


def of_id(db: Db, broadcast_id: int, number: int) -> Chunk | None:
    return db.get(Chunk, (broadcast_id, number))


def figures(db: Db, broadcast_id: int) -> Sequence[Figures]:
    """Of all its chunks, in no order."""
    columns = (Chunk.size, Chunk.ended_at, Chunk.counts)
    return [Figures(*row) for row in db.execute(select(*columns).where(Chunk.broadcast_id == broadcast_id))]


def reached(db: Db, broadcast_ids: Collection[int]) -> dict[int, tuple[bool, bool, bool]]:
    """Whether anybody got it, whether anybody did not, and of whom it is not known; by the names of what is counted,
    so that a push to a million is looked at as fast as a list must be."""
    names = cast(Chunk.counts, String)
    got = or_(*(names.contains(f'"{state}"') for state in (State.SENT, State.DELIVERED)))
    asked = (got, names.contains(f'"{State.FAILED}/'), names.contains(f'"{State.UNKNOWN}"'))
    columns = (Chunk.broadcast_id, *(func.max(case((each, 1), else_=0)) for each in asked))
    query = select(*columns).where(Chunk.broadcast_id.in_(broadcast_ids)).group_by(Chunk.broadcast_id)
    return {number: (bool(got), bool(missed), bool(unknown)) for number, got, missed, unknown in db.execute(query)}


def of_broadcast(db: Db, broadcast_id: int, lock: bool = False) -> Sequence[Chunk]:
    query = select(Chunk).where(Chunk.broadcast_id == broadcast_id).order_by(Chunk.number)
    return db.scalars(query.with_for_update() if lock else query).all()


def _free(now: dt.datetime) -> ColumnElement[bool]:
    mature = Chunk.due_at.is_(None) | (Chunk.due_at <= now)
    return ~Chunk.done & mature & (Chunk.leased_until.is_(None) | (Chunk.leased_until <= now))


def free(db: Db, broadcast_id: int, now: dt.datetime, limit: int) -> Sequence[int]:
    """Numbers of those that may be taken up now, the first ones first."""
    query = select(Chunk.number).where(Chunk.broadcast_id == broadcast_id, _free(now))
    return db.scalars(query.order_by(Chunk.number).limit(limit)).all()


def claim(db: Db, hold: Hold, now: dt.datetime, until: dt.datetime) -> bool:
    """Whether it is ours: of all that race for it, one gets it."""
    one = (Chunk.broadcast_id == hold.broadcast_id) & (Chunk.number == hold.number)
    done = db.execute(update(Chunk).where(one, _free(now)).values(owner=hold.owner, leased_until=until))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def held(db: Db, hold: Hold) -> Chunk | None:
    """The row, locked; None when the lease ran out and somebody else has taken it."""
    one = (Chunk.broadcast_id == hold.broadcast_id) & (Chunk.number == hold.number)
    return db.scalar(
        select(Chunk).where(one, Chunk.owner == hold.owner).with_for_update().execution_options(populate_existing=True)
    )


def left(db: Db, broadcast_id: int) -> bool:
    """Whether there is one that is not done."""
    query = select(Chunk.number).where(Chunk.broadcast_id == broadcast_id, ~Chunk.done).limit(1)
    return db.scalar(query) is not None


def lapsed(db: Db, now: dt.datetime, limit: int) -> Sequence[Hold]:
    """Those whose worker died, as it seems."""
    query = select(Chunk.broadcast_id, Chunk.number, Chunk.owner).where(Chunk.leased_until <= now)
    return [Hold(*row) for row in db.execute(query.order_by(Chunk.leased_until).limit(limit))]


def reopen(db: Db, broadcast_id: int, numbers: Collection[int]) -> None:
    """Those of their sends that failed and may be tried again are due when they are next taken up."""
    ordered = sorted(numbers)
    for begin in range(0, len(ordered), _PART):
        some = Chunk.number.in_(ordered[begin : begin + _PART])
        mine = update(Chunk).where(Chunk.broadcast_id == broadcast_id, some).values(again=True, done=False, due_at=None)
        db.execute(mine.execution_options(synchronize_session=False))


def recount(db: Db, broadcast_id: int, numbers: Collection[int]) -> None:
    """Counts their sends anew, once those are changed; the rows are locked, so that the last one to count is right."""
    ordered = sorted(numbers)
    for begin in range(0, len(ordered), _PART):
        _recount(db, broadcast_id, ordered[begin : begin + _PART])


def _recount(db: Db, broadcast_id: int, numbers: Sequence[int]) -> None:
    db.flush()
    mine = select(Chunk).where(Chunk.broadcast_id == broadcast_id, Chunk.number.in_(numbers)).order_by(Chunk.number)
    rows = db.scalars(mine.with_for_update().execution_options(populate_existing=True)).all()
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    due: dict[int, list[dt.datetime | None]] = defaultdict(list)
    for number, state, why, many, earliest in db.execute(_counting(broadcast_id, numbers)):
        name = f"{state}/{why}" if state == State.FAILED else state
        counted[number][name] = counted[number].get(name, 0) + many
        if state in OPEN:
            due[number].append(earliest)
    for row in rows:
        instants = due[row.number]
        row.counts, row.done = counted[row.number], not instants and not row.again
        row.due_at = min((at for at in instants if at is not None), default=None) if all(instants) else None


def _counting(broadcast_id: int, numbers: Sequence[int]) -> Select[int, str, str, int, dt.datetime | None]:
    # Not the bare column: SQLite would group by the index of states, which leads through every row of the broadcast.
    columns = (Send.chunk, Send.state + "", Send.why)
    query = select(*columns, func.count(), func.min(Send.due_at))
    return query.where(Send.broadcast_id == broadcast_id, Send.chunk.in_(numbers)).group_by(*columns)
