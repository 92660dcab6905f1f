"""Telling a writer what was answered: at once where he may be written to, else as soon as he does something.

Whatever happens, he reads it when he asks with the letter's number. An answer goes out under a key of its own, so that
however often it is looked at it is sent once.
"""

import datetime as dt
import logging
from dataclasses import dataclass
from enum import StrEnum

from wxbot.edition.chat import linked, pages
from wxbot.edition.kinds import Kind
from wxbot.errors import SealError
from wxbot.protocol.custom import custom
from wxbot.protocol.replies import TEXT_MAX_BYTES, TextReply, size
from wxbot.services import Db, Vault, alarms, items, outbox, windows
from wxbot.services.windows import SHUT, Meter
from wxbot.store import followers, letters
from wxbot.store import outbox as rows
from wxbot.store.database import Database
from wxbot.store.letters import Entry, EntryKind, Fate, Letter, Route
from wxbot.store.outbox import Outgoing, Status

log = logging.getLogger(__name__)

UNTOLD = "letter-untold"  # The alarm of an answer that did not reach its writer.
MOST_MESSAGES = 4  # In which one answer may go out; five are allowed after a message.
BATCH = 50
_LOOK = dt.timedelta(seconds=2)  # After which the fate of what is being sent is looked at again.
_SECOND_LOOK = dt.timedelta(seconds=30)  # He may be writing just now; by then it is in the journal.
_HEADINGS = {EntryKind.ANSWER: "letter-told", EntryKind.REFUSAL: "letter-told-refusal"}
_PLACE = 12  # Bytes for "(2/4)" and the end of its line.


@dataclass(frozen=True, slots=True)
class Teller:
    """``may_send``: whether the account's kind has customer-service messages at all."""

    vault: Vault
    may_send: bool


class Way(StrEnum):
    """How an answer will reach the writer, and why not at once."""

    NOW = "now"
    SHUT = "shut"  # He did nothing for too long.
    FULL = "full"  # The messages that he may be sent are used up.
    ACCOUNT = "account"  # This kind of account may not write to anybody.
    LEFT = "left"  # He does not follow at present.
    NOBODY = "nobody"  # Nobody knows any more who he was.


@dataclass(frozen=True, slots=True)
class Plan:
    way: Way
    meter: Meter
    messages: int


def plan(db: Db, teller: Teller, letter: Letter, messages: int, now: dt.datetime) -> Plan:
    """What would be done with an answer that takes so many messages."""
    meter = windows.of_follower(db, letter.openid, teller.may_send, now)
    return Plan(_way(db, teller, letter, meter, messages), meter, messages)


def _way(db: Db, teller: Teller, letter: Letter, meter: Meter, messages: int) -> Way:
    if not letter.openid:
        return Way.NOBODY
    if not teller.may_send:
        return Way.ACCOUNT
    if meter.has_room(messages):
        return Way.NOW
    if meter != SHUT:
        return Way.FULL
    follower = followers.find(db, letter.openid)
    return Way.SHUT if follower is not None and follower.subscribed else Way.LEFT


def parts(db: Db, letter: Letter, kind: EntryKind, text: str) -> list[str]:
    """The messages that the words take, the first with a heading that names the letter."""
    heading, whole = _heading(db, letter, kind), linked(text.strip())
    if size(f"{heading}\n{whole}") <= TEXT_MAX_BYTES:
        return [f"{heading}\n{whole}"]
    found = pages(whole, TEXT_MAX_BYTES - size(heading) - 1 - _PLACE)
    return [
        f"{f'{heading}' + chr(10) if number == 1 else ''}({number}/{len(found)})\n{part}"
        for number, part in enumerate(found, 1)
    ]


def _heading(db: Db, letter: Letter, kind: EntryKind) -> str:
    """The standing phrase that is live; the number alone where there is none."""
    for language in (letter.language, "zh"):
        live = items.live_revision(db, Kind.PHRASE, _HEADINGS[kind], language)
        if live is not None:
            return str(live.body["text"]).replace("{number}", letter.number)
    return f"【{letter.number}】"


def tell(db: Db, teller: Teller, letter: Letter, entry: Entry, now: dt.datetime) -> None:
    """Decides how the writer learns of it, and begins. The letter must be locked."""
    messages = parts(db, letter, EntryKind(entry.kind), teller.vault.open(entry.text))
    way = plan(db, teller, letter, len(messages), now).way
    entry.route = Route.MESSAGE
    if way is Way.NOW:
        _send(db, teller, letter, entry, messages, now)
    elif way is Way.NOBODY:
        entry.fate, entry.due_at = Fate.GONE, None
    else:
        entry.fate, entry.due_at = Fate.WAITS, now + _SECOND_LOOK


def _send(db: Db, teller: Teller, letter: Letter, entry: Entry, messages: list[str], now: dt.datetime) -> None:
    for position, words in enumerate(messages):
        message = custom(TextReply(words))
        assert message is not None
        rows.add(db, _key(entry), position, letter.openid, outbox.sealed(teller.vault, message), now)
    entry.fate, entry.due_at = Fate.SENDING, now + _LOOK


def _key(entry: Entry) -> str:
    return f"answer|{entry.id}"


def send_again(db: Db, entry: Entry, now: dt.datetime) -> None:
    """A person decided so: what WeChat refused or may have taken is sent once more."""
    rows.renew(db, _key(entry), (Status.REFUSED, Status.UNKNOWN), now)
    entry.fate, entry.trouble, entry.due_at = Fate.SENDING, "", now + _LOOK


def tell_due(database: Database, teller: Teller, now: dt.datetime) -> int:
    """Looks at the fate of what is being sent, and at what waits for those who did something; returns how many."""
    with database.read() as db:
        due = letters.due_entries(db, now, BATCH)
    for letter_id, entry_id in due:
        with database.write() as db:
            _look(db, teller, letter_id, entry_id, now)
    return len(due)


def _look(db: Db, teller: Teller, letter_id: int, entry_id: int, now: dt.datetime) -> None:
    # The letter first, as everybody does who changes one; the entry too, since the journal's draining wakes it alone.
    letter = db.get_one(Letter, letter_id, with_for_update=True)
    entry = db.get_one(Entry, entry_id, with_for_update=True, populate_existing=True)
    if entry.due_at is None or entry.due_at > now:
        return
    if entry.fate == Fate.SENDING:
        _settle(db, letter, entry, now)
    elif entry.fate == Fate.WAITS:
        _try_or_give_up(db, teller, letter, entry, now)
    else:
        entry.due_at = None


def _try_or_give_up(db: Db, teller: Teller, letter: Letter, entry: Entry, now: dt.datetime) -> None:
    """What cannot be opened is left for a person, and must not hold up those behind it."""
    try:
        _try(db, teller, letter, entry, now)
    except SealError as error:
        log.error("An answer cannot be opened and is not sent: %s", error)
        entry.fate, entry.due_at, entry.trouble = Fate.REFUSED, None, str(error)
        alarms.ring(db, alarm_of(letter), {}, now)


def _try(db: Db, teller: Teller, letter: Letter, entry: Entry, now: dt.datetime) -> None:
    """Sends it if that is allowed by now; else it sleeps until he does something."""
    begun = rows.of_delivery(db, _key(entry))
    left = [row for row in begun if row.status == Status.REFUSED]
    messages = parts(db, letter, EntryKind(entry.kind), teller.vault.open(entry.text)) if not begun else []
    if plan(db, teller, letter, len(left) or len(messages), now).way is not Way.NOW:
        entry.due_at = None
    elif begun:
        send_again(db, entry, now)
    else:
        _send(db, teller, letter, entry, messages, now)


def _settle(db: Db, letter: Letter, entry: Entry, now: dt.datetime) -> None:
    """Takes over what became of its messages."""
    sent = rows.of_delivery(db, _key(entry))
    statuses = {row.status for row in sent}
    refused = [row for row in sent if row.status == Status.REFUSED]
    if statuses & {Status.DUE, Status.SENDING}:
        entry.due_at = now + _LOOK
    elif Status.UNKNOWN in statuses:
        entry.fate, entry.due_at = Fate.UNKNOWN, None
        alarms.ring(db, alarm_of(letter), {}, now)
    elif refused:
        _take_refusal(db, letter, entry, refused[0], now)
    else:
        entry.fate, entry.told_at, entry.due_at = Fate.TOLD, now, None


def _take_refusal(db: Db, letter: Letter, entry: Entry, row: Outgoing, now: dt.datetime) -> None:
    if not letter.openid:
        entry.fate, entry.due_at = Fate.GONE, None
    elif outbox.refused_for_window(row) or row.error == rows.LEFT:
        entry.fate, entry.due_at = Fate.WAITS, now  # At once: he may have written meanwhile.
    else:
        entry.fate, entry.due_at, entry.trouble = Fate.REFUSED, None, row.error
        alarms.ring(db, alarm_of(letter), {}, now)


def alarm_of(letter: Letter) -> str:
    """Rings while a person has to decide about one of its answers."""
    return f"{UNTOLD}/{letter.number}"
