"""The list of wordings that staff keep: what it may hold, and how it is changed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from wxbot.edition.edition import LANGUAGES
from wxbot.edition.wordlist import fold
from wxbot.errors import ContentError
from wxbot.services import Db
from wxbot.services.wording import Level
from wxbot.store import audit, wordings
from wxbot.store.database import add_missing
from wxbot.store.wordings import Rule, Wording

MOST_WRONG, MOST_PREFERRED, MOST_NOTE = 100, 200, 200  # Characters that the store has room for.
MOST_LINES = 1_000  # Of one import.
_LEAST = 2  # Signs of a wording: a single one is found everywhere.

TAKEN = "is on the list already"
WRONG_LENGTH = f"must have {_LEAST} to {MOST_WRONG} characters"
PREFERRED_LENGTH = f"must have at most {MOST_PREFERRED} characters"
NOTE_LENGTH = f"must have at most {MOST_NOTE} characters"
SAME = "must differ in more than width, case or characters"
NEEDLESS = "must be empty for what is always right"
COLUMNS = "has more than two columns"
LINES = f"must have at most {MOST_LINES} lines"
REASONS = (TAKEN, WRONG_LENGTH, PREFERRED_LENGTH, NOTE_LENGTH, SAME, NEEDLESS, COLUMNS, LINES)


@dataclass(frozen=True, slots=True)
class Given:
    """A wording as staff give it; ``language`` is empty for every language."""

    wrong: str
    preferred: str = ""
    language: str = ""
    level: str = Level.WARN
    note: str = ""

    @property
    def folded(self) -> str:
        return fold(self.wrong).words.strip()


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did, in wordings."""

    added: int
    changed: int
    same: int


def add(db: Db, given: Given, actor: str, now: dt.datetime) -> Wording:
    """Raises ContentError, beginning with the field's name, for what does not fit or is on the list already."""
    _check(given)
    if not _insert(db, given):
        raise ContentError(f"wrong: {TAKEN}")
    row = wordings.find(db, given.folded, given.language)
    assert row is not None
    audit.add(db, now, actor, "wording.added", f"wording/{row.id}", asdict(given))
    return row


def change(db: Db, row: Wording, given: Given, actor: str, now: dt.datetime) -> None:
    """Raises ContentError as ``add`` does."""
    _check(given)
    other = wordings.find(db, given.folded, given.language)
    if other is not None and other.id != row.id:
        raise ContentError(f"wrong: {TAKEN}")
    before = as_given(row)
    if given != before:
        _write(row, given)
        audit.add(db, now, actor, "wording.changed", f"wording/{row.id}", _difference(before, given))


def remove(db: Db, row: Wording, actor: str, now: dt.datetime) -> None:
    db.delete(row)
    audit.add(db, now, actor, "wording.removed", f"wording/{row.id}", asdict(as_given(row)))


def take_over(db: Db, given: Sequence[Given], actor: str, now: dt.datetime) -> Taken:
    """Adds what is new, and changes the preferred wording of what is on the list; all of it or nothing."""
    added, changed = [], []
    for each in given:
        _check(each)
        if _insert(db, each):
            added.append([each.wrong, each.preferred])
            continue
        row = wordings.find(db, each.folded, each.language)
        if row is not None and (row.preferred, row.level) != (each.preferred, each.level):
            changed.append([each.wrong, row.preferred, each.preferred])
            row.preferred, row.level = each.preferred, each.level
    if added or changed:
        audit.add(db, now, actor, "wordings.imported", "wordings", {"added": added, "changed": changed})
    return Taken(len(added), len(changed), len(given) - len(added) - len(changed))


def read(pasted: str, language: str, level: str) -> list[Given]:
    """Wordings from lines of a wrong one, a tab, and the preferred one. Raises ContentError that names the line."""
    lines = [(number, line.strip("\r")) for number, line in enumerate(pasted.split("\n"), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise ContentError(f"lines: {LINES}")
    return [_read_line(number, line, language, level) for number, line in lines]


def _read_line(number: int, line: str, language: str, level: str) -> Given:
    parts = [part.strip() for part in line.split("\t") if part.strip()]
    if len(parts) > 2:
        raise ContentError(f"lines: {number}: {COLUMNS}")
    given = Given(parts[0], parts[1] if len(parts) == 2 else "", language, level)
    try:
        _check(given)
    except ContentError as error:
        raise ContentError(f"lines: {number}: {str(error).partition(': ')[2]}") from None
    return given


def as_given(row: Wording | Rule) -> Given:
    return Given(row.wrong, row.preferred, row.language, row.level, row.note)


def _insert(db: Db, given: Given) -> bool:
    return add_missing(db, Wording, folded=given.folded, **asdict(given))


def _write(row: Wording, given: Given) -> None:
    row.folded = given.folded
    for name, value in asdict(given).items():
        setattr(row, name, value)


def _difference(before: Given, after: Given) -> dict[str, object]:
    old, new = asdict(before), asdict(after)
    return {name: {"before": old[name], "after": new[name]} for name in new if new[name] != old[name]}


def _check(given: Given) -> None:
    if len(given.folded) < _LEAST or len(given.wrong) > MOST_WRONG or len(given.folded) > MOST_WRONG:
        raise ContentError(f"wrong: {WRONG_LENGTH}")
    if len(given.preferred) > MOST_PREFERRED:
        raise ContentError(f"preferred: {PREFERRED_LENGTH}")
    if given.preferred and fold(given.preferred).words.strip() == given.folded:
        raise ContentError(f"preferred: {SAME}")
    if given.level == Level.ALLOW and given.preferred:
        raise ContentError(f"preferred: {NEEDLESS}")
    if len(given.note) > MOST_NOTE:
        raise ContentError(f"note: {NOTE_LENGTH}")
    if given.level not in set(Level) or given.language not in ("", *LANGUAGES):
        raise ContentError("level: unknown")
