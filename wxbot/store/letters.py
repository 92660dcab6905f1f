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


class EntryKind(StrEnum):
    TEXT = "text"  # The writer's own words.
    NOTE = "note"  # Among staff only.
    ANSWER = "answer"
    REFUSAL = "refusal"  # Why the letter is not taken up.


class Fate(StrEnum):
    """What became of an answer or a refusal; other entries have none."""

    NONE = ""
    READING = "reading"  # A second person has not read it yet, so it is not said.
    RETURNED = "returned"  # He sent it back, or its author took it back: it is not said.
    WAITS = "waits"  # The writer may read it when he asks; it is sent when he can be written to.
    SENDING = "sending"
    TOLD = "told"
    ASKED = "asked"  # He read it by asking with the letter's number.
    GIVEN = "given"  # By phone, by post, by e-mail: the text is what staff noted of it.
    REFUSED = "refused"  # WeChat took it not, and would not later.
    UNKNOWN = "unknown"  # WeChat may or may not have taken it; a person decides.
    GONE = "gone"  # Its reader left before he was told.


class Route(StrEnum):
    """How an answer reaches the writer."""

    MESSAGE = "message"
    PHONE = "phone"
    POST = "post"
    MAIL = "mail"


UNSAID = (Fate.READING, Fate.RETURNED)
UNDER_WAY = (Fate.WAITS, Fate.SENDING)
STUCK = (Fate.REFUSED, Fate.UNKNOWN)  # A person decides.


class Letter(Table):
    __tablename__ = "letters"
    __table_args__ = (
        Index(None, "state", "opened_at"),
        Index(None, "waiting_since", "id"),
        Index(None, "assignee", "waiting_since"),
        Index(None, "reading_since"),
        Index(None, "opened_at", "id"),
    )

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
    version: Mapped[int] = mapped_column(default=1)  # Counted up by every change, so that who read an old one is told.
    assignee: Mapped[str] = mapped_column(String(120), default="")  # Who works on it; empty: nobody.
    waiting_since: Mapped[dt.datetime | None] = mapped_column(Instant)  # None once it is over.
    reading_since: Mapped[dt.datetime | None] = mapped_column(Instant)  # Since when a second reader is waited for.


class Entry(Table):
    """One text of a letter: the writer's first, his additions, what staff noted and answered."""

    __tablename__ = "letter_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"), index=True)
    origin: Mapped[str] = mapped_column(String(200), unique=True)
    author: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(20), default=EntryKind.TEXT)
    fate: Mapped[str] = mapped_column(String(20), default=Fate.NONE)
    route: Mapped[str] = mapped_column(String(20), default="")
    reader: Mapped[str] = mapped_column(String(120), default="")  # The second person who approved it or sent it back.
    told_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    due_at: Mapped[dt.datetime | None] = mapped_column(Instant, index=True)  # When the worker looks at its fate next.
    trouble: Mapped[str] = mapped_column(String(200), default="")  # What WeChat said when it took it not.


def of_origin(db: Db, origin: str) -> Letter | None:
    return db.scalar(select(Letter).where(Letter.origin == origin))


def of_writer(db: Db, openid: str, limit: int) -> Sequence[Letter]:
    """His newest letters first."""
    return db.scalars(select(Letter).where(Letter.openid == openid).order_by(Letter.id.desc()).limit(limit)).all()


def find(db: Db, number: str, openid: str, lock: bool = False) -> Letter | None:
    """The writer's own letter; None for a number that is nobody's or somebody else's."""
    query = select(Letter).where(Letter.number == number, Letter.openid == openid)
    return db.scalar(query.with_for_update() if lock else query)


def numbered(db: Db, number: str, lock: bool = False) -> Letter | None:
    """Anybody's letter, for staff."""
    query = select(Letter).where(Letter.number == number)
    return db.scalar(query.with_for_update() if lock else query)


def entries(db: Db, letter_id: int) -> Sequence[Entry]:
    return db.scalars(select(Entry).where(Entry.letter_id == letter_id).order_by(Entry.id)).all()


def add_entry(
    db: Db, letter_id: int, origin: str, author: str, text: str, at: dt.datetime, kind: EntryKind = EntryKind.TEXT
) -> bool:
    """Returns whether it is new."""
    staff = dict.fromkeys(("fate", "route", "reader", "trouble"), "")
    fields = {"letter_id": letter_id, "origin": origin, "author": author, "text": text, "at": at, "kind": kind}
    return add_missing(db, Entry, **fields, **staff)


def entry_of_origin(db: Db, origin: str) -> Entry | None:
    return db.scalar(select(Entry).where(Entry.origin == origin))


def entry(db: Db, letter_id: int, entry_id: int) -> Entry | None:
    """Locked, to be changed."""
    query = select(Entry).where(Entry.id == entry_id, Entry.letter_id == letter_id)
    return db.scalar(query.with_for_update())


def pending(db: Db, letter_id: int) -> Entry | None:
    """The answer or the refusal that a second reader is to read."""
    return db.scalar(select(Entry).where(Entry.letter_id == letter_id, Entry.fate == Fate.READING).with_for_update())


def due_entries(db: Db, now: dt.datetime, limit: int) -> Sequence[tuple[int, int]]:
    """Letter and entry of the answers whose fate is to be looked at, by their ids."""
    due = select(Entry.letter_id, Entry.id).where(Entry.due_at <= now).order_by(Entry.due_at).limit(limit)
    return [(letter_id, entry_id) for letter_id, entry_id in db.execute(due)]


def wake(db: Db, openid: str, at: dt.datetime) -> None:
    """He did something that may let us write to him: the answers that wait for that are looked at now."""
    # His few letters first, so that all answers that wait for others need not be gone through.
    ids = db.scalars(select(Letter.id).where(Letter.openid == openid)).all()
    if ids:
        waits = update(Entry).where(Entry.letter_id.in_(ids), Entry.fate == Fate.WAITS)
        db.execute(waits.values(due_at=at))


def asked(db: Db, letter_id: int, at: dt.datetime) -> None:
    """He read the answers that waited."""
    waits = update(Entry).where(Entry.letter_id == letter_id, Entry.fate == Fate.WAITS)
    db.execute(waits.values(fate=Fate.ASKED, told_at=at, due_at=None))


def release(db: Db, openid: str) -> int:
    """Letters that are over lose their writer and how he was reached; returns how many did."""
    over = (Letter.openid == openid) & Letter.state.in_(OVER)
    gone = update(Entry).where(Entry.letter_id.in_(select(Letter.id).where(over)), Entry.fate.in_(UNDER_WAY))
    db.execute(gone.values(fate=Fate.GONE, due_at=None).execution_options(synchronize_session=False))
    nobody = update(Letter).where(over).values(openid="", contact="", contact_index="", address="")
    return int(db.execute(nobody).rowcount)  # type: ignore[attr-defined]
