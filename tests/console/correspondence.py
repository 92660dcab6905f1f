"""Letters in the tests' console: written a moment ago unless a test says otherwise, by Alice, who is still there."""

import datetime as dt
import itertools
import json

from tests.console.conftest import Office
from tests.rig.account import ALICE
from wxbot.services import casework, journal, letters
from wxbot.services.effects import AddToLetter, OpenLetter
from wxbot.store import letters as rows
from wxbot.store import preferences
from wxbot.store.letters import Entry, Letter

WORDS = "希望护照预约可以选到周末"
CONTACT, ADDRESS = "alice@example.org", "Alice Muster\nRue de la Paix 12, 75002 Paris"
_forms = itertools.count(1)


def write(office: Office, at: dt.datetime | None = None, openid: str = ALICE, **fields: str) -> str:
    """The number of a new letter."""
    our = office.runtime
    at = at or our.clock.instant()
    plain = {"kind": "advice", "subject": "", "language": "zh", "text": WORDS, "contact": CONTACT, "later": ""}
    given = OpenLetter(**{**plain, "origin": f"form {next(_forms)}", "address": ADDRESS, **fields})
    with office.database.write() as db:
        number = letters.open_letter(db, our.vault, given, openid, at, our.zone).number
    speak(office, at, openid)
    return number


def speak(office: Office, at: dt.datetime | None = None, openid: str = ALICE, source: str = "text") -> None:
    """The journal tells that she did something."""
    our = office.runtime
    at = at or our.clock.instant()
    fields = {"delivery": f"push {next(_forms)}", "openid": openid, "at": at.isoformat(), "source": source}
    empty = {"asked": "", "hit": "", "reply": "", "decision": {}, "rest": []}
    with office.database.write() as db:
        journal.keep(db, journal.parse([(json.dumps({**fields, **empty}).encode(), "")]), our.zone)


def add(office: Office, number: str, text: str) -> None:
    our = office.runtime
    with office.database.write() as db:
        letters.add(db, our.vault, AddToLetter(f"form {next(_forms)}", number, text), ALICE, our.clock.instant())


def note(office: Office, number: str, text: str, actor: str = "wu@example.org") -> None:
    our = office.runtime
    with office.database.write() as db:
        casework.note(db, our.vault, number, text, f"form {next(_forms)}", actor, our.clock.instant())


def letter(office: Office, number: str) -> Letter:
    with office.database.read() as db:
        found = rows.numbered(db, number)
        assert found is not None
        return found


def entries(office: Office, number: str) -> list[Entry]:
    with office.database.read() as db:
        return list(rows.entries(db, letter(office, number).id))


def texts(office: Office, number: str) -> list[str]:
    return [office.runtime.vault.open(entry.text) for entry in entries(office, number)]


def prefer(office: Office, **chosen: object) -> None:
    """As staff set it, for this process too."""
    with office.database.write() as db:
        preferences.put(db, chosen)
    office.runtime.refresh_edition()
