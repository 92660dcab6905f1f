"""Letters: a numbered case with its texts, sealed. ``origin`` is the form it was written in, so it is opened once."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, select, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Table
from wxbot.store.database import Db, add_missing


class State(StrEnum):
    RECEIVED = "received"
    WORKING = "working"
    ANSWERED = "answered"
    REFUSED = "refused"
    CLOSED = "closed"


OVER = (State.ANSWERED, State.REFUSED, State.CLOSED)

WRITER = "writer"  # Who wrote an entry that came from the follower; staff are named by their accounts.


class Letter(Table):
    __tablename__ = "letters"
    __table_args__ = (Index(None, "state", "opened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    origin: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(80))  # The slug of the call or the event it is about; often empty.
    openid: Mapped[str] = mapped_column(String(64), index=True)  # Empty once its writer has left and it is over.
    language: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(20))
    contact: Mapped[str] = mapped_column(Text)  # Sealed, as are the address and every entry's text.
    contact_index: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[dt.datetime] = mapped_column(Instant)
    changed_at: Mapped[dt.datetime] = mapped_column(Instant)


class Entry(Table):
    """One text of a letter: the writer's first, his additions, the answers."""

    __tablename__ = "letter_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"), index=True)
    origin: Mapped[str] = mapped_column(String(200), unique=True)
    author: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(Instant)


def of_origin(db: Db, origin: str) -> Letter | None:
    return db.scalar(select(Letter).where(Letter.origin == origin))


def of_writer(db: Db, openid: str, limit: int) -> Sequence[Letter]:
    """His newest letters first."""
    return db.scalars(select(Letter).where(Letter.openid == openid).order_by(Letter.id.desc()).limit(limit)).all()


def find(db: Db, number: str, openid: str, lock: bool = False) -> Letter | None:
    """The writer's own letter; None for a number that is nobody's or somebody else's."""
    query = select(Letter).where(Letter.number == number, Letter.openid == openid)
    return db.scalar(query.with_for_update() if lock else query)


def entries(db: Db, letter_id: int) -> Sequence[Entry]:
    return db.scalars(select(Entry).where(Entry.letter_id == letter_id).order_by(Entry.id)).all()


def add_entry(db: Db, letter_id: int, origin: str, author: str, text: str, at: dt.datetime) -> bool:
    """Returns whether it is new."""
    return add_missing(db, Entry, letter_id=letter_id, origin=origin, author=author, text=text, at=at)


def release(db: Db, openid: str) -> int:
    """Letters that are over lose their writer and how he was reached; returns how many did."""
    over = update(Letter).where(Letter.openid == openid, Letter.state.in_(OVER))
    nobody = over.values(openid="", contact="", contact_index="", address="")
    return int(db.execute(nobody).rowcount)  # type: ignore[attr-defined]
