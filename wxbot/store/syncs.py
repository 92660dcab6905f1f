"""What is fetched from WeChat again and again: how far each run has come, and when the next step is due."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Table
from wxbot.store.database import Db, add_missing


class Sync(Table):
    __tablename__ = "syncs"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    cursor: Mapped[str] = mapped_column(String(120))  # Where the run goes on; empty before its first step.
    due_at: Mapped[dt.datetime] = mapped_column(Instant)
    leased_until: Mapped[dt.datetime | None] = mapped_column(Instant)  # A worker is at it until then.
    done_at: Mapped[dt.datetime | None] = mapped_column(Instant)  # When a run came to its end last.
    trouble: Mapped[str] = mapped_column(String(200))  # Of the last step; empty when it went well.


def claim(db: Db, name: str, now: dt.datetime, until: dt.datetime) -> str | None:
    """The cursor of a step that is due, ours until then; None when nothing is to be done."""
    add_missing(db, Sync, name=name, cursor="", due_at=now, trouble="")
    free = Sync.leased_until.is_(None) | (Sync.leased_until <= now)
    mine = update(Sync).where(Sync.name == name, Sync.due_at <= now, free).values(leased_until=until)
    return db.scalar(mine.returning(Sync.cursor).execution_options(synchronize_session=False))


def is_due(db: Db, name: str, now: dt.datetime) -> bool:
    """Whether claiming is worth a writing transaction."""
    row = db.get(Sync, name)
    return row is None or (row.due_at <= now and (row.leased_until is None or row.leased_until <= now))


def find(db: Db, name: str) -> Sync | None:
    return db.get(Sync, name)


def settle(db: Db, name: str, until: dt.datetime, **values: object) -> bool:
    """Ends the step that was claimed until then; nothing when another worker took it over meanwhile."""
    mine = update(Sync).where(Sync.name == name, Sync.leased_until == until)
    return bool(db.execute(mine.values(leased_until=None, **values)).rowcount)  # type: ignore[attr-defined]


def hurry(db: Db, name: str, now: dt.datetime) -> None:
    """The next step is due now."""
    add_missing(db, Sync, name=name, cursor="", due_at=now, trouble="")
    db.execute(update(Sync).where(Sync.name == name, Sync.due_at > now).values(due_at=now))


def all_syncs(db: Db) -> Sequence[Sync]:
    return db.scalars(select(Sync).order_by(Sync.name)).all()
