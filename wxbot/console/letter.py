"""One letter as its page shows it: what was written and noted, what became of it, and what can be done now."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import abort, request

from wxbot.console.desk import Desk
from wxbot.console.inbox import Due, Row, due_of, opened
from wxbot.dispatch.masking import mask
from wxbot.edition.kinds import Kind
from wxbot.protocol.replies import TEXT_MAX_BYTES, size
from wxbot.services import Db, casework, telling
from wxbot.services.canned import fill
from wxbot.services.roles import Permission
from wxbot.services.telling import Plan
from wxbot.store import canned as canned_rows
from wxbot.store import inbox, letters, staff
from wxbot.store.canned import Canned
from wxbot.store.letters import STUCK, UNSAID, WRITER, Entry, EntryKind, Fate, Letter
from wxbot.store.staff import Staff

_OTHERS = 8  # Further letters of the same writer.
_ADDRESS_MOST = 3_000  # Bytes of an answer, as an address spells it, that are handed on to a new FAQ.


@dataclass(frozen=True, slots=True)
class Said:
    """One entry; ``new``: it came after the page was opened on which somebody now pressed a button."""

    id: int
    kind: EntryKind
    fate: Fate
    route: str
    author: str
    reader: str
    text: str
    at: dt.datetime
    told_at: dt.datetime | None
    trouble: str
    new: bool

    @property
    def from_writer(self) -> bool:
        return self.author == WRITER

    @property
    def stuck(self) -> bool:
        return self.fate in STUCK


@dataclass(frozen=True, slots=True)
class Case:
    """``room``: bytes of an answer that fit into one message below its heading."""

    letter: Letter
    said: Sequence[Said]
    contact: str
    address: str
    about: str
    due: Due | None
    plan: Plan
    room: int
    pending: Said | None
    own: bool  # Whether the one who looks wrote what waits for its second reader.
    draft: str  # What was sent back and can be written anew.
    canned: Sequence[Canned]
    agents: Sequence[Staff]
    others: Sequence[Row]
    names: Mapping[str, str]
    may: bool

    @property
    def newest(self) -> int:
        return self.said[-1].id if self.said else 0


def case_of(our: Desk, db: Db, number: str, seen: int | None = None) -> Case:
    """``seen``: the newest entry that was on the page from which something was sent. Aborts with 404."""
    letter = letters.numbered(db, number) or abort(404)
    may = our.may(Permission.LETTERS_WRITE)
    said = [_said(our, entry, seen) for entry in letters.entries(db, letter.id)]
    pending = next((each for each in reversed(said) if each.fate == Fate.READING), None)
    heading = telling.parts(db, letter, EntryKind.ANSWER, "")[0]
    return Case(
        letter=letter,
        said=said,
        contact=opened(our, letter.contact) if may else "",
        address=opened(our, letter.address) if may else "",
        about=_about(our, letter),
        due=due_of(our, letter),
        plan=telling.plan(db, our.runtime.teller, letter, 1, our.now),
        room=TEXT_MAX_BYTES - size(heading),
        pending=pending,
        own=pending is not None and pending.author == our.actor,
        draft=_draft(said, our.actor),
        canned=canned_rows.fitting(db, letter.language, letter.kind) if may else (),
        agents=casework.who_answer(db) if may else (),
        others=[Row(other, "", due_of(our, other)) for other in inbox.of_writer(db, letter, _OTHERS)],
        names={person.email: person.name for person in staff.everybody(db)},
        may=may,
    )


def _said(our: Desk, entry: Entry, seen: int | None) -> Said:
    return Said(
        id=entry.id,
        kind=EntryKind(entry.kind),
        fate=Fate(entry.fate),
        route=entry.route,
        author=entry.author,
        reader=entry.reader,
        text=opened(our, entry.text),
        at=entry.at,
        told_at=entry.told_at,
        trouble=entry.trouble,
        new=seen is not None and entry.id > seen,
    )


def _about(our: Desk, letter: Letter) -> str:
    """The title of the call or the event, as long as it is there."""
    kind = Kind.EVENT if letter.kind == "event" else Kind.CALL
    live = our.runtime.edition.shelf(kind, letter.language).by_slug.get(letter.subject) if letter.subject else None
    return live.title if live is not None else letter.subject


def _draft(said: Sequence[Said], actor: str) -> str:
    """His own words that were sent back, if nothing was answered since."""
    answers = [each for each in said if each.kind == EntryKind.ANSWER]
    last = answers[-1] if answers else None
    return last.text if last is not None and last.fate == Fate.RETURNED and last.author == actor else ""


def can_be_faq(our: Desk, each: Said) -> bool:
    said = each.kind == EntryKind.ANSWER and each.fate not in (*UNSAID, Fate.GIVEN) and bool(each.text)
    return said and our.may(Permission.ITEMS_WRITE)


def faq_address(letter: Letter, each: Said) -> str:
    """A new FAQ with this answer, without numbers of a person; the question is for staff to word."""
    words = mask(each.text).replace(letter.number, "")
    while len(quote(words)) > _ADDRESS_MOST:
        words = words[: len(words) * 9 // 10]
    return f"{request.script_root}/items/new?{urlencode({'kind': 'faq', 'language': letter.language, 'answer': words})}"


def new_origin() -> str:
    """Names a form when it is drawn, so that pressing twice counts once."""
    return secrets.token_hex(12)


def filled(text: str, letter: Letter) -> str:
    return fill(text, letter.number)
