"""Letters as staff work on them: Wu and Zhao, who have read a letter as it is unless the test says otherwise."""

import datetime as dt
import itertools

from tests.services.drafts import NOON
from tests.services.lines import keep, line
from tests.services.people import add as hire
from tests.services.writing import ALICE, VAULT, open_letter, written
from wxbot.services import answers, casework, telling
from wxbot.services.answers import Written
from wxbot.services.roles import Role
from wxbot.services.telling import Teller
from wxbot.store import letters, outbox
from wxbot.store.database import Database
from wxbot.store.letters import Entry, EntryKind, Fate, Letter, Route
from wxbot.store.outbox import Outgoing

WU, ZHAO = "wu@example.org", "zhao@example.org"
TELLER, MUTE = Teller(VAULT, may_send=True), Teller(VAULT, may_send=False)
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
WORDS = "周六也开门了，请带上护照。"

_forms = itertools.count(1)


def letter_of(database: Database, openid: str = ALICE, writes: bool = True) -> str:
    """The number of a letter whose writer has just written it; without ``writes`` the journal knows nothing of him."""
    form = next(_forms)
    if writes:
        keep(database, line(f"push {form}", openid=openid))
    return open_letter(database, written(f"form {form}"), openid).number


def writes(database: Database, at: dt.datetime, openid: str = ALICE, source: str = "text") -> None:
    """He says something that has nothing to do with the letter."""
    keep(database, line(f"push {next(_forms)}", openid=openid, source=source, at=at.isoformat()))


def leaves(database: Database, at: dt.datetime, openid: str = ALICE) -> None:
    writes(database, at, openid, "unfollow")


def version(database: Database, number: str) -> int:
    return find(database, number).version


def find(database: Database, number: str) -> Letter:
    with database.read() as db:
        letter = letters.numbered(db, number)
        assert letter is not None
        return letter


def entries(database: Database, number: str) -> list[Entry]:
    with database.read() as db:
        letter = letters.numbered(db, number)
        assert letter is not None
        return list(letters.entries(db, letter.id))


def fates(database: Database, number: str) -> list[Fate]:
    """Of answers and refusals, oldest first."""
    said = (EntryKind.ANSWER, EntryKind.REFUSAL)
    return [Fate(entry.fate) for entry in entries(database, number) if entry.kind in said]


def paper(database: Database, number: str, text: str = WORDS, kind: EntryKind = EntryKind.ANSWER) -> Written:
    """A form as it is sent, from a page that was opened just now."""
    return Written(number, text, version(database, number), f"staff {next(_forms)}", kind)


def give(
    database: Database,
    given: Written,
    actor: str = WU,
    now: dt.datetime = NOON,
    second_reader: bool = False,
    teller: Teller = TELLER,
) -> Entry:
    with database.write() as db:
        return answers.give(db, teller, given, second_reader, actor, now)


def answer(database: Database, number: str, text: str = WORDS, now: dt.datetime = NOON) -> Entry:
    return give(database, paper(database, number, text), now=now)


def approve(database: Database, number: str, reader: str = ZHAO, now: dt.datetime = NOON) -> None:
    base = version(database, number)
    with database.write() as db:
        answers.approve(db, TELLER, number, base, reader, now)


def send_back(database: Database, number: str, remark: str, reader: str = ZHAO) -> None:
    base = version(database, number)
    with database.write() as db:
        answers.send_back(db, TELLER, number, base, remark, reader, NOON)


def record(database: Database, number: str, route: Route = Route.PHONE, text: str = "已电话说明") -> None:
    given = paper(database, number, text)
    with database.write() as db:
        answers.record(db, TELLER, given, route, WU, NOON)


def assign(database: Database, number: str, assignee: str, actor: str = WU, base: int | None = None) -> None:
    base = version(database, number) if base is None else base
    with database.write() as db:
        casework.assign(db, number, assignee, base, actor, NOON)


def note(database: Database, number: str, text: str, origin: str = "note") -> None:
    with database.write() as db:
        casework.note(db, VAULT, number, text, origin, WU, NOON)


def close(database: Database, number: str, now: dt.datetime = NOON) -> None:
    base = version(database, number)
    with database.write() as db:
        casework.close(db, number, base, WU, now)


def reopen(database: Database, number: str, now: dt.datetime = NOON) -> None:
    base = version(database, number)
    with database.write() as db:
        casework.reopen(db, number, base, WU, now)


def tick(database: Database, now: dt.datetime, teller: Teller = TELLER) -> int:
    return telling.tell_due(database, teller, now)


def sent(database: Database, openid: str = ALICE) -> list[Outgoing]:
    with database.read() as db:
        return list(outbox.of_follower(db, openid))


def hire_agents(database: Database) -> None:
    for email in (WU, ZHAO):
        hire(database, email, Role.AGENT)
