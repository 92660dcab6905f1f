"""Menus as they were sent to WeChat: every publication for good, with what was sent and what came of it."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Json, Table
from wxbot.store.database import Db


class State(StrEnum):
    SENDING = "sending"  # Written before the first call; what stays so was broken off.
    PUBLISHED = "published"
    FAILED = "failed"
    BROKEN_OFF = "broken-off"  # Nobody knows how far it came.


class Publication(Table):
    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[dt.datetime] = mapped_column(Instant)
    settled_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    menus: Mapped[list[dict[str, Any]]] = mapped_column(Json)  # One for each tag: where it is from, and its buttons.
    sha256: Mapped[str] = mapped_column(String(64))  # Of the buttons for each tag.
    signed: Mapped[str] = mapped_column(String(64))  # The same of what was signed and live at that time.
    repeats_id: Mapped[int | None]  # The earlier publication whose menus were sent again.
    sent: Mapped[list[str]] = mapped_column(Json)  # The tags whose menu WeChat took.
    kind: Mapped[str] = mapped_column(String(20))  # The class of the error.
    code: Mapped[int | None]  # WeChat's errcode.
    error: Mapped[str] = mapped_column(String(500))
    rid: Mapped[str] = mapped_column(String(80))


def of_id(db: Db, publication_id: int, lock: bool = False) -> Publication | None:
    return db.get(Publication, publication_id, with_for_update=lock or None)


def newest(db: Db, state: State | None = None) -> Publication | None:
    query = select(Publication).order_by(Publication.id.desc()).limit(1)
    return db.scalar(query if state is None else query.where(Publication.state == state))


def page(db: Db, before: int | None, count: int) -> Sequence[Publication]:
    """Those before this one, or the newest ones, newest first."""
    query = select(Publication).order_by(Publication.id.desc()).limit(count)
    return db.scalars(query if before is None else query.where(Publication.id < before)).all()
