"""Letters: opened once with a number of the day, added to and asked about by their writer alone."""

import datetime as dt
from zoneinfo import ZoneInfo

from wxbot.protocol.custom import custom
from wxbot.protocol.replies import TextReply
from wxbot.services import Db, Vault
from wxbot.services.effects import AddToLetter, AnswerView, LetterView, OpenLetter, Receipt, Waiting
from wxbot.store import counters, letters, outbox
from wxbot.store.letters import OVER, UNSAID, WRITER, Entry, EntryKind, Fate, Letter, State

NEWEST = 8  # Letters that a writer is shown at once.
_NOTHING = Receipt(done=False)


def open_letter(db: Db, vault: Vault, given: OpenLetter, openid: str, now: dt.datetime, zone: ZoneInfo) -> Receipt:
    """The letter's number: ``20261122-0007``, by the account's own day; the same one for the same form."""
    day = now.astimezone(zone).strftime("%Y%m%d")
    place = counters.next_value(db, f"letters:{day}")  # Its row's lock lets one writer after the other look below.
    known = letters.of_origin(db, given.origin)
    if known is not None:
        counters.step_back(db, f"letters:{day}")
        return Receipt(number=known.number, done=False)
    letter = Letter(
        number=f"{day}-{place:04}",
        origin=given.origin,
        kind=given.kind,
        subject=given.subject,
        openid=openid,
        language=given.language,
        state=State.RECEIVED,
        contact=vault.seal(given.contact),
        contact_index=vault.index(given.contact),
        address=vault.seal(given.address),
        opened_at=now,
        changed_at=now,
        waiting_since=now,
    )
    db.add(letter)
    db.flush()
    letters.add_entry(db, letter.id, given.origin, WRITER, vault.seal(given.text), now)
    return Receipt(number=letter.number)


def add(db: Db, vault: Vault, given: AddToLetter, openid: str, now: dt.datetime) -> Receipt:
    """What the writer adds; a letter that was over is open again, since there is something new to read."""
    letter = letters.find(db, given.number, openid, lock=True)
    if letter is None:
        return _NOTHING
    if letters.add_entry(db, letter.id, given.origin, WRITER, vault.seal(given.text), now):
        letter.changed_at = now
        letter.version += 1
        if letter.state in OVER:
            letter.state, letter.waiting_since = State.RECEIVED, now
    return Receipt(number=letter.number)


def read(db: Db, vault: Vault, openid: str, number: str, told_at: dt.datetime | None = None) -> Receipt:
    """The writer's letter with this number, or his newest; somebody else's number is told like nobody's.

    With ``told_at`` he is shown the answers then, so that they need not be sent to him any more.
    """
    one = letters.find(db, number, openid) if number else None
    found = letters.of_writer(db, openid, NEWEST) if not number else [one] if one else []
    views = tuple(_view(db, vault, letter) for letter in found)
    if one is not None and told_at is not None:
        letters.asked(db, one.id, told_at)
    return Receipt(number=number, done=bool(views), letters=views)


def _view(db: Db, vault: Vault, letter: Letter) -> LetterView:
    """Notes are among staff, and an answer is none before a second person read it where that is asked for."""
    entries = letters.entries(db, letter.id)
    said = [entry for entry in entries if entry.fate not in UNSAID]
    return LetterView(
        number=letter.number,
        kind=letter.kind,
        state=State(letter.state),
        opened_at=letter.opened_at,
        changed_at=letter.changed_at,
        additions=sum(entry.kind == EntryKind.TEXT for entry in entries) - 1,
        answers=tuple(answer for entry in said if (answer := _answer(vault, entry)) is not None),
    )


def _answer(vault: Vault, entry: Entry) -> AnswerView | None:
    if entry.kind not in (EntryKind.ANSWER, EntryKind.REFUSAL):
        return None
    given = entry.fate == Fate.GIVEN  # What staff noted of a call is not what the writer was told in it.
    return AnswerView("" if given else vault.open(entry.text), EntryKind(entry.kind), entry.route if given else "")


def tell_number(db: Db, given: OpenLetter, number: str, waiting: Waiting, place: int) -> None:
    """Leaves a message with the number for the writer of a letter that had to wait."""
    message = custom(TextReply(given.later.replace("{number}", number)))
    assert message is not None
    outbox.add(db, f"letter|{given.origin}", place, waiting.openid, message, waiting.at)
