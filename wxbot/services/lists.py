"""Files of openids as staff bring them: one column, or the one of several that is headed so."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wxbot.errors import RuleError
from wxbot.services import Db
from wxbot.store import followers

LINES_MOST = 200_000
_OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_HEADING = "openid"
_ASKED_AT_ONCE = 500  # Followers; a statement has room for so many values on either database.

TOO_LONG = "The file has more than %(most)s lines."
EMPTY = "There is no openid in it."
NOT_UTF8 = "The file is not in UTF-8. Save it as “CSV UTF-8” and choose it again."
UNREADABLE = "The file cannot be read as a table."
NO_COLUMN = "The file has several columns, and none of them is headed “openid”."
REASONS = (TOO_LONG, EMPTY, NOT_UTF8, UNREADABLE, NO_COLUMN)


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Listing:
    """``openids`` are each there once; ``wrong`` are lines that hold none, ``strange`` those whose we do not know."""

    openids: tuple[str, ...]
    doubles: int
    wrong: tuple[Line, ...]
    strange: tuple[Line, ...]


def decode(content: bytes) -> str:
    """Raises RuleError."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RuleError(NOT_UTF8) from None


def read(db: Db, text: str) -> Listing:
    """Raises RuleError for what is no list of openids at all."""
    if text.count("\n") > LINES_MOST:
        raise RuleError(TOO_LONG, most=LINES_MOST)
    found: dict[str, Line] = {}
    wrong, doubles = [], 0
    for line in _readable(text):
        if not _OPENID.fullmatch(line.words):
            wrong.append(line)
        elif line.words in found:
            doubles += 1
        else:
            found[line.words] = line
    if not found and not wrong:
        raise RuleError(EMPTY)
    known = _known(db, list(found))
    return Listing(tuple(found), doubles, tuple(wrong), tuple(found[each] for each in found if each not in known))


def _readable(text: str) -> Iterator[Line]:
    try:
        yield from _lines(text)
    except csv.Error:  # Such as a quotation mark that is never closed.
        raise RuleError(UNREADABLE) from None


def _lines(text: str) -> Iterator[Line]:
    """What stands in the column of openids, with the numbers of the file's lines; empty ones are passed over."""
    rows = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    column: int | None = None
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if column is None:
            column, headed = _column(cells)
            if headed:
                continue
        yield Line(rows.line_num, cells[column][:100] if column < len(cells) else "")


def _column(cells: Sequence[str]) -> tuple[int, bool]:
    """Where the openids stand, and whether this first line is a heading."""
    names = [cell.casefold() for cell in cells]
    if _HEADING in names:
        return names.index(_HEADING), True
    if sum(map(bool, cells)) > 1:
        raise RuleError(NO_COLUMN)
    return next(place for place, cell in enumerate(cells) if cell), False


def _known(db: Db, openids: Sequence[str]) -> set[str]:
    known: set[str] = set()
    for begin in range(0, len(openids), _ASKED_AT_ONCE):
        known.update(followers.ids_of(db, openids[begin : begin + _ASKED_AT_ONCE]))
    return known
