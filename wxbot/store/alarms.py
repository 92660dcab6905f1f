"""What staff must be told until it is over: one row for each alarm that rings."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import String, delete, func, literal, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Json, Table
from wxbot.store.database import Db, add_missing


class Alarm(Table):
    __tablename__ = "alarms"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    details: Mapped[dict[str, Any]] = mapped_column(Json)
    since: Mapped[dt.datetime] = mapped_column(Instant)


def put(db: Db, name: str, details: Mapping[str, Any], now: dt.datetime) -> bool:
    """Adds the alarm, or keeps since when it rings and replaces its details; returns whether it is new."""
    if add_missing(db, Alarm, name=name, details=dict(details), since=now):
        return True
    alarm = db.get(Alarm, name, with_for_update=True)
    if alarm is not None and alarm.details != details:
        alarm.details = dict(details)
        db.flush()
    return False


def remove(db: Db, name: str) -> bool:
    """Returns whether it was there."""
    return db.scalar(delete(Alarm).where(Alarm.name == name).returning(literal(True))) is not None


def rows(db: Db) -> Sequence[Alarm]:
    """The one that rings for the longest time first."""
    return db.scalars(select(Alarm).order_by(Alarm.since, Alarm.name)).all()


def count(db: Db) -> int:
    return db.scalar(select(func.count()).select_from(Alarm)) or 0
