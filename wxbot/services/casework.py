"""Working on a letter: who does, what staff note among themselves, closing it and opening it again.

Whoever changes a letter locks it first, and says which version he has read.
"""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from wxbot.errors import OutdatedError, RuleError
from wxbot.services import Db, Vault
from wxbot.services.roles import Permission, Role, permissions
from wxbot.store import audit, followers, letters, staff
from wxbot.store.letters import OVER, UNDER_WAY, EntryKind, Fate, Letter, State
from wxbot.store.staff import Staff

NOTE_MOST = 4_000  # Characters.


class Why(StrEnum):
    """The rules that a step of working on a letter can break."""

    UNKNOWN = "There is no letter with this number."
    OUTDATED = "Something happened to this letter since you opened it. Look at it, then press again."
    ASSIGNEE = "Letters can be given only to those who may answer them."
    NOTE = "A note must have 1 to %(most)s characters."
    CLOSED = "This letter is closed already."
    OPEN = "This letter is open already."
    OVER = "This letter is over. Open it again before you answer it."
    READING = "An answer to this letter waits for its second reader already."
    EMPTY = "Write something first."
    LONG = "This takes %(count)s messages (%(bytes)s bytes); at most %(most)s may be sent. Shorten it."
    OWN = "Somebody else must read what you wrote."
    REMARK = "Say what should be different."
    NOT_READING = "No answer to this letter waits for a second reader."
    RECORD = "Note what was said or sent, in 1 to %(most)s characters."
    DECIDED = "There is nothing to decide about this answer any more."


def locked(db: Db, number: str) -> Letter:
    letter = letters.numbered(db, number, lock=True)
    if letter is None:
        raise RuleError(Why.UNKNOWN)
    return letter


def unchanged(db: Db, number: str, base: int) -> Letter:
    """The letter, locked, as it was when version ``base`` was read."""
    letter = locked(db, number)
    if letter.version != base:
        raise OutdatedError(Why.OUTDATED)
    return letter


def changed(db: Db, letter: Letter, action: str, actor: str, now: dt.datetime, **details: object) -> None:
    """Every change by staff ends here: who has an older version open is told, and the audit has a line."""
    letter.version += 1
    audit.add(db, now, actor, f"letter.{action}", f"letter/{letter.number}", details)


def enter(letter: Letter, state: State, now: dt.datetime) -> None:
    """``changed_at`` is what its writer is told, so only what he may know of moves it."""
    if letter.state != state:
        letter.state, letter.changed_at = state, now
    if state in OVER:
        letter.waiting_since = letter.reading_since = None


def who_answer(db: Db) -> Sequence[Staff]:
    """Those to whom letters can be given."""
    return [
        person
        for person in staff.everybody(db)
        if person.active and Permission.LETTERS_WRITE in permissions(Role(name) for name in person.role_names)
    ]


def assign(db: Db, number: str, assignee: str, base: int, actor: str, now: dt.datetime) -> None:
    """To oneself or to somebody else who may answer; to nobody where ``assignee`` is empty."""
    letter = unchanged(db, number, base)
    if assignee and assignee not in {person.email for person in who_answer(db)}:
        raise RuleError(Why.ASSIGNEE)
    letter.assignee = assignee
    if letter.waiting_since is not None and letter.reading_since is None:
        enter(letter, State.WORKING if assignee else State.RECEIVED, now)
    changed(db, letter, "assigned", actor, now, to=assignee)


def note(db: Db, vault: Vault, number: str, text: str, origin: str, actor: str, now: dt.datetime) -> None:
    """Among staff only. ``origin`` is the form's own name, so that pressing twice notes once."""
    letter = locked(db, number)
    words = text.strip()
    if not 1 <= len(words) <= NOTE_MOST:
        raise RuleError(Why.NOTE, most=NOTE_MOST)
    if letters.add_entry(db, letter.id, origin, actor, vault.seal(words), now, EntryKind.NOTE):
        changed(db, letter, "noted", actor, now)


def close(db: Db, number: str, base: int, actor: str, now: dt.datetime) -> None:
    """Nothing more is to be done. An answer that nobody read yet is not said any more."""
    letter = unchanged(db, number, base)
    if letter.state == State.CLOSED:
        raise RuleError(Why.CLOSED)
    take_back_pending(db, letter)
    enter(letter, State.CLOSED, now)
    _release_stranger(db, letter)
    changed(db, letter, "closed", actor, now)


def take_back_pending(db: Db, letter: Letter) -> None:
    pending = letters.pending(db, letter.id)
    if pending is not None:
        pending.fate = Fate.RETURNED
    letter.reading_since = None


def _release_stranger(db: Db, letter: Letter) -> None:
    """Who left before his letter was over is taken out of it now, as of those that were over when he left."""
    follower = followers.find(db, letter.openid) if letter.openid else None
    if letter.openid and (follower is None or not follower.subscribed):
        letter.openid = letter.contact = letter.contact_index = letter.address = ""
        for entry in letters.entries(db, letter.id):
            if entry.fate in UNDER_WAY:
                entry.fate, entry.due_at = Fate.GONE, None


def reopen(db: Db, number: str, base: int, actor: str, now: dt.datetime) -> None:
    letter = unchanged(db, number, base)
    if letter.state not in OVER:
        raise RuleError(Why.OPEN)
    enter(letter, State.WORKING if letter.assignee else State.RECEIVED, now)
    letter.waiting_since = now
    changed(db, letter, "reopened", actor, now)
