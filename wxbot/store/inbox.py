"""The letters as staff list them: those that wait oldest first, all others newest first; always by key."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import load_only

from wxbot.store.database import Db
from wxbot.store.letters import Entry, EntryKind, Letter

MOST_COUNTED = 1_000  # Nobody needs to know it more exactly, and counting more takes longer.

Key = tuple[dt.datetime, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is not None or empty must fit. ``waits``: only letters that still wait; ``reading``: for a second reader."""

    waits: bool = True
    kind: str = ""
    state: str = ""
    assignee: str | None = None  # Empty: nobody's.
    late_before: dt.datetime | None = None
    reading: bool = False
    opened: tuple[dt.datetime, dt.datetime] | None = None


_COLUMNS = (
    *(Letter.number, Letter.kind, Letter.subject, Letter.language, Letter.state, Letter.openid, Letter.assignee),
    *(Letter.opened_at, Letter.changed_at, Letter.waiting_since, Letter.reading_since, Letter.version),
)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Letter.kind == wanted.kind] if wanted.kind else []
    if wanted.state:
        found.append(Letter.state == wanted.state)
    if wanted.assignee is not None:
        found.append(Letter.assignee == wanted.assignee)
    if wanted.reading:
        found.append(Letter.reading_since.is_not(None))
    return found + _times(wanted)


def _times(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Letter.waiting_since.is_not(None)] if wanted.waits else []
    if wanted.late_before is not None:
        found.append(Letter.waiting_since < wanted.late_before)
    if wanted.opened is not None:
        found += [Letter.opened_at >= wanted.opened[0], Letter.opened_at < wanted.opened[1]]
    return found


def page(db: Db, wanted: Wanted, after: Key | None, limit: int) -> Sequence[Letter]:
    """Without what is sealed; ``after`` is the ``key`` of the last row of the page before."""
    at = Letter.waiting_since if wanted.waits else Letter.opened_at
    place = tuple_(at, Letter.id)
    query = _listed().where(*_conditions(wanted)).limit(limit)
    if after is not None:
        query = query.where(place > after if wanted.waits else place < after)
    ordered = (at, Letter.id) if wanted.waits else (at.desc(), Letter.id.desc())
    return db.scalars(query.order_by(*ordered)).all()


def _listed() -> Select[Letter]:
    return select(Letter).options(load_only(*_COLUMNS))


def key(letter: Letter, waits: bool) -> Key:
    at = letter.waiting_since if waits else letter.opened_at
    assert at is not None
    return at, letter.id


def count(db: Db, wanted: Wanted) -> int:
    """No further than ``MOST_COUNTED``."""
    some = select(Letter.id).where(*_conditions(wanted)).limit(MOST_COUNTED).subquery()
    return db.scalar(select(func.count()).select_from(some)) or 0


def of_contact(db: Db, contact_index: str, limit: int) -> Sequence[Letter]:
    """Of the one who can be reached so; newest first."""
    return db.scalars(
        _listed().where(Letter.contact_index == contact_index).order_by(Letter.id.desc()).limit(limit)
    ).all()


def of_writer(db: Db, letter: Letter, limit: int) -> Sequence[Letter]:
    """His other letters, newest first; none of somebody whose name was taken out."""
    if not letter.openid:
        return ()
    his = _listed().where(Letter.openid == letter.openid, Letter.id != letter.id)
    return db.scalars(his.order_by(Letter.id.desc()).limit(limit)).all()


def newly_waiting(db: Db, wanted: Wanted, since: dt.datetime, limit: int) -> Sequence[Letter]:
    """What of it came or was added to since an instant, newest first."""
    new = _listed().where(*_conditions(wanted), Letter.waiting_since >= since)
    return db.scalars(new.order_by(Letter.waiting_since.desc(), Letter.id.desc()).limit(limit)).all()


def first_texts(db: Db, letter_ids: Sequence[int]) -> Mapping[int, str]:
    """How each letter begins, sealed."""
    theirs = select(func.min(Entry.id)).where(Entry.letter_id.in_(letter_ids), Entry.kind == EntryKind.TEXT)
    first = select(Entry.letter_id, Entry.text).where(Entry.id.in_(theirs.group_by(Entry.letter_id)))
    return {row.letter_id: row.text for row in db.execute(first)}
