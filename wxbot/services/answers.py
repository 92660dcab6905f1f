"""Answering a letter: in words that go to its writer, by refusing it, or by what staff did on the phone or by post.

Where a second reader is asked for, words wait until another person has approved them. The writer is told in the same
transaction that decides, so no answer is lost between two steps.
"""

import datetime as dt
from dataclasses import dataclass

from wxbot.errors import RuleError
from wxbot.protocol.replies import size
from wxbot.services import Db, alarms, casework, telling
from wxbot.services.casework import Why
from wxbot.services.telling import MOST_MESSAGES, Teller
from wxbot.store import letters
from wxbot.store.letters import STUCK, Entry, EntryKind, Fate, Letter, Route, State

_STATES = {EntryKind.ANSWER: State.ANSWERED, EntryKind.REFUSAL: State.REFUSED}
_SAID = {EntryKind.ANSWER: "answered", EntryKind.REFUSAL: "refused"}
RECORD_MOST = 4_000  # Characters.


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote. ``base`` is the version he had read; ``origin`` names his form, so that it counts once."""

    number: str
    text: str
    base: int
    origin: str
    kind: EntryKind = EntryKind.ANSWER


def give(db: Db, teller: Teller, written: Written, second_reader: bool, actor: str, now: dt.datetime) -> Entry:
    """The entry; the same one for the same form."""
    letter = casework.locked(db, written.number)
    known = letters.entry_of_origin(db, written.origin)
    if known is not None:
        return known
    casework.unchanged(db, written.number, written.base)
    _check(db, letter, written)
    entry = _enter(db, teller, letter, written, actor, now)
    letter.assignee = letter.assignee or actor
    if second_reader:
        casework.enter(letter, State.WORKING, now)
        entry.fate, letter.reading_since = Fate.READING, now
        casework.changed(db, letter, "submitted", actor, now, entry=entry.id)
    else:
        _say(db, teller, letter, entry, actor, now)
    return entry


def _check(db: Db, letter: Letter, written: Written) -> None:
    if letter.state in (State.CLOSED, State.REFUSED):
        raise RuleError(Why.OVER)
    if letter.reading_since is not None:
        raise RuleError(Why.READING)
    if not written.text.strip():
        raise RuleError(Why.EMPTY)
    count = len(telling.parts(db, letter, written.kind, written.text))
    if count > MOST_MESSAGES:
        raise RuleError(
            Why.LONG,
            count=count,
            bytes=size(written.text.strip()),
            most=MOST_MESSAGES,
        )


def _enter(db: Db, teller: Teller, letter: Letter, written: Written, actor: str, now: dt.datetime) -> Entry:
    sealed = teller.vault.seal(written.text.strip())
    letters.add_entry(db, letter.id, written.origin, actor, sealed, now, written.kind)
    entry = letters.entry_of_origin(db, written.origin)
    assert entry is not None
    return entry


def _say(db: Db, teller: Teller, letter: Letter, entry: Entry, actor: str, now: dt.datetime) -> None:
    kind = EntryKind(entry.kind)
    telling.tell(db, teller, letter, entry, now)
    casework.enter(letter, _STATES[kind], now)
    letter.changed_at = now
    casework.changed(db, letter, _SAID[kind], actor, now, entry=entry.id)


def approve(db: Db, teller: Teller, number: str, base: int, reader: str, now: dt.datetime) -> Entry:
    """By another person than its author: now it is said."""
    letter = casework.unchanged(db, number, base)
    entry = _pending(db, letter)
    if entry.author == reader:
        raise RuleError(Why.OWN)
    entry.reader, letter.reading_since = reader, None
    _say(db, teller, letter, entry, reader, now)
    return entry


def send_back(db: Db, teller: Teller, number: str, base: int, remark: str, reader: str, now: dt.datetime) -> None:
    """With a remark for its author, who has the letter again. He may take it back himself, without one."""
    letter = casework.unchanged(db, number, base)
    entry = _pending(db, letter)
    if entry.author != reader and not remark.strip():
        raise RuleError(Why.REMARK)
    entry.fate, entry.reader = Fate.RETURNED, reader
    letter.reading_since, letter.assignee = None, entry.author
    if remark.strip():
        sealed = teller.vault.seal(remark.strip()[: casework.NOTE_MOST])
        letters.add_entry(db, letter.id, f"remark|{entry.id}", reader, sealed, now, EntryKind.NOTE)
    casework.changed(db, letter, "returned", reader, now, entry=entry.id)


def _pending(db: Db, letter: Letter) -> Entry:
    entry = letters.pending(db, letter.id)
    if entry is None:
        raise RuleError(Why.NOT_READING)
    return entry


def record(db: Db, teller: Teller, written: Written, route: Route, actor: str, now: dt.datetime) -> Entry:
    """He was answered by phone, by post or by e-mail; the words are for staff, and he is told only how."""
    letter = casework.locked(db, written.number)
    known = letters.entry_of_origin(db, written.origin)
    if known is not None:
        return known
    casework.unchanged(db, written.number, written.base)
    if not 1 <= len(written.text.strip()) <= RECORD_MOST:
        raise RuleError(Why.RECORD, most=RECORD_MOST)
    casework.take_back_pending(db, letter)
    entry = _enter(db, teller, letter, written, actor, now)
    entry.route, entry.fate, entry.told_at = route, Fate.GIVEN, now
    letter.assignee = letter.assignee or actor
    casework.enter(letter, State.ANSWERED, now)
    letter.changed_at = now
    casework.changed(db, letter, "recorded", actor, now, entry=entry.id, route=route.value)
    return entry


def send_again(db: Db, number: str, entry_id: int, actor: str, now: dt.datetime) -> None:
    """What WeChat refused, or may or may not have taken: a person decides that it goes out once more."""
    letter, entry = _stuck(db, number, entry_id)
    telling.send_again(db, entry, now)
    _silence(db, letter)
    casework.changed(db, letter, "sent-again", actor, now, entry=entry.id)


def take_as_told(db: Db, number: str, entry_id: int, actor: str, now: dt.datetime) -> None:
    """A person found out that the writer has it, or that he will not be written to again."""
    letter, entry = _stuck(db, number, entry_id)
    entry.fate, entry.told_at = Fate.TOLD, now
    _silence(db, letter)
    casework.changed(db, letter, "taken-as-told", actor, now, entry=entry.id)


def _silence(db: Db, letter: Letter) -> None:
    """Unless another answer of the same letter is still to be decided about."""
    if not any(entry.fate in STUCK for entry in letters.entries(db, letter.id)):
        alarms.silence(db, telling.alarm_of(letter))


def _stuck(db: Db, number: str, entry_id: int) -> tuple[Letter, Entry]:
    letter = casework.locked(db, number)
    entry = letters.entry(db, letter.id, entry_id)
    if entry is None or entry.fate not in STUCK:
        raise RuleError(Why.DECIDED)
    return letter, entry
