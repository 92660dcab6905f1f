"""The journal: every message that came in, what was decided and why. A delivery drained twice has one line."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Index, String, Text, delete, func, or_, select, tuple_, update
from sqlalchemy.orm import Mapped, mapped_column

from wxbot.store.columns import Instant, Json, Table, fingerprint
from wxbot.store.database import Db, add_missing

QUESTION_MAX = 120
EFFORT = 50_000  # Lines that one page of a search looks through.
HIT_SIGNS = "./"  # What parts a section's name from the rest of a hit: "news.latest", "faq/lost-passport".


class Entry(Table):
    __tablename__ = "journal"

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery: Mapped[str] = mapped_column(String(200), unique=True)  # A fingerprint: the key itself names a follower.
    openid: Mapped[str] = mapped_column(String(64))
    at: Mapped[dt.datetime] = mapped_column(Instant)
    source: Mapped[str] = mapped_column(String(20))
    asked: Mapped[str] = mapped_column(Text)
    hit: Mapped[str] = mapped_column(String(120))
    # What nothing answered, in words spelled alike by everybody; empty for what was answered.
    question: Mapped[str] = mapped_column(String(QUESTION_MAX), default="")
    decision: Mapped[dict[str, Any]] = mapped_column(Json)
    reply: Mapped[str] = mapped_column(String(40))

    __table_args__ = (
        Index(None, "openid", "at"),
        Index(None, "at", "id"),
        # Of a hundred lines a few: reading these alone is what keeps the list of questions quick.
        Index(
            "ix_journal_questions",
            *("at", "question", "id"),
            sqlite_where=question != "",
            postgresql_where=question != "",
        ),
    )


_NEWEST = (Entry.at.desc(), Entry.id.desc())


def add(db: Db, *, delivery: str, **fields: object) -> bool:
    """Adds the line unless its delivery has one; returns whether it did."""
    return add_missing(db, Entry, delivery=fingerprint(delivery), **fields)


def of_delivery(db: Db, delivery: str) -> Entry | None:
    return db.scalar(select(Entry).where(Entry.delivery == fingerprint(delivery)))


def with_id(db: Db, row_id: int) -> Entry | None:
    return db.get(Entry, row_id)


def count(db: Db) -> int:
    return db.scalar(select(func.count()).select_from(Entry)) or 0


def of_follower(db: Db, openid: str) -> Sequence[Entry]:
    return db.scalars(select(Entry).where(Entry.openid == openid).order_by(Entry.id)).all()


def newest(db: Db, openid: str, limit: int) -> Sequence[tuple[str, dt.datetime]]:
    """What he did last, first: source and instant."""
    his = select(Entry.source, Entry.at).where(Entry.openid == openid).order_by(Entry.at.desc()).limit(limit)
    return [(source, at) for source, at in db.execute(his)]


def newest_of(db: Db, openid: str, limit: int) -> Sequence[Entry]:
    return db.scalars(select(Entry).where(Entry.openid == openid).order_by(*_NEWEST).limit(limit)).all()


def knows(db: Db, openid: str) -> bool:
    return db.scalar(select(Entry.id).where(Entry.openid == openid).limit(1)) is not None


def release(db: Db, openid: str) -> None:
    """His lines stay for the figures, without him: neither his name nor his words nor what was made of them."""
    his = update(Entry).where(Entry.openid == openid)
    db.execute(his.values(openid="", asked="", question="", decision={}))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines a list shows; what is empty does not narrow it."""

    since: dt.datetime
    words: str = ""  # Somewhere in what was asked.
    hit: str = ""  # What answered: a hit, or the section that it begins with.
    sources: tuple[str, ...] = ()
    unanswered: bool = False
    openid: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes on: after the line of this instant and number."""

    at: dt.datetime
    id: int


@dataclass(frozen=True, slots=True)
class Found:
    """One page. ``rest`` is where the next begins, None at the end; ``full`` unless looking ended before it was."""

    entries: Sequence[Entry]
    rest: Place | None = None
    full: bool = True


def find(db: Db, wanted: Wanted, limit: int, after: Place | None = None, effort: int = EFFORT) -> Found:
    """The newest lines first.

    Words may stand anywhere in a million lines. So a page looks through as many as ``effort``, and tells how far it
    came.
    """
    lines, narrowed = _lines(wanted, after), _narrowed(wanted)
    reach = _reach(db, lines, effort) if narrowed else None
    query = select(Entry).where(*lines, *narrowed)
    if reach is not None:
        query = query.where(tuple_(Entry.at, Entry.id) >= (reach.at, reach.id))
    entries = db.scalars(query.order_by(*_NEWEST).limit(limit + 1)).all()
    if len(entries) > limit:
        last = entries[limit - 1]
        return Found(entries[:limit], Place(last.at, last.id))
    return Found(entries, reach, full=reach is None)


def _lines(wanted: Wanted, after: Place | None) -> list[ColumnElement[bool]]:
    """What an index finds."""
    lines = [Entry.at >= wanted.since]
    if after is not None:
        lines.append(tuple_(Entry.at, Entry.id) < (after.at, after.id))
    if wanted.openid:
        lines.append(Entry.openid == wanted.openid)
    return [*lines, Entry.question != ""] if wanted.unanswered else lines


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What each line must be looked at for."""
    narrowed: list[ColumnElement[bool]] = []
    if wanted.words:
        narrowed.append(Entry.asked.icontains(wanted.words, autoescape=True))
    if wanted.hit:
        within = [Entry.hit.startswith(f"{wanted.hit}{sign}", autoescape=True) for sign in HIT_SIGNS]
        narrowed.append(or_(Entry.hit == wanted.hit, *within))
    if wanted.sources:
        narrowed.append(Entry.source.in_(wanted.sources))
    return narrowed


def _reach(db: Db, lines: list[ColumnElement[bool]], effort: int) -> Place | None:
    """The last line that is looked at; None where fewer are left."""
    row = db.execute(select(Entry.at, Entry.id).where(*lines).order_by(*_NEWEST).offset(effort - 1).limit(1)).first()
    return Place(*row) if row else None


@dataclass(frozen=True, slots=True)
class Question:
    """What several people asked in the same words, and nothing answered."""

    words: str
    count: int
    newest: Entry  # As the last of them wrote it.


def questions(db: Db, since: dt.datetime, limit: int) -> list[Question]:
    """Those asked most often first."""
    count, newest = func.count(), func.max(Entry.id)
    query = select(Entry.question, count, newest).where(Entry.at >= since, Entry.question != "")
    groups = db.execute(query.group_by(Entry.question).order_by(count.desc(), newest.desc()).limit(limit)).all()
    entries = {row.id: row for row in db.scalars(select(Entry).where(Entry.id.in_([group[2] for group in groups])))}
    return [Question(words, int(number), entries[row_id]) for words, number, row_id in groups]


def thin(db: Db, before: dt.datetime, limit: int) -> int:
    """Drops the oldest lines from before then; returns how many."""
    oldest = select(Entry.id).where(Entry.at < before).order_by(Entry.at, Entry.id).limit(limit)
    return int(db.execute(delete(Entry).where(Entry.id.in_(oldest))).rowcount)  # type: ignore[attr-defined]
