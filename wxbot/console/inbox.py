"""The inbox: letters by what is to be done about them, found by number or contact, and those that just came."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from wxbot.console import sessions
from wxbot.console.desk import Desk, desk
from wxbot.console.groups import Group
from wxbot.console.letter_labels import KINDS, STATE_LOOKS, STATES
from wxbot.console.paging import SIZE, Page, asked_key, page
from wxbot.console.responses import render
from wxbot.errors import SealError
from wxbot.services import Db, casework, workdays
from wxbot.services.roles import Permission
from wxbot.store import inbox as rows
from wxbot.store import letters as letter_rows
from wxbot.store import staff
from wxbot.store.inbox import MOST_COUNTED, Key, Wanted
from wxbot.store.letters import OVER, Letter

letters = Group("letters")

_NEW = 20  # Letters that are shown at once without a reload.
_OVERLAP = dt.timedelta(seconds=30)  # What was being kept while somebody looked is looked at again.
_BEGINNING = 90  # Characters of a letter in a list.
_NUMBER = re.compile(r"20\d{6}-\d{4,6}")
_DAY = re.compile(r"20\d{6}")
NOBODY, ALL, OVERDUE, READING = "nobody", "all", "late", "reading"


@dataclass(frozen=True, slots=True)
class Due:
    """Working days: how many are left, or by how many it is late."""

    day: dt.date
    left: int
    late: int
    age: int


@dataclass(frozen=True, slots=True)
class Row:
    letter: Letter
    begins: str
    due: Due | None


def due_of(our: Desk, letter: Letter) -> Due | None:
    """None for a letter that is over."""
    if letter.waiting_since is None:
        return None
    days, preferred = our.runtime.workdays, our.runtime.preferences
    day = workdays.due(letter.waiting_since, preferred.letter_days, our.zone, days)
    today = our.now.astimezone(our.zone).date()
    age = workdays.age(letter.waiting_since, our.now, our.zone, days)
    return Due(day, days.between(today, day), days.between(day, today), age)


def opened(our: Desk, sealed: str) -> str:
    """What cannot be opened must not cost the rest of a page."""
    try:
        return our.runtime.vault.open(sealed)
    except SealError:
        return "⚠ FERNET_KEYS"


@letters.page("/letters", Permission.LETTERS_READ)
def show() -> ResponseReturnValue:
    our = desk()
    if request.args.get("q", "").strip():
        return _search(our, request.args["q"].strip()[:120])
    wanted = _wanted(our)
    with our.database.read() as db:
        found = rows.page(db, wanted, _key(), SIZE + 1)
        listed = page(found, lambda letter: _key_text(letter, wanted.waits))
        return _inbox(our, db, listed, wanted)


def _inbox(our: Desk, db: Db, listed: Page[Letter], wanted: Wanted) -> ResponseReturnValue:
    return render(
        "console/letters/inbox.html",
        our=our,
        page=Page(_filled(our, db, listed.rows), listed.after, listed.first),
        waits=wanted.waits,
        tabs=_tabs(our, db),
        agents=casework.who_answer(db),
        **_labels(db),
    )


def _labels(db: Db) -> dict[str, Any]:
    names = {person.email: person.name for person in staff.everybody(db)}
    return {"kinds": KINDS, "states": STATES, "state_looks": STATE_LOOKS, "names": names, "over": OVER}


def _filled(our: Desk, db: Db, found: Sequence[Letter]) -> list[Row]:
    """With the due day and how each begins."""
    texts: Mapping[int, str] = rows.first_texts(db, [letter.id for letter in found])
    return [Row(letter, _beginning(our, texts.get(letter.id, "")), due_of(our, letter)) for letter in found]


def _beginning(our: Desk, sealed: str) -> str:
    words = " ".join(opened(our, sealed).split())
    return f"{words[:_BEGINNING]}…" if len(words) > _BEGINNING else words


def _wanted(our: Desk) -> Wanted:
    """What the address asks for; without anything all letters that wait."""
    asked = request.args
    state, who = asked.get("state", ""), asked.get("who", "")
    waits = state not in (ALL, *OVER)
    return Wanted(
        waits=waits,
        kind=asked.get("kind", "") if asked.get("kind", "") in KINDS else "",
        state=state if state in STATES else "",
        assignee={"": None, NOBODY: "", "mine": our.actor}.get(who, who),
        late_before=_late_before(our) if waits and asked.get("only") == OVERDUE else None,
        reading=asked.get("only") == READING,
    )


def _late_before(our: Desk) -> dt.datetime:
    return workdays.late_before(our.now, our.runtime.preferences.letter_days, our.zone, our.runtime.workdays)


def _key() -> Key | None:
    """Of the last row of the page before. What is no key is the first page."""
    micros, _hyphen, number = asked_key().partition("-")
    if not all(part.isascii() and part.isdecimal() and len(part) < 18 for part in (micros, number)):
        return None
    return dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(microseconds=int(micros)), int(number)


def _key_text(letter: Letter, waits: bool) -> str:
    at, number = rows.key(letter, waits)
    return f"{(at - dt.datetime.fromtimestamp(0, dt.UTC)) // dt.timedelta(microseconds=1)}-{number}"


@dataclass(frozen=True, slots=True)
class Tab:
    """``asks`` is what its address has beside the path."""

    name: str
    asks: Mapping[str, str]
    count: int

    @property
    def told(self) -> str:
        return f"{MOST_COUNTED - 1}+" if self.count >= MOST_COUNTED else str(self.count)


def _tabs(our: Desk, db: Db) -> list[Tab]:
    """The everyday questions, each with its answer's length."""
    questions: tuple[tuple[str, Mapping[str, str], Wanted], ...] = (
        ("open", {}, Wanted()),
        (OVERDUE, {"only": OVERDUE}, Wanted(late_before=_late_before(our))),
        ("mine", {"who": "mine"}, Wanted(assignee=our.actor)),
        (NOBODY, {"who": NOBODY}, Wanted(assignee="")),
        (READING, {"only": READING}, Wanted(reading=True)),
    )
    return [Tab(name, asks, rows.count(db, wanted)) for name, asks, wanted in questions]


def _search(our: Desk, words: str) -> ResponseReturnValue:
    """By number, by the day of a number, or by the writer's contact as he gave it."""
    with our.database.read() as db:
        if _NUMBER.fullmatch(words) and letter_rows.numbered(db, words) is not None:
            return redirect(url_for("letters.one", number=words))
        found = _of_day(our, db, words) if _DAY.fullmatch(words) else _of_contact(our, db, words)
        return _inbox(our, db, Page(found, "", first=True), Wanted(waits=False))


def _of_day(our: Desk, db: Db, words: str) -> Sequence[Letter]:
    try:
        begins = dt.datetime.strptime(words, "%Y%m%d").replace(tzinfo=our.zone)
    except ValueError:
        return ()
    ends = dt.datetime.combine(begins.date() + dt.timedelta(days=1), dt.time(), our.zone)
    return rows.page(db, Wanted(waits=False, opened=(begins, ends)), None, 4 * SIZE)


def _of_contact(our: Desk, db: Db, words: str) -> Sequence[Letter]:
    index = our.runtime.vault.index(words)
    return rows.of_contact(db, index, SIZE) if index else ()


@letters.page("/letters/new-ones", Permission.LETTERS_READ)
def new_ones() -> ResponseReturnValue:
    """Asked for by the inbox itself now and then: the tabs as they count now, and what came since ``since``."""
    sessions.by_itself()
    our, since = desk(), _instant(request.args.get("since", ""))
    with our.database.read() as db:
        new = rows.newly_waiting(db, _wanted(our), since - _OVERLAP, _NEW) if since else ()
        filled, tabs = _filled(our, db, new), _tabs(our, db)
        return render("console/letters/new.html", our=our, rows=filled, tabs=tabs, **_labels(db))


def _instant(words: str) -> dt.datetime | None:
    try:
        at = dt.datetime.fromisoformat(words)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
